//! `words`: listed words and phrases.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::{Folded, Text, continues_word};

/// Words of one list, at most; the automaton of more would cost the function's start too much.
const MAX_WORDS: usize = 10_000;
/// The category of what a list of the rulebook's finds.
const CATEGORY: &str = "listed-word";
/// Characters of one word or phrase, at most.
const MAX_CHARS: usize = 200;

/// The options of `words`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words and phrases, in any letter case.
    #[serde(deserialize_with = "each_checked")]
    pub words: Vec<String>,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Words {
    const NAME: &'static str = "words";
    const PAGE: &'static str = include_str!("words.md");
    type Rule = WordRule;

    fn build(self) -> Result<WordRule, BoxError> {
        let mut errors = OptionErrors::default();
        let list = List::of(&self.words).map_err(|more| errors.extend(more)).ok();
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        match (list, action) {
            (Some(list), Some(action)) => {
                let action = action.unfound_by(&list)?;
                Ok(WordRule { list, action })
            }
            _ => Err(errors.into()),
        }
    }
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

fn check(word: &str) -> Result<(), String> {
    if word.trim().is_empty() {
        Err("an empty word is never found; remove it".to_owned())
    } else if !word.chars().any(char::is_alphanumeric) {
        Err("a word needs a letter or a digit; use the kind `pattern` to look for signs".to_owned())
    } else if word.chars().count() > MAX_CHARS {
        Err(format!("a word has at most {MAX_CHARS} characters"))
    } else {
        Ok(())
    }
}

/// Finds listed words and phrases.
#[derive(Debug)]
pub struct WordRule {
    list: List,
    action: Action,
}

impl Find for WordRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        self.list.find(text, found);
    }
}

rule_by_action!(WordRule);

#[derive(Debug)]
struct List {
    automaton: AhoCorasick,
    edges: Vec<Edges>,
}

/// At which ends a word must stop short of its neighbour: `c++` may stand before a letter.
#[derive(Debug)]
struct Edges {
    start: bool,
    end: bool,
}

impl List {
    fn of(words: &[String]) -> Result<Self, OptionErrors> {
        let mut errors = OptionErrors::default();
        if words.is_empty() {
            errors
                .push("words", "the list is empty, so nothing would be found; add a word or remove the rule");
        }
        if words.len() > MAX_WORDS {
            errors.push("words", format!("{} words; a list has at most {MAX_WORDS}", words.len()));
        }
        for (index, word) in words.iter().enumerate() {
            if let Err(message) = check(word) {
                errors.push(format!("words/{index}"), message);
            }
        }
        errors.into_result()?;
        let folded: Vec<String> =
            words.iter().map(|word| Folded::of(word.trim()).as_str().to_owned()).collect();
        let automaton = AhoCorasick::new(&folded)
            .map_err(|_| OptionErrors::at("words", "the list is too large; split it into several rules"))?;
        let edge = |char: Option<char>| char.is_some_and(continues_word);
        let edges = folded
            .iter()
            .map(|word| Edges { start: edge(word.chars().next()), end: edge(word.chars().next_back()) })
            .collect();
        Ok(Self { automaton, edges })
    }

    fn stands_alone(&self, folded: &str, word: usize, span: Range<usize>) -> bool {
        let Some(edges) = self.edges.get(word) else { return false };
        let before = folded.get(..span.start).and_then(|text| text.chars().next_back());
        let after = folded.get(span.end..).and_then(|text| text.chars().next());
        !(edges.start && before.is_some_and(continues_word) || edges.end && after.is_some_and(continues_word))
    }
}

impl Find for List {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let folded = Folded::of(text.original());
        // All occurrences, not the leftmost: `heck of a` must not hide `heck` in `heck of ages`.
        let hits = self.automaton.find_overlapping_iter(folded.as_str());
        let alone =
            hits.filter(|hit| self.stands_alone(folded.as_str(), hit.pattern().as_usize(), hit.range()));
        found.extend(alone.map(|hit| {
            Found::new(folded.original(hit.range()), CATEGORY)
                .term(format!("words/{}", hit.pattern().as_usize()))
        }));
    }
}
