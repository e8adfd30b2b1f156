//! Finds the numbers that states give to people.

use super::registry::{Check, Layout, Layouts, Needs};
use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::context::{Cues, Leaning, is_in_link};
use crate::rules::personal::digits;
use crate::rules::personal::hit::Hit;
use crate::text::count_digits;

/// Digits of the identifier with the fewest, India's PAN.
pub(super) const MIN_DIGITS: usize = 4;
/// Bytes of the shortest.
pub(super) const MIN_BYTES: usize = 8;
/// Bytes among the first of which each has a digit.
const HEAD: usize = 8;
/// Characters of the longest, without separators.
const MAX_CHARS: usize = 20;

#[rustfmt::skip]
const OPPOSING: &[&str] = &[
    "order", "tracking", "invoice", "ticket", "case", "ref", "reference", "account", "acct", "serial", "version", "isbn", "issn", "part",
    "model", "sku", "item", "product", "issue", "bug", "commit", "build", "batch", "flight", "phone", "tel", "call", "fax", "mobile", "cell",
    "confirmation", "booking", "barcode", "ean", "upc", "imei", "timestamp", "epoch", "uuid", "vin", "parcel", "shipment",
];

/// Words that announce any of them.
#[rustfmt::skip]
const GENERAL: Cues = Cues { supporting: &[
    "national id", "national identification", "national identity", "identity number", "identity card", "id card", "id number", "identification number",
    "personal code", "personal id", "citizen id", "ausweis*", "identificacion", "identite",
], labels: &[], opposing: &[] };

/// Adds every one of the given identifiers in a text.
pub(super) fn scan(text: &str, layouts: &Layouts, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let digits = count_digits(bytes.0);
    let mut at = 0;
    let mut digit = 0;
    while at < bytes.len() {
        // Each begins with digits, or with a few letters and then digits.
        if digit < at || at == 0 {
            digit = bytes.digit(at);
        }
        let from = digit.saturating_sub(HEAD - 1);
        if at < from {
            at = if bytes.before(from).is_ascii_alphanumeric() {
                bytes.end_of(from, |byte| byte.is_ascii_alphanumeric())
            } else {
                from
            };
        }
        at = bytes.end_of(at, |byte| !byte.is_ascii_alphanumeric());
        let token = bytes.end_of(at, |byte| byte.is_ascii_alphanumeric());
        let begins = at <= digit && digit < bytes.len() && !digits::is_glued_before(bytes, at);
        let layouts = if begins { layouts.at(bytes, at) } else { &[] };
        let hit = identifier(text, at, layouts.iter().filter(|layout| layout.may_stand_among(digits)));
        at = hit.as_ref().map_or(token.max(at + 1), |hit| hit.span.end);
        hits.extend(hit);
    }
}

/// The identifier that its words announce, or else the first that needs none.
fn identifier<'l>(text: &str, start: usize, layouts: impl Iterator<Item = &'l Layout>) -> Option<Hit> {
    let bytes = Bytes::of(text);
    let mut unannounced = None;
    for Layout { id, form, needs, .. } in layouts {
        let Some((end, chars)) = read(bytes, start, form).filter(|(_, chars)| chars.pass(id.check)) else {
            continue;
        };
        let span = start..end;
        let hit = || {
            let keep = digits::last(bytes, &span, if chars.len > 8 { 4 } else { 2 });
            Hit::new(span.clone(), id.term).keep(keep)
        };
        // In small letters it is rather a name or a word with a number.
        let has_small = chars.bytes().iter().any(u8::is_ascii_lowercase);
        let cues = Cues { supporting: id.words, labels: &[], opposing: OPPOSING };
        match cues.leaning(text, &span) {
            Leaning::For => return Some(hit()),
            Leaning::Against => {}
            Leaning::Neither if unannounced.is_some() => {}
            Leaning::Neither => {
                let is_clear = *needs == Needs::Nothing && !has_small && !is_in_link(text, start);
                unannounced = (is_clear || GENERAL.supported(text, &span)).then(hit);
            }
        }
    }
    unannounced
}

/// What stands in a layout, without its separators.
struct Chars {
    chars: [u8; MAX_CHARS],
    len: usize,
}

impl Chars {
    fn bytes(&self) -> &[u8] {
        self.chars.get(..self.len).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.chars.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn pass(&self, check: Check) -> bool {
        let mut chars = self.chars;
        let chars = chars.get_mut(..self.len).unwrap_or_default();
        match check {
            Check::Digits(check) => {
                for byte in &mut *chars {
                    *byte = byte.wrapping_sub(b'0');
                }
                check(chars)
            }
            Check::Chars(check) => {
                chars.make_ascii_uppercase();
                check(chars)
            }
        }
    }
}

/// What stands here, if it is written in this layout, and where it ends.
fn read(bytes: Bytes<'_>, start: usize, layout: &str) -> Option<(usize, Chars)> {
    let mut chars = Chars { chars: [0; MAX_CHARS], len: 0 };
    let mut at = start;
    for expected in layout.bytes() {
        let byte = bytes.at(at);
        let is_separator = matches!(byte, b' ' | b'-' | b'.' | b'/');
        let (fits, counts) = match expected {
            b'9' => (byte.is_ascii_digit(), true),
            b'A' => (byte.is_ascii_alphabetic(), true),
            b'X' => (byte.is_ascii_alphanumeric(), true),
            b'S' => (byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'+'), true),
            b'-' => (is_separator, false),
            b'~' if !is_separator => continue,
            b'~' => (true, false),
            other => (byte == other, false),
        };
        if !fits {
            return None;
        }
        if counts {
            chars.push(byte);
        }
        at += 1;
    }
    let goes_on =
        matches!(bytes.at(at), b'-' | b'.' | b'/' | b'+') && bytes.at(at + 1).is_ascii_alphanumeric();
    (bytes.ends_at(at) && !goes_on).then_some((at, chars))
}

/// Whether the name of a field says that it holds one of these.
pub(super) fn is_announced_by(name: &str, layouts: &Layouts) -> bool {
    let end = name.len()..name.len();
    let announces = |words| {
        Cues { supporting: words, labels: &[], opposing: OPPOSING }.leaning(name, &end) == Leaning::For
    };
    layouts.iter().any(|layout| announces(layout.id.words)) || GENERAL.supported(name, &end)
}

#[cfg(test)]
mod tests;
