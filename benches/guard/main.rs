//! Decides the messages of a file a number of times with a rulebook, and nothing else: `guard ROUNDS MESSAGES
//! [RULEBOOK]`. Counting its instructions for two numbers of rounds gives those of one round.

use std::process::ExitCode;

use channel_flow::{DEFAULT_RULEBOOK, Message, Pipeline, Registry, Rulebook, testing};
use futures_util::FutureExt;

fn main() -> ExitCode {
    run(&std::env::args().collect::<Vec<_>>()).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
}

fn run(arguments: &[String]) -> Option<()> {
    let rounds: usize = arguments.get(1)?.parse().ok()?;
    let messages: Vec<Message> =
        std::fs::read_to_string(arguments.get(2)?).ok()?.lines().map(testing::message).collect();
    let rulebook = match arguments.get(3) {
        Some(path) => std::fs::read_to_string(path).ok()?,
        None => DEFAULT_RULEBOOK.to_owned(),
    };
    let pipeline = Rulebook::parse(&rulebook, &Registry::default()).ok()?.into_pipeline();
    for _ in 0..rounds {
        messages.iter().try_for_each(|message| decide(&pipeline, message))?;
    }
    Some(())
}

/// A clone remembers nothing of its text, as a new event does not.
fn decide(pipeline: &Pipeline, message: &Message) -> Option<()> {
    let outcome = pipeline.decide(&message.clone(), testing::soon()).now_or_never()?;
    std::hint::black_box(outcome);
    Some(())
}
