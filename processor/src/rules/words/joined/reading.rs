//! The cheapest way to read letters as words.
//!
//! A word costs what its rarity says: about three units for every factor of four. Words of two letters cost
//! more, or any name would be taken apart into them.

use super::super::effort;
use super::super::hash::{START, finish, step};
use super::super::terms::{Symbol, Terms};
use super::super::vocabulary;
use super::Piece;
use crate::finding::Severity;

/// Longest piece.
const LONGEST: usize = 20;
/// Letters of pieces that are known for the terms alone, at least.
const SHORTEST: usize = 3;
/// What a letter costs that belongs to no word.
const UNKNOWN: u32 = 32;
/// What a term costs less where terms are looked for.
const SOUGHT: u32 = 10;

/// What becomes of terms that are found alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crude {
    Left,
    Read,
    /// Preferred to other words, if they are hardly more likely.
    Sought,
}

pub(super) struct Reading {
    pub(super) cost: u32,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Clone, Copy)]
struct Best {
    /// What the letters so far cost, with what sought terms cost less.
    cost: u32,
    start: usize,
    word: Option<Priced>,
}

/// A word and what it costs.
#[derive(Clone, Copy)]
struct Priced {
    cost: u32,
    symbol: Option<Symbol>,
    rank: u8,
    alone: bool,
}

impl Reading {
    pub(super) fn of(terms: &Terms, letters: &[u8], crude: Crude) -> Self {
        let mut best = vec![Best { cost: u32::MAX, start: 0, word: None }; letters.len() + 1];
        if let Some(first) = best.first_mut() {
            first.cost = 0;
        }
        for start in 0..letters.len() {
            let cost = best.get(start).map_or(u32::MAX, |best| best.cost);
            let rest = letters.get(start..).unwrap_or_default();
            let mut state = START;
            for (len, letter) in (1..=LONGEST).zip(rest) {
                effort::step();
                state = step(state, *letter);
                let hash = finish(state);
                let rank = vocabulary::rank(hash);
                // Most pieces are no words, so hardly more than this is done for each.
                let known = rank.is_some() || len >= SHORTEST && terms.may_know(hash);
                let word = if known { price(terms, hash, rest.get(..len), rank, crude) } else { None };
                let more = match word {
                    Some(word) if word.alone && crude == Crude::Sought => word.cost - SOUGHT,
                    Some(word) => word.cost,
                    None if len == 1 => UNKNOWN,
                    None => continue,
                };
                if let Some(there) = best.get_mut(start + len).filter(|there| cost + more < there.cost) {
                    *there = Best { cost: cost + more, start, word };
                }
            }
        }
        let mut reading = Self { cost: 0, pieces: Vec::new() };
        let mut end = letters.len();
        while let Some(Best { start, word, .. }) = best.get(end).copied().filter(|_| end > 0) {
            let piece = match word {
                Some(Priced { cost, symbol, rank, .. }) => {
                    Piece { start, end, symbol, rank, cost, known: true }
                }
                None => Piece { start, end, symbol: None, rank: 0, cost: UNKNOWN, known: false },
            };
            reading.cost += piece.cost;
            reading.pieces.push(piece);
            end = start;
        }
        reading.pieces.reverse();
        reading
    }
}

/// What a piece of this rank is and costs; `None` if it is no word.
#[inline(never)]
fn price(terms: &Terms, hash: u64, piece: Option<&[u8]>, rank: Option<u8>, crude: Crude) -> Option<Priced> {
    let piece = piece?;
    let symbol = terms.plain(hash, piece);
    let common = rank.map(|rank| match (piece, rank) {
        ([b'a' | b'i'], _) => 9,
        ([b'u'], _) => 26,
        ([_], _) => 36,
        // Two letters are often there by chance.
        ([_, _], 1) => 13,
        ([_, _], 2) => 17,
        (_, 1) => 11,
        (_, 2) => 14,
        (_, 3) => 16,
        (_, 4) => 20,
        (_, 5) => 26,
        _ => 32,
    });
    let rank = rank.unwrap_or_default();
    if let Some(severity) = symbol.and_then(|symbol| terms.alone(symbol)) {
        if crude == Crude::Left || piece.len() < SHORTEST {
            return None;
        }
        let own = match (symbol.is_some_and(|symbol| terms.is_distinct(symbol)), severity) {
            (true, _) => 18,
            (false, Severity::Mild) => 28,
            _ if piece.len() < 4 => 26,
            _ => 22,
        };
        let cost = common.map_or(own, |common| common.min(own));
        return Some(Priced { cost, symbol, rank, alone: true });
    }
    let cost = match (common, symbol) {
        (Some(cost), _) => cost,
        // Phrases know spellings that join words, too, which are rarer than the words.
        (None, Some(_)) if piece.len() > 3 => 30,
        (None, Some(_)) if piece.len() == 3 => 36,
        _ => return None,
    };
    Some(Priced { cost, symbol, rank, alone: false })
}
