//! `schema`: what a rulebook may hold, for editors.

use std::io::Write as _;

use channel_flow::Registry;
use clap::Args;

use crate::failure::{Ending, Failure, Result};

/// Print the JSON Schema of rulebooks, for editors and validators
///
/// It knows the built-in kinds of rules and their options. An editor with the YAML language server reads it
/// where the rulebook's first line is `# yaml-language-server: $schema=rulebook.schema.json`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 printed.

Examples:
  channel-flow schema > rulebook.schema.json")]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self) -> Result {
        let Self {} = self;
        let schema = Registry::default().schema();
        let text = serde_json::to_string_pretty(&schema).map_err(|error| Failure::failed(&error))?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{text}")?;
        out.flush()?;
        Ok(Ending::Success)
    }
}
