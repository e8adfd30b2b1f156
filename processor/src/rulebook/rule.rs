//! One rule, and what becomes of it where overlays change it.

use std::sync::Arc;

use super::layers::Draft;
use super::overlay::Overlays;
use super::read::Reader;
use super::rollout::{By, Rollout};
use super::spot::spot;
use super::when::When;
use crate::pipeline::{Entry, Scope};
use crate::registry::node::{Node, Place, Value};
use crate::registry::{list_of, unknown};

/// The keys of a rule.
pub(super) const KEYS: &[&str] = &["id", "use", "with", "mode", "when", "rollout", "on_failure", "within"];

impl Reader<'_> {
    /// The entry of a rule, and one for each overlay that changes it.
    pub(super) fn entries(&mut self, draft: &Draft, overlays: &Overlays) -> Vec<Entry> {
        let base = self.build(draft);
        let mut entries = Vec::new();
        // The last overlay comes first here, so that each knows those that go before it.
        let mut outside = 0;
        for (bit, change) in overlays.changes(&draft.id).into_iter().rev() {
            let changed = draft.changed(change);
            let same_rule = !change.iter().any(|(key, _)| key.name == "use" || key.name == "with");
            let entry = if same_rule { base.as_ref().map(Entry::variant) } else { self.build(&changed) };
            if let Some(entry) = self.treated(entry, &changed) {
                entries.push(entry.scope(Scope { within: bit, outside }));
            }
            outside |= bit;
        }
        if let Some(entry) = self.treated(base, draft) {
            entries.push(entry.scope(Scope { within: 0, outside }));
        }
        entries
    }

    /// Makes the rule of its options.
    fn build(&mut self, draft: &Draft) -> Option<Entry> {
        let registry = self.registry;
        let kind_name = draft.get("use").and_then(Node::text);
        self.check_keys(&draft.entries, KEYS, |key| {
            let name = kind_name?;
            let options = registry.kind(name)?.options();
            options
                .iter()
                .any(|option| option == key)
                .then(|| format!("`{key}` is an option of `{name}`; put it under `with`"))
        });
        let names: Vec<_> = registry.names().collect();
        let Some(value) = draft.get("use") else {
            self.note(draft.at, format!("the rule has no `use`; known are {}", list_of(names)));
            return None;
        };
        let name = self.text(value, "the name of a rule kind")?;
        let Some(kind) = registry.kind(name) else {
            self.note(value.at, unknown("rule kind", name, &names));
            return None;
        };
        let absent = Node { at: draft.at, value: Value::Null };
        kind.build_with(draft.get("with").unwrap_or(&absent), Arc::clone(&draft.id), &self.files)
            .map_err(|complaints| self.complaints.extend(complaints))
            .ok()
    }

    /// Reads how the pipeline treats the rule. A rule that is switched off must be right too: somebody will
    /// switch it on in a hurry.
    fn treated(&mut self, entry: Option<Entry>, draft: &Draft) -> Option<Entry> {
        let mode = draft.get("mode").and_then(|mode| self.mode(mode)).unwrap_or_default();
        let on_failure = draft.get("on_failure").and_then(|value| self.on_failure(value));
        let within = draft.get("within").and_then(|within| self.within(within));
        let rollout = draft.get("rollout").and_then(|rollout| self.rollout(rollout));
        let when = draft.get("when").and_then(|when| self.when(when));
        let mut entry = entry?.mode(mode);
        if let Some(on_failure) = on_failure {
            entry = entry.on_failure(on_failure);
        }
        if let Some(within) = within {
            entry = entry.within(within);
        }
        if let Some(rollout) = rollout {
            let id = Arc::clone(&draft.id);
            entry = entry.applies_if("rollout", move |message, _| Ok(rollout.holds(&id, message)));
        }
        if let Some(when) = when {
            entry = entry.applies_if("when", move |message, cx| Ok(when.holds(message, cx)?));
        }
        Some(entry)
    }

    fn when(&mut self, node: &Node) -> Option<When> {
        let source = self.text(node, "a condition such as `sender.is_bot`")?;
        let flaws = match When::compile(source) {
            Ok(when) => return Some(when),
            Err(flaws) => flaws,
        };
        let text = self.files.get(node.at.file).map(|file| Arc::clone(&file.text)).unwrap_or_default();
        for flaw in flaws {
            self.note(spot(&text, node.at, source, flaw.at), flaw.message);
        }
        None
    }

    fn rollout(&mut self, node: &Node) -> Option<Rollout> {
        let Value::Map(_) = &node.value else { return self.percent(node, node.at) };
        self.mapping(node, "a share", &["percent", "by"])?;
        let words = [("channel", By::Channel), ("sender", By::Sender)];
        let by = node.get("by").and_then(|by| self.word(by, &words)).unwrap_or_default();
        let Some(percent) = node.get("percent") else {
            self.note(node.at, "`percent` is missing; write `{ percent: 10%, by: sender }`");
            return None;
        };
        Some(self.percent(percent, percent.at)?.by(by))
    }

    fn percent(&mut self, node: &Node, at: Place) -> Option<Rollout> {
        let rollout = node.text().and_then(Rollout::percent);
        if rollout.is_none() {
            let message = format!(
                "expected a share from `0%` to `100%`, with at most two decimals, found {}",
                node.describe()
            );
            self.note(at, message);
        }
        rollout
    }
}
