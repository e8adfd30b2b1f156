//! What Chime sends: the only file that knows the invocation's shape.
//!
//! Ids are read strictly, everything else leniently. The documented event is a skeleton and the live one
//! is known from measurements only, so unknown fields and event types are never an error, and `null`, `{}`
//! and absent mean the same. A field that can carry text and cannot be read is *named*, not dropped:
//! nobody could have judged it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

mod id;
mod wire;

pub use id::{CallbackId, ChannelArn, MessageId, SubChannelId};

/// One invocation of the processor: a message and the token that answers for it.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowEvent {
    /// Why Chime calls. Only `CHANNEL_MESSAGE_EVENT` is documented, for new and for edited messages.
    pub event_type: EventType,
    /// The token that [`CallbackRequest`](crate::CallbackRequest) hands back.
    pub callback_id: CallbackId,
    /// The message as the sender wrote it; shared with whoever reads it.
    pub message: Arc<ChannelMessage>,
    /// Text-bearing fields that were present and unreadable, by Chime's names.
    pub unreadable: Vec<&'static str>,
}

/// The documented event type and whatever else may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventType {
    /// `CHANNEL_MESSAGE_EVENT`: a message was sent or edited.
    ChannelMessage,
    /// Absent, unreadable, or a value that this version does not know.
    Other,
}

/// A message in the shape of the event; rules see it as a [`Message`](crate::Message).
#[derive(Clone, PartialEq)]
pub struct ChannelMessage {
    /// The channel that the message was sent to.
    pub channel_arn: ChannelArn,
    /// The message's id; an edit keeps it.
    pub message_id: MessageId,
    /// The text.
    pub content: Option<String>,
    /// An opaque string of the client's, often JSON.
    pub metadata: Option<String>,
    /// The user or bot that wrote it.
    pub sender: Sender,
    /// `PERSISTENT` or `NON_PERSISTENT`.
    pub persistence: Option<String>,
    /// `STANDARD`; flows never see the other types.
    pub message_type: Option<String>,
    /// RFC 3339, unparsed: no decision depends on it, so no bad clock can fail an event.
    pub created_timestamp: Option<String>,
    /// Present on edits only.
    pub last_edited_timestamp: Option<String>,
    /// What phones show.
    pub push: Option<PushNotification>,
    /// Attributes for push filters, Lex and clients.
    pub attributes: Option<Attributes>,
    /// The content's media type.
    pub content_type: Option<String>,
    /// The sub-channel of an elastic channel.
    pub sub_channel_id: Option<SubChannelId>,
}

/// Message attributes: a name and its values.
pub type Attributes = BTreeMap<String, Vec<String>>;

/// Who wrote a message. Bots write messages too.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// The ARN of an `AppInstanceUser` or `AppInstanceBot`.
    pub arn: Option<String>,
    /// The display name: text that people chose.
    pub name: Option<String>,
}

/// A push notification; every member is optional.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PushNotification {
    /// At most 50 characters.
    pub title: Option<String>,
    /// At most 150 characters.
    pub body: Option<String>,
    /// `DEFAULT` or `VOIP`.
    pub kind: Option<String>,
}

/// Why an event cannot be answered: without its ids there is nobody to call back to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The payload is not a JSON object, or it has an id twice.
    #[error("the event is not a JSON object with one `CallbackId` and one `ChannelMessage`")]
    NotAnEvent,
    /// An id is missing, of the wrong type, or not an id.
    #[error("the event has no usable `{0}`: expected 1 to {max} printable ASCII characters", max = id::MAX)]
    BadId(&'static str),
}

impl FlowEvent {
    /// Reads an invocation's payload.
    ///
    /// # Errors
    /// [`EventError`] when `CallbackId`, `ChannelArn` or `MessageId` cannot be read; nothing else is an error.
    pub fn parse(payload: &str) -> Result<Self, EventError> {
        wire::read(payload)
    }

    /// The message, to change what is sent; a copy of its own where others hold it.
    pub fn message_mut(&mut self) -> &mut ChannelMessage {
        Arc::make_mut(&mut self.message)
    }
}

impl ChannelMessage {
    /// A message of which nothing but its ids is known.
    #[must_use]
    pub fn new(channel_arn: ChannelArn, message_id: MessageId) -> Self {
        Self {
            channel_arn,
            message_id,
            content: None,
            metadata: None,
            sender: Sender::default(),
            persistence: None,
            message_type: None,
            created_timestamp: None,
            last_edited_timestamp: None,
            push: None,
            attributes: None,
            content_type: None,
            sub_channel_id: None,
        }
    }
}

/// Prints ids and sizes, never text.
impl fmt::Debug for ChannelMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChannelMessage")
            .field("channel_arn", &self.channel_arn)
            .field("message_id", &self.message_id)
            .field("content_bytes", &self.content.as_ref().map(String::len))
            .field("metadata_bytes", &self.metadata.as_ref().map(String::len))
            .field("has_push", &self.push.is_some())
            .field("attributes", &self.attributes.as_ref().map(BTreeMap::len))
            .finish_non_exhaustive()
    }
}

/// Prints which members there are, never their text.
impl fmt::Debug for PushNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushNotification")
            .field("title_bytes", &self.title.as_ref().map(String::len))
            .field("body_bytes", &self.body.as_ref().map(String::len))
            .finish_non_exhaustive()
    }
}

/// Prints nothing of a person.
impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
