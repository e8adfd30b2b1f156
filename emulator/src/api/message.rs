//! Sending and editing messages.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Input, no_sub_channel};
use crate::access::{self, Missing};
use crate::error::ApiError;
use crate::shape::common::{
    ARN, ATTRIBUTES, BEARER, CHANNEL, CONTENT, CONTENT_TYPE, MESSAGE, METADATA, PUSH, SUB_CHANNEL, TOKEN,
};
use crate::shape::{Member, Shape, may, must};
use crate::store::messages::{Message, Status};
use crate::store::{channels, turns};
use crate::text::Text;
use crate::work::Work;
use crate::{arn, flow};

pub(crate) const SEND: &[Member] = &[
    CHANNEL,
    BEARER,
    must("Content", CONTENT),
    must("Type", Shape::OneOf(&["STANDARD", "CONTROL"])),
    must("Persistence", Shape::OneOf(&["PERSISTENT", "NON_PERSISTENT"])),
    must("ClientRequestToken", TOKEN),
    may("Metadata", METADATA),
    may("PushNotification", PUSH),
    may("MessageAttributes", ATTRIBUTES),
    SUB_CHANNEL,
    may("ContentType", CONTENT_TYPE),
    may("Target", Shape::List { least: 1, most: 1, of: &Shape::Record(&[may("MemberArn", ARN)]) }),
];

pub(crate) const UPDATE: &[Member] = &[
    CHANNEL,
    MESSAGE,
    BEARER,
    must("Content", CONTENT),
    may("Metadata", METADATA),
    SUB_CHANNEL,
    may("ContentType", CONTENT_TYPE),
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Send {
    channel_arn: String,
    chime_bearer: String,
    r#type: String,
    persistence: String,
    sub_channel_id: Option<String>,
    target: Option<Vec<Target>>,
    #[serde(flatten)]
    text: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Target {
    member_arn: Option<String>,
}

pub(crate) fn send(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Send = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    seat.sends()?;
    let text = Text::default().overlaid(request.text);
    text.accept(request.r#type == "CONTROL")?;
    let target = match request.target.into_iter().flatten().next() {
        None => None,
        Some(target) => Some(checked_target(work, &request.channel_arn, target)?),
    };
    let scope = format!("{} {}", seat.channel.arn, seat.caller.arn);
    input.once(work, &scope, |work| {
        let message = Message {
            seq: 0,
            channel: seat.channel.arn.clone(),
            id: arn::message_id(),
            sender: seat.caller.arn.clone(),
            sender_name: seat.caller.name.clone(),
            kind: request.r#type,
            persistent: request.persistence == "PERSISTENT",
            target,
            status: Status::Sent,
            detail: None,
            text,
            redacted: false,
            created: work.now,
            edited: None,
            updated: work.now,
        };
        // Control messages never pass through a flow.
        let processors =
            if message.is_control() { Vec::new() } else { flow::processors(work, &seat.channel)? };
        let id = message.id.clone();
        let status = flow::enter(work, message, processors)?;
        Ok(accepted(&seat.channel.arn, &id, status))
    })
}

fn checked_target(work: &Work<'_>, channel: &str, target: Target) -> Result<String, ApiError> {
    let not_member = || ApiError::bad_request("`Target` must name a member of the channel.");
    let member = target.member_arn.ok_or_else(not_member)?;
    channels::membership(work.tx, channel, &member)?.map(|_| member).ok_or_else(not_member)
}

fn accepted(channel: &str, id: &str, status: Status) -> Value {
    json!({ "ChannelArn": channel, "MessageId": id, "Status": { "Value": status.name() } })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Update {
    channel_arn: String,
    message_id: String,
    chime_bearer: String,
    sub_channel_id: Option<String>,
    #[serde(flatten)]
    text: Text,
}

pub(crate) fn update(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Update = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let message = seat.visible(work, &request.message_id, Missing::Forbidden)?;
    access::allow(message.sender == seat.caller.arn, "Only the sender may edit a message.")?;
    seat.sends()?;
    settled(work, &message)?;
    if message.redacted {
        return Err(ApiError::conflict("The message is redacted."));
    }
    let text = message.text.clone().overlaid(request.text);
    text.accept(message.is_control())?;
    let processors = if message.is_control() { Vec::new() } else { flow::processors(work, &seat.channel)? };
    let status = flow::edit(work, message, text, processors)?;
    Ok(accepted(&seat.channel.arn, &request.message_id, status))
}

/// Refuses a message that is in a flow or failed in one: only what was sent may be changed.
pub(crate) fn settled(work: &Work<'_>, message: &Message) -> Result<(), ApiError> {
    if message.status == Status::Sent && turns::open_at(work.tx, &message.id)?.is_none() {
        Ok(())
    } else {
        Err(ApiError::conflict("The message is not in the state SENT."))
    }
}
