//! What waits for an environment, and how it ended.

use std::{fmt, future, process::ExitStatus, time::Duration};

use bytes::Bytes;
use serde_json::json;
use tokio::sync::{Mutex, mpsc, oneshot};

/// One event on its way to a function.
///
/// No `Debug`: a payload holds somebody's message.
pub(super) struct Invocation {
    /// Lambda's request id; every retry of an event keeps it.
    pub(super) request_id: String,
    /// The ARN that was invoked, with the qualifier that was asked for.
    pub(super) arn: String,
    /// The event.
    pub(super) payload: Bytes,
    reply: oneshot::Sender<Outcome>,
}

impl Invocation {
    /// An invocation, and where its outcome will arrive.
    pub(super) fn new(arn: String, request_id: String, payload: Bytes) -> (Self, oneshot::Receiver<Outcome>) {
        let (reply, outcome) = oneshot::channel();
        (Self { request_id, arn, payload, reply }, outcome)
    }

    /// Tells whoever waits. Nobody may be waiting any more: a function runs to its end all the same.
    pub(super) fn finish(self, outcome: Outcome) {
        drop(self.reply.send(outcome));
    }
}

/// How an invocation was asked for; an endpoint elsewhere is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody waits for the answer.
    RequestResponse,
    /// Nobody does.
    Event,
}

/// The function's answer, or why there is none.
pub(super) type Outcome = Result<Bytes, Failure>;

/// An invocation that failed. Its `Display` never shows the body.
pub(super) struct Failure {
    cause: Cause,
    /// The error document that a synchronous caller reads.
    pub(super) body: Bytes,
}

/// Why an invocation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The function said so.
    Returned,
    /// It could not start.
    Init,
    /// It was not done at its deadline.
    TimedOut,
    /// Its process ended.
    Exited,
    /// Its answer was too large.
    TooLarge,
    /// The function elsewhere did not answer.
    Unreachable,
    /// The function elsewhere was not run; the API there answered this HTTP status.
    Refused(u16),
    /// The emulator is stopping.
    Stopping,
}

impl Failure {
    /// The function reported an error, described by `body`.
    pub(super) fn returned(body: Bytes) -> Self {
        Self { cause: Cause::Returned, body }
    }

    /// The function reported, in `body`, that it cannot start.
    pub(super) fn init(body: Bytes) -> Self {
        Self { cause: Cause::Init, body }
    }

    /// The function took longer than it may.
    pub(super) fn timed_out(request_id: &str, after: Duration) -> Self {
        let message = format!("Error: Task timed out after {:.2} seconds", after.as_secs_f64());
        Self::described(Cause::TimedOut, "Sandbox.Timedout", request_id, &message)
    }

    /// The function's process ended before it answered.
    pub(super) fn exited(request_id: &str, status: Option<ExitStatus>) -> Self {
        let status = status.map_or_else(|| "no exit status".to_owned(), |status| status.to_string());
        let message = format!("Error: Runtime exited: {status}");
        Self::described(Cause::Exited, "Runtime.ExitError", request_id, &message)
    }

    /// The answer was larger than Lambda carries.
    pub(super) fn too_large(request_id: &str, limit: usize) -> Self {
        let message = format!("Error: the response exceeds {limit} bytes");
        Self::described(Cause::TooLarge, "Function.ResponseSizeTooLarge", request_id, &message)
    }

    /// The function elsewhere did not answer.
    pub(super) fn unreachable(request_id: &str) -> Self {
        Self::described(
            Cause::Unreachable,
            "Emulator.Unreachable",
            request_id,
            "Error: the endpoint did not answer",
        )
    }

    /// The API elsewhere refused with `status` and said `body`.
    pub(super) fn refused(status: u16, body: Bytes) -> Self {
        Self { cause: Cause::Refused(status), body }
    }

    /// The emulator ended first.
    pub(super) fn stopping() -> Self {
        Self::described(Cause::Stopping, "Emulator.Stopping", "", "the emulator is stopping")
    }

    /// Why it failed.
    pub(super) fn cause(&self) -> Cause {
        self.cause
    }

    fn described(cause: Cause, kind: &str, request_id: &str, message: &str) -> Self {
        let message =
            if request_id.is_empty() { message.into() } else { format!("RequestId: {request_id} {message}") };
        Self { cause, body: Bytes::from(json!({ "errorType": kind, "errorMessage": message }).to_string()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Refused(status) => {
                return write!(f, "the function's endpoint answered with HTTP status {status}");
            }
            Cause::Returned => "the function returned an error",
            Cause::Init => "the function could not start",
            Cause::TimedOut => "the function timed out",
            Cause::Exited => "the function's process ended",
            Cause::TooLarge => "the function's answer is too large",
            Cause::Unreachable => "the function's endpoint did not answer",
            Cause::Stopping => "the emulator is stopping",
        })
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure").field("cause", &self.cause).finish_non_exhaustive()
    }
}

/// The invocations that wait for any environment of one function, oldest first.
pub(super) struct Work {
    sender: mpsc::UnboundedSender<Invocation>,
    receiver: Mutex<mpsc::UnboundedReceiver<Invocation>>,
}

impl Work {
    /// Nothing to do yet.
    pub(super) fn new() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self { sender, receiver: Mutex::new(receiver) }
    }

    /// Adds an invocation.
    pub(super) fn push(&self, invocation: Invocation) {
        // The receiver lives as long as the sender: both are fields of `self`.
        drop(self.sender.send(invocation));
    }

    /// Waits for the next invocation. Cancelling the wait loses nothing.
    pub(super) async fn take(&self) -> Invocation {
        match self.receiver.lock().await.recv().await {
            Some(invocation) => invocation,
            None => future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_failure_shows_its_body() {
        let body = || Bytes::from_static(b"canary");
        for failure in [Failure::returned(body()), Failure::init(body()), Failure::refused(404, body())] {
            let shown = format!("{failure} {failure:?}");
            assert!(!shown.contains("canary") && !shown.contains("99, 97"), "{shown}");
        }
    }

    #[test]
    fn a_refusal_names_the_status() {
        let shown = Failure::refused(404, Bytes::new()).to_string();
        assert_eq!(shown, "the function's endpoint answered with HTTP status 404");
    }
}
