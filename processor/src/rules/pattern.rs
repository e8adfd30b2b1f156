//! `pattern`: a regular expression.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::Text;

mod cost;

/// The category of what is found.
const CATEGORY: &str = "pattern";
/// Bytes of a pattern, at most.
const MAX_BYTES: usize = 2048;
/// Bytes that the compiled pattern may take.
const SIZE_LIMIT: usize = 256 << 10;
/// Bytes that one search may cache.
const CACHE_LIMIT: usize = 1 << 20;

/// The options of `pattern`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// A regular expression in the syntax of Rust's `regex` crate.
    #[serde(deserialize_with = "checked")]
    pub pattern: String,
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
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match (regex, action) {
            (Some(regex), Some(action)) => {
                let action = action.unfound_by(&|text: &str| find(&regex, text))?;
                Ok(PatternRule { regex, action })
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
    regex: Regex,
    action: Action,
}

impl Find for PatternRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        found.extend(find(&self.regex, text.original()).into_iter().map(|span| Found::new(span, CATEGORY)));
    }
}

rule_by_action!(PatternRule);

fn find(regex: &Regex, text: &str) -> Vec<Range<usize>> {
    regex.find_iter(text).map(|hit| hit.range()).collect()
}

/// Compiles a pattern that no message can make slow.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    check(pattern)?;
    let regex =
        RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).dfa_size_limit(CACHE_LIMIT).build().map_err(
            |_| "the pattern is too large; use smaller counts or fewer Unicode classes".to_owned(),
        )?;
    cost::check_speed(&regex, pattern)?;
    Ok(regex)
}

/// What can be told without compiling.
fn check(pattern: &str) -> Result<(), String> {
    if pattern.len() > MAX_BYTES {
        return Err(format!("{} bytes; a pattern has at most {MAX_BYTES}", pattern.len()));
    }
    cost::check_shape(pattern)
}
