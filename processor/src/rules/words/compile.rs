//! Terms made into tables: one automaton over words for all phrases and patterns.
//!
//! A term is a small regular expression over words. Each place in it is a position; the states are sets of
//! positions, and the edges between them carry labels: a word, a class of words, or any word. A word of a
//! message may follow several edges (its own, its classes', any), so matching follows a few paths; but
//! terms that begin alike share them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::hash;
use super::skeleton;
use super::table::{Slots, Table};

/// A place of a term: what words may stand there, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One of some words, in lower case and without apostrophes.
    Words(Vec<String>),
    /// A word, or several, of a class.
    Class(String),
    /// Any word.
    Any,
    /// One after another.
    Sequence(Vec<Node>),
    /// One of several.
    Choice(Vec<Node>),
    /// Once or not at all.
    Optional(Box<Node>),
    /// Not at all, once or several times.
    Repeated(Box<Node>),
}

/// What a term stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) pattern: Node,
    /// Named in findings.
    pub(crate) id: String,
    /// `None` where the term allows what would be found inside it.
    pub(crate) category: Option<String>,
    /// 0 mild, 1 moderate, 2 severe.
    pub(crate) severity: u8,
}

/// Terms and the classes that they name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) terms: Vec<Term>,
    /// The members of each class; a member may name another class.
    pub(crate) classes: BTreeMap<String, Vec<Node>>,
}

/// Edge labels: symbols from 0, classes from here, and any word.
pub(crate) const CLASS: u32 = 1 << 30;
pub(crate) const ANY: u32 = u32::MAX;
/// The category number of allowing terms.
pub(crate) const ALLOW: u32 = 0xff;

/// A symbol's flags: the worst severity of the terms that it is alone, plus one, in two bits; and whether
/// it is a term that no ordinary word contains.
pub(crate) const DISTINCT: u32 = 4;
/// The longest word that disguises are looked for in.
pub(crate) const LONGEST: usize = 32;

/// The tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    /// Hash of a word to its symbol.
    pub(crate) words: Slots,
    /// Where the letters begin; their length and flags (from bit 8); the state after the word as the first
    /// of a term, or of a class member (0 for none); where its classes are listed.
    pub(crate) symbols: Table,
    pub(crate) letters: Table,
    /// Lists of numbers, each after its length: the classes of a symbol, what a state accepts.
    pub(crate) lists: Table,
    /// The state after a class as the first of a term, or of a class member.
    pub(crate) classes: Table,
    /// Where a state's edges begin, and its list of what it accepts.
    pub(crate) states: Table,
    /// Label and target.
    pub(crate) edges: Table,
    /// Category and severity; where the id begins, and its length; unused.
    pub(crate) terms: Table,
    /// Where the names of the categories begin, and their lengths.
    pub(crate) categories: Table,
    pub(crate) names: Table,
    /// Hash of a skeleton to a list of symbols.
    pub(crate) skeletons: Slots,
    /// Single-word terms that signs may mask, by length and first letter: where their list is.
    pub(crate) masked: Table,
}

/// How many tables there are.
pub(crate) const TABLES: usize = 12;

impl Tables {
    /// All tables, always in this order.
    pub(crate) fn each(&mut self) -> [&mut Table; TABLES] {
        [
            &mut self.words.0,
            &mut self.symbols,
            &mut self.letters,
            &mut self.lists,
            &mut self.classes,
            &mut self.states,
            &mut self.edges,
            &mut self.terms,
            &mut self.categories,
            &mut self.names,
            &mut self.skeletons.0,
            &mut self.masked,
        ]
    }
}

/// Makes the tables. `distinct` says whether no ordinary word contains a word.
pub(crate) fn compile(source: &Source, distinct: &dyn Fn(&str) -> bool) -> Tables {
    let mut builder = Builder::default();
    builder.name_classes(source);
    for (index, term) in source.terms.iter().enumerate() {
        builder.add(&term.pattern, number(index), Root::Terms);
    }
    builder.tables(source, distinct)
}

#[derive(Clone, Copy)]
enum Root {
    Terms,
    Members,
}

/// Positions that a part of a term begins with and ends with.
#[derive(Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    nullable: bool,
}

#[derive(Default)]
struct Builder {
    symbols: HashMap<String, u32>,
    spelled: Vec<String>,
    classes: BTreeMap<String, u32>,
    /// The classes that each symbol is a member of.
    of_symbol: HashMap<u32, BTreeSet<u32>>,
    /// The labels of each position, those that may follow it, and what ends there.
    labels: Vec<Vec<u32>>,
    follow: Vec<Vec<u32>>,
    accepts: Vec<Option<u32>>,
    first_of_terms: Vec<u32>,
    first_of_members: Vec<u32>,
    lists: Vec<u32>,
}

impl Builder {
    fn symbol(&mut self, word: &str) -> u32 {
        if let Some(symbol) = self.symbols.get(word) {
            return *symbol;
        }
        let symbol = number(self.spelled.len());
        self.symbols.insert(word.to_owned(), symbol);
        self.spelled.push(word.to_owned());
        symbol
    }

    fn name_classes(&mut self, source: &Source) {
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
                            self.add(several, CLASS + class, Root::Members);
                        }
                    }
                }
            }
        }
    }

    fn add(&mut self, pattern: &Node, accepted: u32, root: Root) {
        let part = self.part(pattern);
        for last in &part.last {
            if let Some(accepts) = self.accepts.get_mut(*last as usize) {
                *accepts = Some(accepted);
            }
        }
        match root {
            Root::Terms => self.first_of_terms.extend(part.first),
            Root::Members => self.first_of_members.extend(part.first),
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

    fn list(&mut self, numbers: impl IntoIterator<Item = u32>) -> u32 {
        let start = self.lists.len();
        self.lists.push(0);
        self.lists.extend(numbers);
        let count = number(self.lists.len() - start - 1);
        if let Some(length) = self.lists.get_mut(start) {
            *length = count;
        }
        number(start)
    }

    /// The targets of the positions, by label.
    fn by_label(&self, positions: &[u32]) -> BTreeMap<u32, Vec<u32>> {
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

    fn tables(mut self, source: &Source, distinct: &dyn Fn(&str) -> bool) -> Tables {
        // The empty list is number 0, so that 0 can stand for it.
        self.list([]);
        let mut states = States::default();
        let mut roots = [&self.first_of_terms, &self.first_of_members].map(|first| {
            self.by_label(first).into_iter().map(|(label, set)| (label, states.state(set))).collect()
        });
        let (mut starts, mut edges) = (Vec::new(), Vec::new());
        let mut next = 0;
        while let Some(set) = states.sets.get(next).cloned() {
            let follow: Vec<u32> =
                set.iter().filter_map(|at| self.follow.get(*at as usize)).flatten().copied().collect();
            let mut accepted: Vec<u32> =
                set.iter().filter_map(|at| *self.accepts.get(*at as usize)?).collect();
            accepted.sort_unstable();
            accepted.dedup();
            let accepted = if accepted.is_empty() { 0 } else { self.list(accepted) };
            starts.extend([number(edges.len() / 2), accepted]);
            for (label, targets) in self.by_label(&follow) {
                edges.extend([label, states.state(targets)]);
            }
            next += 1;
        }
        starts.extend([number(edges.len() / 2), 0]);
        let mut tables = Tables::default();
        tables.states = Table::of(starts);
        tables.edges = Table::of(edges);
        self.write_terms(source, &mut tables);
        self.write_symbols(source, distinct, &mut roots, &mut tables);
        tables.lists = Table::of(self.lists);
        tables
    }

    fn write_terms(&mut self, source: &Source, tables: &mut Tables) {
        let mut names = Vec::new();
        let mut categories: Vec<&str> =
            source.terms.iter().filter_map(|term| term.category.as_deref()).collect();
        categories.sort_unstable();
        categories.dedup();
        let mut places = Vec::new();
        for category in &categories {
            places.extend([number(names.len()), number(category.len())]);
            names.extend(category.bytes());
        }
        let mut terms = Vec::new();
        for term in &source.terms {
            let category = term.category.as_deref().and_then(|name| categories.binary_search(&name).ok());
            let category = category.map_or(ALLOW, number);
            terms.extend([
                category | u32::from(term.severity) << 8,
                number(names.len()),
                number(term.id.len()),
                0,
            ]);
            names.extend(term.id.bytes());
        }
        tables.terms = Table::of(terms);
        tables.categories = Table::of(places);
        tables.names = Table(names.into());
    }

    fn write_symbols(
        &mut self,
        source: &Source,
        distinct: &dyn Fn(&str) -> bool,
        roots: &mut [HashMap<u32, u32>; 2],
        tables: &mut Tables,
    ) {
        let mut alone: HashMap<u32, u32> = HashMap::new();
        for (index, (labels, accepted)) in self.labels.iter().zip(&self.accepts).enumerate() {
            let first = self.first_of_terms.binary_search(&number(index)).is_ok();
            let term = accepted
                .filter(|term| first && *term < CLASS)
                .and_then(|term| source.terms.get(term as usize));
            let Some(term) = term.filter(|term| term.category.is_some()) else { continue };
            for label in labels.iter().filter(|label| **label < CLASS) {
                let worst = alone.entry(*label).or_default();
                *worst = (*worst).max(u32::from(term.severity) + 1);
            }
        }
        let (mut letters, mut symbols, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let mut skeletons: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let mut masked: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (symbol, word) in (0..).zip(std::mem::take(&mut self.spelled)) {
            let mut flags = alone.get(&symbol).copied().unwrap_or_default();
            if flags > 1 && word.len() >= 4 && distinct(&word) {
                flags |= DISTINCT;
            }
            let classes = self.of_symbol.get(&symbol).cloned().unwrap_or_default();
            let classes = if classes.is_empty() { 0 } else { self.list(classes) };
            let [term, member] = [0, 1].map(|root: usize| {
                roots.get(root).and_then(|root| root.get(&symbol)).map_or(0, |state| state + 1)
            });
            symbols.extend([
                number(letters.len()),
                number(word.len().min(255)) | flags << 8,
                term,
                member,
                classes,
            ]);
            letters.extend(word.bytes());
            words.push((hash::of(word.as_bytes()), symbol));
            let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
            if plain && word.len() >= 2 && word.len() <= LONGEST {
                skeletons.entry(skeleton::of(word.as_bytes())).or_default().push(symbol);
                if flags > 1 && word.len() >= 3 {
                    masked.entry(skeleton::shape(word.len(), word.as_bytes())).or_default().push(symbol);
                }
            }
        }
        tables.words = Slots::of(&words);
        tables.symbols = Table::of(symbols);
        tables.letters = Table(letters.into());
        let skeletons: Vec<_> =
            skeletons.into_iter().map(|(hash, symbols)| (hash, self.list(symbols))).collect();
        tables.skeletons = Slots::of(&skeletons);
        let mut shapes = vec![0; skeleton::SHAPES];
        for (shape, symbols) in masked {
            let list = self.list(symbols);
            if let Some(place) = shapes.get_mut(shape) {
                *place = list;
            }
        }
        tables.masked = Table::of(shapes);
        let classes = (0..number(self.classes.len())).flat_map(|class| {
            [0, 1].map(|root: usize| {
                roots.get(root).and_then(|root| root.get(&(CLASS + class))).map_or(0, |state| state + 1)
            })
        });
        tables.classes = Table::of(classes);
    }
}

/// Sets of positions and their numbers.
#[derive(Default)]
struct States {
    numbers: HashMap<Vec<u32>, u32>,
    sets: Vec<Vec<u32>>,
}

impl States {
    fn state(&mut self, set: Vec<u32>) -> u32 {
        if let Some(state) = self.numbers.get(&set) {
            return *state;
        }
        let state = number(self.sets.len());
        self.sets.push(set.clone());
        self.numbers.insert(set, state);
        state
    }
}

/// Nothing here comes near to 2^30.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(CLASS - 1)
}
