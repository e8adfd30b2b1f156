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

    /// Numbers that lie side by side, with one look; zeroes beyond the end.
    #[inline]
    pub(super) fn row<const N: usize>(&self, index: usize) -> [u32; N] {
        let mut row = [0; N];
        if self.narrow {
            let numbers = self.bytes.as_chunks::<2>().0.get(index..index + N).unwrap_or_default();
            for (to, bytes) in row.iter_mut().zip(numbers) {
                *to = u32::from(u16::from_le_bytes(*bytes));
            }
        } else {
            let numbers = self.bytes.as_chunks::<4>().0.get(index..index + N).unwrap_or_default();
            for (to, bytes) in row.iter_mut().zip(numbers) {
                *to = u32::from_le_bytes(*bytes);
            }
        }
        row
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len() / if self.narrow { 2 } else { 4 }
    }
}

impl Slots {
    /// The first number that is right, of those whose keys may have the hash: nearly always none or one.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut right: impl FnMut(u32) -> bool) -> Option<u32> {
        let size = self.0.len() / 2;
        let mut at = index(hash, size);
        let tag = tag_of(hash);
        loop {
            let [found, value] = self.0.row(at * 2);
            let number = value.checked_sub(1)?;
            if found == tag && right(number) {
                return Some(number);
            }
            at += 1;
            if at == size {
                at = 0;
            }
        }
    }

    /// Whether a key may have the hash, which one in thousands may that has not.
    #[inline]
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let size = self.0.len() / 2;
        let mut at = index(hash, size);
        let tag = tag_of(hash);
        loop {
            let [found, value] = self.0.row(at * 2);
            if found == tag || value == 0 {
                return value != 0;
            }
            at += 1;
            if at == size {
                at = 0;
            }
        }
    }

    /// All numbers whose keys may have the hash.
    pub(super) fn all(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let size = self.0.len() / 2;
        let first = index(hash, size);
        let tag = tag_of(hash);
        (first..size)
            .chain(0..first)
            .map(|at| self.0.row(at * 2))
            .take_while(|[_, value]| *value != 0)
            .filter(move |[found, _]| *found == tag)
            .map(|[_, value]| value - 1)
    }
}
