//! What the emulator tells a processor, and what it puts on the event bus when it cannot.

use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::config::{Config, EventProfile};
use crate::store::messages::Message;
use crate::store::turns::{Processor, Turn};
use crate::time::Moment;

/// The event that opens a processor's turn. A message's target is never in it.
pub(crate) fn payload(profile: EventProfile, message: &Message, turn: &Turn) -> Bytes {
    let text = &turn.draft;
    let mut told = Map::new();
    let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
    tell("MessageId", message.id.clone().into());
    tell("ChannelArn", message.channel.clone().into());
    tell("Content", text.content.clone().into());
    tell("Sender", named(&message.sender, message.sender_name.as_deref()));
    tell("Persistence", message.persistence().into());
    tell("Type", message.kind.clone().into());
    tell("CreatedTimestamp", message.created.rfc3339().into());
    if let Some(metadata) = &text.metadata {
        tell("Metadata", metadata.clone().into());
    }
    if let Some(edited) = turn.edited {
        tell("LastEditedTimestamp", edited.rfc3339().into());
    }
    if profile != EventProfile::Documented {
        tell("PushNotification", text.push_notification.clone().map_or(Value::Null, Value::Object));
    }
    if profile == EventProfile::Rich {
        if let Some(attributes) = &text.message_attributes {
            tell("MessageAttributes", attributes.clone().into());
        }
        if let Some(content_type) = &text.content_type {
            tell("ContentType", content_type.clone().into());
        }
    }
    let event = json!({
        "EventType": "CHANNEL_MESSAGE_EVENT",
        "CallbackId": turn.callback,
        "ChannelMessage": told,
    });
    Bytes::from(event.to_string())
}

fn named(arn: &str, name: Option<&str>) -> Value {
    match name {
        Some(name) => json!({ "Arn": arn, "Name": name }),
        None => json!({ "Arn": arn }),
    }
}

/// The event-bus record of an invocation that Lambda refused.
pub(crate) fn invocation_failure(
    config: &Config,
    now: Moment,
    turn: &Turn,
    processor: &Processor,
    reason: &str,
) -> Value {
    let app_instance = turn.channel.split_once("/channel/").map_or("", |(app_instance, _)| app_instance);
    json!({
        "version": "0",
        "id": Uuid::new_v4().to_string(),
        "detail-type": "Chime ChannelFlow Processing Status",
        "source": "aws.chime",
        "account": config.account,
        "time": now.whole_second(),
        "region": config.region,
        "resources": [],
        "detail": {
            "eventType": "ProcessorInvocationFailure",
            "appInstanceArn": app_instance,
            "channelArn": turn.channel,
            "messageId": turn.message,
            "processorResourceArn": processor.configuration.lambda.resource_arn,
            "failureReason": reason,
        },
    })
}
