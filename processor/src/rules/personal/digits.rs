//! Digits that are written as one number: groups with separators between them.

use std::ops::Range;

use super::bytes::{Bytes, is_word};

/// Digit groups that follow one another.
pub(crate) struct Run {
    pub(crate) groups: Vec<Range<usize>>,
}

/// The runs of at least `min` digits, in order. A digit that is glued to a letter belongs to no run.
pub(crate) fn runs<'a>(
    bytes: Bytes<'a>,
    min: usize,
    separates: impl Fn(u8) -> bool + 'a,
) -> impl Iterator<Item = Run> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = bytes.digit(at);
            let run = read(bytes, start, &separates);
            let end = run.end();
            at = end.max(start + 1);
            let free = !is_glued_before(bytes, start) && bytes.ends_at(end);
            if free && run.len() >= min {
                return Some(run);
            }
        }
        None
    })
}

/// Separators between two groups, at most: ` - `.
const MAX_GAP: usize = 3;

fn read(bytes: Bytes<'_>, start: usize, separates: &impl Fn(u8) -> bool) -> Run {
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let end = bytes.end_of(at, |byte| byte.is_ascii_digit());
        if end == at {
            break;
        }
        groups.push(at..end);
        at = bytes.end_of(end, separates).min(end + MAX_GAP);
        if at == end || !bytes.at(at).is_ascii_digit() {
            break;
        }
    }
    Run { groups }
}

/// Whether what stands before makes this the rest of something longer: `v4`, `a716-4466`, `1.2`.
pub(crate) fn is_glued_before(bytes: Bytes<'_>, start: usize) -> bool {
    let before = bytes.before(start);
    if !bytes.starts_at(start) {
        return true;
    }
    if !matches!(before, b'-' | b'.' | b'/') {
        return false;
    }
    let end = start - 1;
    bytes.get(bytes.start_of(end, is_word)..end).iter().any(u8::is_ascii_digit)
}

impl Run {
    /// How many digits there are.
    pub(crate) fn len(&self) -> usize {
        self.groups.iter().map(ExactSizeIterator::len).sum()
    }

    pub(crate) fn end(&self) -> usize {
        self.groups.last().map_or(0, |group| group.end)
    }
}

/// The digits of some groups as numbers.
pub(crate) fn values(bytes: Bytes<'_>, groups: &[Range<usize>]) -> Vec<u8> {
    groups.iter().flat_map(|group| bytes.get(group.clone())).map(|digit| digit - b'0').collect()
}

/// Where the last `count` letters and digits of a span begin; the part that a mask may leave.
pub(crate) fn last(bytes: Bytes<'_>, span: &Range<usize>, count: usize) -> Range<usize> {
    let mut seen = 0;
    let start = bytes
        .get(span.clone())
        .iter()
        .rposition(|byte| {
            seen += usize::from(byte.is_ascii_alphanumeric());
            seen == count
        })
        .map_or(span.end, |at| span.start + at);
    start..span.end
}

/// Whether the digits belong to a bank account that begins before them: `DE89 3704 0044 …`.
pub(crate) fn follows_an_iban(bytes: Bytes<'_>, start: usize) -> bool {
    let before = start.checked_sub(5).map(|from| bytes.get(from..start));
    matches!(before, Some([a, b, c, d, b' ' | b'-'])
        if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit())
}
