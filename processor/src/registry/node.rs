//! YAML whose every value knows where it stands.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{MessageFormatter, Spanned, UserMessageFormatter};

/// Nested collections, at most: far beyond any rulebook, far below the end of the stack.
const MAX_DEPTH: usize = 32;
/// Values after all aliases are expanded, at most.
const MAX_NODES: usize = 100_000;

/// A place in a rulebook: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The number of the file.
    pub(crate) file: u32,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// Something that is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Complaint {
    pub(crate) at: Place,
    pub(crate) message: String,
}

impl Complaint {
    pub(crate) fn new(at: Place, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

/// A YAML value and where it stands; an alias stands where it is used.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: Place,
    pub(crate) value: Value,
}

/// A YAML value of the core schema.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) at: Place,
    pub(crate) name: String,
}

impl Node {
    /// Reads one YAML document; an empty one is `Null`.
    pub(crate) fn parse(yaml: &str) -> Result<Self, Complaint> {
        let mut options = serde_saphyr::Options::default();
        options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
        options.merge_keys = MergeKeyPolicy::AsOrdinary;
        options.with_snippet = false;
        // `no`, `off` and `yes` are words, as YAML 1.2 has it.
        options.strict_booleans = true;
        if let Some(budget) = &mut options.budget {
            budget.max_depth = MAX_DEPTH;
            budget.max_nodes = MAX_NODES;
        }
        serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
            let error = error.without_snippet();
            let at = error.location().map(place).unwrap_or_default();
            Complaint::new(
                at,
                format!("not readable as YAML: {}", UserMessageFormatter.format_message(error)),
            )
        })
    }

    /// Says which file the value and all in it stand in.
    pub(crate) fn in_file(mut self, file: u32) -> Self {
        self.move_to(file);
        self
    }

    fn move_to(&mut self, file: u32) {
        self.at.file = file;
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.move_to(file)),
            Value::Map(entries) => {
                for (key, node) in entries {
                    key.at.file = file;
                    node.move_to(file);
                }
            }
            _ => {}
        }
    }

    /// The entries of a mapping; an absent value counts as an empty one.
    pub(crate) fn entries(&self) -> Option<&[(Key, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Null => Some(&[]),
            _ => None,
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let mut entries = self.entries()?.iter();
        entries.find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The deepest value on a path such as `words/1` that there is.
    pub(crate) fn find(&self, path: &str) -> &Node {
        let mut found = self;
        for step in path.split('/') {
            let next = match &found.value {
                Value::List(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
                _ => found.get(step),
            };
            match next {
                Some(node) => found = node,
                None => break,
            }
        }
        found
    }

    /// Names every key that stands twice in one mapping, here and below.
    pub(crate) fn duplicates(&self, complaints: &mut Vec<Complaint>) {
        match &self.value {
            Value::List(items) => items.iter().for_each(|item| item.duplicates(complaints)),
            Value::Map(entries) => {
                let mut seen = BTreeMap::new();
                for (key, node) in entries {
                    if let Some(first) = seen.insert(&key.name, key.at.line) {
                        let message =
                            format!("the key {} stands twice; line {first} has it too", quoted(&key.name));
                        complaints.push(Complaint::new(key.at, message));
                    }
                    node.duplicates(complaints);
                }
            }
            _ => {}
        }
    }

    /// What the value is, in the words of an error.
    pub(crate) fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Int(value) => format!("`{value}`"),
            Value::UInt(value) => format!("`{value}`"),
            Value::Float(value) => format!("`{value}`"),
            Value::Text(text) => quoted(text),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
        }
    }
}

/// Text of the rulebook in the words of an error: on one line, and not too much of it.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

fn place(location: serde_saphyr::Location) -> Place {
    Place { file: 0, line: location.line(), column: location.column() }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { at: place(spanned.referenced), value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::UInt(value), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<Node>()? {
            let name = match key.value {
                Value::Text(name) => name,
                Value::Map(_) | Value::List(_) => {
                    return Err(A::Error::custom("a key must be a word, not a list or a mapping"));
                }
                _ => key.describe().trim_matches('`').to_owned(),
            };
            entries.push((Key { at: key.at, name }, access.next_value()?));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_and_key_knows_where_it_stands() {
        let node = Node::parse("a: 1\nlist:\n  - x\n  - {b: true, é: null, c: \"é\"}\n").unwrap();
        let (list, item) = (node.get("list").unwrap(), node.find("list/1/b"));
        assert_eq!((node.at.line, node.at.column), (1, 1));
        assert_eq!((list.at.line, list.at.column), (3, 3));
        assert_eq!((item.at.line, item.at.column), (4, 9));
        assert!(matches!(item.value, Value::Bool(true)));
        let third = &node.find("list/1").entries().unwrap()[2];
        assert_eq!((third.0.name.as_str(), third.0.at.column, third.1.at.column), ("c", 24, 27));
    }

    #[test]
    fn an_alias_stands_where_it_is_used() {
        let node = Node::parse("a: &x [1]\nb: *x\n").unwrap();
        assert_eq!(node.get("b").unwrap().at, Place { file: 0, line: 2, column: 4 });
        assert!(matches!(node.find("b/0").value, Value::Int(1)));
    }

    #[test]
    fn doubled_keys_are_named_at_every_depth() {
        let node = Node::parse("a: 1\nb:\n  - {c: 1, c: 2}\na: 2\n").unwrap();
        let mut complaints = Vec::new();
        node.duplicates(&mut complaints);
        let places: Vec<_> = complaints.iter().map(|c| (c.at.line, c.at.column)).collect();
        assert_eq!(places, [(3, 12), (4, 1)]);
    }

    #[test]
    fn an_alias_bomb_and_a_deep_nest_are_refused() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let references = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb = format!("{bomb}a{level}: &a{level} [{references}]\n");
        }
        assert!(Node::parse(&bomb).is_err());
        assert!(Node::parse(&format!("{}{}", "[".repeat(40), "]".repeat(40))).is_err());
    }

    #[test]
    fn bad_yaml_is_named_with_its_place() {
        let complaint = Node::parse("a: 1\nb: [x\nc: 2\n").unwrap_err();
        assert!(complaint.at.line >= 2, "{complaint:?}");
        assert!(!complaint.message.contains('\n'), "{complaint:?}");
    }
}
