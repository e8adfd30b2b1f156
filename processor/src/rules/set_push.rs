//! `set-push`: push texts from a template.

use schemars::JsonSchema;
use serde::Deserialize;

use super::metadata_json::categories;
use super::set_attribute::is_found;
use crate::limits;
use crate::message::Message;
use crate::patch::{Patch, PushType};
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context, Rule, RuleResult};
use crate::text;
use crate::verdict::Verdict;

mod template;

use template::{Template, Values};

/// How a phone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// An ordinary notification.
    Default,
    /// A call.
    Voip,
}

/// The options of `set-push`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetPush {
    /// The template of the title.
    #[serde(default)]
    pub title: Option<String>,
    /// The template of the body.
    #[serde(default)]
    pub body: Option<String>,
    /// How phones are told.
    #[serde(default)]
    pub r#type: Option<Type>,
    /// The categories of which one must have been found; every push is set where none are given.
    #[serde(default)]
    pub when_found: Vec<String>,
}

impl RuleOptions for SetPush {
    const NAME: &'static str = "set-push";
    const PAGE: &'static str = include_str!("set-push.md");
    type Rule = SetPushRule;

    fn build(self) -> Result<SetPushRule, BoxError> {
        let mut errors = OptionErrors::default();
        let mut template = |option: &str, written: &Option<String>, most| {
            let written = written.as_deref()?;
            Template::read(written, most).map_err(|message| errors.push(option, message)).ok()
        };
        let title = template("title", &self.title, limits::PUSH_TITLE_CHARS);
        let body = template("body", &self.body, limits::PUSH_BODY_CHARS);
        if self.title.is_none() && self.body.is_none() && self.r#type.is_none() {
            errors.push("", "the rule would do nothing; give a `title`, a `body` or a `type`");
        }
        errors.into_result()?;
        let kind = self.r#type.map(|kind| match kind {
            Type::Default => PushType::Default,
            Type::Voip => PushType::Voip,
        });
        Ok(SetPushRule { title, body, kind, when_found: self.when_found })
    }
}

/// Writes push texts.
#[derive(Debug)]
pub struct SetPushRule {
    title: Option<Template>,
    body: Option<Template>,
    kind: Option<PushType>,
    when_found: Vec<String>,
}

impl SetPushRule {
    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        if !self.when_found.is_empty() && !is_found(&self.when_found, cx) {
            return Verdict::Pass;
        }
        let found = categories(cx).join(", ");
        let values = Values {
            sender: message.sender_name().unwrap_or_default(),
            content: message.content(),
            found: &found,
        };
        let written = |template: &Option<Template>| {
            template.as_ref().map(|template| template.write(&values)).filter(|text| !text::is_blank(text))
        };
        let push = message.push();
        let mut patch = Patch::default();
        if let Some(title) =
            written(&self.title).filter(|new| push.and_then(|push| push.title.as_ref()) != Some(new))
        {
            patch = patch.with_push_title(title);
        }
        if let Some(body) =
            written(&self.body).filter(|new| push.and_then(|push| push.body.as_ref()) != Some(new))
        {
            patch = patch.with_push_body(body);
        }
        let is_other = |kind: &PushType| push.and_then(|push| push.kind.as_deref()) != Some(kind.as_str());
        if let Some(kind) = self.kind.filter(is_other) {
            patch = patch.with_push_type(kind);
        }
        patch.into()
    }
}

/// It does not read again: the rules behind it read the push texts themselves, and what they edit there must not
/// be written anew.
impl Rule for SetPushRule {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        Ok(self.judge(message, cx))
    }

    fn evaluate_now(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        Some(Ok(self.judge(message, cx)))
    }
}
