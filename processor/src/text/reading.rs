//! A text as all rules read it: folded once, with a way back to the original.

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::Folded;

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

    /// The text as a reader takes it; normally one reading, and another where a part is displayed in another
    /// order than it was written in.
    pub(crate) fn readings(&self) -> impl Iterator<Item = Reading<'_>> {
        let folded = self.cache().folded.get_or_init(|| Folding::of(self.original));
        std::iter::once(Reading { original: self.original, folding: folded })
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
    folded: OnceLock<Folding>,
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

/// A folded text without its original. Its `Debug` prints no text.
struct Folding {
    /// `None` where folding changes nothing.
    folded: Option<Folded>,
    traits: Traits,
}

impl Folding {
    fn of(original: &str) -> Self {
        if original.is_ascii() {
            return Self { folded: None, traits: Traits::of(original) };
        }
        let folded = Folded::of(original);
        let traits = Traits::of(folded.as_str());
        Self { folded: Some(folded), traits }
    }
}

impl fmt::Debug for Folding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Folding")
    }
}

/// Folded text: decoded, plain letters, nothing invisible. For finding, never for sending.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'t> {
    original: &'t str,
    folding: &'t Folding,
}

impl<'t> Reading<'t> {
    /// The folded text. ASCII letters keep their case.
    pub(crate) fn as_str(&self) -> &'t str {
        self.folding.folded.as_ref().map_or(self.original, Folded::as_str)
    }

    /// The bytes of the original that a span of the folded text comes from, whole characters always.
    pub(crate) fn original(&self, span: Range<usize>) -> Range<usize> {
        match &self.folding.folded {
            Some(folded) => folded.original(span),
            None => span,
        }
    }

    /// What kinds of bytes the folded text holds.
    pub(crate) fn traits(&self) -> Traits {
        self.folding.traits
    }
}

/// A kind of byte that a rule may need to see before it looks closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Trait {
    Digit = 1,
    At = 1 << 1,
    Dot = 1 << 2,
    Slash = 1 << 3,
    Colon = 1 << 4,
    Hyphen = 1 << 5,
    Underscore = 1 << 6,
    Upper = 1 << 7,
    NonAscii = 1 << 8,
    /// A sign that can stand for a letter: `$`, `!`, `|`, `+`, `*`, `#`, `(` and so on.
    Symbol = 1 << 9,
    Space = 1 << 10,
}

/// Which kinds of bytes a text holds, so that most rules need not look at most texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    kinds: u16,
    digits: u16,
    len: usize,
}

impl Traits {
    pub(crate) fn of(text: &str) -> Self {
        let (mut kinds, mut digits) = (0, 0u16);
        for byte in text.bytes() {
            kinds |= kind(byte);
            digits = digits.saturating_add(u16::from(byte.is_ascii_digit()));
        }
        Self { kinds, digits, len: text.len() }
    }

    pub(crate) fn has(self, kind: Trait) -> bool {
        self.kinds & kind as u16 != 0
    }

    /// How many ASCII digits there are.
    pub(crate) fn digits(self) -> usize {
        self.digits.into()
    }

    /// Bytes of the folded text.
    pub(crate) fn len(self) -> usize {
        self.len
    }
}

const fn kind(byte: u8) -> u16 {
    match byte {
        b'0'..=b'9' => Trait::Digit as u16,
        b'@' => Trait::At as u16 | Trait::Symbol as u16,
        b'.' => Trait::Dot as u16,
        b'/' => Trait::Slash as u16,
        b':' => Trait::Colon as u16,
        b'-' => Trait::Hyphen as u16,
        b'_' => Trait::Underscore as u16,
        b'A'..=b'Z' => Trait::Upper as u16,
        0x80.. => Trait::NonAscii as u16,
        b'$' | b'!' | b'|' | b'+' | b'*' | b'#' | b'(' | b')' | b'<' | b'[' | b'{' | b'&' | b'%' | b'^' => {
            Trait::Symbol as u16
        }
        b' ' | b'\t'..=b'\r' => Trait::Space as u16,
        _ => 0,
    }
}
