//! Words and phrases that a rulebook lists.

use std::ops::Range;

use super::compile::{Language, compile};
use super::find::{Manner, scan};
use super::matching::Hit;
use super::odd::Odd;
use super::pattern::{Node, Source, Term};
use super::terms::Terms;
use crate::text::Text;
use crate::text::words::{Word, letters, split};

/// Words of one phrase, at most; longer ones are looked for letter by letter.
const MOST_WORDS: usize = 12;
/// Bytes of one word, at most; likewise.
const MOST_BYTES: usize = 255;

/// The language of a list, which nobody knows.
pub(super) struct Any;

impl Language for Any {
    fn is_distinct(&self, _: &str) -> bool {
        false
    }

    fn is_ordinary(&self, _: &str) -> bool {
        false
    }

    fn is_misspelt(&self, _: &str, _: Option<u32>) -> bool {
        false
    }

    fn common(&self) -> &[String] {
        &[]
    }
}

#[derive(Debug)]
pub(super) struct List {
    terms: Terms,
    /// Which word of the list each term is.
    numbers: Vec<usize>,
    odd: Option<Odd>,
    disguised: bool,
}

/// A listed word in a reading: its number, and where.
pub(super) struct Listed {
    pub(super) number: usize,
    pub(super) span: Range<usize>,
}

impl List {
    /// `None` where the list is too large.
    pub(super) fn of<'a>(words: impl IntoIterator<Item = &'a str>, disguised: bool) -> Option<Self> {
        let mut source = Source::default();
        let (mut numbers, mut odd) = (Vec::new(), Vec::new());
        for (number, word) in words.into_iter().enumerate() {
            let text = Text::new(word.trim());
            let Some(reading) = text.readings().next() else { continue };
            match pattern(reading.as_str()) {
                Some(pattern) => {
                    numbers.push(number);
                    let category = Some(String::new());
                    source.terms.push(Term {
                        pattern,
                        name: String::new(),
                        category,
                        severity: 1,
                        ambiguous: false,
                    });
                }
                None => odd.push((number, reading.as_str().to_owned())),
            }
        }
        let odd = if odd.is_empty() { None } else { Some(Odd::of(&odd)?) };
        Some(Self { terms: Terms::from(compile(&source, &Any)), numbers, odd, disguised })
    }

    /// The listed words in a reading.
    pub(super) fn find(&self, text: &str, words: &[Word]) -> Vec<Listed> {
        let manner = Manner { disguised: self.disguised, by_line: false, joined: true };
        let hits = scan(&self.terms, text, words, manner);
        let listed = |hit: &Hit| Listed {
            number: self.numbers.get(hit.term as usize).copied().unwrap_or_default(),
            span: hit.start as usize..hit.end as usize,
        };
        let mut found: Vec<Listed> = hits.iter().map(listed).collect();
        if let Some(odd) = &self.odd {
            found.extend(odd.find(text).into_iter().map(|(number, span)| Listed { number, span }));
        }
        found
    }
}

/// A word or phrase as a row of words; `None` if more than words matters in it.
pub(super) fn pattern(text: &str) -> Option<Node> {
    let words = split(text);
    let mut end = 0;
    let mut nodes = Vec::new();
    for word in &words {
        let between = text.get(end..word.start as usize)?;
        let own = text.get(word.start as usize..word.end as usize)?;
        let inside = own.chars().all(|char| char == '\'' || char.is_alphanumeric() || !char.is_ascii());
        if !between.chars().all(|char| char.is_whitespace() || char == '-')
            || !inside
            || own.len() > MOST_BYTES
        {
            return None;
        }
        let genitive = text
            .get(word.end as usize..)
            .is_some_and(|rest| word.marks.has(crate::text::words::Marks::GENITIVE) && !rest.is_empty());
        let mut spelled: Vec<u8> = letters(own).collect();
        end = word.end as usize;
        if genitive {
            spelled.push(b's');
            let rest = text.get(end..)?;
            end += rest.chars().take(2).map(char::len_utf8).sum::<usize>();
        }
        nodes.push(Node::Words(vec![String::from_utf8(spelled).ok()?]));
    }
    let rest = text.get(end..)?;
    (rest.is_empty() && !nodes.is_empty() && nodes.len() <= MOST_WORDS).then_some(Node::Sequence(nodes))
}
