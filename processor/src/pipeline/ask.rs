//! Asking one entry.

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::task::Poll;

use futures_util::FutureExt;
use tokio::time::timeout_at;

use super::Entry;
use crate::message::Message;
use crate::outcome::RuleError;
use crate::rule::{BoxError, BoxRule, Context, Rule};
use crate::verdict::Verdict;

/// What an entry said of a message.
pub(super) enum Judged {
    Verdict(Verdict),
    NotApplied(&'static str),
}

/// What an entry says at once; `None` where its rule must be waited for.
pub(super) fn say_now(
    entry: &Entry,
    message: &Message,
    context: &Context,
) -> Option<Result<Judged, BoxError>> {
    match entry.kept_by(message, context) {
        Ok(None) => entry.rule.evaluate_now(message, context).map(|said| said.map(Judged::Verdict)),
        Ok(Some(why)) => Some(Ok(Judged::NotApplied(why))),
        Err(error) => Some(Err(error)),
    }
}

/// Asks a rule that may wait.
pub(super) async fn ask(rule: &BoxRule, message: &Message, context: &Context) -> Result<Verdict, RuleError> {
    // A panic in `evaluate` itself, before there is a future, is caught as well.
    let future = async { rule.evaluate(message, context).await };
    let mut future = pin!(AssertUnwindSafe(future).catch_unwind());
    // A rule that is ready when it is first asked costs no timer.
    let judged = match poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
        Poll::Ready(judged) => judged,
        Poll::Pending => timeout_at(context.deadline(), future).await.map_err(|_| RuleError::TimedOut)?,
    };
    judged.map_err(|_panic| RuleError::Panicked)?.map_err(RuleError::Returned)
}
