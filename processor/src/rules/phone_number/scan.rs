//! Finds telephone numbers.

use super::candidate::{Candidate, Group, MAX_GROUPS, may_begin, may_end};
use super::shape::{self, Regions, Strength};
use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::context::{Cues, Leaning, is_in_link};
use crate::rules::personal::digits;
use crate::rules::personal::hit::Hit;
use crate::text::fours::mask;

/// Digits of the shortest number that is looked for.
pub(super) const MIN_DIGITS: usize = 6;
/// Digits of the longest, with a prefix for calls abroad.
const MAX_DIGITS: usize = 18;

#[rustfmt::skip]
const CUES: Cues = Cues {
    supporting: &[
        "phone*", "telephone*", "tel", "mobile", "mob", "cell", "cellphone", "cellular", "call", "calling", "called", "txt", "text", "texting",
        "sms", "whatsapp", "fax", "dial", "dialing", "ring", "rang", "message", "messaging", "contact", "reach", "hotline", "helpline", "landline", "voicemail", "pager",
        "wa me", "viber", "telegram", "signal", "facetime", "imessage", "handset", "my number", "his number", "her number", "their number", "our number",
        "your number", "new number", "work number", "home number", "office number", "contact number", "my no", "msg",
        "telefon*", "handy", "rufnummer", "mobil*", "movil", "celular", "llama", "llame", "llamar", "appel*", "portable", "gsm",
        "cellulare", "chiama", "ligue", "telemovel", "bel", "puhelin", "puh", "tlf", "komorka", "zadzwon",
    ],
    labels: &["office", "desk", "home", "work", "h", "w", "c", "m", "p", "t", "f", "ph", "direct", "main", "emergency"],
    opposing: &[
        "order", "tracking", "invoice", "ticket", "case", "ref", "reference", "account", "acct", "id", "serial", "version", "isbn", "issn", "ssn",
        "routing", "zip", "postcode", "card", "confirmation", "booking", "pin", "code", "otp", "passport", "license", "licence", "policy", "claim", "part",
        "model", "sku", "item", "product", "issue", "bug", "commit", "build", "batch", "tax", "vat", "social security", "iban", "bic", "sort", "timestamp",
        "epoch", "uuid", "hash", "imei", "barcode", "flight", "reservation", "transaction", "payment", "amount", "total", "price", "balance", "score", "lottery",
        "coordinates", "latitude", "longitude", "lat", "lng", "lon", "dollars", "usd", "eur", "euro", "gbp", "points", "votes", "people", "followers", "views", "members",
        "users", "subscribers", "km", "bytes", "kb", "mb", "gb", "miles", "copies", "between", "years", "population", "million", "port", "ip", "date", "dob", "born", "pages",
        "nhs", "sin", "tin", "nino", "aadhaar", "cpf", "pesel", "medicare", "bsn", "apt", "apartment", "suite", "unit", "box", "floor", "room", "street", "str", "road", "rd", "ave", "avenue", "drive", "lane", "address",
        "blvd", "boulevard", "rue", "via", "calle", "dhl", "fedex", "ups", "usps", "parcel", "shipment", "zoom", "meeting", "webinar", "passcode", "arxiv", "doi", "rfc", "ean", "upc", "gtin",
        "pid", "tid", "ts", "rechnung", "bestellung", "sendung", "commande", "facture", "pedido", "factura",
    ],
};

/// Adds every telephone number of a text.
pub(super) fn scan(text: &str, regions: &Regions, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut at = 0;
    while at < bytes.len() {
        at = bytes.find(at, |byte| mask(byte.is_ascii_digit()) | mask(byte == b'+') | mask(byte == b'('));
        if !may_begin(bytes, at) {
            at = bytes.end_of(at + 1, |byte| byte.is_ascii_digit());
            continue;
        }
        at = match Candidate::read(bytes, at) {
            Some(candidate) => scan_candidate(text, &candidate, regions, hits),
            None => at + 1,
        };
    }
}

/// Adds the numbers in a candidate, and says where to go on.
fn scan_candidate(text: &str, candidate: &Candidate, regions: &Regions, hits: &mut Vec<Hit>) -> usize {
    let bytes = Bytes::of(text);
    let groups = candidate.groups.as_slice();
    let total: usize = groups.iter().map(Group::len).sum();
    let end = groups.last().map_or(candidate.start + 1, |group| group.span.end);
    if total < MIN_DIGITS || digits::follows_an_iban(bytes, candidate.start) {
        return end;
    }
    for first in 0..groups.len() {
        let Some(rest) = groups.get(first..) else { break };
        // What follows a hyphen or a dot is the rest of what begins before it.
        if first > 0 && rest.first().is_none_or(|group| group.separator != b' ') {
            continue;
        }
        let mut digits = 0;
        let fits = |group: &&Group| {
            digits += group.len();
            digits <= MAX_DIGITS
        };
        for count in (1..=rest.iter().take_while(fits).count()).rev() {
            if rest.get(count).is_some_and(|next| next.separator != b' ') {
                continue;
            }
            let Some(groups) = rest.get(..count) else { continue };
            if let Some(hit) = number(text, candidate, groups, first == 0, regions) {
                let end = hit.span.end;
                hits.push(hit);
                return end;
            }
        }
    }
    // In a long row of groups, a number may begin among the last ones.
    groups.get(MAX_GROUPS / 2).filter(|_| groups.len() == MAX_GROUPS).map_or(end, |group| group.span.end)
}

/// The number that some groups make, if they do.
fn number(
    text: &str,
    candidate: &Candidate,
    groups: &[Group],
    is_first: bool,
    regions: &Regions,
) -> Option<Hit> {
    let bytes = Bytes::of(text);
    let has_plus = is_first && candidate.has_plus;
    let (term, strength) = shape::judge(bytes, has_plus, groups, regions)?;
    let (first, last) = (groups.first()?, groups.last()?);
    // Brackets around the whole number are none of it.
    let start = match first.span.start.checked_sub(1) {
        Some(before) if first.in_brackets => before,
        _ if has_plus => candidate.start,
        _ => first.span.start,
    };
    let has_open_bracket = bytes.at(start) == b'(';
    let start = if has_open_bracket && has_plus && !first.in_brackets { start + 1 } else { start };
    let start = if has_plus && first.in_brackets { candidate.start } else { start };
    let end = last.span.end
        + usize::from(last.in_brackets && groups.len() > 1 && has_open_bracket && first.in_brackets);
    let digits = first.span.start..end;
    let extension = Candidate::extension(bytes, end);
    if extension.is_none() && !may_end(bytes, end) {
        return None;
    }
    let span = start..extension.unwrap_or(end);
    let (leaning, distance) = CUES.nearest(text, &span);
    let is_likely = match leaning {
        Leaning::For => distance <= strength.hearing(),
        Leaning::Against => strength == Strength::Strong && has_plus,
        Leaning::Neither => {
            let is_whole = strength == Strength::Strong && (has_plus || term == "national")
                || !is_of_a_row(candidate, groups, is_first);
            (strength >= Strength::Fair && is_whole || extension.is_some() && groups.len() > 1)
                && (has_plus || !is_in_link(text, span.start))
        }
    };
    is_likely.then(|| {
        let keep = digits::last(bytes, &digits, 4);
        Hit::new(span, term).keep(keep)
    })
}

/// Whether it is a piece of a row of numbers that all look the same: `81 51 03 10 09 98`.
fn is_of_a_row(candidate: &Candidate, groups: &[Group], is_first: bool) -> bool {
    let Some(last) = groups.last() else { return false };
    let after = candidate.groups.iter().find(|group| group.span.start >= last.span.end);
    let same = |group: &Group| group.len() == last.len();
    let before =
        !is_first && candidate.groups.iter().take_while(|group| group.span.end <= last.span.end).all(same);
    before || after.is_some_and(same)
}

/// Whether the name of a field says that it holds such a number.
pub(super) fn is_announced_by(name: &str) -> bool {
    CUES.leaning(name, &(name.len()..name.len())) == Leaning::For
}

#[cfg(test)]
mod tests;
