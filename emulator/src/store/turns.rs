//! The turns of processors: which callback ids are out, and for what.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::messages;
use crate::text::Text;
use crate::time::Moment;

/// A processor of a channel flow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Processor {
    pub(crate) name: String,
    pub(crate) configuration: Configuration,
    pub(crate) execution_order: i64,
    pub(crate) fallback_action: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Configuration {
    pub(crate) lambda: LambdaConfiguration,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LambdaConfiguration {
    pub(crate) resource_arn: String,
    pub(crate) invocation_type: String,
}

/// One processor's turn at one message.
pub(crate) struct Turn {
    pub(crate) callback: String,
    pub(crate) channel: String,
    pub(crate) message: String,
    /// When the edit was asked for; a turn without it is at a new message.
    pub(crate) edited: Option<Moment>,
    /// Those still to run; this turn's first.
    pub(crate) processors: Vec<Processor>,
    pub(crate) draft: Text,
    pub(crate) state: State,
    pub(crate) expires: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Spent,
    Expired,
}

impl Turn {
    const COLUMNS: &str = "callback, channel, message, edited, processors, draft, state, expires FROM turn";

    fn read(row: &Row<'_>) -> rusqlite::Result<Turn> {
        let processors: String = row.get(4)?;
        let draft: String = row.get(5)?;
        let state: String = row.get(6)?;
        Ok(Turn {
            callback: row.get(0)?,
            channel: row.get(1)?,
            message: row.get(2)?,
            edited: row.get(3)?,
            processors: serde_json::from_str(&processors).map_err(|_| rusqlite::Error::InvalidQuery)?,
            draft: serde_json::from_str(&draft).map_err(|_| rusqlite::Error::InvalidQuery)?,
            state: match state.as_str() {
                "open" => State::Open,
                "spent" => State::Spent,
                _ => State::Expired,
            },
            expires: row.get(7)?,
        })
    }

    /// `CREATE` or `UPDATE`.
    pub(crate) fn kind(&self) -> &'static str {
        if self.edited.is_some() { "UPDATE" } else { "CREATE" }
    }
}

pub(crate) fn open(tx: &Transaction<'_>, turn: &Turn) -> rusqlite::Result<()> {
    let processors = serde_json::to_string(&turn.processors)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let mut statement = tx.prepare_cached(
        "INSERT INTO turn (callback, channel, message, kind, edited, processors, draft, state, expires)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)",
    )?;
    statement.execute(params![
        turn.callback,
        turn.channel,
        turn.message,
        turn.kind(),
        turn.edited,
        processors,
        messages::encode(&turn.draft)?,
        turn.expires,
    ])?;
    Ok(())
}

/// Closes a turn for good; its text is no longer needed.
pub(crate) fn close(tx: &Transaction<'_>, callback: &str, state: State) -> rusqlite::Result<()> {
    let state = if state == State::Expired { "expired" } else { "spent" };
    tx.prepare_cached("UPDATE turn SET state = ?, draft = '{}' WHERE callback = ?")?
        .execute(params![state, callback])?;
    Ok(())
}

pub(crate) fn find(tx: &Transaction<'_>, callback: &str) -> rusqlite::Result<Option<Turn>> {
    let sql = format!("SELECT {} WHERE callback = ?", Turn::COLUMNS);
    tx.prepare_cached(&sql)?.query_row([callback], Turn::read).optional()
}

/// The turn that a message is waiting for.
pub(crate) fn open_at(tx: &Transaction<'_>, message: &str) -> rusqlite::Result<Option<Turn>> {
    let sql = format!("SELECT {} WHERE message = ? AND state = 'open'", Turn::COLUMNS);
    tx.prepare_cached(&sql)?.query_row([message], Turn::read).optional()
}

pub(crate) fn all_open(tx: &Transaction<'_>) -> rusqlite::Result<Vec<Turn>> {
    let sql = format!("SELECT {} WHERE state = 'open' ORDER BY seq", Turn::COLUMNS);
    tx.prepare_cached(&sql)?.query_map([], Turn::read)?.collect()
}

/// Open turns whose time is over.
pub(crate) fn overdue(tx: &Transaction<'_>, now: Moment) -> rusqlite::Result<Vec<Turn>> {
    let sql = format!("SELECT {} WHERE state = 'open' AND expires <= ? ORDER BY expires", Turn::COLUMNS);
    tx.prepare_cached(&sql)?.query_map([now], Turn::read)?.collect()
}

/// Forgets closed turns whose time is over: a callback for one is answered as if it were unknown.
pub(crate) fn forget(tx: &Transaction<'_>, now: Moment) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM turn WHERE state <> 'open' AND expires <= ?")?.execute([now])?;
    Ok(())
}

/// When the next open turn runs out of time.
pub(crate) fn next_expiry(tx: &Transaction<'_>) -> rusqlite::Result<Option<Moment>> {
    tx.prepare_cached("SELECT min(expires) FROM turn WHERE state = 'open'")?.query_row([], |row| row.get(0))
}
