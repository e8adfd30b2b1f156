//! `explain`: what the rules find in a text, where, and why.

use std::io::{self, Write};
use std::path::PathBuf;

use channel_flow::text::{self, Change, Why};
use channel_flow::{Finding, Severity, Step, TextPart};
use clap::Args;
use serde_json::{Value, json};

use crate::escape::Escaped;
use crate::failure::{Ending, Result};
use crate::judge::{Judge, Judgement};
use crate::terminal::{self, BAD, CHANGED, FAINT, STRONG};
use crate::underline::{self, Mark};
use crate::{input, trail};

/// Show what a rulebook finds in a text, where and why, and what becomes of it
///
/// The text becomes a message with nothing but that content. Each finding is shown under the text as it was
/// sent, with its rule, term, category and severity; and so is what folding reads otherwise than it is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 there is a decision, whatever it is; 2 the rulebook cannot be used.

Examples:
  channel-flow explain 'call me on 555-0100'
  channel-flow explain --rulebook rulebook.yaml 'd@rn'
  channel-flow explain --json - < message.txt | jq '.findings[].term'
  channel-flow explain -- '-5 is a number'                          # a text that begins with a hyphen")]
pub(crate) struct Explain {
    /// The text, `-` for standard input
    #[arg(value_name = "TEXT|-")]
    text: String,

    /// The rulebook, instead of the one that the ready-made function ships with
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,

    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

/// Changes by folding that are shown.
const CHANGES: usize = 20;

impl Explain {
    pub(crate) async fn run(self) -> Result {
        let judge = Judge::load(self.rulebook.as_deref())?;
        let text = input::text(self.text)?;
        let judgement = judge.judge(&text).await;
        let changes = grouped(&text);
        if self.json {
            terminal::json_line(&report(&text, &judgement, &changes))?;
        } else {
            show(&mut terminal::stdout(), &text, &judgement, &changes)?;
        }
        Ok(Ending::Success)
    }
}

/// What folding did, one entry for each stretch that was treated alike.
fn grouped(text: &str) -> Vec<Change> {
    let mut groups: Vec<Change> = Vec::new();
    for change in text::explain(text) {
        match groups.last_mut() {
            Some(last) if last.why == change.why && last.original.end == change.original.start => {
                last.original.end = change.original.end;
                if change.why == Why::Reversed {
                    last.folded.insert_str(0, &change.folded);
                } else {
                    last.folded.push_str(&change.folded);
                }
            }
            _ => groups.push(change),
        }
    }
    groups
}

/// Every finding in the content as it was sent.
fn findings(judgement: &Judgement) -> impl Iterator<Item = (&Step, &Finding)> {
    let steps = judgement.watched.iter().flat_map(|outcome| &outcome.steps);
    let all = steps.flat_map(|step| step.findings.iter().map(move |finding| (step, finding)));
    all.filter(|(_, finding)| finding.part == TextPart::Content)
}

/// The report for scripts.
fn report(text: &str, judgement: &Judgement, changes: &[Change]) -> Value {
    let Judgement { outcome, edited, .. } = judgement;
    let chars = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
    let findings = findings(judgement).map(|(step, finding)| {
        json!({
            "rule": &*step.rule,
            "mode": trail::mode(step.mode),
            "category": &*finding.category,
            "term": &*finding.term,
            "severity": finding.severity.as_str(),
            "start": chars(finding.span.start),
            "end": chars(finding.span.end),
            "text": text.get(finding.span.clone()),
        })
    });
    let folding = changes.iter().map(|change| {
        json!({
            "start": chars(change.original.start),
            "end": chars(change.original.end),
            "text": text.get(change.original.clone()),
            "folded": change.folded,
            "why": change.why.as_str(),
        })
    });
    json!({
        "decision": trail::decision(outcome),
        "denial_code": outcome.denial_code(),
        "edited": edited,
        "findings": findings.collect::<Vec<_>>(),
        "folding": folding.collect::<Vec<_>>(),
        "steps": outcome.steps.iter().map(trail::step).collect::<Vec<_>>(),
        "passed_over": outcome.passed_over,
    })
}

/// The report for people.
fn show(out: &mut impl Write, text: &str, judgement: &Judgement, changes: &[Change]) -> io::Result<()> {
    let Judgement { outcome, edited, .. } = judgement;
    trail::show_decision(out, outcome)?;

    let mut marks: Vec<Mark> = findings(judgement).map(|(step, finding)| mark(step, finding)).collect();
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    writeln!(out, "\n{STRONG}found{STRONG:#}")?;
    underline::write(out, text, &marks)?;
    if marks.is_empty() {
        writeln!(out, "  {FAINT}nothing{FAINT:#}")?;
    }
    show_changes(out, text, changes)?;

    writeln!(out)?;
    trail::show_steps(out, outcome)?;
    if let Some(edited) = edited {
        writeln!(out, "\n{STRONG}delivered{STRONG:#}")?;
        underline::write(out, edited, &[])?;
    }
    out.flush()
}

fn mark(step: &Step, finding: &Finding) -> Mark {
    let style = if finding.severity == Severity::Mild { CHANGED } else { BAD };
    let shadow = if step.mode == channel_flow::Mode::Shadow { ", shadow" } else { "" };
    let Finding { term, category, severity, .. } = finding;
    let category = if term == category { String::new() } else { format!("{category}, ") };
    let note = format!(
        "{STRONG}{}{STRONG:#}: {term} {FAINT}({category}{}{shadow}){FAINT:#}",
        step.rule,
        severity.as_str()
    );
    Mark { span: finding.span.clone(), style, note }
}

fn show_changes(out: &mut impl Write, text: &str, changes: &[Change]) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{STRONG}read as{STRONG:#}")?;
    let original = |change: &Change| {
        let original = text.get(change.original.clone()).unwrap_or_default();
        match change.why {
            // A joiner that stands alone is not seen at all.
            Why::Invisible => original.escape_unicode().to_string(),
            _ => Escaped(original).to_string(),
        }
    };
    for change in changes.iter().take(CHANGES) {
        let folded =
            if change.folded.is_empty() { "nothing".to_owned() } else { Escaped(&change.folded).to_string() };
        writeln!(out, "  {} → {folded}  {FAINT}{}{FAINT:#}", original(change), change.why.as_str())?;
    }
    if let Some(more) = changes.len().checked_sub(CHANGES).filter(|more| *more > 0) {
        writeln!(out, "  {FAINT}and {more} more{FAINT:#}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str) -> String {
        let mut out = Vec::new();
        show_changes(&mut out, text, &grouped(text)).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn what_is_displayed_backwards_is_shown_as_it_is_displayed() {
        assert_eq!(
            read_as("\u{202e}nrad\u{202c}!"),
            "\nread as\n  \\u{202e} → nothing  direction control\n  nrad → darn  displayed reversed\n  \
             \\u{202c} → nothing  direction control\n"
        );
    }

    #[test]
    fn what_nobody_sees_is_spelled_out() {
        let expected = "\nread as\n  \\u{200d} → nothing  invisible\n";
        assert_eq!(read_as("da\u{200d}rn"), expected);
    }
}
