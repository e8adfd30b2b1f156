//! `long-message`: texts over a number of characters.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::limits;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::{self, Text};

/// The category of what is found.
const CATEGORY: &str = "long-message";

/// The options of `long-message`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LongMessage {
    /// Characters that a text may have, as readers count them.
    pub chars: usize,
    /// What becomes of a longer text.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
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
            Then::Placeholder => text::count("[LONG MESSAGE]"),
            _ => 0,
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

impl Find for LongMessageRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let original = text.original();
        // A character has at least one byte.
        if original.len() <= self.chars {
            return;
        }
        let boundaries = text::boundaries(original);
        match boundaries.get(self.kept) {
            Some(start) if boundaries.len() - 1 > self.chars => {
                found.push(Found::new(*start..original.len(), CATEGORY));
            }
            _ => {}
        }
    }
}

rule_by_action!(LongMessageRule);
