//! Lambda's own `Invoke` API, so that the AWS CLI and the SDKs can invoke the functions here.

use axum::{
    Json, Router,
    body::Body,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
    routing::{any, post},
};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use uuid::Uuid;

use super::{
    ASYNC_LIMIT, InvokeError, Lambda,
    body::{self, BodyError},
    name::FunctionName,
    work::{Cause, Kind},
};

/// The largest event of a synchronous invocation, in bytes.
const SYNC_LIMIT: usize = 6 * 1024 * 1024;

/// The paths under `/2015-03-31/`.
pub(super) fn router(lambda: Lambda) -> Router {
    Router::new()
        .route("/2015-03-31/functions/{function}/invocations", post(invoke))
        .route("/2015-03-31/{*operation}", any(unsupported))
        .with_state(lambda)
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(rename = "Qualifier")]
    qualifier: Option<String>,
}

async fn invoke(
    State(lambda): State<Lambda>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let Path(function) = path.map_err(|error| ApiError::InvalidParameter(error.body_text()))?;
    let Query(parameters) = query.map_err(|error| ApiError::InvalidParameter(error.body_text()))?;
    let function = resolve(&lambda, &function, parameters.qualifier.as_deref())?;
    match header(&headers, "x-amz-invocation-type").unwrap_or("RequestResponse") {
        "DryRun" => {
            Ok((StatusCode::NO_CONTENT, [("x-amzn-requestid", Uuid::new_v4().to_string())]).into_response())
        }
        "Event" => {
            let payload = read(body, ASYNC_LIMIT).await?;
            let request_id = lambda.accept(&function.arn(), payload).await?;
            Ok((StatusCode::ACCEPTED, [("x-amzn-requestid", request_id)]).into_response())
        }
        "RequestResponse" => {
            let payload = read(body, SYNC_LIMIT).await?;
            Ok(request_response(&lambda, &function, payload).await)
        }
        _ => Err(ApiError::InvalidParameter(
            "the invocation type must be one of [Event, RequestResponse, DryRun]".to_owned(),
        )),
    }
}

async fn request_response(lambda: &Lambda, function: &FunctionName, payload: Bytes) -> Response {
    let request_id = Uuid::new_v4().to_string();
    let outcome = lambda.inner.backends.invoke(function, &request_id, payload, Kind::RequestResponse).await;
    let (payload, failed) = match outcome {
        Ok(payload) => (payload, false),
        Err(failure) if failure.cause() == Cause::Stopping => return ApiError::Stopping.into_response(),
        Err(failure) => (failure.body, true),
    };
    let version =
        function.qualifier().filter(|qualifier| qualifier.bytes().all(|byte| byte.is_ascii_digit()));
    let headers = [
        ("content-type", "application/json"),
        ("x-amzn-requestid", request_id.as_str()),
        ("x-amz-executed-version", version.unwrap_or("$LATEST")),
    ];
    let mut response = (headers, payload).into_response();
    if failed {
        response.headers_mut().insert("x-amz-function-error", HeaderValue::from_static("Unhandled"));
    }
    response
}

fn resolve(lambda: &Lambda, function: &str, qualifier: Option<&str>) -> Result<FunctionName, ApiError> {
    let name = lambda.resolve(function)?;
    Ok(match qualifier {
        Some(qualifier) => name.qualified(qualifier)?,
        None => name,
    })
}

/// The event: any JSON, and an empty object where there is no body.
async fn read(body: Body, limit: usize) -> Result<Bytes, ApiError> {
    let payload = body::read(body, limit).await.map_err(|error| match error {
        BodyError::TooLarge => ApiError::TooLarge { limit },
        BodyError::Incomplete => ApiError::InvalidParameter("the body ended early".to_owned()),
    })?;
    if payload.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    match serde_json::from_slice::<&RawValue>(&payload) {
        Ok(_) => Ok(payload),
        // Where, but not what: the text around the place may be somebody's message.
        Err(error) => Err(ApiError::NotJson { line: error.line(), column: error.column() }),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

async fn unsupported() -> ApiError {
    ApiError::Unsupported
}

/// What goes wrong before a function runs, in the shapes of Lambda's API.
enum ApiError {
    Invoke(InvokeError),
    InvalidParameter(String),
    TooLarge { limit: usize },
    NotJson { line: usize, column: usize },
    Unsupported,
    Stopping,
}

impl From<InvokeError> for ApiError {
    fn from(error: InvokeError) -> Self {
        Self::Invoke(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, kind, message) = match self {
            Self::Invoke(error) => {
                let (status, code, kind) = match error {
                    InvokeError::Name(_) => {
                        (StatusCode::BAD_REQUEST, "InvalidParameterValueException", "User")
                    }
                    InvokeError::NotFound(_) => (StatusCode::NOT_FOUND, "ResourceNotFoundException", "User"),
                    InvokeError::TooLarge { .. } => {
                        (StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", "User")
                    }
                    InvokeError::Unreachable { .. } | InvokeError::Stopping => {
                        (StatusCode::INTERNAL_SERVER_ERROR, "ServiceException", "Service")
                    }
                };
                (status, code, kind, error.to_string())
            }
            Self::InvalidParameter(message) => {
                (StatusCode::BAD_REQUEST, "InvalidParameterValueException", "User", message)
            }
            Self::TooLarge { limit } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestTooLargeException",
                "User",
                format!("Request must be smaller than {limit} bytes for the InvokeFunction operation"),
            ),
            Self::NotJson { line, column } => (
                StatusCode::BAD_REQUEST,
                "InvalidRequestContentException",
                "User",
                format!("Could not parse request body into json: error at line {line}, column {column}"),
            ),
            Self::Unsupported => (
                StatusCode::NOT_IMPLEMENTED,
                "NotImplementedException",
                "User",
                "of Lambda's API, the emulator answers Invoke only".to_owned(),
            ),
            Self::Stopping => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "ServiceException",
                "Service",
                "the emulator is stopping".to_owned(),
            ),
        };
        let headers =
            [("x-amzn-errortype", code.to_owned()), ("x-amzn-requestid", Uuid::new_v4().to_string())];
        (status, headers, Json(json!({ "Type": kind, "Message": message }))).into_response()
    }
}
