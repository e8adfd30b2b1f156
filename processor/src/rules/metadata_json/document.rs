//! A JSON text, read and edited along pointers. What no pointer leads to stays as it was written: the order of
//! keys, and numbers to the digit.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::pointer::Pointer;

/// Why an edit cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the pointer leads through something that is neither an object nor an array, or behind an array's end"
)]
pub(crate) struct NoPlace;

/// The members of an object, in order.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a, 'de: 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Key(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'a, 'de: 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// Whether the text is a JSON object.
pub(crate) fn is_object(source: &str) -> bool {
    members(source).is_some()
}

fn members(source: &str) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    serde_json::from_str::<Members<'_>>(source).ok().map(|members| members.0)
}

/// The items of an array.
pub(crate) fn items(source: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(source).ok()
}

/// What a pointer leads to. Of doubled keys the last counts, as for most readers.
pub(crate) fn get<'a>(source: &'a str, pointer: &Pointer) -> Option<&'a str> {
    pointer.tokens().iter().try_fold(source, |inner, token| child(inner, token))
}

fn child<'a>(source: &'a str, token: &str) -> Option<&'a str> {
    if source.trim_start().starts_with('[') {
        let index: usize = index(token)?;
        return items(source)?.get(index).map(|item| item.get());
    }
    members(source)?.into_iter().rev().find(|(name, _)| name == token).map(|(_, value)| value.get())
}

fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    is_plain.then(|| token.parse().ok())?
}

/// The document with a value in the place that a pointer leads to; objects on the way are made.
pub(crate) fn set(source: &str, pointer: &Pointer, value: &str) -> Result<String, NoPlace> {
    put(source, pointer.tokens(), value)
}

fn put(source: &str, tokens: &[String], value: &str) -> Result<String, NoPlace> {
    let Some((token, deeper)) = tokens.split_first() else { return Ok(value.to_owned()) };
    if source.trim_start().starts_with('[') {
        let items = items(source).ok_or(NoPlace)?;
        let at = if token == "-" { items.len() } else { index(token).ok_or(NoPlace)? };
        let mut new: Vec<Cow<'_, str>> = items.iter().map(|item| Cow::Borrowed(item.get())).collect();
        if let Some(old) = new.get_mut(at) {
            *old = Cow::Owned(put(old, deeper, value)?);
        } else if at == new.len() {
            new.push(Cow::Owned(put("{}", deeper, value)?));
        } else {
            return Err(NoPlace);
        }
        return Ok(format!("[{}]", new.join(",")));
    }
    let mut all = members(source).ok_or(NoPlace)?;
    let last = all.iter().rposition(|(name, _)| name == token);
    let old = last.and_then(|last| all.get(last)).map_or("{}", |(_, value)| value.get());
    let new = put(old, deeper, value)?;
    let mut written = Vec::with_capacity(all.len() + 1);
    for (at, (name, value)) in all.drain(..).enumerate() {
        if Some(at) == last {
            written.push(member(&name, &new));
        } else if name != *token {
            written.push(member(&name, value.get()));
        }
    }
    if last.is_none() {
        written.push(member(token, &new));
    }
    Ok(format!("{{{}}}", written.join(",")))
}

fn member(name: &str, value: &str) -> String {
    format!("{}:{value}", text(name))
}

/// A text as JSON.
pub(crate) fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The document without what a pointer leads to; `None` where that is nothing.
pub(crate) fn remove(source: &str, pointer: &Pointer) -> Option<String> {
    take(source, pointer.tokens())
}

fn take(source: &str, tokens: &[String]) -> Option<String> {
    let (token, deeper) = tokens.split_first()?;
    let inner = if deeper.is_empty() { None } else { Some(take(child(source, token)?, deeper)?) };
    if source.trim_start().starts_with('[') {
        let at = index(token)?;
        let items = items(source)?;
        items.get(at)?;
        let kept = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| if index == at { inner.as_deref() } else { Some(item.get()) });
        return Some(format!("[{}]", kept.collect::<Vec<_>>().join(",")));
    }
    let all = members(source)?;
    let last = all.iter().rposition(|(name, _)| name == token)?;
    let kept = all.iter().enumerate().filter_map(|(at, (name, value))| {
        if at == last {
            inner.as_deref().map(|inner| member(name, inner))
        } else {
            (name != token).then(|| member(name, value.get()))
        }
    });
    Some(format!("{{{}}}", kept.collect::<Vec<_>>().join(",")))
}

/// The document without the white space between its tokens. The source must be valid.
pub(crate) fn compact(source: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let keep = |char: &char| {
        let kept = in_string || !char.is_ascii_whitespace();
        (in_string, escaped) = match char {
            '"' if !escaped => (!in_string, false),
            '\\' if in_string => (true, !escaped),
            _ => (in_string, false),
        };
        kept
    };
    source.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(pointer: &str) -> Pointer {
        Pointer::parse(pointer).unwrap()
    }

    #[test]
    fn pointers_lead_to_values() {
        let source = r#"{"a": {"b": [1, {"c/d": "x"}]}, "e": 1, "e": 2, "": 3, "\u0061b": 4}"#;
        let cases = [
            ("/a/b/0", Some("1")),
            ("/a/b/1/c~1d", Some("\"x\"")),
            ("/a/b/01", None),
            ("/a/b/2", None),
            ("/a/b/-", None),
            ("/e", Some("2")),
            ("/", Some("3")),
            ("/ab", Some("4")),
            ("/e/x", None),
            ("/x", None),
        ];
        for (pointer, expected) in cases {
            assert_eq!(get(source, &at(pointer)), expected, "{pointer}");
        }
    }

    #[test]
    fn what_no_pointer_leads_to_stays_as_it_is() {
        let source = r#"{"z": 1.50, "a": {"n": 12345678901234567890, "b": "\u00e9"}, "e": 1e400}"#;
        let cases = [
            ("/a/b", r#"{"z":1.50,"a":{"n":12345678901234567890,"b":true},"e":1e400}"#),
            ("/a/x/y", r#"{"z":1.50,"a":{"n":12345678901234567890,"b":"\u00e9","x":{"y":true}},"e":1e400}"#),
            ("/new", r#"{"z":1.50,"a":{"n":12345678901234567890,"b":"\u00e9"},"e":1e400,"new":true}"#),
        ];
        for (pointer, expected) in cases {
            assert_eq!(compact(&set(source, &at(pointer), "true").unwrap()), expected, "{pointer}");
        }
        assert_eq!(set(source, &at("/z/x"), "true"), Err(NoPlace));
        let removed = r#"{"z":1.50,"a":{"n":12345678901234567890},"e":1e400}"#;
        assert_eq!(compact(&remove(source, &at("/a/b")).unwrap()), removed);
        assert_eq!(remove(source, &at("/a/x")), None);
    }

    #[test]
    fn arrays_grow_only_at_their_end() {
        let cases = [("/0", "[9,2]"), ("/-", "[1,2,9]"), ("/2", "[1,2,9]"), ("/2/a", r#"[1,2,{"a":9}]"#)];
        for (pointer, expected) in cases {
            assert_eq!(set("[1,2]", &at(pointer), "9").as_deref(), Ok(expected), "{pointer}");
        }
        assert_eq!(set("[1,2]", &at("/3"), "9"), Err(NoPlace));
        assert_eq!(remove("[1,2]", &at("/0")).as_deref(), Some("[2]"));
    }

    #[test]
    fn doubled_keys_become_one() {
        let source = r#"{"a":1,"b":2,"a":3}"#;
        assert_eq!(set(source, &at("/a"), "4").as_deref(), Ok(r#"{"b":2,"a":4}"#));
        assert_eq!(remove(source, &at("/a")).as_deref(), Some(r#"{"b":2}"#));
    }

    proptest! {
        #[test]
        fn edited_documents_are_valid_and_hold_what_was_set(
            keys in proptest::collection::vec("[ab\"\\\\é\n ]{0,3}", 1..4),
            value in "\\PC{0,8}",
        ) {
            let source = format!("{{ {} : [ 1 , {{ }} ] }}", text("a"));
            let pointer = Pointer::of(keys).unwrap();
            let set_to = text(&value);
            if let Ok(edited) = set(&source, &pointer, &set_to) {
                let edited = compact(&edited);
                prop_assert!(serde_json::from_str::<serde_json::Value>(&edited).is_ok());
                prop_assert_eq!(get(&edited, &pointer), Some(set_to.as_str()));
                let without = remove(&edited, &pointer).unwrap();
                prop_assert_eq!(get(&without, &pointer), None);
            }
        }
    }
}
