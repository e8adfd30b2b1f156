//! Percent-encoding and HTML entities, undone once.

use std::ops::Range;

use super::explain::Why;
use super::map::Mapped;

/// The text without its encodings; `None` where there is nothing to decode, which most `%` and `&` are: `100%`,
/// `rock & roll`.
pub(super) fn decode(original: &str) -> Option<Mapped> {
    let bytes = original.as_bytes();
    let mut out = None::<Mapped>;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'%' | b'&')))
    {
        at += found;
        let mut put = |text: &str, span: Range<usize>, why| {
            let out = out.get_or_insert_with(|| Mapped::with_capacity(original.len()));
            out.copy(original.get(copied..span.start).unwrap_or_default(), copied);
            copied = span.end;
            out.put(text, span, Some(why));
        };
        if bytes.get(at) == Some(&b'&') {
            match entity(original.get(at..).unwrap_or_default()) {
                Some((char, len)) => {
                    put(char.encode_utf8(&mut [0; 4]), at..at + len, Why::Entity);
                    at += len;
                }
                None => at += 1,
            }
            continue;
        }
        let run = percent_run(bytes.get(at..).unwrap_or_default());
        let per_cent = at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_digit);
        if !(per_cent && run.len() == 1 && run.first().is_some_and(u8::is_ascii_alphanumeric)) {
            let mut start = at;
            for chunk in run.utf8_chunks() {
                for char in chunk.valid().chars() {
                    let end = start + 3 * char.len_utf8();
                    if is_text(char) {
                        put(char.encode_utf8(&mut [0; 4]), start..end, Why::Percent);
                    }
                    start = end;
                }
                start += 3 * chunk.invalid().len();
            }
        }
        at += (3 * run.len()).max(1);
    }
    let mut out = out?;
    out.copy(original.get(copied..).unwrap_or_default(), copied);
    Some(out)
}

/// The bytes that a run of `%66%6f` stands for.
fn percent_run(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let triplets = bytes.chunks_exact(3).map_while(|triplet| match triplet {
        [b'%', high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    });
    triplets.collect()
}

/// Whether a decoded character is one that people write.
fn is_text(char: char) -> bool {
    !char.is_control() || matches!(char, '\t' | '\n' | '\r')
}

/// The character of an entity that the text begins with, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let len = digits.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
        let end = text.len() - digits.len() + len;
        let closed = usize::from(text.as_bytes().get(end) == Some(&b';'));
        // Browsers do without the semicolon too.
        return char::from_u32(code).filter(|char| is_text(*char)).map(|char| (char, end + closed));
    }
    let len = rest.bytes().take(LONGEST_NAME + 1).position(|byte| byte == b';')?;
    let name = rest.get(..len)?;
    let at = NAMED.binary_search_by_key(&name, |(name, _)| name).ok()?;
    NAMED.get(at).map(|(_, char)| (*char, len + 2))
}

/// Bytes of the longest name below.
const LONGEST_NAME: usize = 8;

include!(concat!(env!("OUT_DIR"), "/entities.rs"));
