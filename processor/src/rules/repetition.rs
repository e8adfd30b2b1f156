//! `repetition`: the same character, words or line again and again.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::Text;

mod scan;

const NAME: &str = "repetition";

/// The options of `repetition`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// How often a character may stand in a row.
    #[serde(default = "characters")]
    pub characters: usize,
    /// How often a word, or up to four words, may stand in a row.
    #[serde(default = "words")]
    pub words: usize,
    /// How often a line may occur in a text.
    #[serde(default = "lines")]
    pub lines: usize,
    /// What becomes of the rest.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

fn characters() -> usize {
    15
}

fn words() -> usize {
    6
}

fn lines() -> usize {
    4
}

impl RuleOptions for Repetition {
    const NAME: &'static str = NAME;
    const PAGE: &'static str = include_str!("repetition.md");
    type Rule = RepetitionRule;

    fn build(self) -> Result<RepetitionRule, BoxError> {
        let mut errors = OptionErrors::default();
        for (option, value, least) in
            [("characters", self.characters, 3), ("words", self.words, 2), ("lines", self.lines, 1)]
        {
            if value < least {
                errors.push(option, format!("expected {least} or more; ordinary texts have that"));
            }
        }
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        errors.into_result()?;
        let rule = RepetitionRule {
            characters: self.characters,
            words: self.words,
            lines: self.lines,
            action: action.ok_or("no action")?,
        };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(RepetitionRule { action, ..rule })
    }
}

/// Finds what is said too often.
#[derive(Debug)]
pub struct RepetitionRule {
    characters: usize,
    words: usize,
    lines: usize,
    action: Action,
}

impl Find for RepetitionRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let original = text.original();
        let mut report = |span, term| {
            found.push(Found::new(span, NAME).term(term).severity(Severity::Mild));
        };
        scan::characters(original, self.characters, &mut report);
        // A word and a space, at least.
        if original.len() >= 2 * self.words {
            scan::words(original, self.words, &mut report);
        }
        scan::lines(original, self.lines, &mut report);
    }
}

rule_by_action!(RepetitionRule);
