//! What folding does with each character, baked into the binary.
//!
//! The table is Unicode's compatibility mappings and lower case, and over them the letters of `letters.txt`. No
//! ready-made one did: of 26,763 ordinary lines without a Latin letter, decancer 4 makes Latin words of 94 %,
//! skeletons (unicode-security, UTS #39) of 66 %, this table of none; NFKC alone knows no look-alikes. The figures
//! and their costs are in `docs/evasion.md`.

use super::explain::Why;

/// What folding does with one character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) why: Option<Why>,
    /// Whether it is a letter on its head.
    pub(super) turned: bool,
    group: u8,
    latin: u8,
    len: u8,
    at: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stays, and is no letter.
    Same,
    /// Stays, and is a letter that looks like no Latin one.
    Letter,
    /// Becomes another text.
    Map,
    /// Goes.
    Drop,
    /// A mark of one script: goes after a Latin letter.
    Mark,
    /// A letter whose shape is a Latin one's.
    Exact,
    /// A letter that takes a Latin one's place with some imagination.
    Loose,
    /// A sign that stands for a letter beside Latin letters.
    Sign,
    /// Half a flag.
    Regional,
}

impl Entry {
    pub(super) fn of(char: char) -> Self {
        let code = char as usize;
        let block = BLOCKS.get(code / BLOCK).copied().unwrap_or_default();
        let key = KEYS.get(usize::from(block) * BLOCK + code % BLOCK).copied().unwrap_or_default();
        ENTRIES.get(usize::from(key)).copied().unwrap_or(e(Kind::Same, None, 0, 0, false, 0, 0))
    }

    /// What stands for the character; empty where it stays as it is.
    pub(super) fn text(self) -> &'static str {
        let at = usize::from(self.at);
        POOL.get(at..at + usize::from(self.len)).unwrap_or_default()
    }

    /// The Latin letter that it looks like, of a Latin one among letters of other scripts.
    pub(super) fn latin(self) -> Option<char> {
        (self.latin != 0).then(|| char::from(self.latin))
    }

    /// The script of a letter that is not Latin, as a bit.
    pub(super) fn group(self) -> u16 {
        if self.group == 0 { 0 } else { 1 << self.group }
    }

    /// Whether it goes from every letter, of whatever script.
    pub(super) fn is_general_mark(self) -> bool {
        self.kind == Kind::Drop && self.why == Some(Why::Mark)
    }
}

/// The one character that two are: a letter and its mark, where both scripts and folding keep it.
pub(super) fn compose(first: char, second: char) -> Option<char> {
    if let Some(syllable) = hangul(first, second) {
        return Some(syllable);
    }
    let at = COMPOSED.binary_search_by_key(&(first, second), |(first, second, _)| (*first, *second)).ok()?;
    COMPOSED.get(at).map(|(_, _, whole)| *whole)
}

/// Unicode's arithmetic for Korean syllables (chapter 3.12).
fn hangul(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    let syllable = match (first, second) {
        (0x1100..=0x1112, 0x1161..=0x1175) => 0xac00 + ((first - 0x1100) * 21 + second - 0x1161) * 28,
        (0xac00..=0xd7a3, 0x11a8..=0x11c2) if (first - 0xac00).is_multiple_of(28) => first + second - 0x11a7,
        _ => return None,
    };
    char::from_u32(syllable)
}

/// The letter that was turned to look like this one.
pub(super) fn turned(char: char) -> Option<char> {
    let at = TURNED.binary_search_by_key(&char, |(turned, _)| *turned).ok()?;
    TURNED.get(at).map(|(_, upright)| char::from(*upright))
}

const BLOCK: usize = 256;

const fn e(kind: Kind, why: Option<Why>, group: u8, latin: u8, turned: bool, at: u16, len: u8) -> Entry {
    Entry { kind, why, turned, group, latin, len, at }
}

include!(concat!(env!("OUT_DIR"), "/fold.rs"));
