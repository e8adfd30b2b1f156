//! The decision and the steps that led to it, for people and as JSON.

use std::io::{self, Write};

use anstyle::Style;
use channel_flow::{Decision, Finding, Mode, OnFailure, Outcome, RuleError, Step, StepResult};
use serde_json::{Value, json};

use crate::escape::Escaped;
use crate::terminal::{BAD, CHANGED, FAINT, GOOD, STRONG};

/// The name of what became of a message.
pub(crate) fn decision(outcome: &Outcome) -> &'static str {
    if outcome.deferred_by().is_some() { "defer" } else { outcome.decision.as_str() }
}

/// The decision on one line.
pub(crate) fn show_decision(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let (style, meaning) = match (&outcome.decision, outcome.deferred_by()) {
        (_, Some(rule)) => {
            (BAD, format!("put off until Lambda repeats the event, as `{rule}` could not judge"))
        }
        (Decision::NoChange, None) => (GOOD, "delivered as it was sent".to_owned()),
        (Decision::Update(patch), None) => {
            let parts: Vec<&str> = patch.parts().iter().map(|part| part.as_str()).collect();
            (CHANGED, format!("delivered with changed {}", parts.join(", ")))
        }
        (Decision::Deny(_), None) => {
            (BAD, format!("not delivered ({})", outcome.denial_code().unwrap_or("no code")))
        }
    };
    writeln!(out, "{STRONG}decision{STRONG:#}  {style}{}{style:#}: {meaning}", decision(outcome))
}

/// The steps, one on each line.
pub(crate) fn show_steps(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    writeln!(out, "{STRONG}trail{STRONG:#}")?;
    if outcome.steps.is_empty() && outcome.passed_over == 0 {
        writeln!(out, "  {FAINT}no rule was asked{FAINT:#}")?;
    }
    let width = outcome.steps.iter().map(|step| step.rule.chars().count()).max().unwrap_or_default();
    let said = outcome.steps.iter().map(|step| {
        let (style, said) = said(step);
        (style, format!("{said}{}", remarks(step)))
    });
    let said: Vec<(Style, String)> = said.collect();
    // One long error does not push the times of all steps away.
    let widths = said.iter().map(|(_, said)| said.chars().count()).filter(|width| *width <= 60);
    let wide = widths.max().unwrap_or_default().max(32);
    for (step, (style, said)) in outcome.steps.iter().zip(said) {
        writeln!(
            out,
            "  {:width$}  {style}{said:<wide$}{style:#}  {FAINT}{:>8} µs{FAINT:#}",
            step.rule,
            step.elapsed.as_micros()
        )?;
    }
    match outcome.passed_over {
        0 => Ok(()),
        1 => writeln!(
            out,
            "  {FAINT}1 rule passed unasked, as the message does not hold what it needs{FAINT:#}"
        ),
        rules => writeln!(
            out,
            "  {FAINT}{rules} rules passed unasked, as the message does not hold what they need{FAINT:#}"
        ),
    }
}

/// A step as JSON.
pub(crate) fn step(step: &Step) -> Value {
    let mut members = json!({
        "rule": &*step.rule,
        "mode": mode(step.mode),
        "reread": step.reread,
        "findings": step.findings.iter().map(finding).collect::<Vec<_>>(),
        "elapsed_us": u64::try_from(step.elapsed.as_micros()).unwrap_or(u64::MAX),
    });
    let result = match &step.result {
        StepResult::Passed => json!({ "result": "passed" }),
        StepResult::NotApplied(why) => json!({ "result": "not-applied", "why": why }),
        StepResult::Edited(parts) => {
            json!({ "result": "edited", "parts": parts.iter().map(|part| part.as_str()).collect::<Vec<_>>() })
        }
        StepResult::Denied(denial) => json!({ "result": "denied", "code": denial.code() }),
        StepResult::Failed(error, on_failure) => {
            json!({ "result": "failed", "error": error.as_str(), "on_failure": action(*on_failure) })
        }
    };
    if let (Value::Object(members), Value::Object(result)) = (&mut members, result) {
        members.extend(result.into_iter().filter(|(_, value)| !value.is_null()));
    }
    members
}

/// A finding as JSON; its span counts the bytes of the part as the rule read it.
fn finding(finding: &Finding) -> Value {
    json!({
        "part": finding.part.as_str(),
        "span": [finding.span.start, finding.span.end],
        "category": &*finding.category,
        "term": &*finding.term,
        "severity": finding.severity.as_str(),
    })
}

fn said(step: &Step) -> (Style, String) {
    match &step.result {
        StepResult::Passed => (FAINT, "passed".to_owned()),
        StepResult::NotApplied(why) => (FAINT, format!("not asked ({why})")),
        StepResult::Edited(parts) => {
            let parts: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
            (CHANGED, format!("edited {}", parts.join(", ")))
        }
        StepResult::Denied(denial) => {
            (BAD, denial.code().map_or_else(|| "denied".to_owned(), |code| format!("denied ({code})")))
        }
        StepResult::Failed(error, on_failure) => {
            (BAD, format!("{}, so {}", failure(error), action(*on_failure)))
        }
    }
}

/// On the user's own terminal a rule's error may be shown whole.
fn failure(error: &RuleError) -> String {
    match error {
        RuleError::Returned(cause) => format!("failed: {}", Escaped(&cause.to_string())),
        RuleError::Panicked | RuleError::TimedOut | RuleError::InvalidEdit(_) => format!("failed: {error}"),
    }
}

fn remarks(step: &Step) -> String {
    let mut remarks = String::new();
    if step.reread {
        remarks.push_str(", second reading");
    }
    if step.mode == Mode::Shadow {
        remarks.push_str(", shadow");
    }
    remarks
}

/// The name of a mode in rulebooks.
pub(crate) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Enforce => "enforce",
        Mode::Shadow => "shadow",
        Mode::Off => "off",
    }
}

fn action(on_failure: OnFailure) -> &'static str {
    match on_failure {
        OnFailure::Skip => "skip",
        OnFailure::Deny => "deny",
        OnFailure::Defer => "defer",
    }
}
