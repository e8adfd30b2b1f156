//! Taking messages back: redaction empties one, deletion removes it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::history::One;
use super::message::settled;
use super::{Input, no_sub_channel};
use crate::access::{self, Missing};
use crate::error::ApiError;
use crate::shape::Member;
use crate::shape::common::{BEARER, CHANNEL, MESSAGE, SUB_CHANNEL};
use crate::store::messages;
use crate::text::Text;
use crate::work::Work;

pub(crate) const REDACT: &[Member] = &[CHANNEL, MESSAGE, BEARER, SUB_CHANNEL];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Redact {
    channel_arn: String,
    message_id: String,
    chime_bearer: String,
    sub_channel_id: Option<String>,
}

pub(crate) fn redact(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Redact = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    let mut message = seat.visible(work, &request.message_id, Missing::Forbidden)?;
    let own = message.sender == seat.caller.arn && seat.is_member();
    access::allow(own || seat.admin || seat.moderator, "Members may redact their own messages only.")?;
    settled(work, &message)?;
    message.text = Text::default();
    message.redacted = true;
    message.updated = work.now;
    messages::save(work.tx, &message)?;
    work.announce("REDACT", &message.channel, &message.id);
    Ok(json!({ "ChannelArn": message.channel, "MessageId": message.id }))
}

/// Administrators delete even what is targeted at others, which they cannot read.
pub(crate) fn delete(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: One = input.read()?;
    let seat = access::seat(work, &request.chime_bearer, &request.channel_arn, Missing::Forbidden)?;
    no_sub_channel(request.sub_channel_id.as_deref())?;
    access::allow(seat.admin, "Only administrators of the app instance may delete messages.")?;
    let message = messages::find(work.tx, &seat.channel.arn, &request.message_id)?
        .filter(|message| message.persistent)
        .ok_or_else(|| ApiError::forbidden("There is no such message."))?;
    // The operation declares no conflict.
    settled(work, &message).map_err(|_| ApiError::forbidden("The message is not in the state SENT."))?;
    messages::delete(work.tx, &message.id)?;
    work.announce("DELETE", &message.channel, &message.id);
    Ok(Value::Null)
}
