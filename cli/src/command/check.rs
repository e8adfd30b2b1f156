//! `check`: does a rulebook load?

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::escape::Escaped;
use crate::failure::{Ending, Result};
use crate::rulebook::{self, LoadError};
use crate::terminal::{self, GOOD};

/// Check rulebooks: print every error with its place, or the number of rules
///
/// Only the built-in kinds of rules are known here; a function with kinds of its own checks its rulebook when
/// it starts.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 all load, 1 there are errors, 2 a file cannot be read.

Examples:
  channel-flow check rulebook.yaml
  channel-flow check rulebooks/*.yaml")]
pub(crate) struct Check {
    /// The files, `-` for standard input
    #[arg(required = true, value_name = "RULEBOOK")]
    rulebooks: Vec<PathBuf>,
}

impl Check {
    pub(crate) fn run(self) -> Result {
        let mut out = terminal::stdout();
        let mut ending = Ending::Success;
        for path in &self.rulebooks {
            match rulebook::open(Some(path)) {
                Ok(rulebook) => {
                    let rules = rulebook.into_pipeline().ids().count();
                    let noun = if rules == 1 { "rule" } else { "rules" };
                    let name = path.display().to_string();
                    writeln!(out, "{}: {GOOD}ok{GOOD:#}: {rules} {noun}", Escaped(&name))?;
                }
                Err(LoadError::Errors(errors)) => {
                    write!(out, "{}", rulebook::render(&errors))?;
                    ending = Ending::Failed;
                }
                Err(LoadError::Unreadable(failure)) => return Err(failure),
            }
        }
        Ok(ending)
    }
}
