//! The words of a folded text, split in one pass that also hashes them.
//!
//! A word is letters and digits. Apostrophes inside are dropped (`don't` is `dont`), and signs that can
//! stand for letters are kept where letters or digits stand on both sides (`sh!t`), so that they can be
//! looked at more closely; a word that turns out to be nothing better is split at them again. Hyphens,
//! slashes and full stops always separate.

pub(crate) use splitter::{Kind, Splitter, kind};

pub(crate) mod hash;
mod splitter;

/// One word. Offsets are bytes of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The hash's state after the letters, which are lower-case and without apostrophes; those of an
    /// `'s` at the end are not among them.
    pub(crate) state: u64,
    pub(crate) marks: Marks,
    /// Signs that touch the word before its first letter.
    pub(crate) lead: u8,
    /// Signs that touch it after its last.
    pub(crate) trail: u8,
}

/// What is special about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    /// A sentence ends before the word.
    pub(crate) const STOP: Self = Self(1);
    /// A line ends before the word.
    pub(crate) const LINE: Self = Self(2);
    /// Digits are among the letters, or alone.
    pub(crate) const DIGIT: Self = Self(4);
    /// Signs are among the letters.
    pub(crate) const SIGN: Self = Self(8);
    /// A capital follows a small letter.
    pub(crate) const CAMEL: Self = Self(16);
    /// The word goes on with an `'s`.
    pub(crate) const GENITIVE: Self = Self(32);
    /// Letters outside ASCII.
    pub(crate) const FOREIGN: Self = Self(64);
    /// An apostrophe inside makes another word of it: `he'll` is not `hell`.
    pub(crate) const ELIDED: Self = Self(128);
    /// No word, but a sign that stands between single letters.
    pub(crate) const LONE: Self = Self(256);
    /// A letter is there.
    pub(crate) const LETTER: Self = Self(512);
    /// An apostrophe inside is not among the letters.
    pub(crate) const DROPPED: Self = Self(1024);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Splits a folded text.
pub(crate) fn split(text: &str) -> Vec<Word> {
    Splitter::of(text, false).all()
}

/// The parts of a word between the signs in it; offsets are within the word.
pub(crate) fn parts(word: &str) -> Vec<Word> {
    Splitter::of(word, true).all()
}

/// The letters of a word as they are hashed.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = u8> + Clone + '_ {
    let lower = |char: char| char.to_ascii_lowercase();
    text.chars().filter(|char| *char != '\'' && *char != '`' && !splitter::is_apostrophe(*char)).flat_map(
        move |char| {
            let mut buffer = [0; 4];
            let len = lower(char).encode_utf8(&mut buffer).len();
            buffer.into_iter().take(len)
        },
    )
}

#[cfg(test)]
mod tests;
