//! What stands under `with`, read into a kind's options; reports everything that is wrong, not the first.
//!
//! A derived `Deserialize` stops at its first error. So the value that caused it is hidden and the options
//! are read once more, until nothing is left to complain about. Fields that are missing come last in a
//! derived implementation, so every other error is known by then.

use std::cell::RefCell;
use std::fmt::Display;

use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::files::{Files, TEXT_FILE};
use super::mistake::{Mistake, plainly, unknown};
use super::node::{Complaint, Key, Node, Place, Value};
use super::{RuleOptions, list_of};

/// Values of one rule that are complained about, at most: each costs another reading of all the options.
const MOST: usize = 50;

/// Reads options, or says everything that is wrong with them.
pub(super) fn read<K: RuleOptions>(with: &Node, files: &Files) -> Result<K, Vec<Complaint>> {
    if with.entries().is_none() {
        let message =
            format!("expected the options of `{}` as a mapping, found {}", K::NAME, with.describe());
        return Err(vec![Complaint::new(with.at, message)]);
    }
    let reading = RefCell::new(Reading::default());
    let mut complaints = Vec::new();
    loop {
        let error = match K::deserialize(Source { node: with, reading: &reading, files }) {
            Ok(options) if complaints.is_empty() && reading.borrow().unknown.is_empty() => {
                return Ok(options);
            }
            Ok(_) => break,
            Err(error) => error,
        };
        match (error.missing, error.culprit) {
            (Some(name), None) => {
                if with.get(name).is_none() && !required::<K>().iter().any(|known| known == name) {
                    complaints.push(missing::<K>(with, name));
                }
                break;
            }
            (_, culprit) => {
                complaints.push(Complaint::new(error.at.unwrap_or(with.at), error.message));
                match culprit {
                    Some(culprit) if complaints.len() < MOST => reading.borrow_mut().hidden.push(culprit),
                    _ => break,
                }
            }
        }
    }
    let absent = required::<K>().into_iter().filter(|name| with.get(name).is_none());
    complaints.extend(absent.map(|name| missing::<K>(with, &name)));
    complaints.extend(reading.into_inner().unknown);
    complaints.sort();
    complaints.dedup();
    Err(complaints)
}

fn missing<K: RuleOptions>(with: &Node, name: &str) -> Complaint {
    Complaint::new(with.at, format!("`{}` needs the option `{name}` under `with`", K::NAME))
}

fn required<K: RuleOptions>() -> Vec<String> {
    names::<K>("required")
}

/// What a kind's schema lists: `properties` or `required`.
pub(super) fn names<K: RuleOptions>(list: &str) -> Vec<String> {
    let schema = schemars::schema_for!(K);
    match schema.get(list) {
        Some(serde_json::Value::Object(map)) => map.keys().cloned().collect(),
        Some(serde_json::Value::Array(items)) => {
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// What is known of the options after some readings.
#[derive(Default)]
struct Reading {
    unknown: Vec<Complaint>,
    /// Values that were complained about; compared as addresses, never followed.
    hidden: Vec<*const Node>,
}

#[derive(Clone, Copy)]
struct Source<'a> {
    node: &'a Node,
    reading: &'a RefCell<Reading>,
    files: &'a Files,
}

impl<'a> Source<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    fn is_hidden(self, node: &Node) -> bool {
        self.reading.borrow().hidden.iter().any(|hidden| std::ptr::eq(*hidden, node))
    }

    fn mistake(self, message: impl Into<String>) -> Mistake {
        Mistake { at: Some(self.node.at), ..Mistake::new(message.into()) }
    }

    fn expected(self, what: &dyn Display) -> Mistake {
        let hint = match self.node.value {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_)
                if what.to_string() == "a string" =>
            {
                "; put text that looks like something else in quotes"
            }
            _ => "",
        };
        self.mistake(format!("expected {what}, found {}{hint}", self.node.describe()))
    }
}

impl<'de> Deserializer<'de> for Source<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        // The visitor's own complaint about a type does not know what it was given.
        let expecting = plainly(&visitor);
        let result = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => visitor.visit_i64(*value),
            Value::UInt(value) => visitor.visit_u64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items { source: self, items: items.iter() }),
            Value::Map(entries) => visitor.visit_map(Entries::of(self, entries, None)),
        };
        result.map_err(|error| match error.at {
            None if error.message == format!("expected {expecting}") => self.expected(&expecting),
            _ => error,
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if name != TEXT_FILE {
            return visitor.visit_newtype_struct(self);
        }
        let Some(path) = self.node.text() else { return Err(self.expected(&"the path of a file")) };
        let (path, text) =
            self.files.text(self.node.at.file, path).map_err(|message| self.mistake(message))?;
        let parts = [path.display().to_string(), text.to_string()];
        visitor.visit_seq(de::value::SeqDeserializer::new(parts.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match self.node.entries() {
            Some(entries) => visitor.visit_map(Entries::of(self, entries, Some(fields))),
            None => Err(self.expected(&"a mapping")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Text(name) => {
                visitor.visit_enum(Choice { source: self, name, at: self.node.at, content: None })
            }
            Value::Map(entries) if let [(key, content)] = entries.as_slice() => visitor.visit_enum(Choice {
                source: self,
                name: &key.name,
                at: key.at,
                content: Some(content),
            }),
            _ => Err(self.expected(&format!("one of {}", list_of(variants.iter().copied())))),
        }
        .map_err(|error| Mistake { at: error.at.or(Some(self.node.at)), ..error })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier
    }
}

struct Items<'a> {
    source: Source<'a>,
    items: std::slice::Iter<'a, Node>,
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        let source = self.source;
        let Some(item) = self.items.find(|item| !source.is_hidden(item)) else { return Ok(None) };
        seed.deserialize(source.of(item)).map(Some).map_err(|error| error.within(item))
    }
}

struct Entries<'a> {
    source: Source<'a>,
    rest: std::slice::Iter<'a, (Key, Node)>,
    /// The only keys that there may be, where the type tells.
    fields: Option<&'static [&'static str]>,
    value: Option<&'a Node>,
}

impl<'a> Entries<'a> {
    fn of(source: Source<'a>, entries: &'a [(Key, Node)], fields: Option<&'static [&'static str]>) -> Self {
        Self { source, rest: entries.iter(), fields, value: None }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        for (key, node) in self.rest.by_ref() {
            if self.source.is_hidden(node) {
                continue;
            }
            if let Some(fields) = self.fields.filter(|fields| !fields.contains(&key.name.as_str())) {
                let complaint = Complaint::new(key.at, unknown("option", &key.name, fields));
                self.source.reading.borrow_mut().unknown.push(complaint);
                continue;
            }
            self.value = Some(node);
            let key_source: de::value::StrDeserializer<'_, Mistake> = key.name.as_str().into_deserializer();
            return seed
                .deserialize(key_source)
                .map(Some)
                .map_err(|error| Mistake { at: Some(key.at), ..error.within(node) });
        }
        Ok(None)
    }

    fn next_value_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Mistake> {
        match self.value.take() {
            Some(node) => seed.deserialize(self.source.of(node)).map_err(|error| error.within(node)),
            None => Err(self.source.mistake("a value was asked for before its key")),
        }
    }
}

/// `mask`, or `{ replace: TEXT }`.
struct Choice<'a> {
    source: Source<'a>,
    name: &'a str,
    at: Place,
    content: Option<&'a Node>,
}

impl<'de> de::EnumAccess<'de> for Choice<'_> {
    type Error = Mistake;
    type Variant = Self;

    fn variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Mistake> {
        let name: de::value::StrDeserializer<'_, Mistake> = self.name.into_deserializer();
        let variant = seed.deserialize(name).map_err(|error| Mistake { at: Some(self.at), ..error })?;
        Ok((variant, self))
    }
}

impl Choice<'_> {
    fn needs_value(&self) -> Mistake {
        self.source.mistake(format!("`{0}` needs a value: `{{ {0}: … }}`", self.name))
    }
}

impl<'de> de::VariantAccess<'de> for Choice<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.content.map(|node| &node.value) {
            None | Some(Value::Null) => Ok(()),
            Some(_) => {
                Err(self.source.mistake(format!("`{0}` takes no value; write `{0}` alone", self.name)))
            }
        }
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mistake> {
        let content = self.content.ok_or_else(|| self.needs_value())?;
        seed.deserialize(self.source.of(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        let content = self.content.ok_or_else(|| self.needs_value())?;
        self.source.of(content).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let content = self.content.ok_or_else(|| self.needs_value())?;
        self.source.of(content).deserialize_struct("", fields, visitor)
    }
}
