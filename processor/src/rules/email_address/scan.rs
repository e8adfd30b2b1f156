//! Finds e-mail addresses, written plainly or spelled out.

use std::ops::Range;

use crate::rules::personal::bytes::{Bytes, is_word};
use crate::rules::personal::context::Cues;
use crate::rules::personal::hit::Hit;

/// Bytes before the at sign, at most: RFC 5321, 4.5.3.1.1.
const LOCAL_BYTES: usize = 64;
/// Bytes of the domain, at most: RFC 5321, 4.5.3.1.2.
const DOMAIN_BYTES: usize = 255;
/// Bytes of one label of the domain, at most: RFC 1035, 2.3.4.
const LABEL_BYTES: usize = 63;

const PLAIN: &str = "email-address";
const SPELLED: &str = "spelled-out";

/// Words that announce an address.
#[rustfmt::skip]
const CUES: Cues = Cues {
    supporting: &["email*", "mail", "mailto", "contact", "reach", "address", "write", "inbox", "correo", "courriel"],
    labels: &["e"],
    opposing: &[],
};

/// Where people have addresses: said aloud, `at` before one of these means an at sign.
#[rustfmt::skip]
const PROVIDERS: &[&str] = &[
    "gmail", "googlemail", "yahoo", "ymail", "hotmail", "outlook", "live", "msn", "icloud", "me", "mac", "aol",
    "gmx", "web", "protonmail", "proton", "pm", "zoho", "yandex", "mail", "fastmail", "tutanota", "qq", "163",
    "126", "naver", "rediffmail", "comcast", "verizon", "btinternet", "orange", "wanadoo", "free", "libero",
    "t-online",
];

/// Words before `at` that are no mailbox: `look at gmail dot com`.
#[rustfmt::skip]
const NOT_LOCAL: &[&str] = &[
    "me", "us", "it", "him", "her", "them", "you", "be", "is", "are", "am", "was", "look", "looking", "work",
    "works", "working", "login", "in", "up", "on", "log", "sign", "meet", "found", "find", "available", "here",
    "there", "check", "account", "mail", "email", "address", "contact", "reach", "visit", "buy", "not", "and", "or",
    "see", "online",
];

/// Ends of domains that are spelled out; a made-up one is rather a word of the sentence.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "com", "net", "org", "edu", "gov", "mil", "info", "biz", "io", "co", "me", "dev", "app", "xyz", "ai", "eu",
    "uk", "us", "ca", "au", "nz", "in", "de", "fr", "es", "it", "nl", "be", "ch", "at", "se", "no", "dk", "fi",
    "pl", "pt", "br", "mx", "ar", "jp", "cn", "kr", "ru", "ua", "ie", "za", "sg", "hk", "tw", "gr", "cz", "hu",
    "ro", "tr", "il", "id", "ph", "online",
];

/// Whether what stands on both sides of an `at` lets it be an at sign.
fn stands_apart(open: u8, close: u8) -> bool {
    (open, close) == (b' ', b' ') || is_bracketed(open, close)
}

fn is_bracketed(open: u8, close: u8) -> bool {
    matches!(
        (open, close),
        (b'(', b')') | (b'[', b']') | (b'{', b'}') | (b'<', b'>') | (b'*', b'*') | (b'_', b'_')
    )
}

/// Adds every address of a text.
pub(crate) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut from = 0;
    let mut next = 0;
    loop {
        let sign = bytes.end_of(next, |byte| !matches!(byte, b'@' | b't' | b'T'));
        next = sign + 1;
        let hit = match (bytes.at(sign), sign.checked_sub(1)) {
            (0, _) if sign >= bytes.len() => return,
            (b'@', _) if sign >= from => plain(bytes, sign, from).or_else(|| spaced(bytes, sign, from)),
            (b't' | b'T', Some(at)) if at >= from && bytes.at(at).eq_ignore_ascii_case(&b'a') => {
                spelled(text, at, from)
            }
            _ => None,
        };
        if let Some(hit) = hit {
            from = hit.span.end;
            hits.push(hit);
        }
    }
}

/// `name@example.com`, `"any name"@example.com`, `name@[192.0.2.1]`.
fn plain(bytes: Bytes<'_>, at: usize, from: usize) -> Option<Hit> {
    let floor = from.max(at.saturating_sub(LOCAL_BYTES));
    let local = if bytes.before(at) == b'"' { quoted(bytes, at, floor)? } else { local(bytes, at, floor)? };
    let end = domain(bytes, at + 1).or_else(|| literal(bytes, at + 1))?;
    let before = bytes.get(local.saturating_sub(3)..local);
    let is_link = before == b"://";
    // What `git clone` takes names a user that everybody shares.
    let is_remote = bytes.get(local..at) == b"git" && bytes.at(end) == b':';
    (!is_link && !is_remote).then(|| Hit::new(local..end, PLAIN).keep(at + 1..end))
}

/// `name @ example . com`: nobody writes spaces there but to hide an address.
fn spaced(bytes: Bytes<'_>, at: usize, from: usize) -> Option<Hit> {
    let before = bytes.start_of(at, |byte| byte == b' ').max(from);
    let after = bytes.end_of(at + 1, |byte| byte == b' ').min(at + 4);
    if at - before > 3 {
        return None;
    }
    let start = local(bytes, before, from.max(before.saturating_sub(LOCAL_BYTES)))?;
    let domain = spelled_domain(bytes, after)?;
    // Without a space, only a dot that is spelled out: `name@example(dot)com`.
    let is_plain = |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'-');
    if before == at && after == at + 1 && bytes.get(domain.clone()).iter().all(is_plain) {
        return None;
    }
    let lone = bytes.get(start..before).iter().all(|byte| is_mark(*byte));
    (!lone).then(|| Hit::new(start..domain.end, SPELLED).keep(domain))
}

/// `name at example dot com`, `name (at) example.com`.
fn spelled(text: &str, at: usize, from: usize) -> Option<Hit> {
    let bytes = Bytes::of(text);
    let open = bytes.before(at);
    let close = bytes.at(at + 2);
    if !stands_apart(open, close) {
        return None;
    }
    let bracketed = is_bracketed(open, close);
    let before = bytes.start_of(at - 1, |byte| byte == b' ').max(from);
    let after = bytes.end_of(at + 3, |byte| byte == b' ').min(at + 6);
    let floor = from.max(before.saturating_sub(LOCAL_BYTES));
    let mut start = local(bytes, before, floor)?;
    // `ann dot lee at …`
    while let Some(end) =
        start.checked_sub(" dot ".len()).filter(|end| *end > floor && bytes.has_at(*end, " dot "))
    {
        let Some(earlier) = local(bytes, end, floor) else { break };
        start = earlier;
    }
    let domain = spelled_domain(bytes, after)?;
    let name = bytes.get(start..before);
    if !bracketed {
        let host = bytes.get(domain.start..bytes.end_of(domain.start, |byte| is_word(byte) || byte == b'-'));
        let provider = PROVIDERS.iter().any(|provider| host.eq_ignore_ascii_case(provider.as_bytes()));
        let word = NOT_LOCAL.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()));
        let telling = name.iter().any(|byte| byte.is_ascii_digit() || is_mark(*byte));
        let announced = || CUES.supported(text, &(start..start));
        let spelled_dot = !bytes.get(domain.clone()).contains(&b'.');
        if word || !(announced() || provider && (telling || spelled_dot) || telling && spelled_dot) {
            return None;
        }
    }
    Some(Hit::new(start..domain.end, SPELLED).keep(domain))
}

/// Where the part before an at sign begins.
fn local(bytes: Bytes<'_>, at: usize, floor: usize) -> Option<usize> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || is_mark(byte);
    let mut start = bytes.start_of(at, is_local);
    if start == at {
        // Mailboxes in other scripts: RFC 6531.
        start = bytes.start_of(at, |byte| byte >= 0x80 || is_local(byte));
        start = bytes.end_of(start, |byte| (0x80..0xc0).contains(&byte));
    }
    let start =
        bytes.end_of(start.max(floor), |byte| matches!(byte, b'.' | b'-' | b'\'' | b'/' | b'=' | b'&'));
    (start < at && bytes.get(start..at).iter().any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80))
        .then_some(start)
}

/// What a mailbox may hold besides letters and digits. An asterisk may stand there too, but it is what a
/// mask leaves.
fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'.' | b'_'
            | b'%'
            | b'+'
            | b'-'
            | b'\''
            | b'!'
            | b'#'
            | b'$'
            | b'&'
            | b'/'
            | b'='
            | b'?'
            | b'^'
            | b'~'
    )
}

/// Where a quoted mailbox begins.
fn quoted(bytes: Bytes<'_>, at: usize, floor: usize) -> Option<usize> {
    let inside = bytes.get(floor..at - 1);
    let open = floor + inside.iter().rposition(|byte| *byte == b'"')?;
    (open + 2 < at).then_some(open)
}

/// Where a domain that begins here ends: labels with dots between them, the last one of letters.
fn domain(bytes: Bytes<'_>, start: usize) -> Option<usize> {
    let limit = start + DOMAIN_BYTES;
    let mut end = None;
    let mut at = start;
    loop {
        let label = label(bytes, at)?.min(limit);
        let name = bytes.get(at..label);
        // A label of digits ends no domain, and what stands before it ended it already.
        if at > start && is_top_level(name) {
            end = Some(label);
        }
        if bytes.at(label) != b'.' || label >= limit || label_is_absent(bytes, label + 1) {
            return end;
        }
        at = label + 1;
    }
}

fn label_is_absent(bytes: Bytes<'_>, at: usize) -> bool {
    label(bytes, at).is_none()
}

/// Where a label ends: letters, digits, and hyphens inside.
fn label(bytes: Bytes<'_>, start: usize) -> Option<usize> {
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte >= 0x80;
    let end = bytes.end_of(start, is_label);
    let end = bytes.start_of(end, |byte| byte == b'-' || byte == b'_').max(start);
    (end > start && end - start <= LABEL_BYTES && !matches!(bytes.at(start), b'-' | b'_')).then_some(end)
}

fn is_top_level(label: &[u8]) -> bool {
    let letters = label.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    label.len() >= 2 && (letters || label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--")))
}

/// Where an address in brackets ends: `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
fn literal(bytes: Bytes<'_>, start: usize) -> Option<usize> {
    if bytes.at(start) != b'[' {
        return None;
    }
    let end = bytes.end_of(start + 1, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':'));
    (bytes.at(end) == b']' && end > start + 6 && bytes.get(start..end).contains(&b'.')).then_some(end + 1)
}

/// A domain whose dots may be spelled out: `example dot co dot uk`, `example[.]com`, `example . com`.
fn spelled_domain(bytes: Bytes<'_>, start: usize) -> Option<Range<usize>> {
    let mut end = None;
    let mut at = start;
    for _ in 0..6 {
        let label_end = label(bytes, at)?;
        let name = bytes.get(at..label_end);
        if at > start && ENDINGS.iter().any(|ending| name.eq_ignore_ascii_case(ending.as_bytes())) {
            end = Some(label_end);
        }
        let Some(next) = dot(bytes, label_end) else { break };
        if label(bytes, next).is_none() {
            break;
        }
        at = next;
    }
    end.map(|end| start..end)
}

/// Where the label after a dot begins.
fn dot(bytes: Bytes<'_>, at: usize) -> Option<usize> {
    #[rustfmt::skip]
    const DOTS: &[&str] = &[".", "dot", "d0t", "(dot)", "[dot]", "{dot}", "<dot>", "_dot_", "*dot*", "(.)", "[.]", "{.}", "punto", "punkt"];
    if bytes.at(at) == b'.' && is_word(bytes.at(at + 1)) {
        return Some(at + 1);
    }
    let start = bytes.end_of(at, |byte| byte == b' ').min(at + 3);
    if !matches!(bytes.at(start), b'.' | b'd' | b'D' | b'p' | b'P' | b'(' | b'[' | b'{' | b'<' | b'_' | b'*')
    {
        return None;
    }
    let dot = DOTS.iter().find(|dot| bytes.has_at(start, dot))?;
    let end = start + dot.len();
    let next = bytes.end_of(end, |byte| byte == b' ').min(end + 3);
    // A sentence ends in a dot with one space after it; hiding puts one before it too.
    let spelled = dot.len() > 1 && (start > at || !is_word(bytes.at(start)));
    (spelled || (start > at && next > end) || (start > at && next == end && *dot == ".")).then_some(next)
}

#[cfg(test)]
mod tests;
