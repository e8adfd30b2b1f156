//! `card-number`: numbers of payment cards.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::Text;

mod brand;
mod scan;

/// The options of `card-number`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardNumber {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for CardNumber {
    const NAME: &'static str = "card-number";
    const PAGE: &'static str = include_str!("card-number.md");
    type Rule = CardNumberRule;

    fn build(self) -> Result<CardNumberRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let action = action.clone().unfound_by(&CardNumberRule { action })?;
        Ok(CardNumberRule { action })
    }
}

/// Finds card numbers.
#[derive(Debug)]
pub struct CardNumberRule {
    action: Action,
}

impl Find for CardNumberRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (CardNumber::NAME, Severity::Severe);
        personal::find(text, found, kind, self.needs(), scan::scan);
    }

    fn reads_field(&self, name: &str) -> Option<bool> {
        Some(scan::is_announced_by(name))
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(scan::MIN_DIGITS)
    }
}

rule_by_action!(CardNumberRule);
