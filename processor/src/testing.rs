//! Events, messages and a recording client for tests of rules.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use crate::callback::{CallbackClient, CallbackError, CallbackRequest, Receipt};
use crate::event::{CallbackId, ChannelArn, ChannelMessage, EventType, FlowEvent, MessageId, Sender};
use crate::message::Message;

const APP_INSTANCE: &str =
    "arn:aws:chime:us-east-1:111122223333:app-instance/6c0f2f0e-1d0f-4b5c-9a51-6f3f3f1b2a10";

/// An event with this content, in the shape that has been measured of the live service.
///
/// # Panics
/// Never: the ids are fixed.
#[must_use]
#[expect(clippy::expect_used, reason = "fixed ids, and only tests call this")]
pub fn event(content: &str) -> FlowEvent {
    let channel = format!("{APP_INSTANCE}/channel/5e1c5cb6-6b1d-4f35-8c3a-0a6f6f4a7d55");
    let ids = (ChannelArn::new(channel), MessageId::new("a".repeat(64)));
    let mut message = ChannelMessage::new(ids.0.expect("an ARN"), ids.1.expect("an id"));
    message.content = Some(content.to_owned());
    message.sender =
        Sender { arn: Some(format!("{APP_INSTANCE}/user/alice")), name: Some("Alice".to_owned()) };
    message.persistence = Some("PERSISTENT".to_owned());
    message.message_type = Some("STANDARD".to_owned());
    message.created_timestamp = Some("2026-01-02T03:04:05.678Z".to_owned());
    FlowEvent {
        event_type: EventType::ChannelMessage,
        callback_id: CallbackId::new("0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f").expect("an id"),
        message: Arc::new(message),
        unreadable: Vec::new(),
    }
}

/// A message with this content.
#[must_use]
pub fn message(content: &str) -> Message {
    Message::of(&event(content))
}

/// A deadline ten seconds from now.
#[must_use]
pub fn soon() -> Instant {
    Instant::now() + Duration::from_secs(10)
}

/// Records callbacks and answers them with what it was told to, in order; then with `Resolved`.
#[derive(Debug, Default)]
pub struct RecordingCallback {
    sent: Mutex<Vec<CallbackRequest>>,
    answers: Mutex<Vec<Result<Receipt, CallbackError>>>,
}

impl RecordingCallback {
    /// A client that gives these answers first.
    #[must_use]
    pub fn answering(answers: impl IntoIterator<Item = Result<Receipt, CallbackError>>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self { sent: Mutex::default(), answers: Mutex::new(answers) }
    }

    /// The callbacks so far, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<CallbackRequest> {
        self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

impl CallbackClient for &RecordingCallback {
    async fn send(&self, request: &CallbackRequest, _: Instant) -> Result<Receipt, CallbackError> {
        let lock = std::sync::PoisonError::into_inner;
        self.sent.lock().unwrap_or_else(lock).push(request.clone());
        let mut answers = self.answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        answers.pop().unwrap_or(Ok(Receipt::Resolved))
    }
}
