//! Rulebooks as files: read, and every error shown where it is.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

use channel_flow::{DEFAULT_RULEBOOK, Registry, Rulebook, RulebookErrors};

use crate::escape::Escaped;
use crate::failure::Failure;
use crate::input::{self, STDIN};
use crate::terminal::{BAD, FAINT, STRONG};

/// What is wrong with a rulebook that the command line names.
#[derive(Debug)]
pub(crate) enum LoadError {
    /// It cannot be read.
    Unreadable(Failure),
    /// It has errors.
    Errors(RulebookErrors),
}

/// The rulebook in `path`, `-` for standard input; or the one that the ready-made function ships with.
pub(crate) fn open(path: Option<&Path>) -> Result<Rulebook, LoadError> {
    let registry = Registry::default();
    let loaded = match path {
        None => Rulebook::parse(DEFAULT_RULEBOOK, &registry)
            .map_err(|errors| errors.in_file("the built-in rulebook")),
        Some(path) if path.as_os_str() == STDIN => {
            let text = input::read("rulebook", path).map_err(LoadError::Unreadable)?;
            Rulebook::parse(&text, &registry).map_err(|errors| errors.in_file(STDIN))
        }
        Some(path) => {
            // A rulebook that is not there is no rulebook with errors.
            File::open(path).map_err(|error| {
                LoadError::Unreadable(Failure::unreadable("rulebook", path.display(), &error))
            })?;
            Rulebook::load(path, &registry)
        }
    };
    loaded.map_err(LoadError::Errors)
}

/// The same for a command that cannot go on without it.
pub(crate) fn load(path: Option<&Path>) -> Result<Rulebook, Failure> {
    open(path).map_err(|error| match error {
        LoadError::Unreadable(failure) => failure,
        LoadError::Errors(errors) => {
            Failure::input(format!("the rulebook does not load\n\n{}", render(&errors).trim_end()))
        }
    })
}

/// All errors, each with its place, its line and a mark under the column.
pub(crate) fn render(errors: &RulebookErrors) -> String {
    let mut rendered = String::new();
    for error in errors {
        let position = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let at = (position(error.line), position(error.column));
        one(&mut rendered, &error.file, at, &error.message, &error.source);
    }
    rendered
}

fn one(rendered: &mut String, name: &str, (line, column): (usize, usize), message: &str, source: &str) {
    let place = format!("{}:{line}:{column}", Escaped(name));
    let message = message.lines().map(|line| Escaped(line).to_string()).collect::<Vec<_>>().join("\n    ");
    // Writing to a string cannot fail.
    let _ = writeln!(rendered, "{STRONG}{place}:{STRONG:#} {message}");
    if source.trim().is_empty() {
        return;
    }
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
        one(&mut rendered, "a.yaml", (line, column), "no such key", source);
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
        one(&mut rendered, "a.yaml", (1, 1), "the file is empty", "");
        assert_eq!(anstream::adapter::strip_str(&rendered).to_string(), "a.yaml:1:1: the file is empty\n");
    }
}
