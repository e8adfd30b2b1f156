//! Predictions: one line of JSON for each row, for programs that score them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::verdict::Verdict;
use crate::failure::Failure;

/// A file of predictions.
pub(crate) struct Predictions(BufWriter<Box<dyn Write>>);

/// What the line of a row says.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Judged {
        row: usize,
        hit: bool,
        deny: bool,
        categories: &'a [std::borrow::Cow<'static, str>],
        rules: Vec<&'a str>,
        spans: Vec<Place<'a>>,
        edited: Option<&'a str>,
    },
    Unusable {
        row: usize,
        error: &'a str,
    },
}

#[derive(Serialize)]
struct Place<'a> {
    rule: &'a str,
    term: &'a str,
    start: usize,
    end: usize,
}

impl Predictions {
    /// Starts the file; `-` is standard output.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let out: Box<dyn Write> = if path.as_os_str() == "-" {
            Box::new(io::stdout().lock())
        } else {
            let file = File::create(path);
            Box::new(file.map_err(|error| {
                Failure::input(format!("cannot write the predictions to `{}`: {error}", path.display()))
            })?)
        };
        Ok(Self(BufWriter::new(out)))
    }

    /// Writes the line of a row.
    pub(crate) fn write(&mut self, row: usize, verdict: Result<&Verdict, &str>) -> Result<(), Failure> {
        let line = match verdict {
            Ok(verdict) => Line::Judged {
                row,
                hit: verdict.hit(),
                deny: verdict.deny,
                categories: &verdict.categories,
                rules: verdict.acting().map(|rule| &**rule).collect(),
                spans: verdict
                    .spans
                    .iter()
                    .map(|span| Place {
                        rule: &span.rule,
                        term: &span.term,
                        start: span.chars.start,
                        end: span.chars.end,
                    })
                    .collect(),
                edited: verdict.edited.as_deref(),
            },
            Err(error) => Line::Unusable { row, error },
        };
        serde_json::to_writer(&mut self.0, &line).map_err(io::Error::from)?;
        Ok(self.0.write_all(b"\n")?)
    }

    /// Writes what is left.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        Ok(self.0.flush()?)
    }
}
