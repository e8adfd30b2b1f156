//! Terms made into tables.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ahead::{Ahead, SET, Set};
use super::automaton::{Builder, CLASS, Root, number};
use super::common;
use super::hash;
use super::pairs::SECONDS;
use super::pattern::Source;
use super::skeleton;
use super::table::{Slots, Table};
use super::tables::{ALLOW, DISTINCT, GROUP, LONGEST, PAIRED, SYMBOL, Tables};

/// Letters of words that are read where they are misspelt, at least.
const SHORTEST: usize = 4;
/// Automata: of the terms, of those that allow, and of class members of several words.
pub(crate) const ROOTS: usize = 3;

/// What the first words of the automata lead to.
struct Firsts {
    /// The state after each label.
    states: [HashMap<u32, u32>; ROOTS],
    /// The groups of what may come after it.
    ahead: [HashMap<u32, Set>; 2],
    /// The group of each symbol.
    groups: Vec<u32>,
    /// The symbols whose pairs are known.
    paired: HashSet<u32>,
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
    let words = if language.common().is_empty() { HashSet::new() } else { source.words() };
    let common = language.common().iter().map(|word| word.replace('\'', ""));
    // The most common words come first, so that their numbers are small.
    common.filter(|word| words.contains(&**word)).take(SECONDS as usize).for_each(|word| {
        builder.symbol(&word);
    });
    let common = number(builder.spelled.len());
    builder.name_classes(source);
    for (index, term) in source.terms.iter().enumerate() {
        let root = if term.category.is_some() { Root::Terms } else { Root::Allowed };
        builder.add(&term.pattern, number(index), root);
    }
    let mut writer = Writer {
        classes: number(builder.classes.len()),
        common,
        terms: number(source.terms.len()),
        lists: Vec::new(),
        known: HashMap::new(),
        tables: Tables::default(),
    };
    let ahead = Ahead::of(&builder, language.common());
    let members: Vec<u32> = builder.first_of_members.iter().map(|(_, first)| *first).collect();
    let firsts = [&builder.first_of_terms, &builder.first_of_allowed, &members];
    let (roots, rows) = writer.write_states(&builder, &ahead, firsts);
    let paired = writer.write_pairs(&builder, &roots, &rows);
    // What allows is looked for too rarely to count.
    let [terms, _, members] = firsts;
    let firsts = [terms, members].map(|first| ahead.after_first(first));
    writer.write_terms(source);
    let firsts = Firsts { states: roots, ahead: firsts, groups: ahead.groups, paired };
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

/// Flags and the numbers of sets, which are all small.
fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or_default()
}

/// The tables in the making.
pub(crate) struct Writer {
    pub(crate) classes: u32,
    pub(crate) terms: u32,
    /// How many of the first symbols are common words.
    pub(crate) common: u32,
    lists: Vec<u32>,
    /// The references to lists.
    known: HashMap<Vec<u32>, u32>,
    pub(crate) tables: Tables,
}

impl Writer {
    /// The reference to numbers, plus one; 0 where there are none.
    pub(crate) fn reference(&mut self, numbers: &[u32]) -> u32 {
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
            if firsts.paired.contains(&symbol) {
                flags |= PAIRED;
            }
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
                if worst > 0 && word.len() >= if worst > 1 { 3 } else { 4 } {
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
        self.tables.sums = Slots::of(&sums);
        self.tables.masked = Table::of(&shapes);
        self.tables.classes = Table::of(&classes);
        symbols
    }
}
