//! The text inside JSON, found and edited without touching anything else.
//!
//! Strings are edited in place: key order, numbers, white space and doubled keys stay as the client wrote
//! them, which re-serialising a parsed document would not keep. Nothing here recurses, so nesting may be
//! as deep as it likes.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;

/// A JSON object or array whose string values can be read and edited.
pub(crate) struct Json<'a> {
    source: &'a str,
    strings: Vec<Value<'a>>,
}

/// A string value.
struct Value<'a> {
    /// Where it stands, quotes included.
    span: Range<usize>,
    text: Cow<'a, str>,
    /// The name of the member before it, as it is written; that of a list is its items' too.
    name: &'a str,
}

impl<'a> Json<'a> {
    /// `None` unless the text is a JSON object or array of which every string can be read.
    pub(crate) fn parse(source: &'a str) -> Option<Self> {
        if !source.trim_start().starts_with(['{', '[']) {
            return None;
        }
        serde_json::from_str::<IgnoredAny>(source).ok()?;
        let strings = tokens(source).map(|(span, name)| {
            let token = source.get(span.clone())?;
            let name = source.get(name)?;
            let text = match token.get(1..token.len() - 1)? {
                plain if !plain.contains('\\') => Cow::Borrowed(plain),
                _ => Cow::Owned(serde_json::from_str(token).ok()?),
            };
            Some(Value { span, text, name })
        });
        Some(Self { source, strings: strings.collect::<Option<_>>()? })
    }

    /// The string values with the names of their members, in order.
    pub(crate) fn strings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.strings.iter().map(|value| (value.name, value.text.as_ref()))
    }

    /// The document with some string values replaced; `None` when `edit` leaves all as they are.
    pub(crate) fn edited(&self, mut edit: impl FnMut(&str, &str) -> Option<String>) -> Option<String> {
        let mut out = String::new();
        let mut copied = 0;
        for Value { span, text, name } in &self.strings {
            let Some(new) = edit(name, text) else { continue };
            out.push_str(self.source.get(copied..span.start)?);
            out.push_str(&serde_json::to_string(&new).ok()?);
            copied = span.end;
        }
        if copied == 0 {
            return None;
        }
        out.push_str(self.source.get(copied..)?);
        Some(out)
    }
}

/// The spans of the string values of a valid document, and of the names before them, without quotes.
fn tokens(source: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let bytes = source.as_bytes();
    let mut at = 0;
    let mut name = 0..0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
            let mut end = start + 1;
            while *bytes.get(end)? != b'"' {
                end += if *bytes.get(end)? == b'\\' { 2 } else { 1 };
            }
            at = end + 1;
            // In valid JSON a colon follows keys, and keys alone.
            let next = bytes.get(at..)?.iter().find(|byte| !byte.is_ascii_whitespace());
            if next != Some(&b':') {
                return Some((start..at, name.clone()));
            }
            name = start + 1..end;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(source: &str) -> Option<String> {
        Json::parse(source)?.edited(|_, text| (text == text.to_lowercase()).then(|| text.to_uppercase()))
    }

    #[test]
    fn only_string_values_are_edited() {
        let source =
            r#"{ "b" : "x", "a": [1.0, 1e400, "y", true, null, {"k":"é"}], "b": 12345678901234567890 }"#;
        let expected =
            r#"{ "b" : "X", "a": [1.0, 1e400, "Y", true, null, {"k":"É"}], "b": 12345678901234567890 }"#;
        assert_eq!(shouted(source).as_deref(), Some(expected));
    }

    #[test]
    fn escapes_are_read_and_written() {
        assert_eq!(shouted(r#"["a\"\\", "A"]"#).as_deref(), Some(r#"["A\"\\", "A"]"#));
        let injected = Json::parse(r#"["x"]"#).unwrap().edited(|_, _| Some("\",\"y\n".to_owned())).unwrap();
        assert_eq!(serde_json::from_str::<Vec<String>>(&injected).unwrap(), ["\",\"y\n"]);
    }

    #[test]
    fn what_is_not_an_object_or_array_is_not_json() {
        for source in ["", "x", "\"x\"", "1", "[x]", "{\"a\":}", "[1] [2]", r#"["\ud800"]"#] {
            assert!(Json::parse(source).is_none(), "{source}");
        }
    }

    #[test]
    fn deep_nesting_is_no_matter() {
        let deep = format!("{}\"x\"{}", "[".repeat(50_000), "]".repeat(50_000));
        assert_eq!(shouted(&deep), Some(deep.replace('x', "X")));
    }
}
