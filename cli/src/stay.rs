//! An emulator that is up until somebody ends it.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use channel_flow_emulator::{Config, Emulator, Running};

use crate::failure::{Ending, Failure, Result};
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
    let listen = config.listen;
    let running = tokio::select! {
        started = Emulator::start(config) => started.map_err(|error| not_started(listen, &error))?,
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

fn not_started(listen: SocketAddr, error: &(dyn Error + 'static)) -> Failure {
    let failure = Failure::failed(error);
    match io_kind(error) {
        Some(ErrorKind::AddrInUse) => failure.help(format!(
            "something listens on {listen} already, perhaps another emulator; choose a free port with `--listen 127.0.0.1:0`"
        )),
        Some(ErrorKind::AddrNotAvailable) => failure.help(format!("{} is no address of this machine", listen.ip())),
        Some(ErrorKind::PermissionDenied) => {
            failure.help(format!("choose a port above 1023, and files that may be written; it was to listen on {listen}"))
        }
        _ => failure,
    }
}

/// The kind of the I/O error at the bottom of an error, if there is one.
fn io_kind(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        next = error.source();
    }
    None
}
