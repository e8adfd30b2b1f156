//! What a text goes on with at a place, many bytes at a time.

use super::super::common::{self, GENITIVE, KEPT};
use crate::text::words::{Kind, Marks, kind};

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = ONES * 0x80;
const LOW: u64 = ONES * 0x7f;
const LETTERS: u64 = ONES * KEPT as u64;
/// What comes before the first letter, as far as it is kept.
const BEFORE_A: u64 = ONES * b'@' as u64;
/// Adding these sets the high bit of bytes after the last letter, counted from what comes before the first.
const AFTER_Z: u64 = ONES * (0x7f - (b'Z' - b'@') as u64);
const APOSTROPHES: u64 = ONES * b'\'' as u64;

/// The bytes of so many letters.
const MASKS: [u64; 9] = {
    let mut masks = [0; 9];
    let mut len = 1;
    while len < 9 {
        #[expect(clippy::indexing_slicing, reason = "in a constant, and in bounds")]
        {
            masks[len] = masks[len - 1] << 8 | 0xff;
        }
        len += 1;
    }
    masks
};

/// Eight bytes of a text, or as many as there are and zeroes.
#[inline]
pub(super) fn eight(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last(text, rest),
    }
}

/// What is left of a text, which is less than eight bytes, and zeroes.
#[cold]
fn last(text: &[u8], rest: &[u8]) -> u64 {
    match text.last_chunk() {
        Some(_) if rest.is_empty() => 0,
        Some(chunk) => u64::from_le_bytes(*chunk) >> (64 - 8 * rest.len()),
        None => rest.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    }
}

/// The letters that eight bytes begin with, as keys have them, and how many they are. `@` and `` ` `` pass for
/// letters that no word has.
#[inline]
pub(super) fn beginning(bytes: u64) -> (u64, usize) {
    let kept = bytes & LETTERS;
    before(others(bytes), kept)
}

/// The same of letters and apostrophes.
fn with_apostrophes(bytes: u64) -> (u64, usize) {
    let other = bytes ^ APOSTROPHES;
    before(others(bytes) & (((other & LOW) + LOW) | other), bytes & LETTERS)
}

/// The high bits of bytes that are no letters.
#[inline]
fn others(bytes: u64) -> u64 {
    ((((bytes & LETTERS) ^ BEFORE_A) + AFTER_Z) | bytes) & HIGH
}

/// The bytes before the first that has its bit in `others`, and how many they are.
#[inline]
fn before(others: u64, bytes: u64) -> (u64, usize) {
    let len = others.trailing_zeros() as usize / 8;
    (bytes & MASKS.get(len).copied().unwrap_or_default(), len)
}

/// A word with an apostrophe in it: where it ends without an `'s`, and what comes after it.
pub(super) struct Elided {
    pub(super) key: u64,
    pub(super) end: usize,
    pub(super) after: (usize, Marks),
}

/// The word with an apostrophe that begins here, if nothing touches it.
#[inline(never)]
pub(super) fn elided(text: &[u8], at: usize) -> Option<Elided> {
    let (mut key, mut len) = with_apostrophes(eight(text, at));
    if len == 8 {
        let (second, more) = with_apostrophes(eight(text, at + 8));
        key = common::key(key, second);
        len += more;
    }
    let end = at + len;
    let last: Option<&[u8; 2]> = text.get(at..end)?.last_chunk();
    let genitive = last.is_some_and(|last| last.eq_ignore_ascii_case(GENITIVE.as_bytes()));
    let after = beyond(text, end)?;
    Some(Elided { key, end: if genitive { end - GENITIVE.len() } else { end }, after })
}

/// Where the next word begins after a word that ends here, and what stands between; `None` where something
/// touches the word that may be part of it. Exclamation marks are none.
#[inline(never)]
pub(super) fn beyond(text: &[u8], end: usize) -> Option<(usize, Marks)> {
    match kind(text, end) {
        Kind::Other | Kind::Stop | Kind::Line => Some(gap(text, end)),
        Kind::Sign => exclaimed(text, end),
        Kind::Letter | Kind::Digit | Kind::Apostrophe | Kind::High => None,
    }
}

/// The same after exclamation marks.
fn exclaimed(text: &[u8], end: usize) -> Option<(usize, Marks)> {
    let marks = text.iter().skip(end).take_while(|byte| **byte == b'!').count();
    let last = end + marks;
    if !matches!(kind(text, last), Kind::Other | Kind::Stop | Kind::Line) {
        return None;
    }
    let stops = marks > 0 && text.get(last).is_none_or(u8::is_ascii_whitespace);
    let (next, marks) = gap(text, last);
    Some((next, if stops { marks.with(Marks::STOP) } else { marks }))
}

/// Where what only separates words ends, and what it is.
#[inline]
pub(super) fn gap(text: &[u8], mut at: usize) -> (usize, Marks) {
    let mut between = Marks::default();
    loop {
        let here = kind(text, at);
        if here == Kind::Stop {
            if text.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
                between = between.with(Marks::STOP);
            }
        } else if here == Kind::Line {
            between = between.with(Marks::LINE);
        } else if !(here == Kind::Other && at < text.len() || here == Kind::Apostrophe) {
            return (at, between);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_begin_a_word() {
        let cases = [
            ("the cat", "the", 3),
            ("DON'T go", "don", 3),
            ("eighteen", "eighteen", 8),
            ("a", "a", 1),
            ("z{", "z", 1),
            ("Zebra[", "zebra", 5),
            (" a", "", 0),
            ("1a", "", 0),
            ("\u{1}", "", 0),
            ("é", "", 0),
            ("aé", "a", 1),
            ("", "", 0),
        ];
        let first = |text: &str| eight(text.as_bytes(), 0);
        for (text, word, len) in cases {
            assert_eq!(beginning(first(text)), (first(word) & LETTERS, len), "{text}");
        }
        assert_eq!(with_apostrophes(first("DON'T go")), (first("don't") & LETTERS, 5));
        for byte in 0..=u8::MAX {
            let letter = byte.is_ascii_alphabetic() || matches!(byte, b'@' | b'`');
            assert_eq!(beginning(u64::from(byte)).1, usize::from(letter), "{byte}");
        }
    }

    #[test]
    fn eight_bytes_end_in_zeroes_where_a_text_ends() {
        let text = b"something else";
        for len in 0..text.len() {
            for at in 0..=len {
                let rest = &text[at..len];
                let expected = rest.iter().take(8).rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte));
                assert_eq!(eight(&text[..len], at), expected, "{at} of {len}");
            }
        }
    }
}
