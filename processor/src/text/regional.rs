//! Regional indicators: flags in pairs, letters otherwise.

/// The letter of a regional indicator.
pub(super) fn letter(char: char) -> Option<char> {
    let at = u32::from(char).checked_sub(0x1_f1e6)?;
    u8::try_from(at).ok().filter(|at| *at < 26).map(|at| char::from(b'A' + at))
}

/// Whether displays show a run of them as flags: every pair is a region.
pub(super) fn are_flags(letters: &[char]) -> bool {
    letters.len().is_multiple_of(2)
        && letters.chunks_exact(2).all(|pair| matches!(pair, [a, b] if is_region(*a, *b)))
}

fn is_region(first: char, second: char) -> bool {
    let row = u32::from(first).checked_sub(u32::from('A')).and_then(|row| REGIONS.get(row as usize));
    row.is_some_and(|seconds| seconds.contains(second))
}

/// The regions that have a flag among the emoji (CLDR), by their first letter.
const REGIONS: [&str; 26] = [
    "CDEFGILMOQRSTUWXZ",
    "ABDEFGHIJLMNOQRSTVWYZ",
    "ACDFGHIKLMNOPQRUVWXYZ",
    "EGJKMOZ",
    "ACEGHRSTU",
    "IJKMOR",
    "ABDEFGHILMNPQRSTUWY",
    "KMNRTU",
    "CDELMNOQRST",
    "EMOP",
    "EGHIMNPRWYZ",
    "ABCIKRSTUVY",
    "ACDEFGHKLMNOPQRSTUVWXYZ",
    "ACEFGILOPRUZ",
    "M",
    "AEFGHKLMNRSTWY",
    "A",
    "EOSUW",
    "ABCDEGHIJKLMNORSTVXYZ",
    "ACDFGHJKLMNORTVWZ",
    "AGMNSYZ",
    "ACEGINU",
    "FS",
    "K",
    "ET",
    "AMW",
];
