//! A rulebook that judges texts, and tells where in them its rules found something.

use std::path::Path;
use std::time::Duration;

use channel_flow::{CallbackRequest, Decision, FlowEvent, Message, Outcome, Pipeline, Step, StepResult};
use tokio::time::Instant;

use crate::failure::Failure;
use crate::{rulebook, sample};

/// How long a text may take; the built-in rules need microseconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// A rulebook, twice.
#[derive(Debug)]
pub(crate) struct Judge {
    /// Decides.
    acting: Pipeline,
    /// Lets each rule read the text as it was sent, whatever the rules before it make of it.
    watching: Pipeline,
    /// The event that texts come in.
    sample: FlowEvent,
}

/// What became of a text.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// As in the function.
    pub(crate) outcome: Outcome,
    /// What each rule says of the text as it was sent, with spans of that text. `None` where no rule said
    /// anything, which makes it the same as `outcome`.
    pub(crate) watched: Option<Outcome>,
    /// What is delivered, where that is not what was sent.
    pub(crate) edited: Option<String>,
    /// How long the decision took.
    pub(crate) elapsed: Duration,
}

impl Judge {
    /// Loads the rulebook in `path`, or the one that the ready-made function ships with.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self, Failure> {
        let load = || rulebook::load(path).map(channel_flow::Rulebook::into_pipeline);
        let sample = sample::event("").map_err(|error| Failure::failed(&error))?;
        Ok(Self { acting: load()?, watching: load()?.watching(), sample })
    }

    /// The ids of the rules, in order.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &str> {
        self.acting.ids()
    }

    /// Judges a text.
    pub(crate) async fn judge(&self, text: &str) -> Judgement {
        let mut event = self.sample.clone();
        event.message_mut().content = Some(text.to_owned());
        let message = Message::of(&event);
        let started = Instant::now();
        let outcome = self.acting.decide(&message, started + PATIENCE).await;
        let elapsed = started.elapsed();
        let watched = if outcome.steps.iter().all(is_silent) {
            None
        } else {
            Some(self.watching.decide(&message, Instant::now() + PATIENCE).await)
        };
        let edited = delivered(&event, &outcome).filter(|edited| edited != text);
        Judgement { outcome, watched, edited, elapsed }
    }
}

/// The content that Chime is told of.
fn delivered(event: &FlowEvent, outcome: &Outcome) -> Option<String> {
    let Decision::Update(_) = outcome.decision else { return None };
    let callback = CallbackRequest::new(event, &outcome.decision).to_json();
    callback.pointer("/ChannelMessage/Content")?.as_str().map(str::to_owned)
}

/// Whether a rule found nothing and did nothing.
pub(crate) fn is_silent(step: &Step) -> bool {
    matches!(step.result, StepResult::Passed | StepResult::NotApplied(_)) && step.findings.is_empty()
}
