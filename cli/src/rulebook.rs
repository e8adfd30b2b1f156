//! Rulebooks as files: read, and every error shown where it is.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use channel_flow::{DEFAULT_RULEBOOK, Registry, Rulebook, RulebookErrors};

use crate::escape::Escaped;
use crate::failure::Failure;
use crate::terminal::{BAD, FAINT, STRONG};

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

/// The rulebook in `path`, or the one that the ready-made function ships with.
pub(crate) fn load(path: Option<&Path>) -> Result<Rulebook, Failure> {
    let (name, text) = match path {
        Some(path) => (path.display().to_string(), read("rulebook", path)?),
        None => ("the built-in rulebook".to_owned(), DEFAULT_RULEBOOK.to_owned()),
    };
    Rulebook::parse(&text, &Registry::default()).map_err(|errors| {
        let rendered = render(&name, &text, &errors);
        Failure::input(format!("the rulebook does not load\n\n{}", rendered.trim_end()))
    })
}

/// The text of a file that the command line names, or of standard input.
pub(crate) fn read(what: &str, path: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::unreadable(what, path.display(), &error);
    if path.as_os_str() == STDIN {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map_err(unreadable)?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(unreadable)
}

/// All errors, each with its place, its line and a mark under the column.
pub(crate) fn render(name: &str, text: &str, errors: &RulebookErrors) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut rendered = String::new();
    for error in errors {
        let position = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (line, column) = (position(error.line), position(error.column));
        let source = line.checked_sub(1).and_then(|index| lines.get(index)).copied();
        one(&mut rendered, name, (line, column), &error.message, source);
    }
    rendered
}

fn one(
    rendered: &mut String,
    name: &str,
    (line, column): (usize, usize),
    message: &str,
    source: Option<&str>,
) {
    let place = format!("{}:{line}:{column}", Escaped(name));
    let message = message.lines().map(|line| Escaped(line).to_string()).collect::<Vec<_>>().join("\n    ");
    // Writing to a string cannot fail.
    let _ = writeln!(rendered, "{STRONG}{place}:{STRONG:#} {message}");
    let Some(source) = source.filter(|source| !source.trim().is_empty()) else { return };
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let _ = writeln!(rendered, "  {FAINT}{number} |{FAINT:#} {}", shown(source));
    let _ = writeln!(rendered, "  {FAINT}{gutter} |{FAINT:#} {}{BAD}^{BAD:#}", pad(source, column));
}

/// The line without what a terminal would obey; a tab is one column.
fn shown(source: &str) -> String {
    Escaped(&source.replace('\t', " ")).to_string()
}

/// As many columns as stand before `column`, counted from 1.
fn pad(source: &str, column: usize) -> String {
    let before: String = source.chars().take(column.saturating_sub(1)).collect();
    " ".repeat(shown(&before).chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: usize, column: usize, source: &str) -> String {
        let mut rendered = String::new();
        one(&mut rendered, "a.yaml", (line, column), "no such key", Some(source));
        anstream::adapter::strip_str(&rendered).to_string()
    }

    #[test]
    fn the_mark_stands_under_the_column() {
        assert_eq!(plain(12, 3, "  thn: mask"), "a.yaml:12:3: no such key\n  12 |   thn: mask\n     |   ^\n");
    }

    #[test]
    fn the_mark_moves_with_what_is_spelled_out() {
        assert_eq!(
            plain(1, 3, "\t\u{202e}x"),
            "a.yaml:1:3: no such key\n  1 |  \\u{202e}x\n    |          ^\n"
        );
    }

    #[test]
    fn an_error_outside_the_file_has_no_mark() {
        let mut rendered = String::new();
        one(&mut rendered, "a.yaml", (1, 1), "the file is empty", None);
        assert_eq!(anstream::adapter::strip_str(&rendered).to_string(), "a.yaml:1:1: the file is empty\n");
    }
}
