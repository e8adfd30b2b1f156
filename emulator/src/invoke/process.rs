//! A function's process, and everything it starts: one process group, killed as a whole.

use std::{
    io,
    process::{ExitStatus, Stdio},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
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
            output.spawn(forward(stdout, label.to_owned(), tokio::io::stderr()));
        }
        if let Some(stderr) = child.stderr.take() {
            output.spawn(forward(stderr, label.to_owned(), tokio::io::stderr()));
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

/// Copies what a function prints, line by line, with its label in front.
async fn forward(output: impl AsyncRead + Unpin, label: String, mut sink: impl AsyncWrite + Unpin) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        let available = match output.fill_buf().await {
            Ok([]) | Err(_) => break,
            Ok(available) => available,
        };
        let newline = available.iter().position(|byte| *byte == b'\n');
        let taken = newline.unwrap_or(available.len()).min(LINE_LIMIT - line.len());
        line.extend_from_slice(available.get(..taken).unwrap_or_default());
        let complete = newline == Some(taken);
        output.consume(taken + usize::from(complete));
        if complete || line.len() == LINE_LIMIT {
            print(&mut sink, &label, &mut line).await;
        }
    }
    if !line.is_empty() {
        print(&mut sink, &label, &mut line).await;
    }
}

/// One write per line, so that the lines of several functions do not mix.
async fn print(sink: &mut (impl AsyncWrite + Unpin), label: &str, line: &mut Vec<u8>) {
    let mut whole = format!("{label}: ").into_bytes();
    whole.append(line);
    whole.push(b'\n');
    // With standard error gone there is nobody left to tell; the function must not block on it.
    drop(sink.write_all(&whole).await);
    drop(sink.flush().await);
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn printed(output: &[u8]) -> String {
        let mut sink = Vec::new();
        forward(output, "moderate/1".to_owned(), &mut sink).await;
        String::from_utf8(sink).unwrap()
    }

    #[tokio::test]
    async fn every_line_says_who_printed_it() {
        let lines = "moderate/1: one\nmoderate/1: \nmoderate/1: two\n";
        assert_eq!(printed(b"one\n\ntwo\n").await, lines);
        assert_eq!(printed(b"one\n\ntwo").await, lines, "the last newline may be missing");
    }

    #[tokio::test]
    async fn output_without_newlines_is_cut() {
        let text = printed(&b"x".repeat(2 * LINE_LIMIT + 1)).await;
        let lengths: Vec<usize> = text.lines().map(|line| line.len() - "moderate/1: ".len()).collect();
        assert_eq!(lengths, [LINE_LIMIT, LINE_LIMIT, 1]);
    }
}
