//! Compiled terms, and what is known of each word in them.

use std::borrow::Cow;

use super::compile::{ALLOW, DISTINCT, TABLES, Tables};
use super::hash;
use super::table::Table;
use crate::finding::Severity;

/// Numbers of a symbol in its table.
const SYMBOL: usize = 4;
/// Numbers of a term in its table.
const TERM: usize = 3;

/// Compiled terms: the shipped ones, or a list of the rulebook's.
#[derive(Debug)]
pub(super) struct Terms {
    tables: Tables,
}

/// A word that terms consist of.
pub(super) type Symbol = u32;
/// A state of the automaton.
pub(super) type State = u32;

/// What a state accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepted {
    Term(u32),
    Class(u32),
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
        let lengths = Table { bytes: Cow::Borrowed(lengths), narrow: false };
        let mut tables = Tables::default();
        for (index, table) in tables.each().into_iter().enumerate() {
            let length = lengths.get(index);
            let (own, others) = rest.split_at_checked(length as usize / 2).unwrap_or_default();
            *table = Table { bytes: Cow::Borrowed(own), narrow: length & 1 == 1 };
            rest = others;
        }
        Self { tables }
    }

    /// The word with this hash whose letters are these.
    #[inline]
    pub(super) fn symbol(&self, hash: u64, letters: &(impl Iterator<Item = u8> + Clone)) -> Option<Symbol> {
        self.tables.words.get(hash).find(|symbol| self.letters(*symbol).iter().copied().eq(letters.clone()))
    }

    pub(super) fn symbol_of(&self, word: &[u8]) -> Option<Symbol> {
        self.symbol(hash::of(word), &word.iter().copied())
    }

    fn about(&self, symbol: Symbol, what: usize) -> u32 {
        self.tables.symbols.get(symbol as usize * SYMBOL + what)
    }

    pub(super) fn letters(&self, symbol: Symbol) -> &[u8] {
        let start = self.tables.places.get(symbol as usize) as usize;
        let len = self.about(symbol, 0) as usize & 0xff;
        self.tables.letters.bytes.get(start..start + len).unwrap_or_default()
    }

    /// How bad the word is alone, if it is a term alone.
    pub(super) fn alone(&self, symbol: Symbol) -> Option<Severity> {
        match self.about(symbol, 0) >> 8 & 3 {
            0 => None,
            1 => Some(Severity::Mild),
            2 => Some(Severity::Moderate),
            _ => Some(Severity::Severe),
        }
    }

    /// Whether the word is a term that no ordinary word contains.
    pub(super) fn is_distinct(&self, symbol: Symbol) -> bool {
        self.about(symbol, 0) >> 8 & DISTINCT != 0
    }

    /// The states after the word, or a class of it, as the first of a term.
    #[inline]
    pub(super) fn first(&self, symbol: Symbol) -> impl Iterator<Item = State> + '_ {
        self.numbers(self.about(symbol, 1))
    }

    /// The same as the first of a class member of several words.
    #[inline]
    pub(super) fn first_of_member(&self, symbol: Symbol) -> impl Iterator<Item = State> + '_ {
        self.numbers(self.about(symbol, 2))
    }

    /// The classes that the word is in.
    pub(super) fn classes(&self, symbol: Symbol) -> impl Iterator<Item = u32> + '_ {
        self.numbers(self.about(symbol, 3))
    }

    /// The state after a class as the first of a term.
    pub(super) fn first_of_class(&self, class: u32) -> Option<State> {
        self.tables.classes.get(class as usize).checked_sub(1)
    }

    /// The numbers of a reference plus one.
    fn numbers(&self, reference: u32) -> impl Iterator<Item = u32> + '_ {
        let (one, places) = match reference {
            0 => (None, 0..0),
            single if single & 1 == 1 => (Some(single / 2), 0..0),
            list => {
                let start = list as usize / 2 - 1;
                (None, start + 1..start + 1 + self.tables.lists.get(start) as usize)
            }
        };
        one.into_iter().chain(places.map(|at| self.tables.lists.get(at)))
    }

    pub(super) fn accepted(&self, state: State) -> impl Iterator<Item = Accepted> + '_ {
        let terms = self.tables.counts.get(1);
        self.numbers(self.tables.states.get(state as usize * 2 + 1)).map(move |number| {
            match number.checked_sub(terms) {
                Some(class) => Accepted::Class(class),
                None => Accepted::Term(number),
            }
        })
    }

    /// The state after another word, by the word's own letters.
    #[inline]
    pub(super) fn after(&self, state: State, symbol: Symbol) -> Option<State> {
        self.edge(state, symbol + self.tables.counts.get(0) + 1)
    }

    /// The state after another word, by a class of it.
    #[inline]
    pub(super) fn after_class(&self, state: State, class: u32) -> Option<State> {
        self.edge(state, class + 1)
    }

    /// The state after any word.
    #[inline]
    pub(super) fn after_any(&self, state: State) -> Option<State> {
        let first = self.tables.states.get(state as usize * 2) as usize;
        let any = self.tables.edges.get(first * 2) == 0 && self.goes_on(state);
        any.then(|| self.tables.edges.get(first * 2 + 1))
    }

    /// Whether anything may follow.
    #[inline]
    pub(super) fn goes_on(&self, state: State) -> bool {
        self.tables.states.get(state as usize * 2) != self.tables.states.get(state as usize * 2 + 2)
    }

    fn edge(&self, state: State, label: u32) -> Option<State> {
        let (mut low, mut high) =
            (self.tables.states.get(state as usize * 2), self.tables.states.get(state as usize * 2 + 2));
        while low < high {
            let middle = low.midpoint(high);
            let found = self.tables.edges.get(middle as usize * 2);
            match found.cmp(&label) {
                std::cmp::Ordering::Equal => return Some(self.tables.edges.get(middle as usize * 2 + 1)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The number of a term's category; `None` where the term allows.
    pub(super) fn category(&self, term: u32) -> Option<u32> {
        Some(self.tables.terms.get(term as usize * TERM) & 0xff).filter(|category| *category != ALLOW)
    }

    pub(super) fn severity(&self, term: u32) -> Severity {
        match self.tables.terms.get(term as usize * TERM) >> 8 & 3 {
            0 => Severity::Mild,
            1 => Severity::Moderate,
            _ => Severity::Severe,
        }
    }

    /// What the lexicon calls a term: its category and what it is.
    pub(super) fn id(&self, term: u32) -> &str {
        let at = term as usize * TERM;
        self.name(self.tables.terms.get(at + 1), self.tables.terms.get(at + 2))
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
        self.tables.skeletons.get(skeleton).flat_map(|reference| self.numbers(reference + 1))
    }

    /// The terms of one word, in a shape, that signs may mask.
    pub(super) fn of_shape(&self, shape: usize) -> impl Iterator<Item = Symbol> + '_ {
        self.numbers(self.tables.masked.get(shape))
    }
}
