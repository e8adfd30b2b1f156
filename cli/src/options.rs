//! What `emulate` and `dev` have in common: how the emulator is set up.

mod duration;
mod function;
mod variable;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use channel_flow_emulator::invoke::Function;
use channel_flow_emulator::{Config, Data, EventProfile, Omitted, SecondCallback};
use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};

pub(crate) use duration::{Delays, parse as parse_duration, positive as parse_positive_duration};
pub(crate) use function::NamedTarget;
use variable::Variable;

use crate::failure::Failure;
use crate::log;

/// How the emulator is set up.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct EmulatorOptions {
    /// Where to listen; port 0 picks a free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4510", value_parser = parse_address)]
    pub(crate) listen: SocketAddr,

    /// The rulebook of the functions; they read it at `CHANNEL_FLOW_RULEBOOK`
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,

    /// A Lambda function: an executable that speaks the Runtime API, or the URL of a Lambda endpoint
    /// such as `cargo lambda watch`. May be given several times
    #[arg(long = "function", value_name = "NAME=PATH|NAME=URL")]
    pub(crate) functions: Vec<NamedTarget>,

    /// A variable in the environment of the functions. May be given several times
    #[arg(long = "env", value_name = "NAME=VALUE")]
    variables: Vec<Variable>,

    /// Where app instances, channels and messages are kept
    #[arg(long, value_name = "FILE|:memory:", default_value = ":memory:")]
    data: DataOption,

    /// How many environments each function has: how many events it handles at a time
    #[arg(long, value_name = "N", default_value = "1", value_parser = RangedU64ValueParser::<usize>::new().range(1..=100))]
    environments: usize,

    /// How long a function may take for one event
    #[arg(long, value_name = "SECONDS", default_value = "15s", value_parser = parse_positive_duration)]
    timeout: Duration,

    /// How long to wait before each further try of an event whose function failed, or `none`
    #[arg(long, value_name = "LIST", default_value = "60s,120s")]
    retry_delays: Delays,

    /// Print one line of JSON when ready, and end when standard input is closed
    #[arg(long)]
    pub(crate) json: bool,

    /// What a second callback for one message is answered
    #[arg(long, value_name = "STATUS", default_value = "400")]
    second_callback: SecondCallbackOption,

    /// Accept callbacks for events that the emulator did not make, such as an example event that a function
    /// was invoked with by hand
    #[arg(long)]
    accept_unknown_callbacks: bool,

    /// Deliver every event to its function twice, as Lambda now and then does
    #[arg(long)]
    deliver_twice: bool,

    /// How long a function may take to call back before its message fails
    #[arg(long, value_name = "TIME", default_value = "48h", value_parser = parse_positive_duration)]
    callback_ttl: Duration,

    /// Which optional fields events carry
    #[arg(long, value_name = "PROFILE", default_value = "measured")]
    event_profile: EventProfileOption,

    /// What a callback means by leaving out metadata or the push notification
    #[arg(long, value_name = "MEANING", default_value = "keep")]
    omitted: OmittedOption,

    /// How many processors a channel flow may have; the service allows one unless a quota is raised
    #[arg(long, value_name = "N", default_value = "1", value_parser = RangedU64ValueParser::<usize>::new().range(1..=3))]
    max_processors: usize,

    /// Enforce the service's rate quotas
    #[arg(long)]
    quotas: bool,

    /// Append the service's EventBridge events to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
}

impl EmulatorOptions {
    /// The configuration of an emulator that runs `functions`.
    ///
    /// # Errors
    /// When the rulebook is not there.
    pub(crate) fn config(&self, functions: &[NamedTarget]) -> Result<Config, Failure> {
        let env = self.function_env()?;
        let functions = functions.iter().map(|NamedTarget { name, target }| Function {
            name: name.clone(),
            target: target.clone(),
            environments: self.environments,
            timeout: self.timeout,
            env: env.clone(),
        });
        Ok(Config {
            listen: self.listen,
            data: self.data.0.clone(),
            functions: functions.collect(),
            retry_delays: self.retry_delays.0.clone(),
            second_callback: self.second_callback.into(),
            accept_unknown_callbacks: self.accept_unknown_callbacks,
            omitted: self.omitted.into(),
            event_profile: self.event_profile.into(),
            callback_ttl: self.callback_ttl,
            max_processors: self.max_processors,
            deliver_twice: self.deliver_twice,
            quotas: self.quotas,
            events_file: self.events.clone(),
            ..Config::default()
        })
    }

    /// The rulebook's path as a function in another directory can use it.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn rulebook(&self) -> Result<Option<PathBuf>, Failure> {
        let absolute = |path: &PathBuf| {
            path.canonicalize().map_err(|error| Failure::unreadable("rulebook", path.display(), &error))
        };
        self.rulebook.as_ref().map(absolute).transpose()
    }

    /// What the functions find in their environment beside Lambda's own variables.
    fn function_env(&self) -> Result<Vec<(String, String)>, Failure> {
        let mut env = Vec::new();
        if let Some(path) = self.rulebook()? {
            let path = path.into_os_string().into_string().map_err(|path| {
                Failure::input(format!("the path of the rulebook is not UTF-8: `{}`", path.display()))
            })?;
            env.push(("CHANNEL_FLOW_RULEBOOK".to_owned(), path));
        }
        for name in [log::VARIABLE, "CHANNEL_FLOW_ON_CONFIG_ERROR"] {
            if let Ok(value) = std::env::var(name) {
                env.push((name.to_owned(), value));
            }
        }
        env.extend(self.variables.iter().map(|Variable { name, value }| (name.clone(), value.clone())));
        Ok(env)
    }
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "expected an IP address and a port, such as `127.0.0.1:0`".to_owned())
}

#[derive(Clone, Debug)]
struct DataOption(Data);

impl FromStr for DataOption {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "" => Err("expected a path or `:memory:`".to_owned()),
            ":memory:" => Ok(Self(Data::Memory)),
            path => Ok(Self(Data::File(path.into()))),
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SecondCallbackOption {
    /// `BadRequestException`, as for a message that is no longer pending
    #[value(name = "400")]
    BadRequest,
    /// `ConflictException`, as when two callbacks race
    #[value(name = "409")]
    Conflict,
    /// `ForbiddenException`, as for an unknown callback id
    #[value(name = "403")]
    Forbidden,
}

impl From<SecondCallbackOption> for SecondCallback {
    fn from(option: SecondCallbackOption) -> Self {
        match option {
            SecondCallbackOption::BadRequest => Self::BadRequest,
            SecondCallbackOption::Conflict => Self::Conflict,
            SecondCallbackOption::Forbidden => Self::Forbidden,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EventProfileOption {
    /// What live events were seen to carry
    Measured,
    /// What the documentation shows
    Documented,
    /// Measured, with message attributes and content type
    Rich,
}

impl From<EventProfileOption> for EventProfile {
    fn from(option: EventProfileOption) -> Self {
        match option {
            EventProfileOption::Measured => Self::Measured,
            EventProfileOption::Documented => Self::Documented,
            EventProfileOption::Rich => Self::Rich,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OmittedOption {
    /// They stay as they are
    Keep,
    /// They are removed: catches functions that rely on `keep`
    Clear,
}

impl From<OmittedOption> for Omitted {
    fn from(option: OmittedOption) -> Self {
        match option {
            OmittedOption::Keep => Self::Keep,
            OmittedOption::Clear => Self::Clear,
        }
    }
}

#[cfg(test)]
mod tests;
