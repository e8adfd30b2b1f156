//! The shipped English lexicon, and what it finds in a text, which all rules share.

use std::sync::{LazyLock, OnceLock};

use super::matching::Hit;
use super::scan::{Manner, scan};
use super::terms::Terms;
use crate::text::Text;
use crate::text::words::{Word, split};

/// The lexicon; immutable data that the build script made.
pub(super) static ENGLISH: LazyLock<Terms> =
    LazyLock::new(|| Terms::shipped(include_bytes!(concat!(env!("OUT_DIR"), "/english.bin"))));

/// What is remembered of one text: each reading's words, and the shipped terms in it.
pub(super) struct Seen(Vec<Looked>);

/// One reading.
pub(super) struct Looked {
    pub(super) words: Vec<Word>,
    hits: OnceLock<Vec<Hit>>,
}

impl Seen {
    pub(super) fn of(text: &Text<'_>) -> Self {
        let looked = |text: &str| Looked { words: split(text), hits: OnceLock::new() };
        Self(text.readings().map(|reading| looked(reading.as_str())).collect())
    }

    pub(super) fn readings(&self) -> &[Looked] {
        &self.0
    }
}

impl Looked {
    /// The shipped terms in the reading, which is this text.
    pub(super) fn hits(&self, text: &str) -> &[Hit] {
        let manner = Manner { disguised: true, by_line: true };
        self.hits.get_or_init(|| scan(&ENGLISH, text, &self.words, manner))
    }
}
