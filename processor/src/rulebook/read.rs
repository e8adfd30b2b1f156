//! The keys of a rulebook, read one by one; what is wrong is noted and reading goes on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::outcome::{Mode, OnFailure};
use crate::pipeline::{Entry, Pipeline};
use crate::registry::node::{Complaint, Key, Node, Place, Value, quoted};
use crate::registry::{Registry, list_of, unknown};

/// Where a rulebook begins.
pub(super) const START: Place = Place { line: 1, column: 1 };

/// The version of the format.
const VERSION: i64 = 1;
/// Rules, at most.
const MAX_RULES: usize = 1_000;
/// Characters of an id, at most.
const MAX_ID: usize = 64;
/// The longest time that a rule can be given, in milliseconds.
const MAX_WITHIN: u64 = 60_000;

const TOP: &[&str] = &["version", "on_failure", "rules"];
const RULE: &[&str] = &["id", "use", "with", "on_failure", "mode", "within"];

/// Reads a whole rulebook. The pipeline is of use only if there was nothing to complain about.
pub(super) fn rulebook(
    node: &Node,
    registry: &Registry,
    complaints: &mut Vec<Complaint>,
) -> Option<Pipeline> {
    let mut reader = Reader { registry, complaints, ids: BTreeMap::new() };
    let entries = match &node.value {
        Value::Map(entries) => entries,
        Value::Null => {
            reader.note(START, "the rulebook is empty; begin with `version: 1` and `rules:`");
            return None;
        }
        _ => {
            reader.note(
                node.at,
                format!("expected the keys {}, found {}", list_of(TOP.iter().copied()), node.describe()),
            );
            return None;
        }
    };
    reader.check_keys(entries, TOP, |_| None);
    reader.check_version(node);
    let on_failure = node.get("on_failure").and_then(|value| reader.on_failure(value)).unwrap_or_default();
    let rules = reader.rules(node)?;
    let pipeline = Pipeline::new().on_failure(on_failure);
    Some(rules.into_iter().fold(pipeline, Pipeline::entry))
}

struct Reader<'a> {
    registry: &'a Registry,
    complaints: &'a mut Vec<Complaint>,
    /// The ids so far, and their lines.
    ids: BTreeMap<String, u64>,
}

impl Reader<'_> {
    fn note(&mut self, at: Place, message: impl Into<String>) {
        self.complaints.push(Complaint::new(at, message));
    }

    /// Complains about keys that are not known; `hint` may know better what was meant.
    fn check_keys(&mut self, entries: &[(Key, Node)], known: &[&str], hint: impl Fn(&str) -> Option<String>) {
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.name.as_str())) {
            let message = hint(&key.name).unwrap_or_else(|| unknown("key", &key.name, known));
            self.note(key.at, message);
        }
    }

    fn check_version(&mut self, node: &Node) {
        match node.get("version").map(|version| (version, &version.value)) {
            Some((_, Value::Int(VERSION))) => {}
            Some((version, _)) => {
                self.note(version.at, format!("expected version `1`, found {}", version.describe()));
            }
            None => self.note(node.at, "`version` is missing; begin with `version: 1`"),
        }
    }

    fn rules(&mut self, node: &Node) -> Option<Vec<Entry>> {
        let Some(rules) = node.get("rules") else {
            self.note(node.at, "`rules` is missing; write `rules: []` if every message shall pass");
            return None;
        };
        let Value::List(items) = &rules.value else {
            self.note(rules.at, format!("expected a list of rules, found {}", rules.describe()));
            return None;
        };
        if items.len() > MAX_RULES {
            self.note(rules.at, format!("{} rules; a rulebook has at most {MAX_RULES}", items.len()));
            return None;
        }
        Some(items.iter().filter_map(|item| self.rule(item)).collect())
    }

    fn rule(&mut self, node: &Node) -> Option<Entry> {
        let Value::Map(entries) = &node.value else {
            let keys = list_of(RULE.iter().copied());
            self.note(node.at, format!("expected a rule with keys among {keys}, found {}", node.describe()));
            return None;
        };
        let registry = self.registry;
        let kind_name = node.get("use").and_then(Node::text);
        self.check_keys(entries, RULE, |key| {
            let name = kind_name?;
            let options = registry.kind(name)?.options();
            options
                .iter()
                .any(|option| option == key)
                .then(|| format!("`{key}` is an option of `{name}`; put it under `with`"))
        });
        let id = self.id(node);
        let mode = node.get("mode").and_then(|mode| self.mode(mode)).unwrap_or_default();
        let on_failure = node.get("on_failure").and_then(|value| self.on_failure(value));
        let within = node.get("within").and_then(|within| self.within(within));
        // A rule that is switched off must be right too: somebody will switch it on in a hurry.
        let mut entry = self.build(node, id)?.mode(mode);
        if let Some(on_failure) = on_failure {
            entry = entry.on_failure(on_failure);
        }
        if let Some(within) = within {
            entry = entry.within(within);
        }
        Some(entry)
    }

    /// The rule's id; a stand-in where there is none, so that the options are still read.
    fn id(&mut self, node: &Node) -> Arc<str> {
        let Some(value) = node.get("id") else {
            self.note(node.at, "the rule has no `id`; give it a name that logs may show");
            return "".into();
        };
        let Some(id) = value.text().filter(|id| is_id(id)) else {
            let rule =
                format!("1 to {MAX_ID} lower-case letters, digits, `-`, `_` or `.`, a letter or digit first");
            self.note(value.at, format!("expected an id of {rule}, found {}", value.describe()));
            return "".into();
        };
        match self.ids.get(id) {
            Some(line) => {
                let message = format!("the id {} is taken by the rule in line {line}", quoted(id));
                self.note(value.at, message);
            }
            None => drop(self.ids.insert(id.to_owned(), value.at.line)),
        }
        id.into()
    }

    fn build(&mut self, node: &Node, id: Arc<str>) -> Option<Entry> {
        let names: Vec<_> = self.registry.names().collect();
        let Some(value) = node.get("use") else {
            self.note(node.at, format!("the rule has no `use`; known are {}", list_of(names)));
            return None;
        };
        let Some(name) = value.text() else {
            self.note(value.at, format!("expected the name of a rule kind, found {}", value.describe()));
            return None;
        };
        let Some(kind) = self.registry.kind(name) else {
            self.note(value.at, unknown("rule kind", name, &names));
            return None;
        };
        let absent = Node { at: node.at, value: Value::Null };
        kind.build(node.get("with").unwrap_or(&absent), id)
            .map_err(|complaints| self.complaints.extend(complaints))
            .ok()
    }

    /// One of the words that a key takes.
    fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<_> = words.iter().map(|(name, _)| *name).collect();
        let Some(written) = node.text() else {
            self.note(node.at, format!("expected one of {}, found {}", list_of(names), node.describe()));
            return None;
        };
        let known = words.iter().find(|(name, _)| *name == written).map(|(_, word)| *word);
        if known.is_none() {
            self.note(node.at, unknown("value", written, &names));
        }
        known
    }

    fn on_failure(&mut self, node: &Node) -> Option<OnFailure> {
        self.word(node, &[("skip", OnFailure::Skip), ("deny", OnFailure::Deny)])
    }

    fn mode(&mut self, node: &Node) -> Option<Mode> {
        self.word(node, &[("enforce", Mode::Enforce), ("shadow", Mode::Shadow), ("off", Mode::Off)])
    }

    fn within(&mut self, node: &Node) -> Option<Duration> {
        let duration = node.text().and_then(milliseconds).filter(|ms| (1..=MAX_WITHIN).contains(ms));
        if duration.is_none() {
            let message =
                format!("expected a time from `1ms` to `60s`, such as `50ms`, found {}", node.describe());
            self.note(node.at, message);
        }
        duration.map(Duration::from_millis)
    }
}

/// `50ms` or `2s`.
fn milliseconds(text: &str) -> Option<u64> {
    let (digits, factor) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 1),
        None => (text.strip_suffix('s')?, 1_000),
    };
    let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

fn is_id(id: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.len() <= MAX_ID
        && id.as_bytes().first().is_some_and(plain)
        && id.bytes().all(|byte| plain(&byte) || b"._-".contains(&byte))
}
