//! Which channel has which flow.

use rusqlite::params;
use serde_json::{Value, json};

use super::Input;
use crate::access::{self, Missing};
use crate::error::ApiError;
use crate::shape::common::{ARN, BEARER, CHANNEL, MAX_RESULTS, NEXT_TOKEN};
use crate::shape::{Member, must, query_must, segment};
use crate::store::channels::{self, Channel};
use crate::work::Work;

pub(crate) const ASSOCIATE: &[Member] = &[CHANNEL, BEARER, must("ChannelFlowArn", ARN)];
pub(crate) const DISASSOCIATE: &[Member] = &[CHANNEL, segment("ChannelFlowArn", ARN), BEARER];
pub(crate) const LIST: &[Member] =
    &[query_must("ChannelFlowArn", "channel-flow-arn", ARN), MAX_RESULTS, NEXT_TOKEN];

/// Gives the channel a flow, in place of the one it may have.
pub(crate) fn associate(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::NotFound)?;
    seat.runs_channel()?;
    let flow = input.text("ChannelFlowArn").unwrap_or_default();
    let known = "SELECT 1 FROM channel_flow WHERE arn = ? AND app_instance = ?";
    if !work.tx.prepare_cached(known)?.exists(params![flow, seat.channel.app_instance])? {
        return Err(ApiError::not_found("There is no such channel flow in the app instance."));
    }
    set(work, &seat.channel.arn, Some(flow))
}

/// Takes the flow from this channel. Messages under way finish in it.
pub(crate) fn disassociate(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::NotFound)?;
    seat.runs_channel()?;
    if seat.channel.flow.as_deref() != input.text("ChannelFlowArn") {
        return Err(ApiError::not_found("The channel is not associated with this channel flow."));
    }
    set(work, &seat.channel.arn, None)
}

fn set(work: &Work<'_>, channel: &str, flow: Option<&str>) -> Result<Value, ApiError> {
    let sql = "UPDATE channel SET flow = ?, updated = ? WHERE arn = ?";
    work.tx.execute(sql, params![flow, work.now, channel])?;
    Ok(Value::Null)
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let flow = input.text("ChannelFlowArn").unwrap_or_default();
    if !work.tx.prepare_cached("SELECT 1 FROM channel_flow WHERE arn = ?")?.exists([flow])? {
        return Err(ApiError::forbidden("There is no such channel flow."));
    }
    let page = input.page()?;
    let sql =
        format!("SELECT {} FROM channel WHERE flow = ? AND seq > ? ORDER BY seq LIMIT ?", channels::COLUMNS);
    let mut statement = work.tx.prepare_cached(&sql)?;
    let rows = statement.query_map(params![flow, page.after_seq(), page.reach()], Channel::read)?;
    let (found, next) = page.cut(rows.collect::<rusqlite::Result<Vec<_>>>()?, |channel| (0, channel.seq));
    let summaries: Vec<Value> = found.iter().map(Channel::summary).collect();
    Ok(json!({ "Channels": summaries, "NextToken": next }))
}
