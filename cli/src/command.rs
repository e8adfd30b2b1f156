//! The verbs, one file each.

mod check;
mod dev;
mod emulate;
mod evaluate;
mod invoke;
mod send;

use clap::Subcommand;

use crate::failure::Result;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Emulate(emulate::Emulate),
    Dev(dev::Dev),
    Send(send::Send),
    Invoke(invoke::Invoke),
    Check(check::Check),
    Evaluate(evaluate::Evaluate),
}

impl Command {
    pub(crate) async fn run(self) -> Result {
        match self {
            Self::Emulate(emulate) => emulate.run().await,
            Self::Dev(dev) => dev.run().await,
            Self::Send(send) => send.run().await,
            Self::Invoke(invoke) => invoke.run().await,
            Self::Check(check) => check.run(),
            Self::Evaluate(evaluate) => evaluate.run(),
        }
    }
}
