//! The Lambda Runtime API over HTTP: one listener per environment.
//!
//! This file only translates between requests and [`Call`]s; what they mean is decided in
//! [`environment`](super::environment), in one place and one at a time.

use std::{io, net::SocketAddr};

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
    serve::ListenerExt,
};
use bytes::Bytes;
use serde_json::json;
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use super::{
    body::{self, BodyError},
    work::{Failure, Outcome},
};

/// The largest answer of a function, in bytes: six megabytes, as Lambda documents it.
const RESPONSE_LIMIT: usize = 6 * 1024 * 1024;

const INVOCATION_ID: &str = "lambda-runtime-invocation-id";

/// What a runtime asks or says.
pub(super) enum Call {
    /// It wants an event.
    Next(oneshot::Sender<Result<Delivery, Refusal>>),
    /// It is done with one.
    Answer {
        request_id: String,
        invocation_id: Option<String>,
        outcome: Outcome,
        reply: oneshot::Sender<Result<(), Refusal>>,
    },
    /// It cannot start.
    InitError { body: Bytes, reply: oneshot::Sender<Result<(), Refusal>> },
}

/// An event as the runtime receives it.
pub(super) struct Delivery {
    pub(super) request_id: String,
    /// Tells two deliveries of one request apart.
    pub(super) invocation_id: String,
    /// Milliseconds since 1970.
    pub(super) deadline_ms: u128,
    pub(super) arn: String,
    pub(super) trace_id: String,
    pub(super) payload: Bytes,
}

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No invocation has this id.
    UnknownRequest,
    /// The invocation is over: answered before, or out of time.
    Gone,
    /// The call does not fit the state of the environment.
    State,
    /// The body is larger than Lambda takes.
    TooLarge,
    /// The body ended early.
    Incomplete,
    /// The environment has ended.
    Ended,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, kind, message) = match self {
            Self::UnknownRequest => {
                (StatusCode::BAD_REQUEST, "InvalidRequestID", "no invocation has this request id")
            }
            Self::Gone => (StatusCode::GONE, "InvalidRequestID", "this invocation is over"),
            Self::State => (StatusCode::FORBIDDEN, "InvalidStateTransition", "an event is still unanswered"),
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "the body is too large")
            }
            Self::Incomplete => (StatusCode::BAD_REQUEST, "InvalidRequest", "the body ended early"),
            Self::Ended => (StatusCode::SERVICE_UNAVAILABLE, "EnvironmentEnded", "the environment has ended"),
        };
        (status, Json(json!({ "errorType": kind, "errorMessage": message }))).into_response()
    }
}

impl IntoResponse for Delivery {
    fn into_response(self) -> Response {
        let headers = [
            ("lambda-runtime-aws-request-id", self.request_id),
            (INVOCATION_ID, self.invocation_id),
            ("lambda-runtime-deadline-ms", self.deadline_ms.to_string()),
            ("lambda-runtime-invoked-function-arn", self.arn),
            ("lambda-runtime-trace-id", self.trace_id),
            ("content-type", "application/json".to_owned()),
        ];
        (headers, self.payload).into_response()
    }
}

/// A Runtime API that listens, and the calls that arrive at it.
pub(super) struct RuntimeApi {
    /// Where the runtime finds it.
    pub(super) address: SocketAddr,
    /// What the runtime asks and says, in order.
    pub(super) calls: mpsc::Receiver<Call>,
    /// Stops listening when it is dropped.
    pub(super) server: JoinSet<()>,
}

impl RuntimeApi {
    /// Listens on a free port of the loopback interface.
    pub(super) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        // An answer is two small writes; with Nagle's algorithm the second waits for an acknowledgement.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let (sender, calls) = mpsc::channel(16);
        let mut server = JoinSet::new();
        server.spawn(async move { drop(axum::serve(listener, router(sender)).await) });
        Ok(Self { address, calls, server })
    }
}

type Calls = State<mpsc::Sender<Call>>;

fn router(calls: mpsc::Sender<Call>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{request_id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{request_id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(calls)
}

/// Passes a call on and waits for the environment's word; for `next` that may be hours.
async fn ask<T>(
    calls: &mpsc::Sender<Call>,
    call: impl FnOnce(oneshot::Sender<Result<T, Refusal>>) -> Call,
) -> Result<T, Refusal> {
    let (reply, answer) = oneshot::channel();
    calls.send(call(reply)).await.map_err(|_| Refusal::Ended)?;
    answer.await.map_err(|_| Refusal::Ended)?
}

async fn next(State(calls): Calls) -> Result<Delivery, Refusal> {
    ask(&calls, Call::Next).await
}

async fn response(
    State(calls): Calls,
    Path(request_id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Accepted, Refusal> {
    match body::read(body, RESPONSE_LIMIT).await {
        Ok(body) => answer(&calls, request_id, &headers, Ok(body)).await,
        Err(BodyError::TooLarge) => {
            // The invocation ends as failed, and the runtime learns why its answer was not taken.
            let failure = Failure::too_large(&request_id, RESPONSE_LIMIT);
            answer(&calls, request_id, &headers, Err(failure)).await?;
            Err(Refusal::TooLarge)
        }
        // A runtime that died while it answered has not answered.
        Err(BodyError::Incomplete) => Err(Refusal::Incomplete),
    }
}

async fn error(
    State(calls): Calls,
    Path(request_id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Accepted, Refusal> {
    // Whatever the runtime could say about it, the event has failed.
    let failure = Failure::returned(body::read(body, RESPONSE_LIMIT).await.unwrap_or_default());
    answer(&calls, request_id, &headers, Err(failure)).await
}

async fn init_error(State(calls): Calls, body: Body) -> Result<Accepted, Refusal> {
    let body = body::read(body, RESPONSE_LIMIT).await.unwrap_or_default();
    ask(&calls, |reply| Call::InitError { body, reply }).await.map(|()| Accepted)
}

async fn answer(
    calls: &mpsc::Sender<Call>,
    request_id: String,
    headers: &HeaderMap,
    outcome: Outcome,
) -> Result<Accepted, Refusal> {
    let invocation_id = headers.get(INVOCATION_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
    ask(calls, |reply| Call::Answer { request_id, invocation_id, outcome, reply }).await.map(|()| Accepted)
}

/// What every accepted answer hears.
struct Accepted;

impl IntoResponse for Accepted {
    fn into_response(self) -> Response {
        (StatusCode::ACCEPTED, Json(json!({ "status": "OK" }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Sends bytes as they are, hangs up, and reads what came back.
    async fn raw(api: &RuntimeApi, request: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(api.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        response
    }

    #[tokio::test]
    async fn what_is_no_call_is_a_client_error() {
        let api = RuntimeApi::listen().await.unwrap();
        for (request, status) in [
            ("GET /2018-06-01/runtime/elsewhere HTTP/1.1\r\nhost: x\r\n\r\n", "404"),
            (
                "POST /2018-06-01/runtime/invocation/next HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
                "405",
            ),
            ("GET /2018-06-01/runtime/invocation/one/response HTTP/1.1\r\nhost: x\r\n\r\n", "405"),
            (
                "POST /2018-06-01/runtime/invocation/%ff/response HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
                "400",
            ),
            ("no HTTP at all\r\n\r\n", "400"),
        ] {
            let response = raw(&api, request).await;
            assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {response}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_breaks_off_is_no_answer() {
        let mut api = RuntimeApi::listen().await.unwrap();
        let request = "POST /2018-06-01/runtime/invocation/one/response HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{";
        raw(&api, request).await;
        assert!(api.calls.try_recv().is_err());
    }
}
