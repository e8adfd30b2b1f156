//! A text as all rules read it: folded once, with a way back to the original.

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::folding::Folding;
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
        let looked = self.looked();
        (0..).map_while(move |index| looked.reading(self.original, index))
    }

    /// Whether the original holds a kind of byte.
    pub(crate) fn holds(&self, kind: Trait) -> bool {
        match self.looked() {
            Looked::Plain(traits) => traits.has(kind),
            Looked::Folded(folding) => folding.traits.has(kind),
        }
    }

    /// What kinds of bytes there are, as it was written or as it can be read.
    pub(crate) fn traits(&self) -> Traits {
        match self.looked() {
            Looked::Plain(traits) => traits,
            Looked::Folded(folding) => folding.reads().fold(folding.traits, |all, read| all.or(read.traits)),
        }
    }

    fn looked(&self) -> Looked<'_> {
        let Cache { plain, folding, .. } = self.cache();
        if let Some(traits) = plain.get(self.original.len()) {
            return Looked::Plain(traits);
        }
        if let Some(folding) = folding.get() {
            return Looked::Folded(folding);
        }
        let traits = Traits::of(self.original);
        if traits.may_fold() {
            return Looked::Folded(folding.get_or_init(|| Folding::of(self.original, traits)));
        }
        plain.set(traits);
        Looked::Plain(traits)
    }

    /// What is remembered of this text already, if it is of this type.
    pub(crate) fn recalled<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.cache().value.get().and_then(|value| value.0.downcast_ref())
    }

    /// Whether the lexicon is known to find nothing here, which is true of most texts and quicker to ask than what
    /// is remembered.
    pub(crate) fn is_clean(&self) -> bool {
        self.cache().clean.load(Ordering::Relaxed)
    }

    /// Remembers that the lexicon finds nothing here.
    pub(crate) fn set_clean(&self) {
        self.cache().clean.store(true, Ordering::Relaxed);
    }

    /// What `make` made of this text the first time. One type of value can be remembered of a text; where
    /// another one is, `None`.
    pub(crate) fn remembered<T: Any + Send + Sync>(&self, make: impl FnOnce(&Self) -> T) -> Option<&T> {
        if self.cache().value.get().is_none() {
            let value = Remembered(Box::new(make(self)));
            // Whoever made one at the same time made the same.
            drop(self.cache().value.set(value));
        }
        self.recalled()
    }
}

/// What a text turned out to be.
#[derive(Clone, Copy)]
enum Looked<'t> {
    /// It is read as it was written. Most texts are.
    Plain(Traits),
    Folded(&'t Folding),
}

impl<'t> Looked<'t> {
    fn reading(self, original: &'t str, index: usize) -> Option<Reading<'t>> {
        match self {
            Self::Plain(traits) => (index == 0).then_some(Reading { original, mapped: None, traits }),
            Self::Folded(folding) => {
                let read = folding.read(index)?;
                Some(Reading { original, mapped: read.mapped.as_ref(), traits: read.traits })
            }
        }
    }
}

/// What is remembered of one text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    plain: Plain,
    folding: OnceLock<Folding>,
    clean: AtomicBool,
    value: OnceLock<Remembered>,
}

/// The traits of a text that is read as it was written, if they are known. Threads that look at the same time
/// write the same number, so nobody has to wait for anybody, which would be most of the cost.
#[derive(Debug, Default)]
struct Plain(AtomicU64);

impl Plain {
    /// Of a text of this length.
    fn get(&self, len: usize) -> Option<Traits> {
        Traits::unpacked(self.0.load(Ordering::Relaxed), len)
    }

    fn set(&self, traits: Traits) {
        self.0.store(traits.packed(), Ordering::Relaxed);
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
    /// `None` where it is the original.
    mapped: Option<&'t Mapped>,
    traits: Traits,
}

impl<'t> Reading<'t> {
    /// The folded text. ASCII letters keep their case, others are in lower case.
    pub(crate) fn as_str(&self) -> &'t str {
        self.mapped.map_or(self.original, |mapped| mapped.text.as_str())
    }

    /// The bytes of the original that a span of the folded text comes from, whole characters always.
    pub(crate) fn original(&self, span: Range<usize>) -> Range<usize> {
        self.mapped.map_or(span.clone(), |mapped| mapped.original(span))
    }

    /// The part of the original that a span of the folded text comes from.
    pub(crate) fn original_text(&self, span: Range<usize>) -> &'t str {
        self.original.get(self.original(span)).unwrap_or_default()
    }

    /// What kinds of bytes the folded text holds.
    pub(crate) fn traits(&self) -> Traits {
        self.traits
    }
}
