//! The verbs, one file each.

mod check;
mod dev;
mod emulate;
mod evaluate;
mod explain;
mod invoke;
mod new;
mod rules;
mod schema;
mod send;
mod test;

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
    Test(test::Test),
    Explain(explain::Explain),
    Evaluate(evaluate::Evaluate),
    Rules(rules::Rules),
    Schema(schema::Schema),
    New(new::New),
}

impl Command {
    pub(crate) async fn run(self) -> Result {
        match self {
            Self::Emulate(emulate) => emulate.run().await,
            Self::Dev(dev) => dev.run().await,
            Self::Send(send) => send.run().await,
            Self::Invoke(invoke) => invoke.run().await,
            Self::Check(check) => check.run(),
            Self::Test(test) => test.run().await,
            Self::Explain(explain) => explain.run().await,
            Self::Evaluate(evaluate) => evaluate.run(),
            Self::Rules(rules) => rules.run(),
            Self::Schema(schema) => schema.run(),
            Self::New(new) => new.run(),
        }
    }
}
