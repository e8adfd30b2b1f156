use serde_json::{Value, json};

use super::*;
use crate::patch::{Patch, PushType};
use crate::testing::event;
use crate::verdict::Denial;

fn full() -> FlowEvent {
    let mut event = event("hello");
    event.message_mut().metadata = Some("{}".to_owned());
    event.message_mut().push =
        Some(PushNotification { title: Some("t".to_owned()), body: None, kind: Some("VOIP".to_owned()) });
    event.message_mut().attributes = Some([("a".to_owned(), vec!["1".to_owned()])].into());
    event.message_mut().content_type = Some("text/plain".to_owned());
    event.message_mut().sub_channel_id = SubChannelId::new("sub").ok();
    event
}

fn message_of(event: &FlowEvent, decision: &Decision) -> Value {
    let mut json = CallbackRequest::new(event, decision).to_json();
    assert_eq!(json["CallbackId"], event.callback_id.as_str());
    assert_eq!(json["ChannelArn"], event.message.channel_arn.as_str());
    assert_eq!(json["ChannelMessage"]["MessageId"], event.message.message_id.as_str());
    json["ChannelMessage"].take()
}

#[test]
fn no_change_echoes_every_field_that_the_event_carried() {
    let event = full();
    let expected = json!({
        "MessageId": event.message.message_id.as_str(),
        "Content": "hello",
        "Metadata": "{}",
        "PushNotification": {"Title": "t", "Type": "VOIP"},
        "MessageAttributes": {"a": {"StringValues": ["1"]}},
        "ContentType": "text/plain",
        "SubChannelId": "sub",
    });
    assert_eq!(message_of(&event, &Decision::NoChange), expected);
}

#[test]
fn no_change_invents_nothing() {
    let event = event("hello");
    let members = message_of(&event, &Decision::NoChange);
    let names: Vec<&String> = members.as_object().unwrap().keys().collect();
    assert_eq!(names, ["Content", "MessageId"]);
}

#[test]
fn an_update_changes_what_it_names_and_echoes_the_rest() {
    let patch = Patch::content("bye")
        .with_push_body("b")
        .with_push_type(PushType::Default)
        .with_attribute("b", ["2"]);
    let message = message_of(&full(), &Decision::Update(patch));
    assert_eq!(message["Content"], "bye");
    assert_eq!(message["Metadata"], "{}");
    assert_eq!(message["PushNotification"], json!({"Title": "t", "Body": "b", "Type": "DEFAULT"}));
    assert_eq!(message["MessageAttributes"].as_object().unwrap().len(), 2);
    assert_eq!(message["SubChannelId"], "sub");
}

#[test]
fn a_denial_sends_the_id_only() {
    let event = full();
    let json = CallbackRequest::new(&event, &Decision::Deny(Denial::default())).to_json();
    assert_eq!(json["DeleteResource"], true);
    assert_eq!(json["ChannelMessage"], json!({"MessageId": event.message.message_id.as_str()}));
}

#[test]
fn what_is_empty_is_left_out_because_chime_refuses_it() {
    let mut event = event("");
    event.message_mut().push = Some(PushNotification { title: Some(String::new()), body: None, kind: None });
    let message = message_of(&event, &Decision::NoChange);
    assert_eq!(message.as_object().unwrap().len(), 1, "{message}");
}

#[test]
fn debug_prints_no_text() {
    let printed = format!("{:?}", CallbackRequest::new(&full(), &Decision::NoChange));
    assert!(!printed.contains("hello"), "{printed}");
}
