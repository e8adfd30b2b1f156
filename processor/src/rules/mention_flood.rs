//! `mention-flood`: more mentions than a message needs.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Finding;
use crate::message::Message;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context};
use crate::text::{Text, Trait};
use crate::verdict::{Denial, Verdict};

/// The category of what is found.
const CATEGORY: &str = "mention-flood";
/// The attribute that lists whom a message mentions.
const ATTRIBUTE: &str = "CHIME.mentions";
/// Bytes of a mention in angle brackets, at most.
const ANGLED_BYTES: usize = 320;
/// Names that stand for everybody in the channel.
const EVERYONE: [&str; 4] = ["all", "everyone", "channel", "here"];

/// The options of `mention-flood`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionFlood {
    /// Mentions that a text may have.
    pub most: usize,
    /// How many mentions one of everybody counts for.
    #[serde(default = "ten")]
    pub everyone: usize,
    /// What becomes of those beyond.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

fn ten() -> usize {
    10
}

impl RuleOptions for MentionFlood {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("mention-flood.md");
    type Rule = MentionFloodRule;

    fn build(self) -> Result<MentionFloodRule, BoxError> {
        let mut errors = OptionErrors::default();
        if self.everyone == 0 {
            errors.push("everyone", "expected 1 or more; a mention of everybody is a mention");
        }
        let counter = Counter { most: self.most, everyone: self.everyone };
        let then = self.then.clone();
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match action {
            Some(action) if errors == OptionErrors::default() => {
                // One mention beyond the limit may not be replaced by another.
                let action = action.unfound_by(&Counter { most: 0, ..counter })?;
                Ok(MentionFloodRule { counter, then, action })
            }
            _ => Err(errors.into()),
        }
    }
}

/// Finds mentions beyond a number.
#[derive(Debug)]
pub struct MentionFloodRule {
    counter: Counter,
    then: Then,
    action: Action,
}

impl MentionFloodRule {
    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        let denial = match &self.then {
            Then::Deny => Some(Denial::default()),
            Then::DenyAs(code) => Some(Denial::under(code)),
            _ => None,
        };
        if let (Some(denial), Some(mentioned)) = (denial, message.attribute(ATTRIBUTE))
            && mentioned.len() > self.counter.most
        {
            cx.report(
                Finding::new(TextPart::Attributes, 0..0, CATEGORY).term(format!("{CATEGORY}/{ATTRIBUTE}")),
            );
            return denial.into();
        }
        self.action.judge(message, cx, &self.counter)
    }
}

rule_at_once!(MentionFloodRule);

#[derive(Clone, Copy, Debug)]
struct Counter {
    most: usize,
    everyone: usize,
}

impl Find for Counter {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        for reading in text.readings().filter(|reading| reading.traits().has(Trait::At)) {
            let read = reading.as_str();
            let mut kept = 0;
            for mention in mentions(read) {
                let name = read.get(mention.clone()).unwrap_or_default().trim_start_matches('@');
                let is_everyone = EVERYONE.iter().any(|everyone| name.eq_ignore_ascii_case(everyone));
                let weight = if is_everyone { self.everyone } else { 1 };
                if kept + weight > self.most {
                    found.push(Found::new(reading.original(mention), CATEGORY));
                } else {
                    kept += weight;
                }
            }
        }
    }
}

/// The mentions in a text: `@name` where no name or address goes on, and `<@…>`.
fn mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let sign = at + text.get(at..)?.find('@')?;
            at = sign + 1;
            let before = text.get(..sign).and_then(|before| before.chars().next_back());
            let after = text.get(at..)?;
            if before == Some('<')
                && let Some(len) =
                    after.bytes().take(ANGLED_BYTES).position(|byte| byte == b'>').filter(|len| *len > 0)
            {
                at += len + 1;
                return Some(sign - 1..at);
            }
            let len = name(after);
            if len > 0
                && !before
                    .is_some_and(|char| char.is_alphanumeric() || matches!(char, '_' | '.' | '-' | '+' | '/'))
            {
                at += len;
                return Some(sign..at);
            }
        }
    })
}

/// How long the name at the beginning of a text is.
fn name(text: &str) -> usize {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    let name = text.get(..text.find(|char| !is_part(char)).unwrap_or(text.len())).unwrap_or_default();
    let name = name.trim_end_matches(['.', '-']);
    if name.starts_with(|first: char| first.is_alphanumeric() || first == '_') { name.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn mentions_are_told_from_addresses() {
        let cases: &[(&str, &[&str])] = &[
            ("@alice @Bob.Smith, (@eve) @日本", &["@alice", "@Bob.Smith", "@eve", "@日本"]),
            ("a@example.com x.@b @ c @@d @.", &["@d"]),
            ("<@arn:aws:chime:x/user/a> <@> <@a", &["<@arn:aws:chime:x/user/a>", "@a"]),
            ("@a@b", &["@a"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = mentions(text).filter_map(|span| text.get(span)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[@<>a. é]{0,40}|\\PC{0,40}") {
            prop_assert!(mentions(&text).all(|span| text.get(span).is_some()));
        }
    }
}
