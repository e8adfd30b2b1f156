//! The first look at a text: common words are known at a glance, and only what is no plain word is split.

use super::common;
use super::hash::{START, finish, step};
use super::matching::{Token, Written};
use super::scan::Scanner;
use crate::text::words::{Kind, Marks, Splitter, Word, kind};
use beginning::{beginning, beyond, eight, elided, gap};

mod beginning;

/// Single characters in a row that are looked at once more.
const SINGLE: usize = 3;

/// How far a text was read.
#[derive(Default)]
struct Glance {
    at: usize,
    /// Whether a sentence ends before the next word.
    stop: bool,
    /// Single characters in a row, how many words there were with the last of them, and whether there were ever
    /// many in a row.
    single: usize,
    last: usize,
    spaced: bool,
}

impl Glance {
    /// Notes a single character, which is the last of so many words.
    #[inline(never)]
    fn single(&mut self, words: usize) {
        self.single = if words <= self.last + 1 { self.single + 1 } else { 1 };
        self.last = words;
        self.spaced |= self.single >= SINGLE;
    }
}

impl Scanner<'_> {
    /// Reads the text word by word; whether single characters stand in a row.
    pub(super) fn glance(&mut self) -> bool {
        let mut glance = Glance::default();
        self.plainly(&mut glance);
        if glance.at < self.text.len() {
            self.closely(&mut glance);
        }
        glance.spaced
    }

    /// Reads what is more than plain words, and the plain words between.
    #[inline(never)]
    fn closely(&mut self, glance: &mut Glance) {
        let bytes = self.text.as_bytes();
        let mut splitter = Splitter::of(self.text, false);
        while glance.at < bytes.len() {
            // A sign that touches a word may be a letter of it.
            let touches = kind(bytes, glance.at) == Kind::Sign;
            splitter.between = if glance.stop { Marks::STOP } else { Marks::default() };
            glance.at = splitter.step(glance.at);
            glance.stop = self.stops(splitter.between);
            if let Some(word) = splitter.word.take() {
                self.word(&word);
                if word.end - word.start == 1 {
                    glance.single(self.tokens.len());
                }
            }
            if !(touches && kind(bytes, glance.at) == Kind::Letter) {
                self.plainly(glance);
            }
        }
    }

    /// Reads plain words, which are letters that nothing touches, as far as there are any.
    #[expect(clippy::cast_possible_truncation, reason = "a text is far shorter than four gigabytes")]
    fn plainly(&mut self, glance: &mut Glance) {
        let text = self.text.as_bytes();
        let Some(rows) = self.terms.common() else { return };
        let Glance { mut at, mut stop, .. } = *glance;
        while at < text.len() {
            let (mut key, len) = beginning(eight(text, at));
            if len == 0 {
                let (next, marks) = gap(text, at);
                if next == at {
                    break;
                }
                at = next;
                stop |= self.stops(marks);
                continue;
            }
            let mut end = at + len;
            if len == 8 {
                let (second, more) = beginning(eight(text, end));
                // What is longer than common words is read letter by letter.
                if more == 8 {
                    break;
                }
                key = common::key(key, second);
                end += more;
            }
            let mut next = end + 1;
            let mut stops = false;
            if text.get(end).is_some_and(|after| *after != b' ') {
                let mut after = beyond(text, end);
                if after.is_none()
                    && let Some(word) = elided(text, at).filter(|word| common::find(rows, word.key).is_some())
                {
                    (key, end, after) = (word.key, word.end, Some(word.after));
                }
                let Some((place, marks)) = after else { break };
                (next, stops) = (place, self.stops(marks));
            }
            if let Some(known) = common::find(rows, key) {
                let (start, end) = (at as u32, end as u32);
                let about = known.into();
                self.tokens.push(Token {
                    start,
                    end,
                    word: known.word,
                    about,
                    stop,
                    written: Written::Plainly,
                });
            } else if !self.letters_only(at, end, stop) {
                break;
            }
            if end == at + 1 {
                glance.single(self.tokens.len());
            }
            (at, stop) = (next, stops);
        }
        (glance.at, glance.stop) = (at, stop);
    }

    /// A word that is not common; whether there are only letters in it.
    #[cold]
    fn letters_only(&mut self, start: usize, end: usize, stop: bool) -> bool {
        let word = self.text.as_bytes().get(start..end).unwrap_or_default();
        let (mut state, mut all) = (START, 0xff);
        for byte in word {
            state = step(state, byte | 0x20);
            all &= byte;
        }
        let (start, end) = (offset(start), offset(end));
        let symbol = self.terms.plain(finish(state), word);
        if symbol.is_none() && word.iter().any(|byte| matches!(byte, b'@' | b'`')) {
            return false;
        }
        if symbol.is_some() || !self.manner.disguised || word.len() <= 2 {
            self.push(start, end, symbol, stop, Written::Plainly);
        } else {
            let mut capitals = word.iter().skip_while(|byte| byte.is_ascii_uppercase());
            let camel = all & 0x20 == 0 && capitals.any(u8::is_ascii_uppercase);
            let marks = if camel { Marks::LETTER.with(Marks::CAMEL) } else { Marks::LETTER };
            self.unknown(&Word { start, end, state, marks, lead: 0, trail: 0 }, stop);
        }
        true
    }

    pub(super) fn stops(&self, between: Marks) -> bool {
        between.has(Marks::STOP) || self.manner.by_line && between.has(Marks::LINE)
    }
}

/// A place in a text. Texts are shorter than the longest message.
#[inline]
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
