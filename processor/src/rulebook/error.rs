//! What is wrong with a rulebook, for people.

use std::fmt;

use crate::registry::files::Files;
use crate::registry::node::{Complaint, Place};

/// One thing that is wrong with a rulebook. Its text may quote the rulebook, never a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The character within the line, from 1.
    pub column: u64,
    /// What is wrong and what to do about it.
    pub message: String,
    /// The text of the line.
    pub source: String,
    /// The number of the file; 0 is the rulebook itself.
    number: u32,
}

impl RulebookError {
    fn new(files: &Files, complaint: Complaint) -> Self {
        let Place { file: number, line, column } = complaint.at;
        let file = files.get(number);
        let index = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
        let source = file.and_then(|file| file.text.lines().nth(index?)).unwrap_or_default();
        Self {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            // YAML's own errors may have no place of their own.
            line: line.max(1),
            column: column.max(1),
            message: complaint.message,
            source: source.to_owned(),
            number,
        }
    }
}

/// `FILE:LINE:COLUMN: MESSAGE`.
impl fmt::Display for RulebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for RulebookError {}

/// Everything that is wrong with a rulebook, in the order of the file, then of the files that it names; never
/// empty. `Display` prints a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookErrors {
    errors: Vec<RulebookError>,
}

impl RulebookErrors {
    pub(super) fn new(files: &Files, mut complaints: Vec<Complaint>) -> Self {
        complaints.sort();
        complaints.dedup();
        Self {
            errors: complaints.into_iter().map(|complaint| RulebookError::new(files, complaint)).collect(),
        }
    }

    /// The same errors under the name that the user knows the rulebook by.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        let file = file.into();
        for error in self.errors.iter_mut().filter(|error| error.number == 0) {
            error.file.clone_from(&file);
        }
        self
    }

    /// The errors.
    pub fn iter(&self) -> std::slice::Iter<'_, RulebookError> {
        self.errors.iter()
    }
}

impl<'a> IntoIterator for &'a RulebookErrors {
    type Item = &'a RulebookError;
    type IntoIter = std::slice::Iter<'a, RulebookError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for RulebookErrors {
    type Item = RulebookError;
    type IntoIter = std::vec::IntoIter<RulebookError>;

    fn into_iter(self) -> Self::IntoIter {
        self.errors.into_iter()
    }
}

impl fmt::Display for RulebookErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RulebookErrors {}
