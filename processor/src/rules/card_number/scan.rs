//! Finds the numbers of payment cards.

use std::ops::Range;

use super::brand;
use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::checksum::luhn;
use crate::rules::personal::context::{Cues, Leaning, is_in_link};
use crate::rules::personal::digits::{self, Run};
use crate::rules::personal::hit::Hit;

/// Digits of the shortest number.
pub(super) const MIN_DIGITS: usize = 12;
/// Digits of the longest number.
const MAX_DIGITS: usize = 19;

/// The term of a number that is called a card and belongs to no scheme that is known here.
const OTHER: &str = "other-card";

#[rustfmt::skip]
const CUES: Cues = Cues {
    supporting: &[
        "card", "cardnumber", "creditcard", "debitcard", "credit", "debit", "visa", "mastercard", "mc", "amex", "american express",
        "discover", "diners", "jcb", "maestro", "unionpay", "rupay", "cc", "ccn", "ccnum", "pan", "cvv", "cvc", "cvv2", "expir*", "exp",
        "pay", "paying", "payment", "bank", "charge", "charged", "billing", "checkout", "tarjeta", "carte", "karte", "kreditkarte", "kartennummer",
        "carta", "cartao", "kaart", "kort", "karta",
    ],
    labels: &[],
    opposing: &[
        "order", "tracking", "track", "invoice", "ticket", "case", "ref", "reference", "id", "isbn", "issn", "imei", "iccid", "sim",
        "serial", "parcel", "shipment", "package", "delivery", "timestamp", "epoch", "sku", "barcode", "ean", "upc", "gtin", "confirmation", "booking",
        "phone", "tel", "mobile", "iban", "routing", "uuid", "guid", "hash", "commit", "build", "version", "part number", "model", "batch",
        "license", "key", "dhl", "fedex", "ups", "usps", "zoom", "friend code", "meeting", "bestellung", "bestellnummer", "rechnung", "sendung", "commande", "facture", "pedido", "factura",
    ],
};

/// Lengths of the groups that stand on cards, longest first.
const LAYOUTS: &[&[usize]] = &[&[4, 4, 4, 4, 3], &[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4]];

/// Adds every card number of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    for run in digits::runs(bytes, MIN_DIGITS, |byte| {
        matches!(byte, b' ' | b'-' | b'.' | b'_' | b'/' | b'|' | b'\n' | b'\t')
    }) {
        scan_run(text, &run, hits);
    }
}

fn scan_run(text: &str, run: &Run, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    if run.groups.first().is_some_and(|group| digits::follows_an_iban(bytes, group.start)) {
        return;
    }
    // Any grouping may make up one number, but only as a whole.
    if run.len() <= MAX_DIGITS
        && is_evenly_separated(bytes, &run.groups)
        && let Some(hit) = judge(text, &run.groups)
    {
        hits.push(hit);
        return;
    }
    let mut first = 0;
    // Where the previous number ended: another one may follow directly.
    let mut fresh = 0;
    while first < run.groups.len() {
        if let Some((count, hit)) = window(text, run, first, first == fresh) {
            hits.push(hit);
            first += count;
            fresh = first;
        } else {
            first += 1;
        }
    }
}

/// The number that begins at a group and is written as on a card, and how many groups it takes.
fn window(text: &str, run: &Run, first: usize, fresh: bool) -> Option<(usize, Hit)> {
    let bytes = Bytes::of(text);
    let groups = run.groups.get(first..)?;
    let lone = groups.first().filter(|group| (MIN_DIGITS..=MAX_DIGITS).contains(&group.len()));
    if let Some(hit) = lone.and_then(|group| judge(text, std::slice::from_ref(group))) {
        return Some((1, hit));
    }
    // Four digits more before it, in the same manner: it is the rest of something longer.
    let continues = !fresh
        && run.groups.get(first - 1..=first).is_some_and(|pair| pair.iter().all(|group| group.len() == 4))
        && run.groups.get(first - 1..first + 2).is_some_and(|three| is_evenly_separated(bytes, three));
    LAYOUTS.iter().find_map(|layout| {
        let groups = groups.get(..layout.len())?;
        let fits = groups.iter().zip(*layout).all(|(group, length)| group.len() == *length);
        (fits && !continues && is_evenly_separated(bytes, groups))
            .then(|| judge(text, groups))
            .flatten()
            .map(|hit| (layout.len(), hit))
    })
}

fn judge(text: &str, groups: &[Range<usize>]) -> Option<Hit> {
    let bytes = Bytes::of(text);
    let digits = digits::values(bytes, groups);
    let span = groups.first()?.start..groups.last()?.end;
    let lengths: Vec<usize> = groups.iter().map(ExactSizeIterator::len).collect();
    let same = digits.windows(2).all(|pair| pair.first() == pair.last());
    if same || !luhn(&digits) || looks_like_a_date(bytes, groups) {
        return None;
    }
    let brand = brand::of_number(&digits)
        .filter(|_| !is_loose(bytes, groups) || LAYOUTS.contains(&lengths.as_slice()));
    let as_on_a_card = LAYOUTS.contains(&lengths.as_slice());
    let is_alone = || groups.len() == 1 && is_alone(text, &span);
    let is_likely = match (CUES.leaning(text, &span), brand) {
        (Leaning::For, _) => true,
        (Leaning::Against, _) | (Leaning::Neither, None) => false,
        (Leaning::Neither, Some((_, weak))) => {
            (!weak || as_on_a_card || is_alone()) && !is_in_link(text, span.start)
        }
    };
    let brand = brand::of_number(&digits).map_or(OTHER, |(brand, _)| brand);
    is_likely.then(|| {
        let keep = digits::last(bytes, &span, 4);
        Hit::new(span, brand).keep(keep)
    })
}

/// Whether the same sign stands between all groups.
fn is_evenly_separated(bytes: Bytes<'_>, groups: &[Range<usize>]) -> bool {
    let mut separators = groups.iter().rev().skip(1).map(|group| bytes.at(group.end));
    let first = separators.next();
    separators.all(|separator| Some(separator) == first)
}

/// Whether more than one sign, or one that sets off columns, stands between groups.
fn is_loose(bytes: Bytes<'_>, groups: &[Range<usize>]) -> bool {
    groups.windows(2).any(|pair| match pair {
        [one, two] => one.end + 1 < two.start || matches!(bytes.at(one.end), b'\n' | b'\t' | b'|'),
        _ => false,
    })
}

/// Whether the text holds nothing else.
fn is_alone(text: &str, span: &Range<usize>) -> bool {
    let around = text.get(..span.start).into_iter().chain(text.get(span.end..));
    around.flat_map(str::bytes).all(|byte| !byte.is_ascii_alphanumeric() && byte < 0x80)
}

/// `2024-01-15` and more digits: a time stamp or a file name.
fn looks_like_a_date(bytes: Bytes<'_>, groups: &[Range<usize>]) -> bool {
    let [year, month, day, ..] = groups else { return false };
    (year.len(), month.len(), day.len()) == (4, 2, 2) && matches!(bytes.at(year.start), b'1' | b'2')
}

/// Whether the name of a field says that it holds such a number.
pub(super) fn is_announced_by(name: &str) -> bool {
    CUES.leaning(name, &(name.len()..name.len())) == Leaning::For
}

#[cfg(test)]
mod tests;
