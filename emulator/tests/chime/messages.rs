//! Sending, editing and taking back without a flow.

use serde_json::{Value, json};

use crate::world::{World, enc, token};

#[tokio::test]
async fn a_targeted_message_is_between_its_sender_and_its_target() {
    let world = World::new().await;
    let target = json!({ "Target": [{ "MemberArn": world.bob }] });
    let (id, _) = world.send(&world.alice, "between us", target).await;
    for viewer in [&world.alice, &world.bob] {
        let (_, message) = world.get(&id, viewer).await;
        assert_eq!(message["Target"], json!([{ "MemberArn": world.bob }]));
        assert_eq!(world.list(viewer).await.len(), 1);
    }
    for outsider in [&world.carol, &world.admin] {
        assert_eq!(world.get(&id, outsider).await.0, 403);
        assert!(world.list(outsider).await.is_empty());
        let redact = format!("{}?operation=redact", world.message_path(&id));
        assert_eq!(world.refused("POST", &redact, Some(outsider), json!({})).await, 403);
    }
    let seen = |channel: Value| channel["Channel"].get("LastMessageTimestamp").cloned();
    let path = world.channel_path();
    assert!(seen(world.ok("GET", &path, Some(&world.bob), Value::Null).await).is_some());
    assert!(seen(world.ok("GET", &path, Some(&world.carol), Value::Null).await).is_none());

    world.ok("DELETE", &world.message_path(&id), Some(&world.admin), Value::Null).await;
    assert_eq!(world.get(&id, &world.bob).await.0, 404);
}

#[tokio::test]
async fn the_target_must_be_one_member_and_may_be_the_sender() {
    let world = World::new().await;
    let path = world.messages_path();
    for target in [
        json!([{ "MemberArn": world.dave }]),
        json!([]),
        json!([{}]),
        json!([{ "MemberArn": world.bob }, { "MemberArn": world.carol }]),
    ] {
        let body = World::message("x", json!({ "Target": target }));
        assert_eq!(world.refused("POST", &path, Some(&world.alice), body).await, 400);
    }
    let (id, _) = world.send(&world.alice, "memo", json!({ "Target": [{ "MemberArn": world.alice }] })).await;
    assert_eq!(world.get(&id, &world.alice).await.0, 200);
    assert_eq!(world.get(&id, &world.bob).await.0, 403);
}

#[tokio::test]
async fn a_repeated_token_repeats_the_answer_and_sends_nothing() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let path = world.messages_path();
    let body = World::message("once", json!({}));
    let first = world.ok("POST", &path, Some(&world.alice), body.clone()).await;
    world.event().await;
    let second = world.ok("POST", &path, Some(&world.alice), body.clone()).await;
    assert_eq!(first, second);
    assert!(world.no_event());
    assert_eq!(world.list(&world.alice).await.len(), 1);

    let mut other = body.clone();
    other["Content"] = "twice".into();
    assert_eq!(world.refused("POST", &path, Some(&world.alice), other).await, 409);
    // The token is the caller's own.
    let bobs = world.ok("POST", &path, Some(&world.bob), body).await;
    assert_ne!(bobs["MessageId"], first["MessageId"]);
}

#[tokio::test]
async fn only_members_that_are_not_hidden_send() {
    let world = World::new().await;
    let path = world.messages_path();
    let hidden = json!({ "MemberArn": world.dave, "Type": "HIDDEN" });
    let body = || World::message("x", json!({}));
    assert_eq!(world.refused("POST", &path, Some(&world.dave), body()).await, 403);
    world.ok("POST", &format!("{}/memberships", world.channel_path()), Some(&world.admin), hidden).await;
    assert_eq!(world.refused("POST", &path, Some(&world.dave), body()).await, 403);
    assert_eq!(world.call("GET", &path, Some(&world.dave), Value::Null).await.0, 200);
    let nobody = format!("{}/user/nobody", world.app);
    assert_eq!(world.refused("POST", &path, Some(&nobody), body()).await, 403);
    assert_eq!(world.refused("POST", &path, None, body()).await, 400);
    let elsewhere = format!("/channels/{}x/messages", enc(&world.channel));
    assert_eq!(world.refused("POST", &elsewhere, Some(&world.alice), body()).await, 403);
}

#[tokio::test]
async fn an_administrator_must_be_a_member_to_send() {
    let world = World::new().await;
    let leave = format!("{}/memberships/{}", world.channel_path(), enc(&world.admin));
    world.ok("DELETE", &leave, Some(&world.admin), Value::Null).await;
    let body = World::message("x", json!({}));
    assert_eq!(world.refused("POST", &world.messages_path(), Some(&world.admin), body).await, 403);
    assert_eq!(world.call("GET", &world.messages_path(), Some(&world.admin), Value::Null).await.0, 200);
}

#[tokio::test]
async fn senders_edit_their_own_messages_and_nobody_elses() {
    let world = World::new().await;
    let (id, _) = world.send(&world.alice, "old", json!({ "Metadata": "m", "ContentType": "t" })).await;
    let path = world.message_path(&id);
    for other in [&world.bob, &world.admin] {
        assert_eq!(world.refused("PUT", &path, Some(other), json!({ "Content": "mine" })).await, 403);
    }
    let answer = world.ok("PUT", &path, Some(&world.alice), json!({ "Content": "new" })).await;
    assert_eq!(answer["Status"]["Value"], "SENT");
    let (_, message) = world.get(&id, &world.bob).await;
    assert_eq!((&message["Content"], &message["Metadata"]), (&json!("new"), &json!("m")));
    assert_eq!(message["ContentType"], "t");
    assert!(message["LastEditedTimestamp"].is_number());
    world.ok("PUT", &path, Some(&world.alice), json!({ "Content": "new", "Metadata": "" })).await;
    assert!(world.get(&id, &world.bob).await.1.get("Metadata").is_none());
    assert_eq!(world.refused("PUT", &path, Some(&world.alice), json!({ "Metadata": "m" })).await, 400);
    let unknown = world.message_path("unknown");
    assert_eq!(world.refused("PUT", &unknown, Some(&world.alice), json!({ "Content": "x" })).await, 403);
}

#[tokio::test]
async fn redaction_empties_a_message_and_leaves_its_place() {
    let world = World::new().await;
    let (id, _) = world.send(&world.alice, "secret", json!({ "Metadata": "m" })).await;
    let path = format!("{}?operation=redact", world.message_path(&id));
    assert_eq!(world.refused("POST", &path, Some(&world.bob), json!({})).await, 403);
    let answer = world.ok("POST", &path, Some(&world.alice), json!({})).await;
    assert_eq!(answer, json!({ "ChannelArn": world.channel, "MessageId": id }));
    let listed = world.list(&world.bob).await;
    assert_eq!(listed[0]["Redacted"], true);
    assert!(listed[0].get("Content").is_none() && listed[0].get("Metadata").is_none());
    let edit = json!({ "Content": "again" });
    assert_eq!(world.refused("PUT", &world.message_path(&id), Some(&world.alice), edit).await, 409);

    let (other, _) = world.send(&world.alice, "secret", json!({})).await;
    let path = format!("{}?operation=redact", world.message_path(&other));
    world.ok("POST", &path, Some(&world.admin), json!({})).await;
}

#[tokio::test]
async fn only_administrators_delete() {
    let world = World::new().await;
    let moderators = format!("{}/moderators", world.channel_path());
    world.ok("POST", &moderators, Some(&world.admin), json!({ "ChannelModeratorArn": world.bob })).await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let path = world.message_path(&id);
    for other in [&world.alice, &world.bob] {
        assert_eq!(world.refused("DELETE", &path, Some(other), Value::Null).await, 403);
    }
    assert_eq!(world.ok("DELETE", &path, Some(&world.admin), Value::Null).await, Value::Null);
    assert!(world.list(&world.alice).await.is_empty());
    assert_eq!(world.refused("DELETE", &path, Some(&world.admin), Value::Null).await, 403);
}

#[tokio::test]
async fn texts_that_break_a_limit_are_refused() {
    let world = World::new().await;
    let path = world.messages_path();
    let attribute =
        |key: &str, value: &str| json!({ "MessageAttributes": { key: { "StringValues": [value] } } });
    for (content, extra) in [
        ("", json!({})),
        (&*"x".repeat(4097), json!({})),
        (&*"é".repeat(2049), json!({})),
        ("x", json!({ "Metadata": "a\nb" })),
        ("x", json!({ "Metadata": "x".repeat(1025) })),
        ("x", json!({ "ContentType": "x".repeat(46) })),
        ("x", json!({ "PushNotification": { "Title": "" } })),
        ("x", json!({ "PushNotification": { "Title": "a\nb" } })),
        ("x", json!({ "PushNotification": { "Body": "x".repeat(151) } })),
        ("x", json!({ "PushNotification": { "Type": "LOUD" } })),
        ("x", attribute("", "v")),
        ("x", attribute(&"k".repeat(65), "v")),
        ("x", attribute("k", "")),
        ("x", attribute("k", &"v".repeat(513))),
        ("x", json!({ "Type": "SYSTEM" })),
        ("x", json!({ "Persistence": true })),
        ("x", json!({ "SubChannelId": "sub" })),
        ("x", json!({ "ClientRequestToken": "a b" })),
    ] {
        let body = World::message(content, extra.clone());
        assert_eq!(world.refused("POST", &path, Some(&world.alice), body).await, 400, "{extra}");
    }
    let (_, status) =
        world.send(&world.alice, &"é".repeat(2048), json!({ "ClientRequestToken": token() })).await;
    assert_eq!(status, "SENT");
}

#[tokio::test]
async fn an_error_never_repeats_what_was_sent() {
    let world = World::new().await;
    let canary = "c4n4ry";
    for extra in [
        json!({ "Metadata": format!("{canary}\n") }),
        json!({ "MessageAttributes": { canary: { "StringValues": [""] } } }),
        json!({ "MessageAttributes": { canary.repeat(20): { "StringValues": ["v"] } } }),
        json!({ "PushNotification": { "Type": canary } }),
        json!({ "Type": canary }),
    ] {
        let body = World::message(canary, extra);
        let (status, answer) = world.call("POST", &world.messages_path(), Some(&world.alice), body).await;
        assert_eq!(status, 400);
        assert!(!answer.to_string().contains(canary), "{answer}");
    }
}
