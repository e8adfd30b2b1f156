//! Looking at bytes around a place without ever being out of bounds.

use std::ops::Range;

/// The bytes of a text; every offset has one, and beyond the ends it is zero.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    pub(crate) fn at(self, index: usize) -> u8 {
        self.0.get(index).copied().unwrap_or(0)
    }

    pub(crate) fn before(self, index: usize) -> u8 {
        index.checked_sub(1).map_or(0, |index| self.at(index))
    }

    pub(crate) fn get(self, span: Range<usize>) -> &'a [u8] {
        self.0.get(span).unwrap_or_default()
    }

    /// Where the bytes that satisfy a condition end.
    pub(crate) fn end_of(self, from: usize, is: impl Fn(u8) -> bool) -> usize {
        let rest = self.0.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| !is(*byte)).unwrap_or(rest.len())
    }

    /// Where the first byte stands of which `is` is not zero, which few are. It takes no branches, so that many
    /// bytes are looked at together.
    #[inline]
    pub(crate) fn find(self, from: usize, is: impl Fn(u8) -> u8) -> usize {
        const TOGETHER: usize = 16;
        let rest = self.0.get(from..).unwrap_or_default();
        let none = |block: &&[u8; TOGETHER]| block.iter().fold(0, |any, byte| any | is(*byte)) == 0;
        let skipped = rest.as_chunks().0.iter().take_while(none).count() * TOGETHER;
        let rest = rest.get(skipped..).unwrap_or_default();
        from + skipped + rest.iter().position(|byte| is(*byte) != 0).unwrap_or(rest.len())
    }

    /// Where the next ASCII digit stands, or the end. Eight bytes are looked at together: digits stand near
    /// other digits, so that more would seldom be of use.
    pub(crate) fn digit(self, from: usize) -> usize {
        const EIGHT: usize = 8;
        let rest = self.0.get(from..).unwrap_or_default();
        let (eights, tail) = rest.as_chunks::<EIGHT>();
        let mut at = from;
        for eight in eights {
            let digits = digits_of(u64::from_le_bytes(*eight));
            if digits != 0 {
                return at + digits.trailing_zeros() as usize / EIGHT;
            }
            at += EIGHT;
        }
        at + tail.iter().position(u8::is_ascii_digit).unwrap_or(tail.len())
    }

    /// Where the bytes before `to` that satisfy a condition begin.
    pub(crate) fn start_of(self, to: usize, is: impl Fn(u8) -> bool) -> usize {
        let rest = self.0.get(..to).unwrap_or_default();
        rest.iter().rposition(|byte| !is(*byte)).map_or(0, |at| at + 1)
    }

    /// Whether this text stands here, in any letter case; `word` is in lower case.
    pub(crate) fn has_at(self, index: usize, word: &str) -> bool {
        self.get(index..index + word.len()).eq_ignore_ascii_case(word.as_bytes())
    }

    /// Whether no ASCII letter, digit or underscore stands directly before. The letter of a written-out line
    /// break is none: `\n` is what a text keeps that was escaped twice on its way. Nor is an underscore for
    /// emphasis. Signs of other scripts and emoji end before a number: `卡号4111…`.
    pub(crate) fn starts_at(self, index: usize) -> bool {
        let before = self.before(index);
        let is_emphasis = || before == b'_' && !is_ascii_word(self.before(index.saturating_sub(1)));
        !is_ascii_word(before) || is_emphasis() || self.is_after_escape(index)
    }

    /// Whether a written-out line break or tabulator ends here.
    pub(crate) fn is_after_escape(self, index: usize) -> bool {
        matches!(index.checked_sub(2).map(|from| self.get(from..index)), Some([b'\\', b'n' | b'r' | b't']))
    }

    /// Whether no ASCII letter, digit or underscore stands at the place, unless for emphasis.
    pub(crate) fn ends_at(self, index: usize) -> bool {
        let at = self.at(index);
        !is_ascii_word(at) || at == b'_' && !is_ascii_word(self.at(index + 1))
    }
}

/// The highest bit of each of eight bytes that is an ASCII digit.
fn digits_of(eight: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);
    /// Added to what is ten or more, it gives the highest bit.
    const OVER_NINE: u64 = u64::from_ne_bytes([0x80 - 10; 8]);
    // A digit becomes what it counts, and no other byte is below ten.
    let values = eight ^ ZEROS;
    !(((values & !HIGH) + OVER_NINE) | values) & HIGH
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a byte can be part of a word; those of other scripts all can.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_digit_is_found_among_any_bytes(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'/'), Just(b':'), Just(0xb0)], 0..40), from in 0..44_usize,
        ) {
            let next = bytes.iter().skip(from).position(u8::is_ascii_digit).map(|at| from + at);
            prop_assert_eq!(Bytes(&bytes).digit(from), next.unwrap_or(bytes.len().max(from)));
        }
    }
}
