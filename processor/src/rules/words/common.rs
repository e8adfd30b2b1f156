//! The words that chats use most, as they are written: one look says what the terms know of such a word.
//!
//! Most words of a chat are among a few thousand. Each of these is one number of eight bytes, so nothing is
//! hashed letter by letter and nothing is compared but that number.

/// Bytes of such a word, at most: it ends before the second eight do.
pub(crate) const LONGEST: usize = 15;
/// What ends a word and is no part of it.
pub(crate) const GENITIVE: &str = "'s";
/// A slot: the word, then what is known of it.
const SLOT: usize = 16;
/// As many slots lie side by side, and a word may be in any of them, or of those of the row beside.
const BESIDE: usize = 3;
/// As many such rows as this many bits tell apart.
const BITS: u32 = 12;

/// Slots that lie side by side, and all of them.
pub(crate) type Row = [u8; SLOT * BESIDE];
pub(crate) type Rows = [Row; 1 << BITS];

/// What is known of a common word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The symbol plus one; zero where no term has the word.
    pub(crate) word: u32,
    /// The flags of the symbol, and the set of what may come after it as a first word.
    pub(crate) flags: u16,
    pub(crate) ahead: u16,
}

/// The bits that letters keep in a key: those of a letter are the same in either case.
pub(crate) const KEPT: u8 = 0x5f;

/// The key of a word of two times eight bytes that end in zeroes. Words of up to eight have keys that no other
/// word has, and two longer ones share theirs once in 2^64.
#[inline]
pub(crate) fn key(first: u64, second: u64) -> u64 {
    first ^ second.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// The row of slots where a word may be.
#[inline]
fn row(key: u64) -> usize {
    (key.wrapping_mul(0x9fb2_1c65_1e98_df25) >> (64 - BITS)) as usize
}

/// The rows of a table, if there is one.
#[inline]
pub(crate) fn rows(table: &[u8]) -> Option<&Rows> {
    table.as_chunks().0.first_chunk()
}

/// What is known of a word.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "parts of a number")]
pub(crate) fn find(rows: &Rows, key: u64) -> Option<Known> {
    let row = row(key);
    let slot = slot(rows.get(row)?, key).or_else(|| slot(rows.get(row ^ 1)?, key))?;
    let value = u64::from_le_bytes(*slot.last_chunk()?);
    Some(Known { word: value as u32, flags: (value >> 32) as u16, ahead: (value >> 48) as u16 })
}

/// The slot of a word in a row.
#[inline]
#[expect(clippy::manual_find, reason = "calls to what compares two numbers cost more than to compare them")]
fn slot(row: &Row, key: u64) -> Option<&[u8; SLOT]> {
    for slot in row.as_chunks().0 {
        if slot.first_chunk().is_some_and(|own| u64::from_le_bytes(*own) == key) {
            return Some(slot);
        }
    }
    None
}

/// The table of words that are written so, the most common ones first: those that come too late to find a slot
/// are looked up like any other. `symbol` knows the terms' words, `about` their flags and what may come after
/// them, `ordinary` the vocabulary.
pub(crate) fn table(
    written: &[String],
    symbol: impl Fn(&str) -> Option<u32>,
    about: impl Fn(u32) -> [u16; 2],
    ordinary: impl Fn(&str) -> bool,
) -> Vec<u8> {
    if written.is_empty() {
        return Vec::new();
    }
    let mut table = vec![0; (SLOT * BESIDE) << BITS];
    let letters = (b'a'..=b'z').map(|letter| char::from(letter).to_string());
    let written = letters.chain(written.iter().cloned());
    for word in written.filter(|word| word.len() <= LONGEST) {
        let Some(known) = read(&word, &symbol, &ordinary) else { continue };
        let half = |from: usize| {
            word.bytes()
                .skip(from)
                .take(8)
                .zip(0..)
                .fold(0, |half, (byte, place)| half | u64::from(byte & KEPT) << (8 * place))
        };
        let key = key(half(0), half(8));
        let keys = [[0; 8], key.to_le_bytes()];
        let fits = |slot: &[u8]| keys.iter().any(|key| slot.starts_with(key));
        let mut places = [row(key), row(key) ^ 1].into_iter().flat_map(|row| (row * BESIDE..).take(BESIDE));
        let place = places.find(|place| table.chunks_exact(SLOT).nth(*place).is_some_and(fits));
        if let Some(slot) = place.and_then(|place| table.chunks_exact_mut(SLOT).nth(place)) {
            let [flags, ahead] = known.checked_sub(1).map(&about).unwrap_or_default();
            let bytes = key
                .to_le_bytes()
                .into_iter()
                .chain(known.to_le_bytes())
                .chain(flags.to_le_bytes())
                .chain(ahead.to_le_bytes());
            slot.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
        }
    }
    table
}

/// The symbol, plus one, that splitting and looking up find for a word, and zero where no term has it; `None` where
/// they would look more closely.
fn read(written: &str, symbol: impl Fn(&str) -> Option<u32>, ordinary: impl Fn(&str) -> bool) -> Option<u32> {
    let (word, genitive) = written.strip_suffix(GENITIVE).map_or((written, false), |word| (word, true));
    let letters = word.replace('\'', "");
    let symbol = if genitive {
        symbol(&format!("{letters}s")).or_else(|| symbol(&letters))
    } else if word.ends_with("e'll") {
        None
    } else {
        symbol(&letters)
    };
    (symbol.is_some() || word.len() <= 2 || ordinary(&letters))
        .then_some(symbol.map_or(0, |symbol| symbol + 1))
}

/// The words of a table, as far as their keys are their letters.
#[cfg(test)]
pub(crate) fn short(table: &[u8]) -> impl Iterator<Item = String> {
    let keys = table.as_chunks::<SLOT>().0.iter().filter_map(|slot| slot.first_chunk::<8>());
    keys.filter_map(|key| {
        let word: Vec<u8> = key.iter().copied().take_while(|byte| *byte > 0).collect();
        let word: Vec<u8> =
            word.iter().map(|byte| if *byte == b'\'' & KEPT { b'\'' } else { byte | 0x20 }).collect();
        let spelled = word.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'\'');
        String::from_utf8(word).ok().filter(|word| spelled && !word.is_empty())
    })
}
