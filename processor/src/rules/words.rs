//! `words`: listed words and phrases, and those of the shipped lexicon.

use std::sync::atomic::{AtomicBool, Ordering};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::message::Message;
use crate::registry::{OptionErrors, RuleOptions, TextFile};
use crate::rule::{BoxError, Context, Needs};
use crate::text::words::hash;
use crate::text::{Text, Trait};
use crate::verdict::Verdict;

mod ahead;
mod automaton;
mod common;
mod compile;
mod disguise;
mod effort;
mod filter;
mod find;
mod glance;
mod joined;
mod languages;
mod list;
mod lists;
mod lookup;
mod matching;
mod odd;
mod pairs;
#[cfg_attr(not(test), expect(dead_code, reason = "the build script makes patterns that lists have not"))]
mod pattern;
mod scan;
mod shipped;
mod skeleton;
mod spaced;
mod states;
mod table;
mod tables;
mod terms;
mod vocabulary;

use languages::Language;
use lists::{Lists, check};

/// The category of what a list of the rulebook's finds.
const LISTED: &str = "listed-word";

/// The options of `words`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words and phrases, in any letter case.
    #[serde(default, deserialize_with = "each_checked")]
    pub words: Vec<String>,
    /// Files with a word or phrase on each line; `#` begins a comment.
    #[serde(default)]
    pub files: Vec<TextFile>,
    /// The category of what `words` and `files` find.
    #[serde(default = "listed")]
    pub category: String,
    /// Categories of the shipped lexicon.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// The languages in which the lexicon is looked for. Only English was measured.
    #[serde(default = "languages::english")]
    pub languages: Vec<Language>,
    /// The least severity of what the lexicon finds.
    #[serde(default)]
    pub severity: Severity,
    /// Words and phrases in which nothing is found.
    #[serde(default, deserialize_with = "each_checked")]
    pub allow: Vec<String>,
    /// Whether words are found that are written otherwise.
    #[serde(default = "yes")]
    pub disguised: bool,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

/// A category of the shipped lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Curses and vulgar words.
    Profanity,
    /// Sexual acts and parts, named to be crude.
    Sexual,
    /// Names that demean a group of people.
    Slur,
    /// What is said to hurt a person.
    Insult,
    /// Calls against a group of people.
    Hate,
    /// Announcements of violence.
    Threat,
    /// Announcements of suicide or self-harm.
    SelfHarm,
    /// Drugs by their names in trade and slang.
    Drugs,
}

impl Category {
    fn as_str(self) -> &'static str {
        match self {
            Self::Profanity => "profanity",
            Self::Sexual => "sexual",
            Self::Slur => "slur",
            Self::Insult => "insult",
            Self::Hate => "hate",
            Self::Threat => "threat",
            Self::SelfHarm => "self-harm",
            Self::Drugs => "drugs",
        }
    }
}

impl RuleOptions for Words {
    const NAME: &'static str = "words";
    const PAGE: &'static str = include_str!("words.md");
    type Rule = WordRule;

    fn build(self) -> Result<WordRule, BoxError> {
        let mut errors = OptionErrors::default();
        let lists = Lists::of(&self, &mut errors);
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match (lists, action) {
            (Some(lists), Some(action)) => {
                let action = action.unfound_by(&lists)?;
                let is_shared = lists.is_of_lexicon() && action.reads_all();
                Ok(WordRule { lists, action, is_shared })
            }
            _ => Err(errors.into()),
        }
    }
}

fn listed() -> String {
    LISTED.to_owned()
}

fn yes() -> bool {
    true
}

/// Reads the list so that every bad word is complained about at its place, whatever else is wrong.
fn each_checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Word(String);

    impl TryFrom<String> for Word {
        type Error = String;

        fn try_from(word: String) -> Result<Self, String> {
            check(&word).map(|()| Self(word))
        }
    }

    Ok(Vec::<Word>::deserialize(deserializer)?.into_iter().map(|word| word.0).collect())
}

/// Finds listed words and phrases.
#[derive(Debug)]
pub struct WordRule {
    lists: Lists,
    action: Action,
    /// Whether what the shipped lexicon knows is all that is looked for, and in all texts that an edit can change.
    is_shared: bool,
}

impl Find for WordRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        self.lists.find(text, found);
    }

    fn needs(&self) -> Needs {
        let needs = Needs::default();
        if self.lists.is_of_lexicon() { needs.kinds(&[Trait::Listed]) } else { needs }
    }
}

impl WordRule {
    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        let search = Search { lists: &self.lists, met: AtomicBool::new(false) };
        let verdict = self.action.judge(message, cx, &search);
        // Rules that look for nothing else need not ask the lexicon again.
        if self.is_shared && !search.met.into_inner() {
            message.set_clean();
        }
        verdict
    }
}

rule_at_once!(WordRule, needs: |rule| rule.action.needs(rule));

/// The lists in use for one message.
struct Search<'a> {
    lists: &'a Lists,
    /// Whether the lexicon knows something in any of the texts, whatever becomes of it.
    met: AtomicBool,
}

impl Find for Search<'_> {
    #[inline]
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        if !self.lists.are_idle_at(text) {
            self.met.store(true, Ordering::Relaxed);
            self.lists.find_all(text, found);
        }
    }
}

#[cfg(test)]
#[path = "../../build/forms.rs"]
mod forms;
#[cfg(test)]
#[path = "../../build/lexicon.rs"]
mod lexicon;
#[cfg(test)]
mod tests;
