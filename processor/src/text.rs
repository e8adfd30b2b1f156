//! Text as rules look at it: folded for finding, with a way back to the original bytes.
//!
//! Folded text is for finding, never for sending: every finding is a span of the original.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

mod bidi;
mod decode;
mod explain;
mod fold;
mod folding;
pub(crate) mod json;
mod map;
mod reading;
mod regional;
mod table;
mod traits;
mod turned;
pub(crate) mod words;

pub use explain::{Change, Why, explain};
pub use reading::Text;
pub(crate) use reading::{Cache, Reading};
pub(crate) use traits::{Trait, Traits};

/// A text in which differences that do not matter to a reader are gone.
///
/// These are: letter case (Unicode's own lower-case mappings, and both small sigmas alike), kinds
/// of apostrophes, and runs of white space, each of which becomes one space.
pub(crate) struct Folded {
    text: String,
    runs: Vec<Run>,
    original_len: usize,
}

/// A stretch of folded text and where it comes from.
#[derive(Clone, Copy)]
struct Run {
    folded: usize,
    original: usize,
    /// Whether it has the original's length in bytes, byte for byte; otherwise it is one indivisible unit.
    exact: bool,
}

impl Folded {
    pub(crate) fn of(original: &str) -> Self {
        Self::of_ascii(original).unwrap_or_else(|| Self::of_any(original))
    }

    /// Most messages keep every byte at its place.
    fn of_ascii(original: &str) -> Option<Self> {
        let is_space = |byte: &u8| char::from(*byte).is_whitespace();
        let spaces_apart = || original.as_bytes().windows(2).all(|pair| !pair.iter().all(is_space));
        (original.is_ascii() && spaces_apart()).then(|| Self {
            text: original.replace(char::is_whitespace, " ").to_ascii_lowercase(),
            runs: vec![Run { folded: 0, original: 0, exact: true }],
            original_len: original.len(),
        })
    }

    fn of_any(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            runs: vec![Run { folded: 0, original: 0, exact: true }],
            original_len: original.len(),
        };
        let mut chars = original.char_indices().peekable();
        while let Some((start, char)) = chars.next() {
            let before = folded.text.len();
            if char.is_whitespace() {
                while chars.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                folded.text.push(' ');
            } else {
                char.to_lowercase().map(fold_char).for_each(|lower| folded.text.push(lower));
            }
            let end = chars.peek().map_or(original.len(), |(next, _)| *next);
            folded.note(before, start..end);
        }
        folded
    }

    /// Remembers where the newest stretch comes from.
    fn note(&mut self, before: usize, original: Range<usize>) {
        let exact = self.text.len() - before == original.len();
        let continues = self
            .runs
            .last()
            .is_some_and(|run| run.exact && exact && before - run.folded == original.start - run.original);
        if !continues {
            self.runs.push(Run { folded: before, original: original.start, exact });
        }
    }

    /// The folded text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a span of the folded text comes from, whole characters always.
    pub(crate) fn original(&self, span: Range<usize>) -> Range<usize> {
        let Some(last) = span.end.checked_sub(1) else { return 0..0 };
        let (first_run, _) = self.run(span.start);
        let start = first_run.original + if first_run.exact { span.start - first_run.folded } else { 0 };
        let (last_run, next) = self.run(last);
        let end = if last_run.exact { last_run.original + (span.end - last_run.folded) } else { next };
        start..end
    }

    /// The run at an offset, and where in the original the next one begins.
    fn run(&self, offset: usize) -> (Run, usize) {
        let after = self.runs.partition_point(|run| run.folded <= offset);
        let run = after.checked_sub(1).and_then(|index| self.runs.get(index));
        let next = self.runs.get(after).map_or(self.original_len, |run| run.original);
        (run.copied().unwrap_or(Run { folded: 0, original: 0, exact: true }), next)
    }
}

fn fold_char(lower: char) -> char {
    match lower {
        'ς' => 'σ',
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
        other => other,
    }
}

/// Whether a neighbour makes a word longer: `darn` stands in `darned` for itself alone no more. Scripts
/// that are written without spaces have no such neighbours. An accent makes no other word, so that nobody
/// hides one behind it.
pub(crate) fn continues_word(char: char) -> bool {
    (char.is_alphanumeric() && !is_unspaced(char)) || is_joining_mark(char)
}

/// The viramas, which join two consonants, and the nuktas, which make another consonant, of the scripts of
/// India and Sri Lanka: बस is no word of बस्ती. Unicode does not count them among the letters.
fn is_joining_mark(char: char) -> bool {
    matches!(
        char,
        '\u{093c}'
            | '\u{094d}'
            | '\u{09bc}'
            | '\u{09cd}'
            | '\u{0a3c}'
            | '\u{0a4d}'
            | '\u{0abc}'
            | '\u{0acd}'
            | '\u{0b3c}'
            | '\u{0b4d}'
            | '\u{0bcd}'
            | '\u{0c3c}'
            | '\u{0c4d}'
            | '\u{0cbc}'
            | '\u{0ccd}'
            | '\u{0d3b}'..='\u{0d3c}' | '\u{0d4d}' | '\u{0dca}'
    )
}

/// Thai, Lao, Burmese, Khmer, kana and Han.
fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{0e00}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Whether a reader would see nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|char| char.is_whitespace() || char.is_control() || is_invisible(char))
}

/// Characters that Unicode lets a display ignore, and the blank Braille cell.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{00ad}'
        | '\u{034f}'
        | '\u{061c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Where characters as readers count them begin, and where the last one ends.
pub(crate) fn boundaries(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]).collect()
}

/// The characters as readers count them, and where they begin.
pub(crate) fn characters(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// How many characters a reader would count.
pub(crate) fn count(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests;
