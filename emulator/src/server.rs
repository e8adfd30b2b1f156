//! The HTTP edge of the Chime side: a request in, an AWS-shaped answer out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::{HeaderValue, Request, StatusCode, header, request::Parts};
use serde_json::Value;
use tokio::time::Instant;
use uuid::Uuid;

use crate::engine::Engine;
use crate::error::{ApiError, Kind};
use crate::{gather, path, routes};

/// The largest body that is read; no operation needs a quarter of it.
const BODY_LIMIT: usize = 64 * 1024;

/// How much of a too large body is read and dropped, so that its sender gets to read the answer.
const BODY_PATIENCE: usize = 1024 * 1024;

/// Answers any request that is not for the Lambda side.
pub(crate) async fn answer(State(engine): State<Arc<Engine>>, request: Request<Body>) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let method = parts.method.clone();
    let mut operation = "unknown";
    let result = match read(body).await {
        Err(error) => Err(error),
        Ok(body) => {
            let blocking = tokio::task::spawn_blocking(move || carry_out(&engine, &parts, &body));
            match blocking.await {
                Ok((name, result)) => {
                    operation = name;
                    result
                }
                Err(_) => Err(ApiError::failure("The emulator panicked.")),
            }
        }
    };
    let response = render(result);
    tracing::debug!(
        %method,
        operation,
        status = response.status().as_u16(),
        elapsed_ms = started.elapsed().as_millis(),
        "answered"
    );
    response
}

async fn read(body: Body) -> Result<Bytes, ApiError> {
    let mut stream = body.into_data_stream();
    let mut collected = BytesMut::new();
    let mut length = 0_usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| ApiError::bad_request("The body could not be read."))?;
        length = length.saturating_add(chunk.len());
        if length <= BODY_LIMIT {
            collected.extend_from_slice(&chunk);
        } else if length > BODY_PATIENCE {
            break;
        }
    }
    if length > BODY_LIMIT {
        return Err(ApiError::new(Kind::TooLarge, "The body is larger than 64 KiB."));
    }
    Ok(collected.freeze())
}

/// Finds the operation and carries it out; names it for the log. Blocks.
fn carry_out(engine: &Engine, parts: &Parts, body: &[u8]) -> (&'static str, Result<(u16, Value), ApiError>) {
    let raw_path = parts.uri.path();
    let found = path::query(parts.uri.query().unwrap_or_default())
        .and_then(|query| Ok((routes::find(parts.method.as_str(), raw_path, &query)?, query)));
    let (route, query) = match found {
        Ok(found) => found,
        Err(error) => return ("unknown", Err(error)),
    };
    let Some(handler) = route.handler else {
        let message = format!("The emulator does not support {}.", route.operation);
        return (route.operation, Err(ApiError::new(Kind::NotImplemented, message)));
    };
    let result = gather::input(route, raw_path, &query, &parts.headers, body).and_then(|input| {
        engine.charge(&input)?;
        engine.run(|work| handler(work, &input))
    });
    (route.operation, result.map(|answer| (route.status, answer)))
}

fn render(result: Result<(u16, Value), ApiError>) -> Response {
    let (status, error, body) = match result {
        Ok((status, body)) => (status, None, body),
        Err(error) => {
            let (status, shape, _) = error.kind.face();
            (status, Some(shape), error.body())
        }
    };
    let body = without_nulls(body);
    let empty = body.is_null();
    let mut response = Response::new(if empty { Body::empty() } else { Body::from(body.to_string()) });
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if !empty {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Some(shape) = error {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(shape));
    }
    if let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().to_string()) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

/// Members that are not set are left out of answers.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let set = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(set.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        plain => plain,
    }
}
