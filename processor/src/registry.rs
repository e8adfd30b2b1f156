//! Rule kinds by name: a value, not a global.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use crate::pipeline::Entry;
use crate::rule::{BoxError, Rule};

pub(crate) mod files;
mod mistake;
pub(crate) mod node;
mod options;

pub use files::TextFile;
pub(crate) use mistake::unknown;

use files::Files;
use node::{Complaint, Node};

/// A kind of rule that a rulebook can name under `use`; the implementor is what stands under `with`.
///
/// Options are read strictly: a key that is not a field is an error, with or without
/// `deny_unknown_fields`. Only below a `#[serde(flatten)]` is that up to the type.
///
/// ```
/// use channel_flow::{BoxError, Denial, Message, Pipeline, Registry, Rule, RuleOptions, Rulebook};
///
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct Links {
///     allowed: String,
/// }
///
/// impl RuleOptions for Links {
///     const NAME: &'static str = "links";
///     const PAGE: &'static str = "# links\nDenies links to hosts other than `allowed`.";
///     type Rule = LinkRule;
///
///     fn build(self) -> Result<LinkRule, BoxError> {
///         Ok(LinkRule { allowed: format!("://{}/", self.allowed) })
///     }
/// }
///
/// struct LinkRule {
///     allowed: String,
/// }
///
/// impl Rule for LinkRule {
///     async fn evaluate(&self, message: &Message, _: &channel_flow::Context) -> channel_flow::RuleResult {
///         let foreign = message.content().replace(&self.allowed, "").contains("://");
///         Ok(if foreign { Denial::new("foreign-link").into() } else { channel_flow::Verdict::Pass })
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let registry = Registry::default().with::<Links>()?;
/// let yaml = "version: 1\nrules: [{ id: ours, use: links, with: { allowed: example.com } }]";
/// let pipeline: Pipeline = Rulebook::parse(yaml, &registry)?.into_pipeline();
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule kind",
    note = "implement `RuleOptions` for the struct that stands under `with`; it derives `serde::Deserialize` and `schemars::JsonSchema`"
)]
pub trait RuleOptions: DeserializeOwned + JsonSchema + 'static {
    /// The name under `use`: kebab-case, and the pattern rather than the remedy.
    const NAME: &'static str;
    /// What the kind finds and every option of it, in Markdown.
    const PAGE: &'static str;
    /// The rule that the options make.
    type Rule: Rule;

    /// Makes the rule. All that can be wrong with the options is wrong here, so that nothing is left to
    /// go wrong when a message comes.
    ///
    /// # Errors
    /// Anything that says what to do; [`OptionErrors`] is shown at the options that it names.
    fn build(self) -> Result<Self::Rule, BoxError>;
}

/// What is wrong with the options of a rule, each at the option that it concerns.
///
/// ```
/// use channel_flow::OptionErrors;
/// let mut errors = OptionErrors::default();
/// let words = ["darn", ""];
/// for (index, word) in words.iter().enumerate() {
///     if word.is_empty() {
///         errors.push(format!("words/{index}"), "an empty word is never found; remove it");
///     }
/// }
/// assert!(errors.into_result().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionErrors(Vec<(String, String)>);

impl OptionErrors {
    /// One error; `option` is a path below `with`, such as `words/1`.
    #[must_use]
    pub fn at(option: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.push(option, message);
        errors
    }

    /// Adds an error.
    pub fn push(&mut self, option: impl Into<String>, message: impl Into<String>) {
        self.0.push((option.into(), message.into()));
    }

    /// Adds the errors of a check.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// An error, if there is one.
    ///
    /// # Errors
    /// These errors, unless there are none.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for OptionErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (option, message)) in self.0.iter().enumerate() {
            write!(f, "{}`{option}`: {message}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for OptionErrors {}

/// The rule kinds that a rulebook may name. `Registry::default()` has the built-in ones.
#[derive(Clone, Debug)]
pub struct Registry {
    kinds: BTreeMap<&'static str, Kind>,
}

/// A kind that a registry cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Another kind has the name.
    #[error("the rule kind `{0}` is registered already; give yours another name")]
    Taken(&'static str),
    /// The name is not kebab-case.
    #[error("`{0}` is not a name for a rule kind; use lower-case letters, digits and single hyphens")]
    BadName(&'static str),
}

impl Registry {
    /// A registry without kinds.
    #[must_use]
    pub fn empty() -> Self {
        Self { kinds: BTreeMap::new() }
    }

    /// Adds a kind.
    ///
    /// # Errors
    /// [`RegistryError`] when the name is taken or not kebab-case.
    pub fn with<K: RuleOptions>(mut self) -> Result<Self, RegistryError> {
        if !is_kebab_case(K::NAME) {
            return Err(RegistryError::BadName(K::NAME));
        }
        if self.kinds.contains_key(K::NAME) {
            return Err(RegistryError::Taken(K::NAME));
        }
        self.insert::<K>();
        Ok(self)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.keys().copied()
    }

    /// The page of a kind: Markdown.
    #[must_use]
    pub fn page(&self, name: &str) -> Option<&'static str> {
        self.kinds.get(name).map(|kind| kind.page)
    }

    /// Adds a kind whose name is known to be good and free.
    pub(crate) fn insert<K: RuleOptions>(&mut self) {
        self.kinds.insert(K::NAME, Kind::of::<K>());
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&'static str, &Kind)> {
        self.kinds.iter().map(|(name, kind)| (*name, kind))
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }
}

/// Makes a rule of its options, under an id.
type Build = fn(&Node, Arc<str>, &Files) -> Result<Entry, Vec<Complaint>>;

/// A rule kind without its type.
#[derive(Clone)]
pub(crate) struct Kind {
    page: &'static str,
    build: Build,
    schema: fn(&mut SchemaGenerator) -> Schema,
    /// A function: the schema is wanted only where something is wrong.
    options: fn() -> Vec<String>,
}

impl Kind {
    fn of<K: RuleOptions>() -> Self {
        Self {
            page: K::PAGE,
            build: build::<K>,
            schema: SchemaGenerator::subschema_for::<K>,
            options: || options::names::<K>("properties"),
        }
    }

    /// Reads options that name no files, makes the rule, and puts it under an id.
    #[cfg(test)]
    pub(crate) fn build(&self, with: &Node, id: Arc<str>) -> Result<Entry, Vec<Complaint>> {
        self.build_with(with, id, &Files::default())
    }

    /// Reads the options and the files that they name, makes the rule, and puts it under an id.
    pub(crate) fn build_with(
        &self,
        with: &Node,
        id: Arc<str>,
        files: &Files,
    ) -> Result<Entry, Vec<Complaint>> {
        (self.build)(with, id, files)
    }

    /// The schema of the options; what it refers to is the generator's.
    pub(crate) fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.schema)(generator)
    }

    /// The names of the options.
    pub(crate) fn options(&self) -> Vec<String> {
        (self.options)()
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind").finish_non_exhaustive()
    }
}

fn build<K: RuleOptions>(with: &Node, id: Arc<str>, files: &Files) -> Result<Entry, Vec<Complaint>> {
    let options = options::read::<K>(with, files)?;
    options.build().map(|rule| Entry::new(id, rule)).map_err(|error| {
        match error.downcast_ref::<OptionErrors>() {
            Some(OptionErrors(errors)) => {
                errors.iter().map(|(path, message)| Complaint::new(with.find(path).at, message)).collect()
            }
            None => vec![Complaint::new(with.at, error.to_string())],
        }
    })
}

fn is_kebab_case(name: &str) -> bool {
    name.split('-').all(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// The name that was probably meant.
pub(crate) fn meant<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let nearest = names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written.to_lowercase(), name), name))
        .min_by_key(|(distance, _)| *distance)?;
    let (distance, name) = nearest;
    let tolerated = (name.chars().count().max(written.chars().count()) / 3).max(1);
    (distance <= tolerated).then_some(name)
}

/// Names in the words of an error.
pub(crate) fn list_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
