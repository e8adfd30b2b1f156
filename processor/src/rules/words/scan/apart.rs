//! Words that were written together, and letters that were written apart.

use super::super::joined::{Letters, apart};
use super::super::matching::Written;
use super::super::{disguise, hash, tables, vocabulary};
use super::Scanner;
use crate::text::words::Word;

/// Fewest letters of words that are taken apart.
const JOINED: u32 = 6;
/// Most letters of them; what is longer is looked at piece by piece.
const MOST_JOINED: usize = 400;

impl Scanner<'_> {
    /// A word of several, if they can be told apart.
    pub(super) fn joined(&mut self, word: &Word, stop: bool) -> bool {
        if word.end - word.start < JOINED {
            return false;
        }
        let letters: Vec<(u8, u32, u32)> = (word.start..)
            .zip(self.slice(word.start, word.end).bytes())
            .filter(|(_, byte)| byte.is_ascii_alphanumeric())
            .map(|(at, byte)| (disguise::plain(byte.to_ascii_lowercase()), at, at + 1))
            .collect();
        letters.len() >= JOINED as usize && self.apart(&letters, Letters::Joined, stop)
    }

    /// Letters that were written apart or together, read as a word or as several.
    pub(crate) fn letters(&mut self, letters: &[(u8, u32, u32)], stop: bool) -> bool {
        let characters: Vec<u8> = letters.iter().map(|(char, ..)| *char).collect();
        let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return false };
        let symbol = self.terms.symbol_of(&characters).or_else(|| {
            (characters.len() <= tables::LONGEST)
                .then(|| {
                    disguise::spelled(self.terms, &characters, false)
                        .or_else(|| disguise::masked(self.terms, &characters))
                })
                .flatten()
        });
        if symbol.is_some() {
            self.push(first.1, last.2, symbol, stop, Written::Otherwise);
            return true;
        }
        let plain: Vec<(u8, u32, u32)> =
            letters.iter().map(|(char, start, end)| (disguise::plain(*char), *start, *end)).collect();
        let letters: Vec<u8> = plain.iter().map(|(letter, ..)| *letter).collect();
        // `a b a s t a r d` has an article, though dictionaries know `abastard`.
        let article = letters.strip_prefix(b"a").and_then(|rest| self.terms.symbol_of(rest));
        let article = article.is_some_and(|symbol| self.terms.alone(symbol).is_some());
        if !article && vocabulary::has(hash::of(&letters)) {
            self.push(first.1, last.2, None, stop, Written::Otherwise);
            return true;
        }
        self.apart(&plain, Letters::Spaced, stop)
    }

    fn apart(&mut self, letters: &[(u8, u32, u32)], how: Letters, stop: bool) -> bool {
        if self.pieces(letters, how, stop) {
            return true;
        }
        // `soooo` is `so`.
        let mut once = Vec::with_capacity(letters.len());
        for same in letters.chunk_by(|one, two| one.0 == two.0) {
            match same {
                [first, _, .., last] => once.push((first.0, first.1, last.2)),
                few => once.extend_from_slice(few),
            }
        }
        once.len() < letters.len() && self.pieces(&once, how, stop)
    }

    fn pieces(&mut self, letters: &[(u8, u32, u32)], how: Letters, stop: bool) -> bool {
        let mut any = false;
        for part in letters.chunks(MOST_JOINED) {
            let plain: Vec<u8> = part.iter().map(|(letter, ..)| *letter).collect();
            let pieces = apart(self.terms, &plain, how).unwrap_or_default();
            any |= !pieces.is_empty();
            for piece in pieces {
                let (Some((_, start, _)), Some((_, _, end))) =
                    (part.get(piece.start), part.get(piece.end - 1))
                else {
                    continue;
                };
                let stop = stop && piece.start == 0;
                self.push(*start, *end, piece.symbol, stop, Written::Otherwise);
            }
        }
        any
    }
}
