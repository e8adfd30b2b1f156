//! `invoke`: one event through a rulebook, in this process.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use channel_flow::{
    CallbackClient, CallbackError, CallbackRequest, Decision, FlowEvent, Handled, Mode, OnFailure, Outcome,
    Processor, Receipt, RuleError, Step, StepResult,
};
use clap::Args;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::failure::{Ending, Failure, Result};
use crate::options::parse_positive_duration;
use crate::rulebook;
use crate::terminal::{self, BAD, CHANGED, FAINT, GOOD, STRONG};

/// Show what a rulebook makes of one event: the decision, the trail, the callback
///
/// Nothing is sent and no emulator is needed. The event is what Lambda hands to the function; its text is
/// shown on purpose.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 there is a decision, whatever it is; 2 the event or the rulebook cannot be used.

Examples:
  channel-flow invoke event.json
  channel-flow invoke event.json --rulebook rulebook.yaml --json | jq .decision
  jq '.ChannelMessage.Content = \"darn\"' event.json | channel-flow invoke -")]
pub(crate) struct Invoke {
    /// A file with the event, `-` for standard input
    #[arg(value_name = "EVENT.json")]
    event: PathBuf,

    /// The rulebook, instead of the one that the ready-made function ships with
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,

    /// How long the function would have for the event
    #[arg(long, value_name = "TIME", default_value = "15s", value_parser = parse_positive_duration)]
    timeout: Duration,

    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Invoke {
    pub(crate) async fn run(self) -> Result {
        let rulebook = rulebook::load(self.rulebook.as_deref())?;
        let text = rulebook::read("event", &self.event)?;
        let event = FlowEvent::parse(&text).map_err(|error| {
            Failure::input(format!("`{}`: {error}", self.event.display()))
                .help("it looks like {\"CallbackId\": \"…\", \"ChannelMessage\": {\"ChannelArn\": \"…\", \"MessageId\": \"…\", \"Content\": \"…\"}}")
        })?;
        let kept = Kept::default();
        let processor = Processor::new(rulebook.into_pipeline(), &kept);
        let handled = processor.handle(&event, Instant::now() + self.timeout).await;
        let Handled { outcome, .. } = handled.map_err(|error| Failure::failed(&error))?;
        let callback = kept.take().map(|request| request.to_json()).unwrap_or_default();
        if self.json {
            terminal::json_line(&report(&outcome, &callback))?;
        } else {
            show(&mut terminal::stdout(), &outcome, &callback)?;
        }
        Ok(Ending::Success)
    }
}

/// Keeps the callback instead of sending it.
#[derive(Debug, Default)]
struct Kept(Mutex<Option<CallbackRequest>>);

impl Kept {
    fn take(&self) -> Option<CallbackRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl CallbackClient for &Kept {
    async fn send(
        &self,
        request: &CallbackRequest,
        _: Instant,
    ) -> std::result::Result<Receipt, CallbackError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request.clone());
        Ok(Receipt::Resolved)
    }
}

/// The report for scripts.
fn report(outcome: &Outcome, callback: &Value) -> Value {
    let mut report = json!({
        "decision": outcome.decision.as_str(),
        "steps": outcome.steps.iter().map(step).collect::<Vec<_>>(),
        "callback": callback,
    });
    if let (Some(code), Value::Object(members)) = (outcome.denial_code(), &mut report) {
        members.insert("denial_code".to_owned(), code.into());
    }
    report
}

fn step(step: &Step) -> Value {
    let mut members = json!({
        "rule": &*step.rule,
        "mode": mode(step.mode),
        "reread": step.reread,
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

/// The report for people.
fn show(out: &mut impl Write, outcome: &Outcome, callback: &Value) -> std::io::Result<()> {
    let (style, meaning) = match &outcome.decision {
        Decision::NoChange => (GOOD, "delivered as it was sent".to_owned()),
        Decision::Update(patch) => {
            let parts: Vec<&str> = patch.parts().iter().map(|part| part.as_str()).collect();
            (CHANGED, format!("delivered with changed {}", parts.join(", ")))
        }
        Decision::Deny(_) => (BAD, format!("not delivered ({})", outcome.denial_code().unwrap_or("no code"))),
    };
    writeln!(out, "{STRONG}decision{STRONG:#}  {style}{}{style:#}: {meaning}", outcome.decision.as_str())?;
    writeln!(out, "\n{STRONG}trail{STRONG:#}")?;
    if outcome.steps.is_empty() {
        writeln!(out, "  {FAINT}no rule was asked{FAINT:#}")?;
    }
    let width = outcome.steps.iter().map(|step| step.rule.chars().count()).max().unwrap_or_default();
    for step in &outcome.steps {
        let (style, said) = said(step);
        let said = format!("{said}{}", remarks(step));
        writeln!(
            out,
            "  {:width$}  {style}{said:<32}{style:#}  {FAINT}{:>8} µs{FAINT:#}",
            step.rule,
            step.elapsed.as_micros()
        )?;
    }
    writeln!(out, "\n{STRONG}callback{STRONG:#}")?;
    terminal::json_block(out, callback)
}

fn said(step: &Step) -> (anstyle::Style, String) {
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
        RuleError::Returned(cause) => format!("failed: {}", crate::escape::Escaped(&cause.to_string())),
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

fn mode(mode: Mode) -> &'static str {
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
    }
}
