//! The shipped English lexicon, and what it finds in a text, which all rules share.

use std::sync::{LazyLock, OnceLock};

use super::find::{Manner, read};
use super::matching::Hit;
use super::terms::Terms;
use crate::text::Text;
use crate::text::words::{Word, split};

/// The lexicon; immutable data that the build script made.
pub(super) static ENGLISH: LazyLock<Terms> =
    LazyLock::new(|| Terms::shipped(include_bytes!(concat!(env!("OUT_DIR"), "/english.bin"))));

/// What is remembered of one text: each reading's words, and the shipped terms in it.
pub(super) struct Seen {
    first: Looked,
    /// Few texts can be read in other ways.
    others: Vec<Looked>,
}

/// One reading.
#[derive(Default)]
pub(super) struct Looked {
    words: OnceLock<Vec<Word>>,
    hits: OnceLock<Vec<Hit>>,
}

impl Seen {
    pub(super) fn of(text: &Text<'_>) -> Self {
        let others = text.readings().skip(1).map(|_| Looked::default());
        Self { first: Looked::default(), others: others.collect() }
    }

    pub(super) fn readings(&self) -> impl Iterator<Item = &Looked> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl Looked {
    /// The words of the reading, which is this text.
    pub(super) fn words(&self, text: &str) -> &[Word] {
        self.words.get_or_init(|| split(text))
    }

    /// The shipped terms in the reading, which is this text.
    pub(super) fn hits(&self, text: &str) -> &[Hit] {
        let manner = Manner { disguised: true, by_line: true, joined: true };
        self.hits.get_or_init(|| read(&ENGLISH, text, manner))
    }
}
