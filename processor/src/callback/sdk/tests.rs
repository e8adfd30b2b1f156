use std::sync::Mutex as StdMutex;
use std::time::Duration;

use aws_sdk_chimesdkmessaging::config::{Credentials, Region, SharedCredentialsProvider};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::outcome::Decision;
use crate::{Denial, FlowEvent, Patch, testing};

mod faults;
mod simulation;

/// What the server does with a request.
#[derive(Clone)]
enum Act {
    /// Answers, and keeps the connection.
    Answer(u16, &'static str, &'static str),
    /// Writes these bytes and closes.
    Raw(&'static [u8]),
    /// Resets the connection.
    Reset,
    /// Says nothing, for ever.
    Hang,
    /// Writes these bytes and then one more every 500 ms.
    Drip(&'static [u8]),
}

const OK: Act = Act::Answer(200, "", r#"{"ChannelArn":"arn","CallbackId":"id"}"#);

/// An error as Chime's front end writes it.
const fn error(status: u16, header: &'static str, body: &'static str) -> Act {
    Act::Answer(status, header, body)
}

const FORBIDDEN: Act = error(403, "x-amzn-ErrorType: ForbiddenException", r#"{"Message":"no access"}"#);
const CONFLICT: Act = error(409, "x-amzn-ErrorType: ConflictException", "{}");
const THROTTLED: Act = error(429, "x-amzn-ErrorType: ThrottledClientException", "{}");
const NON_PENDING: Act = error(
    400,
    "x-amzn-ErrorType: BadRequestException",
    r#"{"Message":"Unable to complete processing of non-pending message for callback id 1"}"#,
);
const BAD_REQUEST: Act = error(
    400,
    "x-amzn-ErrorType: BadRequestException",
    r#"{"Message":"Channel Messages size limit exceeded"}"#,
);
const EXPIRED: Act = error(403, "x-amzn-ErrorType: ExpiredTokenException", "{}");

/// A server on the loopback that plays its acts, one per request, and then says OK.
struct Server {
    url: String,
    requests: Arc<StdMutex<Vec<Vec<u8>>>>,
    connections: Arc<StdMutex<u32>>,
}

impl Server {
    async fn playing(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut acts: Vec<Act> = acts.into_iter().collect();
        acts.reverse();
        let acts = Arc::new(StdMutex::new(acts));
        let requests = Arc::new(StdMutex::new(Vec::new()));
        let connections = Arc::new(StdMutex::new(0));
        let server = Self { url, requests: Arc::clone(&requests), connections: Arc::clone(&connections) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                tokio::spawn(play(stream, Arc::clone(&acts), Arc::clone(&requests)));
            }
        });
        server
    }

    fn client(&self) -> SdkCallback {
        SdkCallback::new(&config(&self.url, http_client()))
    }

    /// The bodies of the requests so far.
    fn bodies(&self) -> Vec<Vec<u8>> {
        self.requests.lock().unwrap().clone()
    }
}

fn config(url: &str, http_client: SharedHttpClient) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(url)
        .http_client(http_client)
        .build()
}

async fn play(mut stream: TcpStream, acts: Arc<StdMutex<Vec<Act>>>, requests: Arc<StdMutex<Vec<Vec<u8>>>>) {
    while let Some(body) = request(&mut stream).await {
        requests.lock().unwrap().push(body);
        let act = acts.lock().unwrap().pop().unwrap_or(OK);
        match act {
            Act::Answer(status, header, body) => {
                let header = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
                let length = body.len();
                let answer = format!("HTTP/1.1 {status} X\r\n{header}content-length: {length}\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            Act::Raw(bytes) => return stream.write_all(bytes).await.unwrap(),
            Act::Reset => return stream.set_zero_linger().unwrap(),
            Act::Hang => std::future::pending().await,
            Act::Drip(bytes) => {
                stream.write_all(bytes).await.unwrap();
                let mut tick = tokio::time::interval(Duration::from_millis(500));
                while stream.write_all(b" ").await.is_ok() {
                    tick.tick().await;
                }
                return;
            }
        }
    }
}

/// Reads one request and returns its body.
async fn request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let head = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let headers = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = headers.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or_default();
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(bytes[head..].to_vec())
}

fn update(event: &FlowEvent) -> CallbackRequest {
    let patch = Patch::content("calm").with_attribute("b", ["1"]).with_attribute("a", ["2", "3"]);
    CallbackRequest::new(event, &Decision::Update(patch.with_attribute("c", ["4"])))
}

fn denial(event: &FlowEvent) -> CallbackRequest {
    CallbackRequest::new(event, &Decision::Deny(Denial::new("rude")))
}
