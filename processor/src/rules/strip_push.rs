//! `strip-push`: push notifications that show nothing of the message.

use schemars::JsonSchema;
use serde::Deserialize;

use super::set_attribute::is_found;
use crate::limits;
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context, Rule, RuleResult};
use crate::text;
use crate::verdict::Verdict;

/// The options of `strip-push`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StripPush {
    /// What stands for the title.
    #[serde(default = "title")]
    pub title: String,
    /// What stands for the body.
    #[serde(default = "body")]
    pub body: String,
    /// The categories of which one must have been found; every push is stripped where none are given.
    #[serde(default)]
    pub when_found: Vec<String>,
}

fn title() -> String {
    "New message".to_owned()
}

fn body() -> String {
    "Open the app to read it.".to_owned()
}

impl RuleOptions for StripPush {
    const NAME: &'static str = "strip-push";
    const PAGE: &'static str = include_str!("strip-push.md");
    type Rule = StripPushRule;

    fn build(self) -> Result<StripPushRule, BoxError> {
        let mut errors = OptionErrors::default();
        check("title", &self.title, limits::PUSH_TITLE_CHARS, &mut errors);
        check("body", &self.body, limits::PUSH_BODY_CHARS, &mut errors);
        errors.into_result()?;
        Ok(StripPushRule(self))
    }
}

/// Refuses what Chime would not take as a push text.
pub(super) fn check(option: &str, text: &str, most: usize, errors: &mut OptionErrors) {
    if text::is_blank(text) {
        errors.push(option, "Chime does not take a push text without characters");
    } else if text.chars().count() > most {
        errors.push(option, format!("at most {most} characters"));
    } else if text.chars().any(char::is_control) {
        errors.push(option, "expected one line without control characters");
    }
}

/// Takes the message out of its push notification.
#[derive(Debug)]
pub struct StripPushRule(StripPush);

impl StripPushRule {
    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        let Some(push) = message.push() else { return Verdict::Pass };
        if !self.0.when_found.is_empty() && !is_found(&self.0.when_found, cx) {
            return Verdict::Pass;
        }
        let mut patch = Patch::default();
        if push.title.as_ref().is_some_and(|title| *title != self.0.title) {
            patch = patch.with_push_title(self.0.title.as_str());
        }
        if push.body.as_ref().is_some_and(|body| *body != self.0.body) {
            patch = patch.with_push_body(self.0.body.as_str());
        }
        patch.into()
    }
}

impl Rule for StripPushRule {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        Ok(self.judge(message, cx))
    }

    fn evaluate_now(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        Some(Ok(self.judge(message, cx)))
    }

    fn rereads(&self) -> bool {
        true
    }
}
