//! The files of a rulebook joined: what a file extends, what it includes, what it changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read::Reader;
use super::{DEFAULT_RULEBOOK, MAX_BYTES};
use crate::registry::files::{self, Source};
use crate::registry::node::{Complaint, Key, Node, Place, Value, quoted};
use crate::registry::{list_of, meant};

/// The version of the format.
const VERSION: i64 = 1;
/// Rules, at most.
const MAX_RULES: usize = 1_000;
/// YAML files, at most.
const MAX_FILES: usize = 64;
/// Files that name each other in a row, at most.
const MAX_DEPTH: usize = 8;

pub(super) const TOP: &[&str] = &["version", "extends", "on_failure", "groups", "rules", "overlays", "tests"];
const INCLUDED: &[&str] = &["version", "on_failure", "groups", "rules", "tests"];

/// A rulebook whose files are joined.
#[derive(Default)]
pub(super) struct Layers {
    pub(super) drafts: Vec<Draft>,
    pub(super) on_failure: Option<Node>,
    pub(super) groups: Vec<(Key, Node)>,
    pub(super) overlays: Vec<Node>,
    /// The cases of the rulebook itself; those of other files are about other rulebooks.
    pub(super) tests: Option<Node>,
    /// Something that was to be extended could not be read, so its rules are not known.
    pub(super) incomplete: bool,
}

/// A rule as the files write it.
pub(super) struct Draft {
    pub(super) id: Arc<str>,
    pub(super) at: Place,
    pub(super) entries: Vec<(Key, Node)>,
    /// How many rulebooks below this one were extended when the rule was last written.
    layer: usize,
}

impl Draft {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        get(&self.entries, name)
    }

    /// The keys of the rule with those of a change in their place; `with` is changed option by option, unless
    /// the kind is another one.
    pub(super) fn changed(&self, change: &[(Key, Node)]) -> Self {
        let mut entries = self.entries.clone();
        let kind = get(change, "use").and_then(Node::text);
        if kind.is_some_and(|kind| self.get("use").and_then(Node::text) != Some(kind)) {
            entries.retain(|(key, _)| key.name != "with");
        }
        for (key, node) in change {
            match entries.iter_mut().find(|(known, _)| known.name == key.name) {
                Some((_, old)) if key.name == "with" => merge(old, node),
                Some(old) => *old = (key.clone(), node.clone()),
                None => entries.push((key.clone(), node.clone())),
            }
        }
        Self { id: Arc::clone(&self.id), at: self.at, entries, layer: self.layer }
    }
}

fn get<'n>(entries: &'n [(Key, Node)], name: &str) -> Option<&'n Node> {
    entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
}

fn merge(old: &mut Node, change: &Node) {
    match (&mut old.value, &change.value) {
        (Value::Map(old), Value::Map(change)) => {
            for (key, node) in change {
                match old.iter_mut().find(|(known, _)| known.name == key.name) {
                    Some(entry) => *entry = (key.clone(), node.clone()),
                    None => old.push((key.clone(), node.clone())),
                }
            }
        }
        _ => *old = change.clone(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The rulebook itself, or one that it extends.
    Whole,
    Included,
}

/// The way to a file: the files that name each other, for telling circles.
struct Way<'w> {
    to: Option<&'w Path>,
    before: Option<&'w Way<'w>>,
}

impl Way<'_> {
    fn depth(&self) -> usize {
        1 + self.before.map_or(0, Way::depth)
    }

    fn passes(&self, path: &Path) -> bool {
        self.to == Some(path) || self.before.is_some_and(|before| before.passes(path))
    }
}

impl Reader<'_> {
    /// Reads the first file and all that it names.
    pub(super) fn layers(&mut self, path: Option<&Path>) -> Option<Layers> {
        let canonical = path.and_then(|path| std::fs::canonicalize(path).ok());
        self.whole(0, &Way { to: canonical.as_deref(), before: None })
    }

    /// A file and what it extends.
    fn whole(&mut self, file: u32, way: &Way<'_>) -> Option<Layers> {
        let entries = self.open(file, Role::Whole)?;
        let extends = get(&entries, "extends");
        let base = extends.and_then(|node| self.extended(node, way));
        let mut layers =
            base.unwrap_or_else(|| Layers { incomplete: extends.is_some(), ..Layers::default() });
        if extends.is_none() && get(&entries, "rules").is_none() {
            let at = Place { file, line: 1, column: 1 };
            let at = entries.first().map_or(at, |(key, _)| key.at);
            self.note(at, "`rules` is missing; write `rules: []` if every message shall pass");
            return None;
        }
        let layer = layers.drafts.iter().map(|draft| draft.layer + 1).max().unwrap_or_default();
        let mut tests = None;
        for (key, node) in entries {
            match key.name.as_str() {
                "on_failure" => layers.on_failure = Some(node),
                "groups" => self.groups_of(node, &mut layers),
                "rules" => self.rules_of(&node, None, layer, &mut layers, way),
                "overlays" => layers.overlays.extend_from_slice(self.list(&node, "overlays")),
                "tests" => tests = Some(node),
                _ => {}
            }
        }
        layers.tests = tests;
        if layers.drafts.len() > MAX_RULES {
            let message = format!("{} rules; a rulebook has at most {MAX_RULES}", layers.drafts.len());
            self.note(Place { file, line: 1, column: 1 }, message);
            return None;
        }
        Some(layers)
    }

    /// The entries of a file, its version checked.
    fn open(&mut self, file: u32, role: Role) -> Option<Vec<(Key, Node)>> {
        let start = Place { file, line: 1, column: 1 };
        let text = Arc::clone(&self.files.get(file)?.text);
        if text.len() > MAX_BYTES {
            self.note(start, format!("{} bytes; a rulebook has at most {MAX_BYTES}", text.len()));
            return None;
        }
        let node = match Node::parse(&text) {
            Ok(node) => node.in_file(file),
            Err(Complaint { at, message }) => {
                self.note(Place { file, ..at }, message);
                return None;
            }
        };
        node.duplicates(&mut self.complaints);
        let known = if role == Role::Whole { TOP } else { INCLUDED };
        let entries = match node.value {
            Value::Map(entries) => entries,
            Value::Null => {
                self.note(start, "the rulebook is empty; begin with `version: 1` and `rules:`");
                return None;
            }
            _ => {
                let keys = list_of(known.iter().copied());
                self.note(node.at, format!("expected the keys {keys}, found {}", node.describe()));
                return None;
            }
        };
        self.check_keys(&entries, known, |key| {
            TOP.contains(&key).then(|| format!("`{key}` belongs into the rulebook that includes this file"))
        });
        match get(&entries, "version").map(|version| (version, &version.value)) {
            Some((_, Value::Int(VERSION))) => {}
            Some((version, _)) => {
                self.note(version.at, format!("expected version `1`, found {}", version.describe()));
            }
            None => self.note(node.at, "`version` is missing; begin with `version: 1`"),
        }
        Some(entries)
    }

    /// The rulebook that `extends` names.
    fn extended(&mut self, node: &Node, way: &Way<'_>) -> Option<Layers> {
        let name = self.text(node, "`default` or the path of a rulebook")?;
        if name == "default" {
            let source =
                Source { name: "default".to_owned(), text: DEFAULT_RULEBOOK.into(), directory: None };
            let file = self.files.add(source);
            return self.whole(file, &Way { to: None, before: Some(way) });
        }
        if !name.contains(['.', '/']) && meant(name, ["default"]).is_some() {
            self.note(node.at, format!("unknown rulebook {}; did you mean `default`?", quoted(name)));
            return None;
        }
        let (file, path) = self.file(node.at, name, way)?;
        self.whole(file, &Way { to: Some(&path), before: Some(way) })
    }

    /// Reads a file that another one names.
    fn file(&mut self, at: Place, name: &str, way: &Way<'_>) -> Option<(u32, PathBuf)> {
        let path = match self.files.resolve(at.file, name) {
            Ok(path) => path,
            Err(message) => {
                self.note(at, message);
                return None;
            }
        };
        let canonical = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if way.passes(&canonical) {
            self.note(at, format!("{} leads back to itself: a file cannot be part of itself", quoted(name)));
            return None;
        }
        if way.depth() >= MAX_DEPTH || self.files.len() >= MAX_FILES {
            let message = format!(
                "a rulebook has at most {MAX_FILES} files, and at most {MAX_DEPTH} that name each other in a row"
            );
            self.note(at, message);
            return None;
        }
        match files::read(&path, MAX_BYTES) {
            Ok(text) => {
                let directory = path.parent().map(Path::to_owned);
                let source = Source { name: path.display().to_string(), text: text.into(), directory };
                Some((self.files.add(source), canonical))
            }
            Err(message) => {
                self.note(at, message);
                None
            }
        }
    }

    fn groups_of(&mut self, node: Node, layers: &mut Layers) {
        let Value::Map(groups) = node.value else {
            self.note(node.at, format!("expected groups by name, found {}", node.describe()));
            return;
        };
        for (key, group) in groups {
            match layers.groups.iter_mut().find(|(known, _)| known.name == key.name) {
                Some(known) => *known = (key, group),
                None => layers.groups.push((key, group)),
            }
        }
    }

    /// The rules of a file; a failure of one without an `on_failure` counts as `on_failure` says.
    fn rules_of(
        &mut self,
        rules: &Node,
        on_failure: Option<&(Key, Node)>,
        layer: usize,
        layers: &mut Layers,
        way: &Way<'_>,
    ) {
        let items = self.list(rules, "rules");
        if items.len() > MAX_RULES {
            self.note(rules.at, format!("{} rules; a rulebook has at most {MAX_RULES}", items.len()));
            return;
        }
        for item in items {
            let Value::Map(entries) = &item.value else {
                let keys = list_of(super::rule::KEYS.iter().copied());
                let message = format!(
                    "expected a rule with keys among {keys}, or `include`, found {}",
                    item.describe()
                );
                self.note(item.at, message);
                continue;
            };
            if let Some(include) = item.get("include") {
                self.check_keys(entries, &["include"], |key| {
                    Some(format!(
                        "`{key}` cannot stand beside `include`; write it in the file, or in an overlay"
                    ))
                });
                for (at, name) in self.texts(include, "the path of a file") {
                    self.include(at, name, layer, layers, way);
                }
                continue;
            }
            let mut entries = entries.clone();
            if let Some(on_failure) = on_failure
                && get(&entries, "on_failure").is_none()
            {
                entries.push(on_failure.clone());
            }
            self.add(item.at, entries, layer, layers);
        }
    }

    fn include(&mut self, at: Place, name: &str, layer: usize, layers: &mut Layers, way: &Way<'_>) {
        let Some((file, path)) = self.file(at, name, way) else { return };
        let Some(entries) = self.open(file, Role::Included) else { return };
        let Some(rules) = get(&entries, "rules") else {
            let at = Place { file, line: 1, column: 1 };
            self.note(at, "`rules` is missing");
            return;
        };
        let on_failure = entries.iter().find(|(key, _)| key.name == "on_failure");
        let way = Way { to: Some(&path), before: Some(way) };
        if let Some(groups) = get(&entries, "groups") {
            self.groups_of(groups.clone(), layers);
        }
        self.rules_of(rules, on_failure, layer, layers, &way);
    }

    /// Adds a rule, or changes the one of its id in a rulebook that was extended.
    fn add(&mut self, at: Place, entries: Vec<(Key, Node)>, layer: usize, layers: &mut Layers) {
        let value = get(&entries, "id");
        // A stand-in, so that the options are still read.
        let id = if let Some(value) = value {
            self.id(value).unwrap_or_default()
        } else {
            self.note(at, "the rule has no `id`; give it a name that logs may show");
            Arc::default()
        };
        let known = layers.drafts.iter_mut().find(|draft| draft.id == id && !id.is_empty());
        match (known, value) {
            (Some(known), Some(value)) if known.layer == layer => {
                let first = known.get("id").map_or(known.at, |id| id.at);
                let line = self.line_of(first, value.at);
                self.note(value.at, format!("the id {} is taken by the rule in {line}", quoted(&id)));
                if layer > 0 && get(&entries, "use").is_none() {
                    return;
                }
            }
            (Some(known), _) => {
                *known = Draft { at, layer, ..known.changed(&entries) };
                return;
            }
            (None, Some(value)) if layer > 0 && get(&entries, "use").is_none() => {
                let ids = layers.drafts.iter().map(|draft| &*draft.id);
                let near = meant(&id, ids).map(|id| format!("; did you mean {}?", quoted(id)));
                let message = format!(
                    "no rule of the extended rulebook has the id {}, so this one needs `use`{}",
                    quoted(&id),
                    near.unwrap_or_default()
                );
                self.note(value.at, message);
                return;
            }
            _ => {}
        }
        if layers.incomplete && get(&entries, "use").is_none() {
            return;
        }
        layers.drafts.push(Draft { id, at, entries, layer });
    }
}
