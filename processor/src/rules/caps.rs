//! `caps`: words in capital letters, one after another.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::{Text, Trait};

const NAME: &str = "caps";
/// Words in a row that are shouting, unless told otherwise.
const WORDS: usize = 3;
/// Letters that they have together.
const LETTERS: usize = 12;

/// The options of `caps`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Words in capital letters, one after another, that are shouting.
    #[serde(default = "words")]
    pub words: usize,
    /// Letters that they have together.
    #[serde(default = "letters")]
    pub letters: usize,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

fn words() -> usize {
    WORDS
}

fn letters() -> usize {
    LETTERS
}

impl RuleOptions for Caps {
    const NAME: &'static str = NAME;
    const PAGE: &'static str = include_str!("caps.md");
    type Rule = CapsRule;

    fn build(self) -> Result<CapsRule, BoxError> {
        let mut errors = OptionErrors::default();
        if self.words == 0 {
            errors.push("words", "expected 1 or more");
        }
        if self.letters < 2 {
            errors.push("letters", "expected 2 or more; one capital letter is no shouting");
        }
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        errors.into_result()?;
        let rule = CapsRule { words: self.words, letters: self.letters, action: action.ok_or("no action")? };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(CapsRule { action, ..rule })
    }
}

/// Finds shouting.
#[derive(Debug)]
pub struct CapsRule {
    words: usize,
    letters: usize,
    action: Action,
}

/// Words in capital letters, one after another.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    words: usize,
    letters: usize,
}

impl Find for CapsRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        if text.original().len() < self.letters || !(text.holds(Trait::Upper) || text.holds(Trait::NonAscii))
        {
            return;
        }
        let mut run = Run::default();
        let mut end_run = |run: Run| {
            if run.words >= self.words && run.letters >= self.letters {
                found.push(Found::new(run.start..run.end, NAME).severity(Severity::Mild));
            }
        };
        for (start, word) in words_of(text.original()) {
            let (mut upper, mut cased) = (0, 0);
            for char in word.chars() {
                upper += usize::from(char.is_uppercase());
                cased += usize::from(char.is_uppercase() || char.is_lowercase());
            }
            if cased == 0 {
                continue;
            }
            if upper < cased {
                end_run(std::mem::take(&mut run));
                continue;
            }
            run.start = if run.words == 0 { start } else { run.start };
            run.end = start + word.len();
            run.words += 1;
            run.letters += upper;
        }
        end_run(run);
    }
}

rule_by_action!(CapsRule);

/// The words of a text and where they begin.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '\'' | '’');
    let mut at = 0;
    text.split_inclusive(move |char| !is_part(char)).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|char| !is_part(char));
        (!word.is_empty()).then_some((start, word))
    })
}
