//! Channels, and who has which place in them.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use crate::time::Moment;

pub(crate) struct Channel {
    pub(crate) seq: i64,
    pub(crate) arn: String,
    pub(crate) app_instance: String,
    pub(crate) name: String,
    pub(crate) mode: String,
    pub(crate) privacy: String,
    pub(crate) metadata: Option<String>,
    pub(crate) expiration: Option<Value>,
    pub(crate) created_by: String,
    pub(crate) flow: Option<String>,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
}

/// The columns that [`Channel::read`] reads.
pub(crate) const COLUMNS: &str =
    "seq, arn, app_instance, name, mode, privacy, metadata, expiration, created_by, flow, created, updated";

impl Channel {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Channel> {
        let expiration: Option<String> = row.get(7)?;
        Ok(Channel {
            seq: row.get(0)?,
            arn: row.get(1)?,
            app_instance: row.get(2)?,
            name: row.get(3)?,
            mode: row.get(4)?,
            privacy: row.get(5)?,
            metadata: row.get(6)?,
            expiration: expiration.and_then(|json| serde_json::from_str(&json).ok()),
            created_by: row.get(8)?,
            flow: row.get(9)?,
            created: row.get(10)?,
            updated: row.get(11)?,
        })
    }

    pub(crate) fn is_public(&self) -> bool {
        self.privacy == "PUBLIC"
    }

    /// What every summary of a channel says.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "Name": self.name, "ChannelArn": self.arn, "Mode": self.mode, "Privacy": self.privacy,
            "Metadata": self.metadata,
        })
    }
}

pub(crate) fn find(tx: &Transaction<'_>, arn: &str) -> rusqlite::Result<Option<Channel>> {
    let mut statement = tx.prepare_cached(&format!("SELECT {COLUMNS} FROM channel WHERE arn = ?"))?;
    statement.query_row([arn], Channel::read).optional()
}

/// `DEFAULT` or `HIDDEN`, if this is a member.
pub(crate) fn membership(
    tx: &Transaction<'_>,
    channel: &str,
    member: &str,
) -> rusqlite::Result<Option<String>> {
    let mut statement = tx.prepare_cached("SELECT type FROM membership WHERE channel = ? AND member = ?")?;
    statement.query_row(params![channel, member], |row| row.get(0)).optional()
}

/// Adds a member; false if there already is such a member.
pub(crate) fn add_member(
    tx: &Transaction<'_>,
    channel: &str,
    member: &str,
    kind: &str,
    invited_by: &str,
    now: Moment,
) -> rusqlite::Result<bool> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO membership (channel, member, type, invited_by, created, updated)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT DO NOTHING",
    )?;
    Ok(statement.execute(params![channel, member, kind, invited_by, now])? == 1)
}

pub(crate) fn is_moderator(tx: &Transaction<'_>, channel: &str, person: &str) -> rusqlite::Result<bool> {
    tx.prepare_cached("SELECT 1 FROM moderator WHERE channel = ? AND moderator = ?")?
        .exists(params![channel, person])
}

/// Adds a moderator; false if there already is such a moderator.
pub(crate) fn add_moderator(
    tx: &Transaction<'_>,
    channel: &str,
    moderator: &str,
    created_by: &str,
    now: Moment,
) -> rusqlite::Result<bool> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO moderator (channel, moderator, created_by, created)
         VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )?;
    Ok(statement.execute(params![channel, moderator, created_by, now])? == 1)
}

/// When the last message was created that this person can find in the channel's history.
pub(crate) fn last_message(
    tx: &Transaction<'_>,
    channel: &str,
    viewer: &str,
) -> rusqlite::Result<Option<Moment>> {
    let mut statement = tx.prepare_cached(
        "SELECT created FROM message
         WHERE channel = ?1 AND persistence = 'PERSISTENT' AND status = 'SENT'
           AND (target IS NULL OR target = ?2 OR sender = ?2)
         ORDER BY created DESC, seq DESC LIMIT 1",
    )?;
    statement.query_row(params![channel, viewer], |row| row.get(0)).optional()
}
