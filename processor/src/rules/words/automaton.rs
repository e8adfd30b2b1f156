//! Terms as one automaton over words.
//!
//! A term is a small regular expression over words. Each place in it is a position; the states are sets of
//! positions, and the edges between them carry labels: a word, a class of words, or any word. A word of a
//! message may follow several edges (its own, its classes', any), so matching follows a few paths; but
//! terms that begin alike share them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pattern::{Node, Source};

/// Labels while the automaton grows: symbols from 0, classes from here, and any word. What a state accepts
/// is a term, or from here on a class.
pub(crate) const CLASS: u32 = 1 << 30;
pub(crate) const ANY: u32 = u32::MAX;

/// Which of the three automata a pattern belongs to.
#[derive(Clone, Copy)]
pub(crate) enum Root {
    Terms,
    /// Terms that allow what is found inside them.
    Allowed,
    /// Members of this class.
    Members(u32),
}

/// Positions that a part of a term begins with and ends with.
#[derive(Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    nullable: bool,
}

/// Positions, and the words and classes that they are labelled with.
#[derive(Default)]
pub(crate) struct Builder {
    symbols: HashMap<String, u32>,
    pub(crate) spelled: Vec<String>,
    pub(crate) classes: BTreeMap<String, u32>,
    /// The classes that each symbol is a member of.
    pub(crate) of_symbol: HashMap<u32, BTreeSet<u32>>,
    /// The labels of each position, those that may follow it, and what ends there.
    pub(crate) labels: Vec<Vec<u32>>,
    pub(crate) follow: Vec<Vec<u32>>,
    pub(crate) accepts: Vec<Option<u32>>,
    pub(crate) first_of_terms: Vec<u32>,
    pub(crate) first_of_allowed: Vec<u32>,
    /// With the class.
    pub(crate) first_of_members: Vec<(u32, u32)>,
}

impl Builder {
    /// The symbol of a word that some term has.
    pub(crate) fn known(&self, word: &str) -> Option<u32> {
        self.symbols.get(word).copied()
    }

    /// Whether a term or a class member ends at a position.
    pub(crate) fn ends(&self, position: u32) -> bool {
        self.accepts.get(position as usize).copied().flatten().is_some()
    }

    pub(crate) fn symbol(&mut self, word: &str) -> u32 {
        if let Some(symbol) = self.symbols.get(word) {
            return *symbol;
        }
        let symbol = number(self.spelled.len());
        self.symbols.insert(word.to_owned(), symbol);
        self.spelled.push(word.to_owned());
        symbol
    }

    pub(crate) fn name_classes(&mut self, source: &Source) {
        for (index, name) in source.classes.keys().enumerate() {
            self.classes.insert(name.clone(), number(index));
        }
        // A class that another one names is part of it, and so is what the first one names.
        let mut wider: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for name in source.classes.keys() {
            wider.entry(name).or_default().insert(name);
        }
        let mut grew = true;
        while grew {
            grew = false;
            for (name, members) in &source.classes {
                let outer = wider.get(name.as_str()).cloned().unwrap_or_default();
                for member in members {
                    if let Node::Class(inner) = member
                        && let Some(known) = wider.get_mut(inner.as_str())
                    {
                        let before = known.len();
                        known.extend(&outer);
                        grew |= known.len() > before;
                    }
                }
            }
        }
        for (name, members) in &source.classes {
            let all = wider.get(name.as_str()).cloned().unwrap_or_default();
            let numbers: BTreeSet<u32> =
                all.iter().filter_map(|name| self.classes.get(*name).copied()).collect();
            for member in members {
                match member {
                    Node::Words(words) => {
                        for word in words {
                            let symbol = self.symbol(word);
                            self.of_symbol.entry(symbol).or_default().extend(&numbers);
                        }
                    }
                    Node::Class(_) => {}
                    several => {
                        for class in &numbers {
                            self.add(several, CLASS + class, Root::Members(*class));
                        }
                    }
                }
            }
        }
    }

    pub(crate) fn add(&mut self, pattern: &Node, accepted: u32, root: Root) {
        let part = self.part(pattern);
        for last in &part.last {
            if let Some(accepts) = self.accepts.get_mut(*last as usize) {
                *accepts = Some(accepted);
            }
        }
        match root {
            Root::Terms => self.first_of_terms.extend(part.first),
            Root::Allowed => self.first_of_allowed.extend(part.first),
            Root::Members(class) => {
                self.first_of_members.extend(part.first.into_iter().map(|first| (class, first)));
            }
        }
    }

    fn position(&mut self, labels: Vec<u32>) -> Part {
        let position = number(self.labels.len());
        self.labels.push(labels);
        self.follow.push(Vec::new());
        self.accepts.push(None);
        Part { first: vec![position], last: vec![position], nullable: false }
    }

    fn part(&mut self, node: &Node) -> Part {
        match node {
            Node::Words(words) => {
                let labels = words.iter().map(|word| self.symbol(word)).collect();
                self.position(labels)
            }
            Node::Class(name) => {
                let class = self.classes.get(name).map(|class| CLASS + class);
                self.position(class.into_iter().collect())
            }
            Node::Any => self.position(vec![ANY]),
            Node::Sequence(nodes) => {
                let mut whole = Part { nullable: true, ..Part::default() };
                for node in nodes {
                    let next = self.part(node);
                    self.join(&whole.last, &next.first);
                    if whole.nullable {
                        whole.first.extend(&next.first);
                    }
                    if next.nullable {
                        whole.last.extend(&next.last);
                    } else {
                        whole.last = next.last;
                    }
                    whole.nullable &= next.nullable;
                }
                whole
            }
            Node::Choice(nodes) => {
                let mut whole = Part::default();
                let mut single = Vec::new();
                for node in nodes {
                    if let Node::Words(words) = node {
                        single.extend(words.iter().map(|word| self.symbol(word)));
                        continue;
                    }
                    let part = self.part(node);
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                    whole.nullable |= part.nullable;
                }
                if !single.is_empty() {
                    let part = self.position(single);
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                }
                whole
            }
            Node::Optional(inner) => Part { nullable: true, ..self.part(inner) },
            Node::Repeated(inner) => {
                let part = self.part(inner);
                self.join(&part.last, &part.first);
                Part { nullable: true, ..part }
            }
        }
    }

    fn join(&mut self, last: &[u32], first: &[u32]) {
        for position in last {
            if let Some(follow) = self.follow.get_mut(*position as usize) {
                follow.extend(first);
            }
        }
    }

    /// The targets of the positions, by label.
    pub(crate) fn by_label(&self, positions: &[u32]) -> BTreeMap<u32, Vec<u32>> {
        let mut targets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for position in positions {
            for label in self.labels.get(*position as usize).into_iter().flatten() {
                targets.entry(*label).or_default().push(*position);
            }
        }
        for list in targets.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        targets
    }
}

/// Sets of positions and their numbers.
#[derive(Default)]
pub(crate) struct States {
    numbers: HashMap<Vec<u32>, u32>,
    pub(crate) sets: Vec<Vec<u32>>,
}

impl States {
    pub(crate) fn state(&mut self, set: Vec<u32>) -> u32 {
        if let Some(state) = self.numbers.get(&set) {
            return *state;
        }
        let state = number(self.sets.len());
        self.sets.push(set.clone());
        self.numbers.insert(set, state);
        state
    }
}

/// A state: the reference to what it accepts, and the states after its labels.
pub(crate) type Row = (u32, Vec<(u32, u32)>);

/// New numbers of states, in the order of their first, where states that nothing tells apart are one.
pub(crate) fn merged(rows: &[Row]) -> Vec<u32> {
    let mut numbers = vec![0; rows.len()];
    let mut count = 0;
    loop {
        let mut known: HashMap<Row, u32> = HashMap::new();
        let finer = rows.iter().map(|(accepted, edges)| {
            let to = |state: u32| numbers.get(state as usize).copied().unwrap_or_default();
            let edges = edges.iter().map(|(label, state)| (*label, to(*state))).collect();
            let next = number(known.len());
            *known.entry((*accepted, edges)).or_insert(next)
        });
        numbers = finer.collect();
        if known.len() == count {
            return numbers;
        }
        count = known.len();
    }
}

/// Nothing here comes near to 2^30.
pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(CLASS - 1)
}
