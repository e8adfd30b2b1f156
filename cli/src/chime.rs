//! The messaging and identity APIs as the commands use them: one call at a time, JSON in and out.
//!
//! Nothing here signs a request, so it speaks to the emulator only.

mod http;
mod operation;

use std::time::Duration;

use channel_flow_emulator::Running;
use serde_json::Value;

pub(crate) use self::http::Endpoint;
pub(crate) use self::operation::{
    FlowTarget, Request, associate_channel_flow, batch_create_channel_membership, create_app_instance,
    create_app_instance_admin, create_app_instance_user, create_channel, create_channel_flow,
    get_channel_message, list_app_instance_admins, list_app_instance_users, list_app_instances,
    list_channel_flows, list_channel_memberships, list_channels, send_channel_message, update_channel_flow,
};

/// Someone who answers API calls.
pub(crate) trait Chime {
    /// Makes one call.
    async fn call(&self, request: &Request) -> Result<Value, ChimeError>;

    /// Makes one call for each page, and joins the lists under `key`.
    async fn list(&self, mut request: Request, key: &str) -> Result<Vec<Value>, ChimeError> {
        let mut all = Vec::new();
        loop {
            let mut page = self.call(&request).await?;
            if let Some(Value::Array(items)) = page.get_mut(key).map(Value::take) {
                all.extend(items);
            }
            match page.get("NextToken").and_then(Value::as_str) {
                Some(token) if !token.is_empty() => request.next_page(token),
                _ => return Ok(all),
            }
        }
    }

    /// Makes one call, and returns the string under `key`.
    async fn text(&self, request: &Request, key: &'static str) -> Result<String, ChimeError> {
        match self.call(request).await?.get_mut(key).map(Value::take) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(ChimeError::Unexpected { operation: request.operation, expected: key }),
        }
    }
}

/// Why a call had no useful answer. Holds no message text: the service's errors quote none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChimeError {
    /// The service said no.
    #[error("{operation} was refused: {status} {code}: {message}")]
    Refused { operation: &'static str, status: u16, code: String, message: String },
    /// There was no answer.
    #[error("{operation} got no answer from {endpoint}: {reason}")]
    Unreachable { operation: &'static str, endpoint: String, reason: String },
    /// The answer is not the service's.
    #[error("{operation} was answered without `{expected}`; is this the emulator?")]
    Unexpected { operation: &'static str, expected: &'static str },
}

impl ChimeError {
    /// The HTTP status of a refusal.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Unreachable { .. } | Self::Unexpected { .. } => None,
        }
    }
}

/// The emulator in this process, through the same router that a network client uses.
impl Chime for Running {
    async fn call(&self, request: &Request) -> Result<Value, ChimeError> {
        let (target, bearer) = (request.target(), request.bearer.as_deref());
        let body = request.body.clone().unwrap_or_default();
        let answer = Running::call(self, request.method, &target, bearer, body).await;
        let (status, body) = answer.map_err(|error| ChimeError::Unreachable {
            operation: request.operation,
            endpoint: self.url().to_owned(),
            reason: error.to_string(),
        })?;
        answered(request.operation, status, None, body)
    }
}

/// Tells an answer from a refusal.
fn answered(
    operation: &'static str,
    status: u16,
    kind: Option<String>,
    body: Value,
) -> Result<Value, ChimeError> {
    if (200..300).contains(&status) {
        return Ok(body);
    }
    let member = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    Err(ChimeError::Refused {
        operation,
        status,
        code: kind.or_else(|| member("Code")).unwrap_or_else(|| "without a code".to_owned()),
        message: member("Message").unwrap_or_else(|| "is this the emulator?".to_owned()),
    })
}

/// How long a server may take for one call; the emulator takes milliseconds.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

#[cfg(test)]
pub(crate) mod testing;
