//! What kinds of bytes a text holds: one cheap look, so that most rules need no other at most texts.

pub(crate) mod fours;

/// A kind of byte, or of a few in a row, that a rule may need to see before it looks closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Trait {
    Digit = 1,
    At = 1 << 1,
    Dot = 1 << 2,
    Slash = 1 << 3,
    Colon = 1 << 4,
    Hyphen = 1 << 5,
    Underscore = 1 << 6,
    Upper = 1 << 7,
    NonAscii = 1 << 8,
    /// A sign that can stand for a letter: `$`, `!`, `|`, `+`, `*`, `#`, `(` and so on.
    Symbol = 1 << 9,
    Space = 1 << 10,
    /// `%` or `&`, with which encoded characters begin.
    Encoded = 1 << 11,
    /// A control character that is no white space.
    Control = 1 << 12,
    Equals = 1 << 13,
    Backslash = 1 << 14,
    /// `assw`: a part of the word for it in English and in what is typed in haste.
    Password = 1 << 15,
    /// What an address of a mailbox takes: `@`, or an `at` that may be said for it, with no letter on either
    /// side; and a dot that may be one of a domain, or is said.
    Address = 1 << 16,
    /// Something that the shipped lexicon knows, as far as nobody has found that there is nothing.
    Listed = 1 << 17,
    /// Every text holds it.
    Anything = 1 << 18,
}

/// What every text holds until more is known of it.
const ALWAYS: u32 = Trait::Listed as u32 | Trait::Anything as u32;

/// Which kinds of bytes a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Traits {
    kinds: u32,
    digits: u32,
    len: u32,
}

impl Traits {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let of = |byte: u8| KINDS.get(usize::from(byte)).copied().unwrap_or_default();
        let (eights, rest) = bytes.as_chunks::<8>();
        let kinds = eights.iter().fold(0, |all, [a, b, c, d, e, f, g, h]| {
            all | of(*a) | of(*b) | of(*c) | of(*d) | of(*e) | of(*f) | of(*g) | of(*h)
        });
        let kinds = u32::from(rest.iter().fold(kinds, |all, byte| all | of(*byte)));
        let kinds = kinds | fours::kinds(bytes, kinds & Trait::At as u32 != 0) | ALWAYS;
        let digits = if kinds & Trait::Digit as u32 == 0 { 0 } else { count_digits(bytes) };
        Self { kinds, digits, len: counted(bytes.len()) }
    }

    /// Of a text that may hold anything.
    pub(crate) const ANY: Self = Self { kinds: 0x7fff_ffff, digits: u32::MAX, len: u32::MAX };

    /// Of the same text, in which the shipped lexicon knows nothing.
    pub(crate) fn unlisted(self) -> Self {
        Self { kinds: self.kinds & !(Trait::Listed as u32), ..self }
    }

    /// All but the length, and a bit that says that this is known.
    pub(super) fn packed(self) -> u64 {
        (1 << 63) | (u64::from(self.kinds) << 32) | u64::from(self.digits)
    }

    /// Of a text of this length; `None` where nothing is known.
    #[expect(clippy::cast_possible_truncation, reason = "it takes apart what `packed` put together")]
    pub(super) fn unpacked(packed: u64, len: usize) -> Option<Self> {
        (packed >> 63 == 1).then_some(Self {
            kinds: (packed >> 32) as u32 & 0x7fff_ffff,
            digits: packed as u32,
            len: counted(len),
        })
    }

    /// Of two texts.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            kinds: self.kinds | other.kinds,
            digits: self.digits.saturating_add(other.digits),
            len: self.len.saturating_add(other.len),
        }
    }

    /// Of a text that is read as the one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            kinds: self.kinds | other.kinds,
            digits: self.digits.max(other.digits),
            len: self.len.max(other.len),
        }
    }

    /// The kinds as bits, without those that every text holds.
    pub(crate) fn kinds(self) -> u32 {
        self.kinds & !ALWAYS
    }

    /// Whether there is one of some kinds, as bits.
    pub(crate) fn has_any(self, kinds: u32) -> bool {
        self.kinds & kinds != 0
    }

    pub(crate) fn has(self, kind: Trait) -> bool {
        self.kinds & kind as u32 != 0
    }

    /// Whether a text like this can be another one when it is folded.
    pub(crate) fn may_fold(self) -> bool {
        self.kinds & (Trait::NonAscii as u32 | Trait::Encoded as u32 | Trait::Control as u32) != 0
    }

    /// How many ASCII digits there are.
    pub(crate) fn digits(self) -> u32 {
        self.digits
    }

    /// Bytes of the text.
    pub(crate) fn len(self) -> u32 {
        self.len
    }
}

/// A number of bytes, or the greatest that is told from others.
fn counted(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// How many ASCII digits there are.
pub(crate) fn count_digits(bytes: &[u8]) -> u32 {
    // Of so few bytes, the digits fit into a byte, and the processor adds up many bytes at once.
    let count = |few: &[u8]| few.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum::<u8>();
    bytes.chunks(128).map(|few| u32::from(count(few))).sum()
}

static KINDS: [u16; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::indexing_slicing,
            reason = "at most 255; runs at build"
        )]
        {
            kinds[byte] = kind(byte as u8);
        }
        byte += 1;
    }
    kinds
};

const fn kind(byte: u8) -> u16 {
    match byte {
        b'0'..=b'9' => Trait::Digit as u16,
        b'@' => Trait::At as u16 | Trait::Symbol as u16,
        b'.' => Trait::Dot as u16,
        b'/' => Trait::Slash as u16,
        b':' => Trait::Colon as u16,
        b'-' => Trait::Hyphen as u16,
        b'_' => Trait::Underscore as u16,
        b'=' => Trait::Equals as u16,
        b'\\' => Trait::Backslash as u16,
        b'A'..=b'Z' => Trait::Upper as u16,
        0x80.. => Trait::NonAscii as u16,
        b'&' | b'%' => Trait::Symbol as u16 | Trait::Encoded as u16,
        b'$' | b'!' | b'|' | b'+' | b'*' | b'#' | b'(' | b')' | b'<' | b'[' | b'{' | b'^' => {
            Trait::Symbol as u16
        }
        b' ' | b'\t'..=b'\r' => Trait::Space as u16,
        0..=0x1f | 0x7f => Trait::Control as u16,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_has_the_traits_of_its_bytes(text in "[at @s w1.]{0,60}|[ato @d.]{0,40}|[at. (p)un]{0,40}|\\PC{0,40}|[\\x00-\\x7f]{0,300}") {
            let traits = Traits::of(&text);
            let bytes = text.as_bytes();
            let is_letter = |byte: u8| byte.is_ascii_alphabetic();
            // Zeros stand behind the end of a short text.
            let mut fours = bytes.to_vec();
            fours.resize(if bytes.len() > 3 { bytes.len().max(19) } else { 0 }, 0);
            let said = fours.windows(4).any(|four| {
                !is_letter(four[0]) && four[1..3].eq_ignore_ascii_case(b"at") && !is_letter(four[3])
            });
            let dot = fours.windows(4).any(|four| {
                let said = ["dot", "d0t"].iter().any(|dot| four[1..].eq_ignore_ascii_case(dot.as_bytes()));
                let written = four[1] == b'.' && (four[2] >= b'0' || four[0] == b' ' || four[0] == b'(');
                said || written || four[..3].eq_ignore_ascii_case(b"pun")
            });
            prop_assert_eq!(traits.has(Trait::At), text.contains('@'));
            prop_assert_eq!(traits.has(Trait::Address), dot && (said || text.contains('@')));
            prop_assert_eq!(traits.has(Trait::Password), text.contains("assw"));
            prop_assert_eq!(traits.digits() as usize, bytes.iter().filter(|byte| byte.is_ascii_digit()).count());
            prop_assert_eq!(traits.has(Trait::NonAscii), !text.is_ascii());
            prop_assert_eq!(traits.has(Trait::Upper), bytes.iter().any(u8::is_ascii_uppercase));
            prop_assert_eq!(traits.len() as usize, bytes.len());
        }
    }
}
