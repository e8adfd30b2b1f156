//! What serde says is wrong, in the words of a rulebook.

use std::fmt::{self, Display};

use serde::de::{self, Unexpected};

use super::node::{Node, Place, quoted};
use super::{list_of, meant};

/// An error on its way out of a derived `Deserialize`.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) at: Option<Place>,
    /// The value to hide in the next reading.
    pub(super) culprit: Option<*const Node>,
    /// The field that was not there.
    pub(super) missing: Option<&'static str>,
    pub(super) message: String,
}

impl Mistake {
    pub(super) fn new(message: String) -> Self {
        Self { at: None, culprit: None, missing: None, message }
    }

    /// Fills in what the places further in did not know.
    pub(super) fn within(mut self, node: &Node) -> Self {
        self.at.get_or_insert(node.at);
        self.culprit.get_or_insert(node);
        self
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

/// Serde's words for a type, in those of a rulebook.
pub(super) fn plainly(expected: &dyn de::Expected) -> String {
    match expected.to_string().as_str() {
        "a sequence" => "a list".to_owned(),
        "a map" => "a mapping".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "u8" => "a whole number from 0 to 255".to_owned(),
        "u16" => "a whole number from 0 to 65535".to_owned(),
        "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number or its negative".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        other => other.strip_prefix("struct ").map_or(other.to_owned(), |_| "a mapping".to_owned()),
    }
}

impl de::Error for Mistake {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {}", plainly(expected)))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {}", plainly(expected)))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(unknown("value", variant, expected))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(unknown("key", field, expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: Some(field), ..Self::new(format!("`{field}` is missing")) }
    }
}

/// An unknown name, and what to write instead.
pub(crate) fn unknown(what: &str, written: &str, names: &[&str]) -> String {
    let written_quoted = quoted(written);
    match meant(written, names.iter().copied()) {
        Some(name) => format!("unknown {what} {written_quoted}; did you mean `{name}`?"),
        None => format!("unknown {what} {written_quoted}; known are {}", list_of(names.iter().copied())),
    }
}
