//! Ordinary English words: which there are, and how common some are.

use super::{filter, hash};

/// The filter over all words, after the size of one of its three blocks.
const WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.bin"));
/// Slots of common words.
const PIECES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pieces.bin"));

/// Letters of an ordinary word, at most: what is longer are words joined, though one in 256 passes for a word.
pub(super) const LONGEST: u32 = 28;

/// Whether a word is an ordinary one, by its hash.
#[inline]
pub(super) fn has(hash: u64) -> bool {
    let Some((size, filter)) = WORDS.split_first_chunk() else { return false };
    let block = u32::from_le_bytes(*size) as usize;
    let bytes = filter::places(hash, block).map(|place| filter.get(place).copied().unwrap_or_default());
    bytes.into_iter().fold(0, |mixed, byte| mixed ^ byte) == filter::mark(hash)
}

/// Up to this rank are the words that chats use most.
pub(super) const FREQUENT: u8 = 3;

/// What makes another form of a word, or a word of its family.
const ENDINGS: [&[u8]; 22] = [
    b"s", b"es", b"d", b"ed", b"r", b"er", b"rs", b"ers", b"ing", b"ings", b"y", b"ie", b"ies", b"ly",
    b"ness", b"ish", b"ism", b"ist", b"ists", b"ic", b"al", b"ized",
];
/// Letters of what has an ending, at least.
const SHORTEST_STEM: usize = 4;

/// The ordinary words of which a word may be a form.
pub(super) fn stems(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    let endings = ENDINGS.iter().filter(|ending| ending.last() == word.last());
    let stems = endings.filter_map(|ending| word.strip_suffix(*ending));
    stems.filter(|stem| stem.len() >= SHORTEST_STEM && has(hash::of(stem)))
}

/// How common a word is, by its hash: from 1, the most common, to 6.
#[inline]
pub(super) fn rank(hash: u64) -> Option<u8> {
    let slots = PIECES.as_chunks::<2>().0;
    let (mut at, tag) = filter::piece(hash, slots.len());
    loop {
        let slot = slots.get(at).map_or(0, |slot| u16::from_le_bytes(*slot));
        if slot == 0 {
            return None;
        }
        if slot >> 3 == tag {
            // A long text has thousands of rows of letters, and the tags alone would take one for a word.
            let rank = u8::try_from(slot & 7).ok().map(|rank| rank + 1);
            return rank.filter(|rank| *rank <= FREQUENT || has(hash));
        }
        at += 1;
        if at == slots.len() {
            at = 0;
        }
    }
}
