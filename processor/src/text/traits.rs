//! What kinds of bytes a text holds: one cheap look, so that most rules need no other at most texts.

/// A kind of byte that a rule may need to see before it looks closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
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
}

/// Which kinds of bytes a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    kinds: u16,
    digits: u32,
    len: usize,
}

impl Traits {
    pub(crate) fn of(text: &str) -> Self {
        let (mut kinds, mut digits) = (0, 0);
        for byte in text.bytes() {
            let kind = KINDS.get(usize::from(byte)).copied().unwrap_or_default();
            kinds |= kind;
            digits += u32::from(kind & Trait::Digit as u16);
        }
        Self { kinds, digits, len: text.len() }
    }

    pub(crate) fn has(self, kind: Trait) -> bool {
        self.kinds & kind as u16 != 0
    }

    /// Whether a text like this can be another one when it is folded.
    pub(super) fn may_fold(self) -> bool {
        self.kinds & (Trait::NonAscii as u16 | Trait::Encoded as u16 | Trait::Control as u16) != 0
    }

    /// How many ASCII digits there are.
    pub(crate) fn digits(self) -> usize {
        self.digits as usize
    }

    /// Bytes of the text.
    pub(crate) fn len(self) -> usize {
        self.len
    }
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
