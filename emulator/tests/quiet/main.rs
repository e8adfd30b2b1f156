//! Nothing that people write reaches a log, whatever the level and whoever logs.
//!
//! A test binary of its own, because what collects the log is global to the process.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what the tests share is test code, which the lints do not see outside of test functions"
)]
#![expect(dead_code, reason = "the world of the other tests offers more than this one needs")]

#[path = "../chime/world.rs"]
mod world;

use std::io::Write;
use std::sync::{Arc, Mutex};

use channel_flow_emulator::Config;
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;

use crate::world::{World, config, enc};

const CANARY: &str = "c4n4ry";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn words() -> Value {
    json!({
        "Metadata": CANARY,
        "PushNotification": { "Title": CANARY, "Body": CANARY },
        "MessageAttributes": { CANARY: { "StringValues": [CANARY] } },
        "ContentType": CANARY,
    })
}

#[tokio::test]
async fn no_text_of_a_message_is_logged_at_any_level() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(move || writer.clone()).init();

    let mut world = World::start(Config { deliver_twice: true, ..config() }).await;
    let flow = world.add_flow(&["one"]).await;
    let (id, _) = world.send(&world.alice, CANARY, words()).await;
    let event = world.event().await;
    let mut said = words();
    said["Content"] = CANARY.into();
    for _ in 0..2 {
        world.call_back(&event, said.clone(), false).await;
    }
    world.ok("PUT", &world.message_path(&id), Some(&world.alice), json!({ "Content": CANARY })).await;
    world.list(&world.alice).await;
    let (_, _) = world.send(&world.alice, CANARY, words()).await;

    // Refused by the shapes, by the limits that span parts, by JSON itself, and by Lambda.
    for wrong in [
        json!({ "Type": CANARY }),
        json!({ "Metadata": format!("{CANARY}\n") }),
        json!({ "MessageAttributes": { CANARY.repeat(11): { "StringValues": [CANARY] } } }),
        json!({ "MessageAttributes": { CANARY: { "StringValues": [CANARY.repeat(80), CANARY.repeat(80), CANARY.repeat(80)] } } }),
    ] {
        let body = World::message(CANARY, wrong);
        assert_eq!(world.refused("POST", &world.messages_path(), Some(&world.alice), body).await, 400);
    }
    let url = format!("{}{}", world.emulator.url(), world.messages_path());
    let broken = format!("{{\"Content\":\"{CANARY}");
    reqwest::Client::builder().no_proxy().build().unwrap().post(url).body(broken).send().await.unwrap();
    let nobody = json!({ "Name": "f", "Processors": world.processors(&["nobody"], "ABORT") });
    world.ok("PUT", &format!("/channel-flows/{}", enc(&flow)), None, nobody).await;
    world.send(&world.alice, CANARY, words()).await;
    world.change("FAILED_CREATE").await;
    world.emulator.stop().await;

    let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(written.contains("SendChannelMessage") && written.contains("a processor could not be invoked"));
    let leaks: Vec<&str> = written.lines().filter(|line| line.contains(CANARY)).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
