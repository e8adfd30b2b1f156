//! Where common words lead two by two.
//!
//! Most words of a chat are a few hundred, and terms begin with nearly all of them. Few of their pairs begin a
//! term, and for these the states after both are written down; every other pair ends a search before it begins.

use std::collections::{BTreeMap, HashMap};

use super::automaton::{Row, number};
use super::table::Table;

/// As many of the first symbols, which are the most common words, are looked up as the first of a pair.
pub(crate) const FIRSTS: u32 = 256;
/// As many as the second.
pub(crate) const SECONDS: u32 = 1 << SECOND;
const SECOND: u32 = 11;
/// Bits of the number of a list, which is never 0.
const LIST: u32 = u32::BITS - FIRSTS.ilog2() - SECOND;

/// What tells a pair from all others.
#[inline]
fn key(first: u32, second: u32) -> u32 {
    first << SECOND | second
}

/// The slot where the search for a key begins, of so many.
#[inline]
fn slot(key: u32, size: usize) -> usize {
    let mixed = u64::from(key.wrapping_mul(0x9e37_79b1));
    usize::try_from((mixed * size as u64) >> 32).unwrap_or_default()
}

/// The number of the list of a pair, if it has one.
#[inline]
pub(crate) fn find(table: &[u8], first: u32, second: u32) -> Option<u32> {
    let slots = table.as_chunks::<4>().0;
    let key = key(first, second);
    let mut at = slot(key, slots.len());
    loop {
        let slot = u32::from_le_bytes(*slots.get(at)?);
        if slot == 0 {
            return None;
        }
        if slot >> LIST == key {
            return Some(slot & ((1 << LIST) - 1));
        }
        at += 1;
        if at == slots.len() {
            at = 0;
        }
    }
}

/// The tables in the making.
#[derive(Default)]
pub(crate) struct Pairs {
    known: HashMap<Vec<u32>, u32>,
    /// Where each list begins.
    starts: Vec<u32>,
    /// How many states of class members there are; these; and those of terms.
    lists: Vec<u32>,
    slots: Vec<u32>,
}

impl Pairs {
    /// Adds the pairs of a first word, which leads to the states of terms and to those of class members, with each
    /// second word, which has these labels; whether there is room.
    pub(crate) fn add(
        &mut self,
        first: u32,
        states: [&Vec<u32>; 2],
        rows: &[Row],
        seconds: &[Vec<u32>],
    ) -> bool {
        let [terms, members] = states.map(|states| by_label(states, rows));
        let targets = |by_label: &BTreeMap<u32, Vec<u32>>, labels: &[u32]| {
            let targets = labels.iter().filter_map(|label| by_label.get(label)).flatten();
            let mut targets: Vec<u32> = targets.copied().collect();
            targets.sort_unstable();
            targets.dedup();
            targets
        };
        let mut found = Vec::new();
        for (second, labels) in (0..).zip(seconds) {
            let [terms, members] = [&terms, &members].map(|by_label| targets(by_label, labels));
            if !terms.is_empty() || !members.is_empty() {
                found.push((second, [vec![number(members.len())], members, terms].concat()));
            }
        }
        if self.known.len() + found.len() >= 1 << LIST {
            return false;
        }
        for (second, list) in found {
            let number = self.number(list);
            self.slots.push(key(first, second) << LIST | number);
        }
        true
    }

    fn number(&mut self, list: Vec<u32>) -> u32 {
        let next = number(self.known.len() + 1);
        if let Some(known) = self.known.get(&list) {
            return *known;
        }
        self.starts.push(number(self.lists.len()));
        self.lists.extend(&list);
        self.known.insert(list, next);
        next
    }

    /// The tables of the pairs, of where the lists begin, and of the lists.
    pub(crate) fn tables(mut self) -> [Table; 3] {
        let size = self.slots.len() * 4 / 3 + 1;
        let mut table = vec![0; size];
        for pair in self.slots {
            let mut at = slot(pair >> LIST, size);
            while table.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) % size;
            }
            if let Some(free) = table.get_mut(at) {
                *free = pair;
            }
        }
        self.starts.push(number(self.lists.len()));
        let bytes = table.into_iter().flat_map(u32::to_le_bytes).collect();
        [Table::text(bytes), Table::of(&self.starts), Table::of(&self.lists)]
    }
}

/// Where the edges of states lead, by their labels.
fn by_label(states: &[u32], rows: &[Row]) -> BTreeMap<u32, Vec<u32>> {
    let mut by_label: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let edges = states.iter().filter_map(|state| rows.get(*state as usize)).flat_map(|(_, edges)| edges);
    for (label, target) in edges {
        by_label.entry(*label).or_default().push(*target);
    }
    by_label
}
