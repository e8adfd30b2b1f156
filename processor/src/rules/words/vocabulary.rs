//! Ordinary English words: which there are, and how common some are.

use super::filter;

/// The filter over all words, after the size of one of its three blocks.
const WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.bin"));
/// Slots of common words.
const PIECES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pieces.bin"));

/// Whether a word is an ordinary one, by its hash.
#[inline]
pub(super) fn has(hash: u64) -> bool {
    let Some((size, filter)) = WORDS.split_first_chunk() else { return false };
    let block = u32::from_le_bytes(*size) as usize;
    let bytes = filter::places(hash, block).map(|place| filter.get(place).copied().unwrap_or_default());
    bytes.into_iter().fold(0, |mixed, byte| mixed ^ byte) == filter::mark(hash)
}

/// How common a word is, by its hash: from 1, the most common, to 4.
#[inline]
pub(super) fn rank(hash: u64) -> Option<u8> {
    let slots = PIECES.as_chunks::<2>().0;
    let (mut at, tag) = filter::piece(hash, slots.len());
    loop {
        let slot = slots.get(at).map_or(0, |slot| u16::from_le_bytes(*slot));
        if slot == 0 {
            return None;
        }
        if slot >> 2 == tag {
            return u8::try_from(slot & 3).ok().map(|rank| rank + 1);
        }
        at += 1;
        if at == slots.len() {
            at = 0;
        }
    }
}
