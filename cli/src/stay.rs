//! An emulator that is up until somebody ends it.

use std::io::ErrorKind;

use channel_flow_emulator::{Config, Emulator, Running, StartError, invoke};

use crate::failure::{Ending, Failure, Result, chain};
use crate::shutdown::Shutdown;

/// Starts an emulator, hands it to `ready`, stays up, and stops it with all that it started.
///
/// `ready` may end it by returning an [`Ending`]. When something else ends it before `ready` is through, the
/// ending is `unfinished`. With `stdin`, a closed standard input ends it as well.
pub(crate) async fn up(
    config: Config,
    stdin: bool,
    unfinished: Ending,
    ready: impl AsyncFnOnce(&Running) -> Result<Option<Ending>>,
) -> Result {
    let mut shutdown = Shutdown::listen(stdin).map_err(|error| Failure::failed(&error))?;
    let running = tokio::select! {
        started = Emulator::start(config) => started.map_err(|error| not_started(&error))?,
        () = shutdown.wait() => return Ok(unfinished),
    };
    let readied = tokio::select! {
        readied = ready(&running) => readied,
        () = shutdown.wait() => Ok(Some(unfinished)),
    };
    let ended = match readied {
        Ok(None) => {
            shutdown.wait().await;
            Ok(Ending::Success)
        }
        Ok(Some(ending)) => Ok(ending),
        Err(failure) => Err(failure),
    };
    // A second request to end does not wait for the functions.
    tokio::select! {
        () = running.stop() => {}
        () = shutdown.wait() => {}
    }
    ended
}

fn not_started(error: &StartError) -> Failure {
    let StartError::Listen { address, source } = error else {
        // A function, a data file or an events file that the command line names.
        let failure = Failure::input(chain(error));
        let StartError::Lambda(invoke::StartError::Binary { .. }) = error else { return failure };
        return failure.help("build the function first; cargo puts its executable into `target/debug`");
    };
    let failure = Failure::failed(error);
    match source.kind() {
        ErrorKind::AddrInUse => failure
            .help("something listens there already, perhaps another emulator; `--listen 127.0.0.1:0` picks a free port"),
        ErrorKind::AddrNotAvailable => failure.help(format!("{} is no address of this machine", address.ip())),
        ErrorKind::PermissionDenied => failure.help("ports below 1024 are reserved; choose another with `--listen`"),
        _ => failure,
    }
}
