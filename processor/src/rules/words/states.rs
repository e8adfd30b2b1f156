//! The states of the automata as tables.

use std::collections::{HashMap, HashSet};

use super::ahead::{Ahead, FOLDED};
use super::automaton::{ANY, Builder, CLASS, Row, States, merged, number};
use super::compile::{ROOTS, Writer};
use super::pairs::{FIRSTS, Making};
use super::table::{Table, edge_bit};
use super::tables::FEW;

impl Writer {
    /// The label of an edge.
    fn edge(&self, label: u32) -> u32 {
        match label {
            ANY => 0,
            class if class >= CLASS => class - CLASS + 1,
            symbol => symbol + self.classes + 1,
        }
    }

    /// The states, with what is written of each, and for each of the automata the state after each label as the
    /// first.
    pub(crate) fn write_states(
        &mut self,
        builder: &Builder,
        ahead: &Ahead<'_>,
        firsts: [&Vec<u32>; ROOTS],
    ) -> ([HashMap<u32, u32>; ROOTS], Vec<Row>) {
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
            let targets = builder.by_label(&follow).into_iter();
            let targets = targets.map(|(label, set)| (self.edge(label), states.state(set)));
            let mut targets: Vec<(u32, u32)> = targets.collect();
            targets.sort_unstable();
            rows.push((self.reference(&accepted), targets));
        }
        // No two states of a plain list are alike.
        let numbers =
            if self.classes > 0 { merged(&rows) } else { (0..number(rows.len())).collect::<Vec<u32>>() };
        let new = |state: u32| numbers.get(state as usize).copied().unwrap_or_default();
        self.write_next(ahead, states.sets.iter().zip(&numbers));
        let mut kept: Vec<Row> = Vec::new();
        for ((accepted, targets), state) in rows.into_iter().zip(&numbers) {
            if *state as usize == kept.len() {
                let targets = targets.into_iter().map(|(label, target)| (label, new(target)));
                kept.push((accepted, targets.collect()));
            }
        }
        let (mut starts, mut edges) = (Vec::new(), Vec::new());
        for (accepted, targets) in &kept {
            starts.extend([number(edges.len() / 2), *accepted]);
            edges.extend(targets.iter().flat_map(|(label, target)| [*label, *target]));
        }
        starts.extend([number(edges.len() / 2), 0]);
        let roots = roots.map(|root: HashMap<u32, u32>| {
            root.into_iter().map(|(label, state)| (label, new(state))).collect()
        });
        self.tables.filter = filter(&starts, &edges);
        let beyond = fold(&mut starts);
        self.tables.counts = Table::of(&[self.classes, self.terms, beyond, self.common]);
        self.tables.states = Table::of(&starts);
        self.tables.edges = Table::of(&edges);
        (roots, kept)
    }

    /// The pairs of common words; the first words of these. A word after which a term or a class member ends is none
    /// of them: whatever comes next, that is found.
    pub(crate) fn write_pairs(
        &mut self,
        builder: &Builder,
        roots: &[HashMap<u32, u32>; ROOTS],
        rows: &[Row],
    ) -> HashSet<u32> {
        let labels = |symbol: u32| {
            let classes = builder.of_symbol.get(&symbol).into_iter().flatten().map(|class| CLASS + class);
            std::iter::once(symbol).chain(classes).collect::<Vec<u32>>()
        };
        let edges_of = |symbol| labels(symbol).into_iter().chain([ANY]).map(|label| self.edge(label));
        let seconds: Vec<Vec<u32>> = (0..self.common).map(|symbol| edges_of(symbol).collect()).collect();
        let [terms, _, members] = roots;
        let mut pairs = Making::default();
        let paired = (0..self.common.min(FIRSTS)).filter(|symbol| {
            let labels = labels(*symbol);
            let states = [terms, members].map(|root| {
                let states = labels.iter().filter_map(|label| root.get(label)).copied();
                states.collect::<Vec<u32>>()
            });
            let mut all = states.iter().flatten().filter_map(|state| rows.get(*state as usize));
            let paired = all.all(|(accepted, _)| *accepted == 0);
            if paired {
                pairs.add(*symbol, states.each_ref(), rows, &seconds);
            }
            paired
        });
        let paired = paired.collect();
        self.tables.pairs = pairs.tables();
        paired
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
