//! The Lambda edge: events in as raw bytes, deadlines, one log line per event, errors without text.
//!
//! `lambda_runtime` prints payloads, errors and panics where it can: it parses an event into the handler's
//! type and quotes what did not fit, forwards panic messages to Lambda, and logs whole events at `TRACE`.
//! So it is given a [`RawValue`], a handler that neither panics nor fails with text, and a log filter that
//! the environment cannot widen.

use std::fmt;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use crate::callback::sdk::SdkCallback;
use crate::callback::{CallbackClient, CallbackError, CallbackFailure};
use crate::event::{EventError, FlowEvent};
use crate::outcome::OnFailure;
use crate::pipeline::Pipeline;
use crate::processor::{HandleError, Handled, Processor};
use crate::rule::rule_fn;
use crate::settle::{self, Settled};
use crate::verdict::Denial;
use aws_lambda_events::sqs::SqsBatchResponse;

mod log;

/// More than Lambda accepts for an asynchronous invocation: nothing that Chime sends is refused by it.
const MAX_PAYLOAD: usize = 1024 * 1024;
/// The longest that Lambda lets a function run, and some skew of clocks.
const LONGEST: Duration = Duration::from_secs(15 * 60 + 30);
/// Assumed where the deadline cannot be believed; local tools send the year 1970 or the far future.
const UNKNOWN: Duration = Duration::from_secs(10);

/// Serves Lambda with this pipeline until the environment ends. The `main` of every function:
///
/// ```no_run
/// use channel_flow::{lambda, Denial, Message, Pipeline, Verdict, rule_fn};
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), lambda::Error> {
///     lambda::run(Pipeline::new().rule("no-links", rule_fn(|message: &Message| {
///         Ok(if message.content().contains("://") { Denial::new("link").into() } else { Verdict::Pass })
///     }))).await
/// }
/// ```
///
/// The same function may be put behind the queue that is its own on-failure destination. It then answers for
/// the messages whose events have failed for good: they are denied, or released where
/// `CHANNEL_FLOW_ON_EXHAUSTED` says `release`.
///
/// Installs a log subscriber that writes JSON to standard output, and a panic hook that prints where and
/// never what. `CHANNEL_FLOW_LOG` (`error`, `warn`, `info`, `debug`) sets the level of this crate's lines.
///
/// # Errors
/// [`Error`] when this is no Lambda environment, or the Runtime API is gone.
pub async fn run(pipeline: Pipeline) -> Result<(), Error> {
    log::start();
    for name in ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"] {
        if std::env::var_os(name).is_none() {
            return Err(Error::NotInLambda(name));
        }
    }
    let client = SdkCallback::from_env().await;
    let function = Arc::new(Function::new(pipeline, settle::on_exhausted(), client));
    let service = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let function = Arc::clone(&function);
        async move { function.invoke(event.payload.get(), &event.context).await }
    });
    lambda_runtime::run_concurrent(service).await.map_err(|error| Error::runtime(&*error))
}

/// A pipeline that gives every message the same answer: for when there is no better one.
#[must_use]
pub fn always(answer: OnFailure, code: &'static str) -> Pipeline {
    let pipeline = Pipeline::new().on_failure(answer);
    match answer {
        OnFailure::Deny | OnFailure::Defer => {
            pipeline.rule(code, rule_fn(move |_| Ok(Denial::new(code).into())))
        }
        OnFailure::Skip => pipeline,
    }
}

/// Starts logging as [`run`] does, for a `main` that has something to say before.
pub fn start_logging() {
    log::start();
}

/// Why [`run`] came back. Neither `Display` nor `Debug` prints anything of an event.
#[derive(thiserror::Error)]
pub enum Error {
    /// The environment of a Lambda function is not there.
    #[error(
        "`{0}` is not set: this program runs as a Lambda function; on a laptop, `channel-flow dev --function NAME=PATH` runs it"
    )]
    NotInLambda(&'static str),
    /// The Runtime API has failed; Lambda starts a new environment.
    #[error("the Lambda Runtime API failed{}", .0.map_or(String::new(), |kind| format!(": {kind}")))]
    Runtime(Option<io::ErrorKind>),
}

impl Error {
    fn runtime(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = std::iter::successors(Some(error), |error| error.source());
        Self::Runtime(causes.find_map(|error| error.downcast_ref::<io::Error>()).map(io::Error::kind))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What answers an invocation.
#[derive(Debug)]
struct Function<C> {
    processor: Processor<C>,
    /// Answers for messages whose events have failed for good.
    last_resort: Processor<C>,
}

/// What Lambda is told; it keeps nothing of an asynchronous invocation's answer but for a destination.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Reply {
    /// A message was answered for.
    Decided {
        decision: &'static str,
        receipt: &'static str,
        /// Chime refused that decision's payload and took a smaller one.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        degraded: bool,
    },
    /// Records of failed invocations were answered for.
    Settled(SqsBatchResponse),
    /// There was nothing that could be answered for.
    Nothing,
}

/// Why an invocation failed, which makes Lambda repeat it.
#[derive(thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Callback(CallbackError),
    #[error("a rule could not judge the message, and asks for it again")]
    Deferred,
    #[error("the function panicked outside a rule")]
    Panicked,
}

/// `lambda_runtime` logs this.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<HandleError> for Failure {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Callback(error) => Self::Callback(error),
            HandleError::Deferred(_) => Self::Deferred,
        }
    }
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        let kind = match &failure {
            Failure::Callback(error) => match error.kind {
                CallbackFailure::Refused => "CallbackRefused",
                CallbackFailure::Forbidden => "CallbackForbidden",
                CallbackFailure::Credentials => "CredentialsRefused",
                CallbackFailure::Unreachable => "ChimeUnreachable",
            },
            Failure::Deferred => "Deferred",
            Failure::Panicked => "Panic",
        };
        Self { error_type: format!("ChannelFlow.{kind}"), error_message: failure.to_string() }
    }
}

/// Why a payload is beyond answering. Repeating it cannot help.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Unusable {
    #[error("it has more than 1 MiB")]
    TooLarge,
    #[error("it is neither a channel-flow event nor a batch of failed ones")]
    NotAnEvent,
    #[error("it has no usable `{0}`")]
    BadId(&'static str),
}

impl<C: CallbackClient + Clone> Function<C> {
    fn new(pipeline: Pipeline, on_exhausted: OnFailure, client: C) -> Self {
        let last_resort = Processor::new(always(on_exhausted, "exhausted"), client.clone());
        Self { processor: Processor::new(pipeline, client), last_resort }
    }
}

impl<C: CallbackClient> Function<C> {
    async fn invoke(&self, payload: &str, context: &lambda_runtime::Context) -> Result<Reply, Failure> {
        let deadline = deadline(context.deadline, SystemTime::now(), Instant::now());
        let answered = AssertUnwindSafe(self.answer(payload, &context.request_id, deadline)).catch_unwind();
        // `lambda_runtime` would catch the panic too, and hand its message to Lambda.
        answered.await.unwrap_or_else(|_| {
            log::panicked(&context.request_id);
            Err(Failure::Panicked)
        })
    }

    async fn answer(&self, payload: &str, request_id: &str, deadline: Instant) -> Result<Reply, Failure> {
        let unusable = match read(payload) {
            Ok(event) => {
                let started = Instant::now();
                let handled = self.processor.handle(&event, deadline).await;
                log::handled(request_id, &event, &handled, started.elapsed());
                let Handled { outcome, receipt, degraded } = handled.map_err(Failure::from)?;
                let decision = outcome.decision.as_str();
                return Ok(Reply::Decided { decision, receipt: receipt.as_str(), degraded });
            }
            Err(unusable) => unusable,
        };
        // Each record of a batch may be as large as one event.
        let perhaps_batch = matches!(unusable, Unusable::NotAnEvent | Unusable::TooLarge);
        if let Some(batch) = perhaps_batch.then(|| settle::read(payload)).flatten() {
            let report = |settled: Settled<'_>| match settled {
                Settled::Handled(event, handled, elapsed) => {
                    log::handled(request_id, event, handled, elapsed);
                }
                Settled::Unusable(bytes) => log::unusable(request_id, bytes, Unusable::NotAnEvent),
            };
            return Ok(Reply::Settled(settle::settle(&self.last_resort, batch, deadline, &report).await));
        }
        log::unusable(request_id, payload.len(), unusable);
        Ok(Reply::Nothing)
    }
}

/// Reads an event.
fn read(payload: &str) -> Result<FlowEvent, Unusable> {
    if payload.len() > MAX_PAYLOAD {
        return Err(Unusable::TooLarge);
    }
    FlowEvent::parse(payload).map_err(|error| match error {
        EventError::NotAnEvent => Unusable::NotAnEvent,
        EventError::BadId(name) => Unusable::BadId(name),
    })
}

/// When the function is cut off, from Lambda's milliseconds since 1970.
fn deadline(millis: u64, wall: SystemTime, now: Instant) -> Instant {
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis));
    let left = at.and_then(|at| at.duration_since(wall).ok());
    now + left.filter(|left| !left.is_zero() && *left <= LONGEST).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_believed_within_the_longest_time_that_lambda_gives() {
        let (wall, now) = (SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000), Instant::now());
        let left = |millis: u64| deadline(millis, wall, now) - now;
        assert_eq!(left(1_000_015_000), Duration::from_secs(15));
        assert_eq!(left(1_000_000_001), Duration::from_millis(1));
        assert_eq!(left(1_000_930_000), LONGEST);
        for absurd in [0, 999_999_999, 1_000_000_000, 1_000_930_001, 4_000_000_000_000, u64::MAX] {
            assert_eq!(left(absurd), UNKNOWN, "{absurd}");
        }
    }
}
