//! `email-address`: addresses of mailboxes.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::{Text, Trait};

mod scan;

/// The options of `email-address`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailAddress {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for EmailAddress {
    const NAME: &'static str = "email-address";
    const PAGE: &'static str = include_str!("email-address.md");
    type Rule = EmailAddressRule;

    fn build(self) -> Result<EmailAddressRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let action = action.clone().unfound_by(&EmailAddressRule { action })?;
        Ok(EmailAddressRule { action })
    }
}

/// Finds e-mail addresses.
#[derive(Debug)]
pub struct EmailAddressRule {
    action: Action,
}

impl Find for EmailAddressRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (EmailAddress::NAME, Severity::Moderate);
        personal::find(text, found, kind, self.needs(), scan::scan);
    }

    fn needs(&self) -> Needs {
        Needs::default().kinds(&[Trait::Address])
    }
}

rule_by_action!(EmailAddressRule);
