//! More than a thousand messages through the real SDK, on a virtual clock, to a Chime that fails half of the time.

use std::collections::HashMap;
use std::io;

use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::*;
use crate::event::CallbackId;

/// A service that keeps each message's end and fails by the dice.
#[derive(Clone, Debug)]
struct Chime(Arc<StdMutex<State>>);

#[derive(Debug)]
struct State {
    seed: u64,
    /// The answer that each message got, and how often it was asked for after that.
    ends: HashMap<String, (bool, u32)>,
    faults: u32,
}

impl Chime {
    fn new(seed: u64) -> Self {
        Self(Arc::new(StdMutex::new(State { seed, ends: HashMap::new(), faults: 0 })))
    }

    fn process(&self) -> SdkCallback {
        let chime = self.clone();
        let client = http_client_fn(move |_, _| SharedHttpConnector::new(chime.clone()));
        SdkCallback::new(&config("http://chime.invalid", client))
    }

    fn end(&self, callback_id: &str) -> Option<bool> {
        self.0.lock().unwrap().ends.get(callback_id).map(|(denied, _)| *denied)
    }
}

impl State {
    /// The next number of the seed's sequence (splitmix64).
    fn dice(&mut self, sides: u64) -> u64 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    /// What a callback without a fault is answered: the first decides, the others are told so in the three
    /// ways that have been seen.
    fn decide(&mut self, callback_id: &str, denied: bool) -> (u16, &'static str, &'static str) {
        if let Some((_, later)) = self.ends.get_mut(callback_id) {
            *later += 1;
            return match self.dice(3) {
                0 => (400, "BadRequestException", r#"{"Message":"non-pending message for callback id"}"#),
                1 => (409, "ConflictException", "{}"),
                _ => (403, "ForbiddenException", "{}"),
            };
        }
        self.ends.insert(callback_id.to_owned(), (denied, 0));
        (200, "", "{}")
    }
}

impl HttpConnector for Chime {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.0.lock().unwrap();
        let body: serde_json::Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let callback_id = body["CallbackId"].as_str().unwrap();
        let denied = body["DeleteResource"] == true;
        let fault = state.dice(14);
        state.faults += u32::from(fault < 7);
        if fault == 0 {
            return HttpConnectorFuture::ready(Err(ConnectorError::io("no connection".into())));
        }
        if let Some(capture) = request.extension::<CaptureSmithyConnection>() {
            let connection = ConnectionMetadata::builder().proxied(false).poison_fn(|| {}).build();
            capture.set_connection_retriever(move || Some(connection.clone()));
        }
        let lost = |kind| HttpConnectorFuture::ready(Err(ConnectorError::io(io::Error::from(kind).into())));
        let answer = match fault {
            1 => return lost(io::ErrorKind::ConnectionReset),
            2 => return HttpConnectorFuture::new(std::future::pending()),
            3 => (429, "ThrottledClientException", "{}"),
            4 => (503, "ServiceUnavailableException", "{}"),
            5 => {
                state.decide(callback_id, denied);
                return lost(io::ErrorKind::ConnectionReset);
            }
            6 => {
                state.decide(callback_id, denied);
                return HttpConnectorFuture::new(std::future::pending());
            }
            _ => state.decide(callback_id, denied),
        };
        let (status, code, body) = answer;
        let mut response = HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body));
        if !code.is_empty() {
            response.headers_mut().insert("x-amzn-errortype", code);
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

#[tokio::test(start_paused = true)]
async fn each_message_ends_once_and_the_client_knows() {
    for seed in [1, 2, 3] {
        let chime = Chime::new(seed);
        let mut process = chime.process();
        let mut unknown = 0;
        for number in 0..500_u32 {
            let mut event = testing::event("HELLO");
            let callback_id = format!("00000000-0000-0000-0000-{number:012}");
            event.callback_id = CallbackId::new(callback_id.clone()).unwrap();
            let request = if number % 3 == 0 { denial(&event) } else { update(&event) };
            // Lambda starts a new environment now and then.
            if number % 50 == 0 {
                process = chime.process();
            }
            // Lambda delivers an event whose invocation failed twice more.
            let mut known = false;
            for wait in [0, 60, 120] {
                tokio::time::sleep(Duration::from_secs(wait)).await;
                let deadline = Instant::now() + Duration::from_secs(10);
                known = process.send(&request, deadline).await.is_ok();
                if known {
                    break;
                }
            }
            let end = chime.end(&callback_id);
            assert!(
                !known || end.is_some(),
                "seed {seed}: {callback_id} is pending and reported as resolved"
            );
            assert_eq!(end, Some(request.is_denial()), "seed {seed}: {callback_id}");
            unknown += u32::from(!known);
        }
        let faults = chime.0.lock().unwrap().faults;
        assert!(faults > 250, "seed {seed}: only {faults} faults");
        assert_eq!(unknown, 0, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_errors_does_not_use_up_the_retries_of_later_calls() {
    let storm = http_client_fn(|_, _| SharedHttpConnector::new(Storm));
    let client = SdkCallback::new(&config("http://chime.invalid", storm));
    for call in 0..100 {
        let deadline = Instant::now() + Duration::from_secs(5);
        let error = client.send(&update(&testing::event("HELLO")), deadline).await.unwrap_err();
        assert_eq!((error.kind, error.status), (CallbackFailure::Unreachable, None));
        assert!(error.attempts > 10, "call {call} gave up after {} attempts", error.attempts);
    }
}

#[derive(Debug)]
struct Storm;

impl HttpConnector for Storm {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let unavailable = StatusCode::try_from(503).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(unavailable, SdkBody::from("{}"))))
    }
}
