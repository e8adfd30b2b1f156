//! The last resort: answers for messages whose events have failed for good.
//!
//! Chime invokes the function once, and Lambda twice more; after that nothing would ever answer for the
//! message. With an on-failure destination Lambda puts a record of the event into a queue. When that queue
//! invokes this same function, each record's message is denied or released, as `CHANNEL_FLOW_ON_EXHAUSTED`
//! says (`deny` unless it says `release`): no rule reads it any more.

use std::time::Duration;

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use futures_util::stream::{self, StreamExt as _};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use crate::callback::CallbackClient;
use crate::event::FlowEvent;
use crate::outcome::OnFailure;
use crate::processor::{HandleError, Handled, Processor};

/// What to do with messages that no invocation has answered for.
const ON_EXHAUSTED: &str = "CHANNEL_FLOW_ON_EXHAUSTED";
/// Records that are answered for at the same time; Chime allows 30 requests a second on a channel.
const AT_ONCE: usize = 4;

/// What became of a record, for the log.
#[derive(Debug)]
pub(crate) enum Settled<'a> {
    /// Its message was answered for, or not.
    Handled(&'a FlowEvent, &'a Result<Handled, HandleError>, Duration),
    /// It has this many bytes and no readable event.
    Unusable(usize),
}

/// The environment's choice.
pub(crate) fn on_exhausted() -> OnFailure {
    if std::env::var(ON_EXHAUSTED).is_ok_and(|answer| answer == "release") {
        OnFailure::Skip
    } else {
        OnFailure::Deny
    }
}

/// Reads an invocation by a queue; `None` for anything else.
pub(crate) fn read(payload: &str) -> Option<SqsEvent> {
    serde_json::from_str(payload).ok()
}

/// Answers for each record and tells which must come again. One that could not be answered for stays in the
/// queue; one that holds no event does not, since nobody could ever answer for it.
pub(crate) async fn settle<C: CallbackClient>(
    last_resort: &Processor<C>,
    batch: SqsEvent,
    deadline: Instant,
    report: &(impl Fn(Settled<'_>) + Sync),
) -> SqsBatchResponse {
    let settled = stream::iter(batch.records)
        .map(|record| async move {
            let settled = settle_one(last_resort, &record, deadline, report).await;
            (record.message_id, settled)
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(|(id, settled)| async move { if settled { None } else { id } });
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = settled
        .map(|id| {
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            failure
        })
        .collect()
        .await;
    response
}

/// The part of a destination record that matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    request_payload: &'a RawValue,
}

/// Whether the record is done with.
async fn settle_one<C: CallbackClient>(
    last_resort: &Processor<C>,
    record: &SqsMessage,
    deadline: Instant,
    report: &(impl Fn(Settled<'_>) + Sync),
) -> bool {
    let body = record.body.as_deref().unwrap_or_default();
    let event = serde_json::from_str::<Record<'_>>(body)
        .map_err(|_| ())
        .and_then(|record| FlowEvent::parse(record.request_payload.get()).map_err(|_| ()));
    let Ok(event) = event else {
        report(Settled::Unusable(body.len()));
        return true;
    };
    let started = Instant::now();
    let handled = last_resort.handle(&event, deadline).await;
    report(Settled::Handled(&event, &handled, started.elapsed()));
    handled.is_ok()
}
