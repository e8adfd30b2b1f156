//! What the listener does with requests that are not quite API calls.

use channel_flow_emulator::Config;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::world::{World, config, enc};

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn errors_name_their_shape_in_the_header_and_say_code_and_message() {
    let world = World::new().await;
    let url = format!("{}/channels/{}", world.emulator.url(), enc(&format!("{}x", world.channel)));
    let answer = client().get(url).header("x-amz-chime-bearer", &world.alice).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(answer.headers()["x-amzn-errortype"], "ForbiddenException");
    assert!(answer.headers().contains_key("x-amzn-requestid"));
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["Code"], "Forbidden");
    assert!(body["Message"].is_string());
}

#[tokio::test]
async fn unsupported_operations_are_named_and_unknown_ones_are_not_found() {
    let world = World::new().await;
    let (status, answer) =
        world.call("POST", "/channels?operation=search", Some(&world.alice), json!({})).await;
    assert_eq!(status, 501);
    assert!(answer["Message"].as_str().unwrap().contains("SearchChannels"));
    assert_eq!(world.refused("GET", "/nothing", None, Value::Null).await, 404);
    // An ARN that a proxy has decoded is four segments, and no operation has so many.
    let decoded = format!("/channels/{}/messages", world.channel);
    assert_eq!(world.refused("GET", &decoded, Some(&world.alice), Value::Null).await, 404);
}

#[tokio::test]
async fn a_body_above_64_kib_is_refused_and_its_sender_gets_to_read_why() {
    let world = World::new().await;
    let url = format!("{}{}", world.emulator.url(), world.messages_path());
    let answer = client().post(url).body("x".repeat(512 * 1024)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.headers().contains_key("x-amzn-errortype"));
}

#[tokio::test]
async fn bodies_that_are_not_json_objects_are_bad_requests() {
    let world = World::new().await;
    let url = format!("{}{}", world.emulator.url(), world.messages_path());
    for body in [&b"{"[..], b"[]", b"\"x\"", b"{\"Content\":\"\xff\"}", b""] {
        let request = client().post(&url).header("x-amz-chime-bearer", &world.alice).body(body);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn hosts_and_origins_elsewhere_are_kept_out() {
    let world = World::new().await;
    let url = format!("{}/app-instances", world.emulator.url());
    for (name, value) in [("host", "example.com"), ("origin", "https://example.com"), ("origin", "null")] {
        let answer = client().get(&url).header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}: {value}");
        assert_eq!(answer.headers()["x-amzn-errortype"], "ForbiddenException");
    }
    for (name, value) in [("host", "localhost:4510"), ("origin", "http://localhost:3000")] {
        assert_eq!(client().get(&url).header(name, value).send().await.unwrap().status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn the_lambda_api_is_on_the_same_listener() {
    let mut world = World::new().await;
    let path = "/2015-03-31/functions/one/invocations";
    let url = format!("{}{path}", world.emulator.url());
    let request = client().post(url).header("x-amz-invocation-type", "Event").body("{\"a\":1}");
    assert_eq!(request.send().await.unwrap().status(), StatusCode::ACCEPTED);
    assert_eq!(world.event().await, json!({ "a": 1 }));
}

#[tokio::test]
async fn quotas_throttle_only_when_asked_for() {
    let calls = async |quotas: bool| {
        let world = World::start(Config { quotas, ..config() }).await;
        let mut throttled = None;
        for _ in 0..40 {
            let body = World::message("x", json!({}));
            let (status, answer) = world.call("POST", &world.messages_path(), Some(&world.alice), body).await;
            if status == 429 {
                throttled = answer["Code"].as_str().map(str::to_owned);
            }
        }
        throttled
    };
    assert_eq!(calls(true).await.as_deref(), Some("Throttled"));
    assert_eq!(calls(false).await, None);
}
