//! A text as an event: what the verbs that read texts, and not events, let the rules judge.

use channel_flow::FlowEvent;
use channel_flow::event::{CallbackId, ChannelArn, ChannelMessage, EventError, EventType, MessageId, Sender};

const APP_INSTANCE: &str =
    "arn:aws:chime:us-east-1:111122223333:app-instance/6c0f2f0e-1d0f-4b5c-9a51-6f3f3f1b2a10";

/// The event of a message that a user has sent, with this content and nothing else that rules read.
pub(crate) fn event(text: &str) -> Result<FlowEvent, EventError> {
    let channel = ChannelArn::new(format!("{APP_INSTANCE}/channel/general"))?;
    let mut message = ChannelMessage::new(channel, MessageId::new("a".repeat(64))?);
    message.content = Some(text.to_owned());
    message.sender =
        Sender { arn: Some(format!("{APP_INSTANCE}/user/alice")), name: Some("alice".to_owned()) };
    message.persistence = Some("PERSISTENT".to_owned());
    message.message_type = Some("STANDARD".to_owned());
    message.created_timestamp = Some("2026-01-02T03:04:05.678Z".to_owned());
    let callback_id = CallbackId::new("0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f")?;
    Ok(FlowEvent {
        event_type: EventType::ChannelMessage,
        callback_id,
        message: message.into(),
        unreadable: Vec::new(),
    })
}
