//! What a rule found: where, and of what category. Never the text itself.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part that people can read; the items of the option `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextPart {
    /// The text of the message.
    Content,
    /// The client's metadata; in a JSON object or array, its string values.
    Metadata,
    /// The title of the push notification.
    PushTitle,
    /// The body of the push notification.
    PushBody,
    /// The values of all message attributes.
    Attributes,
    /// The sender's display name. No callback can change it, so a finding in it can only deny.
    SenderName,
}

impl TextPart {
    /// What a rule reads unless told otherwise: every part that an edit can change.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![Self::Content, Self::Metadata, Self::PushTitle, Self::PushBody, Self::Attributes]
    }

    /// The content and what phones show of it.
    #[must_use]
    pub fn shown() -> Vec<Self> {
        vec![Self::Content, Self::PushTitle, Self::PushBody]
    }

    /// The name that rulebooks and logs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Metadata => "metadata",
            Self::PushTitle => "push-title",
            Self::PushBody => "push-body",
            Self::Attributes => "attributes",
            Self::SenderName => "sender-name",
        }
    }
}

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Out of place among children or at work.
    Mild,
    /// Out of place in most chats.
    #[default]
    Moderate,
    /// Out of place everywhere.
    Severe,
}

impl Severity {
    /// The name that rulebooks and logs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
        }
    }
}

/// One thing that a rule found. Names come from the rulebook, the lexicon or the code, never from a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands.
    pub part: TextPart,
    /// The bytes of that part's text; where the part is JSON, of the string value.
    pub span: Range<usize>,
    /// What it is: `profanity`, `card-number`.
    pub category: Cow<'static, str>,
    /// Which term or sub-kind: `profanity/darn`, `visa`.
    pub term: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
}

impl Finding {
    /// A finding of moderate severity whose term is its category.
    pub fn new(part: TextPart, span: Range<usize>, category: impl Into<Cow<'static, str>>) -> Self {
        let category = category.into();
        Self { part, span, term: category.clone(), category, severity: Severity::default() }
    }

    /// Names the term or sub-kind.
    #[must_use]
    pub fn term(mut self, term: impl Into<Cow<'static, str>>) -> Self {
        self.term = term.into();
        self
    }

    /// Says how bad it is.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
