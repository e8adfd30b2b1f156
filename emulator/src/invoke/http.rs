//! A function elsewhere: `cargo lambda watch`, SAM's local Lambda, or another emulator.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use reqwest::{Client, Response, StatusCode, Url};
use tokio::{net::TcpStream, time::timeout};

use super::{
    InvokeError, StartError,
    name::FunctionName,
    work::{Failure, Kind, Outcome},
};

/// How long somebody may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(2);

/// How long an invocation may take there: Lambda's longest time-out, since the true one is not known here.
const INVOKE_LIMIT: Duration = Duration::from_mins(15);

/// The largest answer that is read, in bytes.
const RESPONSE_LIMIT: usize = 6 * 1024 * 1024;

/// A Lambda `Invoke` API somewhere else.
pub(super) struct Remote {
    base: Url,
    host: String,
    port: u16,
    function: String,
    client: Client,
    /// Older local Lambdas answer 501 to asynchronous invocations; they are then asked to run it at once.
    only_synchronous: AtomicBool,
}

impl Remote {
    /// The function `name` behind the API at `base`.
    ///
    /// # Errors
    /// When `base` is no URL that can be called.
    pub(super) fn new(name: &str, base: &str) -> Result<Self, StartError> {
        let refused = |reason: String| StartError::Endpoint {
            function: name.to_owned(),
            endpoint: base.to_owned(),
            reason,
        };
        let url = Url::parse(base).map_err(|error| refused(error.to_string()))?;
        match url.scheme() {
            "http" => {}
            "https" => return Err(refused("https is not supported here, use http".to_owned())),
            _ => return Err(refused("it must begin with `http://`".to_owned())),
        }
        let host = url.host_str().ok_or_else(|| refused("it names no host".to_owned()))?.to_owned();
        let port = url.port_or_known_default().unwrap_or(80);
        // A proxy for the outside world cannot reach a function on this machine.
        let client = Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT_LIMIT)
            .timeout(INVOKE_LIMIT)
            .build()
            .map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            base: url,
            host,
            port,
            function: name.to_owned(),
            client,
            only_synchronous: AtomicBool::new(false),
        })
    }

    /// Whether somebody listens there.
    ///
    /// A local Lambda may answer an asynchronous invocation only when the function is done, so its answer
    /// cannot decide whether the event is accepted; a connection can.
    pub(super) async fn reach(&self) -> Result<(), InvokeError> {
        // A URL has brackets around an IPv6 address, the resolver wants none.
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let reason = match timeout(CONNECT_LIMIT, TcpStream::connect((host, self.port))).await {
            Ok(Ok(_connected)) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("nobody accepted a connection within {CONNECT_LIMIT:?}"),
        };
        let address = format!("{}:{}", self.host, self.port);
        Err(InvokeError::Unreachable { function: self.function.clone(), address, reason })
    }

    /// Runs the function once.
    pub(super) async fn invoke(
        &self,
        function: &FunctionName,
        request_id: &str,
        payload: Bytes,
        kind: Kind,
    ) -> Outcome {
        let event = kind == Kind::Event && !self.only_synchronous.load(Ordering::Relaxed);
        let mut response = self.post(function, payload.clone(), event).await;
        if event && response.as_ref().is_ok_and(|response| response.status() == StatusCode::NOT_IMPLEMENTED) {
            self.only_synchronous.store(true, Ordering::Relaxed);
            response = self.post(function, payload, false).await;
        }
        let response = response.map_err(|_| Failure::unreachable(request_id))?;
        let status = response.status();
        let error = response.headers().contains_key("x-amz-function-error");
        let body = read(response, request_id).await?;
        match status {
            // Lambda answers 200 and says in a header that the function failed; cargo-lambda answers 500.
            StatusCode::INTERNAL_SERVER_ERROR => Err(Failure::returned(body)),
            _ if error => Err(Failure::returned(body)),
            _ if status.is_success() => Ok(body),
            _ => Err(Failure::refused(status.as_u16(), body)),
        }
    }

    async fn post(
        &self,
        function: &FunctionName,
        payload: Bytes,
        event: bool,
    ) -> Result<Response, reqwest::Error> {
        let mut url = self.base.clone();
        let path = format!(
            "{}/2015-03-31/functions/{}/invocations",
            url.path().trim_end_matches('/'),
            self.function
        );
        url.set_path(&path);
        if let Some(qualifier) = function.qualifier() {
            url.query_pairs_mut().append_pair("Qualifier", qualifier);
        }
        self.client
            .post(url)
            .header("content-type", "application/json")
            .header("x-amz-invocation-type", if event { "Event" } else { "RequestResponse" })
            .body(payload)
            .send()
            .await
    }
}

async fn read(mut response: Response, request_id: &str) -> Outcome {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Failure::unreachable(request_id))? {
        if body.len() + chunk.len() > RESPONSE_LIMIT {
            return Err(Failure::too_large(request_id, RESPONSE_LIMIT));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
