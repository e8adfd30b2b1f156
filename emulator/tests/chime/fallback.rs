//! Processors that cannot be reached, come one after another, or never call back.

use std::time::Duration;

use channel_flow_emulator::{Config, Data};
use serde_json::{Value, json};

use crate::world::{World, config};

fn three() -> Config {
    Config { max_processors: 3, ..config() }
}

#[tokio::test]
async fn one_processor_is_the_quota_unless_it_is_raised_and_three_are_the_most() {
    let world = World::new().await;
    let body = |count: usize| {
        let names = ["one", "two", "three", "four"];
        json!({
            "AppInstanceArn": world.app, "Name": "f", "ClientRequestToken": "token",
            "Processors": world.processors(&names[..count], "ABORT"),
        })
    };
    let (status, answer) = world.call("POST", "/channel-flows", None, body(2)).await;
    assert_eq!((status, &answer["Code"]), (400, &json!("ResourceLimitExceeded")));
    let (status, answer) = world.call("POST", "/channel-flows", None, body(4)).await;
    assert_eq!((status, &answer["Code"]), (400, &json!("BadRequest")));

    let world = World::start(three()).await;
    world.new_flow(&["one", "two", "three"], "ABORT").await;
    let mut twice = world.processors(&["one", "two"], "ABORT");
    twice[1]["ExecutionOrder"] = 1.into();
    let body =
        json!({ "AppInstanceArn": world.app, "Name": "f", "ClientRequestToken": "t2", "Processors": twice });
    assert_eq!(world.refused("POST", "/channel-flows", None, body).await, 400);
}

#[tokio::test]
async fn processors_run_in_order_and_each_sees_what_the_one_before_it_made() {
    let mut world = World::start(three()).await;
    let flow = world.add_flow(&["one", "two"]).await;
    // The order of execution counts, not that of the list.
    let mut processors = world.processors(&["one", "two"], "ABORT");
    processors[0]["ExecutionOrder"] = 3.into();
    let path = format!("/channel-flows/{}", crate::world::enc(&flow));
    world.ok("PUT", &path, None, json!({ "Name": "f", "Processors": processors })).await;

    let (id, _) = world.send(&world.alice, "a", json!({ "Metadata": "m" })).await;
    let (function, first) = world.event_for().await;
    assert_eq!((function.as_str(), &first["ChannelMessage"]["Content"]), ("two", &json!("a")));
    world.call_back(&first, json!({ "Content": "ab" }), false).await;
    let (function, second) = world.event_for().await;
    assert_eq!((function.as_str(), &second["ChannelMessage"]["Content"]), ("one", &json!("ab")));
    assert_eq!(second["ChannelMessage"]["Metadata"], "m");
    assert_ne!(first["CallbackId"], second["CallbackId"]);
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "PENDING");
    assert_eq!(world.get(&id, &world.alice).await.1["Content"], "a");
    assert_eq!(world.call_back(&first, json!({}), false).await.0, 400);
    world.call_back(&second, json!({ "Content": "abc" }), false).await;
    assert_eq!(world.get(&id, &world.bob).await.1["Content"], "abc");
}

#[tokio::test]
async fn the_first_processor_that_denies_is_the_last_that_is_asked() {
    let mut world = World::start(three()).await;
    world.add_flow(&["one", "two"]).await;
    let (id, _) = world.send(&world.alice, "a", json!({})).await;
    let event = world.event().await;
    world.call_back(&event, json!({}), true).await;
    assert_eq!(world.get(&id, &world.alice).await.0, 404);
    assert!(world.no_event());
}

#[tokio::test]
async fn abort_fails_the_message_and_reports_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.jsonl");
    let mut world = World::start(Config { events_file: Some(path.clone()), ..config() }).await;
    world.add_flow_with(&["nobody"], "ABORT").await;
    let (id, status) = world.send(&world.alice, "canary", json!({})).await;
    assert_eq!(status, "PENDING");
    let change = world.change("FAILED_CREATE").await;
    assert_eq!(change.message_id, id);
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "FAILED");
    let (_, message) = world.get(&id, &world.alice).await;
    assert_eq!((&message["Content"], &message["Status"]["Value"]), (&json!("canary"), &json!("FAILED")));
    assert_eq!(world.get(&id, &world.bob).await.0, 403);
    assert!(world.list(&world.bob).await.is_empty());

    let written = std::fs::read_to_string(&path).unwrap();
    assert!(!written.contains("canary"));
    let record: Value = serde_json::from_str(written.trim()).unwrap();
    assert_eq!(record["detail-type"], "Chime ChannelFlow Processing Status");
    assert_eq!(record["time"].as_str().unwrap().len(), "2024-01-02T03:04:05Z".len());
    let detail = &record["detail"];
    assert_eq!(detail["eventType"], "ProcessorInvocationFailure");
    assert_eq!((&detail["messageId"], &detail["channelArn"]), (&json!(id), &json!(world.channel)));
    assert_eq!(detail["appInstanceArn"], world.app);
    assert_eq!(detail["processorResourceArn"], world.emulator.function_arn("nobody"));
    assert!(!detail["failureReason"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn continue_hands_on_to_the_next_processor_and_after_the_last_delivers_as_is() {
    let mut world = World::start(three()).await;
    world.add_flow_with(&["nobody", "two"], "CONTINUE").await;
    let (id, _) = world.send(&world.alice, "a", json!({})).await;
    let (function, event) = world.event_for().await;
    assert_eq!(function, "two");
    world.call_back(&event, json!({ "Content": "b" }), false).await;
    assert_eq!(world.get(&id, &world.bob).await.1["Content"], "b");

    world.add_flow_with(&["nobody"], "CONTINUE").await;
    let (id, _) = world.send(&world.alice, "unprocessed", json!({})).await;
    while world.change("CREATE").await.message_id != id {}
    assert_eq!(world.get(&id, &world.bob).await.1["Content"], "unprocessed");
}

#[tokio::test]
async fn a_processor_that_does_not_call_back_in_time_fails_the_message_and_has_no_say_afterwards() {
    let ttl = Duration::from_millis(300);
    let mut world = World::start(Config { callback_ttl: ttl, ..config() }).await;
    world.add_flow_with(&["one"], "CONTINUE").await;
    let (id, _) = world.send(&world.alice, "late", json!({})).await;
    let event = world.event().await;
    world.change("FAILED_CREATE").await;
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "FAILED");
    assert_eq!(world.call_back(&event, json!({}), false).await.0, 403);
    assert_eq!(world.status(&id, &world.alice).await.unwrap(), "FAILED");
}

#[tokio::test]
async fn what_was_pending_when_the_emulator_stopped_is_delivered_again_when_it_starts() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::File(folder.path().join("data.db"));
    let mut world = World::start(Config { data: data.clone(), ..config() }).await;
    world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, "wait", json!({ "Metadata": "m" })).await;
    let (settled, _) = world.send(&world.alice, "done", json!({})).await;
    let (a, b) = (world.event().await, world.event().await);
    let (before, other) = if a["ChannelMessage"]["MessageId"] == id { (a, b) } else { (b, a) };
    world.call_back(&other, json!({}), false).await;
    let (alice, bob, channel) = (world.alice.clone(), world.bob.clone(), world.channel.clone());
    world.emulator.stop().await;

    // The second world has an app instance of its own besides what the file holds.
    let mut world = World::start(Config { data, ..config() }).await;
    let again = world.event().await;
    assert_eq!(again, before);
    world.channel = channel;
    assert_eq!(world.status(&id, &alice).await.unwrap(), "PENDING");
    assert_eq!(world.call_back(&again, json!({}), false).await.0, 200);
    assert_eq!(world.get(&id, &bob).await.1["Content"], "wait");
    assert_eq!(world.get(&settled, &bob).await.1["Content"], "done");
    assert!(world.no_event());
}
