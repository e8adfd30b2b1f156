//! `long-message`: texts over a number of characters.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, TextPart, Then};
use crate::limits;
use crate::message::Message;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context, Rule, RuleResult};
use crate::text;

/// The options of `long-message`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LongMessage {
    /// Characters that a text may have, as readers count them.
    pub chars: usize,
    /// What becomes of a longer text.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::shown")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for LongMessage {
    const NAME: &'static str = "long-message";
    const PAGE: &'static str = include_str!("long-message.md");
    type Rule = LongMessageRule;

    fn build(self) -> Result<LongMessageRule, BoxError> {
        let mut errors = OptionErrors::default();
        if self.chars == 0 || self.chars >= limits::CONTENT_BYTES {
            let most = limits::CONTENT_BYTES - 1;
            let message = format!("expected 1 to {most}; no message is longer than {} bytes", most + 1);
            errors.push("chars", message);
        }
        let appended = match &self.then {
            Then::Replace(text) => text::count(text),
            Then::Mask | Then::Remove | Then::Deny => 0,
        };
        if self.chars > 0 && appended > self.chars {
            errors.push(
                "then/replace",
                format!("{appended} characters do not fit into the {} that a text may have", self.chars),
            );
        }
        match Action::new(self.then, self.r#in) {
            Ok(action) if errors == OptionErrors::default() => {
                Ok(LongMessageRule { chars: self.chars, kept: self.chars - appended, action })
            }
            Ok(_) => Err(errors.into()),
            Err(more) => {
                errors.extend(more);
                Err(errors.into())
            }
        }
    }
}

/// Finds the part of a text that is too long.
#[derive(Debug)]
pub struct LongMessageRule {
    chars: usize,
    /// How many characters stay: all that are allowed, less those of the replacement.
    kept: usize,
    action: Action,
}

impl LongMessageRule {
    #[expect(clippy::single_range_in_vec_init, reason = "one finding: the rest of the text")]
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        // A character has at least one byte.
        if text.len() <= self.chars {
            return Vec::new();
        }
        let boundaries = text::boundaries(text);
        match boundaries.get(self.kept) {
            Some(start) if boundaries.len() - 1 > self.chars => vec![*start..text.len()],
            _ => Vec::new(),
        }
    }
}

impl Rule for LongMessageRule {
    async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
        Ok(self.action.judge(message, |text| self.find(text)))
    }

    fn rereads(&self) -> bool {
        true
    }
}
