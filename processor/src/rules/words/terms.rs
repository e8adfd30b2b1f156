//! Compiled terms, and what is known of each word in them.

use std::borrow::Cow;
use std::ops::Range;

use super::ahead::{FOLDED, SET};
use super::common::{self, Known};
use super::hash;
use super::table::{Table, edge_bit};
use super::tables::{ALLOW, DISTINCT, FEW, GROUP, SYMBOL, TABLES, Tables};
use crate::finding::Severity;

/// Compiled terms: the shipped ones, or a list of the rulebook's.
#[derive(Debug)]
pub(super) struct Terms {
    tables: Tables,
}

/// A word that terms consist of.
pub(super) type Symbol = u32;
/// A state of the automaton.
pub(super) type State = u32;

/// What a search needs to know of each word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    flags: u16,
    /// The set of what may come after it as a first word.
    ahead: u16,
}

/// A state, read: where its edges are, and what it accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) edges: u32,
    pub(super) end: u32,
    pub(super) accepted: u32,
    /// The state after any word.
    pub(super) any: Option<State>,
}

/// What a state accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepted {
    Term(u32),
    Class(u32),
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

    /// The states after a word or a class of it as the first of a term.
    #[inline]
    pub(super) fn first(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 2))
    }

    /// The same of a term that allows.
    #[inline]
    pub(super) fn first_allowed(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 3))
    }

    /// The same of a class member of several words.
    #[inline]
    pub(super) fn members(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 4))
    }

    /// The reference, plus one, to the classes of a word.
    fn classes(&self, symbol: Symbol) -> u32 {
        self.tables.symbols.get(symbol as usize * SYMBOL + 5)
    }

    /// What may begin with a word, given the group of the next: a term, and a class member of several words.
    #[inline]
    pub(super) fn may_begin(&self, first: About, next: u32) -> [bool; 2] {
        let sets = usize::from(first.ahead) * SET + next as usize / 32;
        self.tables.ahead.row(sets * 2).map(|set: u32| set >> (next % 32) & 1 == 1)
    }

    /// Whether something of a group may come after a state. Anything may where a term or a class member ends.
    #[inline]
    pub(super) fn may_go_on(&self, state: State, next: u32) -> bool {
        let set = self.tables.next.get(state as usize) as usize * FOLDED;
        let bits = self.tables.folded.get(set + next as usize / 32 % FOLDED);
        bits >> (next % 32) & 1 == 1
    }

    /// The state after a class as the first of a term.
    pub(super) fn first_of_class(&self, class: u32) -> Option<State> {
        self.tables.classes.get(class as usize * 2).checked_sub(1)
    }

    /// The state after a class as the first of a term that allows.
    pub(super) fn first_of_allowed(&self, class: u32) -> Option<State> {
        self.tables.classes.get(class as usize * 2 + 1).checked_sub(1)
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

    /// What a state accepts, by its reference.
    pub(super) fn accepted(&self, reference: u32) -> impl Iterator<Item = Accepted> + '_ {
        let terms = self.tables.counts.get(1);
        self.numbers(reference).map(move |number| match number.checked_sub(terms) {
            Some(class) => Accepted::Class(class),
            None => Accepted::Term(number),
        })
    }

    #[inline]
    pub(super) fn open(&self, state: State) -> Opened {
        let [edges, accepted, end] = self.tables.states.row(state as usize * 2);
        // Narrow numbers begin anew at one of the states.
        let beyond = self.tables.counts.get(2);
        let edges = edges + (u32::from(state >= beyond) << 16);
        let end = end + (u32::from(state + 1 >= beyond) << 16);
        let any = match self.tables.edges.row(edges as usize * 2) {
            [0, target] if edges < end => Some(target),
            _ => None,
        };
        Opened { edges, end, accepted, any }
    }

    /// The states after another word, by the word's own letters and by its classes.
    #[inline]
    pub(super) fn after(&self, state: Opened, symbol: Symbol, mut found: impl FnMut(State)) {
        if state.edges == state.end {
            return;
        }
        let references = self.classes(symbol);
        let classes = self.tables.counts.get(0);
        let own = symbol + classes + 1;
        if state.end - state.edges <= FEW {
            // Fewer edges than most words have labels: each edge is asked whether the word goes along it.
            for at in state.edges..state.end {
                let [label, target] = self.tables.edges.row(at as usize * 2);
                if label == own
                    || label != 0
                        && label <= classes
                        && references != 0
                        && self.numbers(references).any(|class| class + 1 == label)
                {
                    found(target);
                }
            }
            return;
        }
        let labels = std::iter::once(own).chain(self.numbers(references).map(|class| class + 1));
        for label in labels {
            if let Some(target) = self.edge(state, label) {
                found(target);
            }
        }
    }

    /// The state after another word, by a class of it.
    pub(super) fn after_class(&self, state: Opened, class: u32) -> Option<State> {
        self.edge(state, class + 1)
    }

    #[inline]
    fn edge(&self, state: Opened, label: u32) -> Option<State> {
        if state.end - state.edges > FEW {
            let filter = &self.tables.filter.bytes;
            let (byte, bit) = edge_bit(state.edges, label, filter.len());
            if filter.get(byte).is_none_or(|byte| byte & bit == 0) {
                return None;
            }
        }
        self.find_edge(state, label)
    }

    #[inline(never)]
    fn find_edge(&self, state: Opened, label: u32) -> Option<State> {
        let (mut low, mut high) = (state.edges, state.end);
        while low < high {
            let middle = low.midpoint(high);
            let [found, target] = self.tables.edges.row(middle as usize * 2);
            match found.cmp(&label) {
                std::cmp::Ordering::Equal => return Some(target),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
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
