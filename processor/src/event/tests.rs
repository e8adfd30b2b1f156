use serde_json::{Value, json};

use super::*;

fn payload() -> Value {
    json!({
        "EventType": "CHANNEL_MESSAGE_EVENT",
        "CallbackId": "0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f",
        "ChannelMessage": {
            "ChannelArn": "arn:aws:chime:us-east-1:111122223333:app-instance/a/channel/c",
            "MessageId": "m1",
            "Content": "hello",
        },
    })
}

fn with(pointer: &str, value: Value) -> String {
    let mut payload = payload();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    payload.pointer_mut(parent).unwrap()[key] = value;
    payload.to_string()
}

#[test]
fn an_id_that_is_missing_or_no_id_is_an_error_that_names_it() {
    for (pointer, name) in [
        ("/CallbackId", "CallbackId"),
        ("/ChannelMessage/ChannelArn", "ChannelArn"),
        ("/ChannelMessage/MessageId", "MessageId"),
    ] {
        for bad in [
            json!(null),
            json!(""),
            json!(7),
            json!(["x"]),
            json!("a b"),
            json!("a\n"),
            json!("é".repeat(9)),
            json!("x".repeat(1601)),
        ] {
            assert_eq!(
                FlowEvent::parse(&with(pointer, bad.clone())),
                Err(EventError::BadId(name)),
                "{pointer} = {bad}"
            );
        }
    }
}

#[test]
fn what_is_not_an_event_is_an_error() {
    let twice = payload().to_string().replacen("\"CallbackId\"", "\"CallbackId\":\"x\",\"CallbackId\"", 1);
    for payload in [
        "",
        "null",
        "[]",
        "7",
        "{}",
        r#"{"ChannelMessage":null}"#,
        r#"{"ChannelMessage":[1]}"#,
        "{\"Chan",
        &twice,
    ] {
        assert!(FlowEvent::parse(payload).is_err(), "{payload}");
    }
}

#[test]
fn null_absent_and_empty_objects_read_the_same() {
    let absent = FlowEvent::parse(&payload().to_string()).unwrap();
    for member in [
        "Metadata",
        "Sender",
        "Persistence",
        "Type",
        "PushNotification",
        "MessageAttributes",
        "ContentType",
        "SubChannelId",
    ] {
        let null = FlowEvent::parse(&with(&format!("/ChannelMessage/{member}"), json!(null))).unwrap();
        assert_eq!(null, absent, "{member}: null");
    }
    for member in ["Sender", "PushNotification"] {
        let empty = FlowEvent::parse(&with(&format!("/ChannelMessage/{member}"), json!({}))).unwrap();
        assert_eq!(empty, absent, "{member}: {{}}");
    }
    let nulls = json!({"Title": null, "Body": null, "Type": null});
    assert_eq!(FlowEvent::parse(&with("/ChannelMessage/PushNotification", nulls)).unwrap(), absent);
}

#[test]
fn unknown_fields_and_event_types_are_tolerated() {
    let mut payload = payload();
    payload["EventType"] = json!("CHANNEL_MESSAGE_EVENT_V2");
    payload["Deep"] = serde_json::from_str(&format!("{}1{}", "[".repeat(100), "]".repeat(100))).unwrap();
    payload["ChannelMessage"]["Novel"] = json!({"a": [1, 2]});
    let event = FlowEvent::parse(&payload.to_string()).unwrap();
    assert_eq!(event.event_type, EventType::Other);
    assert_eq!(event.message.content.as_deref(), Some("hello"));
    assert!(event.unreadable.is_empty());
}

#[test]
fn text_that_cannot_be_read_is_named() {
    for (member, bad) in [
        ("Content", json!(5)),
        ("Metadata", json!({"a": 1})),
        ("Sender", json!("alice")),
        ("PushNotification", json!({"Title": 5})),
        ("MessageAttributes", json!({"a": {"StringValues": [1]}})),
    ] {
        let event = FlowEvent::parse(&with(&format!("/ChannelMessage/{member}"), bad)).unwrap();
        assert_eq!(event.unreadable, [member]);
    }
    let surrogate = payload().to_string().replace("hello", "\\ud800");
    assert_eq!(FlowEvent::parse(&surrogate).unwrap().unreadable, ["Content"]);
}

#[test]
fn a_field_that_carries_no_text_never_counts_as_unreadable() {
    for member in ["Persistence", "Type", "CreatedTimestamp", "LastEditedTimestamp", "ContentType"] {
        let event = FlowEvent::parse(&with(&format!("/ChannelMessage/{member}"), json!(5))).unwrap();
        assert!(event.unreadable.is_empty(), "{member}");
    }
}

#[test]
fn a_doubled_field_leaves_the_ids_readable() {
    let doubled = payload().to_string().replacen("\"Content\"", "\"Content\":\"x\",\"Content\"", 1);
    let event = FlowEvent::parse(&doubled).unwrap();
    assert_eq!(event.unreadable, ["ChannelMessage"]);
    assert_eq!(event.message.message_id.as_str(), "m1");
    assert_eq!(event.message.content, None);
    let doubled = payload().to_string().replacen("\"EventType\"", "\"EventType\":1,\"EventType\"", 1);
    assert_eq!(FlowEvent::parse(&doubled).unwrap().unreadable, ["ChannelMessage"]);
}

#[test]
fn debug_prints_no_text() {
    let mut payload = payload();
    payload["ChannelMessage"] = json!({
        "ChannelArn": "arn:x", "MessageId": "m",
        "Content": "canary", "Metadata": "canary", "Sender": {"Arn": "canary", "Name": "canary"},
        "PushNotification": {"Title": "canary", "Body": "canary"},
        "MessageAttributes": {"canary": {"StringValues": ["canary"]}},
    });
    let printed = format!("{:#?}", FlowEvent::parse(&payload.to_string()).unwrap());
    assert!(!printed.contains("canary"), "{printed}");
}

proptest::proptest! {
    #[test]
    fn no_payload_panics(payload in ".*") {
        let _ = FlowEvent::parse(&payload);
    }

    #[test]
    fn no_field_value_panics(value in r#"(\{|\[|"|[0-9a-z:,\\u])*"#) {
        let payload = payload().to_string().replace("\"hello\"", &value);
        let _ = FlowEvent::parse(&payload);
    }
}
