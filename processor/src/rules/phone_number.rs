//! `phone-number`: telephone numbers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Needs};
use crate::text::Text;

mod candidate;
mod scan;
mod shape;

use shape::Regions;

/// Whose numbering plans a number without a country code is read by, unless told otherwise: where most
/// people who chat live.
#[rustfmt::skip]
const DEFAULT_REGIONS: &[&str] = &[
    "US", "CA", "GB", "IE", "AU", "NZ", "ZA", "IN", "PK", "BD", "NG", "KE", "GH", "SG", "MY", "PH", "ID", "TH", "VN", "HK", "TW", "JP", "KR", "CN",
    "DE", "AT", "CH", "FR", "BE", "NL", "LU", "IT", "ES", "PT", "SE", "NO", "DK", "FI", "IS", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "HR", "SI",
    "RS", "UA", "RU", "TR", "IL", "EG", "AE", "SA", "BR", "MX", "AR", "CL", "CO", "PE",
];

/// The options of `phone-number`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneNumber {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
    /// Whose numbering plans numbers without a country code are read by: ISO 3166-1 codes of two letters.
    #[serde(default = "default_regions")]
    pub regions: Vec<String>,
}

fn default_regions() -> Vec<String> {
    DEFAULT_REGIONS.iter().map(|code| (*code).to_owned()).collect()
}

impl RuleOptions for PhoneNumber {
    const NAME: &'static str = "phone-number";
    const PAGE: &'static str = include_str!("phone-number.md");
    type Rule = PhoneNumberRule;

    fn build(self) -> Result<PhoneNumberRule, BoxError> {
        let mut errors = OptionErrors::default();
        for (index, code) in self.regions.iter().enumerate() {
            if phonelib::country_by_code(code).is_none() {
                let message =
                    format!("`{code}` is no region; use a code of two letters such as `US` or `GB`");
                errors.push(format!("regions/{index}"), message);
            }
        }
        let action = Action::new(self.then, self.r#in);
        if let Err(more) = &action {
            errors.extend(more.clone());
        }
        errors.into_result()?;
        let rule = PhoneNumberRule { action: action?, regions: Regions::new(&self.regions) };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(PhoneNumberRule { action, ..rule })
    }
}

/// Finds telephone numbers.
#[derive(Debug)]
pub struct PhoneNumberRule {
    action: Action,
    regions: Regions,
}

impl Find for PhoneNumberRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (PhoneNumber::NAME, Severity::Moderate);
        personal::find(text, found, kind, self.needs(), |text, hits| scan::scan(text, &self.regions, hits));
    }

    fn reads_field(&self, name: &str) -> Option<bool> {
        Some(scan::is_announced_by(name))
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(scan::MIN_DIGITS)
    }
}

rule_by_action!(PhoneNumberRule);
