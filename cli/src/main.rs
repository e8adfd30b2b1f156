//! The channel-flow command line: run Chime messaging on this machine, try rulebooks, send messages.
//!
//! One file per verb in `command/`; each returns an [`Ending`](failure::Ending), which is the exit code.

mod chime;
mod command;
mod delivery;
mod directory;
mod escape;
mod evaluate;
mod failure;
mod input;
mod judge;
mod lines;
mod log;
mod options;
mod page;
mod ready;
mod rulebook;
mod sample;
mod scaffold;
mod shutdown;
mod stay;
mod terminal;
mod tour;
mod trail;
mod underline;
mod world;

use std::process::ExitCode;

use clap::Parser;

/// Channel flows for Amazon Chime SDK messaging, on this machine.
#[derive(Debug, Parser)]
#[command(name = "channel-flow", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: command::Command,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command.run().await {
        Ok(ending) => ending.into(),
        Err(failure) => failure.report(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn every_option_is_declared_consistently() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn help_leaves_the_breaking_of_sentences_to_the_width_of_the_terminal() {
        for verb in super::Arguments::command().get_subcommands() {
            let after = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            let codes = after.split("\n\n").next().unwrap();
            assert!(!codes.contains('\n'), "{}: {codes}", verb.get_name());
        }
    }

    #[test]
    fn the_readme_names_every_verb_and_option() {
        let readme = include_str!("../README.md");
        for verb in super::Arguments::command().get_subcommands() {
            assert!(readme.contains(&format!("## `channel-flow {}", verb.get_name())), "{}", verb.get_name());
            for option in verb.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(readme.contains(&format!("`--{option}")), "{} --{option}", verb.get_name());
            }
        }
    }
}
