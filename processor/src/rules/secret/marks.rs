//! What shows from afar that a text may hold a secret, so that few texts are read token by token.

use crate::text::fours::{self, mask};

/// Bytes that are looked at together.
const EIGHT: usize = 8;
/// Fours that lie whole, one behind the other, in any sixteen bytes.
const FOURS: usize = 3;
/// Signs before this one, spaces among them, separate tokens.
const TOKENS: u8 = b'*';

/// Whether a text may hold a secret: a name for one, a link, a row of hyphens, or a token of sixteen characters.
pub(super) fn may_hold_secret(bytes: &[u8]) -> bool {
    has_long_token(bytes) || fours::all(bytes, names) != 0 || has_row(bytes)
}

/// A part of each name that a value is assigned to. Few other words have one, so `oke` does for `token`.
fn names([a, b, c, d]: fours::Four) -> u8 {
    let is = |byte: u8, letter: u8| mask(byte | 0x20 == letter);
    // password, passcode, Passwort; pwd
    let password = is(a, b'p') & (is(b, b'a') & is(c, b's') | is(b, b'w'));
    // kennwort; contrasena
    let abroad =
        is(a, b'n') & is(b, b'w') & is(c, b'o') | is(a, b's') & is(b, b'e') & is(c, b'n') & is(d, b'a');
    // secret, credential; bearer
    let after = is(a, b'c') & (is(d, b't') | is(d, b'd')) | is(a, b'a') & is(d, b'r');
    // token; a key, which the name of something stands before
    let before = is(b, b'k') & is(c, b'e') & (is(a, b'o') | is(d, b'y'));
    password | abroad | is(b, b'r') & is(c, b'e') & after | before
}

/// Whether there is a row of signs that stands in links, or around private keys. Most texts have not even one.
fn has_row(bytes: &[u8]) -> bool {
    let has = |sign: u8, row: &[u8]| {
        let at = memchr::memchr(sign, bytes);
        at.and_then(|at| bytes.get(at.saturating_sub(1)..))
            .is_some_and(|rest| memchr::memmem::find(rest, row).is_some())
    };
    has(b'/', b"://") || has(b'-', b"----")
}

/// Whether there may be a token of sixteen characters. Wherever it begins, some fours lie whole in it, one
/// behind the other, as they do in few words.
fn has_long_token(bytes: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const FIRST: u64 = 0xffff_ffff;
    const SEPARATORS: u64 = u64::from_ne_bytes([TOKENS; EIGHT]);
    let mut whole = 0;
    let (eights, rest) = bytes.as_chunks();
    let mut last = [0; EIGHT];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    eights.iter().chain([&last]).any(|eight| {
        let eight = u64::from_le_bytes(*eight);
        // The highest bit of each byte that separates, and perhaps of a `*` behind one.
        let separates = eight.wrapping_sub(SEPARATORS) & !eight & HIGH;
        if separates == 0 {
            whole += 2;
            return whole >= FOURS;
        }
        let is_long = separates & FIRST == 0 && whole + 1 >= FOURS;
        whole = usize::from(separates & !FIRST == 0);
        is_long
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_links_and_long_tokens_show_from_afar_and_ordinary_words_do_not() {
        for text in [
            "my PassCode is 1234",
            "pw: 1",
            "a_Token",
            "api key",
            "https://a",
            "-----BEGIN",
            "Bearer",
            "KENNWORT",
            "contrasena",
        ] {
            assert!(may_hold_secret(text.as_bytes()), "{text}");
        }
        for text in ["", "a", "see you at 10:30 - I'm on the bus", "ratio 3:2, don't = hurry, it's fine"] {
            assert!(!may_hold_secret(text.as_bytes()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_token_of_sixteen_characters_shows_wherever_it_stands(
            before in "[a ]{0,20}", token in "[a-zA-Z0-9_.+/=-]{16,20}", after in "( [a-z]{0,6}){0,4}",
        ) {
            let text = [before, token, after].concat();
            prop_assert!(has_long_token(text.as_bytes()));
        }
    }
}
