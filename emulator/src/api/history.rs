//! Reading messages.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Input, no_sub_channel};
use crate::access::{self, Missing, Seat};
use crate::error::ApiError;
use crate::shape::common::{BEARER, CHANNEL, MAX_RESULTS, MESSAGE, NEXT_TOKEN, SUB_CHANNEL_QUERY};
use crate::shape::{Member, Shape, query};
use crate::store::messages::{self, Message, Status};
use crate::store::turns;
use crate::time::Moment;
use crate::work::Work;

pub(crate) const GET: &[Member] = &[CHANNEL, MESSAGE, BEARER, SUB_CHANNEL_QUERY];

pub(crate) const LIST: &[Member] = &[
    CHANNEL,
    BEARER,
    query("SortOrder", "sort-order", Shape::OneOf(&["ASCENDING", "DESCENDING"])),
    query("NotBefore", "not-before", Shape::Time),
    query("NotAfter", "not-after", Shape::Time),
    MAX_RESULTS,
    NEXT_TOKEN,
    SUB_CHANNEL_QUERY,
];

/// A request that names one message; deleting has the same.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct One {
    pub(crate) channel_arn: String,
    pub(crate) message_id: String,
    pub(crate) chime_bearer: String,
    pub(crate) sub_channel_id: Option<String>,
}

pub(crate) fn get(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: One = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::NotFound)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let message = seat.visible(work, &request.message_id, Missing::NotFound)?;
    let own = message.sender == seat.caller.arn;
    access::allow(
        own || message.status == Status::Sent,
        "Until a message is sent, only its sender may get it.",
    )?;
    let message = as_seen(work, &seat, message)?;
    let mut body = message.summary();
    if let Some(members) = body.as_object_mut() {
        members.insert("ChannelArn".to_owned(), message.channel.clone().into());
        members.insert("Persistence".to_owned(), message.persistence().into());
    }
    Ok(json!({ "ChannelMessage": body }))
}

/// The sender of an edit under way sees the edit; everybody else sees the version before it.
fn as_seen(work: &Work<'_>, seat: &Seat, mut message: Message) -> Result<Message, ApiError> {
    if message.sender == seat.caller.arn
        && message.status == Status::Sent
        && let Some(turn) = turns::open_at(work.tx, &message.id)?
    {
        message.text = turn.draft;
        message.edited = turn.edited.or(message.edited);
        message.status = Status::Pending;
    }
    Ok(message)
}

pub(crate) fn status(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: One = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let message = messages::find(work.tx, &seat.channel.arn, &request.message_id)?
        .filter(|message| message.sender == seat.caller.arn)
        .ok_or_else(|| ApiError::forbidden("The bearer has sent no such message, or it was denied."))?;
    let message = as_seen(work, &seat, message)?;
    Ok(json!({ "Status": { "Value": message.status.name(), "Detail": message.detail } }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    channel_arn: String,
    chime_bearer: String,
    sort_order: Option<String>,
    not_before: Option<Moment>,
    not_after: Option<Moment>,
    sub_channel_id: Option<String>,
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: List = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    seat.reads()?;
    let page = input.page()?;
    let stretch = messages::Stretch {
        ascending: request.sort_order.as_deref() == Some("ASCENDING"),
        not_before: request.not_before.unwrap_or(Moment::EARLIEST),
        not_after: request.not_after.unwrap_or(Moment::LATEST),
        after: page.after,
        limit: page.reach(),
    };
    let read = messages::history(work.tx, &seat.channel.arn, &stretch)?;
    let (read, next) = page.cut(read, |message| (message.created.millis(), message.seq));
    // Hidden messages are taken out after the page is cut, so a page may be short and still not the last.
    let mut shown = Vec::with_capacity(read.len());
    for message in read {
        let own = message.sender == seat.caller.arn;
        if message.is_for(&seat.caller.arn) && (own || message.status == Status::Sent) {
            shown.push(as_seen(work, &seat, message)?.summary());
        }
    }
    Ok(json!({ "ChannelArn": seat.channel.arn, "ChannelMessages": shown, "NextToken": next }))
}
