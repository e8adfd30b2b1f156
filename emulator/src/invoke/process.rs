//! A function's process, and everything it starts: one process group, killed as a whole.

use std::{
    io,
    process::{ExitStatus, Stdio},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader},
    process::{Child, Command},
    sync::oneshot,
    task::JoinSet,
    time::timeout,
};

use super::deployment::Deployment;

/// The longest piece of output that is kept together, in bytes.
const LINE_LIMIT: usize = 64 * 1024;

/// How long the last output of a killed function may take. A process that left the group can hold the
/// pipe open for ever.
const OUTPUT_GRACE: Duration = Duration::from_millis(500);

/// A running function. Dropping it kills it.
pub(super) struct Process {
    child: Child,
    group: Option<Pid>,
    exited: oneshot::Receiver<()>,
    output: JoinSet<()>,
}

impl Process {
    /// Starts the function's executable in a process group of its own; `label` stands before each line
    /// of its output.
    pub(super) fn spawn(deployment: &Deployment, runtime_api: &str, label: &str) -> io::Result<Self> {
        let mut child = Command::new(&deployment.binary)
            .current_dir(&deployment.directory)
            .env_clear()
            .envs(deployment.variables(runtime_api))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let mut output = JoinSet::new();
        if let Some(stdout) = child.stdout.take() {
            output.spawn(forward(stdout, label.to_owned()));
        }
        if let Some(stderr) = child.stderr.take() {
            output.spawn(forward(stderr, label.to_owned()));
        }
        let (sender, exited) = oneshot::channel();
        if let Some(group) = group {
            thread::Builder::new().name(format!("{label} exit")).spawn(move || {
                await_exit(group);
                let _ = sender.send(());
            })?;
        }
        Ok(Self { child, group, exited, output })
    }

    /// Waits until the process has ended by itself.
    pub(super) async fn exited(&mut self) {
        // An error means that nobody watches any more, which only happens after the exit.
        drop((&mut self.exited).await);
    }

    /// Kills the group and waits until the process is gone and its output is written.
    pub(super) async fn end(mut self) -> Option<ExitStatus> {
        self.kill();
        let status = self.child.wait().await.ok();
        drop(timeout(OUTPUT_GRACE, async { while self.output.join_next().await.is_some() {} }).await);
        status
    }

    /// Kills the group, once. The leader has not been reaped yet, so its id cannot belong to anybody else.
    fn kill(&mut self) {
        if let Some(group) = self.group.take() {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Blocks until `leader` has ended, and leaves it to be reaped later.
///
/// Reaping would free the id of its group, and the group must still be killed: the function may have
/// left processes behind. A thread, since only this call waits without reaping.
fn await_exit(leader: Pid) {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    while matches!(waitid(WaitId::Pid(leader), options), Err(rustix::io::Errno::INTR)) {}
}

/// Copies what a function prints to standard error, line by line.
async fn forward(output: impl AsyncRead + Unpin, label: String) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    let mut error = tokio::io::stderr();
    loop {
        let available = match output.fill_buf().await {
            Ok([]) | Err(_) => break,
            Ok(available) => available,
        };
        let newline = available.iter().position(|byte| *byte == b'\n');
        let taken = newline.unwrap_or(available.len());
        line.extend_from_slice(available.get(..taken).unwrap_or_default());
        output.consume(newline.map_or(taken, |index| index + 1));
        if newline.is_some() || line.len() >= LINE_LIMIT {
            print(&mut error, &label, &mut line).await;
        }
    }
    if !line.is_empty() {
        print(&mut error, &label, &mut line).await;
    }
}

/// One write per line, so that the lines of several functions do not mix.
async fn print(error: &mut tokio::io::Stderr, label: &str, line: &mut Vec<u8>) {
    let mut whole = format!("{label}: ").into_bytes();
    whole.append(line);
    whole.push(b'\n');
    // With standard error gone there is nobody left to tell.
    drop(error.write_all(&whole).await);
    drop(error.flush().await);
}
