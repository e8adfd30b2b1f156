//! The list of a language, made ready to be looked for.

use std::cmp::Reverse;
use std::ops::Range;

use super::Wanted;
use super::read::{Entry, read};
use crate::action::Found;
use crate::rules::words::compile::compile;
use crate::rules::words::find::{Manner, scan};
use crate::rules::words::list::{Any, pattern};
use crate::rules::words::matching::{Hit, Written};
use crate::rules::words::pattern::{Node, Source, Term};
use crate::rules::words::terms::Terms;
use crate::text::words::Word;
use crate::text::{Reading, Text, is_general_mark};

/// Letters that are also written otherwise.
const OTHERWISE: [(char, &str); 7] =
    [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('å', "aa"), ('ø', "oe"), ('æ', "ae"), ('ё', "е")];
/// Words that stand before another one with an apostrophe, without a space, in French and Italian.
const ELIDED: [(&str, &[&str]); 2] = [
    ("fr", &["d", "j", "l", "m", "n", "qu", "s", "t"]),
    ("it", &["all", "d", "dell", "l", "quell", "sull", "un"]),
];
const ACCENT: char = '\u{301}';
const VOWELS: [char; 9] = ['a', 'â', 'e', 'é', 'ê', 'h', 'i', 'o', 'u'];

#[derive(Debug)]
pub(super) struct LanguageList {
    code: &'static str,
    entries: Vec<Entry>,
    terms: Terms,
    /// How each term spells which entry.
    spellings: Vec<Spelling>,
}

#[derive(Clone, Copy, Debug)]
struct Spelling {
    entry: usize,
    how: How,
}

/// What the original must look like where a spelling was found in the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Anyhow,
    /// As the entry is spelled: folding has taken marks away that make another word.
    Exactly,
    /// With the apostrophe that folding has taken away.
    Elided,
}

impl LanguageList {
    pub(super) fn of(code: &'static str, text: &str) -> Self {
        let (entries, _) = read(text);
        let mut making = Making::default();
        let elided =
            ELIDED.iter().find(|(language, _)| *language == code).map_or(&[][..], |(_, words)| words);
        for (number, entry) in entries.iter().enumerate() {
            making.add(entry, number, elided);
        }
        let Making { source, spellings } = making;
        // What no ordinary word contains is not known in a language whose words are not known.
        Self { code, entries, terms: Terms::from(compile(&source, &Any)), spellings }
    }

    /// Adds what is wanted of what the list has in a reading, and the spans that it allows; both in the folded
    /// text. A finding inside another of its category adds nothing.
    pub(super) fn find(
        &self,
        reading: &Reading<'_>,
        words: &[Word],
        wanted: &Wanted,
        found: &mut Vec<Found>,
        allowed: &mut Vec<Range<usize>>,
    ) {
        // Letters that stand together are taken apart by words that English has.
        let manner = Manner { disguised: wanted.disguised, by_line: true, joined: false };
        let mut hits = Vec::new();
        for hit in scan(&self.terms, reading.as_str(), words, manner) {
            let Some((entry, how)) = self.entry(&hit) else { continue };
            let span = hit.start as usize..hit.end as usize;
            if !is_spelled(entry, how, reading.original_text(span.clone())) {
                continue;
            }
            match entry.category {
                None => allowed.push(span),
                Some(category)
                    if entry.severity >= wanted.severity
                        && wanted.categories.contains(&category)
                        && (wanted.disguised || hit.written == Written::Plainly) =>
                {
                    hits.push((category.as_str(), span, entry));
                }
                Some(_) => {}
            }
        }
        hits.sort_by_key(|(category, span, entry)| {
            (*category, span.start, Reverse(span.end), Reverse(entry.severity))
        });
        let mut widest = None;
        for (category, span, entry) in hits {
            let covered = widest
                .is_some_and(|(of, end, worst)| of == category && span.end <= end && entry.severity <= worst);
            if !covered {
                widest = Some((category, span.end, entry.severity));
                let term = format!("{category}/{}/{}", self.code, entry.name);
                found.push(Found::new(span, category).term(term).severity(entry.severity));
            }
        }
    }

    /// The entries that no term spells.
    #[cfg(test)]
    pub(super) fn unspelled(&self) -> Vec<&str> {
        let spelled = |number: usize| self.spellings.iter().any(|spelling| spelling.entry == number);
        (0..)
            .zip(&self.entries)
            .filter(|(number, _)| !spelled(*number))
            .map(|(_, entry)| &*entry.name)
            .collect()
    }

    fn entry(&self, hit: &Hit) -> Option<(&Entry, How)> {
        let spelling = self.spellings.get(hit.term as usize)?;
        Some((self.entries.get(spelling.entry)?, spelling.how))
    }
}

/// A list while it is made.
#[derive(Default)]
struct Making {
    source: Source,
    spellings: Vec<Spelling>,
}

impl Making {
    fn add(&mut self, entry: &Entry, number: usize, elided: &[&str]) {
        if entry.exactly {
            self.term(sequence(&entry.parts, false), Spelling { entry: number, how: How::Exactly });
            if otherwise(&entry.name).is_some() {
                let parts = [otherwise(&entry.name).into_iter().collect()];
                self.term(sequence(&parts, false), Spelling { entry: number, how: How::Anyhow });
            }
            return;
        }
        self.term(sequence(&entry.parts, true), Spelling { entry: number, how: How::Anyhow });
        if entry.name.starts_with(VOWELS) && !entry.name.contains(' ') {
            for word in elided {
                let parts = [vec![format!("{word}{}", entry.name)]];
                self.term(sequence(&parts, false), Spelling { entry: number, how: How::Elided });
            }
        }
    }

    fn term(&mut self, pattern: Option<Node>, spelling: Spelling) {
        if let Some(pattern) = pattern {
            let category = Some(String::new());
            self.source.terms.push(Term {
                pattern,
                name: String::new(),
                category,
                severity: 1,
                ambiguous: false,
            });
            self.spellings.push(spelling);
        }
    }
}

/// The parts of an entry one behind the other; `None` if one of them holds more than words.
fn sequence(parts: &[Vec<String>], or_otherwise: bool) -> Option<Node> {
    let node = |choices: &Vec<String>| {
        let others = choices.iter().filter(|_| or_otherwise).filter_map(|choice| otherwise(choice));
        let others: Vec<String> = others.collect();
        let words = choices.iter().chain(&others).filter(|choice| !choice.is_empty());
        let node = Node::Choice(words.map(|choice| folded(choice)).collect::<Option<Vec<Node>>>()?);
        let optional = choices.iter().any(String::is_empty);
        Some(if optional { Node::Optional(Box::new(node)) } else { node })
    };
    Some(Node::Sequence(parts.iter().map(node).collect::<Option<Vec<Node>>>()?))
}

/// A row of words as the text engine folds it.
fn folded(words: &str) -> Option<Node> {
    if is_folded(words) {
        return pattern(words);
    }
    pattern(Text::new(words).readings().next()?.as_str())
}

/// Whether folding leaves the words as they are: most of a list, and a cold start has no time to spare.
pub(super) fn is_folded(words: &str) -> bool {
    words.chars().all(|char| char.is_ascii() || matches!(char, 'а'..='я' | 'ё'))
}

/// The word with letters that are also written otherwise written so, if there are any.
fn otherwise(word: &str) -> Option<String> {
    let other = |char: char| OTHERWISE.iter().find(|(one, _)| *one == char).map(|(_, other)| *other);
    word.contains(|char| other(char).is_some()).then(|| {
        let mut spelled = String::with_capacity(word.len() + 2);
        for char in word.chars() {
            match other(char) {
                Some(other) => spelled.push_str(other),
                None => spelled.push(char),
            }
        }
        spelled
    })
}

/// Whether the original is the entry as it has to be spelled.
fn is_spelled(entry: &Entry, how: How, original: &str) -> bool {
    match how {
        How::Anyhow => true,
        How::Exactly => plain(original) == plain(&entry.name),
        How::Elided => original.contains(['\'', '\u{2019}', '`', '\u{b4}']),
    }
}

/// The letters of a text, folded, with an accent behind those that folding changes; a space between words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.chars().flat_map(char::to_lowercase) {
        if char.is_ascii_alphanumeric() {
            plain.push(char);
        } else if is_general_mark(char) || char.is_alphanumeric() {
            let mut letter = [0; 4];
            let letter: &str = char.encode_utf8(&mut letter);
            if let Some(reading) = Text::new(letter).readings().next().filter(|_| char.is_alphanumeric()) {
                plain.push_str(reading.as_str());
            }
            if !plain.ends_with(letter) {
                plain.push(ACCENT);
            }
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain
}
