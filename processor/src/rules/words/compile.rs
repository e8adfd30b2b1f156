//! Terms made into tables.

use std::collections::{BTreeMap, HashMap};

use super::ahead::{Ahead, FOLDED, SET, Set};
use super::automaton::{ANY, Builder, CLASS, Root, Row, States, merged, number};
use super::common;
use super::hash;
use super::pattern::Source;
use super::skeleton;
use super::table::{Slots, Table, edge_bit};
use super::tables::{ALLOW, DISTINCT, FEW, GROUP, LONGEST, SYMBOL, Tables};

/// Letters of words that are read where they are misspelt, at least.
const SHORTEST: usize = 4;
/// Automata: of the terms, of those that allow, and of class members of several words.
const ROOTS: usize = 3;

/// What the first words of the automata lead to.
struct Firsts {
    /// The state after each label.
    states: [HashMap<u32, u32>; ROOTS],
    /// The groups of what may come after it.
    ahead: [HashMap<u32, Set>; 2],
    /// The group of each symbol.
    groups: Vec<u32>,
}

/// What is known of a language beside its terms.
pub(crate) trait Language {
    /// Whether no ordinary word contains a term.
    fn is_distinct(&self, term: &str) -> bool;
    /// Whether a word is an ordinary one.
    fn is_ordinary(&self, word: &str) -> bool;
    /// Whether a word is also read where letters are swapped or left out: one that only phrases have, or that is
    /// a term alone of this severity.
    fn is_misspelt(&self, word: &str, severity: Option<u32>) -> bool;
    /// The most common words as they are written, in the order of their frequency.
    fn common(&self) -> &[String];
}

/// Makes the tables.
pub(crate) fn compile(source: &Source, language: &impl Language) -> Tables {
    let mut builder = Builder::default();
    builder.name_classes(source);
    for (index, term) in source.terms.iter().enumerate() {
        let root = if term.category.is_some() { Root::Terms } else { Root::Allowed };
        builder.add(&term.pattern, number(index), root);
    }
    let mut writer = Writer {
        classes: number(builder.classes.len()),
        terms: number(source.terms.len()),
        lists: Vec::new(),
        known: HashMap::new(),
        tables: Tables::default(),
    };
    let ahead = Ahead::of(&builder, language.common());
    let members: Vec<u32> = builder.first_of_members.iter().map(|(_, first)| *first).collect();
    let firsts = [&builder.first_of_terms, &builder.first_of_allowed, &members];
    let roots = writer.write_states(&builder, &ahead, firsts);
    // What allows is looked for too rarely to count.
    let [terms, _, members] = firsts;
    let firsts = [terms, members].map(|first| ahead.after_first(first));
    writer.write_terms(source);
    let firsts = Firsts { states: roots, ahead: firsts, groups: ahead.groups };
    let symbols = writer.write_symbols(&builder, &alone(&builder, source), language, &firsts);
    let common = common::table(
        language.common(),
        |word| builder.known(word),
        |symbol| {
            let row = symbols.get(symbol as usize * SYMBOL..).and_then(<[u32]>::first_chunk);
            row.copied().unwrap_or_default().map(narrow)
        },
        |word| language.is_ordinary(word),
    );
    writer.tables.common = Table::text(common);
    writer.tables.lists = Table::of(&writer.lists);
    writer.tables
}

/// The worst severity, plus one, of the terms that each symbol is alone.
fn alone(builder: &Builder, source: &Source) -> HashMap<u32, u32> {
    let mut alone: HashMap<u32, u32> = HashMap::new();
    for position in &builder.first_of_terms {
        let accepted = builder.accepts.get(*position as usize).copied().flatten();
        let term = accepted.and_then(|term| source.terms.get(term as usize));
        let Some(term) = term.filter(|term| term.category.is_some()) else { continue };
        for label in builder.labels.get(*position as usize).into_iter().flatten() {
            let worst = alone.entry(*label).or_default();
            *worst = (*worst).max(u32::from(term.severity) + 1);
        }
    }
    alone
}

/// The bits of the edges of states that have more than a few.
fn filter(starts: &[u32], edges: &[u32]) -> Table {
    let starts: Vec<usize> = starts.iter().step_by(2).map(|start| *start as usize).collect();
    let many = starts.array_windows().filter(|[from, to]| to - from > FEW as usize);
    let many: Vec<(usize, usize)> = many.map(|[from, to]| (*from, *to)).collect();
    let count: usize = many.iter().map(|(from, to)| to - from).sum();
    // Each state knows what may come next, so half a byte for each edge is enough.
    let mut bits = vec![0u8; count.next_power_of_two() / 2];
    for (from, to) in many {
        for label in edges.get(from * 2..to * 2).into_iter().flatten().step_by(2) {
            let (byte, bit) = edge_bit(number(from), *label, bits.len());
            if let Some(byte) = bits.get_mut(byte) {
                *byte |= bit;
            }
        }
    }
    Table::text(bits)
}

/// Lets twice as many edges fit a narrow table: counts them anew from 2^16 on, and says from which state.
fn fold(starts: &mut [u32]) -> u32 {
    const HALF: u32 = 1 << 16;
    let rows = starts.len() / 2;
    let edges = || starts.iter().step_by(2);
    let beyond =
        if edges().all(|start| *start < 2 * HALF) { edges().position(|start| *start >= HALF) } else { None };
    let beyond = beyond.unwrap_or(rows);
    starts.iter_mut().step_by(2).skip(beyond).for_each(|start| *start -= HALF);
    number(beyond)
}

/// Flags and the numbers of sets, which are all small.
fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or_default()
}

struct Writer {
    classes: u32,
    terms: u32,
    lists: Vec<u32>,
    /// The references to lists.
    known: HashMap<Vec<u32>, u32>,
    tables: Tables,
}

impl Writer {
    /// The reference to numbers, plus one; 0 where there are none.
    fn reference(&mut self, numbers: &[u32]) -> u32 {
        match numbers {
            [] => 0,
            [one] => one * 2 + 1,
            several => {
                if let Some(known) = self.known.get(several) {
                    return *known;
                }
                let reference = number(self.lists.len()) * 2 + 2;
                self.lists.push(number(several.len()));
                self.lists.extend(several);
                self.known.insert(several.to_vec(), reference);
                reference
            }
        }
    }

    /// The states, and for each of the automata the state after each label as the first.
    fn write_states(
        &mut self,
        builder: &Builder,
        ahead: &Ahead<'_>,
        firsts: [&Vec<u32>; ROOTS],
    ) -> [HashMap<u32, u32>; ROOTS] {
        let mut states = States::default();
        let roots = firsts.map(|first| {
            builder.by_label(first).into_iter().map(|(label, set)| (label, states.state(set))).collect()
        });
        let mut rows: Vec<Row> = Vec::new();
        while let Some(set) = states.sets.get(rows.len()).cloned() {
            let follow = set.iter().filter_map(|at| builder.follow.get(*at as usize)).flatten();
            let follow: Vec<u32> = follow.copied().collect();
            let accepted = set.iter().filter_map(|at| *builder.accepts.get(*at as usize)?);
            let mut accepted: Vec<u32> = accepted
                .map(|accepted| accepted.checked_sub(CLASS).map_or(accepted, |class| self.terms + class))
                .collect();
            accepted.sort_unstable();
            accepted.dedup();
            let targets = builder.by_label(&follow).into_iter().map(|(label, set)| {
                let label = match label {
                    ANY => 0,
                    class if class >= CLASS => class - CLASS + 1,
                    symbol => symbol + self.classes + 1,
                };
                (label, states.state(set))
            });
            let mut targets: Vec<(u32, u32)> = targets.collect();
            targets.sort_unstable();
            rows.push((self.reference(&accepted), targets));
        }
        // No two states of a plain list are alike.
        let numbers =
            if self.classes > 0 { merged(&rows) } else { (0..number(rows.len())).collect::<Vec<u32>>() };
        let new = |state: u32| numbers.get(state as usize).copied().unwrap_or_default();
        self.write_next(ahead, states.sets.iter().zip(&numbers));
        let (mut starts, mut edges) = (Vec::new(), Vec::new());
        for ((accepted, targets), state) in rows.into_iter().zip(&numbers) {
            if *state as usize == starts.len() / 2 {
                starts.extend([number(edges.len() / 2), accepted]);
                edges.extend(targets.into_iter().flat_map(|(label, target)| [label, new(target)]));
            }
        }
        starts.extend([number(edges.len() / 2), 0]);
        let roots = roots.map(|root: HashMap<u32, u32>| {
            root.into_iter().map(|(label, state)| (label, new(state))).collect()
        });
        self.tables.filter = filter(&starts, &edges);
        let beyond = fold(&mut starts);
        self.tables.counts = Table::of(&[self.classes, self.terms, beyond]);
        self.tables.states = Table::of(&starts);
        self.tables.edges = Table::of(&edges);
        roots
    }

    /// What may come after the states.
    fn write_next<'a>(&mut self, ahead: &Ahead<'_>, states: impl Iterator<Item = (&'a Vec<u32>, &'a u32)>) {
        let all = [u32::MAX; FOLDED];
        let (mut next, mut sets, mut known) = (Vec::new(), all.to_vec(), HashMap::from([(all, 0)]));
        for (positions, state) in states {
            let set = ahead.folded(positions);
            let set = *known.entry(set).or_insert_with(|| {
                sets.extend(set);
                number(sets.len() / FOLDED - 1)
            });
            // The first of several states that became one comes first.
            if *state as usize == next.len() {
                next.push(set);
            }
        }
        self.tables.next = Table::of(&next);
        self.tables.folded = Table::of(&sets);
    }

    fn write_terms(&mut self, source: &Source) {
        let mut names = Vec::new();
        let mut categories: Vec<&str> =
            source.terms.iter().filter_map(|term| term.category.as_deref()).collect();
        // Those of one file follow each other, so hardly any are left to sort.
        categories.dedup();
        categories.sort_unstable();
        categories.dedup();
        let mut places = Vec::new();
        for category in &categories {
            places.extend([number(names.len()), number(category.len())]);
            names.extend(category.bytes());
        }
        let (mut terms, mut titles) = (Vec::new(), vec![number(names.len())]);
        let mut last = (None, None);
        for term in &source.terms {
            let name = term.category.as_deref();
            if last.0 != name {
                last = (name, name.and_then(|name| categories.binary_search(&name).ok()));
            }
            terms.push(
                last.1.map_or(ALLOW, number)
                    | u32::from(term.severity) << 8
                    | u32::from(term.ambiguous) << 10,
            );
            names.extend(term.name.bytes());
            titles.push(number(names.len()));
        }
        self.tables.terms = Table::of(&terms);
        self.tables.titles = Table::of(&titles);
        self.tables.categories = Table::of(&places);
        self.tables.names = Table::text(names);
    }

    fn write_symbols(
        &mut self,
        builder: &Builder,
        alone: &HashMap<u32, u32>,
        language: &impl Language,
        firsts: &Firsts,
    ) -> Vec<u32> {
        let first =
            |root: usize, label: u32| firsts.states.get(root).and_then(|root| root.get(&label)).copied();
        let (mut sets, mut known) = ([Set::ALL.0; 2].concat(), HashMap::from([([Set::ALL; 2], 0)]));
        let (mut letters, mut places, mut symbols, mut words) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut skeletons: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let mut sums = Vec::new();
        let mut masked: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (symbol, word) in (0..).zip(&builder.spelled) {
            let worst = alone.get(&symbol).copied().unwrap_or_default();
            let mut flags = worst;
            if flags > 1 && word.len() >= 4 && language.is_distinct(word) {
                flags |= DISTINCT;
            }
            let classes: Vec<u32> = builder.of_symbol.get(&symbol).into_iter().flatten().copied().collect();
            // The states after the word and after each class of it, so that a search begins with one look.
            let labels = || std::iter::once(symbol).chain(classes.iter().map(|class| CLASS + class));
            let [term, allowed, member] = [0, 1, 2].map(|root| {
                let states: Vec<u32> = labels().filter_map(|label| first(root, label)).collect();
                self.reference(&states)
            });
            let ahead = firsts.ahead.each_ref().map(|root| {
                labels().filter_map(|label| root.get(&label)).fold(Set::default(), |set, more| set.and(*more))
            });
            let set = *known.entry(ahead).or_insert_with(|| {
                let next = number(sets.len() / (2 * SET));
                // More sets than a word can tell are as good as any.
                if next > u32::from(u16::MAX) {
                    return 0;
                }
                let [terms, members] = ahead;
                sets.extend(terms.0.into_iter().zip(members.0).flat_map(|(term, member)| [term, member]));
                next
            });
            let group = firsts.groups.get(symbol as usize).copied().unwrap_or_default();
            symbols.extend([flags | group << GROUP, set, term, allowed, member, self.reference(&classes)]);
            places.push(number(letters.len()));
            letters.extend(word.bytes());
            words.push((hash::of(word.as_bytes()), symbol));
            let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
            if plain && word.len() >= 2 && word.len() <= LONGEST {
                skeletons.entry(skeleton::of(word.as_bytes())).or_default().push(symbol);
                if word.len() >= SHORTEST && language.is_misspelt(word, worst.checked_sub(1)) {
                    sums.push((skeleton::sum(word.as_bytes()), symbol));
                }
                if flags > 0 && word.len() >= if flags > 1 { 3 } else { 4 } {
                    masked.entry(skeleton::shape(word.len(), word.as_bytes())).or_default().push(symbol);
                }
            }
        }
        let skeletons: Vec<(u64, u32)> =
            skeletons.into_iter().map(|(hash, symbols)| (hash, self.reference(&symbols) - 1)).collect();
        let mut shapes = vec![0; skeleton::SHAPES];
        for (shape, symbols) in masked {
            let reference = self.reference(&symbols);
            if let Some(place) = shapes.get_mut(shape) {
                *place = reference;
            }
        }
        let roots = (0..self.classes).flat_map(|class| [(0, CLASS + class), (1, CLASS + class)]);
        let classes: Vec<u32> =
            roots.map(|(root, class)| first(root, class).map_or(0, |state| state + 1)).collect();
        places.push(number(letters.len()));
        self.tables.ahead = Table::of(&sets);
        self.tables.words = Slots::of(&words);
        self.tables.symbols = Table::of(&symbols);
        self.tables.places = Table::of(&places);
        self.tables.letters = Table::text(letters);
        self.tables.skeletons = Slots::of(&skeletons);
        self.tables.sums = Slots::sparse(&sums);
        self.tables.masked = Table::of(&shapes);
        self.tables.classes = Table::of(&classes);
        symbols
    }
}
