//! From PENDING to SENT or gone: what callbacks do to new messages.

use channel_flow_emulator::{Config, EventProfile, Omitted, SecondCallback};
use serde_json::{Value, json};

use crate::world::{World, config};

const RICH: fn() -> Value = || {
    json!({
        "Metadata": "{\"m\":1}",
        "PushNotification": { "Title": "t", "Body": "b", "Type": "DEFAULT" },
        "MessageAttributes": { "k": { "StringValues": ["v"] } },
        "ContentType": "text/plain",
    })
};

#[tokio::test]
async fn a_message_without_a_flow_is_sent_at_once() {
    let mut world = World::new().await;
    let (id, status) = world.send(&world.alice, "hello", RICH()).await;
    assert_eq!(status, "SENT");
    let (_, message) = world.get(&id, &world.bob).await;
    assert_eq!(message["Content"], "hello");
    assert_eq!(message["Metadata"], "{\"m\":1}");
    assert_eq!(message["MessageAttributes"]["k"]["StringValues"][0], "v");
    assert_eq!(message["ContentType"], "text/plain");
    assert_eq!(message["Sender"], json!({ "Arn": world.alice, "Name": "alice" }));
    assert_eq!(message["Persistence"], "PERSISTENT");
    assert!(message["CreatedTimestamp"].is_f64() && message.get("LastEditedTimestamp").is_none());
    assert!(world.no_event());
}

#[tokio::test]
async fn a_pending_message_is_its_senders_alone_until_it_is_released_rewritten() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, status) = world.send(&world.alice, "rude", RICH()).await;
    assert_eq!(status, "PENDING");
    let event = world.event().await;
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "PENDING");
    assert_eq!(world.status(&id, &world.bob).await, Err(403));
    assert_eq!(world.get(&id, &world.alice).await.1["Content"], "rude");
    assert_eq!(world.get(&id, &world.bob).await.0, 403);
    assert_eq!(world.get(&id, &world.admin).await.0, 403);
    assert_eq!((world.list(&world.alice).await.len(), world.list(&world.bob).await.len()), (1, 0));

    let said = json!({
        "Content": "kind", "Metadata": "n", "ContentType": "text/html",
        "MessageAttributes": { "k2": { "StringValues": ["v2"] } },
        "PushNotification": { "Title": "t2" },
    });
    let (code, answer) = world.call_back(&event, said, false).await;
    assert_eq!(code, 200);
    assert_eq!(answer, json!({ "ChannelArn": world.channel, "CallbackId": event["CallbackId"] }));

    let (_, message) = world.get(&id, &world.bob).await;
    assert_eq!((&message["Content"], &message["Metadata"]), (&json!("kind"), &json!("n")));
    assert_eq!(message["MessageAttributes"], json!({ "k2": { "StringValues": ["v2"] } }));
    assert_eq!((&message["ContentType"], &message["Status"]["Value"]), (&json!("text/html"), &json!("SENT")));
    assert!(message.get("LastEditedTimestamp").is_none());
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "SENT");
    assert_eq!(world.list(&world.bob).await.len(), 1);
}

#[tokio::test]
async fn a_callback_that_says_nothing_leaves_everything_as_it_was() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "as\nit is", RICH()).await;
    let (_, before) = world.get(&id, &world.alice).await;
    let event = world.event().await;
    assert_eq!(world.call_back(&event, json!({}), false).await.0, 200);
    let (_, after) = world.get(&id, &world.bob).await;
    for member in ["Content", "Metadata", "MessageAttributes", "ContentType", "CreatedTimestamp", "Sender"] {
        assert_eq!(before[member], after[member], "{member}");
    }
}

#[tokio::test]
async fn an_empty_metadata_clears_it() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "x", RICH()).await;
    let event = world.event().await;
    world.call_back(&event, json!({ "Metadata": "" }), false).await;
    assert!(world.get(&id, &world.bob).await.1.get("Metadata").is_none());
}

#[tokio::test]
async fn strict_omission_clears_metadata_and_keeps_what_is_known_to_be_kept() {
    let mut world = World::start(Config { omitted: Omitted::Clear, ..config() }).await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "x", RICH()).await;
    let event = world.event().await;
    world.call_back(&event, json!({ "Content": "y" }), false).await;
    let (_, message) = world.get(&id, &world.bob).await;
    assert!(message.get("Metadata").is_none());
    assert_eq!(message["ContentType"], "text/plain");
    assert!(message["MessageAttributes"].is_object());
}

#[tokio::test]
async fn a_denied_message_vanishes_whatever_else_the_callback_says() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "spam", json!({})).await;
    let event = world.event().await;
    assert_eq!(world.call_back(&event, json!({ "Content": "ham" }), true).await.0, 200);
    world.change("DENIED_CREATE").await;
    assert_eq!(world.get(&id, &world.alice).await.0, 404);
    assert_eq!(world.status(&id, &world.alice).await, Err(403));
    assert!(world.list(&world.alice).await.is_empty());
    assert_eq!(world.call_back(&event, json!({}), false).await.0, 400);
}

#[tokio::test]
async fn a_second_callback_loses_in_the_shape_that_is_configured() {
    for (shape, status, code) in [
        (SecondCallback::BadRequest, 400, "BadRequest"),
        (SecondCallback::Conflict, 409, "Conflict"),
        (SecondCallback::Forbidden, 403, "Forbidden"),
    ] {
        let mut world = World::start(Config { second_callback: shape, ..config() }).await;
        world.add_flow(&["one"]).await;
        let (id, _) = world.send(&world.alice, "x", json!({})).await;
        let event = world.event().await;
        world.call_back(&event, json!({ "Content": "first" }), false).await;
        let (seen, answer) = world.call_back(&event, json!({ "Content": "second" }), true).await;
        assert_eq!((seen, &answer["Code"]), (status, &json!(code)));
        if status == 400 {
            assert!(answer["Message"].as_str().unwrap().contains("non-pending message"));
        }
        assert_eq!(world.get(&id, &world.bob).await.1["Content"], "first");
    }
}

#[tokio::test]
async fn a_callback_for_an_example_event_is_accepted_where_that_is_asked_for() {
    let mut world = World::start(Config { accept_unknown_callbacks: true, ..config() }).await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let event = world.event().await;
    let mut example = event.clone();
    example["CallbackId"] = "00000000-0000-0000-0000-000000000000".into();
    assert_eq!(world.call_back(&example, json!({ "Content": "y" }), false).await.0, 200);
    assert_eq!(world.call_back(&example, json!({ "Content": "y".repeat(4097) }), false).await.0, 400);
    assert_eq!(world.status(&id, &world.alice).await, Ok("PENDING".to_owned()));
    let mut wrong = event;
    wrong["ChannelMessage"]["MessageId"] = "another".into();
    assert_eq!(world.call_back(&wrong, json!({}), false).await.0, 403);
}

#[tokio::test]
async fn a_callback_for_another_message_or_with_an_unknown_id_is_forbidden() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let event = world.event().await;
    let other_channel = world.new_channel(json!({})).await;
    for (pointer, value) in [
        ("/CallbackId", "00000000-0000-0000-0000-000000000000"),
        ("/ChannelMessage/MessageId", "another"),
        ("/ChannelMessage/ChannelArn", other_channel.as_str()),
    ] {
        let mut wrong = event.clone();
        *wrong.pointer_mut(pointer).unwrap() = value.into();
        assert_eq!(world.call_back(&wrong, json!({}), false).await.0, 403, "{pointer}");
    }
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "PENDING");
}

#[tokio::test]
async fn a_callback_that_breaks_a_limit_is_refused_and_may_be_made_again() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let event = world.event().await;
    for said in [
        json!({ "Content": "" }),
        json!({ "Content": "x".repeat(4097) }),
        json!({ "Metadata": "x".repeat(1025) }),
        json!({ "PushNotification": { "Title": "x".repeat(51) } }),
        json!({ "MessageAttributes": { "k": { "StringValues": ["x".repeat(512), "y".repeat(512)] } } }),
    ] {
        assert_eq!(world.call_back(&event, said, false).await.0, 400);
    }
    assert_eq!(world.call_back(&event, json!({ "Content": "y" }), false).await.0, 200);
    assert_eq!(world.get(&id, &world.bob).await.1["Content"], "y");
}

#[tokio::test]
async fn events_carry_what_their_profile_says_and_never_the_target() {
    let measured = ["ChannelArn", "Content", "CreatedTimestamp", "MessageId", "Metadata", "Persistence"];
    let cases = [
        (EventProfile::Documented, vec!["Sender", "Type"]),
        (EventProfile::Measured, vec!["PushNotification", "Sender", "Type"]),
        (EventProfile::Rich, vec!["ContentType", "MessageAttributes", "PushNotification", "Sender", "Type"]),
    ];
    for (profile, more) in cases {
        let mut world = World::start(Config { event_profile: profile, ..config() }).await;
        world.add_flow(&["one"]).await;
        let mut extra = RICH();
        extra["Target"] = json!([{ "MemberArn": world.bob }]);
        world.send(&world.alice, "x", extra).await;
        let event = world.event().await;
        assert_eq!(event["EventType"], "CHANNEL_MESSAGE_EVENT");
        let mut names: Vec<_> = event["ChannelMessage"].as_object().unwrap().keys().cloned().collect();
        names.sort_unstable();
        let mut wanted: Vec<_> = measured.iter().chain(&more).map(ToString::to_string).collect();
        wanted.sort_unstable();
        assert_eq!(names, wanted, "{profile:?}");
        let created = event["ChannelMessage"]["CreatedTimestamp"].as_str().unwrap();
        assert!(created.len() == 24 && created.ends_with('Z'), "{created}");
    }
}

#[tokio::test]
async fn an_unset_push_notification_is_null_and_unset_metadata_is_absent() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    world.send(&world.alice, "x", json!({})).await;
    let message = world.event().await["ChannelMessage"].clone();
    assert_eq!(message.get("PushNotification"), Some(&Value::Null));
    assert!(message.get("Metadata").is_none() && message.get("LastEditedTimestamp").is_none());
}

#[tokio::test]
async fn control_messages_pass_the_flow_by_and_are_small() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let control = |extra: Value| {
        let mut all = json!({ "Type": "CONTROL" });
        all.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        all
    };
    let (id, status) = world.send(&world.alice, "typing", control(json!({}))).await;
    assert_eq!((status.as_str(), world.no_event()), ("SENT", true));
    assert_eq!(world.get(&id, &world.bob).await.1["Type"], "CONTROL");
    for (content, extra) in
        [("x".repeat(31), control(json!({}))), ("x".to_owned(), control(json!({ "Metadata": "m" })))]
    {
        let body = World::message(&content, extra);
        assert_eq!(world.refused("POST", &world.messages_path(), Some(&world.alice), body).await, 400);
    }
}

#[tokio::test]
async fn a_message_that_is_not_persistent_goes_through_the_flow_and_never_into_history() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let (id, status) = world.send(&world.alice, "psst", json!({ "Persistence": "NON_PERSISTENT" })).await;
    assert_eq!(status, "PENDING");
    let event = world.event().await;
    assert_eq!(event["ChannelMessage"]["Persistence"], "NON_PERSISTENT");
    assert_eq!(event["ChannelMessage"]["Content"], "psst");
    world.call_back(&event, json!({}), false).await;
    world.change("CREATE").await;
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "SENT");
    assert_eq!(world.get(&id, &world.alice).await.0, 404);
    assert!(world.list(&world.alice).await.is_empty());
}
