//! Listed words that the splitting of words would tear: with signs (`c++`), or in scripts that are written
//! without spaces.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::text::continues_word;

#[derive(Debug)]
pub(super) struct Odd {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

/// The number of a word, and at which ends it must stop short of its neighbour: `c++` may stand before a
/// letter.
#[derive(Debug)]
struct Entry {
    number: usize,
    start: bool,
    end: bool,
}

impl Odd {
    /// `None` where the words are too many or too long for one automaton.
    pub(super) fn of(words: &[(usize, String)]) -> Option<Self> {
        let words: Vec<(usize, String)> =
            words.iter().map(|(number, word)| (*number, Spaced::of(word.trim()).text)).collect();
        let automaton = AhoCorasick::new(words.iter().map(|(_, word)| word)).ok()?;
        let edge = |char: Option<char>| char.is_some_and(continues_word);
        let entries = words.iter().map(|(number, word)| Entry {
            number: *number,
            start: edge(word.chars().next()),
            end: edge(word.chars().next_back()),
        });
        Some(Self { automaton, entries: entries.collect() })
    }

    /// The numbers of the words in a folded text, and where they stand.
    pub(super) fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let spaced = Spaced::of(text);
        // All occurrences, not the leftmost: one word must not hide another.
        let hits = self.automaton.find_overlapping_iter(&spaced.text);
        hits.filter_map(|hit| {
            let entry = self.entries.get(hit.pattern().as_usize())?;
            let before = spaced.text.get(..hit.start()).and_then(|text| text.chars().next_back());
            let after = spaced.text.get(hit.end()..).and_then(|text| text.chars().next());
            let longer = entry.start && before.is_some_and(continues_word)
                || entry.end && after.is_some_and(continues_word);
            (!longer).then(|| (entry.number, spaced.original(hit.range())))
        })
        .collect()
    }
}

/// A text with runs of white space as one space and ASCII letters in lower case.
struct Spaced {
    text: String,
    /// Where runs longer than one byte are: the byte after each in this text, and in the original.
    after: Vec<(usize, usize)>,
}

impl Spaced {
    fn of(original: &str) -> Self {
        let mut spaced = Self { text: String::with_capacity(original.len()), after: Vec::new() };
        let mut chars = original.char_indices().peekable();
        while let Some((_, char)) = chars.next() {
            if char.is_whitespace() {
                while chars.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                spaced.text.push(' ');
                let next = chars.peek().map_or(original.len(), |(next, _)| *next);
                spaced.after.push((spaced.text.len(), next));
            } else {
                spaced.text.push(char.to_ascii_lowercase());
            }
        }
        spaced
    }

    fn original(&self, span: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let runs = self.after.partition_point(|(after, _)| *after <= at);
            let run = runs.checked_sub(1).and_then(|run| self.after.get(run));
            run.map_or(at, |(after, original)| original + (at - after))
        };
        place(span.start)..place(span.end)
    }
}
