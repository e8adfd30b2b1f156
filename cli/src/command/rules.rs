//! `rules`: the catalogue of rule kinds, and their pages.

use std::io::{IsTerminal as _, Write as _};

use channel_flow::Registry;
use clap::Args;

use crate::failure::{Ending, Failure, Result};
use crate::{page, terminal};

/// List the kinds of rules, or show the page of one: what it finds, its options, examples
///
/// On a terminal a page is shown without its Markdown, elsewhere as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 shown; 2 there is no such kind.

Examples:
  channel-flow rules
  channel-flow rules words
  channel-flow rules words > words.md")]
pub(crate) struct Rules {
    /// The kind, as it stands under `use`
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Rules {
    pub(crate) fn run(self) -> Result {
        let registry = Registry::default();
        let mut out = terminal::stdout();
        let Some(name) = self.name else {
            let kinds = registry.names().filter_map(|name| Some((name, registry.page(name)?)));
            write!(out, "{}", page::catalogue(kinds.collect::<Vec<_>>().into_iter(), terminal::columns()))?;
            return Ok(Ending::Success);
        };
        let page = registry.page(&name).ok_or_else(|| unknown(&name, &registry))?;
        if std::io::stdout().is_terminal() {
            write!(out, "{}", page::render(page, terminal::columns()))?;
        } else {
            write!(out, "{page}")?;
        }
        Ok(Ending::Success)
    }
}

fn unknown(name: &str, registry: &Registry) -> Failure {
    let names: Vec<&str> = registry.names().collect();
    let far = |kind: &&&str| strsim::damerau_levenshtein(name, kind);
    let meant = names.iter().min_by_key(far).filter(|kind| far(kind) <= name.chars().count() / 3);
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`? `channel-flow rules` lists all kinds"),
        None => format!("there are {}", names.join(", ")),
    };
    Failure::input(format!("there is no kind of rule `{name}`")).help(help)
}
