//! What a rule may read.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::event::{Attributes, ChannelMessage, FlowEvent, PushNotification};
use crate::text::{Cache, Text, Trait, Traits};

/// A chat message as it stands when a rule reads it: the sender's, with the edits of the rules before.
///
/// `Debug` prints ids and sizes, never text.
#[derive(Clone, PartialEq)]
pub struct Message(pub(crate) Arc<ChannelMessage>, pub(crate) Texts);

/// What is remembered of the texts that rules read. It makes no difference, and a copy, which is about to be
/// edited, remembers nothing.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) content: Cache,
    /// Few messages have a push notification, so that there is nothing to forget of most.
    pub(crate) push: OnceLock<Box<PushTexts>>,
    /// Whether the shipped lexicon finds nothing in any text that an edit can change.
    pub(crate) clean: AtomicBool,
}

/// What is remembered of the texts of a push notification.
#[derive(Debug, Default)]
pub(crate) struct PushTexts {
    title: Cache,
    body: Cache,
}

impl Clone for Texts {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Texts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Message {
    /// The message of an event, as its sender wrote it.
    #[must_use]
    pub fn of(event: &FlowEvent) -> Self {
        Self::from(Arc::clone(&event.message))
    }

    /// The text; empty when the event carried none.
    #[must_use]
    pub fn content(&self) -> &str {
        self.0.content.as_deref().unwrap_or_default()
    }

    /// The client's metadata: an opaque string, often JSON, at most 1,024 characters.
    #[must_use]
    pub fn metadata(&self) -> Option<&str> {
        self.0.metadata.as_deref()
    }

    /// The push notification that phones would show.
    #[must_use]
    pub fn push(&self) -> Option<&PushNotification> {
        self.0.push.as_ref()
    }

    /// The message attributes, `None` where the event carried none. Chime has not been seen to deliver
    /// attributes to processors, so `None` does not mean that the message has none.
    #[must_use]
    pub fn attributes(&self) -> Option<&Attributes> {
        self.0.attributes.as_ref()
    }

    /// The values of one attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&[String]> {
        self.0.attributes.as_ref()?.get(name).map(Vec::as_slice)
    }

    /// The content's media type.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// The ARN of the user or bot that wrote it.
    #[must_use]
    pub fn sender_arn(&self) -> Option<&str> {
        self.0.sender.arn.as_deref()
    }

    /// The display name of the sender. No callback can change it.
    #[must_use]
    pub fn sender_name(&self) -> Option<&str> {
        self.0.sender.name.as_deref()
    }

    /// Whether a bot wrote it. A processor that answers as a bot sees its own messages too.
    #[must_use]
    pub fn is_from_bot(&self) -> bool {
        self.sender_arn().is_some_and(|arn| arn.contains("/bot/"))
    }

    /// The channel.
    #[must_use]
    pub fn channel_arn(&self) -> &str {
        self.0.channel_arn.as_str()
    }

    /// The message's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.message_id.as_str()
    }

    /// The sub-channel of an elastic channel.
    #[must_use]
    pub fn sub_channel_id(&self) -> Option<&str> {
        self.0.sub_channel_id.as_ref().map(crate::event::SubChannelId::as_str)
    }

    /// Whether it will be stored, as far as the event says.
    #[must_use]
    pub fn is_persistent(&self) -> bool {
        self.0.persistence.as_deref() != Some("NON_PERSISTENT")
    }

    /// Whether this is an edit of a message that was delivered before. The event has no such flag;
    /// the edit's time stamp tells.
    #[must_use]
    pub fn is_edit(&self) -> bool {
        self.0.last_edited_timestamp.is_some()
    }

    /// The text for a rule to read.
    pub(crate) fn content_text(&self) -> Text<'_> {
        Text::kept(self.content(), &self.1.content)
    }

    /// The title of the push notification for a rule to read.
    pub(crate) fn push_title_text(&self) -> Option<Text<'_>> {
        Some(Text::kept(self.push()?.title.as_deref()?, &self.push_texts().title))
    }

    /// The body of the push notification for a rule to read.
    pub(crate) fn push_body_text(&self) -> Option<Text<'_>> {
        Some(Text::kept(self.push()?.body.as_deref()?, &self.push_texts().body))
    }

    fn push_texts(&self) -> &PushTexts {
        self.1.push.get_or_init(Box::default)
    }

    /// What kinds of bytes there are in the texts that an edit can change, as they were written and as rules
    /// read them.
    pub(crate) fn traits(&self) -> Traits {
        let traits = self.traits_of_texts();
        if self.is_clean() { traits.unlisted() } else { traits }
    }

    fn traits_of_texts(&self) -> Traits {
        let content = self.content_text().traits();
        // What a bot sends may be JSON, whose strings may be written in escapes.
        let is_json = || self.content().trim_start().starts_with(['{', '[']);
        let mut all = if content.has(Trait::Backslash) && is_json() { Traits::ANY } else { content };
        if let Some(metadata) = self.metadata().filter(|metadata| !metadata.is_empty()) {
            all = all.and(of_field(metadata));
        }
        if self.push().is_some() {
            let texts = [self.push_title_text(), self.push_body_text()];
            all = texts.iter().flatten().fold(all, |all, text| all.and(text.traits()));
        }
        if let Some(attributes) = self.attributes() {
            let fields = attributes.iter().flat_map(|(name, values)| std::iter::once(name).chain(values));
            all = fields.fold(all, |all, field| all.and(of_field(field)));
        }
        all
    }

    /// Whether the shipped lexicon is known to find nothing in any text that an edit can change.
    pub(crate) fn is_clean(&self) -> bool {
        self.1.clean.load(Ordering::Relaxed)
    }

    /// Remembers that the shipped lexicon finds nothing in any text that an edit can change.
    pub(crate) fn set_clean(&self) {
        self.1.clean.store(true, Ordering::Relaxed);
    }

    /// When it was sent, as Chime wrote it (RFC 3339).
    #[must_use]
    pub fn created(&self) -> Option<&str> {
        self.0.created_timestamp.as_deref()
    }
}

/// Of what is read in pieces, or together with a name: `name: value`.
fn of_field(text: &str) -> Traits {
    let traits = Traits::of(text);
    let is_plain = !traits.may_fold() && !traits.has(Trait::Backslash);
    if is_plain { traits.and(Traits::of(": ")) } else { Traits::ANY }
}

impl From<ChannelMessage> for Message {
    fn from(message: ChannelMessage) -> Self {
        Self::from(Arc::new(message))
    }
}

impl From<Arc<ChannelMessage>> for Message {
    fn from(message: Arc<ChannelMessage>) -> Self {
        Self(message, Texts::default())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
