//! What the kinds that find personal data have in common: scans of folded bytes, and the words around.

use crate::action::Found;
use crate::finding::Severity;
use crate::rule::Needs;
use crate::text::Text;

pub(crate) mod bytes;
pub(crate) mod checksum;
pub(crate) mod context;
pub(crate) mod digits;
pub(crate) mod hit;

use hit::Hit;

/// Runs a scan over what a text folds to, where that holds what is needed.
pub(crate) fn find(
    text: &Text<'_>,
    found: &mut Vec<Found>,
    (category, severity): (&'static str, Severity),
    needs: Needs,
    scan: impl Fn(&str, &mut Vec<Hit>),
) {
    for reading in text.readings() {
        if !needs.are_met_by(reading.traits()) {
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
pub(crate) mod tests;
