//! A function elsewhere, played by a small server that answers as it is told.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use std::time::Duration;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use bytes::Bytes;
use channel_flow_emulator::invoke::{Function, InvokeError, Lambda, LambdaConfig, Target};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    time::timeout,
};

const EVENT: Bytes = Bytes::from_static(b"{\"n\":1}");

/// A request that arrived elsewhere, and the answer it waits for.
struct Asked {
    function: String,
    query: String,
    kind: String,
    payload: Bytes,
    answer: oneshot::Sender<Response>,
}

impl Asked {
    fn answer(self, answer: impl IntoResponse) {
        drop(self.answer.send(answer.into_response()));
    }
}

async fn invoked(
    State(sender): State<mpsc::Sender<Asked>>,
    Path(function): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    payload: Bytes,
) -> Response {
    let (answer, answered) = oneshot::channel();
    let kind = headers["x-amz-invocation-type"].to_str().unwrap().to_owned();
    let query = query.unwrap_or_default();
    let asked = Asked { function, query, kind, payload, answer };
    sender.send(asked).await.unwrap_or_else(|_| panic!("the test is over"));
    answered.await.unwrap()
}

async fn elsewhere() -> (String, mpsc::Receiver<Asked>) {
    let (sender, asked) = mpsc::channel(8);
    let router = Router::new()
        .route("/prefix/2015-03-31/functions/{function}/invocations", post(invoked))
        .with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/prefix/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, asked)
}

async fn lambda(base: String) -> Lambda {
    let function = Function {
        name: "moderate".into(),
        target: Target::Endpoint(base),
        environments: 1,
        timeout: Duration::from_mins(1),
        env: Vec::new(),
    };
    let config = LambdaConfig {
        region: "us-east-1".into(),
        account: "111122223333".into(),
        functions: vec![function],
        retry_delays: vec![Duration::ZERO],
        deliver_twice: false,
        chime_endpoint: "http://127.0.0.1:1".into(),
    };
    Lambda::start(config).await.unwrap()
}

async fn next(asked: &mut mpsc::Receiver<Asked>) -> Asked {
    timeout(Duration::from_mins(1), asked.recv()).await.expect("a request within a minute").unwrap()
}

#[tokio::test]
async fn an_event_is_accepted_before_the_function_has_answered() {
    let (base, mut asked) = elsewhere().await;
    let lambda = lambda(base).await;
    lambda.invoke_event("moderate", EVENT).await.unwrap();
    let request = next(&mut asked).await;
    assert_eq!((request.function.as_str(), request.kind.as_str()), ("moderate", "Event"));
    assert_eq!((request.payload.clone(), request.query.as_str()), (EVENT, ""));
    request.answer(StatusCode::OK);
    lambda.invoke_event("moderate:live", EVENT).await.unwrap();
    let request = next(&mut asked).await;
    assert_eq!((request.function.as_str(), request.query.as_str()), ("moderate", "Qualifier=live"));
    request.answer(StatusCode::ACCEPTED);
}

#[tokio::test]
async fn an_endpoint_where_nobody_listens_refuses_the_event() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let refused = lambda(base).await.invoke_event("moderate", EVENT).await;
    assert!(matches!(refused, Err(InvokeError::Unreachable { .. })));
}

#[tokio::test]
async fn errors_of_the_function_are_retried_however_they_are_told() {
    let (base, mut asked) = elsewhere().await;
    let lambda = lambda(base).await;
    for error in [
        StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        (StatusCode::OK, [("x-amz-function-error", "Unhandled")]).into_response(),
        StatusCode::NOT_FOUND.into_response(),
    ] {
        lambda.invoke_event("moderate", EVENT).await.unwrap();
        next(&mut asked).await.answer(error);
        let retry = next(&mut asked).await;
        assert_eq!(retry.payload, EVENT);
        retry.answer(StatusCode::OK);
    }
}

#[tokio::test]
async fn a_lambda_that_knows_no_asynchronous_invocations_is_asked_for_synchronous_ones() {
    let (base, mut asked) = elsewhere().await;
    let lambda = lambda(base).await;
    lambda.invoke_event("moderate", EVENT).await.unwrap();
    next(&mut asked).await.answer(StatusCode::NOT_IMPLEMENTED);
    for _ in 0..2 {
        let request = next(&mut asked).await;
        assert_eq!(request.kind, "RequestResponse");
        request.answer(StatusCode::OK);
        lambda.invoke_event("moderate", EVENT).await.unwrap();
    }
}

#[tokio::test]
async fn a_synchronous_caller_reads_what_the_function_elsewhere_says() {
    let (base, mut asked) = elsewhere().await;
    let router = lambda(base).await.router();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/2015-03-31/functions/moderate/invocations", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    for (answer, failed) in
        [((StatusCode::OK, "\"fine\""), false), ((StatusCode::BAD_GATEWAY, "\"broken\""), true)]
    {
        let told = async {
            let request = next(&mut asked).await;
            assert_eq!(request.kind, "RequestResponse");
            request.answer(answer);
        };
        let (response, ()) = tokio::join!(reqwest::Client::new().post(&url).body(EVENT).send(), told);
        let response = response.unwrap();
        assert_eq!(response.headers().contains_key("x-amz-function-error"), failed);
        assert_eq!(response.text().await.unwrap(), answer.1);
    }
}
