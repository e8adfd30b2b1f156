//! Words written together, taken apart again.
//!
//! The cheapest way to read the letters as words is searched for, where common words cost little. A term
//! counts only if there is no way without it that costs hardly more: `penisland` is a land of pens.

use super::effort;
use super::hash::{START, finish, step};
use super::terms::{Symbol, Terms};
use super::vocabulary;
use crate::finding::Severity;

/// Longest piece.
const LONGEST: usize = 20;
/// What a letter costs that belongs to no word.
const UNKNOWN: u32 = 16;
/// How much more a reading without terms may cost and still be believed; less where the terms are such as
/// no ordinary word contains, and where somebody has written the letters apart on purpose.
const MARGIN: u32 = 7;
const MARGIN_DISTINCT: u32 = 4;
const MARGIN_SPACED: u32 = 2;
/// What two letters may cost on average, where one of the most common words is among the pieces, and where
/// none is. Where letters are dearer, they are a word that nobody knows.
const DEAREST: usize = 8;
const DEAREST_UNCOMMON: usize = 6;
/// Pieces, and letters, of a row of words that proves itself beside letters that are no words.
const ROW: usize = 3;
const ROW_LETTERS: usize = 9;
/// Pieces that make other words of a word rather than stand beside it.
const ENDINGS: [&[u8]; 18] = [
    b"like", b"proof", b"ship", b"wise", b"man", b"men", b"over", b"under", b"up", b"out", b"able", b"less",
    b"house", b"mouse", b"non", b"anti", b"ted", b"red",
];

/// One piece: how many letters, and the word that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) symbol: Option<Symbol>,
    /// How common the word is, from 1; 0 where the vocabulary of common words lacks it.
    rank: u8,
    cost: u32,
    known: bool,
}

impl Piece {
    /// Whether sentences are made of it: one of the most common words, or one that phrases of the terms have.
    fn is_common(&self) -> bool {
        match self.rank {
            0 => self.symbol.is_some() && self.len() > 4,
            rank => rank == 1 && self.len() > 1,
        }
    }

    fn len(&self) -> usize {
        self.end - self.start
    }
}

/// How the letters came to stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Joined,
    Spaced,
}

/// The words that the letters are, if they can be read as words or hold a term that cannot be anything else.
pub(super) fn apart(terms: &Terms, letters: &[u8], how: Letters) -> Option<Vec<Piece>> {
    let with = Reading::of(terms, letters, true);
    let alone = |piece: &Piece| piece.symbol.is_some_and(|symbol| terms.alone(symbol).is_some());
    let distinct = |piece: &Piece| piece.symbol.is_some_and(|symbol| terms.is_distinct(symbol));
    let reading = if with.pieces.iter().any(alone) {
        let margin = match how {
            Letters::Spaced => MARGIN_SPACED,
            Letters::Joined if with.pieces.iter().any(distinct) => MARGIN_DISTINCT,
            Letters::Joined => MARGIN,
        };
        let without = Reading::of(terms, letters, false);
        if without.cost <= with.cost + margin { without } else { with }
    } else {
        with
    };
    reading.trusted(terms, letters, how)
}

struct Reading {
    cost: u32,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy)]
struct Best {
    cost: u32,
    start: usize,
    symbol: Option<Symbol>,
    known: bool,
    rank: u8,
}

impl Reading {
    fn of(terms: &Terms, letters: &[u8], with_terms: bool) -> Self {
        let nothing = Best { cost: u32::MAX, start: 0, symbol: None, known: false, rank: 0 };
        let mut best = vec![nothing; letters.len() + 1];
        if let Some(first) = best.first_mut() {
            first.cost = 0;
        }
        for start in 0..letters.len() {
            let cost = best.get(start).map_or(u32::MAX, |best| best.cost);
            let mut state = START;
            for (end, letter) in (start + 1..).zip(letters.get(start..).unwrap_or_default()).take(LONGEST) {
                effort::step();
                state = step(state, *letter);
                let piece = letters.get(start..end).unwrap_or_default();
                let (more, symbol, rank, known) = match price(terms, finish(state), piece, with_terms) {
                    Some((more, symbol, rank)) => (more, symbol, rank, true),
                    None if end == start + 1 => (UNKNOWN, None, 0, false),
                    None => continue,
                };
                if let Some(there) = best.get_mut(end).filter(|there| cost + more < there.cost) {
                    *there = Best { cost: cost + more, start, symbol, known, rank };
                }
            }
        }
        let mut reading = Self { cost: best.last().map_or(0, |best| best.cost), pieces: Vec::new() };
        let mut end = letters.len();
        while let Some(here) = best.get(end).filter(|_| end > 0) {
            let Best { start, symbol, known, rank, cost } = *here;
            let before = best.get(start).map_or(0, |before| before.cost);
            reading.pieces.push(Piece { start, end, symbol, rank, known, cost: cost - before });
            end = start;
        }
        reading.pieces.reverse();
        reading
    }

    /// The pieces, without the terms that the reading does not prove.
    fn trusted(mut self, terms: &Terms, letters: &[u8], how: Letters) -> Option<Vec<Piece>> {
        if how == Letters::Joined && self.is_compound(terms, letters) {
            return None;
        }
        let unknown = self.pieces.iter().filter(|piece| !piece.known).count();
        let mut any = false;
        for row in self.pieces.chunk_by_mut(|one, two| one.known == two.known) {
            let size: usize = row.iter().map(Piece::len).sum();
            let cost: u32 = row.iter().map(|piece| piece.cost).sum();
            let bad = |piece: &Piece| piece.symbol.is_some_and(|symbol| terms.alone(symbol).is_some());
            let common = row.iter().any(|piece| !bad(piece) && piece.is_common());
            let whole = size == letters.len();
            let dearest = if common && whole { DEAREST } else { DEAREST_UNCOMMON };
            let cheap = cost as usize * 2 <= size * dearest || how == Letters::Spaced;
            let proven = whole && (common || row.len() == 2 || row.iter().all(bad) || how == Letters::Spaced)
                || row.len() >= ROW && size >= ROW_LETTERS && common;
            if row.iter().all(|piece| piece.known) && cheap && proven {
                any = true;
                continue;
            }
            for piece in row {
                // A few letters more at the ends hide nothing; many make another word, and so does one.
                let plain = piece.symbol.is_some_and(|symbol| {
                    let severe = terms.alone(symbol) == Some(Severity::Severe);
                    terms.is_distinct(symbol) && (severe || piece.len() >= 7)
                });
                if plain && piece.len() >= unknown && (unknown != 1 || piece.len() >= 6) {
                    any = true;
                } else {
                    piece.symbol = None;
                }
            }
        }
        any.then_some(self.pieces)
    }

    /// Whether a word of two pieces is more likely a word or a name that nobody knows.
    fn is_compound(&self, terms: &Terms, letters: &[u8]) -> bool {
        let [one, two] = self.pieces.as_slice() else { return false };
        [(one, two), (two, one)].into_iter().any(|(piece, other)| {
            let Some(symbol) = piece.symbol.filter(|symbol| terms.alone(*symbol).is_some()) else {
                return false;
            };
            if other.symbol.is_some_and(|symbol| terms.alone(symbol).is_some()) {
                return false;
            }
            let short = piece.len() <= 4 && !terms.is_distinct(symbol);
            let rest = letters.get(other.start..other.end).unwrap_or_default();
            let severe = terms.alone(symbol) == Some(Severity::Severe) && piece.len() > 4;
            let common = other.is_common() || severe || (1..=if short { 2 } else { 3 }).contains(&other.rank);
            !common || short && letters.len() < 8 || ENDINGS.contains(&rest)
        })
    }
}

/// What a piece costs, what it is, and how common; `None` if it is no word.
fn price(terms: &Terms, hash: u64, piece: &[u8], with_terms: bool) -> Option<(u32, Option<Symbol>, u8)> {
    let symbol = terms.symbol(hash, &piece.iter().copied());
    let rank = vocabulary::rank(hash);
    let common = rank.map(|rank| match (piece, rank) {
        ([b'a' | b'i'], _) => 5,
        ([b'u'], _) => 13,
        ([_], _) => 18,
        ([_, _], _) | (_, 2) => 10,
        (_, 1) => 7,
        (_, 3) => 13,
        _ => 16,
    });
    let rank = rank.unwrap_or_default();
    if let Some(severity) = symbol.and_then(|symbol| terms.alone(symbol)) {
        // Two letters are always by chance.
        if !with_terms || piece.len() < 3 {
            return None;
        }
        let own = match (symbol.is_some_and(|symbol| terms.is_distinct(symbol)), severity) {
            (true, _) => 9,
            (false, Severity::Mild) => 14,
            _ if piece.len() < 4 => 13,
            _ => 11,
        };
        return Some((common.map_or(own, |common| common.min(own)), symbol, rank));
    }
    match (common, symbol) {
        (Some(cost), symbol) => Some((cost, symbol, rank)),
        (None, Some(symbol)) if piece.len() >= 3 => {
            Some((if piece.len() > 3 { 12 } else { 18 }, Some(symbol), 0))
        }
        _ => None,
    }
}
