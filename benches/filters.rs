//! What the default rulebook costs for a chat message, decision included, beside word filters that look
//! for words alone. Every filter reads the same messages in the same run, warm, one after the other, and
//! times itself: the mean is a whole pass over all messages, the median is over the messages one by one.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use channel_flow::{DEFAULT_RULEBOOK, FlowEvent, Message, Registry, Rulebook, testing};
use channel_flow_benches::{median, number, passes, timed};
use futures_util::FutureExt as _;
use rustrict::CensorStr as _;
use serde_json::Value;

/// How long each filter is timed.
const TIME: Duration = Duration::from_secs(6);

/// What a filter took, in microseconds per message.
struct Timed {
    name: String,
    mean: f64,
    median: f64,
    hits: u64,
}

/// Times a filter as the peers time themselves.
fn time<M>(name: &str, messages: &[M], mut hit: impl FnMut(&M) -> bool) -> Timed {
    let mut whole = || timed(|| messages.iter().filter(|message| black_box(hit(message))).count());
    passes(TIME / 3, &mut whole); // warm
    let mean = median(passes(TIME / 3, &mut whole)) / number(messages.len());
    let singles = passes(TIME / 3, || {
        messages.iter().map(|message| timed(|| hit(black_box(message)))).collect::<Vec<f64>>()
    });
    let of_message = |index| median(singles.iter().filter_map(|pass| pass.get(index).copied()).collect());
    let median = median((0..messages.len()).map(of_message).collect());
    let hits = messages.iter().map(|message| u64::from(hit(message))).sum();
    Timed { name: name.to_owned(), mean, median, hits }
}

/// What a peer's own program printed; nothing where it is not installed.
fn peers(command: &mut Command) -> Vec<Timed> {
    let Ok(output) = command.output() else { return Vec::new() };
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let timed = |line: &str| {
        let values: Value = serde_json::from_str(line).ok()?;
        Some(Timed {
            name: values.get("name")?.as_str()?.to_owned(),
            mean: values.get("mean")?.as_f64()?,
            median: values.get("median")?.as_f64()?,
            hits: values.get("hits")?.as_u64()?,
        })
    };
    lines.lines().filter_map(timed).collect()
}

/// channel-flow, from the event as it was read to the decision. The function awaits it inside of a runtime that
/// runs already, so entering one is not timed.
fn channel_flow(messages: &[&str]) -> Result<Timed, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let _inside = runtime.enter();
    let pipeline = Rulebook::parse(DEFAULT_RULEBOOK, &Registry::default())?.into_pipeline();
    let events: Vec<FlowEvent> = messages.iter().map(|message| testing::event(message)).collect();
    let deadline = tokio::time::Instant::now() + Duration::from_hours(1);
    Ok(time("channel-flow", &events, |event| {
        let outcome = pipeline.decide(&Message::of(event), deadline).now_or_never();
        outcome.is_some_and(|outcome| outcome.steps.iter().any(|step| !step.findings.is_empty()))
    }))
}

/// A table in Markdown.
fn print(timed: &[Timed], messages: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let bytes: Vec<f64> = messages.iter().map(|message| number(message.len())).collect();
    let mean = bytes.iter().sum::<f64>() / number(bytes.len());
    let count = bytes.len();
    writeln!(out, "{count} messages, median {:.0} and mean {mean:.0} bytes.\n", median(bytes))?;
    writeln!(out, "| µs a message | mean | median | messages hit | times channel-flow's mean |")?;
    writeln!(out, "|---|--:|--:|--:|--:|")?;
    let ours = timed.first().map_or(f64::NAN, |first| first.mean);
    for Timed { name, mean, median, hits } in timed {
        writeln!(out, "| {name} | {mean:.2} | {median:.2} | {hits} | {:.1} |", mean / ours)?;
    }
    writeln!(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().unwrap_or(here);
    let file = here.join("chat.txt");
    let text = std::fs::read_to_string(&file)?;
    let messages: Vec<&str> = text.lines().collect();

    let mut timed = vec![channel_flow(&messages)?];
    timed.push(time("rustrict", &messages, |message| message.is_inappropriate()));
    let milliseconds = TIME.as_millis().to_string();
    let tool = |place: &str| -> PathBuf { root.join(".tools").join(place) };
    timed.extend(peers(
        Command::new("node")
            .arg(here.join("peers/filters.mjs"))
            .arg(tool("peers"))
            .arg(&file)
            .arg(&milliseconds),
    ));
    timed.extend(peers(
        Command::new(tool("accuracy/venv/bin/python"))
            .arg(here.join("peers/filters.py"))
            .arg(&file)
            .arg(&milliseconds),
    ));
    Ok(print(&timed, &messages)?)
}
