//! The JSON of an invocation.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    CallbackId, ChannelArn, ChannelMessage, EventError, EventType, FlowEvent, MessageId, PushNotification,
    Sender, SubChannelId,
};

/// Reads as much of an event as can be read.
pub(super) fn read(payload: &str) -> Result<FlowEvent, EventError> {
    match serde_json::from_str::<WireEvent>(payload) {
        Ok(wire) => wire.whole(),
        // Something beside the ids is beyond reading, a doubled key for example.
        Err(_) => serde_json::from_str::<WireIds>(payload).map_err(|_| EventError::NotAnEvent)?.ids_only(),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireEvent {
    #[serde(default)]
    event_type: Field<String>,
    #[serde(default)]
    callback_id: Field<String>,
    channel_message: WireMessage,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireIds {
    #[serde(default)]
    callback_id: Field<String>,
    channel_message: WireMessageIds,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct WireMessageIds {
    channel_arn: Field<String>,
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

impl WireIds {
    fn ids_only(self) -> Result<FlowEvent, EventError> {
        let ids = self.channel_message;
        Ok(FlowEvent {
            event_type: EventType::Other,
            callback_id: CallbackId::new(self.callback_id.optional().unwrap_or_default())?,
            message: Arc::new(ChannelMessage::new(
                ChannelArn::new(ids.channel_arn.optional().unwrap_or_default())?,
                MessageId::new(ids.message_id.optional().unwrap_or_default())?,
            )),
            unreadable: vec!["ChannelMessage"],
        })
    }
}

impl WireEvent {
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
            message: Arc::new(message),
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
