//! A sparse edit; patches compose.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use crate::event::PushNotification;
use crate::message::Message;
use crate::text::Cache;

/// What an edit changes; what it does not name stays as it is.
///
/// A rule returns a patch instead of changing the message, so a rule that fails half-way changed nothing.
///
/// ```
/// use channel_flow::Patch;
/// let patch = Patch::content("calm words").with_attribute("moderated", ["shouting"]);
/// assert!(!patch.is_empty());
/// ```
#[derive(Clone, Default)]
pub struct Patch(Option<Box<Parts>>);

/// What an edit names. On the heap, since most verdicts are none and all are moved about.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) content: Option<String>,
    pub(crate) metadata: Option<String>,
    pub(crate) push_title: Option<String>,
    pub(crate) push_body: Option<String>,
    pub(crate) push_type: Option<PushType>,
    pub(crate) attributes: BTreeMap<String, Vec<String>>,
    pub(crate) content_type: Option<String>,
}

/// How a phone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushType {
    /// An ordinary notification.
    Default,
    /// A call.
    Voip,
}

impl PushType {
    /// Chime's name for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "DEFAULT",
            Self::Voip => "VOIP",
        }
    }
}

/// A part of a message that an edit can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `Content`.
    Content,
    /// `Metadata`.
    Metadata,
    /// `PushNotification.Title`.
    PushTitle,
    /// `PushNotification.Body`.
    PushBody,
    /// `PushNotification.Type`.
    PushType,
    /// `MessageAttributes`.
    Attributes,
    /// `ContentType`.
    ContentType,
}

impl Part {
    /// The name that rulebooks and logs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Metadata => "metadata",
            Self::PushTitle => "push-title",
            Self::PushBody => "push-body",
            Self::PushType => "push-type",
            Self::Attributes => "attributes",
            Self::ContentType => "content-type",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Patch {
    /// An edit of the text.
    #[must_use]
    pub fn content(text: impl Into<String>) -> Self {
        Self::default().with_content(text)
    }

    /// Also replaces the text.
    #[must_use]
    pub fn with_content(mut self, text: impl Into<String>) -> Self {
        self.parts_mut().content = Some(text.into());
        self
    }

    /// Also replaces the metadata; an empty string clears it.
    #[must_use]
    pub fn with_metadata(mut self, metadata: impl Into<String>) -> Self {
        self.parts_mut().metadata = Some(metadata.into());
        self
    }

    /// Also replaces the title of the push notification.
    #[must_use]
    pub fn with_push_title(mut self, title: impl Into<String>) -> Self {
        self.parts_mut().push_title = Some(title.into());
        self
    }

    /// Also replaces the body of the push notification.
    #[must_use]
    pub fn with_push_body(mut self, body: impl Into<String>) -> Self {
        self.parts_mut().push_body = Some(body.into());
        self
    }

    /// Also replaces the type of the push notification.
    #[must_use]
    pub fn with_push_type(mut self, kind: PushType) -> Self {
        self.parts_mut().push_type = Some(kind);
        self
    }

    /// Also sets an attribute to these values.
    ///
    /// Chime has not been seen to deliver attributes to processors, and whether those of a callback join
    /// or replace the sender's is undocumented: an edit of attributes may drop `CHIME.mentions`.
    #[must_use]
    pub fn with_attribute<V: Into<String>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.parts_mut().attributes.insert(name.into(), values.into_iter().map(Into::into).collect());
        self
    }

    /// Also replaces the content's media type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.parts_mut().content_type = Some(content_type.into());
        self
    }

    /// What it names.
    pub(crate) fn get(&self) -> &Parts {
        static NOTHING: Parts = Parts {
            content: None,
            metadata: None,
            push_title: None,
            push_body: None,
            push_type: None,
            attributes: BTreeMap::new(),
            content_type: None,
        };
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    fn parts_mut(&mut self) -> &mut Parts {
        self.0.get_or_insert_default()
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|parts| **parts == Parts::default())
    }

    /// This edit followed by another: where both name a part, the later one holds.
    #[must_use]
    pub fn then(self, later: Self) -> Self {
        let (mut first, later) = match (self.0, later.0) {
            (Some(first), Some(later)) => (first, later),
            (first, later) => return Self(later.or(first)),
        };
        first.attributes.extend(later.attributes);
        Self(Some(Box::new(Parts {
            content: later.content.or(first.content),
            metadata: later.metadata.or(first.metadata),
            push_title: later.push_title.or(first.push_title),
            push_body: later.push_body.or(first.push_body),
            push_type: later.push_type.or(first.push_type),
            attributes: first.attributes,
            content_type: later.content_type.or(first.content_type),
        })))
    }

    /// The parts that it names.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let parts = self.get();
        [
            (Part::Content, parts.content.is_some()),
            (Part::Metadata, parts.metadata.is_some()),
            (Part::PushTitle, parts.push_title.is_some()),
            (Part::PushBody, parts.push_body.is_some()),
            (Part::PushType, parts.push_type.is_some()),
            (Part::Attributes, !parts.attributes.is_empty()),
            (Part::ContentType, parts.content_type.is_some()),
        ]
        .into_iter()
        .filter_map(|(part, named)| named.then_some(part))
        .collect()
    }

    /// The patch without what the message already says.
    pub(crate) fn against(mut self, message: &Message) -> Self {
        let Some(parts) = &mut self.0 else { return self };
        let push = message.push();
        let same = |new: &Option<String>, old: Option<&str>| new.is_some() && new.as_deref() == old;
        if same(&parts.content, message.0.content.as_deref()) {
            parts.content = None;
        }
        if same(&parts.metadata, message.metadata()) {
            parts.metadata = None;
        }
        if same(&parts.push_title, push.and_then(|p| p.title.as_deref())) {
            parts.push_title = None;
        }
        if same(&parts.push_body, push.and_then(|p| p.body.as_deref())) {
            parts.push_body = None;
        }
        if parts.push_type.map(PushType::as_str) == push.and_then(|p| p.kind.as_deref()) {
            parts.push_type = None;
        }
        if same(&parts.content_type, message.content_type()) {
            parts.content_type = None;
        }
        parts.attributes.retain(|name, values| message.attribute(name) != Some(values));
        self
    }
}

impl Message {
    /// Forgets what is remembered of the parts that an edit changes.
    fn forget(&mut self, patch: &Patch) {
        let parts = patch.get();
        let texts = &mut self.1;
        texts.clean = AtomicBool::new(false);
        if parts.content.is_some() {
            texts.content = Cache::default();
        }
        if parts.push_title.is_some() || parts.push_body.is_some() {
            texts.push = OnceLock::new();
        }
    }

    /// The message after an edit. Limits are the pipeline's to check.
    pub(crate) fn apply(&mut self, patch: &Patch) {
        fn set<T: Clone>(slot: &mut Option<T>, new: Option<&T>) {
            if let Some(new) = new {
                *slot = Some(new.clone());
            }
        }
        self.forget(patch);
        let parts = patch.get();
        let message = Arc::make_mut(&mut self.0);
        set(&mut message.content, parts.content.as_ref());
        set(&mut message.metadata, parts.metadata.as_ref());
        set(&mut message.content_type, parts.content_type.as_ref());
        if parts.push_title.is_some() || parts.push_body.is_some() || parts.push_type.is_some() {
            let push = message.push.get_or_insert_with(PushNotification::default);
            set(&mut push.title, parts.push_title.as_ref());
            set(&mut push.body, parts.push_body.as_ref());
            set(&mut push.kind, parts.push_type.map(|kind| kind.as_str().to_owned()).as_ref());
        }
        if !parts.attributes.is_empty() {
            message.attributes.get_or_insert_default().extend(parts.attributes.clone());
        }
    }
}

#[cfg(test)]
impl From<Parts> for Patch {
    fn from(parts: Parts) -> Self {
        Self(Some(Box::new(parts)))
    }
}

impl PartialEq for Patch {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Patch {}

/// Prints the names of the parts, never text.
impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Patch").field(&self.parts()).finish()
    }
}
