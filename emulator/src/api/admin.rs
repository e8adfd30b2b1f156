//! Administrators of an app instance.

use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

use super::{Input, app_instance};
use crate::error::ApiError;
use crate::shape::common::{ARN, MAX_RESULTS, NEXT_TOKEN};
use crate::shape::{Member, must, segment};
use crate::store::people;
use crate::time::Moment;
use crate::work::Work;

const APP_INSTANCE: Member = segment("AppInstanceArn", ARN);

pub(crate) const CREATE: &[Member] = &[APP_INSTANCE, must("AppInstanceAdminArn", ARN)];
pub(crate) const ONE: &[Member] = &[APP_INSTANCE, segment("AppInstanceAdminArn", ARN)];
pub(crate) const LIST: &[Member] = &[APP_INSTANCE, MAX_RESULTS, NEXT_TOKEN];

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let person = people::find(work.tx, input.text("AppInstanceAdminArn").unwrap_or_default())?
        .filter(|person| person.app_instance == app_instance)
        .ok_or_else(|| ApiError::forbidden("There is no such user or bot in the app instance."))?;
    let added = work.tx.execute(
        "INSERT INTO admin (app_instance, principal, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        params![app_instance, person.arn, work.now],
    )?;
    if added == 0 {
        return Err(ApiError::conflict("This already is an administrator."));
    }
    Ok(json!({ "AppInstanceAdmin": person.identity(), "AppInstanceArn": app_instance }))
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let admin = input.text("AppInstanceAdminArn").unwrap_or_default();
    let sql = "SELECT created FROM admin WHERE app_instance = ? AND principal = ?";
    let created: Option<Moment> =
        work.tx.query_row(sql, params![app_instance, admin], |row| row.get(0)).optional()?;
    let created = created.ok_or_else(|| ApiError::forbidden("There is no such administrator."))?;
    let identity = people::identity(work.tx, admin)?;
    Ok(json!({
        "AppInstanceAdmin":
            { "Admin": identity, "AppInstanceArn": app_instance, "CreatedTimestamp": created },
    }))
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let page = input.page()?;
    let mut statement = work.tx.prepare_cached(
        "SELECT a.seq, p.arn, p.name FROM admin a JOIN principal p ON p.arn = a.principal
         WHERE a.app_instance = ? AND a.seq > ? ORDER BY a.seq LIMIT ?",
    )?;
    let rows = statement.query_map(params![app_instance, page.after_seq(), page.reach()], |row| {
        let admin = json!({ "Arn": row.get::<_, String>(1)?, "Name": row.get::<_, Option<String>>(2)? });
        Ok((row.get(0)?, json!({ "Admin": admin })))
    })?;
    let (admins, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "AppInstanceArn": app_instance, "AppInstanceAdmins": admins, "NextToken": next }))
}
