//! Keeps web pages out of an emulator that listens on loopback.
//!
//! A page may point its own host name at 127.0.0.1 and then talk to the emulator as if to itself, or
//! send plain requests across origins. Both show in the headers.

use std::net::IpAddr;

use axum::body::Body;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, Request, StatusCode, header};

/// Refuses requests that a host or an origin elsewhere is behind.
pub(crate) async fn local_only(request: Request<Body>, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(header::HOST).map(HeaderValue::to_str).and_then(Result::ok);
    let host = host.or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    if host.is_some_and(is_local) && origin.is_none_or(is_local_origin) {
        return next.run(request).await;
    }
    let body = r#"{"Code":"Forbidden","Message":"The emulator listens on loopback and answers only requests to localhost."}"#;
    let headers = [("x-amzn-errortype", "ForbiddenException"), ("content-type", "application/json")];
    (StatusCode::FORBIDDEN, headers, body).into_response()
}

fn is_local_origin(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, host)| is_local(host))
}

/// Whether `host`, perhaps with a port, means this machine whatever a name server says.
fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_no_name_server_can_redirect_are_local() {
        for host in ["localhost", "LOCALHOST:4510", "127.0.0.1:1", "127.8.8.8", "[::1]:80", "[::1]"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com", "127.0.0.1.nip.io:80", "10.0.0.1", "[::2]"] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn pages_from_elsewhere_and_from_nowhere_are_not_local() {
        assert!(is_local_origin("http://localhost:3000"));
        assert!(!is_local_origin("https://example.com"));
        assert!(!is_local_origin("null"));
    }
}
