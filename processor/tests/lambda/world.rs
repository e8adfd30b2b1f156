//! The world around a function: the Lambda Runtime API, Chime, and everything that the function writes.

use std::collections::{HashSet, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use serde_json::Value;

/// Longer than anything here takes; reached only where something is broken.
const PATIENCE: Duration = Duration::from_mins(1);

/// Serves one function.
#[derive(Clone)]
pub(crate) struct World(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    port: u16,
    events: VecDeque<(String, u64, Vec<u8>)>,
    sent: usize,
    replies: Vec<Reply>,
    callbacks: Vec<Value>,
    answers: VecDeque<(u16, &'static str)>,
    /// For how many messages Chime must have been called before it answers any call.
    together: usize,
}

impl State {
    fn complete(&self) -> bool {
        let messages: HashSet<_> = self.callbacks.iter().map(|call| call["CallbackId"].as_str()).collect();
        messages.len() >= self.together
    }
}

/// What the function told Lambda of an invocation.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    request_id: String,
    /// `response` or `error`.
    pub(crate) kind: String,
    pub(crate) body: String,
}

impl World {
    /// A world whose Chime gives these answers (a status and an error's name) and then says yes.
    pub(crate) fn answering(answers: impl IntoIterator<Item = (u16, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = answers.into_iter().collect();
        let world = Self(Arc::new((Mutex::new(State { port, answers, ..State::default() }), Condvar::new())));
        let serving = world.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let world = serving.clone();
                thread::spawn(move || world.serve(&stream));
            }
        });
        world
    }

    /// A world whose Chime answers nobody before it was called for this many messages.
    pub(crate) fn answering_together(messages: usize) -> Self {
        let world = Self::answering([]);
        world.0.0.lock().unwrap().together = messages;
        world
    }

    /// Invokes the function with a deadline in 15 seconds.
    pub(crate) fn invoke(&self, body: impl Into<Vec<u8>>) -> Reply {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        self.invoke_until(u64::try_from(now.as_millis()).unwrap() + 15_000, body)
    }

    /// Invokes the function with this deadline, in milliseconds since 1970.
    pub(crate) fn invoke_until(&self, deadline: u64, body: impl Into<Vec<u8>>) -> Reply {
        let (state, changed) = &*self.0;
        let mut state = state.lock().unwrap();
        state.sent += 1;
        let request_id = format!("request-{}", state.sent);
        state.events.push_back((request_id.clone(), deadline, body.into()));
        changed.notify_all();
        let replied =
            |state: &State| state.replies.iter().find(|reply| reply.request_id == request_id).cloned();
        let waiting = |state: &mut State| replied(state).is_none();
        let (state, _) = changed.wait_timeout_while(state, PATIENCE, waiting).unwrap();
        replied(&state).expect("the function has replied")
    }

    /// The callbacks so far.
    pub(crate) fn callbacks(&self) -> Vec<Value> {
        self.0.0.lock().unwrap().callbacks.clone()
    }

    /// Everything that Lambda was told.
    pub(crate) fn told(&self) -> String {
        self.0.0.lock().unwrap().replies.iter().map(|reply| reply.body.as_str()).collect()
    }

    fn serve(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        while let Some((method, path, body)) = request(&mut reader) {
            let answer = self.answer(&method, &path, &body);
            let mut writer = stream;
            if writer.write_all(&answer).is_err() {
                return;
            }
        }
    }

    fn answer(&self, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let (state, changed) = &*self.0;
        if method == "GET" {
            let waiting = |state: &mut State| state.events.is_empty();
            let mut state = changed.wait_while(state.lock().unwrap(), waiting).unwrap();
            let (id, deadline, event) = state.events.pop_front().unwrap();
            let headers = format!(
                "lambda-runtime-aws-request-id: {id}\r\nlambda-runtime-deadline-ms: {deadline}\r\n\
                 lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-1:111122223333:function:f\r\n"
            );
            return http(200, &headers, &event);
        }
        let mut state = state.lock().unwrap();
        if let Some(rest) = path.strip_prefix("/2018-06-01/runtime/invocation/") {
            let (request_id, kind) = rest.split_once('/').unwrap();
            let body = String::from_utf8_lossy(body).into_owned();
            state.replies.push(Reply { request_id: request_id.into(), kind: kind.into(), body });
            changed.notify_all();
            return http(202, "", b"{}");
        }
        assert!(path.starts_with("/channels/"), "{method} {path}");
        state.callbacks.push(serde_json::from_slice(body).unwrap());
        changed.notify_all();
        let (mut state, _) = changed.wait_timeout_while(state, PATIENCE, |state| !state.complete()).unwrap();
        match state.answers.pop_front() {
            Some((status, name)) => http(status, &format!("x-amzn-ErrorType: {name}\r\n"), b"{}"),
            None => http(200, "", b"{}"),
        }
    }
}

fn request(reader: &mut BufReader<&TcpStream>) -> Option<(String, String, Vec<u8>)> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let mut first = lines.first()?.split(' ').map(str::to_owned);
    let length = lines.iter().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some((first.next()?, first.next()?, body))
}

fn http(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A running function; it ends with this value.
pub(crate) struct Function {
    child: Child,
    written: Arc<Written>,
    readers: Vec<JoinHandle<()>>,
}

type Written = (Mutex<String>, Condvar);

/// The rulebook of every ready-made function that is not given another: what these tests rely on must not
/// change with the one that is shipped.
const RULEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/rulebooks/demo.yaml");

impl Function {
    /// Starts a program in the environment that Lambda gives it.
    pub(crate) fn start(world: &World, mut program: Command, variables: &[(&str, &str)]) -> Self {
        let address = format!("127.0.0.1:{}", world.0.0.lock().unwrap().port);
        program
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", &address)
            .env("AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING", format!("http://{address}"))
            .envs([
                ("AWS_LAMBDA_FUNCTION_NAME", "f"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                ("AWS_SECRET_ACCESS_KEY", "secret"),
                ("AWS_SESSION_TOKEN", "token"),
                ("AWS_EC2_METADATA_DISABLED", "true"),
                ("CHANNEL_FLOW_RULEBOOK", RULEBOOK),
            ])
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let written = Arc::new((Mutex::new(String::new()), Condvar::new()));
        let readers = vec![
            collect(child.stdout.take().unwrap(), Arc::clone(&written)),
            collect(child.stderr.take().unwrap(), Arc::clone(&written)),
        ];
        Self { child, written, readers }
    }

    /// The lines that are JSON and have this message, once there are so many.
    pub(crate) fn logged(&self, message: &str, many: usize) -> Vec<Value> {
        let (written, changed) = &*self.written;
        let lines = |written: &str| -> Vec<Value> {
            let lines = written.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.filter(|line| line["message"] == message).collect()
        };
        let waiting = |written: &mut String| lines(written).len() < many;
        let (written, _) = changed.wait_timeout_while(written.lock().unwrap(), PATIENCE, waiting).unwrap();
        lines(&written)
    }

    /// Ends the function and returns all that it has written to standard output and error.
    pub(crate) fn end(mut self) -> String {
        let _ = self.child.kill();
        self.child.wait().unwrap();
        for reader in std::mem::take(&mut self.readers) {
            reader.join().unwrap();
        }
        self.written.0.lock().unwrap().clone()
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(pipe: impl Read + Send + 'static, written: Arc<Written>) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned() + "\n";
            written.0.lock().unwrap().push_str(&line);
            written.1.notify_all();
        }
    })
}
