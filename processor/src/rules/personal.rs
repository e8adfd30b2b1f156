//! What the kinds that find personal data have in common: scans of folded bytes, and the words around.

use crate::action::Found;
use crate::finding::Severity;
use crate::text::{Text, Traits};

pub(crate) mod bytes;
pub(crate) mod checksum;
pub(crate) mod context;
pub(crate) mod digits;
pub(crate) mod hit;

use hit::Hit;

/// Runs a scan over what a text folds to, unless a first look at it and the kinds of bytes in it rules a finding out.
pub(crate) fn find(
    text: &Text<'_>,
    found: &mut Vec<Found>,
    (category, severity): (&'static str, Severity),
    may_hold: impl Fn(Traits, &str) -> bool,
    scan: impl Fn(&str, &mut Vec<Hit>),
) {
    for reading in text.readings() {
        if !may_hold(reading.traits(), reading.as_str()) {
            continue;
        }
        let mut hits = Vec::new();
        scan(reading.as_str(), &mut hits);
        found.extend(hits.into_iter().map(|hit| {
            let found = Found::new(reading.original(hit.span), category).term(hit.term).severity(severity);
            match hit.keep {
                Some(keep) => found.keep(reading.original(keep)),
                None => found,
            }
        }));
    }
}

#[cfg(test)]
mod tests;
