//! A text as all rules read it: folded once, with a way back to the original.

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::folding::{Folding, Read};
use super::map::Mapped;
use super::traits::{Trait, Traits};

/// One human-readable text. What its folding found out is remembered, so that all rules share it.
pub struct Text<'a> {
    original: &'a str,
    cache: Shared<'a>,
}

enum Shared<'a> {
    Kept(&'a Cache),
    Own(Box<Cache>),
}

/// Prints the length, never the text.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("len", &self.original.len()).finish_non_exhaustive()
    }
}

impl<'a> Text<'a> {
    /// A text that no message remembers.
    #[must_use]
    pub fn new(original: &'a str) -> Self {
        Self { original, cache: Shared::Own(Box::default()) }
    }

    /// A text whose cache lives with the message. The cache must be this text's own.
    pub(crate) fn kept(original: &'a str, cache: &'a Cache) -> Self {
        Self { original, cache: Shared::Kept(cache) }
    }

    /// The text as it was written.
    #[must_use]
    pub fn original(&self) -> &'a str {
        self.original
    }

    fn cache(&self) -> &Cache {
        match &self.cache {
            Shared::Kept(cache) => cache,
            Shared::Own(cache) => cache,
        }
    }

    /// The text as a reader takes it; normally one reading, and others where a part is displayed in another
    /// order than it was written in, or a word may be in letters of another script.
    pub(crate) fn readings(&self) -> impl Iterator<Item = Reading<'_>> {
        self.folding().reads().map(|read| Reading { original: self.original, read })
    }

    /// Whether the original holds a kind of byte.
    pub(crate) fn holds(&self, kind: Trait) -> bool {
        self.folding().traits.has(kind)
    }

    /// What kinds of bytes there are, as it was written or as it can be read.
    pub(crate) fn traits(&self) -> Traits {
        let folding = self.folding();
        folding.reads().fold(folding.traits, |all, read| all.or(read.traits))
    }

    fn folding(&self) -> &Folding {
        self.cache().folding.get_or_init(|| Folding::of(self.original))
    }

    /// What `make` made of this text the first time. One type of value can be remembered of a text; where
    /// another one is, `None`.
    pub(crate) fn remembered<T: Any + Send + Sync>(&self, make: impl FnOnce(&Self) -> T) -> Option<&T> {
        if let Some(value) = self.cache().value.get() {
            return value.0.downcast_ref();
        }
        let value = Remembered(Box::new(make(self)));
        self.cache().value.get_or_init(|| value).0.downcast_ref()
    }
}

/// What is remembered of one text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    folding: OnceLock<Folding>,
    value: OnceLock<Remembered>,
}

/// A copy is about to be edited, so it remembers nothing.
impl Clone for Cache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is remembered makes no difference.
impl PartialEq for Cache {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

struct Remembered(Box<dyn Any + Send + Sync>);

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered")
    }
}

/// Folded text: decoded, plain letters, nothing invisible. For finding, never for sending.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'t> {
    original: &'t str,
    read: &'t Read,
}

impl<'t> Reading<'t> {
    /// The folded text. ASCII letters keep their case, others are in lower case.
    pub(crate) fn as_str(&self) -> &'t str {
        self.read.mapped.as_ref().map_or(self.original, |mapped| mapped.text.as_str())
    }

    /// The bytes of the original that a span of the folded text comes from, whole characters always.
    pub(crate) fn original(&self, span: Range<usize>) -> Range<usize> {
        self.read.mapped.as_ref().map_or(span.clone(), |mapped| Mapped::original(mapped, span))
    }

    /// The part of the original that a span of the folded text comes from.
    pub(crate) fn original_text(&self, span: Range<usize>) -> &'t str {
        self.original.get(self.original(span)).unwrap_or_default()
    }

    /// What kinds of bytes the folded text holds.
    pub(crate) fn traits(&self) -> Traits {
        self.read.traits
    }
}
