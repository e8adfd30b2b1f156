//! What the default rulebook costs for a chat message, decision included, beside word filters that look
//! for words alone. Every filter reads the same messages in the same run, warm, one after the other, and
//! times itself: the mean is a whole pass over all messages, the median is over the messages one by one.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use channel_flow::{DEFAULT_RULEBOOK, FlowEvent, Message, Registry, Rulebook, testing};
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

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn microseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e6
}

/// Passes over all messages until a third of the time is up, at least one.
fn passes<T>(mut pass: impl FnMut() -> T) -> Vec<T> {
    let start = Instant::now();
    let mut found = vec![pass()];
    while start.elapsed() < TIME / 3 {
        found.push(pass());
    }
    found
}

/// Times a filter as the peers time themselves.
fn time<M>(name: &str, messages: &[M], mut hit: impl FnMut(&M) -> bool) -> Timed {
    let mut whole = || {
        let start = Instant::now();
        for message in messages {
            black_box(hit(black_box(message)));
        }
        microseconds(start) / number(messages.len())
    };
    passes(&mut whole); // warm
    let mean = median(passes(&mut whole));
    let singles = passes(|| {
        let one = |message| {
            let start = Instant::now();
            black_box(hit(black_box(message)));
            microseconds(start)
        };
        messages.iter().map(one).collect::<Vec<f64>>()
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

/// channel-flow, from the event as it was read to the decision.
fn channel_flow(messages: &[&str]) -> Result<Timed, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let pipeline = Rulebook::parse(DEFAULT_RULEBOOK, &Registry::default())?.into_pipeline();
    let events: Vec<FlowEvent> = messages.iter().map(|message| testing::event(message)).collect();
    Ok(time("channel-flow", &events, |event| {
        let outcome = runtime.block_on(pipeline.decide(&Message::of(event), testing::soon()));
        outcome.steps.iter().any(|step| !step.findings.is_empty())
    }))
}

fn print(timed: &[Timed], messages: &[&str]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let bytes: Vec<f64> = messages.iter().map(|message| number(message.len())).collect();
    let mean = bytes.iter().sum::<f64>() / number(bytes.len());
    let count = bytes.len();
    writeln!(
        out,
        "{count} chat messages, median {:.0} and mean {mean:.0} bytes; µs per message\n",
        median(bytes)
    )?;
    writeln!(out, "{:<20} {:>10} {:>10} {:>6} {:>12}", "", "mean", "median", "hits", "mean, times")?;
    let ours = timed.first().map_or(f64::NAN, |first| first.mean);
    for Timed { name, mean, median, hits } in timed {
        writeln!(out, "{name:<20} {mean:>10.2} {median:>10.2} {hits:>6} {:>12.1}", mean / ours)?;
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
