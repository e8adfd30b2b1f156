//! What Chime sends: the only file that knows the invocation's shape.
//!
//! Ids are read strictly, everything else leniently. The documented event is a skeleton and the live one
//! is known from measurements only, so unknown fields and event types are never an error, and `null`, `{}`
//! and absent mean the same. A field that can carry text and cannot be read is *named*, not dropped:
//! nobody could have judged it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// One invocation of the processor: a message and the token that answers for it.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowEvent {
    /// Why Chime calls. Only `CHANNEL_MESSAGE_EVENT` is documented, for new and for edited messages.
    pub event_type: EventType,
    /// The token that [`CallbackRequest`](crate::CallbackRequest) hands back.
    pub callback_id: CallbackId,
    /// The message as the sender wrote it.
    pub message: ChannelMessage,
    /// Text-bearing fields that were present and unreadable, by Chime's names.
    pub unreadable: Vec<&'static str>,
}

/// The documented event type and whatever else may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventType {
    /// `CHANNEL_MESSAGE_EVENT`: a message was sent or edited.
    ChannelMessage,
    /// Absent, or a value that this version does not know.
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
    #[error("the event has no usable `{0}`: expected 1 to {max} printable ASCII characters", max = MAX_ID)]
    BadId(&'static str),
}

const MAX_ID: usize = 1600;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident = $field:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes 1 to 1,600 printable ASCII characters without spaces.
            ///
            /// # Errors
            /// [`EventError::BadId`] for anything else.
            pub fn new(id: impl Into<String>) -> Result<Self, EventError> {
                let id = id.into();
                let fits = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
                if fits { Ok(Self(id)) } else { Err(EventError::BadId($field)) }
            }

            /// The id as Chime wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// The one-shot token of a callback.
    CallbackId = "CallbackId";
    /// `arn:aws:chime:REGION:ACCOUNT:app-instance/ID/channel/ID`.
    ChannelArn = "ChannelArn";
    /// The id of a message.
    MessageId = "MessageId";
    /// The id of a sub-channel.
    SubChannelId = "SubChannelId";
}

impl FlowEvent {
    /// Reads an invocation's payload.
    ///
    /// # Errors
    /// [`EventError`] when `CallbackId`, `ChannelArn` or `MessageId` cannot be read; nothing else is an error.
    pub fn parse(payload: &str) -> Result<Self, EventError> {
        match serde_json::from_str::<WireEvent<WireMessage>>(payload) {
            Ok(wire) => wire.whole(),
            // Something beside the ids is beyond reading, a doubled key for example.
            Err(_) => serde_json::from_str::<WireEvent<WireIds>>(payload)
                .map_err(|_| EventError::NotAnEvent)?
                .ids_only(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireEvent<M> {
    #[serde(default)]
    event_type: Field<String>,
    #[serde(default)]
    callback_id: Field<String>,
    channel_message: M,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireIds {
    #[serde(default)]
    channel_arn: Field<String>,
    #[serde(default)]
    message_id: Field<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireMessage {
    channel_arn: Field<String>,
    message_id: Field<String>,
    content: Field<String>,
    metadata: Field<String>,
    sender: Field<WireSender>,
    persistence: Field<String>,
    r#type: Field<String>,
    created_timestamp: Field<String>,
    last_edited_timestamp: Field<String>,
    push_notification: Field<WirePush>,
    message_attributes: Field<BTreeMap<String, Option<WireValues>>>,
    content_type: Field<String>,
    sub_channel_id: Field<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireSender {
    arn: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WirePush {
    title: Option<String>,
    body: Option<String>,
    r#type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireValues {
    string_values: Option<Vec<String>>,
}

/// A field that may be absent, null, readable or not, without failing the event around it.
#[derive(Default)]
enum Field<T> {
    #[default]
    Absent,
    Read(T),
    Unreadable,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(match serde_json::from_str::<Option<T>>(raw.get()) {
            Ok(Some(value)) => Self::Read(value),
            Ok(None) => Self::Absent,
            Err(_) => Self::Unreadable,
        })
    }
}

impl<T> Field<T> {
    fn optional(self) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Unreadable => None,
        }
    }

    /// Like `optional`, for a field that can carry text: what cannot be read is named.
    fn text(self, name: &'static str, unreadable: &mut Vec<&'static str>) -> Option<T> {
        if matches!(self, Self::Unreadable) {
            unreadable.push(name);
        }
        self.optional()
    }
}

impl WireEvent<WireIds> {
    fn ids_only(self) -> Result<FlowEvent, EventError> {
        let ids = self.channel_message;
        Ok(FlowEvent {
            event_type: event_type(self.event_type),
            callback_id: CallbackId::new(self.callback_id.optional().unwrap_or_default())?,
            message: ChannelMessage::new(
                ChannelArn::new(ids.channel_arn.optional().unwrap_or_default())?,
                MessageId::new(ids.message_id.optional().unwrap_or_default())?,
            ),
            unreadable: vec!["ChannelMessage"],
        })
    }
}

impl WireEvent<WireMessage> {
    fn whole(self) -> Result<FlowEvent, EventError> {
        let wire = self.channel_message;
        let mut unreadable = Vec::new();
        let sender = wire.sender.text("Sender", &mut unreadable);
        let push = wire.push_notification.text("PushNotification", &mut unreadable);
        let attributes = wire.message_attributes.text("MessageAttributes", &mut unreadable);
        let message = ChannelMessage {
            channel_arn: ChannelArn::new(wire.channel_arn.optional().unwrap_or_default())?,
            message_id: MessageId::new(wire.message_id.optional().unwrap_or_default())?,
            content: wire.content.text("Content", &mut unreadable),
            metadata: wire.metadata.text("Metadata", &mut unreadable),
            sender: sender.map(|s| Sender { arn: s.arn, name: s.name }).unwrap_or_default(),
            persistence: wire.persistence.optional(),
            message_type: wire.r#type.optional(),
            created_timestamp: wire.created_timestamp.optional(),
            last_edited_timestamp: wire.last_edited_timestamp.optional(),
            push: push
                .map(|p| PushNotification { title: p.title, body: p.body, kind: p.r#type })
                .filter(|p| *p != PushNotification::default()),
            attributes: attributes.map(|all| {
                all.into_iter()
                    .map(|(name, values)| (name, values.and_then(|v| v.string_values).unwrap_or_default()))
                    .collect()
            }),
            content_type: wire.content_type.optional(),
            sub_channel_id: wire.sub_channel_id.optional().and_then(|id| SubChannelId::new(id).ok()),
        };
        Ok(FlowEvent {
            event_type: event_type(self.event_type),
            callback_id: CallbackId::new(self.callback_id.optional().unwrap_or_default())?,
            message,
            unreadable,
        })
    }
}

fn event_type(field: Field<String>) -> EventType {
    match field {
        Field::Read(name) if name == "CHANNEL_MESSAGE_EVENT" => EventType::ChannelMessage,
        _ => EventType::Other,
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
