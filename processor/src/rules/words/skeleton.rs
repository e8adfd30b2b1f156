//! What disguises leave of a word: its letters with look-alikes as one and runs collapsed.
//!
//! Skeletons only propose candidates. Whether a text really spells a candidate is decided letter by letter.

use super::hash::{START, finish, step};

/// Shapes: lengths up to 32 times first letters.
pub(crate) const SHAPES: usize = 32 * 26;

/// The number of a length and a first letter; beyond all shapes where there is none.
pub(crate) fn shape(len: usize, word: &[u8]) -> usize {
    match word.first() {
        Some(first @ b'a'..=b'z') if len < 32 => len * 26 + usize::from(first - b'a'),
        _ => SHAPES,
    }
}

/// The letter that stands for a sign and everything that looks like it. Zero where there is none.
#[inline]
pub(crate) fn group(byte: u8) -> u8 {
    GROUPS.get(usize::from(byte)).copied().unwrap_or_default()
}

const GROUPS: [u8; 256] = {
    let mut groups = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "in a constant, and in bounds")]
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        {
            groups[byte] = looks_like(byte as u8);
        }
        byte += 1;
    }
    groups
};

const fn looks_like(byte: u8) -> u8 {
    match byte {
        b'a' | b'A' | b'4' | b'@' => b'a',
        b'b' | b'B' | b'8' | b'6' | b'g' | b'G' | b'9' | b'q' | b'Q' => b'b',
        b'c' | b'C' | b'k' | b'K' => b'c',
        b'e' | b'E' | b'3' => b'e',
        b'i' | b'I' | b'l' | b'L' | b'1' | b'!' | b'|' => b'i',
        b'o' | b'O' | b'0' => b'o',
        b's' | b'S' | b'$' | b'5' | b'z' | b'Z' | b'2' => b's',
        b't' | b'T' | b'7' | b'+' => b't',
        b'u' | b'U' | b'v' | b'V' => b'u',
        b'h' | b'H' | b'#' => b'h',
        b'A'..=b'Z' => byte | 0x20,
        b'a'..=b'z' => byte,
        _ => 0,
    }
}

/// What each letter adds to a sum.
pub(crate) const LETTERS: [u64; 26] = {
    let mut letters = [0; 26];
    let mut index = 0;
    while index < 26 {
        #[expect(clippy::indexing_slicing, reason = "in a constant, and in bounds")]
        #[expect(clippy::cast_possible_truncation, reason = "a letter's number")]
        {
            letters[index] = finish(step(START, b'a' + index as u8));
        }
        index += 1;
    }
    letters
};

/// The sum of a word's letters, the same in any order.
pub(crate) fn sum(word: &[u8]) -> u64 {
    word.iter().fold(0, |sum, letter| add(sum, *letter))
}

/// The sum with one letter more, in either case. Nothing else changes it.
#[inline]
pub(crate) fn add(sum: u64, letter: u8) -> u64 {
    let index = usize::from((letter | 0x20).wrapping_sub(b'a'));
    sum.wrapping_add(LETTERS.get(index).copied().unwrap_or_default())
}

/// The hash of a word's skeleton.
pub(crate) fn of(word: &[u8]) -> u64 {
    let mut state = START;
    let mut last = 0;
    for byte in word {
        let letter = group(*byte);
        if letter != last {
            state = step(state, letter);
            last = letter;
        }
    }
    finish(state)
}
