//! Lambda with one function whose strings the test holds.

use std::{path::Path, time::Duration};

use bytes::Bytes;
use channel_flow_emulator::invoke::{Function, Lambda, LambdaConfig, StartError, Target};
use reqwest::Response;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};

/// The function's name.
pub(crate) const FUNCTION: &str = "moderate";

/// A time-out that no test reaches unless something is wrong.
pub(crate) const WHEREVER: Duration = Duration::from_mins(1);

/// A Lambda, its API over HTTP, and the place where its function asks what to do.
pub(crate) struct Stage {
    pub(crate) lambda: Lambda,
    api: String,
    strings: TcpListener,
    server: JoinHandle<()>,
}

impl Stage {
    pub(crate) async fn start(describe: impl FnOnce(&mut Function)) -> Self {
        Self::start_with(describe, |_| {}).await
    }

    pub(crate) async fn start_with(
        describe: impl FnOnce(&mut Function),
        configure: impl FnOnce(&mut LambdaConfig),
    ) -> Self {
        let strings = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut function = Function {
            name: FUNCTION.into(),
            target: Target::Binary(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lambda/bootstrap")),
            environments: 1,
            timeout: WHEREVER,
            env: vec![("PUPPET".into(), strings.local_addr().unwrap().to_string())],
        };
        describe(&mut function);
        let mut config = config(vec![function]);
        configure(&mut config);
        let lambda = Lambda::start(config).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}/2015-03-31/functions", listener.local_addr().unwrap());
        let router = lambda.router();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { lambda, api, strings, server }
    }

    /// The error with which these functions do not start.
    pub(crate) async fn refused(functions: Vec<Function>) -> StartError {
        Lambda::start(config(functions)).await.expect_err("the configuration is refused")
    }

    /// Lets go of the API's handle to Lambda.
    pub(crate) async fn stop_serving(&mut self) {
        self.server.abort();
        drop((&mut self.server).await);
    }

    /// The next process that asks what to do.
    pub(crate) async fn puppet(&self) -> Puppet {
        let (stream, _) = soon(self.strings.accept()).await.unwrap();
        let mut lines = BufReader::new(stream).lines();
        let report = soon(lines.next_line()).await.unwrap().expect("a report");
        Puppet { report: serde_json::from_str(&report).unwrap(), lines }
    }

    pub(crate) async fn post(&self, function: &str, kind: &str, payload: Bytes) -> Response {
        let url = format!("{}/{function}/invocations", self.api);
        let request = reqwest::Client::new().post(url).header("x-amz-invocation-type", kind).body(payload);
        soon(request.send()).await.unwrap()
    }

    pub(crate) async fn invoke(&self, payload: Bytes) -> Answer {
        Answer(self.post(FUNCTION, "RequestResponse", payload).await)
    }
}

fn config(functions: Vec<Function>) -> LambdaConfig {
    LambdaConfig {
        region: "us-east-1".into(),
        account: "111122223333".into(),
        functions,
        retry_delays: vec![Duration::ZERO; 2],
        deliver_twice: false,
        chime_endpoint: "http://127.0.0.1:1".into(),
    }
}

/// What a synchronous caller gets.
pub(crate) struct Answer(Response);

impl Answer {
    pub(crate) async fn payload(self) -> Bytes {
        assert_eq!(self.0.status(), 200);
        assert_eq!(self.0.headers()["x-amz-executed-version"], "$LATEST");
        assert!(!self.0.headers().contains_key("x-amz-function-error"));
        self.0.bytes().await.unwrap()
    }

    pub(crate) async fn failure(self) -> Value {
        assert_eq!(self.0.status(), 200);
        assert_eq!(self.0.headers()["x-amz-function-error"], "Unhandled");
        self.0.json().await.unwrap()
    }
}

/// A process that waits for an order.
pub(crate) struct Puppet {
    pub(crate) report: Value,
    lines: Lines<BufReader<TcpStream>>,
}

impl Puppet {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.report["headers"][name].as_str().unwrap_or_else(|| panic!("no header `{name}`"))
    }

    pub(crate) fn request_id(&self) -> String {
        self.header("lambda-runtime-aws-request-id").to_owned()
    }

    pub(crate) async fn order(&mut self, order: &str) {
        self.lines.get_mut().get_mut().write_all(format!("{order}\n").as_bytes()).await.unwrap();
    }

    /// Gives an order; the status that the Runtime API answered.
    pub(crate) async fn tell(mut self, order: &str) -> u64 {
        self.order(order).await;
        let line = soon(self.lines.next_line()).await.unwrap().expect("the process lives to report a status");
        serde_json::from_str::<Value>(&line).unwrap()["status"].as_u64().unwrap()
    }

    /// Gives an order that the process does not report on, and waits until it lets go.
    pub(crate) async fn tell_and_outlive(mut self, order: &str) {
        self.order(order).await;
        self.outlive().await;
    }

    /// Waits until no process holds the connection any more.
    pub(crate) async fn outlive(&mut self) {
        // A process that dies with unread input resets the connection instead of closing it.
        let rest = soon(self.lines.next_line()).await.unwrap_or(None);
        assert_eq!(rest, None);
    }
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(WHEREVER, what).await.expect("it happens within a minute")
}
