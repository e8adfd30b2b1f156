//! What may stand after the first word of a term, so that a search begins only where it may get on.
//!
//! Words are told apart by a few hundred groups only, so that a set of them is small. The groups make nothing
//! found or missed; the better they part words that stand in the same places, the fewer searches end at the
//! second word.

use std::collections::HashMap;

use super::automaton::{ANY, Builder, CLASS};

/// The group of what comes after a sentence. Words that no term has are in group 0.
pub(crate) const EDGE: u32 = 1;
/// How many groups there are.
const GROUPS: u32 = 256;
/// Numbers of a set, each with a bit for 32 groups.
pub(crate) const SET: usize = GROUPS as usize / 32;
/// Numbers of a folded set, in which four groups share a bit.
pub(crate) const FOLDED: usize = SET / 4;
/// A smaller set that is a little less sharp.
pub(crate) type Folded = [u32; FOLDED];
/// The most common words are groups of their own.
const OWN: u32 = 60;
/// Groups of other words that are in no class.
const LONE: u32 = 60;

/// A set of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Set(pub(crate) [u32; SET]);

impl Set {
    pub(crate) const ALL: Self = Self([u32::MAX; SET]);

    fn one(group: u32) -> Self {
        Self::default().map(|index, _| if group / 32 == index { 1 << (group % 32) } else { 0 })
    }

    pub(crate) fn and(self, more: Self) -> Self {
        self.map(|index, bits| bits | more.0.get(index as usize).copied().unwrap_or_default())
    }

    fn but(self, group: u32) -> Self {
        self.map(|index, bits| if group / 32 == index { bits & !(1 << (group % 32)) } else { bits })
    }

    fn map(mut self, to: impl Fn(u32, u32) -> u32) -> Self {
        (0..).zip(&mut self.0).for_each(|(index, bits)| *bits = to(index, *bits));
        self
    }
}

/// What may stand where.
pub(crate) struct Ahead<'a> {
    builder: &'a Builder,
    /// Of each symbol.
    pub(crate) groups: Vec<u32>,
    /// Those that a member of each class begins with.
    begin: Vec<Set>,
}

impl<'a> Ahead<'a> {
    /// The common words come in the order of their frequency.
    pub(crate) fn of(builder: &'a Builder, common: &[String]) -> Self {
        let mut groups: Vec<u32> =
            (0..).take(builder.spelled.len()).map(|symbol| group(builder, symbol)).collect();
        let common = common.iter().filter_map(|word| builder.known(word)).zip(EDGE + 1..).take(OWN as usize);
        for (symbol, own) in common {
            if let Some(group) = groups.get_mut(symbol as usize) {
                *group = own;
            }
        }
        let mut ahead = Self { builder, groups, begin: vec![Set::default(); builder.classes.len()] };
        for (symbol, classes) in &builder.of_symbol {
            let set = ahead.label(*symbol);
            for class in classes {
                ahead.begins(*class, set);
            }
        }
        // A member may begin with another class.
        loop {
            let before = ahead.begin.clone();
            for (class, first) in &builder.first_of_members {
                let set = ahead.labels(*first);
                ahead.begins(*class, set);
            }
            if ahead.begin == before {
                break;
            }
        }
        ahead
    }

    fn begins(&mut self, class: u32, set: Set) {
        if let Some(begin) = self.begin.get_mut(class as usize) {
            *begin = begin.and(set);
        }
    }

    fn label(&self, label: u32) -> Set {
        match label {
            ANY => Set::ALL.but(EDGE),
            class if class >= CLASS => self.begin.get((class - CLASS) as usize).copied().unwrap_or_default(),
            symbol => Set::one(self.groups.get(symbol as usize).copied().unwrap_or_default()),
        }
    }

    fn labels(&self, position: u32) -> Set {
        let labels = self.builder.labels.get(position as usize);
        labels.into_iter().flatten().fold(Set::default(), |set, label| set.and(self.label(*label)))
    }

    /// What may stand after positions: anything where a term or a class member may end.
    fn after(&self, positions: &[u32]) -> Set {
        positions.iter().fold(Set::default(), |set, position| {
            let ends = self.builder.ends(*position);
            let next = self.builder.follow.get(*position as usize).into_iter().flatten();
            if ends { Set::ALL } else { next.fold(set, |set, next| set.and(self.labels(*next))) }
        })
    }

    /// What may stand after positions, folded.
    pub(crate) fn folded(&self, positions: &[u32]) -> Folded {
        let Set(bits) = self.after(positions);
        let mut folded = [0; FOLDED];
        (0..).zip(bits).for_each(|(index, bits)| {
            folded.iter_mut().skip(index % FOLDED).take(1).for_each(|to| *to |= bits);
        });
        folded
    }

    /// What may stand after each label as the first.
    pub(crate) fn after_first(&self, first: &[u32]) -> HashMap<u32, Set> {
        let by_label = self.builder.by_label(first).into_iter();
        by_label.map(|(label, positions)| (label, self.after(&positions))).collect()
    }
}

/// Words of the same classes stand in the same places; words of none are parted at random, and kept apart from those.
fn group(builder: &Builder, symbol: u32) -> u32 {
    let mix = |mixed: u32, number: u32| (mixed.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b1);
    let among = |mixed: u32, groups: u32| (mixed >> 16) % groups;
    let first = EDGE + 1 + OWN;
    match builder.of_symbol.get(&symbol) {
        Some(classes) => {
            let mixed = classes.iter().fold(1, |mixed, class| mix(mixed, *class));
            first + LONE + among(mixed, GROUPS - first - LONE)
        }
        None => first + among(mix(0, symbol), LONE),
    }
}
