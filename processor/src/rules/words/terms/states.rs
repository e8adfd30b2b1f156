//! Where words lead: the states of the automata, and the edges between them.

use std::ops::Range;

use super::super::ahead::{FOLDED, SET};
use super::super::pairs;
use super::super::table::edge_bit;
use super::super::tables::{FEW, SYMBOL};
use super::{About, Numbers, Symbol, Terms};

/// A state of the automaton.
pub(in super::super) type State = u32;

/// A state, read: where its edges are, and what it accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Opened {
    pub(in super::super) edges: u32,
    pub(in super::super) end: u32,
    pub(in super::super) accepted: u32,
    /// The state after any word.
    pub(in super::super) any: Option<State>,
}

/// What a state accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Accepted {
    Term(u32),
    Class(u32),
}

impl Terms {
    /// The states after a word or a class of it as the first of a term.
    #[inline]
    pub(in super::super) fn first(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 2))
    }

    /// The same of a term that allows.
    #[inline]
    pub(in super::super) fn first_allowed(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 3))
    }

    /// The same of a class member of several words.
    #[inline]
    pub(in super::super) fn members(&self, symbol: Symbol) -> Numbers<'_> {
        self.numbers(self.tables.symbols.get(symbol as usize * SYMBOL + 4))
    }

    /// The reference, plus one, to the classes of a word.
    fn classes(&self, symbol: Symbol) -> u32 {
        self.tables.symbols.get(symbol as usize * SYMBOL + 5)
    }

    /// What may begin with a word, given the group of the next: a term, and a class member of several words.
    #[inline]
    pub(in super::super) fn may_begin(&self, first: About, next: u32) -> [bool; 2] {
        let sets = usize::from(first.ahead) * SET + next as usize / 32;
        self.tables.ahead.row(sets * 2).map(|set: u32| set >> (next % 32) & 1 == 1)
    }

    /// As many of the first symbols are common words, which may be the second of a pair.
    pub(in super::super) fn common_seconds(&self) -> u32 {
        self.tables.counts.get(3)
    }

    /// The places of the states after two common words of which the first is paired: those of class members, and
    /// those of terms.
    #[inline]
    pub(in super::super) fn pair(&self, first: Symbol, second: Symbol) -> Option<[Range<usize>; 2]> {
        let pairs = &self.tables.pairs;
        let (word, bit) = pairs::place(first, second);
        let bits = pairs.bits.bytes.as_chunks().0.get(word).map_or(0, |bytes| u64::from_le_bytes(*bytes));
        if bits >> bit & 1 == 0 {
            return None;
        }
        let before = pairs.before.get(word) + (bits & ((1 << bit) - 1)).count_ones();
        let place = pairs.places.get(before as usize) as usize;
        let [members, terms] = pairs.lists.row(place).map(|count: u32| count as usize);
        let members = place + 2..place + 2 + members;
        Some([members.clone(), members.end..members.end + terms])
    }

    /// The states at such places.
    pub(in super::super) fn of_pair(&self, places: Range<usize>) -> impl Iterator<Item = State> {
        places.map(|place| self.tables.pairs.lists.get(place))
    }

    /// Whether something of a group may come after a state. Anything may where a term or a class member ends.
    #[inline]
    pub(in super::super) fn may_go_on(&self, state: State, next: u32) -> bool {
        let set = self.tables.next.get(state as usize) as usize * FOLDED;
        let bits = self.tables.folded.get(set + next as usize / 32 % FOLDED);
        bits >> (next % 32) & 1 == 1
    }

    /// The state after a class as the first of a term.
    pub(in super::super) fn first_of_class(&self, class: u32) -> Option<State> {
        self.tables.classes.get(class as usize * 2).checked_sub(1)
    }

    /// The state after a class as the first of a term that allows.
    pub(in super::super) fn first_of_allowed(&self, class: u32) -> Option<State> {
        self.tables.classes.get(class as usize * 2 + 1).checked_sub(1)
    }

    /// What a state accepts, by its reference.
    pub(in super::super) fn accepted(&self, reference: u32) -> impl Iterator<Item = Accepted> + '_ {
        let terms = self.tables.counts.get(1);
        self.numbers(reference).map(move |number| match number.checked_sub(terms) {
            Some(class) => Accepted::Class(class),
            None => Accepted::Term(number),
        })
    }

    #[inline]
    pub(in super::super) fn open(&self, state: State) -> Opened {
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
    pub(in super::super) fn after(&self, state: Opened, symbol: Symbol, mut found: impl FnMut(State)) {
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
    pub(in super::super) fn after_class(&self, state: Opened, class: u32) -> Option<State> {
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
}
