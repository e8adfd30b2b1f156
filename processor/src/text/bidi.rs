//! The order in which a text with overrides is displayed.
//!
//! An override (U+202E) makes a display show what follows from right to left: `\u{202e}kcuf` is seen the other
//! way round. This follows the explicit levels of Unicode's bidirectional algorithm as far as overrides need:
//! text in scripts that run from right to left is written in the order in which it is read, and stays so.

use std::ops::Range;

use super::explain::Why;
use super::map::Mapped;

/// Deeper nesting than this is not followed; nobody writes it for a reader.
const DEPTH: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Override,
    Isolate,
}

/// The text in the order of its display, without its controls.
pub(super) fn displayed(text: &str) -> Mapped {
    let mut out = Mapped::scattered(text.len());
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2029}']) {
        show(line, start, &mut out);
        start += line.len();
    }
    out
}

fn show(line: &str, start: usize, out: &mut Mapped) {
    let mut pieces = levels(line, start);
    let deepest = pieces.iter().map(|(_, _, level)| *level).max().unwrap_or_default();
    for level in (1..=deepest).rev() {
        for run in pieces.chunk_by_mut(|(_, _, a), (_, _, b)| (*a >= level) == (*b >= level)) {
            if run.first().is_some_and(|(_, _, here)| *here >= level) {
                run.reverse();
            }
        }
    }
    for (char, original, level) in pieces {
        let why = (level > 0).then_some(Why::Reversed);
        out.put(char.encode_utf8(&mut [0; 4]), original, why);
    }
}

/// Each character that is displayed, and how often it is turned round.
fn levels(line: &str, start: usize) -> Vec<(char, Range<usize>, u8)> {
    let mut pieces = Vec::with_capacity(line.len());
    let mut open = Vec::<(Opened, u8)>::new();
    // Levels that are too deep to follow, and so are their ends.
    let mut beyond = 0_usize;
    for (at, char) in line.char_indices() {
        let level = open.last().map_or(0, |(_, level)| *level);
        let even = level + level % 2;
        let opened = match char {
            '\u{202e}' => Some((Opened::Override, level + 1 + level % 2)),
            '\u{202d}' if level > 0 => Some((Opened::Override, even)),
            '\u{202a}' | '\u{202b}' | '\u{202d}' => Some((Opened::Override, even)),
            '\u{2066}'..='\u{2068}' => Some((Opened::Isolate, even)),
            '\u{202c}' | '\u{2069}' => {
                if beyond > 0 {
                    beyond -= 1;
                } else if char == '\u{2069}' {
                    let isolate = open.iter().rposition(|(opened, _)| *opened == Opened::Isolate);
                    open.truncate(isolate.unwrap_or(open.len()));
                } else if open.last().is_some_and(|(opened, _)| *opened == Opened::Override) {
                    open.pop();
                }
                continue;
            }
            _ => None,
        };
        match opened {
            Some(_) if open.len() >= DEPTH => beyond += 1,
            Some(opened) => open.push(opened),
            None => {
                let original = start + at..start + at + char.len_utf8();
                // The end of a line ends what was opened in it.
                let level = if matches!(char, '\n' | '\r' | '\u{2029}') { 0 } else { level };
                pieces.push((char, original, level));
            }
        }
    }
    pieces
}
