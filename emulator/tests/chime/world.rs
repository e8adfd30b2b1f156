//! A channel with people in it, and a processor that the test answers for.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use channel_flow_emulator::invoke::{Function, Target};
use channel_flow_emulator::{Change, Config, Emulator, Running};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};

/// Long enough for a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// An app instance with an administrator, a private channel, and three members. Dave is a user, and
/// not in the channel.
pub(crate) struct World {
    pub(crate) emulator: Running,
    pub(crate) app: String,
    pub(crate) admin: String,
    pub(crate) alice: String,
    pub(crate) bob: String,
    pub(crate) carol: String,
    pub(crate) dave: String,
    pub(crate) channel: String,
    events: mpsc::UnboundedReceiver<(String, Value)>,
    pub(crate) changes: broadcast::Receiver<Change>,
}

/// Percent-encodes what stands in one segment of a path or in a query.
pub(crate) fn enc(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A new client request token.
pub(crate) fn token() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A configuration for tests; `functions` is filled in by [`World::start`].
pub(crate) fn config() -> Config {
    Config { listen: "127.0.0.1:0".parse().unwrap(), retry_delays: vec![], ..Config::default() }
}

impl World {
    pub(crate) async fn new() -> World {
        World::start(config()).await
    }

    /// A world whose functions `one`, `two` and `three` are this test.
    pub(crate) async fn start(mut config: Config) -> World {
        let (endpoint, events) = processor().await;
        config.functions = ["one", "two", "three"]
            .map(|name| Function {
                name: name.to_owned(),
                target: Target::Endpoint(endpoint.clone()),
                environments: 1,
                timeout: PATIENCE,
                env: vec![],
            })
            .to_vec();
        let emulator = Emulator::start(config).await.unwrap();
        let changes = emulator.changes();
        let mut world = World {
            emulator,
            app: String::new(),
            admin: String::new(),
            alice: String::new(),
            bob: String::new(),
            carol: String::new(),
            dave: String::new(),
            channel: String::new(),
            events,
            changes,
        };
        world.app = world.create("/app-instances", None, json!({ "Name": "app" }), "AppInstanceArn").await;
        world.admin = world.user("admin").await;
        let admins = format!("/app-instances/{}/admins", enc(&world.app));
        world.ok("POST", &admins, None, json!({ "AppInstanceAdminArn": world.admin })).await;
        world.alice = world.user("alice").await;
        world.bob = world.user("bob").await;
        world.carol = world.user("carol").await;
        world.dave = world.user("dave").await;
        world.channel = world.new_channel(json!({})).await;
        world
    }

    /// A channel of the administrator's with Alice, Bob and Carol; `extra` is laid over the request.
    pub(crate) async fn new_channel(&self, extra: Value) -> String {
        let mut body = json!({
            "AppInstanceArn": self.app, "Name": "channel", "MemberArns": [self.alice, self.bob, self.carol],
        });
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.create("/channels", Some(&self.admin), body, "ChannelArn").await
    }

    pub(crate) async fn user(&self, name: &str) -> String {
        let body = json!({ "AppInstanceArn": self.app, "AppInstanceUserId": name, "Name": name });
        self.create("/app-instance-users", None, body, "AppInstanceUserArn").await
    }

    async fn create(&self, path: &str, bearer: Option<&str>, mut body: Value, arn: &str) -> String {
        body["ClientRequestToken"] = token().into();
        let answer = self.ok("POST", path, bearer, body).await;
        answer[arn].as_str().unwrap().to_owned()
    }

    /// Gives the channel a flow with these functions, in this order.
    pub(crate) async fn add_flow(&self, functions: &[&str]) -> String {
        self.add_flow_with(functions, "ABORT").await
    }

    pub(crate) async fn add_flow_with(&self, functions: &[&str], fallback: &str) -> String {
        let flow = self.new_flow(functions, fallback).await;
        let path = format!("{}/channel-flow", self.channel_path());
        self.ok("PUT", &path, Some(&self.admin), json!({ "ChannelFlowArn": flow })).await;
        flow
    }

    pub(crate) async fn new_flow(&self, functions: &[&str], fallback: &str) -> String {
        let processors = self.processors(functions, fallback);
        let body = json!({ "AppInstanceArn": self.app, "Name": "flow", "Processors": processors });
        self.create("/channel-flows", None, body, "ChannelFlowArn").await
    }

    pub(crate) fn processors(&self, functions: &[&str], fallback: &str) -> Value {
        let processor = |(order, name): (usize, &&str)| {
            json!({
                "Name": name,
                "Configuration": {
                    "Lambda": { "ResourceArn": self.emulator.function_arn(name), "InvocationType": "ASYNC" },
                },
                "ExecutionOrder": order + 1,
                "FallbackAction": fallback,
            })
        };
        functions.iter().enumerate().map(processor).collect()
    }

    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        bearer: Option<&str>,
        body: Value,
    ) -> (u16, Value) {
        self.emulator.call(method, path, bearer, body).await.unwrap()
    }

    /// Makes a call that must succeed.
    pub(crate) async fn ok(&self, method: &str, path: &str, bearer: Option<&str>, body: Value) -> Value {
        let (status, answer) = self.call(method, path, bearer, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    /// Makes a call that must fail; returns its status.
    pub(crate) async fn refused(&self, method: &str, path: &str, bearer: Option<&str>, body: Value) -> u16 {
        let (status, answer) = self.call(method, path, bearer, body).await;
        assert!(status >= 400, "{method} {path}: {status} {answer}");
        status
    }

    pub(crate) fn channel_path(&self) -> String {
        format!("/channels/{}", enc(&self.channel))
    }

    pub(crate) fn messages_path(&self) -> String {
        format!("{}/messages", self.channel_path())
    }

    pub(crate) fn message_path(&self, id: &str) -> String {
        format!("{}/{id}", self.messages_path())
    }

    /// A persistent standard message, with `extra` laid over it.
    pub(crate) fn message(content: &str, extra: Value) -> Value {
        let mut body = json!({
            "Content": content, "Type": "STANDARD", "Persistence": "PERSISTENT", "ClientRequestToken": token(),
        });
        if let Value::Object(extra) = extra {
            body.as_object_mut().unwrap().extend(extra);
        }
        body
    }

    /// Sends a message; returns its id and status.
    pub(crate) async fn send(&self, sender: &str, content: &str, extra: Value) -> (String, String) {
        let body = World::message(content, extra);
        let answer = self.ok("POST", &self.messages_path(), Some(sender), body).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&answer["MessageId"]), text(&answer["Status"]["Value"]))
    }

    pub(crate) async fn get(&self, id: &str, viewer: &str) -> (u16, Value) {
        let (status, answer) = self.call("GET", &self.message_path(id), Some(viewer), Value::Null).await;
        (status, answer["ChannelMessage"].clone())
    }

    /// The status that the sender is told, or the status of the refusal.
    pub(crate) async fn status(&self, id: &str, viewer: &str) -> Result<String, u16> {
        let path = format!("{}?scope=message-status", self.message_path(id));
        let (status, answer) = self.call("GET", &path, Some(viewer), Value::Null).await;
        answer["Status"]["Value"].as_str().map(str::to_owned).ok_or(status)
    }

    /// The first page of the channel's messages as this viewer sees it.
    pub(crate) async fn list(&self, viewer: &str) -> Vec<Value> {
        let answer = self.ok("GET", &self.messages_path(), Some(viewer), Value::Null).await;
        answer["ChannelMessages"].as_array().unwrap().clone()
    }

    /// The next event that a function is given.
    pub(crate) async fn event(&mut self) -> Value {
        self.event_for().await.1
    }

    /// The next event, and the function it is for.
    pub(crate) async fn event_for(&mut self) -> (String, Value) {
        tokio::time::timeout(PATIENCE, self.events.recv()).await.expect("an event").unwrap()
    }

    pub(crate) fn no_event(&mut self) -> bool {
        self.events.is_empty()
    }

    /// Calls back for an event; `said` is laid over the message that goes with it.
    pub(crate) async fn call_back(&self, event: &Value, said: Value, deny: bool) -> (u16, Value) {
        let mut message = json!({ "MessageId": event["ChannelMessage"]["MessageId"] });
        message.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let mut body = json!({ "CallbackId": event["CallbackId"], "ChannelMessage": message });
        if deny {
            body["DeleteResource"] = true.into();
        }
        let channel = event["ChannelMessage"]["ChannelArn"].as_str().unwrap();
        let path = format!("/channels/{}?operation=channel-flow-callback", enc(channel));
        self.call("POST", &path, None, body).await
    }

    /// Waits for something to befall a message.
    pub(crate) async fn change(&mut self, event: &str) -> Change {
        let wanted = format!("{event}_CHANNEL_MESSAGE");
        let waiting = async {
            loop {
                let change = self.changes.recv().await.unwrap();
                if change.event == wanted {
                    return change;
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("the change")
    }
}

/// A Lambda API that accepts everything and keeps the events for the test.
async fn processor() -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
    type Events = mpsc::UnboundedSender<(String, Value)>;
    async fn invoke(
        State(events): State<Events>,
        Path(name): Path<String>,
        body: String,
    ) -> http::StatusCode {
        events.send((name, serde_json::from_str(&body).unwrap())).unwrap();
        http::StatusCode::ACCEPTED
    }
    let (events, kept) = mpsc::unbounded_channel();
    let router =
        Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke)).with_state(events);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (endpoint, kept)
}
