//! Finds international bank account numbers.

use super::registry;
use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::checksum::mod_97;
use crate::rules::personal::digits;
use crate::rules::personal::hit::Hit;

/// Digits of the IBAN with the fewest: two of the check and those of Gibraltar's or Kuwait's, which may be letters.
pub(super) const MIN_DIGITS: usize = 2;
/// Characters of the shortest one, Norway's.
pub(super) const MIN_BYTES: usize = 15;

/// Adds every IBAN of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut at = 0;
    while at < bytes.len() {
        // The check digits are rarer than letters.
        let digit = bytes.digit(at);
        at = digit + 1;
        let Some(start) = start(bytes, digit) else { continue };
        if let Some(hit) = iban(bytes, start) {
            at = hit.span.end;
            hits.push(hit);
        } else {
            at = bytes.end_of(at, |byte| byte.is_ascii_digit());
        }
    }
}

/// Where the country code before the check digits begins.
fn start(bytes: Bytes<'_>, digit: usize) -> Option<usize> {
    if !bytes.at(digit + 1).is_ascii_digit() {
        return None;
    }
    let separated = usize::from(matches!(bytes.before(digit), b' ' | b'-'));
    let start = digit.checked_sub(2 + separated)?;
    // In small letters, a country code set apart is rather a word: `no 12`.
    let is_code = bytes
        .get(start..start + 2)
        .iter()
        .all(|byte| if separated == 1 { byte.is_ascii_uppercase() } else { byte.is_ascii_alphabetic() });
    // `IBANDE89…`, too.
    let is_free = bytes.starts_at(start) || bytes.has_at(start.saturating_sub(4), "iban");
    (is_code && is_free).then_some(start)
}

fn iban(bytes: Bytes<'_>, start: usize) -> Option<Hit> {
    let code = [bytes.at(start).to_ascii_uppercase(), bytes.at(start + 1).to_ascii_uppercase()];
    let (term, structure) = registry::country(code)?;
    let mut compact = Vec::with_capacity(34);
    let mut at = start;
    let head = [b'a', b'a', b'n', b'n'].into_iter();
    for kind in head.chain(registry::kinds(structure)) {
        // One space or hyphen between any two, as forms print them.
        if !compact.is_empty() && matches!(bytes.at(at), b' ' | b'-' | b'.') {
            at += 1;
        }
        let byte = bytes.at(at);
        let fits = match kind {
            b'n' => byte.is_ascii_digit(),
            b'a' => byte.is_ascii_alphabetic(),
            _ => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return None;
        }
        compact.push(byte);
        at += 1;
    }
    let turned = compact.iter().skip(4).chain(compact.iter().take(4));
    let is_valid = bytes.ends_at(at) && mod_97(turned.copied());
    is_valid.then(|| {
        let keep = digits::last(bytes, &(start..at), 4);
        Hit::new(start..at, term).keep(keep)
    })
}

#[cfg(test)]
mod tests;
