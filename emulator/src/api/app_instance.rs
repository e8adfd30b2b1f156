//! App instances.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

use super::Input;
use crate::arn;
use crate::error::ApiError;
use crate::shape::common::{ARN, MAX_RESULTS, METADATA, NAME, NEXT_TOKEN, TAGS, TOKEN};
use crate::shape::{Member, may, must, segment};
use crate::store::people;
use crate::time::Moment;
use crate::work::Work;

pub(crate) const CREATE: &[Member] =
    &[must("Name", NAME), may("Metadata", METADATA), must("ClientRequestToken", TOKEN), may("Tags", TAGS)];
pub(crate) const ONE: &[Member] = &[segment("AppInstanceArn", ARN)];
pub(crate) const LIST: &[Member] = &[MAX_RESULTS, NEXT_TOKEN];

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    input.once(work, "", |work| {
        let arn = arn::app_instance(&work.config.region, &work.config.account);
        work.tx.execute(
            "INSERT INTO app_instance (arn, name, metadata, created, updated) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![arn, input.text("Name"), input.filled("Metadata"), work.now],
        )?;
        Ok(json!({ "AppInstanceArn": arn }))
    })
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let read = |row: &Row<'_>| {
        Ok(json!({
            "AppInstanceArn": row.get::<_, String>(0)?,
            "Name": row.get::<_, String>(1)?,
            "Metadata": row.get::<_, Option<String>>(2)?,
            "CreatedTimestamp": row.get::<_, Moment>(3)?,
            "LastUpdatedTimestamp": row.get::<_, Moment>(4)?,
        }))
    };
    let sql = "SELECT arn, name, metadata, created, updated FROM app_instance WHERE arn = ?";
    let found = work.tx.query_row(sql, [input.text("AppInstanceArn")], read).optional()?;
    found.map(|found| json!({ "AppInstance": found })).ok_or_else(unknown)
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let page = input.page()?;
    let mut statement = work.tx.prepare_cached(
        "SELECT seq, arn, name, metadata FROM app_instance WHERE seq > ? ORDER BY seq LIMIT ?",
    )?;
    let rows = statement.query_map(params![page.after_seq(), page.reach()], |row| {
        let summary = json!({
            "AppInstanceArn": row.get::<_, String>(1)?,
            "Name": row.get::<_, String>(2)?,
            "Metadata": row.get::<_, Option<String>>(3)?,
        });
        Ok((row.get(0)?, summary))
    })?;
    let (summaries, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "AppInstances": summaries, "NextToken": next }))
}

/// The app instance that a request names, if there is such a one.
pub(super) fn named(work: &Work<'_>, input: &Input) -> Result<String, ApiError> {
    let arn = input.text("AppInstanceArn").unwrap_or_default();
    if people::app_instance_exists(work.tx, arn)? { Ok(arn.to_owned()) } else { Err(unknown()) }
}

fn unknown() -> ApiError {
    ApiError::forbidden("There is no such app instance.")
}
