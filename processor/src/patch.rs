//! A sparse edit; patches compose.

use std::collections::BTreeMap;
use std::fmt;

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
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patch {
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
        self.content = Some(text.into());
        self
    }

    /// Also replaces the metadata; an empty string clears it.
    #[must_use]
    pub fn with_metadata(mut self, metadata: impl Into<String>) -> Self {
        self.metadata = Some(metadata.into());
        self
    }

    /// Also replaces the title of the push notification.
    #[must_use]
    pub fn with_push_title(mut self, title: impl Into<String>) -> Self {
        self.push_title = Some(title.into());
        self
    }

    /// Also replaces the body of the push notification.
    #[must_use]
    pub fn with_push_body(mut self, body: impl Into<String>) -> Self {
        self.push_body = Some(body.into());
        self
    }

    /// Also replaces the type of the push notification.
    #[must_use]
    pub fn with_push_type(mut self, kind: PushType) -> Self {
        self.push_type = Some(kind);
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
        self.attributes.insert(name.into(), values.into_iter().map(Into::into).collect());
        self
    }

    /// Also replaces the content's media type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This edit followed by another: where both name a part, the later one holds.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        self.attributes.extend(later.attributes);
        Self {
            content: later.content.or(self.content),
            metadata: later.metadata.or(self.metadata),
            push_title: later.push_title.or(self.push_title),
            push_body: later.push_body.or(self.push_body),
            push_type: later.push_type.or(self.push_type),
            attributes: self.attributes,
            content_type: later.content_type.or(self.content_type),
        }
    }

    /// The parts that it names.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        [
            (Part::Content, self.content.is_some()),
            (Part::Metadata, self.metadata.is_some()),
            (Part::PushTitle, self.push_title.is_some()),
            (Part::PushBody, self.push_body.is_some()),
            (Part::PushType, self.push_type.is_some()),
            (Part::Attributes, !self.attributes.is_empty()),
            (Part::ContentType, self.content_type.is_some()),
        ]
        .into_iter()
        .filter_map(|(part, named)| named.then_some(part))
        .collect()
    }

    /// The patch without what the message already says.
    pub(crate) fn against(mut self, message: &Message) -> Self {
        let push = message.push();
        let same = |new: &Option<String>, old: Option<&str>| new.is_some() && new.as_deref() == old;
        if same(&self.content, message.0.content.as_deref()) {
            self.content = None;
        }
        if same(&self.metadata, message.metadata()) {
            self.metadata = None;
        }
        if same(&self.push_title, push.and_then(|p| p.title.as_deref())) {
            self.push_title = None;
        }
        if same(&self.push_body, push.and_then(|p| p.body.as_deref())) {
            self.push_body = None;
        }
        if self.push_type.map(PushType::as_str) == push.and_then(|p| p.kind.as_deref()) {
            self.push_type = None;
        }
        if same(&self.content_type, message.content_type()) {
            self.content_type = None;
        }
        self.attributes.retain(|name, values| message.attribute(name) != Some(values));
        self
    }
}

impl Message {
    /// Forgets what is remembered of the parts that an edit changes.
    fn forget(&mut self, patch: &Patch) {
        let texts = &mut self.1;
        for (changed, cache) in [
            (patch.content.is_some(), &mut texts.content),
            (patch.push_title.is_some(), &mut texts.push_title),
            (patch.push_body.is_some(), &mut texts.push_body),
        ] {
            if changed {
                *cache = Cache::default();
            }
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
        let message = &mut self.0;
        set(&mut message.content, patch.content.as_ref());
        set(&mut message.metadata, patch.metadata.as_ref());
        set(&mut message.content_type, patch.content_type.as_ref());
        if patch.push_title.is_some() || patch.push_body.is_some() || patch.push_type.is_some() {
            let push = message.push.get_or_insert_with(PushNotification::default);
            set(&mut push.title, patch.push_title.as_ref());
            set(&mut push.body, patch.push_body.as_ref());
            set(&mut push.kind, patch.push_type.map(|kind| kind.as_str().to_owned()).as_ref());
        }
        if !patch.attributes.is_empty() {
            message.attributes.get_or_insert_default().extend(patch.attributes.clone());
        }
    }
}

/// Prints the names of the parts, never text.
impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Patch").field(&self.parts()).finish()
    }
}
