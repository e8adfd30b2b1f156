//! Tables of numbers as bytes: made by the build script or at load, and read where they lie.
//!
//! The shipped lexicon is in the binary, so a cold start parses, allocates and hashes nothing.

use bytes::Bytes;

/// Numbers, little-endian: of 16 bits where all fit, otherwise of 32.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) bytes: Bytes,
    pub(crate) narrow: bool,
}

impl Table {
    pub(crate) fn of(numbers: &[u32]) -> Self {
        let narrow = numbers.iter().all(|number| u16::try_from(*number).is_ok());
        let len = if narrow { 2 } else { 4 };
        let mut bytes = Vec::with_capacity(numbers.len() * len);
        for number in numbers {
            bytes.extend_from_slice(number.to_le_bytes().get(..len).unwrap_or_default());
        }
        Self { bytes: bytes.into(), narrow }
    }

    /// Plain bytes.
    pub(crate) fn text(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), narrow: false }
    }
}

/// Hashed keys with a number each: open addressing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slots(pub(crate) Table);

impl Slots {
    /// Entries of a hash and a number below `u32::MAX`, in a table that is one third full, so that most searches for
    /// what is not there end at once.
    pub(crate) fn of(entries: &[(u64, u32)]) -> Self {
        let size = entries.len() * 3 + 1;
        let mut slots = vec![0u32; size * 2];
        for (hash, number) in entries {
            let mut at = index(*hash, size);
            while slots.get(at * 2 + 1).is_some_and(|taken| *taken != 0) {
                at = (at + 1) % size;
            }
            if let Some([tag, value]) = slots.get_mut(at * 2..at * 2 + 2) {
                *tag = tag_of(*hash);
                *value = number + 1;
            }
        }
        Self(Table::of(&slots))
    }
}

/// The slot where a search begins.
pub(crate) fn index(hash: u64, size: usize) -> usize {
    (((hash & 0xffff_ffff) * size as u64) >> 32) as usize
}

/// What a slot keeps of a hash.
pub(crate) fn tag_of(hash: u64) -> u32 {
    u32::try_from(hash >> 48).unwrap_or_default()
}

/// The byte and bit of an edge in a filter of so many bytes, a power of two.
#[inline]
pub(crate) fn edge_bit(state: u32, label: u32, bytes: usize) -> (usize, u8) {
    let mixed = (state.wrapping_mul(0x9e37_79b1) ^ label).wrapping_mul(0x85eb_ca6b);
    ((mixed >> 8) as usize & bytes.wrapping_sub(1), 1 << (mixed >> 5 & 7))
}
