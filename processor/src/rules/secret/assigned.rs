//! Secrets that are told by what they are assigned to: `password: …`, `api_key=…`, `my password is …`.

use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::hit::Hit;

/// What a name holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Something that people think of.
    Password,
    /// Something that machines make.
    Key,
}

/// The ends of names, in small letters and without signs, and what stands there.
const NAMES: &[(&str, Kind)] = &[
    ("password", Kind::Password),
    ("passwd", Kind::Password),
    ("passphrase", Kind::Password),
    ("passcode", Kind::Password),
    ("pwd", Kind::Password),
    ("contrasena", Kind::Password),
    ("passwort", Kind::Password),
    ("kennwort", Kind::Password),
    ("secret", Kind::Key),
    ("token", Kind::Key),
    ("apikey", Kind::Key),
    ("accesskey", Kind::Key),
    ("secretkey", Kind::Key),
    ("authkey", Kind::Key),
    ("privatekey", Kind::Key),
    ("accountkey", Kind::Key),
    ("encryptionkey", Kind::Key),
    ("signingkey", Kind::Key),
    ("bearer", Kind::Key),
    ("credential", Kind::Key),
];

/// Characters of the shortest password and of the shortest key.
const MIN_PASSWORD: usize = 4;
const MIN_KEY: usize = 12;
/// Characters from which on a password may be letters of one case alone.
const LONG: usize = 12;
/// Characters of the longest value.
const MAX_VALUE: usize = 512;
/// Bytes of a name that are looked at.
const NAME_BYTES: usize = 40;

/// The value that is assigned to the name that ends at `end`.
pub(super) fn value(bytes: Bytes<'_>, start: usize, end: usize) -> Option<Hit> {
    // Cheap first: most words are followed by a space and another word.
    let (from, is_spoken) = operator(bytes, end)?;
    let kind = kind(bytes, start.max(end.saturating_sub(NAME_BYTES)), end)?;
    if opens_a_link(bytes, start, end) {
        return None;
    }
    let quote = bytes.at(from);
    let is_quoted = matches!(quote, b'"' | b'\'' | b'`');
    let from = if is_quoted { from + 1 } else { from };
    let near = Bytes(bytes.get(0..bytes.len().min(from + MAX_VALUE)));
    let until = near.end_of(from, |byte| {
        if is_quoted {
            byte != quote && byte != b'\n'
        } else {
            byte.is_ascii_graphic() && !b"\"'`<>,;)}]".contains(&byte) || byte >= 0x80
        }
    });
    let until =
        if is_quoted { until } else { bytes.start_of(until, |byte| matches!(byte, b'.' | b':')).max(from) };
    let value = bytes.get(from..until);
    let is_secret = match kind {
        Kind::Password => is_password(value, is_quoted, is_spoken),
        Kind::Key => is_key(value),
    };
    is_secret.then(|| Hit::new(from..until, if kind == Kind::Password { "password" } else { "key" }))
}

/// Whether the name belongs to a link that is made to be passed on: it opens one file or one meeting, and no
/// longer does without the value. `access_token` and `api_key` open more.
pub(super) fn opens_a_link(bytes: Bytes<'_>, start: usize, end: usize) -> bool {
    const NAMES: [&[u8]; 4] = [b"token", b"pwd", b"X-Amz-Security-Token", b"X-Amz-Credential"];
    let name = bytes.get(start..end);
    if !matches!(bytes.before(start), b'?' | b'&')
        || !NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
    {
        return false;
    }
    let near = Bytes(bytes.get(start.saturating_sub(MAX_VALUE * 2)..start));
    let link = near.get(near.start_of(near.len(), |byte| byte.is_ascii_graphic())..near.len());
    [&b"https://"[..], b"http://"].iter().any(|scheme| memchr::memmem::find(link, scheme).is_some())
}

/// Where the value begins after `:`, `=`, `=>`, `:=` or, spoken, ` is `; and whether it was spoken.
fn operator(bytes: Bytes<'_>, end: usize) -> Option<(usize, bool)> {
    let at = if matches!(bytes.at(end), b'"' | b'\'' | b'`' | b']') { end + 1 } else { end };
    let at = spaces(bytes, at);
    match bytes.at(at) {
        b':' | b'=' if bytes.get(at..at + 3) != b"://" => {
            let after = if matches!(bytes.at(at + 1), b'=' | b'>') { at + 2 } else { at + 1 };
            Some((spaces(bytes, after), false))
        }
        _ if at == end => None,
        _ => {
            if let Some(word) = spoken(bytes, at) {
                return Some((spaces(bytes, at + word.len()), true));
            }
            let name = bytes.get(end.saturating_sub(6)..end);
            name.eq_ignore_ascii_case(b"bearer").then_some((at, false))
        }
    }
}

/// Whether something is said to be something here.
pub(super) fn is_spoken(bytes: Bytes<'_>, at: usize) -> bool {
    spoken(bytes, at).is_some()
}

fn spoken(bytes: Bytes<'_>, at: usize) -> Option<&'static str> {
    ["is ", "was ", "is: "].into_iter().find(|word| bytes.has_at(at, word))
}

fn spaces(bytes: Bytes<'_>, at: usize) -> usize {
    bytes.end_of(at, |byte| matches!(byte, b' ' | b'\t')).min(at + 4)
}

/// What the name that ends here holds: `DB_PASSWORD`, `apiKey`, `x-api-key`, `api key`.
fn kind(bytes: Bytes<'_>, start: usize, end: usize) -> Option<Kind> {
    let mut start = start;
    if bytes.get(start..end).eq_ignore_ascii_case(b"key") {
        start = bytes.start_of(start.saturating_sub(1), |byte| byte.is_ascii_alphabetic());
    }
    let mut name: Vec<u8> = bytes
        .get(start..end)
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(u8::to_ascii_lowercase)
        .collect();
    if name.last() == Some(&b's') && name != b"pass" {
        name.pop();
    }
    if name == b"pas" || name == b"pass" || name == b"pw" {
        return Some(Kind::Password);
    }
    NAMES.iter().find(|(ending, _)| name.ends_with(ending.as_bytes())).map(|(_, kind)| *kind)
}

/// Words that stand where a password would: `Password: required`, `password: null`.
const NO_PASSWORDS: &[&str] =
    &["null", "none", "true", "false", "undefined", "password", "changed", "hidden", "string", "n/a"];

fn is_password(value: &[u8], is_quoted: bool, is_spoken: bool) -> bool {
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let small = has(u8::is_ascii_lowercase);
    let digits = has(u8::is_ascii_digit);
    let signs =
        value.iter().any(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'\'' | b'.' | b'/'));
    let inner_capital = value.iter().skip(1).any(u8::is_ascii_uppercase) && small;
    let is_telling = digits || signs || inner_capital || !is_spoken && (is_quoted || value.len() >= LONG);
    (MIN_PASSWORD..=128).contains(&value.len())
        && is_telling
        && !is_blanked(value)
        && !NO_PASSWORDS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// What a machine makes has digits and letters, and hardly repeats itself.
fn is_key(value: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_plain =
        value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-.~!@#$%^&*|:".contains(byte));
    value.len() >= MIN_KEY && is_mixed && is_plain && !is_blanked(value) && entropy(value) >= 2.8
}

/// Whether something only stands for a secret: `****`, `<token>`, `${TOKEN}`, `xxxx`, `[SECRET]`.
fn is_blanked(value: &[u8]) -> bool {
    let is_frame = matches!(value.first(), Some(b'<' | b'[' | b'{' | b'%'))
        || value.starts_with(b"${")
        || value.starts_with(b"$(");
    let stars = value.iter().filter(|byte| matches!(byte, b'*' | b'x' | b'X' | b'.')).count();
    is_frame || stars * 2 > value.len()
}

/// Bits of information in each character, by how often each one occurs.
#[expect(clippy::cast_precision_loss, reason = "lengths of values are small")]
fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0usize; 256];
    for byte in value {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let total = value.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| *count as f64 / total)
        .map(|share| -share * share.log2())
        .sum()
}
