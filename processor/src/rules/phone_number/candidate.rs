//! Digits that are written as a telephone number may be.

use std::ops::Range;

use crate::rules::personal::bytes::{Bytes, is_word};

/// Groups of one number, at most.
pub(super) const MAX_GROUPS: usize = 9;

/// A group of digits and how it is set off from the one before.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) span: Range<usize>,
    /// What stands before it: a space, `-`, `.`, `/`, or zero at the beginning or where only a bracket stands.
    pub(super) separator: u8,
    /// Whether it stands in round brackets.
    pub(super) in_brackets: bool,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.span.len()
    }
}

/// Groups that follow one another, up to the longest number.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Where the first sign stands: a `+`, a bracket, or a digit.
    pub(super) start: usize,
    pub(super) has_plus: bool,
    pub(super) groups: Vec<Group>,
}

impl Candidate {
    /// What begins at a digit, a bracket or a plus.
    pub(super) fn read(bytes: Bytes<'_>, start: usize) -> Option<Self> {
        let mut at = start;
        let mut open = false;
        let mut has_plus = false;
        loop {
            match bytes.at(at) {
                b'(' if !open => open = true,
                b'+' if !has_plus => has_plus = true,
                b'0'..=b'9' => break,
                b' ' if has_plus && bytes.before(at) == b'+' => {}
                _ => return None,
            }
            at += 1;
        }
        let mut groups = Vec::new();
        let mut separator = 0;
        while groups.len() < MAX_GROUPS {
            let end = bytes.end_of(at, |byte| byte.is_ascii_digit());
            let closes = open && bytes.at(end) == b')';
            groups.push(Group { span: at..end, separator, in_brackets: closes });
            let Some((next, by, opens)) = Self::separator(bytes, end, open) else { break };
            (at, separator, open) = (next, by, opens);
        }
        Some(Self { start, has_plus, groups })
    }

    /// What stands between two groups: where the next one begins, the sign, and whether a bracket opened.
    fn separator(bytes: Bytes<'_>, end: usize, mut open: bool) -> Option<(usize, u8, bool)> {
        let mut at = end;
        let mut sign = 0;
        while at < end + 4 {
            match bytes.at(at) {
                b')' if open => open = false,
                b'(' if !open => open = true,
                b' ' if sign == 0 || sign == b' ' => sign = b' ',
                b' ' => {}
                byte @ (b'-' | b'.' | b'/') if sign == 0 || sign == b' ' => sign = byte,
                b'0'..=b'9' if at > end => return Some((at, sign, open)),
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// Where an extension that follows a number ends: `x12`, ` ext. 12`.
    pub(super) fn extension(bytes: Bytes<'_>, end: usize) -> Option<usize> {
        const MARKS: &[&str] = &["extension", "ext.", "ext", "x", "#"];
        let start = bytes.end_of(end, |byte| matches!(byte, b' ' | b',')).min(end + 2);
        let mark = MARKS.iter().find(|mark| bytes.has_at(start, mark))?;
        let digits =
            bytes.end_of(start + mark.len(), |byte| matches!(byte, b' ' | b':')).min(start + mark.len() + 2);
        let end = bytes.end_of(digits, |byte| byte.is_ascii_digit());
        ((1..=6).contains(&(end - digits)) && !is_word(bytes.at(end))).then_some(end)
    }
}

/// Whether a number can begin here, and not the rest of something longer: `v4`, `$100`, `12:30`, `a716-44`.
pub(super) fn may_begin(bytes: Bytes<'_>, at: usize) -> bool {
    let before = bytes.before(at);
    // `2 + 3`: a sum.
    let term = bytes.start_of(at, |byte| byte == b' ');
    if bytes.get(at..at + 2) == b"+ " && (bytes.before(term).is_ascii_digit() || bytes.before(term) == b')') {
        return false;
    }
    match before {
        b'$' | b'%' | b'*' | b'+' | b'\\' => false,
        b':' | b',' => !bytes.at(at.wrapping_sub(2)).is_ascii_digit(),
        b'-' | b'.' | b'/' | b'=' => {
            let end = at - 1;
            let token = bytes.get(bytes.start_of(end, is_word)..end);
            !token.iter().any(u8::is_ascii_digit)
        }
        _ => bytes.starts_at(at),
    }
}

/// Whether a number can end here.
pub(super) fn may_end(bytes: Bytes<'_>, end: usize) -> bool {
    let next = bytes.at(end + 1);
    match bytes.at(end) {
        b'%' => false,
        b'-' | b'.' | b'/' | b',' | b':' => !next.is_ascii_digit(),
        _ => bytes.ends_at(end),
    }
}
