//! An emulator in another process.

use std::error::Error;

use reqwest::{Client, Method, Url};
use serde_json::Value;

use super::{CALL_TIMEOUT, Chime, ChimeError, Request, answered};

/// The address of an emulator.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    url: String,
    client: Client,
}

impl Endpoint {
    /// Takes `http://HOST:PORT`.
    pub(crate) fn new(url: &str) -> Result<Self, String> {
        let parsed = Url::parse(url).map_err(|error| format!("`{url}` is not a URL: {error}"))?;
        if parsed.scheme() != "http" {
            return Err(format!("`{url}` is not an emulator's: they speak plain http"));
        }
        // A proxy of the environment's could not reach this machine.
        let client = Client::builder().no_proxy().timeout(CALL_TIMEOUT).build();
        let client = client.map_err(|error| format!("cannot make an HTTP client: {error}"))?;
        Ok(Self { url: url.trim_end_matches('/').to_owned(), client })
    }

    fn unreachable(&self, request: &Request, error: &reqwest::Error) -> ChimeError {
        // The innermost cause says what happened; those around it repeat the address.
        let mut reason: &dyn Error = error;
        while let Some(cause) = reason.source() {
            reason = cause;
        }
        ChimeError::Unreachable {
            operation: request.operation,
            endpoint: self.url.clone(),
            reason: reason.to_string(),
        }
    }
}

impl Chime for Endpoint {
    async fn call(&self, request: &Request) -> Result<Value, ChimeError> {
        let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
        let mut call = self.client.request(method, format!("{}{}", self.url, request.target()));
        if let Some(bearer) = &request.bearer {
            call = call.header("x-amz-chime-bearer", bearer);
        }
        if let Some(body) = &request.body {
            call = call.json(body);
        }
        let answer = call.send().await.map_err(|error| self.unreachable(request, &error))?;
        let status = answer.status().as_u16();
        let header = answer.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
        let kind = header.map(str::to_owned);
        let bytes = answer.bytes().await.map_err(|error| self.unreachable(request, &error))?;
        answered(request.operation, status, kind, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_urls_are_taken() {
        assert!(
            Endpoint::new("http://127.0.0.1:4510/")
                .is_ok_and(|endpoint| endpoint.url == "http://127.0.0.1:4510")
        );
        for url in ["127.0.0.1:4510", "https://messaging-chime.us-east-1.amazonaws.com", "", "http://"] {
            assert!(Endpoint::new(url).is_err(), "{url}");
        }
    }
}
