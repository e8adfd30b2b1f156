//! One message from its sender to its outcome.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use crate::chime::{self, Chime, ChimeError};

/// A message to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: String,
    pub(crate) metadata: Option<String>,
    pub(crate) push_title: Option<String>,
    pub(crate) push_body: Option<String>,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) target: Option<String>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Delivered as it was sent.
    Delivered,
    /// Delivered with changes.
    Rewritten,
    /// Not delivered, and not kept.
    Denied,
    /// Not delivered: its processor could not be reached.
    Failed,
    /// Still on its way when the time was over.
    Pending,
}

impl Outcome {
    /// The name that scripts see.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Rewritten => "rewritten",
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Pending => "pending",
        }
    }
}

/// A message and its outcome.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) message_id: String,
    pub(crate) outcome: Outcome,
    /// The message as its sender sees it now; nothing where it was denied.
    pub(crate) message: Option<Value>,
    /// From the call that sent it until its outcome was seen.
    pub(crate) elapsed: Duration,
}

impl Delivery {
    /// A text member of the message.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.message.as_ref()?.get(name)?.as_str()
    }
}

/// The first wait for an outcome; a rule that answers at once takes about as long.
const FIRST_POLL: Duration = Duration::from_millis(2);
/// The longest wait between two looks.
const LAST_POLL: Duration = Duration::from_millis(100);

/// Sends a message and looks, as its sender, until it has an outcome or `wait` is over.
pub(crate) async fn deliver(
    chime: &impl Chime,
    channel: &str,
    sender: &str,
    draft: &Draft,
    wait: Duration,
) -> Result<Delivery, ChimeError> {
    let started = Instant::now();
    let request = chime::send_channel_message(sender, channel, &draft.content, fields(draft));
    let message_id = chime.text(&request, "MessageId").await?;
    let settled = settled(chime, channel, sender, &message_id, draft);
    let (outcome, message) = match timeout_at(started + wait, settled).await {
        Ok(settled) => settled?,
        Err(_elapsed) => (Outcome::Pending, None),
    };
    Ok(Delivery { message_id, outcome, message, elapsed: started.elapsed() })
}

async fn settled(
    chime: &impl Chime,
    channel: &str,
    sender: &str,
    message_id: &str,
    draft: &Draft,
) -> Result<(Outcome, Option<Value>), ChimeError> {
    let request = chime::get_channel_message(sender, channel, message_id);
    let mut pause = FIRST_POLL;
    loop {
        match chime.call(&request).await {
            Ok(mut answer) => {
                let message = answer.get_mut("ChannelMessage").map(Value::take).unwrap_or_default();
                match message.pointer("/Status/Value").and_then(Value::as_str) {
                    Some("PENDING") => {}
                    Some("FAILED") => return Ok((Outcome::Failed, Some(message))),
                    _ if is_as_sent(&message, draft) => return Ok((Outcome::Delivered, Some(message))),
                    _ => return Ok((Outcome::Rewritten, Some(message))),
                }
            }
            // A denied message is not kept.
            Err(error) if error.status() == Some(404) => return Ok((Outcome::Denied, None)),
            // With quotas on, looking counts too.
            Err(error) if error.status() == Some(429) => {}
            Err(error) => return Err(error),
        }
        sleep(pause).await;
        pause = (pause * 3 / 2).min(LAST_POLL);
    }
}

/// The optional members of `SendChannelMessage`.
fn fields(draft: &Draft) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(metadata) = &draft.metadata {
        fields.insert("Metadata".to_owned(), metadata.as_str().into());
    }
    let mut push = Map::new();
    for (name, text) in [("Title", &draft.push_title), ("Body", &draft.push_body)] {
        if let Some(text) = text {
            push.insert(name.to_owned(), text.as_str().into());
        }
    }
    if !push.is_empty() {
        push.insert("Type".to_owned(), "DEFAULT".into());
        fields.insert("PushNotification".to_owned(), push.into());
    }
    if !draft.attributes.is_empty() {
        fields.insert("MessageAttributes".to_owned(), attributes(draft));
    }
    if let Some(target) = &draft.target {
        fields.insert("Target".to_owned(), json!([{ "MemberArn": target }]));
    }
    fields
}

/// Attributes as the API has them; a name that was given twice has two values.
fn attributes(draft: &Draft) -> Value {
    let mut attributes: Map<String, Value> = Map::new();
    for (name, value) in &draft.attributes {
        let entry = attributes.entry(name.as_str()).or_insert_with(|| json!({ "StringValues": [] }));
        if let Some(values) = entry.get_mut("StringValues").and_then(Value::as_array_mut) {
            values.push(value.as_str().into());
        }
    }
    attributes.into()
}

/// Whether everything that a reader can see is as it was sent; push texts are not among it.
fn is_as_sent(message: &Value, draft: &Draft) -> bool {
    let text = |name: &str| message.get(name).and_then(Value::as_str);
    let empty = || Value::Object(Map::new());
    text("Content") == Some(&draft.content)
        && text("Metadata").unwrap_or_default() == draft.metadata.as_deref().unwrap_or_default()
        && message.get("MessageAttributes").cloned().unwrap_or_else(empty) == attributes(draft)
}

#[cfg(test)]
mod tests;
