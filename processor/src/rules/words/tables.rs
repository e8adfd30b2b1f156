//! All tables of compiled terms.

use super::pairs::Pairs;
use super::table::{Slots, Table};

/// The category number of allowing terms.
pub(crate) const ALLOW: u32 = 0xff;
/// A flag of a symbol, beside its worst severity as a term alone: no ordinary word contains it.
pub(crate) const DISTINCT: u32 = 4;
/// Another: it is so common that its pairs with other words are known, and no term alone.
pub(crate) const PAIRED: u32 = 8;
/// Where the group of a symbol begins in its flags.
pub(crate) const GROUP: u32 = 4;
/// Numbers of a symbol in its table.
pub(crate) const SYMBOL: usize = 6;
/// Edges of a state that are looked at one by one. Those of others are in a filter, too.
pub(crate) const FEW: u32 = 4;
/// The longest word that disguises are looked for in.
pub(crate) const LONGEST: usize = 32;

/// The tables.
///
/// Labels are 0 for any word, then the classes, then the symbols. A reference to numbers is either one
/// number, doubled, or the place of a list, doubled and one more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    /// How many classes and how many terms there are; from which state on edges are counted anew; and how many of the
    /// first symbols are looked up as the second of a pair.
    pub(crate) counts: Table,
    /// Common words, as they are written.
    pub(crate) common: Table,
    /// Hash of a word to its symbol.
    pub(crate) words: Slots,
    /// Of each symbol: its flags; the number of the sets of what may come after it as a first word; the
    /// references, plus one, to the states after it as the first of a term, of an allowing term, and of a class
    /// member; that to its classes.
    pub(crate) symbols: Table,
    /// Sets of groups, two by two, their numbers in turns: what may come after a word as the first of a term, and
    /// as the first of a class member.
    pub(crate) ahead: Table,
    pub(crate) pairs: Pairs,
    /// Of each state: the number of the folded set of what may come next.
    pub(crate) next: Table,
    /// These sets.
    pub(crate) folded: Table,
    /// Where the letters of each symbol begin, and where the last one's end.
    pub(crate) places: Table,
    pub(crate) letters: Table,
    /// Lists of numbers, each after its length.
    pub(crate) lists: Table,
    /// The states after each class as the first of a term, and of one that allows, plus one.
    pub(crate) classes: Table,
    /// Of each state: where its edges begin, less 2^16 from one state on; the reference to the terms (then
    /// classes) that end there, plus one.
    pub(crate) states: Table,
    /// Label and target, by label.
    pub(crate) edges: Table,
    /// A bit for each edge of the states that have many: whether a search among them can find anything.
    pub(crate) filter: Table,
    /// Of each term: category, severity (from bit 8), and whether it is ambiguous (bit 10).
    pub(crate) terms: Table,
    /// Where the name of each term begins, and where the last one ends.
    pub(crate) titles: Table,
    /// Of each category: where its name begins, and its length.
    pub(crate) categories: Table,
    pub(crate) names: Table,
    /// Hash of a skeleton to the reference to its symbols.
    pub(crate) skeletons: Slots,
    /// Sum of letters to the symbols that consist of them, each with a slot of its own.
    pub(crate) sums: Slots,
    /// Of each length and first letter: the reference to the terms of one word that signs may mask, plus one.
    pub(crate) masked: Table,
}

/// How many tables there are.
pub(crate) const TABLES: usize = 25;

impl Tables {
    /// All tables, always in this order.
    pub(crate) fn each(&mut self) -> [&mut Table; TABLES] {
        [
            &mut self.counts,
            &mut self.common,
            &mut self.words.0,
            &mut self.symbols,
            &mut self.ahead,
            &mut self.pairs.bits,
            &mut self.pairs.before,
            &mut self.pairs.places,
            &mut self.pairs.lists,
            &mut self.next,
            &mut self.folded,
            &mut self.places,
            &mut self.letters,
            &mut self.lists,
            &mut self.classes,
            &mut self.states,
            &mut self.edges,
            &mut self.filter,
            &mut self.terms,
            &mut self.titles,
            &mut self.categories,
            &mut self.names,
            &mut self.skeletons.0,
            &mut self.sums.0,
            &mut self.masked,
        ]
    }
}
