//! What Chime is told: the request, the client that sends it, the receipt.

use std::fmt;
use std::future::Future;

use serde::Serialize;
use tokio::time::Instant;

use crate::event::{
    Attributes, CallbackId, ChannelArn, FlowEvent, MessageId, PushNotification, SubChannelId,
};
use crate::message::Message;
use crate::outcome::Decision;

#[cfg(feature = "aws")]
pub mod sdk;

/// One `ChannelFlowCallback`. The `CallbackId` cannot be left out: the AWS SDKs would invent one.
///
/// `Debug` prints ids and the kind of answer, never text; [`to_json`](Self::to_json) prints everything.
#[derive(Clone, PartialEq)]
pub struct CallbackRequest {
    pub(crate) callback_id: CallbackId,
    pub(crate) channel_arn: ChannelArn,
    pub(crate) message_id: MessageId,
    pub(crate) body: CallbackBody,
}

/// What a callback says of the message beside its id.
#[derive(Clone, PartialEq)]
pub(crate) enum CallbackBody {
    /// Deliver with these fields.
    Deliver(Box<Delivery>),
    /// Do not deliver.
    Deny,
}

/// The fields of a delivered message. Whether Chime keeps or clears a field that a callback leaves out is
/// undocumented, so every field that the event carried is here.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Delivery {
    pub(crate) content: Option<String>,
    pub(crate) metadata: Option<String>,
    pub(crate) push: Option<PushNotification>,
    pub(crate) attributes: Option<Attributes>,
    pub(crate) content_type: Option<String>,
    pub(crate) sub_channel_id: Option<SubChannelId>,
}

impl CallbackRequest {
    /// The answer to an event: everything that the event carried, with the decision's changes; on a denial
    /// the id only.
    #[must_use]
    pub fn new(event: &FlowEvent, decision: &Decision) -> Self {
        let mut message = Message::of(event);
        match decision {
            Decision::Deny(_) => return Self::deny(event),
            Decision::NoChange => {}
            Decision::Update(patch) => message.apply(patch),
        }
        let message = &message.0;
        // Chime's minimum lengths forbid to echo what is empty.
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let push = message.push.as_ref().map(|push| PushNotification {
            title: text(&push.title),
            body: text(&push.body),
            kind: text(&push.kind),
        });
        Self::with(
            event,
            CallbackBody::Deliver(Box::new(Delivery {
                content: text(&message.content),
                metadata: message.metadata.clone(),
                push: push.filter(|push| *push != PushNotification::default()),
                attributes: message.attributes.clone(),
                content_type: message.content_type.clone(),
                sub_channel_id: message.sub_channel_id.clone(),
            })),
        )
    }

    /// The denial of an event.
    #[must_use]
    pub fn deny(event: &FlowEvent) -> Self {
        Self::with(event, CallbackBody::Deny)
    }

    /// The smallest answer that delivers: for a payload that Chime refused.
    #[must_use]
    pub fn release(event: &FlowEvent) -> Self {
        Self::with(event, CallbackBody::Deliver(Box::default()))
    }

    fn with(event: &FlowEvent, body: CallbackBody) -> Self {
        Self {
            callback_id: event.callback_id.clone(),
            channel_arn: event.message.channel_arn.clone(),
            message_id: event.message.message_id.clone(),
            body,
        }
    }

    /// Whether the message is denied.
    #[must_use]
    pub fn is_denial(&self) -> bool {
        matches!(self.body, CallbackBody::Deny)
    }

    /// The token that is handed back.
    #[must_use]
    pub fn callback_id(&self) -> &CallbackId {
        &self.callback_id
    }

    /// The request in the API's own names, text included.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let delivery = match &self.body {
            CallbackBody::Deliver(delivery) => Some(delivery),
            CallbackBody::Deny => None,
        };
        let push = delivery.and_then(|d| d.push.as_ref());
        let attributes = delivery.and_then(|d| d.attributes.as_ref());
        let wire = Wire {
            callback_id: self.callback_id.as_str(),
            channel_arn: self.channel_arn.as_str(),
            delete_resource: self.is_denial(),
            channel_message: WireMessage {
                message_id: self.message_id.as_str(),
                content: delivery.and_then(|d| d.content.as_deref()),
                metadata: delivery.and_then(|d| d.metadata.as_deref()),
                push_notification: push.map(|push| WirePush {
                    title: push.title.as_deref(),
                    body: push.body.as_deref(),
                    r#type: push.kind.as_deref(),
                }),
                message_attributes: attributes.map(|all| {
                    all.iter()
                        .map(|(name, values)| (name.as_str(), WireValues { string_values: values }))
                        .collect()
                }),
                content_type: delivery.and_then(|d| d.content_type.as_deref()),
                sub_channel_id: delivery.and_then(|d| d.sub_channel_id.as_ref()).map(SubChannelId::as_str),
            },
        };
        serde_json::to_value(wire).unwrap_or_default()
    }
}

impl fmt::Debug for CallbackRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackRequest")
            .field("callback_id", &self.callback_id)
            .field("message_id", &self.message_id)
            .field("denial", &self.is_denial())
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Wire<'a> {
    callback_id: &'a str,
    channel_arn: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    delete_resource: bool,
    channel_message: WireMessage<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireMessage<'a> {
    message_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    push_notification: Option<WirePush<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_attributes: Option<std::collections::BTreeMap<&'a str, WireValues<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_channel_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WirePush<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireValues<'a> {
    string_values: &'a [String],
}

/// Tells Chime. One implementation talks to AWS, the other records for tests.
pub trait CallbackClient: Send + Sync {
    /// Sends a callback and keeps trying until Chime has given a final answer or `deadline` has come.
    fn send(
        &self,
        request: &CallbackRequest,
        deadline: Instant,
    ) -> impl Future<Output = Result<Receipt, CallbackError>> + Send;
}

/// Chime's final answer, where it leaves nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The callback decided the message.
    Resolved,
    /// The message was decided before: Lambda delivers events twice now and then, and one callback wins.
    AlreadyResolved,
}

impl Receipt {
    /// The name that logs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::AlreadyResolved => "already-resolved",
        }
    }
}

/// A callback that did not get through. Holds no text of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} (HTTP status {}, {} after {attempts} attempts)", .status.map_or("none".to_owned(), |s| s.to_string()), .code.as_deref().unwrap_or("no error code"))]
pub struct CallbackError {
    /// What it means.
    pub kind: CallbackFailure,
    /// The HTTP status of the last answer, where there was one.
    pub status: Option<u16>,
    /// The service's name for the error.
    pub code: Option<String>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// What a failed callback means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFailure {
    /// Chime does not accept this payload; another payload may do.
    #[error("Chime refused the callback's payload")]
    Refused,
    /// The very first callback of this process was forbidden, so it is the permissions.
    #[error(
        "the function may not call ChannelFlowCallback: its role needs `chime:ChannelFlowCallback` on `arn:aws:chime:REGION:ACCOUNT:app-instance/ID/*` (`app-instance`, not `appInstance`)"
    )]
    Forbidden,
    /// The credentials are not accepted or cannot be had.
    #[error("the function's credentials were not accepted")]
    Credentials,
    /// No final answer came before the deadline.
    #[error("no final answer from Chime before the deadline")]
    Unreachable,
}

#[cfg(test)]
mod tests;
