//! What people read: the styles, and standard output.

use std::io::{self, IsTerminal as _, Write};

use anstyle::{AnsiColor, Color, Style};

use crate::escape::EscapedJson;
use crate::failure::Failure;

/// Names, ids, headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// What only matters on a second look.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// As it should be.
pub(crate) const GOOD: Style = colour(AnsiColor::Green);
/// Changed.
pub(crate) const CHANGED: Style = colour(AnsiColor::Yellow);
/// Refused, or wrong.
pub(crate) const BAD: Style = colour(AnsiColor::Red);

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// Standard output; drops all styles where nobody sees them (no terminal, or `NO_COLOR` is set).
pub(crate) fn stdout() -> impl Write {
    anstream::stdout()
}

/// Columns of the terminal on standard output, at most what is easy to read; where that is none, lines may have
/// any length.
pub(crate) fn columns() -> usize {
    /// Of a terminal that does not say.
    const USUAL: usize = 80;
    /// Longer lines are hard to read.
    const WIDEST: usize = 110;
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((terminal_size::Width(columns), _)) => usize::from(columns).clamp(40, WIDEST),
        None if io::stdout().is_terminal() => USUAL,
        None => usize::MAX,
    }
}

/// Prints a value as one line of JSON, for scripts.
pub(crate) fn json_line(value: &impl serde::Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(value).map_err(|error| Failure::failed(&error))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Prints a value as indented JSON, for people.
pub(crate) fn json_block(out: &mut impl Write, value: &serde_json::Value) -> io::Result<()> {
    writeln!(out, "{}", EscapedJson(&format!("{value:#}")))
}
