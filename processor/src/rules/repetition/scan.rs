//! Where something begins to be too often.

use std::collections::HashMap;
use std::ops::Range;

use crate::text;

/// Calls `report` with each place and what is there.
type Report<'a> = &'a mut dyn FnMut(Range<usize>, &'static str);

/// Words that may be repeated together.
const PERIODS: usize = 4;

/// Rows of one character longer than `most`; found is what is beyond. Asterisks are what masks leave.
pub(super) fn characters(text: &str, most: usize, report: Report<'_>) {
    let bytes = text.as_bytes();
    // Where no byte stands in such a row, no character does, unless it has several bytes.
    if text.is_ascii() && !bytes.chunk_by(u8::eq_ignore_ascii_case).any(|row| row.len() > most) {
        return;
    }
    let (mut start, mut count, mut before) = (0, 0, "");
    let mut end_row = |start: usize, end: usize, count: usize, character: &str| {
        if count > most && character != "*" {
            report(start..end, "characters");
        }
    };
    for (at, character) in text::characters(text) {
        if character.eq_ignore_ascii_case(before) {
            count += 1;
            if count == most + 1 {
                start = at;
            }
        } else {
            end_row(start, at, count, before);
            (count, before) = (1, character);
        }
    }
    end_row(start, text.len(), count, before);
}

/// The same one to four words more than `most` times in a row; found is what is beyond.
pub(super) fn words(text: &str, most: usize, report: Report<'_>) {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        // What masks leave is no word.
        if word.contains(char::is_alphanumeric) {
            words.push((at..at + word.len(), word));
        }
        at += piece.len();
    }
    for period in 1..=PERIODS {
        // How many words in a row are the same as the one `period` words before.
        let mut same = 0;
        for (index, (span, word)) in words.iter().enumerate() {
            let earlier = index.checked_sub(period).and_then(|earlier| words.get(earlier));
            same = if earlier.is_some_and(|(_, earlier)| earlier.eq_ignore_ascii_case(word)) {
                same + 1
            } else {
                0
            };
            // The first repetition is the second time, and it has `period` words.
            if same > period * (most - 1) {
                report(span.clone(), "words");
            }
        }
    }
}

/// Lines that occur more than `most` times; found are the others.
pub(super) fn lines(text: &str, most: usize, report: Report<'_>) {
    if text.bytes().filter(|byte| *byte == b'\n').count() < most {
        return;
    }
    let mut seen = HashMap::<&str, usize>::new();
    let mut at = 0;
    for piece in text.split_inclusive('\n') {
        let line = piece.trim();
        if line.contains(char::is_alphanumeric) {
            let times = seen.entry(line).or_default();
            *times += 1;
            if *times > most {
                report(at..at + piece.trim_end().len(), "lines");
            }
        }
        at += piece.len();
    }
}
