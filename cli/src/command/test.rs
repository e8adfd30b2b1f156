//! `test`: does a rulebook do what its own cases say?

use std::io::{self, Write};
use std::path::PathBuf;

use channel_flow::{Difference, TestResult};
use clap::Args;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::escape::Escaped;
use crate::failure::{Ending, Result};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG};
use crate::{rulebook, trail};

/// Run the cases that rulebooks have under `tests`
///
/// Each case is a message and what should become of it. What differs is shown with what each rule said.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 all cases passed, or there are none; 1 a case failed; 2 a rulebook cannot be used.

Examples:
  channel-flow test rulebook.yaml
  channel-flow test rulebooks/*.yaml
  channel-flow test --json rulebook.yaml | jq '.cases[] | select(.passed | not)'")]
pub(crate) struct Test {
    /// The files, `-` for standard input
    #[arg(required = true, value_name = "RULEBOOK")]
    rulebooks: Vec<PathBuf>,

    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Test {
    pub(crate) async fn run(self) -> Result {
        let mut out = terminal::stdout();
        let mut all = Vec::new();
        for path in &self.rulebooks {
            let results = rulebook::load(Some(path))?.run_tests().await;
            if !self.json {
                show(&mut out, &path.display().to_string(), &results)?;
            }
            all.extend(results);
        }
        if self.json {
            terminal::json_line(&report(&all))?;
        }
        out.flush()?;
        let right = all.iter().all(TestResult::passed);
        Ok(if right { Ending::Success } else { Ending::Failed })
    }
}

/// The report for scripts.
fn report(results: &[TestResult]) -> Value {
    let passed = results.iter().filter(|result| result.passed()).count();
    let case = |result: &TestResult| {
        let difference = |difference: &Difference| {
            let Difference { what, expected, actual } = difference;
            json!({ "what": what, "expected": expected, "actual": actual })
        };
        json!({
            "name": result.name,
            "file": result.file,
            "line": result.line,
            "passed": result.passed(),
            "differences": result.differences.iter().map(difference).collect::<Vec<_>>(),
            "steps": result.outcome.steps.iter().map(trail::step).collect::<Vec<_>>(),
        })
    };
    json!({
        "passed": passed,
        "failed": results.len() - passed,
        "cases": results.iter().map(case).collect::<Vec<_>>(),
    })
}

/// The report for people.
fn show(out: &mut impl Write, name: &str, results: &[TestResult]) -> io::Result<()> {
    for result in results.iter().filter(|result| !result.passed()) {
        show_failed(out, result)?;
    }
    let failed = results.iter().filter(|result| !result.passed()).count();
    let noun = if results.len() == 1 { "case" } else { "cases" };
    let verdict = match (results.len(), failed) {
        (0, _) => format!("{FAINT}it has no cases under `tests`{FAINT:#}"),
        (all, 0) => format!("{GOOD}ok{GOOD:#}: {all} {noun}"),
        (all, failed) => format!("{BAD}failed{BAD:#}: {failed} of {all} {noun}"),
    };
    writeln!(out, "{}: {verdict}", Escaped(name))
}

fn show_failed(out: &mut impl Write, result: &TestResult) -> io::Result<()> {
    let TestResult { name, file, line, differences, outcome } = result;
    writeln!(out, "{STRONG}{}:{line}:{STRONG:#} {}", Escaped(file), Escaped(name))?;
    for Difference { what, expected, actual } in differences {
        let (expected, actual) = (Escaped(expected).to_string(), Escaped(actual).to_string());
        let (same, other) = apart(&expected, &actual);
        writeln!(out, "  {what}")?;
        writeln!(out, "    expected  {GOOD}{expected}{GOOD:#}")?;
        writeln!(out, "    actual    {BAD}{actual}{BAD:#}")?;
        writeln!(out, "              {}{BAD}{}{BAD:#}", " ".repeat(same), "^".repeat(other.max(1)))?;
    }
    trail::show_steps(out, outcome)?;
    writeln!(out)
}

/// The columns in which both begin alike, and how many of the second differ after that.
fn apart(expected: &str, actual: &str) -> (usize, usize) {
    let same: usize =
        expected.chars().zip(actual.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (start, rest) = actual.split_at_checked(same).unwrap_or((actual, ""));
    let wanted = expected.get(same..).unwrap_or_default();
    let tail = rest.chars().rev().zip(wanted.chars().rev()).take_while(|(a, b)| a == b);
    let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
    let middle = rest.get(..rest.len() - tail).unwrap_or_default();
    (start.width(), middle.width())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_stands_between_what_is_alike() {
        let cases = [
            ("oh **** it", "oh darn it", (3, 4)),
            ("abc", "abc", (3, 0)),
            ("aa", "aaa", (2, 1)),
            ("日本 a", "日本 b", (5, 1)),
            ("denied", "unchanged", (0, 7)),
            ("abc", "ab", (2, 0)),
        ];
        for (expected, actual, columns) in cases {
            assert_eq!(apart(expected, actual), columns, "{expected} {actual}");
        }
    }
}
