//! `emulate`: the emulator and nothing in it.

use std::io::Write as _;

use channel_flow_emulator::Running;
use clap::Args;
use tracing_subscriber::filter::LevelFilter;

use crate::failure::{Ending, Failure, Result};
use crate::options::EmulatorOptions;
use crate::ready::Ready;
use crate::terminal::{self, STRONG};
use crate::{log, stay};

/// Run Chime SDK messaging, identities and Lambda on this machine, with nothing in them
///
/// All three APIs listen at one address; any credentials do. Ends on Ctrl-C or SIGTERM, and with --json also
/// when standard input is closed, and takes the functions that it started along.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 ended as asked; 1 it could not start; 2 the command line cannot be used.

Examples:
  channel-flow emulate
  channel-flow emulate --function moderate=target/debug/bootstrap --rulebook rulebook.yaml
  channel-flow emulate --function moderate=http://127.0.0.1:9000     # `cargo lambda watch`
  channel-flow emulate --listen 127.0.0.1:0 --json                   # for test suites")]
pub(crate) struct Emulate {
    #[command(flatten)]
    options: EmulatorOptions,
}

impl Emulate {
    pub(crate) async fn run(self) -> Result {
        let config = self.options.config(&self.options.functions)?;
        log::start(LevelFilter::INFO);
        stay::up(config, self.options.json, Ending::Success, async |running| self.ready(running)).await
    }

    fn ready(&self, running: &Running) -> Result<Option<Ending>> {
        if self.options.json {
            let function =
                self.options.functions.first().map(|function| running.function_arn(&function.name));
            terminal::json_line(&Ready::new(running.url(), function))?;
        } else {
            self.greet(running)?;
        }
        Ok(None)
    }

    fn greet(&self, running: &Running) -> std::result::Result<(), Failure> {
        let mut out = terminal::stdout();
        writeln!(out, "Chime is at {STRONG}{}{STRONG:#}, Ctrl-C ends it", running.url())?;
        for function in &self.options.functions {
            writeln!(out, "  function  {}", running.function_arn(&function.name))?;
        }
        Ok(())
    }
}
