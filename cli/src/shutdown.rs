//! What ends a command that stays up.

use std::io::{self, IsTerminal, Read};
use std::thread;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// Waits for whoever wants us to end.
#[derive(Debug)]
pub(crate) struct Shutdown {
    interrupt: Signal,
    terminate: Signal,
    /// Only where a terminal can hang up: `nohup` must keep its effect.
    hang_up: Option<Signal>,
    /// Only where a closed standard input means the end.
    stdin: Option<oneshot::Receiver<()>>,
}

impl Shutdown {
    /// Listens for SIGINT and SIGTERM, and with `stdin` also for the end of standard input.
    pub(crate) fn listen(stdin: bool) -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: if io::stdout().is_terminal() { Some(signal(SignalKind::hangup())?) } else { None },
            stdin: stdin.then(stdin_closed),
        })
    }

    /// Returns when the first of them comes, and with every further call, the next.
    pub(crate) async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = signalled(self.hang_up.as_mut()) => {}
            () = closed(self.stdin.as_mut()) => {
                // Who started it without a standard input would see it end for no reason.
                tracing::info!("standard input is closed, so this ends");
                self.stdin = None;
            }
        }
    }
}

async fn signalled(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

async fn closed(stdin: Option<&mut oneshot::Receiver<()>>) {
    match stdin {
        // The sender goes when the reading ends, however it ends.
        Some(stdin) => drop(stdin.await),
        None => std::future::pending().await,
    }
}

/// Reads standard input to its end on a thread of its own: the runtime would wait for a read that it started.
fn stdin_closed() -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        let mut stdin = io::stdin().lock();
        loop {
            match stdin.read(&mut buffer) {
                Ok(0) => break,
                Err(error) if error.kind() != io::ErrorKind::Interrupted => break,
                Ok(_) | Err(_) => {}
            }
        }
        drop(sender);
    });
    receiver
}
