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
pub(crate) const SECONDS: u32 = 2048;

/// The tables of all pairs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// A bit for each pair that has a list, in numbers of 64 bits, first word by first word.
    pub(crate) bits: Table,
    /// How many lists there are before each of these numbers.
    pub(crate) before: Table,
    /// Where the list of each pair begins.
    pub(crate) places: Table,
    /// How many states of class members there are, how many of terms, and these states.
    pub(crate) lists: Table,
}

/// The number that holds the bit of a pair, and the place of the bit.
#[inline]
pub(crate) fn place(first: u32, second: u32) -> (usize, u32) {
    let at = first * SECONDS + second;
    ((at / u64::BITS) as usize, at % u64::BITS)
}

/// The tables in the making.
#[derive(Default)]
pub(crate) struct Making {
    known: HashMap<Vec<u32>, u32>,
    lists: Vec<u32>,
    pairs: Vec<(u32, u32)>,
    places: Vec<u32>,
}

impl Making {
    /// Adds the pairs of a first word, which leads to the states of terms and to those of class members, with each
    /// second word, which has these labels. First words come in their order.
    pub(crate) fn add(&mut self, first: u32, states: [&Vec<u32>; 2], rows: &[Row], seconds: &[Vec<u32>]) {
        let edges = states.map(|states| by_label(states, rows));
        for (second, labels) in (0..).zip(seconds) {
            let [terms, members] = edges.each_ref().map(|by_label| {
                let targets = labels.iter().filter_map(|label| by_label.get(label)).flatten();
                let mut targets: Vec<u32> = targets.copied().collect();
                targets.sort_unstable();
                targets.dedup();
                targets
            });
            if !terms.is_empty() || !members.is_empty() {
                let list = [vec![number(members.len()), number(terms.len())], members, terms].concat();
                let next = number(self.lists.len());
                let place = *self.known.entry(list).or_insert_with_key(|list| {
                    self.lists.extend(list);
                    next
                });
                self.pairs.push((first, second));
                self.places.push(place);
            }
        }
    }

    pub(crate) fn tables(&self) -> Pairs {
        if self.pairs.is_empty() {
            return Pairs::default();
        }
        let mut bits = vec![0u64; (FIRSTS * SECONDS / u64::BITS) as usize];
        for (first, second) in &self.pairs {
            let (word, bit) = place(*first, *second);
            if let Some(word) = bits.get_mut(word) {
                *word |= 1 << bit;
            }
        }
        let before = bits.iter().scan(0, |sum, bits| {
            *sum += bits.count_ones();
            Some(*sum - bits.count_ones())
        });
        Pairs {
            before: Table::of(&before.collect::<Vec<u32>>()),
            bits: Table::text(bits.into_iter().flat_map(u64::to_le_bytes).collect()),
            places: Table::of(&self.places),
            lists: Table::of(&self.lists),
        }
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
