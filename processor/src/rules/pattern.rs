//! `pattern`: a regular expression.

use regex::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::Text;

mod cost;
mod finder;
mod steps;

use finder::Finder;

/// Bytes of a pattern, at most.
const MAX_BYTES: usize = 2048;
/// Bytes that the compiled pattern may take.
const SIZE_LIMIT: usize = 256 << 10;
/// Bytes that one search may cache.
const CACHE_LIMIT: usize = 1 << 20;

/// The spelling of a text that a pattern searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reads {
    /// As it was written, and as readers take it.
    #[default]
    Both,
    /// As it was written.
    Original,
    /// As readers take it: decoded, in plain letters, without what nobody sees.
    Folded,
}

/// The options of `pattern`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// A regular expression in the syntax of Rust's `regex` crate.
    #[serde(deserialize_with = "checked")]
    pub pattern: String,
    /// The spelling of a text that is searched.
    #[serde(default)]
    pub reads: Reads,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Pattern {
    const NAME: &'static str = "pattern";
    const PAGE: &'static str = include_str!("pattern.md");
    type Rule = PatternRule;

    fn build(self) -> Result<PatternRule, BoxError> {
        let mut errors = OptionErrors::default();
        let regex = compile(&self.pattern).map_err(|message| errors.push("pattern", message)).ok();
        let then = self.then.clone();
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match (regex, action) {
            (Some(regex), Some(action)) => {
                let finder = Finder::of(regex, self.reads);
                finder.check(&then, &self.pattern)?;
                let action = action.unfound_by(&finder)?;
                Ok(PatternRule { finder, action })
            }
            _ => Err(errors.into()),
        }
    }
}

/// Reads a pattern so that it is complained about whatever else is wrong.
fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let pattern = String::deserialize(deserializer)?;
    check(&pattern).map_err(D::Error::custom)?;
    Ok(pattern)
}

/// Finds what a regular expression matches.
#[derive(Debug)]
pub struct PatternRule {
    finder: Finder,
    action: Action,
}

impl Find for PatternRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        self.finder.find(text, found);
    }
}

rule_by_action!(PatternRule);

/// Compiles a pattern that no message can make slow.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    check(pattern)?;
    let regex =
        RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).dfa_size_limit(CACHE_LIMIT).build().map_err(
            |_| "the pattern is too large; use smaller counts or fewer Unicode classes".to_owned(),
        )?;
    cost::check_speed(pattern)?;
    Ok(regex)
}

/// What can be told without compiling.
fn check(pattern: &str) -> Result<(), String> {
    if pattern.len() > MAX_BYTES {
        return Err(format!("{} bytes; a pattern has at most {MAX_BYTES}", pattern.len()));
    }
    cost::check_shape(pattern)
}
