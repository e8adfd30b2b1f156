//! What stands between two labels of a host: a dot, or what people write for one.

/// A separator of labels and how many bytes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Separator {
    pub(super) kind: Kind,
    pub(super) len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A dot.
    Dot,
    /// `[.]`, `(dot)`: nobody writes that for anything else.
    Bracketed,
    /// ` dot `, ` . `: may be plain prose.
    Spoken,
}

/// The separator at the beginning of some bytes, spaces before it included.
pub(super) fn separator(bytes: &[u8]) -> Option<Separator> {
    match bytes {
        [b'.', ..] => Some(Separator { kind: Kind::Dot, len: 1 }),
        // The ideographic full stop, which browsers take for a dot.
        [0xe3, 0x80, 0x82, ..] => Some(Separator { kind: Kind::Dot, len: 3 }),
        [b'[' | b'(' | b'{' | b'<', ..] => bracketed(bytes),
        [b' ', b'[' | b'(' | b'{' | b'<', ..] => {
            let inner = bracketed(bytes.get(1..)?)?;
            Some(Separator { len: inner.len + 1, ..inner })
        }
        [b' ', b'.', b' ', ..] => Some(Separator { kind: Kind::Spoken, len: 3 }),
        [edge @ (b' ' | b'-' | b'_'), rest @ ..] => {
            let (word, end) = rest.split_at_checked(3)?;
            (word.eq_ignore_ascii_case(b"dot") && end.first() == Some(edge))
                .then_some(Separator { kind: Kind::Spoken, len: 5 })
        }
        _ => None,
    }
}

/// `[.]`, `( dot )`, `{dot} `.
fn bracketed(bytes: &[u8]) -> Option<Separator> {
    let closing = match bytes.first()? {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        _ => b'>',
    };
    let space = |at: usize| usize::from(bytes.get(at) == Some(&b' '));
    let mut at = 1 + space(1);
    if bytes.get(at) == Some(&b'.') {
        at += 1;
    } else if bytes.get(at..at + 3)?.eq_ignore_ascii_case(b"dot") {
        at += 3;
    } else {
        return None;
    }
    at += space(at);
    (bytes.get(at) == Some(&closing))
        .then(|| Separator { kind: Kind::Bracketed, len: at + 1 + space(at + 1) })
}

/// Where the next separator or `://` begins, at `from` or later.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<(usize, Anchor)> {
    let mut at = from;
    loop {
        let after = bytes.get(at + 1).copied().unwrap_or_default();
        let found = match bytes.get(at)? {
            // The end of a sentence is by far the most frequent dot.
            b'.' => (after.is_ascii_alphanumeric() || !after.is_ascii())
                .then_some(Anchor::Separator(Separator { kind: Kind::Dot, len: 1 })),
            b' ' | b'-' | b'_' if !matches!(after, b'd' | b'D' | b'.' | b'[' | b'(' | b'{' | b'<') => None,
            b' ' | b'-' | b'_' | 0xe3 | b'[' | b'(' | b'{' | b'<' => {
                separator(bytes.get(at..)?).map(Anchor::Separator)
            }
            b':' if after == b'/' => bytes.get(at..)?.starts_with(b"://").then_some(Anchor::Scheme),
            _ => None,
        };
        if let Some(anchor) = found {
            return Some((at, anchor));
        }
        at += 1;
    }
}

/// What shows that a link may be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Separator(Separator),
    Scheme,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_for_a_dot_is_one() {
        let cases = [
            (".com", Some((Kind::Dot, 1))),
            ("。com", Some((Kind::Dot, 3))),
            ("[.]com", Some((Kind::Bracketed, 3))),
            (" [ dot ] com", Some((Kind::Bracketed, 9))),
            ("(DOT)com", Some((Kind::Bracketed, 5))),
            ("{.}com", Some((Kind::Bracketed, 3))),
            (" dot com", Some((Kind::Spoken, 5))),
            ("-dot-com", Some((Kind::Spoken, 5))),
            (" . com", Some((Kind::Spoken, 3))),
            (" .com", None),
            (" dotcom", None),
            (" dot-com", None),
            ("[dots]", None),
            ("[.)", None),
            ("(", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = separator(text.as_bytes()).map(|separator| (separator.kind, separator.len));
            assert_eq!(found, expected, "{text}");
        }
    }
}
