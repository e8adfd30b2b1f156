//! Members of a channel.

use rusqlite::{OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Input, no_sub_channel};
use crate::access::{self, Missing, Seat};
use crate::error::{ApiError, Kind};
use crate::shape::common::{
    ARN, BEARER, CHANNEL, MAX_RESULTS, MEMBERSHIP_TYPE, NEXT_TOKEN, SUB_CHANNEL, SUB_CHANNEL_QUERY,
};
use crate::shape::{Member, Shape, may, must, query, segment};
use crate::store::{channels, people};
use crate::time::Moment;
use crate::work::Work;

pub(crate) const CREATE: &[Member] =
    &[CHANNEL, BEARER, must("MemberArn", ARN), must("Type", MEMBERSHIP_TYPE), SUB_CHANNEL];
pub(crate) const BATCH: &[Member] = &[
    CHANNEL,
    BEARER,
    may("Type", MEMBERSHIP_TYPE),
    must("MemberArns", Shape::List { least: 1, most: 100, of: &ARN }),
    SUB_CHANNEL,
];
pub(crate) const ONE: &[Member] = &[CHANNEL, segment("MemberArn", ARN), BEARER, SUB_CHANNEL_QUERY];
pub(crate) const LIST: &[Member] =
    &[CHANNEL, BEARER, query("Type", "type", MEMBERSHIP_TYPE), MAX_RESULTS, NEXT_TOKEN, SUB_CHANNEL_QUERY];

/// Memberships that a channel may have.
const QUOTA: i64 = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    r#type: Option<String>,
    member_arn: Option<String>,
    #[serde(default)]
    member_arns: Vec<String>,
    sub_channel_id: Option<String>,
}

/// Administrators and moderators add members; in an unrestricted channel members do, too.
fn inviter(work: &Work<'_>, input: &Input) -> Result<Seat, ApiError> {
    let seat = access::of(work, input, Missing::NotFound)?;
    let open = seat.channel.mode == "UNRESTRICTED" && seat.is_member();
    if !open {
        seat.runs_channel()?;
    }
    Ok(seat)
}

fn add(work: &Work<'_>, seat: &Seat, member: &str, kind: &str) -> Result<Value, ApiError> {
    let person = people::find(work.tx, member)?
        .filter(|person| person.app_instance == seat.channel.app_instance)
        .ok_or_else(|| ApiError::not_found("There is no such user or bot in the app instance."))?;
    let count = "SELECT count(*) FROM membership WHERE channel = ?";
    let count: i64 = work.tx.prepare_cached(count)?.query_row([&seat.channel.arn], |row| row.get(0))?;
    if count >= QUOTA {
        return Err(ApiError::new(Kind::ResourceLimitExceeded, "The channel has as many members as it may."));
    }
    if !channels::add_member(work.tx, &seat.channel.arn, member, kind, &seat.caller.arn, work.now)? {
        return Err(ApiError::conflict("This already is a member."));
    }
    Ok(person.identity())
}

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Create = input.read()?;
    let seat = inviter(work, input)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let kind = request.r#type.as_deref().unwrap_or("DEFAULT");
    let member = add(work, &seat, request.member_arn.as_deref().unwrap_or_default(), kind)?;
    Ok(json!({ "ChannelArn": seat.channel.arn, "Member": member }))
}

/// Adds whom it can and says why it could not add the others.
pub(crate) fn batch(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Create = input.read()?;
    let seat = inviter(work, input)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let kind = request.r#type.as_deref().unwrap_or("DEFAULT");
    let mut members = Vec::new();
    let mut errors = Vec::new();
    for member in &request.member_arns {
        match add(work, &seat, member, kind) {
            Ok(identity) => members.push(identity),
            Err(error) if error.kind.face().0 >= 500 => return Err(error),
            Err(error) => {
                let (_, _, code) = error.kind.face();
                let error = json!({ "MemberArn": member, "ErrorCode": code, "ErrorMessage": error.message });
                errors.push(error);
            }
        }
    }
    Ok(json!({
        "BatchChannelMemberships": {
            "InvitedBy": seat.caller.identity(),
            "Type": kind,
            "Members": members,
            "ChannelArn": seat.channel.arn,
        },
        "Errors": errors,
    }))
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::NotFound)?;
    no_sub_channel(input.text("SubChannelId"))?;
    seat.reads()?;
    let member = input.text("MemberArn").unwrap_or_default();
    let sql = "SELECT type, invited_by, created, updated FROM membership WHERE channel = ? AND member = ?";
    let found: Option<(String, String, Moment, Moment)> = work
        .tx
        .query_row(sql, params![seat.channel.arn, member], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let (kind, invited_by, created, updated) =
        found.ok_or_else(|| ApiError::not_found("There is no such member."))?;
    Ok(json!({
        "ChannelMembership": {
            "InvitedBy": people::identity(work.tx, &invited_by)?,
            "Type": kind,
            "Member": people::identity(work.tx, member)?,
            "ChannelArn": seat.channel.arn,
            "CreatedTimestamp": created,
            "LastUpdatedTimestamp": updated,
        }
    }))
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    no_sub_channel(input.text("SubChannelId"))?;
    seat.reads()?;
    let page = input.page()?;
    // Hidden members are listed only when asked for.
    let kind = input.text("Type").unwrap_or("DEFAULT");
    let mut statement = work.tx.prepare_cached(
        "SELECT m.seq, p.arn, p.name FROM membership m JOIN principal p ON p.arn = m.member
         WHERE m.channel = ? AND m.type = ? AND m.seq > ? ORDER BY m.seq LIMIT ?",
    )?;
    let values = params![seat.channel.arn, kind, page.after_seq(), page.reach()];
    let rows = statement.query_map(values, |row| {
        let member = json!({ "Arn": row.get::<_, String>(1)?, "Name": row.get::<_, Option<String>>(2)? });
        Ok((row.get(0)?, json!({ "Member": member })))
    })?;
    let (members, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "ChannelArn": seat.channel.arn, "ChannelMemberships": members, "NextToken": next }))
}

/// Members leave; administrators and moderators also remove others. Removing nobody succeeds.
pub(crate) fn delete(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    no_sub_channel(input.text("SubChannelId"))?;
    let member = input.text("MemberArn").unwrap_or_default();
    if !(seat.is_member() && member == seat.caller.arn) {
        seat.runs_channel()?;
    }
    work.tx.execute(
        "DELETE FROM membership WHERE channel = ? AND member = ?",
        params![seat.channel.arn, member],
    )?;
    Ok(Value::Null)
}
