//! Keyed hashes: equal findings become equal texts, and nobody without the key learns more.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of a key, at least.
const KEY_BYTES: usize = 16;
/// Letters of a hash: 16 values each, so 48 bits in all.
const LETTERS: usize = 12;
/// Sixteen consonants: no digits, which rules for numbers would look at, and no vowels, so no words.
const ALPHABET: [char; 16] = ['b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w'];

/// A key, ready to use.
#[derive(Clone)]
pub(super) struct Key(Hmac<Sha256>);

/// The key that an environment variable holds.
pub(super) fn key(variable: &str) -> Result<Key, String> {
    let value = std::env::var(variable).map_err(|_| {
        format!(
            "the environment variable `{variable}` is not set; put a key of {KEY_BYTES} or more bytes there"
        )
    })?;
    Key::new(value.as_bytes()).map_err(|reason| format!("the key in `{variable}` {reason}"))
}

impl Key {
    /// A key of random bytes.
    pub(super) fn new(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() < KEY_BYTES {
            return Err(format!("is too short; use {KEY_BYTES} or more random bytes"));
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| "is unusable; use another".to_owned())
    }

    /// The hash of a text, as letters.
    pub(super) fn of(&self, text: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        let nibbles = mac.finalize().into_bytes().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.take(LETTERS).filter_map(|nibble| ALPHABET.get(usize::from(nibble))).collect()
    }
}

/// Prints no key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}
