//! The keys of a rulebook, read one by one; what is wrong is noted and reading goes on.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::case::Case;
use super::overlay::Overlays;
use crate::outcome::{Mode, OnFailure};
use crate::pipeline::Pipeline;
use crate::registry::files::Files;
use crate::registry::node::{Complaint, Key, Node, Place, Value, quoted};
use crate::registry::{Registry, list_of, unknown};

/// Characters of an id, at most.
const MAX_ID: usize = 64;
/// The longest time that a rule can be given, in milliseconds.
const MAX_WITHIN: u64 = 60_000;

/// Reads a rulebook and notes what is wrong with it.
pub(super) struct Reader<'a> {
    pub(super) registry: &'a Registry,
    pub(super) files: Files,
    pub(super) complaints: Vec<Complaint>,
}

impl<'a> Reader<'a> {
    /// A reader of the first of these files.
    pub(super) fn new(registry: &'a Registry, files: Files) -> Self {
        Self { registry, files, complaints: Vec::new() }
    }

    /// Reads a whole rulebook, which is to be found under `path` if it is a file. What comes back is of use
    /// only if there was nothing to complain about.
    pub(super) fn rulebook(&mut self, path: Option<&Path>) -> Option<(Pipeline, Vec<Case>)> {
        let layers = self.layers(path)?;
        let overlays = if layers.incomplete { Overlays::default() } else { self.overlays(&layers) };
        let on_failure =
            layers.on_failure.as_ref().and_then(|node| self.on_failure(node)).unwrap_or_default();
        let mut pipeline = Pipeline::new().on_failure(on_failure);
        for draft in &layers.drafts {
            for entry in self.entries(draft, &overlays) {
                pipeline = pipeline.entry(entry);
            }
        }
        let ids: Vec<&str> = layers.drafts.iter().map(|draft| &*draft.id).collect();
        let tests = layers.tests.as_ref().filter(|_| !layers.incomplete);
        let cases = tests.map(|tests| self.cases(tests, &ids)).unwrap_or_default();
        Some((overlays.select(pipeline), cases))
    }

    pub(super) fn note(&mut self, at: Place, message: impl Into<String>) {
        self.complaints.push(Complaint::new(at, message));
    }

    /// Complains about keys that are not known; `hint` may know better what was meant.
    pub(super) fn check_keys(
        &mut self,
        entries: &[(Key, Node)],
        known: &[&str],
        hint: impl Fn(&str) -> Option<String>,
    ) {
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.name.as_str())) {
            let message = hint(&key.name).unwrap_or_else(|| unknown("key", &key.name, known));
            self.note(key.at, message);
        }
    }

    /// The entries of a mapping with some of the known keys.
    pub(super) fn mapping<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&str],
    ) -> Option<&'n [(Key, Node)]> {
        if let Value::Map(entries) = &node.value {
            self.check_keys(entries, known, |_| None);
            return Some(entries);
        }
        let keys = list_of(known.iter().copied());
        self.note(node.at, format!("expected {what} with keys among {keys}, found {}", node.describe()));
        None
    }

    /// The items of a list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if let Value::List(items) = &node.value {
            return items;
        }
        self.note(node.at, format!("expected a list of {what}, found {}", node.describe()));
        &[]
    }

    /// One text, or the texts of a list.
    pub(super) fn texts<'n>(&mut self, node: &'n Node, what: &str) -> Vec<(Place, &'n str)> {
        let items = match &node.value {
            Value::Text(text) => return vec![(node.at, text)],
            Value::List(items) => items,
            _ => {
                self.note(node.at, format!("expected {what} or a list of them, found {}", node.describe()));
                return Vec::new();
            }
        };
        items.iter().filter_map(|item| Some((item.at, self.text(item, what)?))).collect()
    }

    /// A text; what looks like something else needs quotes.
    pub(super) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let text = node.text();
        if text.is_none() {
            let hint = match node.value {
                Value::Null | Value::List(_) | Value::Map(_) | Value::Text(_) => "",
                _ => "; put text that looks like something else in quotes",
            };
            self.note(node.at, format!("expected {what}, found {}{hint}", node.describe()));
        }
        text
    }

    /// An id; `None` with a complaint where it is not one.
    pub(super) fn id(&mut self, value: &Node) -> Option<Arc<str>> {
        let id = value.text().filter(|id| is_id(id));
        if id.is_none() {
            let rule =
                format!("1 to {MAX_ID} lower-case letters, digits, `-`, `_` or `.`, a letter or digit first");
            self.note(value.at, format!("expected an id of {rule}, found {}", value.describe()));
        }
        id.map(Into::into)
    }

    /// One of the words that a key takes.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
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

    pub(super) fn on_failure(&mut self, node: &Node) -> Option<OnFailure> {
        let words = [("skip", OnFailure::Skip), ("deny", OnFailure::Deny), ("defer", OnFailure::Defer)];
        self.word(node, &words)
    }

    pub(super) fn mode(&mut self, node: &Node) -> Option<Mode> {
        self.word(node, &[("enforce", Mode::Enforce), ("shadow", Mode::Shadow), ("off", Mode::Off)])
    }

    pub(super) fn within(&mut self, node: &Node) -> Option<Duration> {
        let duration = node.text().and_then(milliseconds).filter(|ms| (1..=MAX_WITHIN).contains(ms));
        if duration.is_none() {
            let message =
                format!("expected a time from `1ms` to `60s`, such as `50ms`, found {}", node.describe());
            self.note(node.at, message);
        }
        duration.map(Duration::from_millis)
    }

    /// The place of a rule or file, for an error in another.
    pub(super) fn line_of(&self, place: Place, from: Place) -> String {
        match self.files.get(place.file) {
            Some(file) if place.file != from.file => format!("line {} of {}", place.line, quoted(&file.name)),
            _ => format!("line {}", place.line),
        }
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

/// Whether a text can be an id: of a rule or of a group.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.len() <= MAX_ID
        && id.as_bytes().first().is_some_and(plain)
        && id.bytes().all(|byte| plain(&byte) || b"._-".contains(&byte))
}
