//! Messages as they are stored.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};

use crate::text::Text;
use crate::time::Moment;

pub(crate) struct Message {
    pub(crate) seq: i64,
    pub(crate) channel: String,
    pub(crate) id: String,
    pub(crate) sender: String,
    pub(crate) sender_name: Option<String>,
    /// `STANDARD` or `CONTROL`.
    pub(crate) kind: String,
    pub(crate) persistent: bool,
    pub(crate) target: Option<String>,
    pub(crate) status: Status,
    pub(crate) detail: Option<String>,
    pub(crate) text: Text,
    pub(crate) redacted: bool,
    pub(crate) created: Moment,
    pub(crate) edited: Option<Moment>,
    pub(crate) updated: Moment,
}

/// How far a message has come. Denied ones are not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Sent,
    Pending,
    Failed,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Status::Sent => "SENT",
            Status::Pending => "PENDING",
            Status::Failed => "FAILED",
        }
    }
}

impl ToSql for Status {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for Status {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Status> {
        let name = value.as_str()?;
        let all = [Status::Sent, Status::Pending, Status::Failed];
        all.into_iter().find(|status| status.name() == name).ok_or(FromSqlError::InvalidType)
    }
}

impl Message {
    /// The columns that `read` reads, from `message m` joined with `principal p`.
    const COLUMNS: &str =
        "m.seq, m.channel, m.id, m.sender, p.name, m.type, m.persistence, m.target, m.status,
         m.detail, m.text, m.redacted, m.created, m.edited, m.updated
         FROM message m JOIN principal p ON p.arn = m.sender";

    fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
        let persistence: String = row.get(6)?;
        let text: String = row.get(10)?;
        Ok(Message {
            seq: row.get(0)?,
            channel: row.get(1)?,
            id: row.get(2)?,
            sender: row.get(3)?,
            sender_name: row.get(4)?,
            kind: row.get(5)?,
            persistent: persistence == "PERSISTENT",
            target: row.get(7)?,
            status: row.get(8)?,
            detail: row.get(9)?,
            text: serde_json::from_str(&text).map_err(|_| rusqlite::Error::InvalidQuery)?,
            redacted: row.get(11)?,
            created: row.get(12)?,
            edited: row.get(13)?,
            updated: row.get(14)?,
        })
    }

    pub(crate) fn is_control(&self) -> bool {
        self.kind == "CONTROL"
    }

    pub(crate) fn persistence(&self) -> &'static str {
        if self.persistent { "PERSISTENT" } else { "NON_PERSISTENT" }
    }

    /// Whether its target lets this person see it. Being an administrator does not help.
    pub(crate) fn is_for(&self, person: &str) -> bool {
        self.sender == person || self.target.as_deref().is_none_or(|target| target == person)
    }

    pub(crate) fn sender_identity(&self) -> Value {
        json!({ "Arn": self.sender, "Name": self.sender_name })
    }

    /// The `ChannelMessageSummary` of the API.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "MessageId": self.id,
            "Content": self.text.content,
            "Metadata": self.text.metadata,
            "Type": self.kind,
            "CreatedTimestamp": self.created,
            "LastEditedTimestamp": self.edited,
            "LastUpdatedTimestamp": self.updated,
            "Sender": self.sender_identity(),
            "Redacted": self.redacted,
            "Status": { "Value": self.status.name(), "Detail": self.detail },
            "MessageAttributes": self.text.message_attributes,
            "ContentType": self.text.content_type,
            "Target": self.target.as_ref().map(|target| json!([{ "MemberArn": target }])),
        })
    }
}

pub(crate) fn find(tx: &Transaction<'_>, channel: &str, id: &str) -> rusqlite::Result<Option<Message>> {
    let sql = format!("SELECT {} WHERE m.channel = ? AND m.id = ?", Message::COLUMNS);
    tx.prepare_cached(&sql)?.query_row(params![channel, id], Message::read).optional()
}

pub(crate) fn insert(tx: &Transaction<'_>, message: &Message) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO message (channel, id, sender, type, persistence, target, status, text, created, updated)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    statement.execute(params![
        message.channel,
        message.id,
        message.sender,
        message.kind,
        message.persistence(),
        message.target,
        message.status,
        encode(&message.text)?,
        message.created,
        message.updated,
    ])?;
    Ok(())
}

/// Writes what may change of a message.
pub(crate) fn save(tx: &Transaction<'_>, message: &Message) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached(
        "UPDATE message SET status = ?, detail = ?, text = ?, redacted = ?, edited = ?, updated = ?
         WHERE id = ?",
    )?;
    statement.execute(params![
        message.status,
        message.detail,
        encode(&message.text)?,
        message.redacted,
        message.edited,
        message.updated,
        message.id,
    ])?;
    Ok(())
}

pub(crate) fn delete(tx: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM message WHERE id = ?", [id])?;
    Ok(())
}

/// Which stretch of a channel's history to read.
pub(crate) struct Stretch {
    pub(crate) ascending: bool,
    pub(crate) not_before: Moment,
    pub(crate) not_after: Moment,
    pub(crate) after: Option<(i64, i64)>,
    pub(crate) limit: i64,
}

/// Persistent messages in order of creation, whoever may see them.
pub(crate) fn history(
    tx: &Transaction<'_>,
    channel: &str,
    stretch: &Stretch,
) -> rusqlite::Result<Vec<Message>> {
    let (beyond, order) = if stretch.ascending { (">", "ASC") } else { ("<", "DESC") };
    let edge = if stretch.ascending { i64::MIN } else { i64::MAX };
    let (key, seq) = stretch.after.unwrap_or((edge, edge));
    let sql = format!(
        "SELECT {} WHERE m.channel = ? AND m.persistence = 'PERSISTENT' AND m.created BETWEEN ? AND ?
           AND (m.created, m.seq) {beyond} (?, ?)
         ORDER BY m.created {order}, m.seq {order} LIMIT ?",
        Message::COLUMNS
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let values = params![channel, stretch.not_before, stretch.not_after, key, seq, stretch.limit];
    statement.query_map(values, Message::read)?.collect()
}

/// The text as its column holds it.
pub(crate) fn encode(text: &Text) -> rusqlite::Result<String> {
    serde_json::to_string(text).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
