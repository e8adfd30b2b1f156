//! The Lambda side: functions, their environments, and who invokes them.
//!
//! [`Lambda`] owns every function. A [`Target::Binary`] runs as real processes that speak to a real
//! Runtime API (`runtime_api`); a [`Target::Endpoint`] is a Lambda somewhere else (`http`). Chime
//! comes in through [`Lambda::invoke_event`], everybody else through [`Lambda::router`]; both end in
//! the same `backend`.

mod api;
mod asynchronous;
mod backend;
mod body;
mod deployment;
mod environment;
mod http;
mod name;
mod process;
mod runtime_api;
mod slot;
mod work;

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;

use self::{asynchronous::Queue, backend::Backends, name::FunctionName};

/// The largest event that an asynchronous invocation takes, in bytes.
const ASYNC_LIMIT: usize = 1024 * 1024;

/// One function that the emulator can invoke.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, 1 to 64 letters, digits, `-` and `_`.
    pub name: String,
    /// Where its code runs.
    pub target: Target,
    /// How many environments a [`Target::Binary`] runs; at least one is started.
    pub environments: usize,
    /// How long one invocation may take.
    pub timeout: Duration,
    /// Variables added to its environment; they win over the emulator's own, except for the address of
    /// the Runtime API. With `AWS_LAMBDA_MAX_CONCURRENCY` above 1, one environment is given that many
    /// events at a time, and a late event no longer ends it, as on Lambda's managed instances.
    pub env: Vec<(String, String)>,
}

/// Where a function's code runs.
#[derive(Clone, Debug)]
pub enum Target {
    /// An executable that speaks the Lambda Runtime API, as `bootstrap` does.
    Binary(PathBuf),
    /// The base URL of a Lambda `Invoke` API elsewhere, such as `http://127.0.0.1:9000`.
    Endpoint(String),
}

/// What [`Lambda::start`] needs to know.
#[derive(Clone, Debug)]
pub struct LambdaConfig {
    /// The region in ARNs and in the functions' environment.
    pub region: String,
    /// The account in ARNs.
    pub account: String,
    /// All functions.
    pub functions: Vec<Function>,
    /// How long a failed event waits before each retry; as many retries as there are delays.
    pub retry_delays: Vec<Duration>,
    /// Whether every event arrives twice, the second time with a request id of its own.
    pub deliver_twice: bool,
    /// Where functions find Chime's API.
    pub chime_endpoint: String,
}

/// Why [`Lambda::start`] refused a configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The name cannot be a function's.
    #[error("`{0}` is not a function name: use 1 to 64 letters, digits, `-` and `_`")]
    Name(String),
    /// Two functions share a name.
    #[error("two functions are named `{0}`")]
    Duplicate(String),
    /// The binary is missing or cannot be executed.
    #[error("function `{function}` cannot run `{}`: {reason}", path.display())]
    Binary {
        /// The function's name.
        function: String,
        /// The path that was given.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The endpoint is not a URL that can be called.
    #[error("function `{function}` has the endpoint `{endpoint}`: {reason}")]
    Endpoint {
        /// The function's name.
        function: String,
        /// The URL that was given.
        endpoint: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Why Lambda refused an invocation. The texts hold no part of the payload.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvokeError {
    /// The reference is neither a name nor an ARN of a function.
    #[error("`{0}` is not a function name or ARN")]
    Name(String),
    /// No such function.
    #[error("Function not found: {0}")]
    NotFound(String),
    /// The event is too large.
    #[error("the event has {size} bytes, an asynchronous invocation takes {limit}")]
    TooLarge {
        /// The event's size in bytes.
        size: usize,
        /// The largest size in bytes.
        limit: usize,
    },
    /// Nobody answers where the function should be.
    #[error("function `{function}` cannot be reached at `{address}`: {reason}")]
    Unreachable {
        /// The function's name.
        function: String,
        /// Host and port.
        address: String,
        /// The operating system's reason.
        reason: String,
    },
    /// The emulator is stopping.
    #[error("the emulator is stopping")]
    Stopping,
}

/// All functions; a clone is another handle to the same ones.
///
/// When the last handle goes, so does every process it started.
#[derive(Clone)]
pub struct Lambda {
    inner: Arc<Inner>,
}

impl fmt::Debug for Lambda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let functions: Vec<&str> = self.inner.backends.names().collect();
        f.debug_struct("Lambda").field("functions", &functions).finish_non_exhaustive()
    }
}

struct Inner {
    region: String,
    account: String,
    backends: Arc<Backends>,
    queue: Queue,
}

impl Lambda {
    /// Starts every environment of every function.
    ///
    /// Returns once the processes are starting; an invocation waits for the first that is ready.
    ///
    /// # Errors
    /// When a function can never run as it is described.
    pub async fn start(config: LambdaConfig) -> Result<Self, StartError> {
        let backends = Arc::new(Backends::start(&config).await?);
        let queue = Queue::start(Arc::clone(&backends), config.retry_delays, config.deliver_twice);
        let inner = Inner { region: config.region, account: config.account, backends, queue };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The ARN of the function `name`, whether it exists or not.
    #[must_use]
    pub fn function_arn(&self, name: &str) -> String {
        name::function_arn(&self.inner.region, &self.inner.account, name)
    }

    /// Queues `payload` for `function`, as `Invoke` with `InvocationType=Event` does.
    ///
    /// `function` is a name or an ARN, with or without a qualifier.
    ///
    /// # Errors
    /// When Lambda would refuse: no such function, an event too large, nobody at the endpoint. What
    /// happens to an accepted event is between Lambda and the function.
    pub async fn invoke_event(&self, function: &str, payload: Bytes) -> Result<(), InvokeError> {
        self.accept(function, payload).await.map(|_request_id| ())
    }

    /// Lambda's own `Invoke` API, on the paths under `/2015-03-31/`.
    pub fn router(&self) -> axum::Router {
        api::router(self.clone())
    }

    /// Kills every process that was started here and waits until it is gone; events that still wait
    /// are dropped.
    pub async fn stop(&self) {
        self.inner.queue.stop().await;
        self.inner.backends.stop().await;
    }

    /// Queues an event and returns its request id.
    async fn accept(&self, function: &str, payload: Bytes) -> Result<String, InvokeError> {
        if payload.len() > ASYNC_LIMIT {
            return Err(InvokeError::TooLarge { size: payload.len(), limit: ASYNC_LIMIT });
        }
        let name = self.resolve(function)?;
        self.inner.backends.admit(&name).await?;
        self.inner.queue.accept(&name, payload)
    }

    /// The function that a reference means, if there is one.
    fn resolve(&self, reference: &str) -> Result<FunctionName, InvokeError> {
        let name = FunctionName::parse(reference, &self.inner.region, &self.inner.account)?;
        if self.inner.backends.contains(&name) { Ok(name) } else { Err(InvokeError::NotFound(name.arn())) }
    }
}
