//! Edits in a flow, and flows that change under messages.

use channel_flow_emulator::Config;
use serde_json::{Value, json};

use crate::world::{World, config, enc};

async fn released(world: &mut World, content: &str) -> String {
    let (id, _) = world.send(&world.alice, content, json!({ "Metadata": "m" })).await;
    let event = world.event().await;
    assert_eq!(world.call_back(&event, json!({}), false).await.0, 200);
    id
}

async fn edit(world: &World, id: &str, content: &str) -> Value {
    let body = json!({ "Content": content });
    world.ok("PUT", &world.message_path(id), Some(&world.alice), body).await
}

#[tokio::test]
async fn an_edit_goes_through_the_flow_while_others_read_the_version_before_it() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let id = released(&mut world, "old").await;
    let answer = edit(&world, &id, "new").await;
    assert_eq!(answer["Status"]["Value"], "PENDING");
    let event = world.event().await;
    assert_eq!(event["ChannelMessage"]["MessageId"], id);
    assert_eq!(event["ChannelMessage"]["Content"], "new");
    assert_eq!(event["ChannelMessage"]["Metadata"], "m");
    assert!(event["ChannelMessage"]["LastEditedTimestamp"].is_string());

    let (_, own) = world.get(&id, &world.alice).await;
    assert_eq!((&own["Content"], &own["Status"]["Value"]), (&json!("new"), &json!("PENDING")));
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "PENDING");
    let (_, others) = world.get(&id, &world.bob).await;
    assert_eq!((&others["Content"], &others["Status"]["Value"]), (&json!("old"), &json!("SENT")));
    assert_eq!(world.list(&world.bob).await[0]["Content"], "old");
    assert_eq!(world.list(&world.alice).await[0]["Content"], "new");

    world.call_back(&event, json!({ "Content": "newer" }), false).await;
    world.change("UPDATE").await;
    let (_, message) = world.get(&id, &world.bob).await;
    assert_eq!((&message["Content"], &message["Status"]["Value"]), (&json!("newer"), &json!("SENT")));
    assert!(message["LastEditedTimestamp"].is_number());
    assert_eq!(message["CreatedTimestamp"], others["CreatedTimestamp"]);
}

#[tokio::test]
async fn a_denied_or_failed_edit_leaves_the_version_before_it() {
    let mut world = World::new().await;
    let flow = world.add_flow(&["one"]).await;
    let id = released(&mut world, "old").await;
    edit(&world, &id, "bad").await;
    let event = world.event().await;
    world.call_back(&event, json!({}), true).await;
    world.change("DENIED_UPDATE").await;
    for viewer in [&world.alice, &world.bob] {
        assert_eq!(world.get(&id, viewer).await.1["Content"], "old");
    }
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "SENT");

    let gone = json!({ "Name": "f", "Processors": world.processors(&["nobody"], "ABORT") });
    world.ok("PUT", &format!("/channel-flows/{}", enc(&flow)), None, gone).await;
    edit(&world, &id, "lost").await;
    world.change("FAILED_UPDATE").await;
    assert_eq!(world.get(&id, &world.alice).await.1["Content"], "old");
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "SENT");
}

#[tokio::test]
async fn what_is_under_way_or_failed_can_be_neither_edited_nor_redacted_nor_deleted() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    let id = released(&mut world, "old").await;
    let (pending, _) = world.send(&world.alice, "x", json!({})).await;
    edit(&world, &id, "new").await;
    world.add_flow(&["nobody"]).await;
    let (failed, _) = world.send(&world.alice, "y", json!({})).await;
    while world.change("FAILED_CREATE").await.message_id != failed {}
    for id in [&id, &pending, &failed] {
        let path = world.message_path(id);
        let redact = format!("{path}?operation=redact");
        assert_eq!(world.refused("PUT", &path, Some(&world.alice), json!({ "Content": "z" })).await, 409);
        assert_eq!(world.refused("POST", &redact, Some(&world.alice), json!({})).await, 409);
        assert_eq!(world.refused("DELETE", &path, Some(&world.admin), Value::Null).await, 403);
    }
}

#[tokio::test]
async fn a_message_finishes_in_the_flow_it_entered_whatever_becomes_of_the_flow() {
    let mut world = World::start(Config { max_processors: 3, ..config() }).await;
    let flow = world.add_flow(&["one", "two"]).await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let first = world.event().await;
    let flow_path = format!("/channel-flows/{}", enc(&flow));
    let other = json!({ "Name": "f", "Processors": world.processors(&["three"], "ABORT") });
    world.ok("PUT", &flow_path, None, other).await;
    let association = format!("{}/channel-flow/{}", world.channel_path(), enc(&flow));
    world.ok("DELETE", &association, Some(&world.admin), Value::Null).await;
    world.ok("DELETE", &flow_path, None, Value::Null).await;

    assert_eq!(world.send(&world.alice, "free", json!({})).await.1, "SENT");
    assert_eq!(world.call_back(&first, json!({}), false).await.0, 200);
    let (function, second) = world.event_for().await;
    assert_eq!(function, "two");
    assert_eq!(world.call_back(&second, json!({}), false).await.0, 200);
    assert_eq!(world.get(&id, &world.bob).await.1["Content"], "x");
}

#[tokio::test]
async fn another_flow_replaces_the_one_a_channel_has() {
    let world = World::new().await;
    let first = world.add_flow(&["one"]).await;
    let second = world.add_flow(&["two"]).await;
    let (_, channel) = world.call("GET", &world.channel_path(), Some(&world.admin), Value::Null).await;
    assert_eq!(channel["Channel"]["ChannelFlowArn"], second);
    let path =
        |flow: &str| format!("/channels?scope=channel-flow-associations&channel-flow-arn={}", enc(flow));
    let none = world.ok("GET", &path(&first), None, Value::Null).await;
    assert_eq!(none["Channels"], json!([]));
    let one = world.ok("GET", &path(&second), None, Value::Null).await;
    assert_eq!(one["Channels"][0]["ChannelArn"], world.channel);
    let association = |flow: &str| format!("{}/channel-flow/{}", world.channel_path(), enc(flow));
    assert_eq!(world.refused("DELETE", &association(&first), Some(&world.admin), Value::Null).await, 404);
}

#[tokio::test]
async fn a_flow_in_use_cannot_be_deleted_and_members_cannot_associate_one() {
    let world = World::new().await;
    let flow = world.add_flow(&["one"]).await;
    let path = format!("/channel-flows/{}", enc(&flow));
    assert_eq!(world.refused("DELETE", &path, None, Value::Null).await, 409);
    let put = format!("{}/channel-flow", world.channel_path());
    let body = json!({ "ChannelFlowArn": flow });
    assert_eq!(world.refused("PUT", &put, Some(&world.alice), body.clone()).await, 403);
    let unknown = json!({ "ChannelFlowArn": format!("{flow}x") });
    assert_eq!(world.refused("PUT", &put, Some(&world.admin), unknown).await, 404);
    assert_eq!(world.ok("PUT", &put, Some(&world.admin), body).await, Value::Null);
}

#[tokio::test]
async fn a_callback_for_a_deleted_channel_is_forbidden() {
    let mut world = World::new().await;
    world.add_flow(&["one"]).await;
    world.send(&world.alice, "x", json!({})).await;
    let event = world.event().await;
    world.ok("DELETE", &world.channel_path(), Some(&world.admin), Value::Null).await;
    assert_eq!(world.call_back(&event, json!({}), false).await.0, 403);
}
