//! Moderators of a channel. Only moderators and administrators deal with moderators.

use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

use super::Input;
use crate::access::{self, Missing};
use crate::error::{ApiError, Kind};
use crate::shape::common::{ARN, BEARER, CHANNEL, MAX_RESULTS, NEXT_TOKEN};
use crate::shape::{Member, must, segment};
use crate::store::{channels, people};
use crate::time::Moment;
use crate::work::Work;

pub(crate) const CREATE: &[Member] = &[CHANNEL, BEARER, must("ChannelModeratorArn", ARN)];
pub(crate) const ONE: &[Member] = &[CHANNEL, segment("ChannelModeratorArn", ARN), BEARER];
pub(crate) const LIST: &[Member] = &[CHANNEL, BEARER, MAX_RESULTS, NEXT_TOKEN];

/// Moderators that a channel may have.
const QUOTA: i64 = 1_000;

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    seat.runs_channel()?;
    let person = people::find(work.tx, input.text("ChannelModeratorArn").unwrap_or_default())?
        .filter(|person| person.app_instance == seat.channel.app_instance)
        .ok_or_else(|| ApiError::forbidden("There is no such user or bot in the app instance."))?;
    let count = "SELECT count(*) FROM moderator WHERE channel = ?";
    let count: i64 = work.tx.prepare_cached(count)?.query_row([&seat.channel.arn], |row| row.get(0))?;
    if count >= QUOTA {
        let full = "The channel has as many moderators as it may.";
        return Err(ApiError::new(Kind::ResourceLimitExceeded, full));
    }
    if !channels::add_moderator(work.tx, &seat.channel.arn, &person.arn, &seat.caller.arn, work.now)? {
        return Err(ApiError::conflict("This already is a moderator."));
    }
    Ok(json!({ "ChannelArn": seat.channel.arn, "ChannelModerator": person.identity() }))
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::NotFound)?;
    seat.runs_channel()?;
    let moderator = input.text("ChannelModeratorArn").unwrap_or_default();
    let sql = "SELECT created_by, created FROM moderator WHERE channel = ? AND moderator = ?";
    let found: Option<(String, Moment)> = work
        .tx
        .query_row(sql, params![seat.channel.arn, moderator], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (created_by, created) = found.ok_or_else(|| ApiError::not_found("There is no such moderator."))?;
    Ok(json!({
        "ChannelModerator": {
            "Moderator": people::identity(work.tx, moderator)?,
            "ChannelArn": seat.channel.arn,
            "CreatedTimestamp": created,
            "CreatedBy": people::identity(work.tx, &created_by)?,
        }
    }))
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    seat.runs_channel()?;
    let page = input.page()?;
    let mut statement = work.tx.prepare_cached(
        "SELECT m.seq, p.arn, p.name FROM moderator m JOIN principal p ON p.arn = m.moderator
         WHERE m.channel = ? AND m.seq > ? ORDER BY m.seq LIMIT ?",
    )?;
    let rows = statement.query_map(params![seat.channel.arn, page.after_seq(), page.reach()], |row| {
        let moderator = json!({ "Arn": row.get::<_, String>(1)?, "Name": row.get::<_, Option<String>>(2)? });
        Ok((row.get(0)?, json!({ "Moderator": moderator })))
    })?;
    let (moderators, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "ChannelArn": seat.channel.arn, "ChannelModerators": moderators, "NextToken": next }))
}

/// Removing nobody succeeds, as the operation has no error for it.
pub(crate) fn delete(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    seat.runs_channel()?;
    work.tx.execute(
        "DELETE FROM moderator WHERE channel = ? AND moderator = ?",
        params![seat.channel.arn, input.text("ChannelModeratorArn")],
    )?;
    Ok(Value::Null)
}
