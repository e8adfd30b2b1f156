//! The JSON Schema of a rulebook, for editors.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::registry::Registry;

impl Registry {
    /// The JSON Schema (draft 2020-12) of rulebooks with these kinds, for editors that complete and check YAML.
    /// What loads is right by it; that a file is right by it does not mean that it loads.
    ///
    /// ```
    /// let schema = channel_flow::Registry::default().schema();
    /// assert_eq!(schema["properties"]["version"]["const"], 1);
    /// ```
    #[must_use]
    pub fn schema(&self) -> Value {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let kinds: Vec<(&str, Value)> =
            self.kinds().map(|(name, kind)| (name, kind.schema(&mut generator).to_value())).collect();
        let mut definitions: Map<String, Value> = generator.take_definitions(true);
        let with_kinds: Vec<Value> = kinds
            .iter()
            .map(|(name, options)| {
                json!({
                    "if": { "properties": { "use": { "const": name } }, "required": ["use"] },
                    "then": { "properties": { "with": options } }
                })
            })
            .collect();
        let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
        definitions.insert("rulebook.rule".to_owned(), rule(&names, &with_kinds));
        definitions.insert("rulebook.change".to_owned(), change(&names));
        definitions.insert("rulebook.case".to_owned(), case());
        let mut schema = top();
        if let Value::Object(schema) = &mut schema {
            schema.insert("$defs".to_owned(), Value::Object(definitions));
        }
        schema
    }
}

fn top() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A channel-flow rulebook",
        "type": "object",
        "required": ["version"],
        "additionalProperties": false,
        "properties": {
            "version": { "const": 1 },
            "extends": {
                "description": "`default`, the rulebook that ships, or the path of another one: its rules come first, and a rule with the id of one of them changes it.",
                "type": "string"
            },
            "on_failure": on_failure(),
            "groups": {
                "description": "ARNs and patterns of ARNs by name, for overlays.",
                "type": "object",
                "additionalProperties": {
                    "oneOf": [
                        names(),
                        { "type": "object", "required": ["file"], "additionalProperties": false, "properties": { "file": { "type": "string" } } }
                    ]
                }
            },
            "rules": {
                "description": "The rules in the order in which they are asked.",
                "type": "array",
                "maxItems": 1000,
                "items": {
                    "if": { "type": "object", "required": ["include"] },
                    "then": {
                        "additionalProperties": false,
                        "properties": { "include": names() }
                    },
                    "else": { "$ref": "#/$defs/rulebook.rule" }
                }
            },
            "overlays": {
                "description": "Other settings of the rules for some messages.",
                "type": "array",
                "maxItems": 64,
                "items": {
                    "type": "object",
                    "required": ["for", "rules"],
                    "additionalProperties": false,
                    "properties": {
                        "for": {
                            "type": "object",
                            "minProperties": 1,
                            "additionalProperties": false,
                            "properties": { "channel": names(), "app_instance": names(), "sender": names() }
                        },
                        "rules": { "type": "array", "items": { "$ref": "#/$defs/rulebook.change" } }
                    }
                }
            },
            "tests": { "type": "array", "items": { "$ref": "#/$defs/rulebook.case" } }
        }
    })
}

fn names() -> Value {
    json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

fn on_failure() -> Value {
    json!({
        "description": "What a rule that fails counts as.",
        "enum": ["skip", "deny", "defer"]
    })
}

/// The keys of a rule but `with`.
fn keys(kinds: &[&str]) -> Value {
    json!({
        "id": {
            "description": "A name for logs.",
            "type": "string",
            "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$"
        },
        "use": { "description": "The kind of the rule.", "enum": kinds },
        "with": { "description": "The options of the kind.", "type": ["object", "null"] },
        "mode": {
            "description": "`enforce`; `shadow`: judge and record, but never act; `off`: do not ask.",
            "enum": ["enforce", "shadow", "off"]
        },
        "when": { "description": "A condition in CEL: the rule is asked only where it holds.", "type": "string" },
        "rollout": {
            "description": "The share of the channels or senders whose messages the rule is asked about.",
            "oneOf": [
                percent(),
                {
                    "type": "object",
                    "required": ["percent"],
                    "additionalProperties": false,
                    "properties": { "percent": percent(), "by": { "enum": ["channel", "sender"] } }
                }
            ]
        },
        "on_failure": on_failure(),
        "within": {
            "description": "The longest time that the rule may take.",
            "type": "string",
            "pattern": "^[0-9]+m?s$"
        }
    })
}

fn percent() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{1,3}(\\.[0-9]{1,2})? *%$" })
}

fn rule(kinds: &[&str], with_kinds: &[Value]) -> Value {
    json!({
        "type": "object",
        "required": ["id"],
        "additionalProperties": false,
        "properties": keys(kinds),
        "allOf": with_kinds
    })
}

/// A change names only the options that differ, so they cannot be checked as a whole.
fn change(kinds: &[&str]) -> Value {
    json!({
        "type": "object",
        "required": ["id"],
        "additionalProperties": false,
        "properties": keys(kinds)
    })
}

fn case() -> Value {
    let text = json!({ "type": "string" });
    let push = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": { "title": text, "body": text }
    });
    let attributes = json!({ "type": "object", "additionalProperties": names() });
    let list = json!({ "type": "array", "items": text });
    json!({
        "type": "object",
        "required": ["message"],
        "anyOf": [{ "required": ["becomes"] }, { "required": ["because"] }, { "required": ["found"] }],
        "additionalProperties": false,
        "properties": {
            "name": text,
            "message": { "oneOf": [text, {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "content": text,
                    "metadata": text,
                    "content_type": text,
                    "sender": { "oneOf": [text, {
                        "type": "object",
                        "additionalProperties": false,
                        "properties": { "arn": text, "name": text }
                    }] },
                    "channel": text,
                    "push": push,
                    "attributes": attributes,
                    "edit": { "type": "boolean" },
                    "persistent": { "type": "boolean" }
                }
            }] },
            "becomes": { "oneOf": [text, {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "denied": text,
                    "content": text,
                    "metadata": text,
                    "push": push,
                    "attributes": attributes
                }
            }] },
            "because": list,
            "found": list
        }
    })
}
