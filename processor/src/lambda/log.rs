//! What is logged: one line per event, of ids and names that operators chose, never of text.

use std::io::stdout;
use std::panic;
use std::sync::Once;
use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::Unusable;
use crate::callback::CallbackFailure;
use crate::event::FlowEvent;
use crate::outcome::{Mode, Outcome, StepResult};
use crate::processor::{HandleError, Handled};

/// The level of this crate's lines.
const LEVEL: &str = "CHANNEL_FLOW_LOG";

/// Installs the subscriber and the panic hook, once. A subscriber that is there already stays.
pub(super) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let lines = tracing_subscriber::fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .log_internal_errors(false)
            .with_writer(stdout);
        let filter = filter(std::env::var(LEVEL).ok().as_deref());
        // Fails where a custom function has installed its own, whose filter is then its own too.
        let _ = tracing_subscriber::registry().with(lines).with(filter).try_init();
        panic::set_hook(Box::new(|panic| {
            // A panic's message can quote text: the standard library's slice errors do.
            let (file, line) = panic.location().map_or(("", 0), |at| (at.file(), at.line()));
            tracing::error!(target: "channel_flow", file, line, "panic");
        }));
    });
}

/// Which lines are written. Neither `RUST_LOG` nor Lambda's own level setting has a say: at `TRACE`,
/// `lambda_runtime` prints whole events.
fn filter(level: Option<&str>) -> Targets {
    let ours = match level {
        Some("error") => LevelFilter::ERROR,
        Some("warn") => LevelFilter::WARN,
        Some("debug") => LevelFilter::DEBUG,
        _ => LevelFilter::INFO,
    };
    // A target stands for all that begin with it.
    let capped = ["aws_", "h2", "hyper", "lambda_runtime", "reqwest", "rustls", "tokio", "tower"];
    Targets::new()
        .with_default(LevelFilter::INFO)
        .with_targets(capped.map(|target| (target, LevelFilter::WARN)))
        // Says a failed invocation once more.
        .with_target("lambda_runtime::layers::panic", LevelFilter::OFF)
        .with_target("channel_flow", ours)
}

/// The line of an event.
pub(super) fn handled(
    request_id: &str,
    event: &FlowEvent,
    handled: &Result<Handled, HandleError>,
    elapsed: Duration,
) {
    let elapsed_ms = (elapsed.as_secs_f64() * 1e6).round() / 1e3;
    let (message_id, callback_id) = (event.message.message_id.as_str(), event.callback_id.as_str());
    let channel_arn = event.message.channel_arn.as_str();
    match handled {
        Ok(Handled { outcome, receipt, degraded }) => tracing::info!(
            target: "channel_flow",
            request_id,
            message_id,
            callback_id,
            channel_arn,
            decision = outcome.decision.as_str(),
            receipt = receipt.as_str(),
            denial = outcome.denial_code(),
            rules = joined(outcome.acting_rules()),
            failed = joined(failed(outcome)),
            shadow = joined(shadowed(outcome)),
            reread = outcome.steps.iter().any(|step| step.reread).then_some(true),
            degraded = degraded.then_some(true),
            unreadable = joined(event.unreadable.iter().copied()),
            elapsed_ms,
            "decided"
        ),
        Err(HandleError::Deferred(outcome)) => tracing::warn!(
            target: "channel_flow",
            request_id,
            message_id,
            callback_id,
            channel_arn,
            rules = joined(outcome.acting_rules()),
            failed = joined(failed(outcome)),
            shadow = joined(shadowed(outcome)),
            elapsed_ms,
            "deferred"
        ),
        Err(HandleError::Callback(error)) => tracing::error!(
            target: "channel_flow",
            request_id,
            message_id,
            callback_id,
            channel_arn,
            failure = failure(error.kind),
            status = error.status,
            code = error.code.as_deref(),
            attempts = error.attempts,
            reason = %error.kind,
            elapsed_ms,
            "callback failed"
        ),
    }
}

/// An invocation that cannot be answered for, and is not repeated: without ids there is nobody to answer.
pub(super) fn unusable(request_id: &str, bytes: usize, unusable: Unusable) {
    tracing::error!(target: "channel_flow", request_id, bytes, reason = %unusable, "event-unusable");
}

/// The panic hook has said where.
pub(super) fn panicked(request_id: &str) {
    tracing::error!(target: "channel_flow", request_id, "invocation panicked");
}

fn failure(kind: CallbackFailure) -> &'static str {
    match kind {
        CallbackFailure::Refused => "refused",
        CallbackFailure::Forbidden => "forbidden",
        CallbackFailure::Credentials => "credentials",
        CallbackFailure::Unreachable => "unreachable",
    }
}

/// The rules that could not judge, and why.
fn failed(outcome: &Outcome) -> impl Iterator<Item = String> {
    outcome.steps.iter().filter_map(|step| match &step.result {
        StepResult::Failed(error, _) => Some(format!("{}:{}", step.rule, error.as_str())),
        _ => None,
    })
}

/// What rules that only watch would have done.
fn shadowed(outcome: &Outcome) -> impl Iterator<Item = String> {
    outcome.steps.iter().filter(|step| step.mode == Mode::Shadow).filter_map(|step| match &step.result {
        StepResult::Edited(_) => Some(format!("{}:edit", step.rule)),
        StepResult::Denied(_) => Some(format!("{}:deny", step.rule)),
        StepResult::Passed | StepResult::NotApplied(_) | StepResult::Failed(..) => None,
    })
}

/// A list as one field; no field where there is nothing in it.
fn joined(items: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let items: Vec<_> = items.into_iter().collect();
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    (!items.is_empty()).then(|| items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn nothing_that_handles_events_may_say_more_than_warnings() {
        for level in [None, Some("debug"), Some("trace"), Some("lambda_runtime=trace")] {
            let filter = filter(level);
            let says = |target, level| filter.would_enable(target, &level);
            for target in
                ["lambda_runtime::layers::api_response", "aws_smithy_runtime::client", "hyper::proto"]
            {
                assert!(says(target, Level::WARN), "{target} at WARN");
                assert!(!says(target, Level::INFO), "{target} at INFO");
            }
            assert!(!says("lambda_runtime::layers::panic", Level::ERROR));
            assert!(says("custom_rule", Level::INFO));
            assert!(!says("custom_rule", Level::DEBUG));
            assert!(!says("channel_flow", Level::TRACE));
            assert_eq!(says("channel_flow", Level::DEBUG), level == Some("debug"));
        }
    }
}
