//! The built programs and how to run them.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

/// In every text that the tests send, and in nothing that anything may write.
pub(crate) const CANARY: &str = "Kanarienvogel7Q4ZX";

/// The path of a program of this workspace, next to which cargo puts this test.
pub(crate) fn program(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join(name);
    let package = if name == "bootstrap" { "channel-flow" } else { "channel-flow-cli" };
    assert!(path.is_file(), "{} is not built: run `cargo build -p {package}`", path.display());
    path
}

/// Runs `channel-flow` to its end.
pub(crate) fn channel_flow<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Output {
    Command::new(program("channel-flow")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// A file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// `channel-flow dev --json`, with standard input held open and both outputs captured.
pub(crate) struct Dev {
    /// What the line on standard output says.
    pub(crate) info: Value,
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<String>>,
}

/// How an emulator ended and what it wrote.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// What came on standard output after the first line.
    pub(crate) rest: String,
    pub(crate) stderr: String,
}

impl Dev {
    pub(crate) fn start<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let mut child = Command::new(program("channel-flow"))
            .args(["dev", "--listen", "127.0.0.1:0", "--json"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        program("bootstrap");
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || read(stderr));
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let info = serde_json::from_str(&line).unwrap_or_else(|_| {
            drop(child.kill());
            panic!("the first line is not JSON: `{line}`")
        });
        let stdin = child.stdin.take();
        Self { info, child, stdin, stdout: Some(thread::spawn(move || read(stdout))), stderr: Some(stderr) }
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        self.info[key].as_str().unwrap_or_else(|| panic!("no `{key}` in the line"))
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn close_stdin(mut self) -> Ended {
        drop(self.stdin.take());
        self.wait()
    }

    pub(crate) fn terminate(mut self) -> Ended {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
        self.wait()
    }

    fn wait(&mut self) -> Ended {
        let status = self.child.wait().unwrap();
        let join = |reader: &mut Option<JoinHandle<String>>| reader.take().unwrap().join().unwrap();
        Ended { status, rest: join(&mut self.stdout), stderr: join(&mut self.stderr) }
    }
}

/// A failed test leaves nothing running.
impl Drop for Dev {
    fn drop(&mut self) {
        drop(self.stdin.take());
        drop(self.child.wait());
    }
}

fn read(mut from: impl Read) -> String {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Asks until the answer is there.
pub(crate) fn eventually<T>(what: &str, mut question: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(answer) = question() {
            return answer;
        }
        assert!(Instant::now() < end, "not in time: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The first line that `channel-flow` prints with these arguments; it is ended after that.
pub(crate) fn first_line_of<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> String {
    let mut child = Command::new(program("channel-flow"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    line
}
