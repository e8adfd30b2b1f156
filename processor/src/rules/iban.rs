//! `iban`: international bank account numbers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::Text;

mod registry;
mod scan;

/// The options of `iban`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Iban {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Iban {
    const NAME: &'static str = "iban";
    const PAGE: &'static str = include_str!("iban.md");
    type Rule = IbanRule;

    fn build(self) -> Result<IbanRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let action = action.clone().unfound_by(&IbanRule { action })?;
        Ok(IbanRule { action })
    }
}

/// Finds international bank account numbers.
#[derive(Debug)]
pub struct IbanRule {
    action: Action,
}

impl Find for IbanRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (Iban::NAME, Severity::Severe);
        personal::find(text, found, kind, self.needs(), scan::scan);
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(scan::MIN_DIGITS).bytes(scan::MIN_BYTES)
    }
}

rule_by_action!(IbanRule);
