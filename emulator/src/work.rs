//! One transaction's work, and what must happen once it is committed.

use bytes::Bytes;
use rusqlite::Transaction;
use serde_json::Value;

use crate::config::Config;
use crate::time::Moment;

/// What a handler works with.
pub(crate) struct Work<'a> {
    pub(crate) tx: &'a Transaction<'a>,
    pub(crate) now: Moment,
    pub(crate) config: &'a Config,
    pub(crate) effects: Vec<Effect>,
}

/// Something for the world outside the store. It happens only if the transaction is kept.
pub(crate) enum Effect {
    /// Hand an event to a function.
    Invoke(Invocation),
    /// Tell the members' sessions. No text goes along.
    Announce(Change),
    /// Put a record on the event bus.
    Report(Value),
}

/// An event for a function, and the turn that it opens.
pub(crate) struct Invocation {
    pub(crate) function: String,
    pub(crate) callback: String,
    pub(crate) payload: Bytes,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The service's name for it: `CREATE_CHANNEL_MESSAGE`, `PENDING_UPDATE_CHANNEL_MESSAGE`, …
    pub event: String,
    /// The channel.
    pub channel_arn: String,
    /// The message.
    pub message_id: String,
}

impl Work<'_> {
    /// Announces that something befell a message.
    pub(crate) fn announce(&mut self, event: impl Into<String>, channel: &str, message: &str) {
        self.effects.push(Effect::Announce(Change {
            event: format!("{}_CHANNEL_MESSAGE", event.into()),
            channel_arn: channel.to_owned(),
            message_id: message.to_owned(),
        }));
    }
}
