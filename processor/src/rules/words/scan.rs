//! From the words of a text to those that the terms know.

use super::find::Manner;
use super::matching::{Token, Written};
use super::terms::{About, Symbol, Terms};
use super::{disguise, vocabulary};
use crate::text::words::hash::{START, finish, step};
use crate::text::words::{Marks, Word, letters};

mod apart;

/// What makes a word be spelled otherwise than it is written.
const UNLIKE_ITS_LETTERS: Marks =
    Marks::ELIDED.with(Marks::GENITIVE).with(Marks::FOREIGN).with(Marks::DROPPED);

pub(super) struct Scanner<'a> {
    pub(super) terms: &'a Terms,
    pub(super) text: &'a str,
    pub(super) manner: Manner,
    pub(super) tokens: Vec<Token>,
    /// Whether a word was written with digits or signs.
    pub(super) leet: bool,
    /// Whether numbers and lone signs may be words, too.
    pub(super) liberal: bool,
}

impl Scanner<'_> {
    #[inline]
    pub(super) fn word(&mut self, word: &Word) {
        if word.marks.has(Marks::LONE) && !self.liberal {
            return;
        }
        let stop = self.stops(word.marks);
        let special = word.marks.has(Marks::SIGN) || word.lead | word.trail != 0;
        if special && self.manner.disguised && self.signed(word, stop) {
            return;
        }
        if word.marks.has(Marks::SIGN) {
            self.split(word, stop);
            return;
        }
        let symbol = self.known(word);
        if self.manner.disguised && word.marks.has(Marks::DIGIT) && self.numbered(word, symbol, stop) {
            return;
        }
        if symbol.is_some() {
            self.push(word.start, word.end, symbol, stop, Written::Plainly);
        } else if self.manner.disguised && word.end - word.start > 2 {
            self.unknown(word, stop);
        } else if self.liberal && word.marks.has(Marks::LONE) {
            let plain = self.slice(word.start, word.end).bytes().map(disguise::plain).collect::<Vec<u8>>();
            if let Some(symbol) = self.terms.symbol_of(&plain) {
                self.push(word.start, word.end, Some(symbol), stop, Written::Otherwise);
            }
        } else {
            self.push(word.start, word.end, None, stop, Written::Plainly);
        }
    }

    /// A word with digits in it, if they stand for letters.
    fn numbered(&mut self, word: &Word, known: Option<Symbol>, stop: bool) -> bool {
        if !(self.liberal || word.marks.has(Marks::LETTER)) {
            return false;
        }
        let Some(characters) = disguise::characters(self.slice(word.start, word.end)) else { return false };
        let symbol = if word.marks.has(Marks::LETTER) {
            disguise::spelled(self.terms, &characters, self.capital(word))
        } else if self.liberal && characters.len() <= 2 {
            self.terms.symbol_of(&characters.iter().map(|char| disguise::plain(*char)).collect::<Vec<u8>>())
        } else {
            None
        };
        // Some such spellings are listed; what they spell says more.
        let Some(symbol) = symbol
            .filter(|symbol| known.is_none_or(|known| self.terms.alone(*symbol) >= self.terms.alone(known)))
        else {
            return false;
        };
        self.leet |= word.marks.has(Marks::LETTER);
        // `a55` may be a road, too.
        let letters = characters.iter().filter(|char| char.is_ascii_alphabetic()).count();
        let written = if letters > 1 { Written::Signed } else { Written::Otherwise };
        self.push(word.start, word.end, Some(symbol), stop, written);
        true
    }

    #[inline]
    pub(super) fn push(
        &mut self,
        start: u32,
        end: u32,
        symbol: Option<Symbol>,
        stop: bool,
        written: Written,
    ) {
        let about = symbol.map_or_else(About::default, |symbol| self.terms.read(symbol));
        let word = symbol.map_or(0, |symbol| symbol + 1);
        self.tokens.push(Token { start, end, word, about, stop, written });
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// A word as it stands, with its genitive or without it.
    #[inline]
    fn known(&self, word: &Word) -> Option<Symbol> {
        let text = self.slice(word.start, word.end);
        if !word.marks.has(UNLIKE_ITS_LETTERS) {
            return self.terms.plain(finish(word.state), text.as_bytes());
        }
        if word.marks.has(Marks::ELIDED) {
            return None;
        }
        if word.marks.has(Marks::GENITIVE) {
            let whole = self.terms.symbol(finish(step(word.state, b's')), &letters(text).chain([b's']));
            if whole.is_some() {
                return whole;
            }
        }
        if word.marks.has(Marks::FOREIGN.with(Marks::DROPPED)) {
            return self.terms.symbol(finish(word.state), &letters(text));
        }
        self.terms.plain(finish(word.state), text.as_bytes())
    }

    /// A word with signs inside it or around it, if the signs stand for letters.
    fn signed(&mut self, word: &Word, stop: bool) -> bool {
        let end = word.end as usize;
        let bytes = self.text.as_bytes();
        let after = bytes.get(end..end + usize::from(word.trail)).unwrap_or_default();
        let masks = after.iter().rposition(|byte| matches!(byte, b'*' | b'$' | b'@' | b'#' | b'_'));
        let masks = masks.map_or(0, |last| last + 1);
        let before = word.start as usize - usize::from(word.lead).min(word.start as usize);
        let lead = bytes.get(before..word.start as usize).unwrap_or_default();
        let lead = lead.iter().rev().take_while(|byte| **byte != b'*').count();
        if !word.marks.has(Marks::SIGN) {
            if lead == 0 && masks == 0 {
                return false;
            }
            // `**bold**` and `note*` are no masks.
            let starred = after.first().is_some_and(|byte| matches!(byte, b'*' | b'_' | b'#'));
            let known = self.known(word).is_some()
                || vocabulary::has(finish(word.state)) && word.end - word.start > 2;
            if starred && (word.lead > 0 || known && masks < 2) {
                return false;
            }
            if self.known(word).is_some_and(|symbol| self.terms.alone(symbol).is_some()) {
                return false;
            }
        }
        let (start, end) = (word.start as usize - lead, end + masks);
        let Some(characters) = self.text.get(start..end).and_then(disguise::characters) else { return false };
        let capital = self.capital(word);
        let symbol = disguise::spelled(self.terms, &characters, capital)
            .or_else(|| disguise::masked(self.terms, &characters));
        let outside = lead + masks > 0;
        let Some(symbol) =
            symbol.filter(|symbol| !outside || self.liberal || self.terms.alone(*symbol).is_some())
        else {
            // The signs around it may be nothing; those inside may still be something.
            return outside
                && word.marks.has(Marks::SIGN)
                && self.signed(&Word { lead: 0, trail: 0, ..*word }, stop);
        };
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.push(offset(start), offset(end), Some(symbol), stop, Written::Signed);
        self.leet = true;
        true
    }

    fn capital(&self, word: &Word) -> bool {
        self.text.as_bytes().get(word.start as usize).is_some_and(u8::is_ascii_uppercase)
    }

    /// Splits a word at the signs in it.
    fn split(&mut self, word: &Word, stop: bool) {
        let text = self.slice(word.start, word.end);
        let inner = crate::text::words::parts(text);
        let spaced = inner.len() > 2 && inner.iter().all(|part| part.end - part.start == 1);
        if spaced && self.manner.disguised {
            let letters: Vec<(u8, u32, u32)> = inner
                .iter()
                .filter_map(|part| {
                    let byte = text.as_bytes().get(part.start as usize)?.to_ascii_lowercase();
                    Some((byte, word.start + part.start, word.start + part.end))
                })
                .collect();
            if self.letters(&letters, stop) {
                return;
            }
        }
        for (index, part) in inner.iter().enumerate() {
            let part = Word { start: part.start + word.start, end: part.end + word.start, ..*part };
            let stop = stop && index == 0;
            let marks = if stop { part.marks.with(Marks::STOP) } else { part.marks };
            self.word(&Word { marks, lead: 0, trail: 0, ..part });
        }
    }

    /// Something that no term has as it stands.
    pub(super) fn unknown(&mut self, word: &Word, stop: bool) {
        let Word { start, end, marks, .. } = *word;
        if marks.has(Marks::FOREIGN) {
            let symbol = disguise::unstretched(self.terms, self.slice(start, end));
            let written = if symbol.is_some() { Written::Otherwise } else { Written::Plainly };
            return self.push(start, end, symbol, stop, written);
        }
        if !marks.has(Marks::LETTER) {
            return self.push(start, end, None, stop, Written::Plainly);
        }
        let ordinary = !marks.has(Marks::DIGIT)
            && end - start <= vocabulary::LONGEST
            && vocabulary::has(finish(word.state));
        if !ordinary {
            return self.strange(word, stop);
        }
        let rare = disguise::rare(self.terms, finish(word.state), self.slice(start, end), self.capital(word));
        let written = if rare.is_some() { Written::Otherwise } else { Written::Plainly };
        self.push(start, end, rare, stop, written);
    }

    /// Something that is no ordinary word either.
    #[inline(never)]
    fn strange(&mut self, word: &Word, stop: bool) {
        let Word { start, end, marks, .. } = *word;
        let capital = self.capital(word);
        let characters = disguise::characters(self.slice(start, end));
        if let Some(characters) = &characters {
            let symbol = disguise::spelled(self.terms, characters, capital)
                .or_else(|| disguise::sounded(self.terms, characters, capital));
            if let Some(symbol) = symbol {
                return self.push(start, end, Some(symbol), stop, Written::Otherwise);
            }
        }
        if marks.has(Marks::DIGIT) && self.beside_digits(word, stop) {
            return;
        }
        if marks.has(Marks::CAMEL) && self.camel(word, stop) {
            return;
        }
        if !marks.has(Marks::DIGIT.with(Marks::CAMEL).with(Marks::DROPPED))
            && let Some(symbol) =
                characters.and_then(|characters| disguise::misspelt(self.terms, &characters, capital))
        {
            return self.push(start, end, Some(symbol), stop, Written::Otherwise);
        }
        if !(self.manner.joined && self.joined(word, stop)) {
            self.push(start, end, None, stop, Written::Plainly);
        }
    }

    /// A word with a number before or after it: `idiot2`.
    fn beside_digits(&mut self, word: &Word, stop: bool) -> bool {
        let text = self.slice(word.start, word.end);
        let inner = text.trim_matches(|char: char| char.is_ascii_digit());
        if inner.len() < 3 || inner.bytes().any(|byte| !byte.is_ascii_alphabetic()) {
            return false;
        }
        let before = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let state = inner.bytes().fold(START, |state, byte| step(state, byte.to_ascii_lowercase()));
        let lower = inner.bytes().map(|byte| byte.to_ascii_lowercase());
        let read = letters(text).fold(START, |state, byte| step(state, disguise::plain(byte)));
        let symbol = self.terms.symbol(finish(state), &lower);
        if symbol.is_none() || vocabulary::has(finish(read)) {
            return false;
        }
        let start = word.start + u32::try_from(before).unwrap_or_default();
        let end = start + u32::try_from(inner.len()).unwrap_or_default();
        self.push(start, end, symbol, stop, Written::Otherwise);
        true
    }

    /// `fuckYou`: pieces that begin with capitals, if each is a word.
    fn camel(&mut self, word: &Word, stop: bool) -> bool {
        let text = self.slice(word.start, word.end);
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let bytes = text.as_bytes();
        let mut start = 0;
        for (at, pair) in (1..).zip(bytes.windows(2)) {
            if let [before, after] = pair
                && before.is_ascii_lowercase()
                && after.is_ascii_uppercase()
            {
                pieces.push((start, at));
                start = at;
            }
        }
        pieces.push((start, bytes.len()));
        let mut found = Vec::new();
        for (from, to) in pieces {
            let piece = bytes.get(from..to).unwrap_or_default().to_ascii_lowercase();
            let hash = super::hash::of(&piece);
            let symbol = self.terms.symbol(hash, &piece.iter().copied());
            if symbol.is_none() && !vocabulary::has(hash) {
                return false;
            }
            let offset = |at: usize| word.start + u32::try_from(at).unwrap_or_default();
            found.push(Token {
                start: offset(from),
                end: offset(to),
                word: symbol.map_or(0, |symbol| symbol + 1),
                about: symbol.map_or_else(About::default, |symbol| self.terms.read(symbol)),
                stop: stop && from == 0,
                written: Written::Otherwise,
            });
        }
        self.tokens.append(&mut found);
        true
    }
}
