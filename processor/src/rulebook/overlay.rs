//! `overlays`: other settings of the same rules for some channels, app instances and senders.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::layers::Layers;
use super::read::{Reader, is_id};
use super::when::app_instance;
use crate::glob;
use crate::message::Message;
use crate::pipeline::Pipeline;
use crate::registry::node::{Key, Node, Place, Value, quoted};
use crate::registry::{list_of, meant, unknown};

/// Overlays, at most: a message's are the bits of a number.
const MAX_OVERLAYS: usize = 64;
/// Bytes of an ARN or a pattern, at most.
const MAX_PATTERN: usize = 2_048;
/// ARNs and patterns of a group, at most; each pattern with a `*` is tried for every message.
const MAX_GLOBS: usize = 1_000;

pub(super) const FOR: &[&str] = &["channel", "app_instance", "sender"];

/// The overlays of a rulebook.
#[derive(Default)]
pub(super) struct Overlays {
    selectors: Vec<Selector>,
    changes: Vec<Change>,
}

/// What an overlay changes of a rule.
struct Change {
    overlay: usize,
    id: Arc<str>,
    keys: Vec<(Key, Node)>,
}

impl Overlays {
    /// The changes of a rule, in the order of the overlays, each with the overlay's bit.
    pub(super) fn changes(&self, id: &str) -> Vec<(u64, &[(Key, Node)])> {
        let changes = self.changes.iter().filter(|change| *change.id == *id);
        changes.map(|change| (1 << change.overlay, change.keys.as_slice())).collect()
    }

    /// Lets a pipeline find out which overlays are for a message.
    pub(super) fn select(self, pipeline: Pipeline) -> Pipeline {
        if self.selectors.is_empty() {
            return pipeline;
        }
        let selectors = self.selectors;
        pipeline.scopes(move |message| {
            let matching = selectors.iter().enumerate().filter(|(_, selector)| selector.holds(message));
            matching.fold(0, |bits, (overlay, _)| bits | 1 << overlay)
        })
    }
}

/// Whom an overlay is for: everything that is named must hold.
#[derive(Debug, Default)]
struct Selector {
    channel: Option<Names>,
    app_instance: Option<Names>,
    sender: Option<Names>,
}

impl Selector {
    fn holds(&self, message: &Message) -> bool {
        let holds = |names: &Option<Names>, arn: &str| names.as_ref().is_none_or(|names| names.hold(arn));
        holds(&self.channel, message.channel_arn())
            && holds(&self.app_instance, app_instance(message))
            && holds(&self.sender, message.sender_arn().unwrap_or_default())
    }
}

/// ARNs, and patterns of ARNs.
#[derive(Clone, Debug, Default)]
struct Names {
    exact: HashSet<String>,
    globs: Vec<String>,
}

impl Names {
    fn hold(&self, arn: &str) -> bool {
        self.exact.contains(arn) || self.globs.iter().any(|glob| glob::matches(glob, arn))
    }

    fn extend(&mut self, other: &Self) {
        self.exact.extend(other.exact.iter().cloned());
        self.globs.extend_from_slice(&other.globs);
    }

    fn add(&mut self, name: &str) -> Result<(), String> {
        if name.len() > MAX_PATTERN || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("expected an ARN, or a pattern of one, found {}", quoted(name)));
        }
        if !name.contains('*') {
            if !name.starts_with("arn:") {
                let message = "expected an ARN, or a pattern of one such as `*/user/alice`";
                return Err(format!("{message}, found {}", quoted(name)));
            }
            self.exact.insert(name.to_owned());
        } else if self.globs.len() == MAX_GLOBS {
            return Err(format!(
                "more than {MAX_GLOBS} patterns with `*`; name ARNs, of which there may be any number"
            ));
        } else {
            self.globs.push(name.to_owned());
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Reads groups and overlays.
    pub(super) fn overlays(&mut self, layers: &Layers) -> Overlays {
        let groups: BTreeMap<&str, Names> =
            layers.groups.iter().map(|(key, node)| (key.name.as_str(), self.group(key, node))).collect();
        if let Some(extra) = layers.overlays.get(MAX_OVERLAYS) {
            self.note(extra.at, format!("a rulebook has at most {MAX_OVERLAYS} overlays"));
            return Overlays::default();
        }
        let ids: Vec<&str> = layers.drafts.iter().map(|draft| &*draft.id).collect();
        let mut overlays = Overlays::default();
        for (index, node) in layers.overlays.iter().enumerate() {
            if self.mapping(node, "an overlay", &["for", "rules"]).is_none() {
                continue;
            }
            match node.get("for") {
                Some(selector) => overlays.selectors.push(self.selector(selector, &groups)),
                None => self.note(
                    node.at,
                    format!("the overlay has no `for`; name some of {}", list_of(FOR.iter().copied())),
                ),
            }
            match node.get("rules") {
                Some(rules) => self.changes(index, rules, &ids, &mut overlays),
                None => self.note(node.at, "the overlay has no `rules`; list the rules that it changes"),
            }
        }
        overlays
    }

    fn group(&mut self, key: &Key, node: &Node) -> Names {
        let mut names = Names::default();
        if !is_id(&key.name) {
            let message = "a group's name is of lower-case letters, digits, `-`, `_` or `.`";
            self.note(key.at, format!("{message}, found {}", quoted(&key.name)));
        }
        if let Value::Map(_) = &node.value {
            self.mapping(node, "a group", &["file"]);
            match node.get("file") {
                Some(file) => self.group_file(file, &mut names),
                None => {
                    self.note(node.at, "expected a list of ARNs, or `{ file: PATH }` with one on each line");
                }
            }
            return names;
        }
        for (at, name) in self.texts(node, "an ARN") {
            if let Err(message) = names.add(name) {
                self.note(at, message);
            }
        }
        names
    }

    fn group_file(&mut self, node: &Node, names: &mut Names) {
        let Some(path) = self.text(node, "the path of a file") else { return };
        let text = match self.files.text(node.at.file, path) {
            Ok((_, text)) => text,
            Err(message) => return self.note(node.at, message),
        };
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            if let Err(message) = names.add(line) {
                // One is enough to find the others by.
                return self.note(node.at, format!("in its line {number}: {message}"));
            }
        }
    }

    fn selector(&mut self, node: &Node, groups: &BTreeMap<&str, Names>) -> Selector {
        let Some(entries) = self.mapping(node, "whom the overlay is for", FOR) else {
            return Selector::default();
        };
        if entries.is_empty() {
            self.note(node.at, "the overlay would be for every message; change the rules themselves");
        }
        let mut names = |key: &str| {
            let node = node.get(key)?;
            let mut all = Names::default();
            let texts = self.texts(node, "an ARN or the name of a group");
            if texts.is_empty() {
                self.note(node.at, format!("`{key}` names nobody"));
            }
            for (at, name) in texts {
                if is_id(name) {
                    match groups.get(name) {
                        Some(group) => all.extend(group),
                        None => self.unknown_group(at, name, groups),
                    }
                } else if let Err(message) = all.add(name) {
                    self.note(at, message);
                }
            }
            Some(all)
        };
        Selector { channel: names("channel"), app_instance: names("app_instance"), sender: names("sender") }
    }

    fn unknown_group(&mut self, at: Place, name: &str, groups: &BTreeMap<&str, Names>) {
        let names: Vec<&str> = groups.keys().copied().collect();
        let message = if names.is_empty() {
            format!("there is no group {}; name it under `groups`", quoted(name))
        } else {
            unknown("group", name, &names)
        };
        self.note(at, message);
    }

    fn changes(&mut self, overlay: usize, rules: &Node, ids: &[&str], overlays: &mut Overlays) {
        for item in self.list(rules, "changes of rules") {
            let Some(entries) = self.mapping(item, "a change of a rule", super::rule::KEYS) else { continue };
            let Some(value) = item.get("id") else {
                self.note(item.at, "the change has no `id`; name the rule that it changes");
                continue;
            };
            let Some(id) = self.id(value) else { continue };
            let again = overlays.changes.iter().any(|change| change.overlay == overlay && change.id == id);
            if !ids.contains(&&*id) {
                let near =
                    meant(&id, ids.iter().copied()).map(|id| format!("; did you mean {}?", quoted(id)));
                let near = near.unwrap_or_default();
                self.note(value.at, format!("no rule has the id {}{near}", quoted(&id)));
            } else if again {
                self.note(value.at, format!("this overlay changes {} already", quoted(&id)));
            } else {
                let keys = entries.iter().filter(|(key, _)| key.name != "id").cloned().collect();
                overlays.changes.push(Change { overlay, id, keys });
            }
        }
    }
}
