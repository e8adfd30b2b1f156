//! Decide, then call back, exactly once.

use std::time::Duration;

use tokio::time::Instant;

use crate::callback::{CallbackClient, CallbackError, CallbackFailure, CallbackRequest, Receipt};
use crate::event::FlowEvent;
use crate::message::Message;
use crate::outcome::{Decision, OnFailure, Outcome};
use crate::pipeline::Pipeline;
use crate::verdict::Denial;

/// A pipeline and the client that tells Chime what it decided.
#[derive(Debug)]
pub struct Processor<C> {
    pipeline: Pipeline,
    client: C,
}

/// What became of an event. Holds no text of the message but in the outcome's patch.
#[derive(Debug)]
pub struct Handled {
    /// The decision and its trail.
    pub outcome: Outcome,
    /// What Chime said.
    pub receipt: Receipt,
    /// Whether Chime refused the payload and took a smaller one: a message that no rule changed was released
    /// all the same, one with edits was denied or released without them, as the pipeline's `on_failure` says.
    pub degraded: bool,
}

/// Why an event must be delivered again. Holds no text of the message but in the outcome's patch.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// Chime gave no final answer.
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// A rule could not judge and put the decision off; Chime was told nothing.
    #[error("the rule `{}` could not judge, and its `on_failure` is `defer`", .0.deferred_by().unwrap_or_default())]
    Deferred(Box<Outcome>),
}

impl<C: CallbackClient> Processor<C> {
    /// Joins a pipeline and a client.
    #[must_use]
    pub fn new(pipeline: Pipeline, client: C) -> Self {
        Self { pipeline, client }
    }

    /// Decides one event and tells Chime. `deadline` is when the function is cut off.
    ///
    /// # Errors
    /// [`HandleError`] when Chime gave no final answer, or was not asked for one because a rule failed whose
    /// `on_failure` is [`OnFailure::Defer`]: the event must be delivered again.
    pub async fn handle(&self, event: &FlowEvent, deadline: Instant) -> Result<Handled, HandleError> {
        let budget = Budget::new(Instant::now(), deadline);
        let outcome = self.decide(event, budget.rules).await;
        if outcome.deferred_by().is_some() {
            return Err(HandleError::Deferred(Box::new(outcome)));
        }
        let request = CallbackRequest::new(event, &outcome.decision);
        match self.client.send(&request, budget.callback).await {
            Ok(receipt) => Ok(Handled { outcome, receipt, degraded: false }),
            Err(error) if error.kind == CallbackFailure::Refused => {
                let Some(smaller) = self.smaller(event, &outcome.decision) else { return Err(error.into()) };
                let receipt = self.client.send(&smaller, budget.callback).await?;
                Ok(Handled { outcome, receipt, degraded: true })
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn decide(&self, event: &FlowEvent, deadline: Instant) -> Outcome {
        // Text that could not be read was not judged; that is a failure like any other.
        let decision = match (event.unreadable.is_empty(), self.pipeline.default_on_failure()) {
            (true, _) => return self.pipeline.decide(&Message::of(event), deadline).await,
            // It would be as unreadable the next time.
            (false, OnFailure::Deny | OnFailure::Defer) => Decision::Deny(Denial::new("unreadable-event")),
            (false, OnFailure::Skip) => Decision::NoChange,
        };
        Outcome { decision, steps: Vec::new(), passed_over: 0 }
    }

    /// The answer of ids alone that comes nearest to a decision, so that no payload leaves a message pending.
    fn smaller(&self, event: &FlowEvent, decision: &Decision) -> Option<CallbackRequest> {
        match (decision, self.pipeline.default_on_failure()) {
            // It was sent with ids alone.
            (Decision::Deny(_), _) => None,
            // What was refused is an echo, and the rules let the message pass as it is.
            (Decision::NoChange, _) | (Decision::Update(_), OnFailure::Skip) => {
                Some(CallbackRequest::release(event))
            }
            (Decision::Update(_), OnFailure::Deny | OnFailure::Defer) => Some(CallbackRequest::deny(event)),
        }
    }
}

/// How the time until the function is cut off is shared out.
struct Budget {
    rules: Instant,
    callback: Instant,
}

/// Kept back so that the function answers Lambda before it is cut off.
const MARGIN: Duration = Duration::from_millis(250);
/// The callback's share, at least: one attempt that times out and one that succeeds.
const CALLBACK_MIN: Duration = Duration::from_secs(2);

impl Budget {
    fn new(now: Instant, deadline: Instant) -> Self {
        let whole = deadline.saturating_duration_since(now).saturating_sub(MARGIN);
        // Where there is less than that, the rules still get something: built-in ones need microseconds.
        let reserve = (whole * 2 / 5).max(CALLBACK_MIN).min(whole * 4 / 5);
        Self { rules: now + whole.saturating_sub(reserve), callback: now + whole }
    }
}

#[cfg(test)]
mod tests;
