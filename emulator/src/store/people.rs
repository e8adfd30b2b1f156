//! Users, bots and administrators.

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::{Value, json};

/// A user or a bot, on whose behalf calls are made.
pub(crate) struct Person {
    pub(crate) arn: String,
    pub(crate) app_instance: String,
    pub(crate) name: Option<String>,
}

impl Person {
    /// The `Identity` of the API.
    pub(crate) fn identity(&self) -> Value {
        json!({ "Arn": self.arn, "Name": self.name })
    }
}

pub(crate) fn find(tx: &Transaction<'_>, arn: &str) -> rusqlite::Result<Option<Person>> {
    let mut statement = tx.prepare_cached("SELECT arn, app_instance, name FROM principal WHERE arn = ?")?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Person { arn: row.get(0)?, app_instance: row.get(1)?, name: row.get(2)? })
    };
    statement.query_row([arn], read).optional()
}

/// The `Identity` of someone who is known to exist.
pub(crate) fn identity(tx: &Transaction<'_>, arn: &str) -> rusqlite::Result<Value> {
    let person = find(tx, arn)?;
    Ok(person.map_or_else(|| json!({ "Arn": arn }), |person| person.identity()))
}

pub(crate) fn app_instance_exists(tx: &Transaction<'_>, arn: &str) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM app_instance WHERE arn = ?")?.exists([arn])
}

pub(crate) fn is_admin(tx: &Transaction<'_>, app_instance: &str, person: &str) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM admin WHERE app_instance = ? AND principal = ?")?
        .exists(params![app_instance, person])
}
