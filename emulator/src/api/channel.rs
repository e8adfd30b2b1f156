//! Channels.

use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Input;
use crate::access::{self, Missing};
use crate::arn;
use crate::error::{ApiError, Kind};
use crate::shape::common::{
    ARN, BEARER, CHANNEL, HANDLE, MAX_RESULTS, METADATA, NAME, NEXT_TOKEN, PRIVACY, TAGS, TOKEN,
};
use crate::shape::{Member, Shape, may, must, query, query_must};
use crate::store::channels::{self, Channel};
use crate::store::people::{self, Person};
use crate::work::Work;

const TEN_ARNS: Shape = Shape::List { least: 1, most: 10, of: &ARN };

pub(crate) const CREATE: &[Member] = &[
    BEARER,
    must("AppInstanceArn", ARN),
    must("Name", NAME),
    may("Mode", Shape::OneOf(&["UNRESTRICTED", "RESTRICTED"])),
    may("Privacy", PRIVACY),
    may("Metadata", METADATA),
    must("ClientRequestToken", TOKEN),
    may("Tags", TAGS),
    may("ChannelId", HANDLE),
    may("MemberArns", TEN_ARNS),
    may("ModeratorArns", TEN_ARNS),
    may(
        "ElasticChannelConfiguration",
        Shape::Record(&[
            must("MaximumSubChannels", Shape::Whole { least: 2, most: i64::MAX }),
            must("TargetMembershipsPerSubChannel", Shape::Whole { least: 2, most: i64::MAX }),
            must("MinimumMembershipPercentage", Shape::Whole { least: 1, most: 40 }),
        ]),
    ),
    may(
        "ExpirationSettings",
        Shape::Record(&[
            must("ExpirationDays", Shape::Whole { least: 1, most: 5475 }),
            must("ExpirationCriterion", Shape::OneOf(&["CREATED_TIMESTAMP", "LAST_MESSAGE_TIMESTAMP"])),
        ]),
    ),
];
pub(crate) const ONE: &[Member] = &[CHANNEL, BEARER];
pub(crate) const LIST: &[Member] = &[
    BEARER,
    query_must("AppInstanceArn", "app-instance-arn", ARN),
    query("Privacy", "privacy", PRIVACY),
    MAX_RESULTS,
    NEXT_TOKEN,
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    chime_bearer: String,
    app_instance_arn: String,
    name: String,
    mode: Option<String>,
    privacy: Option<String>,
    channel_id: Option<String>,
    #[serde(default)]
    member_arns: Vec<String>,
    #[serde(default)]
    moderator_arns: Vec<String>,
    elastic_channel_configuration: Option<Value>,
    expiration_settings: Option<Value>,
}

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Create = input.read()?;
    let caller = access::caller(work, &request.chime_bearer)?;
    belongs(&caller, &request.app_instance_arn)?;
    if request.elastic_channel_configuration.is_some() {
        return Err(ApiError::new(
            Kind::NotImplemented,
            "CreateChannel: elastic channels are not supported.",
        ));
    }
    for arn in request.member_arns.iter().chain(&request.moderator_arns) {
        let person = people::find(work.tx, arn)?
            .ok_or_else(|| ApiError::forbidden("A member or moderator does not exist."))?;
        belongs(&person, &request.app_instance_arn)?;
    }
    input.once(work, &caller.arn, |work| {
        let arn = arn::channel(&request.app_instance_arn, request.channel_id.as_deref());
        if channels::find(work.tx, &arn)?.is_some() {
            return Err(ApiError::conflict("There already is a channel with this id."));
        }
        work.tx.execute(
            "INSERT INTO channel
             (arn, app_instance, name, mode, privacy, metadata, expiration, created_by, created, updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
            params![
                arn,
                request.app_instance_arn,
                request.name,
                request.mode.as_deref().unwrap_or("RESTRICTED"),
                request.privacy.as_deref().unwrap_or("PRIVATE"),
                input.filled("Metadata"),
                request.expiration_settings.as_ref().map(Value::to_string),
                caller.arn,
                work.now,
            ],
        )?;
        for member in std::iter::once(&caller.arn).chain(&request.member_arns) {
            channels::add_member(work.tx, &arn, member, "DEFAULT", &caller.arn, work.now)?;
        }
        for moderator in std::iter::once(&caller.arn).chain(&request.moderator_arns) {
            channels::add_moderator(work.tx, &arn, moderator, &caller.arn, work.now)?;
        }
        Ok(json!({ "ChannelArn": arn }))
    })
}

fn belongs(person: &Person, app_instance: &str) -> Result<(), ApiError> {
    access::allow(person.app_instance == app_instance, "Somebody named is not of the app instance.")
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    seat.reads()?;
    let channel = &seat.channel;
    Ok(json!({
        "Channel": {
            "Name": channel.name,
            "ChannelArn": channel.arn,
            "Mode": channel.mode,
            "Privacy": channel.privacy,
            "Metadata": channel.metadata,
            "CreatedBy": people::identity(work.tx, &channel.created_by)?,
            "CreatedTimestamp": channel.created,
            "LastMessageTimestamp": channels::last_message(work.tx, &channel.arn, &seat.caller.arn)?,
            "LastUpdatedTimestamp": channel.updated,
            "ChannelFlowArn": channel.flow,
            "ExpirationSettings": channel.expiration,
        }
    }))
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let caller = access::caller(work, input.text("ChimeBearer").unwrap_or_default())?;
    let app_instance = input.text("AppInstanceArn").unwrap_or_default();
    belongs(&caller, app_instance)?;
    let admin = people::is_admin(work.tx, app_instance, &caller.arn)?;
    let privacy = match input.text("Privacy") {
        Some("PRIVATE") if !admin => {
            return Err(ApiError::forbidden("Only administrators may list private channels."));
        }
        // Without a filter, administrators see every channel and others the public ones.
        None if !admin => Some("PUBLIC"),
        given => given,
    };
    let page = input.page()?;
    let sql = format!(
        "SELECT {} FROM channel WHERE app_instance = ?1 AND (?2 IS NULL OR privacy = ?2) AND seq > ?3
         ORDER BY seq LIMIT ?4",
        channels::COLUMNS
    );
    let mut statement = work.tx.prepare_cached(&sql)?;
    let rows =
        statement.query_map(params![app_instance, privacy, page.after_seq(), page.reach()], Channel::read)?;
    let (found, next) = page.cut(rows.collect::<rusqlite::Result<Vec<_>>>()?, |channel| (0, channel.seq));
    let mut summaries = Vec::with_capacity(found.len());
    for channel in found {
        let last = channels::last_message(work.tx, &channel.arn, &caller.arn)?;
        let mut summary = channel.summary();
        if let Some(members) = summary.as_object_mut() {
            members.insert("LastMessageTimestamp".to_owned(), serde_json::to_value(last)?);
        }
        summaries.push(summary);
    }
    Ok(json!({ "Channels": summaries, "NextToken": next }))
}

pub(crate) fn delete(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let seat = access::of(work, input, Missing::Forbidden)?;
    seat.runs_channel()?;
    work.tx.execute("DELETE FROM channel WHERE arn = ?", [&seat.channel.arn])?;
    Ok(Value::Null)
}
