//! What a rule looks for: words of its own, and those of the shipped lexicons.

use std::borrow::Cow;
use std::ops::Range;

use super::languages::{self, Language, Languages};
use super::list::List;
use super::matching::{Hit, Written};
use super::shipped::{self, ENGLISH, Seen};
use super::{LISTED, Words};
use crate::action::{Find, Found};
use crate::finding::Severity;
use crate::registry::OptionErrors;
use crate::text::Text;

/// Words of one rule, at most.
const MAX_WORDS: usize = 100_000;
/// Characters of one word or phrase, at most.
const MAX_CHARS: usize = 200;

/// What a rule looks for.
#[derive(Debug)]
pub(super) struct Lists {
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
    pub(super) fn of(options: &Words, errors: &mut OptionErrors) -> Option<Self> {
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
    pub(super) fn is_of_lexicon(&self) -> bool {
        self.own.is_none() && self.languages.is_none()
    }

    /// Whether the shipped lexicon knows nothing in the text, and nothing else is looked for.
    #[inline]
    pub(super) fn are_idle_at(&self, text: &Text<'_>) -> bool {
        self.is_of_lexicon() && shipped::is_clean(text)
    }

    /// Everything that is looked for, in every reading.
    pub(super) fn find_all(&self, text: &Text<'_>, found: &mut Vec<Found>) {
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
    fn shipped(&self, hits: &[Hit], found: &mut Vec<Found>) {
        let span = |hit: &Hit| hit.start as usize..hit.end as usize;
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
fn severity(hit: &Hit) -> Severity {
    let severity = ENGLISH.severity(hit.term);
    let disguised = hit.written == Written::Signed && hit.word.is_some();
    if disguised && ENGLISH.is_ambiguous(hit.term) { severity.max(Severity::Moderate) } else { severity }
}

/// What a finding of the lexicon is called: a word by itself, a phrase by its term.
fn name(hit: &Hit, category: &str) -> String {
    match hit.word.and_then(|word| std::str::from_utf8(ENGLISH.letters(word)).ok()) {
        Some(word) => format!("{category}/{word}"),
        None => format!("{category}/{}", ENGLISH.title(hit.term)),
    }
}

/// Whether one of the spans holds the other.
pub(super) fn within(spans: &[Range<usize>], inner: &Range<usize>) -> bool {
    spans.iter().any(|span| span.start <= inner.start && inner.end <= span.end)
}

/// Whether a word can be looked for.
pub(super) fn check(word: &str) -> Result<(), String> {
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
