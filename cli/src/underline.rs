//! A text with marks under it, on lines of bounded width.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::escape::Escaped;

/// Columns of a line, at most.
const WIDTH: usize = 96;

/// What stands before each line.
const INDENT: &str = "  ";

/// A mark under a piece of the text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The bytes of the text.
    pub(crate) span: Range<usize>,
    pub(crate) style: Style,
    /// What is said beside it.
    pub(crate) note: String,
}

/// One character as it is shown.
struct Cell {
    start: usize,
    shown: String,
    width: usize,
}

/// Prints a text with its marks, each with its note where it begins.
pub(crate) fn write(out: &mut impl Write, text: &str, marks: &[Mark]) -> io::Result<()> {
    for row in rows(text) {
        let shown: String = row.iter().map(|cell| &*cell.shown).collect();
        writeln!(out, "{INDENT}{shown}")?;
        for Mark { span, style, note } in marks {
            let Some((before, under)) = place(&row, span) else { continue };
            let (pad, line) = (" ".repeat(before), "^".repeat(under.max(1)));
            let begins = row.first().is_none_or(|first| span.start >= first.start);
            let note = if begins { format!(" {note}") } else { String::new() };
            writeln!(out, "{INDENT}{pad}{style}{line}{style:#}{note}")?;
        }
    }
    Ok(())
}

/// The columns before a span and under it; `None` where it lies in another row.
fn place(row: &[Cell], span: &Range<usize>) -> Option<(usize, usize)> {
    let width = |cells: &mut dyn Iterator<Item = &Cell>| cells.map(|cell| cell.width).sum::<usize>();
    let (first, last) = (row.first()?.start, row.last()?.start);
    if span.start > last || span.end.max(span.start + 1) <= first {
        return None;
    }
    let before = width(&mut row.iter().filter(|cell| cell.start < span.start));
    let under = width(&mut row.iter().filter(|cell| span.contains(&cell.start)));
    Some((before, under))
}

/// The characters in rows: one for each line of the text, or more where it is too long.
fn rows(text: &str) -> Vec<Vec<Cell>> {
    let mut rows = vec![Vec::new()];
    let mut columns = 0;
    for (start, c) in text.char_indices() {
        let shown = Escaped(c.encode_utf8(&mut [0; 4])).to_string();
        let width = shown.width();
        // A character without a width belongs to the one before it.
        if columns + width > WIDTH {
            rows.push(Vec::new());
            columns = 0;
        }
        columns += width;
        if let Some(row) = rows.last_mut() {
            row.push(Cell { start, shown, width });
        }
        if c == '\n' {
            rows.push(Vec::new());
            columns = 0;
        }
    }
    if rows.len() > 1 && rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, spans: &[Range<usize>]) -> Vec<String> {
        let marks: Vec<Mark> = (1..)
            .zip(spans)
            .map(|(number, span)| Mark {
                span: span.clone(),
                style: Style::new(),
                note: format!("n{number}"),
            })
            .collect();
        let mut out = Vec::new();
        write(&mut out, text, &marks).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn marks_stand_under_what_they_mark() {
        assert_eq!(shown("oh darn it", &[3..7, 0..10]), ["  oh darn it", "     ^^^^ n1", "  ^^^^^^^^^^ n2"]);
    }

    #[test]
    fn columns_are_counted_as_a_terminal_counts_them() {
        assert_eq!(
            shown("日本 é\u{301} x", &[0..3, 12..13]),
            ["  日本 é\u{301} x", "  ^^ n1", "         ^ n2"]
        );
        // What is hidden is spelled out.
        assert_eq!(
            shown("a\u{202e}b", &[1..4, 4..5]),
            ["  a\\u{202e}b", "   ^^^^^^^^ n1", "           ^ n2"]
        );
    }

    #[test]
    fn each_line_has_its_own_marks() {
        let lines = shown("one\ntwo three\n", &[0..3, 4..7, 2..8]);
        assert_eq!(lines, ["  one\\n", "  ^^^ n1", "    ^^^ n3", "  two three\\n", "  ^^^ n2", "  ^^^^"]);
    }

    #[test]
    fn a_long_line_is_broken() {
        let text = "x".repeat(150);
        let lines = shown(&text, std::slice::from_ref(&(90..100)));
        assert_eq!(lines[0].len(), 98);
        assert_eq!(lines[1].trim(), "^^^^^^ n1");
        assert_eq!(lines[3].trim(), "^^^^");
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(shown("", &[]), ["  "]);
    }

    proptest! {
        #[test]
        fn every_span_is_marked_within_the_width(
            text in "(\\PC|\\n|\u{1b}){1,200}",
            first in any::<prop::sample::Index>(),
            length in 1_usize..50,
        ) {
            let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
            let first = first.index(starts.len());
            let span = starts[first]..starts.get(first + length).copied().unwrap_or(text.len());
            let lines = shown(&text, std::slice::from_ref(&span));
            prop_assert!(lines.iter().any(|line| line.trim_start().starts_with('^')));
            let width = |line: &String| line.trim_end_matches(" n1").width();
            prop_assert!(lines.iter().all(|line| width(line) <= INDENT.len() + WIDTH));
        }
    }
}
