//! What does not depend on other filters: the longest that one message can take, what many terms cost, what
//! loading costs, and what the pipeline itself costs. Prints tables in Markdown.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::Command;
use std::time::Duration;

use channel_flow::{DEFAULT_RULEBOOK, Message, Pipeline, Registry, Rulebook, Verdict, rule_fn, testing};
use channel_flow_benches::{median, number, passes, timed};
use tokio::runtime::Runtime;

/// How long each figure is measured.
const TIME: Duration = Duration::from_millis(500);
/// The longest content that Chime delivers, in bytes.
const LONGEST: usize = 4096;
/// Tells this program that it is a process of its own that loads a rulebook once.
const LOAD: &str = "--load";
/// Processes that load once.
const LOADS: usize = 15;

/// Texts that take long for their length: what is repeated, and its name.
const HOSTILE: [(&str, &str); 26] = [
    ("one ligature of eighteen letters", "\u{fdfa}"),
    ("a letter and its accents", "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}"),
    ("words displayed backwards", "\u{202e}kcuf\u{202c} "),
    ("letters apart", "f u c k "),
    ("words joined", "youareanidiot"),
    ("words joined and not known", "qwxzvjkqpw"),
    ("signs for letters", "1!|0@$5"),
    ("masked letters", "f*ck sh** "),
    ("stretched letters", "fuuuuuuck"),
    ("words that phrases begin with", "you are a "),
    ("words that threats begin with", "i will kill "),
    ("look-alike letters", "\u{455}\u{4bb}\u{456}\u{442} "),
    ("letters of flags", "\u{1f1eb}\u{1f1fa}\u{1f1e8}\u{1f1f0}"),
    ("emoji", "\u{1f600}"),
    ("encoded characters", "%66%75"),
    ("entities", "&#102;"),
    ("addresses", "a@b.c "),
    ("addresses written out", " at gmail dot com"),
    ("links", "www.x.com/"),
    ("card numbers", "4111 1111 1111 1111 "),
    ("telephone numbers", "+1 415 555 26"),
    ("single digits", "1 "),
    ("digits and hyphens", "-1"),
    ("full stops", "."),
    ("passwords that do not come", "password: "),
    ("keys of secrets", "aB3dE6fG9hJ2kL5mN8pQ"),
];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn rulebook(yaml: &str) -> Outcome<Pipeline> {
    Ok(Rulebook::parse(yaml, &Registry::default())?.into_pipeline())
}

/// How long a decision takes, in microseconds: the middle of many.
fn decision(runtime: &Runtime, pipeline: &Pipeline, content: &str) -> f64 {
    let event = testing::event(content);
    let decide = || timed(|| runtime.block_on(pipeline.decide(&Message::of(&event), testing::soon())));
    decide(); // warm
    median(passes(TIME, decide))
}

/// What hostile messages of the greatest length take.
fn hostile(out: &mut String, runtime: &Runtime) -> Outcome<()> {
    let pipeline = rulebook(DEFAULT_RULEBOOK)?;
    let mut rows: Vec<(&str, f64)> = HOSTILE
        .iter()
        .map(|(name, piece)| (*name, decision(runtime, &pipeline, &piece.repeat(LONGEST / piece.len()))))
        .collect();
    rows.sort_by(|(_, one), (_, two)| two.total_cmp(one));
    writeln!(out, "| 4 KiB of | ms |\n|---|--:|")?;
    for (name, microseconds) in rows {
        writeln!(out, "| {name} | {:.2} |", microseconds / 1e3)?;
    }
    Ok(writeln!(out)?)
}

/// A word that no language has, and no two numbers share.
fn word(mut number: usize) -> String {
    let syllables = ["ka", "lo", "mi", "ru", "se", "ta", "vo", "zi", "pe", "nu"];
    let mut word = "q".to_owned();
    for _ in 0..6 {
        word.push_str(syllables.get(number % syllables.len()).copied().unwrap_or_default());
        number /= syllables.len();
    }
    word
}

/// What lists of words cost, by their length.
fn terms(out: &mut String, runtime: &Runtime) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("channel-flow-bounds-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("rulebook.yaml");
    std::fs::write(
        &file,
        "version: 1\non_failure: deny\nrules:\n  - { id: listed, use: words, with: { files: [words.txt], then: mask } }\n",
    )?;
    let messages: Vec<&str> = include_str!("chat.txt").lines().collect();
    writeln!(out, "| words in the list | loading, ms | a chat message, µs |\n|--:|--:|--:|")?;
    for count in [100, 1_000, 10_000, 100_000] {
        let words: Vec<String> = (0..count).map(word).collect();
        std::fs::write(folder.join("words.txt"), words.join("\n"))?;
        let load = || Rulebook::load(&file, &Registry::default());
        let loading = median(passes(TIME, || timed(|| load().map(Rulebook::into_pipeline))));
        let pipeline = load()?.into_pipeline();
        let events: Vec<_> = messages.iter().map(|message| testing::event(message)).collect();
        let all = || {
            timed(|| {
                for event in &events {
                    std::hint::black_box(
                        runtime.block_on(pipeline.decide(&Message::of(event), testing::soon())),
                    );
                }
            })
        };
        all(); // warm
        let message = median(passes(TIME, all)) / number(events.len());
        writeln!(out, "| {count} | {:.1} | {message:.2} |", loading / 1e3)?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(writeln!(out)?)
}

/// What the rest costs.
fn rest(out: &mut String, runtime: &Runtime) -> Outcome<()> {
    let loads: Vec<f64> = (0..LOADS)
        .map(|_| {
            let output = Command::new(std::env::current_exe()?).arg(LOAD).output()?;
            Ok(String::from_utf8(output.stdout)?.trim().parse()?)
        })
        .collect::<Outcome<_>>()?;
    let passing = || rule_fn(|_: &Message| Ok(Verdict::Pass));
    let ten = (0..10).fold(Pipeline::new(), |pipeline, id| pipeline.rule(format!("rule-{id}"), passing()));
    writeln!(out, "| | |\n|---|--:|")?;
    writeln!(out, "| first load of the default rulebook in a process | {:.2} ms |", median(loads) / 1e3)?;
    let ten = decision(runtime, &ten, "Could you look at the invoice, please?");
    writeln!(out, "| ten rules that only pass | {ten:.2} µs |")?;
    Ok(writeln!(out)?)
}

fn main() -> Outcome<()> {
    if std::env::args().any(|argument| argument == LOAD) {
        let loading = timed(|| rulebook(DEFAULT_RULEBOOK).is_ok());
        return Ok(writeln!(io::stdout(), "{loading}")?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut out = String::new();
    hostile(&mut out, &runtime)?;
    terms(&mut out, &runtime)?;
    rest(&mut out, &runtime)?;
    Ok(io::stdout().write_all(out.as_bytes())?)
}
