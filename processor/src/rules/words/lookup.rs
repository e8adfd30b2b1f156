//! Numbers looked up in tables.

use super::table::{Slots, Table, index, tag_of};

impl Table {
    /// A number; zero beyond the end.
    #[inline]
    pub(super) fn get(&self, index: usize) -> u32 {
        if self.narrow {
            self.bytes.as_chunks::<2>().0.get(index).map_or(0, |bytes| u32::from(u16::from_le_bytes(*bytes)))
        } else {
            self.bytes.as_chunks::<4>().0.get(index).map_or(0, |bytes| u32::from_le_bytes(*bytes))
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len() / if self.narrow { 2 } else { 4 }
    }
}

impl Slots {
    /// The numbers whose keys may have the hash: nearly always none or one.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let size = self.0.len() / 2;
        let mut at = index(hash, size);
        let tag = tag_of(hash);
        std::iter::from_fn(move || {
            loop {
                let (found, value) = (self.0.get(at * 2), self.0.get(at * 2 + 1));
                if value == 0 {
                    return None;
                }
                at = (at + 1) & (size - 1);
                if found == tag {
                    return Some(value - 1);
                }
            }
        })
    }
}
