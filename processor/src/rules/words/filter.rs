//! Whether a word is an ordinary one: an xor filter over the vocabulary, one byte a word and a quarter.
//!
//! One unknown word in 256 passes for known; a disguised word may then be missed, never falsely found.
//! (Graf and Lemire, “Xor Filters: Faster and Smaller Than Bloom and Cuckoo Filters”, 2020.)

/// Where the three bytes of a word are, in a filter of three blocks of this size.
#[expect(clippy::cast_possible_truncation, reason = "each is below the size of a block")]
pub(crate) fn places(hash: u64, block: usize) -> [usize; 3] {
    let within = |hash: u64| ((u128::from(hash) * block as u128) >> 64) as usize;
    [within(hash), within(hash.rotate_left(21)) + block, within(hash.rotate_left(42)) + 2 * block]
}

/// What the three bytes of a word that is in make together.
pub(crate) fn mark(hash: u64) -> u8 {
    hash.wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes()[0]
}

/// Where a common word's slot would be in a table of so many, and what is kept of its hash. A slot is
/// `(tag << 3) | (rank - 1)`, and never zero. One row of letters in some thousands passes for a common word.
#[expect(clippy::cast_possible_truncation, reason = "a fraction of the size, and thirteen bits")]
pub(crate) fn piece(hash: u64, size: usize) -> (usize, u16) {
    let tag = (hash >> 40) as u16 & 0x1fff;
    ((((hash & 0xffff_ffff) * size as u64) >> 32) as usize, tag.max(1))
}
