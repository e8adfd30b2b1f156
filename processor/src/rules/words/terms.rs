//! Compiled terms, and what is known of each word in them.

use std::ops::Range;

use bytes::Bytes;

use super::common::{self, Known};
use super::hash;
use super::table::Table;
use super::tables::{ALLOW, DISTINCT, GROUP, PAIRED, SYMBOL, TABLES, Tables};
use crate::finding::Severity;

mod states;

pub(super) use states::{Accepted, Opened, State};

/// Compiled terms: the shipped ones, or a list of the rulebook's.
#[derive(Debug)]
pub(super) struct Terms {
    tables: Tables,
}

/// A word that terms consist of.
pub(super) type Symbol = u32;
/// What a search needs to know of each word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    flags: u16,
    /// The set of what may come after it as a first word.
    ahead: u16,
}

/// The numbers of a reference.
pub(super) struct Numbers<'a> {
    lists: &'a Table,
    /// The only one.
    one: Option<u32>,
    places: Range<usize>,
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let place = self.places.next()?;
        Some(self.one.unwrap_or_else(|| self.lists.get(place)))
    }
}

impl From<Known> for About {
    fn from(known: Known) -> Self {
        Self { flags: known.flags, ahead: known.ahead }
    }
}

impl About {
    /// The group of the word.
    #[inline]
    pub(super) fn group(self) -> u32 {
        u32::from(self.flags) >> GROUP & 255
    }

    /// Whether the word's pairs with other common words are known.
    #[inline]
    pub(super) fn is_paired(self) -> bool {
        u32::from(self.flags) & PAIRED != 0
    }
}

impl From<Tables> for Terms {
    fn from(tables: Tables) -> Self {
        Self { tables }
    }
}

impl Terms {
    /// Tables as the build script wrote them: their lengths, doubled and one more for narrow ones, then the
    /// tables.
    pub(super) fn shipped(bytes: &'static [u8]) -> Self {
        let (lengths, mut rest) = bytes.split_at_checked(TABLES * 4).unwrap_or_default();
        let lengths = Table { bytes: Bytes::from_static(lengths), narrow: false };
        let mut tables = Tables::default();
        for (index, table) in tables.each().into_iter().enumerate() {
            let length = lengths.get(index);
            let (own, others) = rest.split_at_checked(length as usize / 2).unwrap_or_default();
            *table = Table { bytes: Bytes::from_static(own), narrow: length & 1 == 1 };
            rest = others;
        }
        Self { tables }
    }

    /// The word with this hash whose letters are these, in any letter case.
    #[inline]
    pub(super) fn plain(&self, hash: u64, letters: &[u8]) -> Option<Symbol> {
        self.tables.words.find(hash, |symbol| same(self.letters(symbol), letters))
    }

    /// The word with this hash whose letters are these.
    #[inline]
    pub(super) fn symbol(&self, hash: u64, letters: &(impl Iterator<Item = u8> + Clone)) -> Option<Symbol> {
        self.tables.words.find(hash, |symbol| self.letters(symbol).iter().copied().eq(letters.clone()))
    }

    /// Whether there may be a word with this hash, which is quickly asked.
    #[inline]
    pub(super) fn may_know(&self, hash: u64) -> bool {
        self.tables.words.may_have(hash)
    }

    pub(super) fn symbol_of(&self, word: &[u8]) -> Option<Symbol> {
        self.symbol(hash::of(word), &word.iter().copied())
    }

    /// What is known of the common words.
    #[inline]
    pub(super) fn common(&self) -> Option<&common::Rows> {
        common::rows(&self.tables.common.bytes)
    }

    /// The common words, but for those of more than eight bytes.
    #[cfg(test)]
    pub(super) fn commons(&self) -> impl Iterator<Item = String> {
        common::short(&self.tables.common.bytes)
    }

    /// Flags.
    fn about(&self, symbol: Symbol) -> u32 {
        self.tables.symbols.get(symbol as usize * SYMBOL)
    }

    #[inline]
    pub(super) fn letters(&self, symbol: Symbol) -> &[u8] {
        let [start, end] = self.tables.places.row(symbol as usize);
        self.tables.letters.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How bad the word is alone, if it is a term alone.
    pub(super) fn alone(&self, symbol: Symbol) -> Option<Severity> {
        match self.about(symbol) & 3 {
            0 => None,
            1 => Some(Severity::Mild),
            2 => Some(Severity::Moderate),
            _ => Some(Severity::Severe),
        }
    }

    /// Whether the word is a term that no ordinary word contains.
    pub(super) fn is_distinct(&self, symbol: Symbol) -> bool {
        self.about(symbol) & DISTINCT != 0
    }

    #[inline]
    pub(super) fn read(&self, symbol: Symbol) -> About {
        let narrow = |number: u32| u16::try_from(number).unwrap_or_default();
        let [flags, ahead] = self.tables.symbols.row(symbol as usize * SYMBOL).map(narrow);
        About { flags, ahead }
    }

    /// The numbers of a reference plus one.
    #[inline]
    fn numbers(&self, reference: u32) -> Numbers<'_> {
        let lists = &self.tables.lists;
        if reference & 1 == 1 {
            return Numbers { lists, one: Some(reference / 2), places: 0..1 };
        }
        let start = reference as usize / 2;
        let len = start.checked_sub(1).map_or(0, |place| lists.get(place) as usize);
        Numbers { lists, one: None, places: start..start + len }
    }

    /// The number of a term's category; `None` where the term allows.
    pub(super) fn category(&self, term: u32) -> Option<u32> {
        Some(self.tables.terms.get(term as usize) & 0xff).filter(|category| *category != ALLOW)
    }

    pub(super) fn severity(&self, term: u32) -> Severity {
        match self.tables.terms.get(term as usize) >> 8 & 3 {
            0 => Severity::Mild,
            1 => Severity::Moderate,
            _ => Severity::Severe,
        }
    }

    /// Whether a term is mild for a harmless meaning.
    pub(super) fn is_ambiguous(&self, term: u32) -> bool {
        self.tables.terms.get(term as usize) >> 10 & 1 == 1
    }

    /// What the lexicon calls a term, after its category.
    pub(super) fn title(&self, term: u32) -> &str {
        let [start, end] = self.tables.titles.row(term as usize);
        self.name(start, end.saturating_sub(start))
    }

    /// The names of the categories, in the order of their numbers.
    pub(super) fn categories(&self) -> impl Iterator<Item = &str> {
        (0..self.tables.categories.len() / 2).map(|category| {
            self.name(self.tables.categories.get(category * 2), self.tables.categories.get(category * 2 + 1))
        })
    }

    fn name(&self, start: u32, len: u32) -> &str {
        let start = start as usize;
        let bytes = self.tables.names.bytes.get(start..start + len as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The words whose skeleton has the hash.
    pub(super) fn like(&self, skeleton: u64) -> impl Iterator<Item = Symbol> + '_ {
        self.tables.skeletons.all(skeleton).flat_map(|reference| self.numbers(reference + 1))
    }

    /// Whether there may be a word whose letters have the sum, which is quickly asked.
    #[inline]
    pub(super) fn may_have_letters(&self, sum: u64) -> bool {
        self.tables.sums.may_have(sum)
    }

    /// The first word that is right, of those whose letters have the sum.
    #[inline]
    pub(super) fn of_letters(&self, sum: u64, right: impl Fn(Symbol) -> bool) -> Option<Symbol> {
        self.tables.sums.find(sum, right)
    }

    /// The terms of one word, in a shape, that signs may mask.
    pub(super) fn of_shape(&self, shape: usize) -> impl Iterator<Item = Symbol> + '_ {
        self.numbers(self.tables.masked.get(shape))
    }
}

/// Whether letters are the word, which is in lower case, in any letter case.
#[inline]
fn same(word: &[u8], letters: &[u8]) -> bool {
    word.len() == letters.len()
        && word.iter().zip(letters).fold(0, |other, (a, b)| other | (a ^ b.to_ascii_lowercase())) == 0
}
