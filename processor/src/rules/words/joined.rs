//! Words written together, taken apart again.
//!
//! The cheapest way to read the letters as words is searched for, where common words cost little. A term
//! counts only if there is no way without it that costs hardly more: `penisland` is a land of pens.

use super::hash::{START, finish, step};
use super::terms::{Symbol, Terms};
use super::vocabulary;
use crate::finding::Severity;

/// Longest piece.
const LONGEST: usize = 20;
/// What a letter costs that belongs to no word.
const UNKNOWN: u32 = 16;
/// How much more a reading without terms may cost and still be believed; the second where the terms are
/// such as no ordinary word contains.
const MARGIN: u32 = 14;
const MARGIN_DISTINCT: u32 = 6;
/// From how many letters on a few unknown ones are forgiven.
const SENTENCE: usize = 18;

/// One piece: how many letters, and the word that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) symbol: Option<Symbol>,
}

/// The words that the letters are, if they can be read as words or hold a term that cannot be anything else.
pub(super) fn apart(terms: &Terms, letters: &[u8]) -> Option<Vec<Piece>> {
    let with = Reading::of(terms, letters, true);
    let bad = |piece: &&Piece| piece.symbol.is_some_and(|symbol| terms.alone(symbol).is_some());
    let pieces = if with.pieces.iter().any(|piece| bad(&piece)) {
        let without = Reading::of(terms, letters, false);
        let distinct = |piece: &Piece| piece.symbol.is_some_and(|symbol| terms.is_distinct(symbol));
        let margin = if with.pieces.iter().any(distinct) { MARGIN_DISTINCT } else { MARGIN };
        if without.cost <= with.cost + margin { without } else { with }
    } else {
        with
    };
    pieces.trusted(terms, letters.len())
}

struct Reading {
    cost: u32,
    pieces: Vec<Piece>,
    unknown: usize,
}

#[derive(Clone, Copy)]
struct Best {
    cost: u32,
    start: usize,
    symbol: Option<Symbol>,
    known: bool,
}

impl Reading {
    fn of(terms: &Terms, letters: &[u8], with_terms: bool) -> Self {
        let nothing = Best { cost: u32::MAX, start: 0, symbol: None, known: false };
        let mut best = vec![nothing; letters.len() + 1];
        if let Some(first) = best.first_mut() {
            first.cost = 0;
        }
        for start in 0..letters.len() {
            let cost = best.get(start).map_or(u32::MAX, |best| best.cost);
            let mut state = START;
            for (end, letter) in (start + 1..).zip(letters.get(start..).unwrap_or_default()).take(LONGEST) {
                state = step(state, *letter);
                let piece = letters.get(start..end).unwrap_or_default();
                let (more, symbol, known) = match price(terms, finish(state), piece, with_terms) {
                    Some((more, symbol)) => (more, symbol, true),
                    None if end == start + 1 => (UNKNOWN, None, false),
                    None => continue,
                };
                if let Some(there) = best.get_mut(end).filter(|there| cost + more < there.cost) {
                    *there = Best { cost: cost + more, start, symbol, known };
                }
            }
        }
        let mut reading =
            Self { cost: best.last().map_or(0, |best| best.cost), pieces: Vec::new(), unknown: 0 };
        let mut end = letters.len();
        while let Some(best) = best.get(end).filter(|_| end > 0) {
            reading.unknown += usize::from(!best.known);
            reading.pieces.push(Piece { start: best.start, end, symbol: best.symbol });
            end = best.start;
        }
        reading.pieces.reverse();
        reading
    }

    /// The pieces, without the terms that a reading with unknown letters does not prove.
    fn trusted(mut self, terms: &Terms, len: usize) -> Option<Vec<Piece>> {
        let proven = self.unknown == 0 || len >= SENTENCE && self.unknown * 8 <= len;
        if !proven {
            let mut any = false;
            for piece in &mut self.pieces {
                let size = piece.end - piece.start;
                let distinct = piece.symbol.is_some_and(|symbol| terms.is_distinct(symbol));
                let plain = distinct && (size * 3 >= len || self.unknown * 2 <= len);
                any |= plain;
                if !plain {
                    piece.symbol = None;
                }
            }
            return any.then_some(self.pieces);
        }
        let weak = |piece: &Piece| {
            piece.symbol.is_some_and(|symbol| terms.alone(symbol).is_some() && !terms.is_distinct(symbol))
        };
        // A short term beside one other short word is more often a name.
        if self.pieces.len() == 2
            && self.pieces.iter().any(|piece| weak(piece) && piece.end - piece.start <= 4)
            && len < 8
        {
            return None;
        }
        Some(self.pieces)
    }
}

/// What a piece costs, and what it is; `None` if it is no word.
fn price(terms: &Terms, hash: u64, piece: &[u8], with_terms: bool) -> Option<(u32, Option<Symbol>)> {
    let symbol = terms.symbol(hash, piece.iter().copied());
    let alone = symbol.and_then(|symbol| terms.alone(symbol));
    let common = vocabulary::rank(hash).map(|rank| match (piece.len(), rank) {
        (1, _) => 12,
        (2, _) => 10,
        (_, 1) => 7,
        (_, 2) => 10,
        (_, 3) => 13,
        _ => 16,
    });
    if alone.is_some() {
        if !with_terms {
            return None;
        }
        let own = match (symbol.is_some_and(|symbol| terms.is_distinct(symbol)), alone) {
            (true, _) => 9,
            (false, Some(Severity::Mild)) => 14,
            _ if piece.len() < 4 => 13,
            _ => 11,
        };
        return Some((common.map_or(own, |common: u32| common.min(own)), symbol));
    }
    match (common, symbol) {
        (Some(cost), symbol) => Some((cost, symbol)),
        (None, Some(symbol)) if piece.len() >= 3 => Some((15, Some(symbol))),
        _ => None,
    }
}
