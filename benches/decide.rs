//! What one decision costs in process: event JSON in, callback JSON out, with the default rulebook; and
//! beside it the word filter `rustrict` reading the same content, with nothing around it.

use std::hint::black_box;
use std::time::Duration;

use channel_flow::{
    CallbackRequest, DEFAULT_RULEBOOK, FlowEvent, Message, Pipeline, Registry, Rulebook, testing,
};
use criterion::{BenchmarkId, Criterion, Throughput};
use rustrict::CensorStr;

/// Content of the lengths that chats have, and the longest that Chime delivers.
fn messages() -> Vec<(&'static str, String)> {
    let sentence = "Could you have another look at the second invoice, please? ";
    vec![
        ("clean-40", "Could you look at the invoice, please?!".to_owned()),
        ("clean-200", sentence.repeat(4).chars().take(200).collect()),
        ("masked-40", "You idiot, look at the invoice, now!!!!!".to_owned()),
        ("longest-4096", sentence.repeat(70).chars().take(4096).collect()),
    ]
}

fn payload(content: &str) -> String {
    let event = testing::event(content);
    serde_json::json!({
        "EventType": "CHANNEL_MESSAGE_EVENT",
        "CallbackId": event.callback_id.as_str(),
        "ChannelMessage": {
            "ChannelArn": event.message.channel_arn.as_str(),
            "MessageId": event.message.message_id.as_str(),
            "Content": content,
            "Sender": {"Arn": event.message.sender.arn, "Name": event.message.sender.name},
            "Persistence": "PERSISTENT",
            "Type": "STANDARD",
            "CreatedTimestamp": event.message.created_timestamp,
            "PushNotification": null,
        },
    })
    .to_string()
}

async fn decide(pipeline: &Pipeline, payload: &str) -> Option<String> {
    let event = FlowEvent::parse(payload).ok()?;
    let outcome = pipeline.decide(&Message::of(&event), testing::soon()).await;
    Some(CallbackRequest::new(&event, &outcome.decision).to_json().to_string())
}

fn main() {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_time().build() else { return };
    let Ok(rulebook) = Rulebook::parse(DEFAULT_RULEBOOK, &Registry::default()) else { return };
    let pipeline = rulebook.into_pipeline();

    let mut group = criterion.benchmark_group("decision");
    for (name, content) in messages() {
        let payload = payload(&content);
        group.throughput(Throughput::Bytes(content.len() as u64));
        group.bench_with_input(BenchmarkId::new("channel-flow", name), &payload, |bencher, payload| {
            bencher.iter(|| runtime.block_on(decide(&pipeline, black_box(payload))));
        });
        group.bench_with_input(BenchmarkId::new("rustrict", name), &content, |bencher, content| {
            bencher.iter(|| black_box(content.as_str()).censor());
        });
    }
    group.finish();
    criterion.final_summary();
}
