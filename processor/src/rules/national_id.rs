//! `national-id`: numbers that states give to people.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Needs};
use crate::text::Text;

mod digit_checks;
mod letter_checks;
mod registry;
mod scan;

/// The options of `national-id`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalId {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
    /// Whose identifiers are looked for: ISO 3166-1 codes of two letters. All known ones if left out.
    #[serde(default)]
    pub countries: Option<Vec<String>>,
}

impl RuleOptions for NationalId {
    const NAME: &'static str = "national-id";
    const PAGE: &'static str = include_str!("national-id.md");
    type Rule = NationalIdRule;

    fn build(self) -> Result<NationalIdRule, BoxError> {
        let mut errors = OptionErrors::default();
        let known = registry::countries();
        let countries = self.countries.unwrap_or_else(|| known.clone());
        let countries: Vec<String> = countries.iter().map(|code| code.to_ascii_uppercase()).collect();
        for (index, code) in countries.iter().enumerate() {
            if !known.contains(code) {
                let message = format!("no identifier of `{code}` is known; known are {}", known.join(", "));
                errors.push(format!("countries/{index}"), message);
            }
        }
        if countries.is_empty() {
            errors.push("countries", "nothing would be found; name a country, or leave `countries` out");
        }
        let action = Action::new(self.then, self.r#in);
        if let Err(more) = &action {
            errors.extend(more.clone());
        }
        errors.into_result()?;
        let rule = NationalIdRule { action: action?, layouts: registry::Layouts::of_countries(&countries) };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(NationalIdRule { action, ..rule })
    }
}

/// Finds national identifiers.
#[derive(Debug)]
pub struct NationalIdRule {
    action: Action,
    layouts: registry::Layouts,
}

impl Find for NationalIdRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (NationalId::NAME, Severity::Severe);
        personal::find(text, found, kind, self.needs(), |text, hits| scan::scan(text, &self.layouts, hits));
    }

    fn reads_field(&self, name: &str) -> Option<bool> {
        Some(scan::is_announced_by(name, &self.layouts))
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(scan::MIN_DIGITS).bytes(scan::MIN_BYTES)
    }
}

rule_by_action!(NationalIdRule);
