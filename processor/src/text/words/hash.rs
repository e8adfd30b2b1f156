//! The hash of a word: computed letter by letter while the text is split, so that looking a word up reads
//! it no second time, and finding the words inside a longer one costs one multiplication a letter.

/// The state before the first letter.
pub(crate) const START: u64 = 0x9e37_79b9_7f4a_7c15;

/// The state after one more letter, which is lower-case.
#[inline]
pub(crate) const fn step(state: u64, letter: u8) -> u64 {
    (state ^ letter as u64).wrapping_mul(0x9fb2_1c65_1e98_df25)
}

/// The hash of the letters so far.
#[inline]
pub(crate) const fn finish(state: u64) -> u64 {
    let mixed = (state ^ (state >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 29)
}

/// The hash of a word of lower-case letters.
pub(crate) fn of(word: &[u8]) -> u64 {
    finish(word.iter().fold(START, |state, letter| step(state, *letter)))
}
