//! YAML files become a pipeline; everything that is wrong with them is reported at once.

use std::path::Path;
use std::sync::Arc;

use crate::pipeline::Pipeline;
use crate::registry::Registry;
use crate::registry::files::{self, Files, Source};
use crate::registry::node::{Complaint, Place};

mod case;
mod error;
mod layers;
mod overlay;
mod read;
mod rollout;
mod rule;
mod schema;
mod spot;
mod when;

pub use case::{Difference, TestResult};
pub use error::{RulebookError, RulebookErrors};

/// The rulebook that the ready-made Lambda ships with, and that `extends: default` starts from.
pub const DEFAULT_RULEBOOK: &str = include_str!("../../rulebook.yaml");

/// The name of a rulebook that is no file.
const NAMELESS: &str = "rulebook.yaml";
/// Bytes of one YAML file, at most.
const MAX_BYTES: usize = 1 << 20;

/// Rules read from a file, ready to run.
///
/// ```
/// use channel_flow::{Registry, Rulebook};
///
/// let yaml = "version: 1\nrules:\n  - { id: curses, use: words, with: { word: [darn], then: mask } }\n";
/// let errors = Rulebook::parse(yaml, &Registry::default()).unwrap_err();
/// assert!(errors.to_string().contains("3:39: unknown option `word`; did you mean `words`?"));
/// ```
#[derive(Debug)]
pub struct Rulebook {
    pipeline: Pipeline,
    cases: Vec<case::Case>,
}

impl Rulebook {
    /// Reads a rulebook whose rules are of the registry's kinds. It can extend the shipped rulebook; other
    /// files it can name only where it is a file itself, for [`load`](Self::load) to read.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file. The text of an error quotes the rulebook.
    pub fn parse(yaml: &str, registry: &Registry) -> Result<Self, RulebookErrors> {
        let source = Source { name: NAMELESS.to_owned(), text: yaml.into(), directory: None };
        Self::read(source, None, registry)
    }

    /// Reads the rulebook in a file, and the files that it names.
    ///
    /// # Errors
    /// Everything that is wrong, file by file. The text of an error quotes the rulebook.
    pub fn load(path: impl AsRef<Path>, registry: &Registry) -> Result<Self, RulebookErrors> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let text = match files::read(path, MAX_BYTES) {
            Ok(text) => text,
            Err(message) => {
                let mut files = Files::default();
                files.add(Source { name, text: Arc::default(), directory: None });
                return Err(RulebookErrors::new(&files, vec![Complaint::new(Place::default(), message)]));
            }
        };
        let directory = path.parent().map(Path::to_owned);
        Self::read(Source { name, text: text.into(), directory }, Some(path), registry)
    }

    fn read(source: Source, path: Option<&Path>, registry: &Registry) -> Result<Self, RulebookErrors> {
        let mut files = Files::default();
        files.add(source);
        let mut reader = read::Reader::new(registry, files);
        let read = reader.rulebook(path);
        match read {
            Some((pipeline, cases)) if reader.complaints.is_empty() => Ok(Self { pipeline, cases }),
            _ => Err(RulebookErrors::new(&reader.files, reader.complaints)),
        }
    }

    /// The rules as a pipeline.
    #[must_use]
    pub fn into_pipeline(self) -> Pipeline {
        self.pipeline
    }

    /// Runs the cases under `tests`, in order.
    pub async fn run_tests(&self) -> Vec<TestResult> {
        let mut results = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            results.push(case.run(&self.pipeline).await);
        }
        results
    }
}

#[cfg(test)]
mod tests;
