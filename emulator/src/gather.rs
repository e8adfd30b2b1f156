//! From an HTTP request to an operation's input: every member collected from where it travels, checked.

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::api::Input;
use crate::error::ApiError;
use crate::routes::Route;
use crate::shape::{Member, Place, Shape};

const BEARER: &str = "x-amz-chime-bearer";

/// Collects and checks the input of a route's operation.
///
/// # Errors
///
/// `BadRequestException`, with the first member that is wrong and without its value.
pub(crate) fn input(
    route: &Route,
    raw_path: &str,
    query: &[(String, String)],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Input, ApiError> {
    let labels = route.labels(raw_path)?;
    let mut body = parse(route, body)?;
    let mut members = Map::new();
    for member in route.input {
        let given = match member.place {
            Place::Body => body.remove(member.name),
            Place::Path => {
                labels.iter().find(|(name, _)| *name == member.name).map(|(_, v)| v.clone().into())
            }
            Place::Query(key) => {
                let found = query.iter().find(|(name, _)| name == key);
                found.map(|(_, value)| plain(member, value)).transpose()?
            }
            Place::Bearer => bearer(headers)?,
        };
        if let Some(checked) = member.check(given, member.name)? {
            members.insert(member.name.to_owned(), checked);
        }
    }
    Ok(Input { operation: route.operation, members })
}

/// The members of the JSON body. Operations without members in the body ignore it.
fn parse(route: &Route, body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let expected = route.input.iter().any(|member| member.place == Place::Body);
    if !expected || body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(body).map_err(|_| ApiError::bad_request("The body is not a JSON object."))
}

/// A query value as the JSON that its shape is checked against.
fn plain(member: &Member, text: &str) -> Result<Value, ApiError> {
    match member.shape {
        Shape::Whole { .. } => {
            let whole: Result<i64, _> = text.parse();
            whole
                .map(Value::from)
                .map_err(|_| ApiError::bad_request(format!("`{}` must be a whole number.", member.name)))
        }
        _ => Ok(text.into()),
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<Value>, ApiError> {
    let Some(value) = headers.get(BEARER) else { return Ok(None) };
    // Header values may hold UTF-8, although `to_str` takes ASCII only.
    let text = std::str::from_utf8(value.as_bytes());
    text.map(|text| Some(text.into())).map_err(|_| ApiError::bad_request("`ChimeBearer` is not UTF-8."))
}
