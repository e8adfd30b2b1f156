//! Words written together, taken apart again.
//!
//! The cheapest way to read the letters as words is searched for, where common words cost little. A term
//! counts only if there is no way without it that costs hardly more: `penisland` is a land of pens.

use super::hash;
use super::terms::{Symbol, Terms};
use super::vocabulary;
use crate::finding::Severity;
use reading::{Crude, Reading};

mod reading;

/// How much more a reading without terms may cost and still be believed; less where the terms are such as
/// no ordinary word contains, still less in a sentence, whose other words show how it is to be read, and where
/// somebody has written the letters apart on purpose.
const MARGIN: u32 = 14;
const MARGIN_DISTINCT: u32 = 10;
const MARGIN_SENTENCE: u32 = 3;
const MARGIN_SPACED: u32 = 4;
/// How much more a reading with other terms may cost and still be taken: `apathetic` for `a pathetic`.
const MARGIN_SOUGHT: u32 = 10;
/// Words of a sentence, at least.
const SENTENCE: usize = 4;
/// What a letter may cost on average, where one of the most common words is among the pieces, and where none
/// is. Where letters are dearer, they are a word that nobody knows.
const DEAREST: usize = 8;
const DEAREST_UNCOMMON: usize = 6;
/// Pieces, and letters, of a row of words that proves itself beside letters that are no words.
const ROW: usize = 3;
const ROW_LETTERS: usize = 9;
/// Letters beside the terms, at least, where all letters are words.
const BESIDE: usize = 4;
/// Up to this rank words need no more common one beside them, if they are not short.
const USUAL: u8 = 4;
/// Letters of what may be an ending rather than a word, at most.
const BIT: usize = 2;
/// Letters of forms of ordinary words, at most: of longer rows, one in some hundred would pass for a form.
const LONGEST_FORM: usize = 16;
/// Letters that make other words of a word rather than stand beside it.
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
            rank => rank <= vocabulary::FREQUENT && self.len() > 1,
        }
    }

    /// Whether it is a term alone.
    fn is_term(&self, terms: &Terms) -> bool {
        self.symbol.is_some_and(|symbol| terms.alone(symbol).is_some())
    }

    fn is_distinct(&self, terms: &Terms) -> bool {
        self.symbol.is_some_and(|symbol| terms.is_distinct(symbol))
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
    if how == Letters::Joined && is_form(terms, letters) {
        return None;
    }
    let mut with = Reading::of(terms, letters, Crude::Read);
    let sentence = with.pieces.len() >= SENTENCE && with.pieces.iter().all(|piece| piece.known);
    if sentence {
        let sought = Reading::of(terms, letters, Crude::Sought);
        if sought.cost <= with.cost + MARGIN_SOUGHT {
            with = sought;
        }
    }
    let reading = if with.pieces.iter().any(|piece| piece.is_term(terms)) {
        let margin = match how {
            Letters::Spaced => MARGIN_SPACED,
            Letters::Joined if sentence => MARGIN_SENTENCE,
            Letters::Joined if with.pieces.iter().any(|piece| piece.is_distinct(terms)) => MARGIN_DISTINCT,
            Letters::Joined => MARGIN,
        };
        let without = Reading::of(terms, letters, Crude::Left);
        if without.cost <= with.cost + margin { without } else { with }
    } else {
        with
    };
    reading.trusted(terms, letters, how)
}

impl Reading {
    /// The pieces, without the terms that the reading does not prove.
    fn trusted(mut self, terms: &Terms, letters: &[u8], how: Letters) -> Option<Vec<Piece>> {
        if how == Letters::Joined && self.is_compound(terms, letters) {
            return None;
        }
        let unknown = || self.pieces.iter().filter(|piece| !piece.known);
        let count = unknown().count();
        let (first, last) = (unknown().next().copied(), unknown().next_back().copied());
        let pieces = self.pieces.clone();
        let mut any = false;
        for row in self.pieces.chunk_by_mut(|one, two| one.known == two.known) {
            if is_proven(terms, letters, &pieces, row, how) {
                any = true;
                continue;
            }
            for piece in row {
                // Many a foreign word begins with five rare letters.
                let plain = piece.symbol.is_some_and(|symbol| {
                    let severe = terms.alone(symbol) == Some(Severity::Severe);
                    let word = letters.get(piece.start..piece.end).unwrap_or_default();
                    let singular = vocabulary::rank(hash::of(word.strip_suffix(b"s").unwrap_or(word)));
                    let known = (1..=vocabulary::FREQUENT).contains(&singular.unwrap_or_default());
                    let long = piece.len() > 5 || piece.end == letters.len();
                    terms.is_distinct(symbol)
                        && (severe && (known || long || is_framed(letters, piece)) || piece.len() >= 7)
                });
                // A few letters more at an end hide nothing; many make another word, and so does one, or some
                // at both ends: `twankingly`.
                let before = first.is_some_and(|first| first.end <= piece.start);
                let after = last.is_some_and(|last| last.start >= piece.end && !ends_in_s(letters, &last));
                let few = piece.len() >= count && (count != 1 || piece.len() >= 6);
                if plain
                    && few
                    && !(before && after && !is_framed(letters, piece))
                    && !is_derived(letters, &pieces, piece)
                {
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
            if other.is_term(terms) {
                return false;
            }
            let short = piece.len() <= 4 && !terms.is_distinct(symbol);
            let rest = letters.get(other.start..other.end).unwrap_or_default();
            let severe = terms.alone(symbol) == Some(Severity::Severe) && piece.len() > 4;
            let common = other.is_common() || severe || (1..=if short { 4 } else { 5 }).contains(&other.rank);
            // `yousuck` begins as sentences do, and both words of `ohshit` are in many.
            let frequent =
                |piece: &Piece| piece.len() > 1 && (1..=vocabulary::FREQUENT).contains(&piece.rank);
            let spoken = other.rank == 1 && other.len() > 2 && other.end == piece.start
                || terms.alone(symbol) > Some(Severity::Mild) && frequent(piece) && frequent(other);
            !common || short && letters.len() < 8 && !spoken || ENDINGS.contains(&rest)
        })
    }
}

/// Whether the letters are a form of an ordinary word: `peridots`.
fn is_form(terms: &Terms, letters: &[u8]) -> bool {
    let crude = |stem: &[u8]| terms.symbol_of(stem).is_some_and(|symbol| terms.alone(symbol).is_some());
    letters.len() <= LONGEST_FORM && vocabulary::stems(letters).any(|stem| !crude(stem))
}

/// Whether known pieces in a row prove each other.
fn is_proven(terms: &Terms, letters: &[u8], pieces: &[Piece], row: &[Piece], how: Letters) -> bool {
    if row.iter().any(|piece| !piece.known) {
        return false;
    }
    let size: usize = row.iter().map(Piece::len).sum();
    let cost: u32 = row.iter().map(|piece| piece.cost).sum();
    let spaced = how == Letters::Spaced;
    let whole = size == letters.len();
    let is_other = |piece: &&Piece| !piece.is_term(terms) || (1..=vocabulary::FREQUENT).contains(&piece.rank);
    let others = || row.iter().filter(is_other);
    let is_usual = |piece: &Piece, up_to: u8| piece.len() > 3 && (1..=up_to).contains(&piece.rank);
    let witnesses = others().filter(|piece| piece.rank == 1 && piece.len() > 1 || is_usual(piece, USUAL + 1));
    let (count, spoken) = witnesses.fold((0, 0), |(count, size), piece| (count + 1, size + piece.len()));
    // One word of two letters is no witness, two are: `an` begins many a word.
    let common = row.iter().any(|piece| piece.is_common() && piece.len() > 2 && !piece.is_term(terms))
        || whole && count > 1 && spoken >= BESIDE;
    let usual = || row.iter().all(|piece| is_usual(piece, USUAL) || piece.is_term(terms));
    let dearest = if common && whole { DEAREST } else { DEAREST_UNCOMMON };
    let cheap = cost as usize <= size * dearest;
    let beside: usize = others().map(Piece::len).sum();
    let proven = whole && common && beside >= BESIDE
        || whole && (row.len() == 2 || usual())
        || row.len() >= ROW && size >= ROW_LETTERS && common;
    spaced && whole
        || cheap
            && proven
            && !row.iter().any(|piece| piece.is_term(terms) && is_derived(letters, pieces, piece))
}

/// Whether the same letters are around a piece: `xxfuckxx`.
fn is_framed(letters: &[u8], piece: &Piece) -> bool {
    let before = letters.get(..piece.start).unwrap_or_default();
    let after = letters.get(piece.end..).unwrap_or_default();
    before.iter().chain(after).all(|letter| before.first() == Some(letter))
}

fn ends_in_s(letters: &[u8], piece: &Piece) -> bool {
    piece.end == letters.len() && letters.last() == Some(&b's')
}

/// Whether a piece and the bits beside it are a longer word that begins or ends the letters: `retard at i on`.
/// (Whether all letters are a word was asked before.)
fn is_derived(letters: &[u8], pieces: &[Piece], piece: &Piece) -> bool {
    let bits = |part: &[Piece]| !part.is_empty() && part.iter().all(|other| other.len() <= BIT);
    let (before, rest) = pieces.split_at(pieces.partition_point(|other| other.start < piece.start));
    let after = rest.get(1..).unwrap_or_default();
    let is_word = |word: Option<&[u8]>| word.is_some_and(|word| vocabulary::has(hash::of(word)));
    !after.is_empty() && bits(before) && is_word(letters.get(..piece.end))
        || !before.is_empty() && bits(after) && is_word(letters.get(piece.start..))
}
