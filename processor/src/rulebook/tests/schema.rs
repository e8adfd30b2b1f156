//! The JSON Schema: current, and true of everything that loads.

use serde_json::{Value, json};

use super::*;

const WRITTEN: &str = include_str!("../../../../rulebook.schema.json");

/// What a schema has against a value, by the part of JSON Schema that the rulebook's uses; panics at others.
fn against(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let Value::Object(keywords) = schema else {
        return if schema == &Value::Bool(false) {
            vec![format!("{path}: nothing may stand here")]
        } else {
            Vec::new()
        };
    };
    let fits = |schema: &Value| against(root, schema, value, path).is_empty();
    let list = |value: &Value| value.as_array().cloned().unwrap();
    let mut wrong = Vec::new();
    for (keyword, rule) in keywords {
        let good = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" | "examples"
            | "uniqueItems" | "then" | "else" => true,
            "$ref" => {
                let target = rule.as_str().unwrap().strip_prefix('#').unwrap();
                wrong.extend(against(
                    root,
                    root.pointer(target).unwrap_or_else(|| panic!("{target}")),
                    value,
                    path,
                ));
                true
            }
            "type" => {
                let types = if rule.is_array() { list(rule) } else { vec![rule.clone()] };
                types.iter().any(|kind| match kind.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "null" => value.is_null(),
                    other => panic!("{other}"),
                })
            }
            "const" => rule == value,
            "enum" => list(rule).contains(value),
            "allOf" => list(rule).iter().all(fits),
            "anyOf" => list(rule).iter().any(fits),
            "oneOf" => list(rule).iter().filter(|schema| fits(schema)).count() == 1,
            "if" => {
                let branch = if fits(rule) { "then" } else { "else" };
                wrong.extend(
                    keywords.get(branch).into_iter().flat_map(|schema| against(root, schema, value, path)),
                );
                true
            }
            "required" => value
                .as_object()
                .is_none_or(|map| list(rule).iter().all(|key| map.contains_key(key.as_str().unwrap()))),
            "properties" | "additionalProperties" => {
                for (key, member) in value.as_object().into_iter().flatten() {
                    let known = keywords.get("properties").and_then(|known| known.get(key));
                    let schema =
                        if keyword == "properties" { known } else { Some(rule).filter(|_| known.is_none()) };
                    let path = format!("{path}/{key}");
                    wrong.extend(schema.into_iter().flat_map(|schema| against(root, schema, member, &path)));
                }
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    wrong.extend(against(root, rule, item, &format!("{path}/{index}")));
                }
                true
            }
            "minProperties" => value.as_object().is_none_or(|map| map.len() as u64 >= rule.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()),
            "minLength" => {
                value.as_str().is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap())
            }
            "maxLength" => {
                value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap())
            }
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "pattern" => value
                .as_str()
                .is_none_or(|text| regex::Regex::new(rule.as_str().unwrap()).unwrap().is_match(text)),
            other => panic!("the schema uses `{other}`, which this test does not know"),
        };
        if !good {
            wrong.push(format!("{path}: {keyword} {rule}"));
        }
    }
    wrong
}

fn wrong(yaml: &str) -> Vec<String> {
    let schema = Registry::default().schema();
    let mut options = serde_saphyr::Options::default();
    options.strict_booleans = true;
    let value: Value = serde_saphyr::from_str_with_options(yaml, options).unwrap();
    against(&schema, &schema, &value, "")
}

#[test]
fn the_written_schema_is_current() {
    let schema = serde_json::to_string_pretty(&Registry::default().schema()).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../rulebook.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &schema).unwrap();
        return;
    }
    assert!(WRITTEN == schema, "rulebook.schema.json is not current; run this test with UPDATE_SCHEMA=1");
}

#[test]
fn rulebooks_that_load_are_right_by_the_schema() {
    for yaml in [DEFAULT_RULEBOOK, DEMO_RULEBOOK].map(str::to_owned).into_iter().chain(reference::rulebooks())
    {
        assert_eq!(wrong(&yaml), [""; 0], "{yaml}");
    }
}

#[test]
fn every_key_and_kind_that_loads_is_in_the_schema() {
    let schema = Registry::default().schema();
    for name in Registry::default().names() {
        let kinds = &schema["$defs"]["rulebook.rule"]["properties"]["use"]["enum"];
        assert!(kinds.as_array().unwrap().contains(&json!(name)), "{name}");
    }
    let keys = |pointer: &str| -> Vec<String> {
        let map = schema.pointer(pointer).and_then(Value::as_object).unwrap();
        map.keys().cloned().collect()
    };
    let sorted = |known: &[&str]| {
        let mut known: Vec<String> = known.iter().map(ToString::to_string).collect();
        known.sort();
        known
    };
    assert_eq!(keys("/properties"), sorted(layers::TOP));
    assert_eq!(keys("/$defs/rulebook.rule/properties"), sorted(rule::KEYS));
    assert_eq!(keys("/$defs/rulebook.case/properties"), sorted(case::CASE));
    assert_eq!(keys("/$defs/rulebook.case/properties/message/oneOf/1/properties"), sorted(case::MESSAGE));
    assert_eq!(keys("/$defs/rulebook.case/properties/becomes/oneOf/1/properties"), sorted(case::BECOMES));
    assert_eq!(keys("/properties/overlays/items/properties/for/properties"), sorted(overlay::FOR));
}

#[test]
fn what_an_editor_should_underline_is_wrong_by_the_schema() {
    let rule = |keys: &str| format!("version: 1\nrules: [{{ id: a, {keys} }}]\n");
    let wrongs = [
        ("version: 2\nrules: []\n".to_owned(), "/version"),
        ("version: 1\nruels: []\n".to_owned(), "/ruels"),
        (rule("use: wrds"), "/rules/0/use"),
        (rule("use: words, with: { words: [a], thn: mask, then: mask }"), "/rules/0"),
        (rule("use: words, with: { words: [7], then: mask }"), "/rules/0"),
        (rule("use: words, mode: on"), "/rules/0/mode"),
        (rule("use: words, rollout: 10"), "/rules/0/rollout"),
        ("version: 1\nrules: [{ include: a.yaml, mode: off }]\n".to_owned(), "/rules/0/mode"),
        ("version: 1\nrules: []\ntests: [{ message: a }]\n".to_owned(), "/tests/0"),
    ];
    for (yaml, place) in wrongs {
        let wrong = wrong(&yaml);
        assert!(!wrong.is_empty() && wrong.iter().all(|wrong| wrong.starts_with(place)), "{yaml}: {wrong:?}");
    }
}
