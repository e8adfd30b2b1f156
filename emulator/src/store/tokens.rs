//! Client request tokens: a repeated request gets the answer of the first and does nothing.

use std::time::Duration;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

use crate::error::ApiError;
use crate::time::Moment;

const LIFE: Duration = Duration::from_mins(5);

/// A request with a token of its client's making.
pub(crate) struct Request<'a> {
    pub(crate) operation: &'a str,
    /// Whose token it is: the caller and the resource.
    pub(crate) scope: &'a str,
    pub(crate) token: &'a str,
    /// What tells this request from others with the same token.
    pub(crate) fingerprint: u64,
}

/// The answer that this request already got.
///
/// # Errors
///
/// `ConflictException` if the token was used for another request.
pub(crate) fn replay(
    tx: &Transaction<'_>,
    now: Moment,
    request: &Request<'_>,
) -> Result<Option<Value>, ApiError> {
    let oldest = now.millis().saturating_sub(i64::try_from(LIFE.as_millis()).unwrap_or(i64::MAX));
    tx.prepare_cached("DELETE FROM token WHERE created < ?")?.execute([oldest])?;
    let mut statement = tx.prepare_cached(
        "SELECT request, answer FROM token WHERE operation = ? AND scope = ? AND token = ?",
    )?;
    let key = params![request.operation, request.scope, request.token];
    let found: Option<(i64, String)> =
        statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        None => Ok(None),
        Some((fingerprint, answer)) if fingerprint == request.fingerprint.cast_signed() => {
            Ok(Some(serde_json::from_str(&answer)?))
        }
        Some(_) => Err(ApiError::conflict("`ClientRequestToken` was used for another request.")),
    }
}

/// Remembers the answer to a request.
pub(crate) fn remember(
    tx: &Transaction<'_>,
    now: Moment,
    request: &Request<'_>,
    answer: &Value,
) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO token (operation, scope, token, request, answer, created) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    let fingerprint = request.fingerprint.cast_signed();
    let (operation, scope, token) = (request.operation, request.scope, request.token);
    statement.execute(params![operation, scope, token, fingerprint, answer.to_string(), now])?;
    Ok(())
}
