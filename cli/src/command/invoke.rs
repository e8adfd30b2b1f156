//! `invoke`: one event through a rulebook, in this process.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use channel_flow::{
    CallbackClient, CallbackError, CallbackRequest, FlowEvent, HandleError, Handled, Outcome, Processor,
    Receipt,
};
use clap::Args;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::failure::{Ending, Failure, Result};
use crate::options::parse_positive_duration;
use crate::terminal::{self, STRONG};
use crate::{input, rulebook, trail};

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
        let text = input::read("event", &self.event)?;
        let event = FlowEvent::parse(&text).map_err(|error| {
            Failure::input(format!("`{}`: {error}", self.event.display()))
                .help("it looks like {\"CallbackId\": \"…\", \"ChannelMessage\": {\"ChannelArn\": \"…\", \"MessageId\": \"…\", \"Content\": \"…\"}}")
        })?;
        let kept = Kept::default();
        let processor = Processor::new(rulebook.into_pipeline(), &kept);
        let handled = processor.handle(&event, Instant::now() + self.timeout).await;
        let outcome = match handled {
            Ok(Handled { outcome, .. }) => outcome,
            Err(HandleError::Deferred(outcome)) => *outcome,
            Err(error @ HandleError::Callback(_)) => return Err(Failure::failed(&error)),
        };
        // `null` where the decision was put off: then Chime is told nothing.
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
        "decision": trail::decision(outcome),
        "steps": outcome.steps.iter().map(trail::step).collect::<Vec<_>>(),
        "passed_over": outcome.passed_over,
        "callback": callback,
    });
    if let (Some(code), Value::Object(members)) = (outcome.denial_code(), &mut report) {
        members.insert("denial_code".to_owned(), code.into());
    }
    report
}

/// The report for people.
fn show(out: &mut impl Write, outcome: &Outcome, callback: &Value) -> std::io::Result<()> {
    trail::show_decision(out, outcome)?;
    writeln!(out)?;
    trail::show_steps(out, outcome)?;
    writeln!(out, "\n{STRONG}callback{STRONG:#}")?;
    terminal::json_block(out, callback)
}
