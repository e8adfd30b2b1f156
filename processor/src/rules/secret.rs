//! `secret`: keys, tokens and passwords.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::{Text, Trait};

mod assigned;
mod formats;
mod marks;
mod scan;

/// The options of `secret`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Secret {
    const NAME: &'static str = "secret";
    const PAGE: &'static str = include_str!("secret.md");
    type Rule = SecretRule;

    fn build(self) -> Result<SecretRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let action = action.clone().unfound_by(&SecretRule { action })?;
        Ok(SecretRule { action })
    }
}

/// Finds secrets.
#[derive(Debug)]
pub struct SecretRule {
    action: Action,
}

impl Find for SecretRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (Secret::NAME, Severity::Severe);
        personal::find(text, found, kind, self.needs(), scan::scan);
    }

    fn needs(&self) -> Needs {
        // A digit, a sign after which something is assigned, a private key, or talk of passwords.
        let telling = [Trait::Digit, Trait::Colon, Trait::Equals, Trait::Hyphen, Trait::Password];
        Needs::default().kinds(&telling).bytes(scan::MIN_BYTES)
    }
}

rule_by_action!(SecretRule);
