//! `sender`: messages of senders by list.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::glob;
use crate::message::Message;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context};
use crate::text::{Text, is_blank};
use crate::verdict::Verdict;

/// The category of what is found.
const CATEGORY: &str = "sender";
/// Globs of one list, at most.
const MAX_GLOBS: usize = 10_000;

/// The options of `sender`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// User or bot ids or ARNs; `*` is any run of characters.
    #[serde(default)]
    pub ids: Vec<String>,
    /// Display names in any letter case; `*` is any run of characters.
    #[serde(default)]
    pub names: Vec<String>,
    /// Whether bots are meant.
    #[serde(default)]
    pub bots: bool,
    /// User or bot ids or ARNs that are not meant, whatever else says so.
    #[serde(default)]
    pub except: Vec<String>,
    /// What becomes of the texts.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::shown")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Sender {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("sender.md");
    type Rule = SenderRule;

    fn build(self) -> Result<SenderRule, BoxError> {
        let mut errors = OptionErrors::default();
        for (option, list) in [("ids", &self.ids), ("names", &self.names), ("except", &self.except)] {
            if list.len() > MAX_GLOBS {
                errors.push(option, format!("{} entries; a list has at most {MAX_GLOBS}", list.len()));
            }
            for (index, glob) in list.iter().enumerate() {
                if is_blank(glob) {
                    errors.push(format!("{option}/{index}"), "an empty entry matches nobody; remove it");
                }
            }
        }
        if self.ids.is_empty() && self.names.is_empty() && !self.bots && self.except.is_empty() {
            errors.push("", "nobody is meant; give `ids`, `names`, `bots` or `except`");
        }
        if matches!(self.then, Then::Hash(_)) {
            errors.push("then", "a hash of a whole text is of no use; use `mask` or `{ replace: TEXT }`");
        }
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match action {
            Some(action) if errors == OptionErrors::default() => {
                let everyone = self.ids.is_empty() && self.names.is_empty() && !self.bots;
                let names = self.names.iter().map(|name| plain(name)).collect();
                Ok(SenderRule {
                    ids: self.ids,
                    names,
                    bots: self.bots,
                    except: self.except,
                    everyone,
                    action,
                })
            }
            _ => Err(errors.into()),
        }
    }
}

/// Finds everything that certain senders write.
#[derive(Debug)]
pub struct SenderRule {
    ids: Vec<String>,
    names: Vec<String>,
    bots: bool,
    except: Vec<String>,
    /// Whether all are meant that `except` does not name.
    everyone: bool,
    action: Action,
}

impl SenderRule {
    fn means(&self, message: &Message) -> bool {
        let arn = message.sender_arn();
        let id = arn.and_then(|arn| arn.rsplit('/').next());
        let is_in = |list: &[String]| {
            list.iter().any(|entry| [arn, id].into_iter().flatten().any(|name| glob::matches(entry, name)))
        };
        if is_in(&self.except) {
            return false;
        }
        let named = || {
            let name = message.sender_name().map(plain).unwrap_or_default();
            self.names.iter().any(|glob| glob::matches(glob, &name))
        };
        self.everyone
            || is_in(&self.ids)
            || self.bots && message.is_from_bot()
            || !self.names.is_empty() && named()
    }

    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        if self.means(message) { self.action.judge(message, cx, &Everything) } else { Verdict::Pass }
    }
}

/// A name as readers take it.
fn plain(name: &str) -> String {
    let text = Text::new(name);
    text.readings().next().map(|reading| reading.as_str().to_lowercase()).unwrap_or_default()
}

/// Finds the whole of every text.
struct Everything;

impl Find for Everything {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        if !is_blank(text.original()) {
            found.push(Found::new(0..text.original().len(), CATEGORY));
        }
    }
}

rule_at_once!(SenderRule);
