//! `date-of-birth`: dates that somebody says to be one of birth.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::Text;

mod scan;

/// The options of `date-of-birth`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateOfBirth {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for DateOfBirth {
    const NAME: &'static str = "date-of-birth";
    const PAGE: &'static str = include_str!("date-of-birth.md");
    type Rule = DateOfBirthRule;

    fn build(self) -> Result<DateOfBirthRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let action = action.clone().unfound_by(&DateOfBirthRule { action })?;
        Ok(DateOfBirthRule { action })
    }
}

/// Finds dates of birth.
#[derive(Debug)]
pub struct DateOfBirthRule {
    action: Action,
}

impl Find for DateOfBirthRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (DateOfBirth::NAME, Severity::Moderate);
        personal::find(text, found, kind, self.needs(), scan::scan);
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(scan::MIN_DIGITS)
    }
}

rule_by_action!(DateOfBirthRule);
