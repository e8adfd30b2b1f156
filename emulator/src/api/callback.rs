//! What a processor says when it is done.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Input, no_sub_channel};
use crate::error::ApiError;
use crate::flow;
use crate::shape::common::{
    ATTRIBUTES, CHANNEL, CONTENT, CONTENT_TYPE, MESSAGE_ID, METADATA, PUSH, SUB_CHANNEL,
};
use crate::shape::{Form, Member, Shape, may, must, text};
use crate::text::Text;
use crate::work::Work;

pub(crate) const CALLBACK: &[Member] = &[
    CHANNEL,
    must("CallbackId", text(32, 64, Form::Any)),
    may("DeleteResource", Shape::Flag),
    must(
        "ChannelMessage",
        Shape::Record(&[
            must("MessageId", MESSAGE_ID),
            may("Content", CONTENT),
            may("Metadata", METADATA),
            may("PushNotification", PUSH),
            may("MessageAttributes", ATTRIBUTES),
            SUB_CHANNEL,
            may("ContentType", CONTENT_TYPE),
        ]),
    ),
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    channel_arn: String,
    callback_id: String,
    #[serde(default)]
    delete_resource: bool,
    channel_message: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Said {
    message_id: String,
    sub_channel_id: Option<String>,
    #[serde(flatten)]
    text: Text,
}

pub(crate) fn callback(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let request: Request = input.read()?;
    no_sub_channel(request.channel_message.sub_channel_id.as_deref())?;
    let answer = json!({ "ChannelArn": request.channel_arn, "CallbackId": request.callback_id });
    let callback = flow::Callback {
        id: request.callback_id,
        channel: request.channel_arn,
        message: request.channel_message.message_id,
        deny: request.delete_resource,
        given: request.channel_message.text,
    };
    flow::call_back(work, callback)?;
    Ok(answer)
}
