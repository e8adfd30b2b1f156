//! What a command line names: files, and standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::failure::Failure;

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

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

/// The text of a message: the argument itself, or standard input without the line feed that ends its last line.
pub(crate) fn text(argument: String) -> Result<String, Failure> {
    if argument != STDIN {
        return Ok(argument);
    }
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::unreadable("text", "standard input", &error))?;
    if text.ends_with('\n') {
        text.pop();
    }
    Ok(text)
}
