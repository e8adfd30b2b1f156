//! Starting, driving and stopping an emulator.

use std::fs::OpenOptions;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{broadcast, oneshot};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::config::Config;
use crate::engine::{self, Engine};
use crate::invoke::{self, Lambda, LambdaConfig};
use crate::store::{OpenError, Store};
use crate::work::Change;
use crate::{guard, server};

/// How long open requests may take to finish when the emulator stops.
const FAREWELL: Duration = Duration::from_secs(2);

/// The way to start an emulator.
#[derive(Debug)]
pub struct Emulator;

/// An emulator that is running. Dropping it stops it, without waiting for anything.
#[derive(Debug)]
pub struct Running {
    url: String,
    engine: Arc<Engine>,
    lambda: Lambda,
    router: Router,
    tasks: JoinSet<()>,
    farewell: oneshot::Sender<()>,
}

/// The emulator could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is taken or not this machine's.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The data could not be opened.
    #[error(transparent)]
    Data(#[from] OpenError),
    /// The events file could not be opened.
    #[error("cannot append to the events file `{path}`")]
    EventsFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A function could not be started.
    #[error(transparent)]
    Lambda(#[from] invoke::StartError),
}

/// A call through [`Running::call`] did not become a request, or its answer is not JSON.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// Method, path or bearer cannot stand in a request.
    #[error("method, path or bearer cannot stand in a request")]
    Request(#[from] http::Error),
    /// The answer broke off.
    #[error("the answer broke off")]
    Body(#[from] axum::Error),
    /// The answer is not JSON.
    #[error("the answer is not JSON")]
    Json(#[from] serde_json::Error),
}

impl Emulator {
    /// Starts listening, starts the functions, and delivers again what the data holds as pending.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on, the data or the events file cannot be opened, or a function
    /// cannot be started.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let address = config.listen;
        let listen = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let url = format!("http://{}", reachable(address));
        let store = Store::open(&config.data)?;
        let events = match &config.events_file {
            None => None,
            Some(path) => {
                let file = OpenOptions::new().create(true).append(true).open(path);
                Some(file.map_err(|source| StartError::EventsFile { path: path.clone(), source })?)
            }
        };
        let lambda = Lambda::start(LambdaConfig {
            region: config.region.clone(),
            account: config.account.clone(),
            functions: config.functions.clone(),
            retry_delays: config.retry_delays.clone(),
            deliver_twice: config.deliver_twice,
            chime_endpoint: url.clone(),
        })
        .await?;
        let (engine, queue) = Engine::new(config, store, events);
        let engine = Arc::new(engine);
        let chime = Router::new().fallback(server::answer).with_state(Arc::clone(&engine));
        let mut router = lambda.router().fallback_service(chime);
        if address.ip().is_loopback() {
            router = router.layer(axum::middleware::from_fn(guard::local_only));
        }
        let (farewell, leave) = oneshot::channel();
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, router.clone(), leave));
        tasks.spawn(engine::deliver(Arc::clone(&engine), lambda.clone(), queue));
        engine::resume(&engine).await;
        tasks.spawn(engine::expire(Arc::clone(&engine)));
        Ok(Running { url, engine, lambda, router, tasks, farewell })
    }
}

/// The address to call: a listener on every interface is called on loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    address
}

async fn serve(listener: TcpListener, router: Router, leave: oneshot::Receiver<()>) {
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        // An emulator that was dropped is told by the end of the channel.
        let _ = leave.await;
    });
    if let Err(error) = serving.await {
        tracing::error!(%error, "the listener failed");
    }
}

impl Running {
    /// The base URL, such as `http://127.0.0.1:4510`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The ARN of a function of this emulator.
    #[must_use]
    pub fn function_arn(&self, name: &str) -> String {
        self.lambda.function_arn(name)
    }

    /// What becomes of messages from now on. A watcher that falls far behind misses some.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.engine.changes()
    }

    /// Makes one API call through the router that network clients use; answers status and body, which
    /// is null where there is none.
    ///
    /// # Errors
    ///
    /// If the call cannot be put into a request, or its answer is not JSON. An AWS error is an answer.
    pub async fn call(
        &self,
        method: &str,
        path_and_query: &str,
        bearer: Option<&str>,
        body: Value,
    ) -> Result<(u16, Value), CallError> {
        let host = self.url.trim_start_matches("http://");
        let mut request = Request::builder().method(method).uri(path_and_query).header(header::HOST, host);
        if let Some(bearer) = bearer {
            request = request.header("x-amz-chime-bearer", bearer);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let answered = self.router.clone().oneshot(request.body(body)?).await;
        let response = answered.unwrap_or_else(|never| match never {});
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? };
        Ok((status, body))
    }

    /// Stops listening, lets open requests finish for a moment, and ends the functions it started.
    pub async fn stop(mut self) {
        let _ = self.farewell.send(());
        let listener = tokio::time::timeout(FAREWELL, self.tasks.join_next()).await;
        if listener.is_err() {
            tracing::debug!("open requests were cut off");
        }
        self.tasks.shutdown().await;
        self.lambda.stop().await;
    }
}
