//! `dev`: the emulator with a function, a channel, its flow and users in it.

use std::io::Write;
use std::path::PathBuf;

use channel_flow_emulator::Running;
use channel_flow_emulator::invoke::Target;
use clap::Args;
use tracing_subscriber::filter::LevelFilter;

use crate::failure::{Ending, Failure, Result};
use crate::lines::Lines;
use crate::options::{EmulatorOptions, NamedTarget};
use crate::ready::Ready;
use crate::terminal::{self, FAINT, STRONG};
use crate::world::{self, World};
use crate::{log, rulebook, stay, tour};

/// Run the emulator with a channel in it whose flow leads through the ready-made function
///
/// There is an app instance with an administrator, and the users alice, bob and carol in a channel. Without
/// --function, the flow leads through the `bootstrap` that stands next to this executable. Ends on Ctrl-C or
/// SIGTERM, and with --json also when standard input is closed, and takes the functions along.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 ended as asked; 1 it could not start, or with --once a message of the tour went astray; \
2 the command line cannot be used.

Examples:
  channel-flow dev
  channel-flow dev --tour
  channel-flow dev --rulebook rulebook.yaml --data chat.db
  channel-flow dev --function custom-rule=target/debug/custom-rule
  channel-flow dev --listen 127.0.0.1:0 --json                       # for test suites")]
pub(crate) struct Dev {
    #[command(flatten)]
    options: EmulatorOptions,

    /// Send a few messages and show what becomes of them under the shipped rulebook
    #[arg(long, conflicts_with_all = ["json", "quotas"])]
    tour: bool,

    /// End after the tour, well only if each message had the outcome it should have
    #[arg(long, requires = "tour")]
    once: bool,
}

/// The ready-made function's name.
const READY_MADE: &str = "channel-flow";

impl Dev {
    pub(crate) async fn run(self) -> Result {
        let functions = self.functions()?;
        let Some(first) = functions.first().map(|function| function.name.clone()) else {
            return Ok(Ending::Success);
        };
        let mut config = self.options.config(&functions)?;
        if self.tour {
            // Between the messages of the tour, the function's lines would be in the way.
            for function in &mut config.functions {
                function.env.insert(0, (log::VARIABLE.to_owned(), LevelFilter::WARN.to_string()));
            }
        }
        log::start(if self.tour { LevelFilter::WARN } else { LevelFilter::INFO });
        let unfinished = if self.once { Ending::Failed } else { Ending::Success };
        stay::up(config, self.options.json, unfinished, async |running| self.ready(running, &first).await)
            .await
    }

    /// The functions; the flow leads through the first.
    fn functions(&self) -> std::result::Result<Vec<NamedTarget>, Failure> {
        if !self.options.functions.is_empty() {
            return Ok(self.options.functions.clone());
        }
        if let Some(path) = self.options.rulebook()? {
            // The ready-made function knows no kinds of rules but the built-in ones, so its errors are known now.
            rulebook::load(Some(&path))?;
        }
        Ok(vec![NamedTarget { name: READY_MADE.to_owned(), target: Target::Binary(sibling()?) }])
    }

    async fn ready(&self, running: &Running, function: &str) -> Result<Option<Ending>> {
        let function_arn = running.function_arn(function);
        let world = world::set_up(running, &function_arn).await.map_err(|error| Failure::failed(&error))?;
        if self.options.json {
            terminal::json_line(&Ready::new(running.url(), Some(function_arn)).with(world))?;
            return Ok(None);
        }
        let mut out = terminal::stdout();
        // The tour comes last, so that its outcomes are what a terminal shows.
        if !self.once {
            greet(&mut out, running.url(), &world, &function_arn)?;
            writeln!(out)?;
        }
        if self.tour {
            let right = tour::walk(&mut out, running, &world).await?;
            if self.once {
                return Ok(Some(if right { Ending::Success } else { Ending::Failed }));
            }
            stays(&mut out, running.url())?;
        }
        Ok(None)
    }
}

/// The ready-made function next to this executable.
fn sibling() -> std::result::Result<PathBuf, Failure> {
    let executable = std::env::current_exe().map_err(|error| Failure::failed(&error))?;
    let bootstrap = executable.with_file_name("bootstrap");
    if bootstrap.is_file() {
        return Ok(bootstrap);
    }
    Err(Failure::input(format!("there is no ready-made function at `{}`", bootstrap.display()))
        .help("build it with `cargo build -p channel-flow --bin bootstrap`, or name one with `--function NAME=PATH`"))
}

fn stays(out: &mut impl Write, url: &str) -> std::io::Result<()> {
    writeln!(out, "{STRONG}{url}{STRONG:#} stays up until Ctrl-C; the lines further up send more.")?;
    out.flush()
}

fn greet(out: &mut impl Write, url: &str, world: &World, function_arn: &str) -> std::io::Result<()> {
    writeln!(out, "Chime is at {STRONG}{url}{STRONG:#}, Ctrl-C ends it\n")?;
    let mut rows = vec![
        ("app instance", &*world.app_instance),
        ("channel", &*world.channel),
        ("channel flow", &*world.flow),
        ("function", function_arn),
        ("admin", &*world.admin),
    ];
    rows.extend(world.users.iter().map(|user| (&*user.name, &*user.arn)));
    for (what, arn) in rows {
        writeln!(out, "  {what:<12}  {FAINT}{arn}{FAINT:#}")?;
    }
    writeln!(out)?;
    Lines::new(url, world).write(out)
}
