//! The Lambda Runtime API over HTTP: one listener per environment.
//!
//! This file only translates between requests and [`Call`]s; what they mean is decided in
//! [`environment`](super::environment), in one place and one at a time.

use std::{io, net::SocketAddr};

use axum::{
    Json, Router,
    body::{self, Body},
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

use super::work::{Failure, Outcome};

/// The largest answer of a function, in bytes: six megabytes, as Lambda documents it.
const RESPONSE_LIMIT: usize = 6 * 1024 * 1024;

/// The largest error document that is read, in bytes.
const ERROR_LIMIT: usize = 256 * 1024;

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
) -> Response {
    let (outcome, too_large) = match body::to_bytes(body, RESPONSE_LIMIT).await {
        Ok(body) => (Ok(body), false),
        Err(_) => (Err(Failure::too_large(&request_id, RESPONSE_LIMIT)), true),
    };
    let taken = answer(&calls, request_id, &headers, outcome).await;
    // The invocation ends as failed, and the runtime learns why its answer was not taken.
    if too_large && taken.is_ok() { Refusal::TooLarge.into_response() } else { accepted(taken) }
}

async fn error(
    State(calls): Calls,
    Path(request_id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let body = body::to_bytes(body, ERROR_LIMIT).await.unwrap_or_default();
    accepted(answer(&calls, request_id, &headers, Err(Failure::returned(body))).await)
}

async fn init_error(State(calls): Calls, body: Body) -> Response {
    let body = body::to_bytes(body, ERROR_LIMIT).await.unwrap_or_default();
    accepted(ask(&calls, |reply| Call::InitError { body, reply }).await)
}

async fn answer(
    calls: &mpsc::Sender<Call>,
    request_id: String,
    headers: &HeaderMap,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let invocation_id = headers.get(INVOCATION_ID).and_then(|id| id.to_str().ok()).map(str::to_owned);
    ask(calls, |reply| Call::Answer { request_id, invocation_id, outcome, reply }).await
}

fn accepted(taken: Result<(), Refusal>) -> Response {
    match taken {
        Ok(()) => (StatusCode::ACCEPTED, Json(json!({ "status": "OK" }))).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
