//! A stable 64-bit hash (FNV-1a), for telling requests apart. Not for secrets.

/// Hashes the parts in order; `["ab", "c"]` and `["a", "bc"]` differ.
pub(crate) fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    // 0xFF occurs in no UTF-8 text, so it marks where a part ends.
    parts.into_iter().fold(BASIS, |hash, part| step(part.bytes().fold(hash, step), 0xFF))
}

#[cfg(test)]
mod tests {
    #[test]
    fn where_one_part_ends_matters() {
        assert_ne!(super::of(["ab", "c"]), super::of(["a", "bc"]));
        assert_eq!(super::of(["ab", "c"]), super::of(["ab", "c"]));
    }
}
