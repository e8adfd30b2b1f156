//! Users of an app instance.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

use super::{Input, app_instance};
use crate::arn;
use crate::error::ApiError;
use crate::shape::common::{ARN, HANDLE, MAX_RESULTS, METADATA, NEXT_TOKEN, TAGS, TOKEN};
use crate::shape::{Form, Member, Shape, may, must, query_must, segment, text};
use crate::store::people;
use crate::time::Moment;
use crate::work::Work;

pub(crate) const CREATE: &[Member] = &[
    must("AppInstanceArn", ARN),
    must("AppInstanceUserId", HANDLE),
    must("Name", text(1, 100, Form::Spoken)),
    may("Metadata", METADATA),
    must("ClientRequestToken", TOKEN),
    may("Tags", TAGS),
    may(
        "ExpirationSettings",
        Shape::Record(&[
            must("ExpirationDays", Shape::Whole { least: 1, most: 5475 }),
            must("ExpirationCriterion", Shape::OneOf(&["CREATED_TIMESTAMP"])),
        ]),
    ),
];
pub(crate) const ONE: &[Member] = &[segment("AppInstanceUserArn", ARN)];
pub(crate) const LIST: &[Member] =
    &[query_must("AppInstanceArn", "app-instance-arn", ARN), MAX_RESULTS, NEXT_TOKEN];

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    input.once(work, &app_instance, |work| {
        let arn = arn::user(&app_instance, input.text("AppInstanceUserId").unwrap_or_default());
        if people::find(work.tx, &arn)?.is_some() {
            return Err(ApiError::conflict("There already is a user with this id."));
        }
        insert(work, input, "user", &arn, &app_instance, "ExpirationSettings")?;
        Ok(json!({ "AppInstanceUserArn": arn }))
    })
}

/// Stores a user or a bot, with what the member `settings` says about it.
pub(super) fn insert(
    work: &Work<'_>,
    input: &Input,
    kind: &str,
    arn: &str,
    app_instance: &str,
    settings: &str,
) -> rusqlite::Result<()> {
    let settings = input.members.get(settings).map(Value::to_string);
    work.tx.execute(
        "INSERT INTO principal (arn, app_instance, kind, name, metadata, settings, created, updated)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![arn, app_instance, kind, input.text("Name"), input.filled("Metadata"), settings, work.now],
    )?;
    Ok(())
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let arn = input.text("AppInstanceUserArn").unwrap_or_default();
    let user = find(work, "user", arn, "AppInstanceUserArn", "ExpirationSettings")?;
    user.map(|user| json!({ "AppInstanceUser": user }))
        .ok_or_else(|| ApiError::forbidden("There is no such user."))
}

/// The description of a user or a bot, with its ARN and settings under the names given.
pub(super) fn find(
    work: &Work<'_>,
    kind: &str,
    arn: &str,
    arn_name: &str,
    settings_name: &str,
) -> Result<Option<Value>, ApiError> {
    let read = |row: &Row<'_>| {
        let settings: Option<String> = row.get(3)?;
        Ok(json!({
            arn_name: row.get::<_, String>(0)?,
            "Name": row.get::<_, Option<String>>(1)?,
            "Metadata": row.get::<_, Option<String>>(2)?,
            settings_name: settings.and_then(|json| serde_json::from_str::<Value>(&json).ok()),
            "CreatedTimestamp": row.get::<_, Moment>(4)?,
            "LastUpdatedTimestamp": row.get::<_, Moment>(5)?,
        }))
    };
    let sql =
        "SELECT arn, name, metadata, settings, created, updated FROM principal WHERE kind = ? AND arn = ?";
    Ok(work.tx.query_row(sql, params![kind, arn], read).optional()?)
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    summaries(work, input, "user", "AppInstanceUsers", "AppInstanceUserArn")
}

/// A page of the users or bots of an app instance.
pub(super) fn summaries(
    work: &Work<'_>,
    input: &Input,
    kind: &str,
    list_name: &str,
    arn_name: &str,
) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let page = input.page()?;
    let mut statement = work.tx.prepare_cached(
        "SELECT seq, arn, name, metadata FROM principal
         WHERE app_instance = ? AND kind = ? AND seq > ? ORDER BY seq LIMIT ?",
    )?;
    let rows = statement.query_map(params![app_instance, kind, page.after_seq(), page.reach()], |row| {
        let summary = json!({
            arn_name: row.get::<_, String>(1)?,
            "Name": row.get::<_, Option<String>>(2)?,
            "Metadata": row.get::<_, Option<String>>(3)?,
        });
        Ok((row.get(0)?, summary))
    })?;
    let (found, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "AppInstanceArn": app_instance, list_name: found, "NextToken": next }))
}
