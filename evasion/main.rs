//! The evasion scorecard: disguises words and phrases in every known way, reads them as a rulebook does, and reads
//! ordinary lines in many languages, too.
//!
//! `evasion [BENIGN [RULEBOOK]]` prints the report; BENIGN has a language, a tab and a text on each line, `-`
//! is none; RULEBOOK stands in for `rulebook.yaml` here.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::{env, fs};

mod disguise;
mod judge;
mod random;
mod report;
mod score;

/// Where every run begins, so that all make the same texts.
const SEED: u64 = 3;
/// Texts for each way to disguise.
const VARIANTS: usize = 240;

fn main() -> ExitCode {
    let arguments = env::args().skip(1).collect::<Vec<_>>();
    let judge = match arguments.get(1) {
        Some(path) => fs::read_to_string(path)
            .map_err(|error| format!("{path}: {error}"))
            .and_then(|text| judge::Judge::of(&text)),
        None => judge::Judge::of(judge::RULEBOOK),
    };
    let judge = match judge {
        Ok(judge) => judge,
        Err(errors) => return failed(&errors),
    };
    let scores = score::disguised(&judge, VARIANTS, SEED);
    let benign = match arguments.first().filter(|path| *path != "-") {
        Some(path) => match fs::read_to_string(path) {
            Ok(lines) => score::benign(&judge, &lines),
            Err(error) => return failed(&format!("{path}: {error}")),
        },
        None => BTreeMap::new(),
    };
    report::print(&scores, &benign);
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "a command")]
fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
