//! Finds secrets: keys, tokens, passwords.

use super::assigned;
use super::formats::{self, FORMATS};
use super::marks::may_hold_secret;
use crate::rules::personal::bytes::{Bytes, is_word};
use crate::rules::personal::context::{Cues, Leaning};
use crate::rules::personal::hit::Hit;

/// Bytes of the shortest secret with its name: `pw=1234`.
pub(super) const MIN_BYTES: usize = 7;
/// Characters of the shortest token that tells by its form what it is.
const MIN_TOKEN: usize = 16;
/// Characters of a secret access key of AWS.
const AWS_SECRET: usize = 40;

const AWS: Cues = Cues {
    supporting: &["aws", "amazon", "secret", "secretaccesskey", "access key"],
    labels: &[],
    opposing: &["sha", "sha1", "commit", "hash", "checksum", "digest"],
};

/// Adds every secret of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    if may_hold_secret(text.as_bytes()) {
        tokens(text, hits);
    }
}

/// Adds every secret, token by token.
fn tokens(text: &str, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut start = 0;
    let mut done = 0;
    while start < bytes.len() {
        let end = bytes.end_of(start, is_token);
        if start < end && start >= done && is_telling(bytes, start, end) {
            let hit = token(text, start, end);
            done = hit.as_ref().map_or(done, |hit| hit.span.end);
            hits.extend(hit);
        }
        start = end + 1;
    }
}

/// Whether a token is worth a closer look, by its length and what follows it. Most are words before a space.
fn is_telling(bytes: Bytes<'_>, start: usize, end: usize) -> bool {
    match bytes.at(end) {
        _ if end - start >= MIN_TOKEN || bytes.at(start) == b'-' => true,
        b' ' => match bytes.at(end + 1) {
            b'=' | b':' => true,
            _ if matches!(bytes.at(start), b'b' | b'B') && bytes.has_at(start, "bearer") => true,
            b'i' | b'I' | b'w' | b'W' => assigned::is_spoken(bytes, end + 1),
            _ => false,
        },
        b':' | b'=' | b'"' | b'\'' | b'`' | b']' => true,
        b'.' | b'/' | b'+' => is_token(bytes.at(end + 1)),
        _ => false,
    }
}

fn token(text: &str, start: usize, end: usize) -> Option<Hit> {
    let bytes = Bytes::of(text);
    if bytes.at(start) == b'-' {
        return private_key(bytes, start);
    }
    long_token(text, start, end)
        .or_else(|| assigned::value(bytes, start, end))
        .or_else(|| url_password(bytes, end))
}

/// What holds a token together. A full stop may end a sentence, too.
fn is_token(byte: u8) -> bool {
    TOKEN.get(usize::from(byte)).is_some_and(|is| *is)
}

/// Every byte of many messages is looked up here.
static TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &mut [bool] = &mut table;
    let mut byte = 0_u8;
    while let [first, more @ ..] = rest {
        *first = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        byte = byte.wrapping_add(1);
        rest = more;
    }
    table
};

fn long_token(text: &str, start: usize, end: usize) -> Option<Hit> {
    let bytes = Bytes::of(text);
    // Few words are so long or go on after a sign, and so few are compared with the forms.
    let goes_on = matches!(bytes.at(end), b'.' | b'=' | b'/' | b'+') && is_token(bytes.at(end + 1));
    if end - start < MIN_TOKEN && !goes_on || !bytes.starts_at(start) {
        return None;
    }
    // The id of the key that signed a link.
    let name = bytes.start_of(start.saturating_sub(1), is_token);
    if bytes.before(start) == b'=' && assigned::opens_a_link(bytes, name, start - 1) {
        return None;
    }
    known(bytes, start).or_else(|| web_token(bytes, start)).or_else(|| aws_secret(text, start))
}

/// A token of a known form. In `xoxb-1`, the prefix decides and the length does not fit.
fn known(bytes: Bytes<'_>, start: usize) -> Option<Hit> {
    if !formats::may_begin([bytes.at(start), bytes.at(start + 1)]) {
        return None;
    }
    FORMATS.iter().find_map(|format| {
        let from = start + format.prefix.len();
        if bytes.get(start..from) != format.prefix.as_bytes() {
            return None;
        }
        let (least, most) = format.length;
        let length = bytes
            .get(from..bytes.len().min(from + most + 1))
            .iter()
            .take_while(|byte| format.body.holds(**byte))
            .count();
        let end = bytes.start_of(from + length, |byte| matches!(byte, b'.' | b'-')).max(from);
        let body = bytes.get(from..end);
        let is_varied = body.iter().any(|byte| Some(byte) != body.first());
        // A long word may begin so, too: `sk-` and letters alone.
        let is_key = body.iter().any(u8::is_ascii_digit) || body.iter().any(u8::is_ascii_uppercase);
        let fits = (least..=most).contains(&body.len()) && !is_word(bytes.at(end));
        (fits && is_varied && is_key).then(|| Hit::new(start..end, format.term).keep(start..from))
    })
}

/// A JSON web token: RFC 7519. Both of its first parts are JSON objects in Base64, of which the header takes
/// more than the shortest token.
fn web_token(bytes: Bytes<'_>, start: usize) -> Option<Hit> {
    let begins = |from: usize| bytes.get(from..from + 3) == b"eyJ";
    let part = |from: usize| bytes.end_of(from, |byte| is_token(byte) || byte == b'=');
    let header = begins(start).then(|| part(start))?;
    let claims = part(header + 1);
    if bytes.at(header) != b'.' || !begins(header + 1) || claims - start < MIN_TOKEN {
        return None;
    }
    let end = if bytes.at(claims) == b'.' { part(claims + 1) } else { claims };
    Some(Hit::new(start..end, "json-web-token"))
}

/// Forty characters of Base64 near a word that says whose they are.
fn aws_secret(text: &str, start: usize) -> Option<Hit> {
    let bytes = Bytes::of(text);
    let end = bytes.len().min(start + AWS_SECRET + 1);
    let is_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let end = start + bytes.get(start..end).iter().take_while(is_base64).count();
    let body = bytes.get(start..end);
    let has = |is: fn(&u8) -> bool| body.iter().any(is);
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    let is_key = body.len() == AWS_SECRET && is_mixed && AWS.leaning(text, &(start..end)) == Leaning::For;
    is_key.then(|| Hit::new(start..end, "aws-secret-key"))
}

/// `-----BEGIN … PRIVATE KEY-----` up to its end, or what is there of it.
fn private_key(bytes: Bytes<'_>, start: usize) -> Option<Hit> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const KEY: &[u8] = b"PRIVATE KEY";
    let head = start + BEGIN.len();
    let label_end = bytes.end_of(head, |byte| byte.is_ascii_uppercase() || byte == b' ');
    if bytes.get(start..head) != BEGIN
        || !bytes.get(head..label_end).windows(KEY.len()).any(|name| name == KEY)
    {
        return None;
    }
    let body = bytes.end_of(label_end, |byte| byte == b'-');
    // Headers such as `Proc-Type: 4,ENCRYPTED` may stand before the Base64.
    let rest = bytes.get(body..bytes.len());
    let end = match rest.windows(9).position(|bytes| bytes == b"-----END ") {
        Some(at) => {
            let label = bytes.end_of(body + at + 9, |byte| byte != b'-' && byte != b'\n');
            bytes.end_of(label, |byte| byte == b'-')
        }
        None => bytes.end_of(body, |byte| {
            byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=\\".contains(&byte)
        }),
    };
    Some(Hit::new(start..end, "private-key"))
}

/// The password in `scheme://user:password@host`; `end` is where the scheme ends.
fn url_password(bytes: Bytes<'_>, end: usize) -> Option<Hit> {
    if bytes.get(end..end + 3) != b"://" {
        return None;
    }
    let is_part =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b':' | b'@' | b'/' | b'"' | b'<' | b'>');
    let user = bytes.end_of(end + 3, is_part);
    let password = bytes.end_of(user + 1, |byte| is_part(byte) || byte == b':');
    let is_there = bytes.at(user) == b':'
        && bytes.at(password) == b'@'
        && is_word(bytes.at(password + 1))
        && password > user + 1;
    let is_hidden = bytes.get(user + 1..password).iter().all(|byte| *byte == b'*');
    (is_there && !is_hidden).then(|| Hit::new(user + 1..password, "url-password"))
}

#[cfg(test)]
mod tests;
