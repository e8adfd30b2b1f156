//! The option `then`: what a finding becomes.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{PLACEHOLDER, hash};
use crate::limits;
use crate::registry::OptionErrors;
use crate::text::is_blank;

/// Longest replacement in characters: it may have to stand alone in a push title.
const REPLACEMENT_CHARS: usize = limits::PUSH_TITLE_CHARS;
/// Longest denial code in characters.
const CODE_CHARS: usize = 64;

/// What a finding becomes; the option `then` of every built-in kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// One `*` for each character that a reader would count, but for what the kind leaves to see: the last
    /// four digits of a card number, the domain of an e-mail address. The text never grows.
    Mask,
    /// One `*` for each character, whatever the kind would leave.
    MaskAll,
    /// One `*` for each letter and digit but this many at the end.
    KeepLast(u8),
    /// The category in brackets: `[CARD]`, `[EMAIL]`.
    Placeholder,
    /// The category and a keyed hash of what was found, so that equal findings stay recognisable as equal.
    Hash(Hash),
    /// Nothing, and the space that would be left over goes too.
    Remove,
    /// Nothing; and where nothing would be left to see, this instead.
    RemoveOr(Instead),
    /// The message is not delivered.
    Deny,
    /// The message is not delivered, and logs and metrics show this code.
    DenyAs(String),
    /// This text, literally.
    Replace(String),
}

/// What becomes of a text of which nothing would be left.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Instead {
    /// The message is not delivered.
    Deny,
    /// This text stands there.
    Replace(String),
}

/// Where the key of the hashes is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hash {
    /// The environment variable that holds the key, at least 16 bytes. The key itself never stands in a rulebook.
    pub key_env: String,
}

impl Then {
    /// Whether a finding ends the message.
    pub(super) fn denies(&self) -> bool {
        matches!(self, Self::Deny | Self::DenyAs(_))
    }

    /// What stands where nothing else is left.
    pub(super) fn empty(&self) -> &str {
        match self {
            Self::RemoveOr(Instead::Replace(text)) => text,
            _ => PLACEHOLDER,
        }
    }

    pub(super) fn check(&self, errors: &mut OptionErrors) {
        match self {
            Self::Replace(text) => check_text("then/replace", text, errors),
            Self::RemoveOr(Instead::Replace(text)) => check_text("then/remove-or/replace", text, errors),
            Self::DenyAs(code) if !is_code(code) => errors.push(
                "then/deny-as",
                format!("a code is 1 to {CODE_CHARS} letters, digits, `-`, `_` or `.`"),
            ),
            Self::KeepLast(0) => {
                errors.push("then/keep-last", "nothing would be kept; write `then: mask-all`");
            }
            Self::Hash(Hash { key_env }) => {
                if let Err(message) = hash::key(key_env) {
                    errors.push("then/hash/key_env", message);
                }
            }
            _ => {}
        }
    }
}

fn check_text(option: &str, text: &str, errors: &mut OptionErrors) {
    if is_blank(text) {
        errors.push(option, "the replacement shows nothing; write `then: remove` for that");
    } else if text.chars().any(char::is_control) {
        errors.push(option, "a replacement is one line without control characters");
    } else if text.chars().count() > REPLACEMENT_CHARS {
        errors.push(
            option,
            format!("a replacement has at most {REPLACEMENT_CHARS} characters, as a push title has"),
        );
    }
}

fn is_code(code: &str) -> bool {
    (1..=CODE_CHARS).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
