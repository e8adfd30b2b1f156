//! `ip-address`: addresses of machines on the internet.

use schemars::JsonSchema;
use serde::Deserialize;

use super::personal;
use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::{BoxError, Needs};
use crate::text::{Text, Trait};

mod scan;

/// The options of `ip-address`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IpAddress {
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
    /// Whether addresses count that the internet cannot reach.
    #[serde(default = "yes")]
    pub private: bool,
}

fn yes() -> bool {
    true
}

impl RuleOptions for IpAddress {
    const NAME: &'static str = "ip-address";
    const PAGE: &'static str = include_str!("ip-address.md");
    type Rule = IpAddressRule;

    fn build(self) -> Result<IpAddressRule, BoxError> {
        let action = Action::new(self.then, self.r#in)?;
        let rule = IpAddressRule { action, private: self.private };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(IpAddressRule { action, ..rule })
    }
}

/// Finds IP addresses.
#[derive(Debug)]
pub struct IpAddressRule {
    action: Action,
    private: bool,
}

impl Find for IpAddressRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let kind = (IpAddress::NAME, Severity::Moderate);
        personal::find(text, found, kind, self.needs(), |text, hits| scan::scan(text, self.private, hits));
    }

    fn needs(&self) -> Needs {
        Needs::default().kinds(&[Trait::Colon, Trait::Dot]).digits(1)
    }
}

rule_by_action!(IpAddressRule);
