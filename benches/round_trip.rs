//! What a message takes from `SendChannelMessage` until its channel sees it, on the emulator: through the
//! real `bootstrap`, and in the same run through a processor written by hand in Node, and through no flow.
//!
//! Messages take turns between the three, so that a busy moment of the machine hits all alike.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use channel_flow_emulator::invoke::{Function, Target};
use channel_flow_emulator::{Config, Emulator, Running};
use serde_json::{Value, json};

type Failure = Box<dyn Error + Send + Sync>;

const ROUNDS: usize = 300;
const WARM_UP: usize = 20;
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let functions = vec![function("channel-flow", bootstrap()?), function("by-hand-in-node", node_peer())];
    let names: Vec<String> = functions.iter().map(|function| function.name.clone()).collect();
    let emulator = Emulator::start(Config { functions, ..Config::default() }).await?;
    let world = World::create(&emulator).await?;

    let mut lanes = vec![Lane::new("no flow", world.channel("plain", None).await?)];
    for name in &names {
        let flow = world.flow(name).await?;
        lanes.push(Lane::new(name, world.channel(name, Some(&flow)).await?));
    }
    for round in 0..ROUNDS + WARM_UP {
        for lane in &mut lanes {
            let took = world.round_trip(&lane.channel).await?;
            if round == 0 {
                lane.first = took;
            } else if round >= WARM_UP {
                lane.times.push(took);
            }
        }
    }
    emulator.stop().await;
    report(&mut lanes)
}

/// Where messages of one kind are sent, and how long they took.
struct Lane {
    name: String,
    channel: String,
    first: Duration,
    times: Vec<Duration>,
}

impl Lane {
    fn new(name: &str, channel: String) -> Self {
        Self { name: name.to_owned(), channel, first: Duration::ZERO, times: Vec::with_capacity(ROUNDS) }
    }

    fn percentile(&self, percent: usize) -> f64 {
        let index = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(index).map_or(f64::NAN, Duration::as_secs_f64) * 1e3
    }
}

fn report(lanes: &mut [Lane]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "send -> SENT, milliseconds, {ROUNDS} messages each, in turns; first = while the functions start"
    )?;
    writeln!(out, "{:<18}{:>9}{:>9}{:>9}{:>22}", "", "p50", "p99", "first", "p50 over channel-flow")?;
    for lane in lanes.iter_mut() {
        lane.times.sort();
    }
    let ours =
        lanes.iter().find(|lane| lane.name == "channel-flow").map_or(f64::NAN, |lane| lane.percentile(50));
    for lane in lanes {
        let (p50, p99, first) = (lane.percentile(50), lane.percentile(99), lane.first.as_secs_f64() * 1e3);
        writeln!(out, "{:<18}{p50:>9.2}{p99:>9.2}{first:>9.1}{:>22.2}", lane.name, p50 / ours)?;
    }
    Ok(())
}

fn function(name: &str, path: PathBuf) -> Function {
    let timeout = Duration::from_secs(15);
    let env = vec![("CHANNEL_FLOW_LOG".to_owned(), "error".to_owned())];
    Function { name: name.to_owned(), target: Target::Binary(path), environments: 1, timeout, env }
}

/// The `bootstrap` of this build: benches are built next to it.
fn bootstrap() -> Result<PathBuf, Failure> {
    let bench = std::env::current_exe()?;
    let found = bench.ancestors().map(|folder| folder.join("bootstrap")).find(|path| path.is_file());
    found.ok_or_else(|| {
        "build the function first: cargo build --release -p channel-flow --bin bootstrap".into()
    })
}

fn node_peer() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/node-processor.mjs")
}

/// An app instance with an administrator who writes to channels.
struct World<'a> {
    emulator: &'a Running,
    http: reqwest::Client,
    app_instance: String,
    admin: String,
}

impl<'a> World<'a> {
    async fn create(emulator: &'a Running) -> Result<Self, Failure> {
        let http = reqwest::Client::new();
        let mut world = Self { emulator, http, app_instance: String::new(), admin: String::new() };
        world.app_instance = world.made("/app-instances", json!({"Name": "bench"}), "AppInstanceArn").await?;
        let user =
            json!({"AppInstanceArn": world.app_instance, "AppInstanceUserId": "admin", "Name": "Admin"});
        world.admin = world.made("/app-instance-users", user, "AppInstanceUserArn").await?;
        let admins = format!("/app-instances/{}/admins", label(&world.app_instance));
        world.made(&admins, json!({"AppInstanceAdminArn": world.admin}), "AppInstanceArn").await?;
        Ok(world)
    }

    async fn flow(&self, function: &str) -> Result<String, Failure> {
        let lambda = json!({"ResourceArn": self.emulator.function_arn(function), "InvocationType": "ASYNC"});
        let processor = json!({
            "Name": function, "ExecutionOrder": 1, "FallbackAction": "ABORT", "Configuration": {"Lambda": lambda},
        });
        let flow = json!({"AppInstanceArn": self.app_instance, "Name": function, "Processors": [processor]});
        self.made("/channel-flows", flow, "ChannelFlowArn").await
    }

    async fn channel(&self, name: &str, flow: Option<&str>) -> Result<String, Failure> {
        let body = json!({"AppInstanceArn": self.app_instance, "Name": name});
        let channel = self.made("/channels", body, "ChannelArn").await?;
        if let Some(flow) = flow {
            let path = format!("/channels/{}/channel-flow", label(&channel));
            self.call("PUT", &path, Some(json!({"ChannelFlowArn": flow}))).await?;
        }
        Ok(channel)
    }

    /// Sends a message and waits until its channel gets to see it.
    async fn round_trip(&self, channel: &str) -> Result<Duration, Failure> {
        let mut changes = self.emulator.changes();
        let path = format!("/channels/{}/messages", label(channel));
        let body = json!({
            "Content": "Could you look at the idiot invoice?", "Type": "STANDARD", "Persistence": "PERSISTENT",
        });
        let started = Instant::now();
        let sent = self.call("POST", &path, Some(body)).await?;
        let id = sent.get("MessageId").and_then(Value::as_str).ok_or("no MessageId in the answer")?;
        let delivered = async {
            loop {
                let change = changes.recv().await?;
                if change.message_id == id && change.event == "CREATE_CHANNEL_MESSAGE" {
                    return Ok::<_, Failure>(started.elapsed());
                }
            }
        };
        tokio::time::timeout(PATIENCE, delivered).await?
    }

    async fn made(&self, path: &str, body: Value, arn: &str) -> Result<String, Failure> {
        let made = self.call("POST", path, Some(body)).await?;
        Ok(made.get(arn).and_then(Value::as_str).ok_or("no ARN in the answer")?.to_owned())
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.emulator.url());
        let mut request = self.http.request(method.parse()?, url).header("x-amz-chime-bearer", &self.admin);
        if let Some(mut body) = body {
            if let (Some(body), "POST") = (body.as_object_mut(), method) {
                body.insert("ClientRequestToken".to_owned(), json!(uuid::Uuid::new_v4()));
            }
            request = request.json(&body);
        }
        let response = request.send().await?.error_for_status()?;
        let text = response.bytes().await?;
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_slice(&text)? })
    }
}

/// An ARN as one path segment.
fn label(arn: &str) -> String {
    arn.replace(':', "%3A").replace('/', "%2F")
}
