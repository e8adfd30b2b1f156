//! Where the invisible characters are that have no use.

use std::ops::Range;

use crate::text::{is_general_mark, is_invisible};

/// Calls `report` with each place and what is there.
type Report<'a> = &'a mut dyn FnMut(Range<usize>, &'static str);

/// What a text holds that may be found.
#[derive(Default)]
pub(super) struct There {
    pub(super) overrides: bool,
    pub(super) zero_width: bool,
    pub(super) marks: bool,
}

/// One look for all, at the characters beyond ASCII: most that are written hold nothing that may be found.
pub(super) fn glance(text: &str) -> There {
    let mut there = There::default();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let mut chars = rest.get(at..).unwrap_or_default().chars();
        if let Some(char) = chars.next() {
            there.overrides |= is_override(char);
            there.zero_width |= is_zero_width(char);
            there.marks |= is_general_mark(char);
        }
        rest = chars.as_str();
    }
    there
}

fn is_override(char: char) -> bool {
    matches!(char, '\u{202d}' | '\u{202e}')
}

/// Controls of direction in a text with an override. Without one, they arrange text that runs from right to left.
pub(super) fn overrides(text: &str, report: Report<'_>) {
    for (at, control) in text.match_indices(|char| matches!(char, '\u{202a}'..='\u{202e}')) {
        report(at..at + control.len(), "override");
    }
}

/// Letters under more than `most` marks; found are all of the marks.
pub(super) fn marks(text: &str, most: usize, report: Report<'_>) {
    let (mut start, mut end, mut count) = (0, 0, 0);
    for (at, char) in text.char_indices() {
        if is_general_mark(char) {
            start = if count == 0 { at } else { start };
            count += 1;
            end = at + char.len_utf8();
        } else {
            if count > most {
                report(start..end, "marks");
            }
            count = 0;
        }
    }
    if count > most {
        report(start..end, "marks");
    }
}

/// Runs of zero-width characters that are of no use where they stand.
pub(super) fn zero_width(text: &str, report: Report<'_>) {
    let mut before = None;
    let mut run = Run::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if !is_zero_width(char) {
            before = if is_general_mark(char) { before } else { Some(char) };
            continue;
        }
        run.add(at, char);
        let after = chars.peek().map(|(_, next)| *next);
        if after.is_none_or(|next| !is_zero_width(next)) {
            if run.is_useless(before, after, text) {
                report(run.start..run.end, "zero-width");
            }
            run = Run::default();
        }
    }
}

/// Controls of direction are the other kind's.
fn is_zero_width(char: char) -> bool {
    is_invisible(char)
        && !matches!(char, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2800}')
}

/// Zero-width characters in a row.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    count: usize,
    first: Option<char>,
    tags: bool,
}

/// What stands in a row in emoji and in the scripts that need joiners is at most this: a selector and a joiner.
const USEFUL: usize = 2;

impl Run {
    fn add(&mut self, at: usize, char: char) {
        if self.count == 0 {
            self.start = at;
            self.first = Some(char);
        }
        self.count += 1;
        self.end = at + char.len_utf8();
        self.tags |= matches!(char, '\u{e0001}'..='\u{e007f}');
    }

    fn is_useless(&self, before: Option<char>, after: Option<char>, text: &str) -> bool {
        if self.tags {
            // The flags of England, Scotland and Wales are a black flag and tags.
            return before != Some('🏴') || self.count > 8;
        }
        if self.count > USEFUL {
            return true;
        }
        let in_word = before.is_some_and(is_plain_letter) && after.is_some_and(is_plain_letter);
        match self.first {
            // Between two letters it may mark where a line can break: but not one letter after another.
            Some('\u{ad}') => in_word && self.is_crowded(text),
            Some('\u{200c}' | '\u{200d}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{34f}') => in_word,
            Some('\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}') => {
                before.is_none_or(|char| is_plain_letter(char) && !char.is_ascii_digit())
            }
            Some('\u{180b}'..='\u{180f}' | '\u{17b4}'..='\u{17b5}' | '\u{115f}'..='\u{1160}') => {
                in_word || before.is_none()
            }
            _ => true,
        }
    }

    /// Whether there is another invisible character two letters away, or the word begins or ends there.
    fn is_crowded(&self, text: &str) -> bool {
        let before = text.get(..self.start).unwrap_or_default().chars().rev().nth(1);
        let after = text.get(self.end..).unwrap_or_default().chars().nth(1);
        let crowded = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric());
        crowded(before) || crowded(after)
    }
}

/// Letters of scripts that join nothing and mark no breaks between letters, and digits.
fn is_plain_letter(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || char.is_alphabetic()
            && matches!(char, '\u{80}'..='\u{58f}' | '\u{1e00}'..='\u{1fff}' | '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
}
