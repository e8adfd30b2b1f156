//! `words`: listed words and phrases, and those of the shipped lexicon.

use std::borrow::Cow;
use std::ops::Range;
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

use languages::{Language, Languages};
use list::List;
use matching::Written;
use shipped::{ENGLISH, Seen};

/// Words of one rule, at most.
const MAX_WORDS: usize = 100_000;
/// Characters of one word or phrase, at most.
const MAX_CHARS: usize = 200;
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

/// What a rule looks for.
#[derive(Debug)]
struct Lists {
    own: Option<List>,
    category: Cow<'static, str>,
    allow: Option<List>,
    /// The lexicon's categories, by their numbers, where any is looked for.
    shipped: Vec<Option<&'static str>>,
    languages: Option<Languages>,
    severity: Severity,
    disguised: bool,
}

impl Lists {
    fn of(options: &Words, errors: &mut OptionErrors) -> Option<Self> {
        let before = errors.clone();
        for (option, words) in [("words", &options.words), ("allow", &options.allow)] {
            for (index, word) in words.iter().enumerate() {
                if let Err(message) = check(word) {
                    errors.push(format!("{option}/{index}"), message);
                }
            }
        }
        let mut words: Vec<&str> = options.words.iter().map(String::as_str).collect();
        for (index, file) in options.files.iter().enumerate() {
            for (number, line) in (1..).zip(file.text().lines().map(str::trim)) {
                match check(line) {
                    _ if line.is_empty() || line.starts_with('#') => {}
                    Ok(()) => words.push(line),
                    Err(message) => {
                        errors.push(format!("files/{index}"), format!("line {number}: {message}"));
                    }
                }
            }
        }
        if words.is_empty() && options.categories.is_empty() {
            errors.push(
                "words",
                "the list is empty, so nothing would be found; add a word, name `categories` or remove the rule",
            );
        }
        languages::check(options, errors);
        if words.len() > MAX_WORDS {
            errors.push("words", format!("{} words; a rule has at most {MAX_WORDS}", words.len()));
        }
        if *errors != before {
            return None;
        }
        let list = |words: &[&str], disguised: bool| -> Option<Option<List>> {
            let list = (!words.is_empty()).then(|| List::of(words.iter().copied(), disguised));
            if list.is_none() { Some(None) } else { list.flatten().map(Some) }
        };
        let allow: Vec<&str> = options.allow.iter().map(String::as_str).collect();
        let (Some(own), Some(allow)) = (list(&words, options.disguised), list(&allow, false)) else {
            errors.push("words", "the list is too large; split it into several rules");
            return None;
        };
        let wanted = |name: &str| options.categories.iter().map(|one| one.as_str()).find(|one| *one == name);
        let shipped = if options.categories.is_empty() || !options.languages.contains(&Language::En) {
            Vec::new()
        } else {
            ENGLISH.categories().map(wanted).collect()
        };
        let category =
            if options.category == LISTED { LISTED.into() } else { options.category.clone().into() };
        let languages = Languages::of(options);
        let (severity, disguised) = (options.severity, options.disguised);
        Some(Self { own, category, allow, shipped, languages, severity, disguised })
    }
}

impl Find for Lists {
    #[inline]
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        if !self.are_idle_at(text) {
            self.find_all(text, found);
        }
    }
}

impl Lists {
    /// Whether nothing is looked for but what the shipped lexicon knows.
    fn is_of_lexicon(&self) -> bool {
        self.own.is_none() && self.languages.is_none()
    }

    /// Whether the shipped lexicon knows nothing in the text, and nothing else is looked for.
    #[inline]
    fn are_idle_at(&self, text: &Text<'_>) -> bool {
        self.is_of_lexicon() && shipped::is_clean(text)
    }

    /// Everything that is looked for, in every reading.
    fn find_all(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let fresh;
        let seen = if let Some(seen) = text.remembered(Seen::of) {
            seen
        } else {
            fresh = Seen::of(text);
            &fresh
        };
        for (reading, looked) in text.readings().zip(seen.readings()) {
            let folded = reading.as_str();
            let mut here = Vec::new();
            if !self.shipped.is_empty() {
                self.shipped(looked.hits(folded), &mut here);
            }
            if let Some(languages) = &self.languages {
                languages.find(&reading, looked.words(folded), &mut here);
            }
            if let Some(own) = &self.own {
                here.extend(own.find(folded, looked.words(folded)).into_iter().map(|one| {
                    Found::new(one.span, self.category.clone()).term(format!("words/{}", one.number))
                }));
            }
            if here.is_empty() {
                continue;
            }
            if let Some(allow) = &self.allow {
                let spans: Vec<Range<usize>> =
                    allow.find(folded, looked.words(folded)).into_iter().map(|one| one.span).collect();
                here.retain(|one| !within(&spans, &one.span));
            }
            found.extend(
                here.into_iter().map(|one| Found { span: reading.original(one.span.clone()), ..one }),
            );
        }
    }

    /// What the lexicon finds and the rule wants. A finding inside another of its category adds nothing.
    fn shipped(&self, hits: &[matching::Hit], found: &mut Vec<Found>) {
        let span = |hit: &matching::Hit| hit.start as usize..hit.end as usize;
        let mut allowed = Vec::new();
        let mut wanted = Vec::new();
        for hit in hits {
            match ENGLISH.category(hit.term) {
                None => allowed.push(span(hit)),
                Some(category) => {
                    let category = self.shipped.get(category as usize).copied().flatten();
                    let severity = severity(hit);
                    if let Some(category) = category.filter(|_| severity >= self.severity)
                        && (self.disguised || hit.written == Written::Plainly)
                    {
                        wanted.push((category, hit, severity));
                    }
                }
            }
        }
        wanted.retain(|(_, hit, _)| !within(&allowed, &span(hit)));
        wanted.sort_by_key(|(category, hit, severity)| {
            (*category, hit.start, std::cmp::Reverse(hit.end), std::cmp::Reverse(*severity))
        });
        let mut widest: Option<(&str, usize, Severity)> = None;
        for (category, hit, severity) in wanted {
            let span = span(hit);
            let covered =
                widest.is_some_and(|(of, end, worst)| of == category && span.end <= end && severity <= worst);
            if !covered {
                widest = Some((category, span.end, severity));
                found.push(Found::new(span, category).term(name(hit, category)).severity(severity));
            }
        }
    }
}

/// How bad a finding of the lexicon is. Words that are mild because they also mean something harmless are so
/// no more where somebody disguised them: nobody writes `c0ck` of a bird.
fn severity(hit: &matching::Hit) -> Severity {
    let severity = ENGLISH.severity(hit.term);
    let disguised = hit.written == Written::Signed && hit.word.is_some();
    if disguised && ENGLISH.is_ambiguous(hit.term) { severity.max(Severity::Moderate) } else { severity }
}

/// What a finding of the lexicon is called: a word by itself, a phrase by its term.
fn name(hit: &matching::Hit, category: &str) -> String {
    match hit.word.and_then(|word| std::str::from_utf8(ENGLISH.letters(word)).ok()) {
        Some(word) => format!("{category}/{word}"),
        None => format!("{category}/{}", ENGLISH.title(hit.term)),
    }
}

/// Whether one of the spans holds the other.
fn within(spans: &[Range<usize>], inner: &Range<usize>) -> bool {
    spans.iter().any(|span| span.start <= inner.start && inner.end <= span.end)
}

#[cfg(test)]
#[path = "../../build/forms.rs"]
mod forms;
#[cfg(test)]
#[path = "../../build/lexicon.rs"]
mod lexicon;
#[cfg(test)]
mod tests;
