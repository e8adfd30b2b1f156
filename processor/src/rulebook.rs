//! A YAML file becomes a pipeline; everything that is wrong with it is reported at once.

use std::fmt;

use crate::pipeline::Pipeline;
use crate::registry::Registry;
use crate::registry::node::{Complaint, Node};

mod read;

/// The rulebook that the ready-made Lambda ships with.
pub const DEFAULT_RULEBOOK: &str = include_str!("../../rulebook.yaml");

/// Bytes of a rulebook, at most.
const MAX_BYTES: usize = 1 << 20;

/// Rules read from a file, ready to run.
///
/// ```
/// use channel_flow::{Registry, Rulebook};
///
/// let yaml = "version: 1\nrules:\n  - { id: curses, use: words, with: { word: [darn], then: mask } }\n";
/// let errors = Rulebook::parse(yaml, &Registry::default()).unwrap_err();
/// assert_eq!(errors.to_string(), "\
/// rulebook.yaml:3:37: `words` needs the option `words` under `with`
/// rulebook.yaml:3:39: unknown option `word`; did you mean `words`?");
/// ```
#[derive(Debug)]
pub struct Rulebook {
    pipeline: Pipeline,
}

impl Rulebook {
    /// Reads a rulebook whose rules are of the registry's kinds.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file. The text of an error quotes the rulebook.
    pub fn parse(yaml: &str, registry: &Registry) -> Result<Self, RulebookErrors> {
        Self::read(yaml, registry).map_err(|mut complaints| {
            complaints.sort();
            complaints.dedup();
            RulebookErrors {
                file: "rulebook.yaml".to_owned(),
                errors: complaints.into_iter().map(RulebookError::from).collect(),
            }
        })
    }

    fn read(yaml: &str, registry: &Registry) -> Result<Self, Vec<Complaint>> {
        if yaml.len() > MAX_BYTES {
            let message = format!("{} bytes; a rulebook has at most {MAX_BYTES}", yaml.len());
            return Err(vec![Complaint::new(read::START, message)]);
        }
        let node = Node::parse(yaml).map_err(|complaint| vec![complaint])?;
        let mut complaints = Vec::new();
        node.duplicates(&mut complaints);
        match read::rulebook(&node, registry, &mut complaints) {
            Some(pipeline) if complaints.is_empty() => Ok(Self { pipeline }),
            _ => Err(complaints),
        }
    }

    /// The rules as a pipeline.
    #[must_use]
    pub fn into_pipeline(self) -> Pipeline {
        self.pipeline
    }
}

/// One thing that is wrong with a rulebook. Its text may quote the rulebook, never a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookError {
    /// The line, from 1.
    pub line: u64,
    /// The character within the line, from 1.
    pub column: u64,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl From<Complaint> for RulebookError {
    fn from(complaint: Complaint) -> Self {
        // YAML's own errors may have no place of their own.
        let at = complaint.at.max(read::START);
        Self { line: at.line, column: at.column, message: complaint.message }
    }
}

impl fmt::Display for RulebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for RulebookError {}

/// Everything that is wrong with a rulebook, in the order of the file; never empty. `Display` prints a
/// line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookErrors {
    file: String,
    errors: Vec<RulebookError>,
}

impl RulebookErrors {
    /// The same errors under the name that the user knows the file by.
    #[must_use]
    pub fn in_file(self, file: impl Into<String>) -> Self {
        Self { file: file.into(), ..self }
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
            write!(f, "{line_break}{}:{error}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for RulebookErrors {}

#[cfg(test)]
mod tests;
