//! What one rule says.

use std::borrow::Cow;

use crate::patch::Patch;

/// What a rule says of a message. A failed rule says nothing: its error is a different type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say; the next rule reads the same message.
    Pass,
    /// Change these parts; the next rule reads the changed message.
    Edit(Patch),
    /// The message must not be delivered; no further rule is asked.
    Deny(Denial),
}

impl From<Patch> for Verdict {
    fn from(patch: Patch) -> Self {
        if patch.is_empty() { Self::Pass } else { Self::Edit(patch) }
    }
}

impl From<Denial> for Verdict {
    fn from(denial: Denial) -> Self {
        Self::Deny(denial)
    }
}

/// Why a message is not delivered. The channel never sees it; logs and metrics do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denial {
    code: Option<Cow<'static, str>>,
}

impl Denial {
    /// A denial under a code of the rule's own. The code is a literal, so that no text of a message can
    /// become one. Without a code (`Denial::default()`) the rule's id stands for it.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code: Some(Cow::Borrowed(code)) }
    }

    /// A denial under a code that the rulebook gives.
    pub(crate) fn under(code: &str) -> Self {
        Self { code: Some(Cow::Owned(code.to_owned())) }
    }

    /// The code that the rule gave.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}
