//! The first look at a text: common words are known at a glance, and only the others are split and hashed.

use super::common::{self, Known};
use super::matching::{Token, Written};
use super::scan::Scanner;
use crate::text::words::{Kind, Marks, Splitter, kind};

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = ONES * 0x80;
const LOW: u64 = ONES * 0x7f;
/// Makes capitals small.
const SMALL: u64 = ONES * 0x20;
/// Adding these sets the high bit of bytes from `a`, and of those after `z`.
const FROM_A: u64 = ONES * (0x80 - b'a' as u64);
const AFTER_Z: u64 = ONES * (0x7f - b'z' as u64);
const APOSTROPHES: u64 = ONES * b'\'' as u64;

/// Single characters in a row that are looked at once more.
const SINGLE: usize = 3;

impl Scanner<'_> {
    /// Reads the text word by word; whether single characters stand in a row.
    pub(super) fn glance(&mut self) -> bool {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut splitter = Splitter::of(text, false);
        let (mut at, mut single, mut spaced) = (0, 0, false);
        // A sign that touches a word may be a letter of it.
        let mut touched = false;
        while at < bytes.len() {
            let here = kind(bytes, at);
            if here == Kind::Letter
                && !touched
                && let Some((len, known)) = self.common(at)
            {
                let between = std::mem::take(&mut splitter.between);
                let stop = between != Marks::default() && self.stops(between);
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                self.tokens.push(Token {
                    start: offset(at),
                    end: offset(at + len) - known.after,
                    symbol: known.symbol,
                    about: known.into(),
                    stop,
                    written: Written::Plainly,
                });
                single = if len == 1 { single + 1 } else { 0 };
                spaced |= single >= SINGLE;
                at += len + usize::from(bytes.get(at + len) == Some(&b' '));
                continue;
            }
            touched = here == Kind::Sign;
            if here == Kind::Other {
                at += 1;
                continue;
            }
            at = splitter.step(at);
            if let Some(word) = splitter.word.take() {
                self.word(&word);
                single = (single + 1) * usize::from(word.end - word.start == 1);
                spaced |= single >= SINGLE;
            }
        }
        spaced
    }

    pub(super) fn stops(&self, between: Marks) -> bool {
        between.has(Marks::STOP) || self.manner.by_line && between.has(Marks::LINE)
    }

    /// A common word that begins here and that nothing touches from behind, and its length.
    #[inline]
    fn common(&self, at: usize) -> Option<(usize, Known)> {
        let bytes = self.text.as_bytes();
        let (first, mut len) = beginning(eight(bytes, at));
        let mut key = first;
        if len == 8 {
            let (second, more) = beginning(eight(bytes, at + 8));
            key = common::key(first, second);
            len += more;
        }
        let after = bytes.get(at + len).copied().unwrap_or(b' ');
        let ends = after == b' ' || matches!(kind(bytes, at + len), Kind::Other | Kind::Stop | Kind::Line);
        ends.then(|| self.terms.common(key)).flatten().map(|known| (len, known))
    }
}

/// Eight bytes, or as many as there are and zeroes.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    u64::from_le_bytes(rest.first_chunk().copied().unwrap_or_else(|| {
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        last
    }))
}

/// The letters and apostrophes that eight bytes begin with, in lower case, and how many they are.
#[inline]
fn beginning(bytes: u64) -> (u64, usize) {
    let small = bytes | SMALL;
    let low = small & LOW;
    let letters = (low + FROM_A) & !(low + AFTER_Z) & !bytes;
    let other = bytes ^ APOSTROPHES;
    let apostrophes = !(((other & LOW) + LOW) | other);
    let rest = !(letters | apostrophes) & HIGH;
    // All bits below the first byte of the rest; all there are where there is none.
    let word = small & ((rest & rest.wrapping_neg()) >> 7).wrapping_sub(1);
    (word, rest.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests;
