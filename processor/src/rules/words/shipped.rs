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
        self.hits.get_or_init(|| look(text))
    }
}

/// Whether the lexicon finds nothing in the text. What it finds is remembered.
pub(super) fn is_clean(text: &Text<'_>) -> bool {
    if text.is_clean() {
        return true;
    }
    if text.recalled::<Seen>().is_some() {
        return false;
    }
    let mut readings = text.readings().map(|reading| look(reading.as_str()));
    let first = readings.next().unwrap_or_default();
    let others: Vec<Vec<Hit>> = readings.collect();
    if first.is_empty() && others.iter().all(Vec::is_empty) {
        text.set_clean();
        return true;
    }
    text.remembered(|_| Seen { first: first.into(), others: others.into_iter().map(Looked::from).collect() });
    false
}

/// The shipped terms in a text.
fn look(text: &str) -> Vec<Hit> {
    read(&ENGLISH, text, Manner { disguised: true, by_line: true, joined: true })
}

impl From<Vec<Hit>> for Looked {
    fn from(hits: Vec<Hit>) -> Self {
        Self { words: OnceLock::new(), hits: hits.into() }
    }
}
