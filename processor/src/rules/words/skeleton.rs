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
pub(crate) const fn group(byte: u8) -> u8 {
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
