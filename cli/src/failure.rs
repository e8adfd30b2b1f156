//! How a command ends: an exit code, and for a failure what to say and what to do about it.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

/// What every command returns.
pub(crate) type Result<T = Ending> = std::result::Result<T, Failure>;

/// The exit codes. clap uses 2 for a command line that it cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Done; for `send`: delivered.
    Success = 0,
    /// It could not be done, or `check` found errors, or a message of the tour went astray.
    Failed = 1,
    /// The command line or a file that it names cannot be used.
    BadInput = 2,
    /// `send`: the message was denied.
    Denied = 3,
    /// `send`: the message failed, its processor could not be reached.
    Undelivered = 4,
    /// `send`: no outcome within the time to wait.
    Pending = 5,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// Why a command ended early, in words for the person who typed it.
#[derive(Debug)]
pub(crate) struct Failure {
    ending: Ending,
    /// `None` when nobody reads our output any more.
    message: Option<String>,
    help: Option<String>,
}

impl Failure {
    /// Something that the command line named cannot be used.
    pub(crate) fn input(message: impl fmt::Display) -> Self {
        Self { ending: Ending::BadInput, message: Some(message.to_string()), help: None }
    }

    /// It was asked for properly and could not be done.
    pub(crate) fn failed(error: &dyn Error) -> Self {
        Self { ending: Ending::Failed, message: Some(chain(error)), help: None }
    }

    /// A file that the command line named cannot be read.
    pub(crate) fn unreadable(what: &str, name: impl fmt::Display, error: &io::Error) -> Self {
        Self::input(format!("cannot read the {what} `{name}`: {error}"))
    }

    /// Adds what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says it on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        if let Some(message) = &self.message {
            let mut error = anstream::stderr();
            // With standard error gone, the exit code has to do.
            drop(write!(error, "{}", self.text(message)));
        }
        self.ending.into()
    }

    /// Says it on standard error without ending anything.
    pub(crate) fn warn(&self) {
        if let Some(message) = &self.message {
            let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
            drop(writeln!(anstream::stderr(), "{yellow}warning{yellow:#}: {message}"));
        }
    }

    fn text(&self, message: &str) -> String {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
        let mut text = format!("{red}error{red:#}: {message}\n");
        if let Some(help) = &self.help {
            // Writing to a string cannot fail.
            let _ = writeln!(text, " {cyan}help{cyan:#}: {help}");
        }
        text
    }
}

/// Output that cannot be written. A closed pipe is how a reader says that it has seen enough.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == ErrorKind::BrokenPipe;
        Self {
            ending: if closed { Ending::Success } else { Ending::Failed },
            message: (!closed).then(|| format!("cannot write the output: {error}")),
            help: None,
        }
    }
}

/// An error and its causes on one line, each cause that the line does not show yet.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_a_quiet_success() {
        let failure = Failure::from(io::Error::from(ErrorKind::BrokenPipe));
        assert_eq!((failure.ending, failure.message), (Ending::Success, None));
    }

    #[test]
    fn a_full_disk_is_a_failure_with_a_message() {
        let failure = Failure::from(io::Error::from(ErrorKind::StorageFull));
        assert_eq!(failure.ending, Ending::Failed);
        assert!(failure.message.is_some());
    }

    #[test]
    fn causes_follow_their_effect_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot start")]
        struct Outer(#[source] Inner);
        #[derive(Debug, thiserror::Error)]
        #[error("address in use")]
        struct Inner;
        assert_eq!(chain(&Outer(Inner)), "cannot start: address in use");
    }
}
