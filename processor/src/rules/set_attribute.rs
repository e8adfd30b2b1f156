//! `set-attribute`: an attribute that tells what was found.

use schemars::JsonSchema;
use serde::Deserialize;

use super::metadata_json::categories;
use crate::limits;
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context, Rule, RuleResult};
use crate::verdict::Verdict;

/// Attributes whose names begin so are Chime's own.
const RESERVED: &str = "CHIME.";
/// Stands for all categories in `when-found`.
const ANY: &str = "any";

/// The options of `set-attribute`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetAttribute {
    /// The attribute's name.
    #[serde(default = "moderation")]
    pub name: String,
    /// Its values; the categories of what was found where none are given.
    #[serde(default)]
    pub values: Vec<String>,
    /// The categories that count.
    #[serde(default = "any")]
    pub when_found: Vec<String>,
    /// The values where nothing that counts was found.
    #[serde(default)]
    pub otherwise: Vec<String>,
}

fn moderation() -> String {
    "moderation".to_owned()
}

fn any() -> Vec<String> {
    vec![ANY.to_owned()]
}

impl RuleOptions for SetAttribute {
    const NAME: &'static str = "set-attribute";
    const PAGE: &'static str = include_str!("set-attribute.md");
    type Rule = SetAttributeRule;

    fn build(self) -> Result<SetAttributeRule, BoxError> {
        let mut errors = OptionErrors::default();
        if !(1..=limits::ATTRIBUTE_NAME_CHARS).contains(&self.name.chars().count()) {
            errors.push("name", format!("a name has 1 to {} characters", limits::ATTRIBUTE_NAME_CHARS));
        }
        if self.name.starts_with(RESERVED) {
            errors.push("name", format!("attributes that begin with `{RESERVED}` are Chime's own"));
        }
        for (option, values) in [("values", &self.values), ("otherwise", &self.otherwise)] {
            for (index, value) in values.iter().enumerate() {
                if !(1..=limits::ATTRIBUTE_VALUE_CHARS).contains(&value.chars().count()) {
                    let message = format!("a value has 1 to {} characters", limits::ATTRIBUTE_VALUE_CHARS);
                    errors.push(format!("{option}/{index}"), message);
                }
            }
            let bytes = self.name.len() + values.iter().map(String::len).sum::<usize>();
            if bytes > limits::ATTRIBUTES_BYTES {
                errors.push(
                    option,
                    format!("a message's attributes have at most {} bytes", limits::ATTRIBUTES_BYTES),
                );
            }
        }
        if self.when_found.is_empty() {
            errors
                .push("when-found", "the rule would do nothing; name a category, or leave `when-found` out");
        }
        errors.into_result()?;
        Ok(SetAttributeRule(self))
    }
}

/// Tells in an attribute what was found.
#[derive(Debug)]
pub struct SetAttributeRule(SetAttribute);

impl SetAttributeRule {
    fn judge(&self, cx: &Context) -> Verdict {
        let options = &self.0;
        let counted: Vec<&str> =
            categories(cx).into_iter().filter(|category| counts(&options.when_found, category)).collect();
        let values: Vec<&str> = match (counted.is_empty(), options.values.is_empty()) {
            (true, _) => options.otherwise.iter().map(String::as_str).collect(),
            (false, true) => counted,
            (false, false) => options.values.iter().map(String::as_str).collect(),
        };
        if values.is_empty() {
            return Verdict::Pass;
        }
        Patch::default().with_attribute(options.name.as_str(), values).into()
    }
}

impl Rule for SetAttributeRule {
    async fn evaluate(&self, _: &Message, cx: &Context) -> RuleResult {
        Ok(self.judge(cx))
    }

    fn evaluate_now(&self, _: &Message, cx: &Context) -> Option<RuleResult> {
        Some(Ok(self.judge(cx)))
    }

    fn rereads(&self) -> bool {
        true
    }
}

/// Whether a category is among those that count.
fn counts(when_found: &[String], category: &str) -> bool {
    when_found.iter().any(|counted| counted == ANY || counted == category)
}

/// Whether anything that counts was found.
pub(super) fn is_found(when_found: &[String], cx: &Context) -> bool {
    cx.findings().iter().any(|finding| counts(when_found, &finding.category))
}
