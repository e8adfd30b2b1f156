//! Text as rules look at it: folded for finding, with a way back to the original bytes.
//!
//! Folded text is for finding, never for sending: every finding is a span of the original.

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
pub(crate) use traits::{Trait, Traits, count_digits, fours};

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
pub(crate) fn is_invisible(char: char) -> bool {
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

/// Marks that go with letters of any script: accents, strokes, enclosing circles.
pub(crate) fn is_general_mark(char: char) -> bool {
    table::Entry::of(char).is_general_mark()
}

/// Where characters as readers count them begin, and where the last one ends.
pub(crate) fn boundaries(text: &str) -> Vec<usize> {
    // In ASCII, nothing joins but the two signs of a line break.
    if text.is_ascii() && !text.contains('\r') {
        return (0..=text.len()).collect();
    }
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
