//! Every way in which an answer can be missing or wrong, byte by byte, on a real socket.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use aws_credential_types::Credentials as Keys;
use aws_credential_types::provider::{ProvideCredentials, future};

use super::*;
use CallbackFailure::{Credentials, Forbidden, Refused, Unreachable};
use Receipt::{AlreadyResolved, Resolved};

/// What it is, what the server does, how the call ends, how many requests it takes.
type Case = (&'static str, Vec<Act>, Result<Receipt, CallbackFailure>, usize);

fn in_seconds(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

fn kind(result: Result<Receipt, CallbackError>) -> Result<Receipt, CallbackFailure> {
    result.map_err(|error| error.kind)
}

#[tokio::test]
async fn each_answer_leads_to_its_outcome_with_so_many_requests() {
    let truncated: &[u8] = b"HTTP/1.1 500 X\r\ncontent-length: 100\r\n\r\n{";
    let cut_off_yes: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
    let later = "x-amzn-ErrorType: ServiceUnavailableException\r\nx-amz-retry-after: 60000";
    let cases: Vec<Case> = vec![
        ("a yes", vec![OK], Ok(Resolved), 1),
        ("a yes that is not JSON", vec![Act::Answer(200, "", "<html>")], Ok(Resolved), 1),
        ("an empty yes", vec![Act::Answer(204, "", "")], Ok(Resolved), 1),
        ("a yes cut off", vec![Act::Raw(cut_off_yes)], Ok(Resolved), 1),
        ("throttling", vec![THROTTLED; 5], Ok(Resolved), 6),
        ("a time to wait far beyond the deadline", vec![error(503, later, "{}")], Ok(Resolved), 2),
        ("server errors", [500, 501, 502, 503, 504, 507].map(|s| error(s, "", "{}")).into(), Ok(Resolved), 7),
        ("408", vec![error(408, "", "{}")], Ok(Resolved), 2),
        ("a closed connection", vec![Act::Raw(b"")], Ok(Resolved), 2),
        ("a reset connection", vec![Act::Reset], Ok(Resolved), 2),
        ("a truncated error", vec![Act::Raw(truncated)], Ok(Resolved), 2),
        ("not HTTP", vec![Act::Raw(b"SSH-2.0-OpenSSH_9.9\r\n")], Ok(Resolved), 2),
        ("one conflict", vec![CONFLICT], Ok(Resolved), 2),
        ("two conflicts", vec![CONFLICT; 2], Ok(AlreadyResolved), 2),
        ("a conflict, then the loser's 400", vec![CONFLICT, NON_PENDING], Ok(AlreadyResolved), 2),
        ("the loser's 400", vec![NON_PENDING], Ok(AlreadyResolved), 1),
        ("another 400", vec![BAD_REQUEST], Err(Refused), 1),
        ("404", vec![error(404, "x-amzn-ErrorType: NotFoundException", "{}")], Err(Refused), 1),
        ("413", vec![error(413, "", "too much")], Err(Refused), 1),
        ("403 at the very first", vec![FORBIDDEN], Err(Forbidden), 1),
        ("403 after throttling", vec![THROTTLED, FORBIDDEN], Err(Forbidden), 2),
        ("403 after a lost answer", vec![Act::Raw(b""), FORBIDDEN], Ok(AlreadyResolved), 2),
        ("403 after a server error", vec![error(500, "", ""), FORBIDDEN], Ok(AlreadyResolved), 2),
        ("expired credentials, then fresh ones", vec![EXPIRED], Ok(Resolved), 2),
        ("expired credentials, again", vec![EXPIRED; 2], Err(Credentials), 2),
        (
            "401",
            vec![error(401, "x-amzn-ErrorType: UnauthorizedClientException", "{}"); 2],
            Err(Credentials),
            2,
        ),
        ("a redirect", vec![error(301, "location: http://127.0.0.1:9/", "")], Err(Unreachable), 1),
    ];
    for (name, acts, expected, requests) in cases {
        let server = Server::playing(acts).await;
        let result = server.client().send(&update(&testing::event("HELLO")), in_seconds(20)).await;
        assert_eq!(kind(result), expected, "{name}");
        let bodies = server.bodies();
        assert_eq!(bodies.len(), requests, "{name}");
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{name}: all attempts send the same bytes");
    }
}

#[tokio::test]
async fn after_an_answer_that_proves_permission_a_403_is_a_lost_race() {
    for first in [OK, NON_PENDING] {
        let server = Server::playing([first, FORBIDDEN]).await;
        let client = server.client();
        let request = update(&testing::event("HELLO"));
        assert!(client.send(&request, in_seconds(10)).await.is_ok());
        assert_eq!(kind(client.send(&request, in_seconds(10)).await), Ok(AlreadyResolved));
    }
}

#[tokio::test]
async fn refused_credentials_are_asked_for_again() {
    #[derive(Debug)]
    struct Source(Arc<AtomicU32>);
    impl ProvideCredentials for Source {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let number = self.0.fetch_add(1, Relaxed);
            future::ProvideCredentials::ready(Ok(Keys::new(format!("KEY{number}"), "s", None, None, "test")))
        }
    }
    let asked = Arc::new(AtomicU32::new(0));
    let provider = SharedCredentialsProvider::new(Source(Arc::clone(&asked)));
    let server = Server::playing([EXPIRED]).await;
    let config = config(&server.url, http_client()).into_builder();
    let client = SdkCallback::new(&config.credentials_provider(provider).build());
    for _ in 0..2 {
        let result = client.send(&update(&testing::event("HELLO")), in_seconds(10)).await;
        assert_eq!(kind(result), Ok(Resolved));
    }
    assert_eq!(asked.load(Relaxed), 2, "once at first, once after the refusal");
}

#[tokio::test]
async fn permission_in_one_app_instance_proves_nothing_about_another() {
    let server = Server::playing([OK, FORBIDDEN]).await;
    let client = server.client();
    let mut event = testing::event("HELLO");
    assert_eq!(kind(client.send(&update(&event), in_seconds(10)).await), Ok(Resolved));
    let elsewhere = "arn:aws:chime:us-east-1:111122223333:app-instance/other/channel/c";
    event.message_mut().channel_arn = crate::event::ChannelArn::new(elsewhere).unwrap();
    assert_eq!(kind(client.send(&update(&event), in_seconds(10)).await), Err(Forbidden));
}

#[tokio::test]
async fn a_403_that_came_to_mean_success_proves_no_permission() {
    let server = Server::playing([Act::Raw(b""), FORBIDDEN, FORBIDDEN]).await;
    let client = server.client();
    let request = update(&testing::event("HELLO"));
    assert_eq!(kind(client.send(&request, in_seconds(10)).await), Ok(AlreadyResolved));
    assert_eq!(kind(client.send(&request, in_seconds(10)).await), Err(Forbidden));
}

#[tokio::test]
async fn a_server_that_hangs_costs_one_attempt() {
    let server = Server::playing([Act::Hang]).await;
    let started = Instant::now();
    let result = server.client().send(&update(&testing::event("HELLO")), in_seconds(10)).await;
    assert_eq!(kind(result), Ok(Resolved));
    let taken = started.elapsed();
    assert!(taken >= ATTEMPT && taken < ATTEMPT * 2, "{taken:?}");
    assert_eq!(*server.connections.lock().unwrap(), 2, "the silent connection is not used again");
}

#[tokio::test]
async fn a_yes_that_drips_is_a_yes_and_an_error_that_drips_is_repeated() {
    let drip = |head| async move {
        let server = Server::playing([Act::Drip(head)]).await;
        let result = server.client().send(&update(&testing::event("HELLO")), in_seconds(10)).await;
        (kind(result), server.bodies().len())
    };
    let (yes, no) = tokio::join!(
        drip(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        drip(b"HTTP/1.1 500 X\r\ncontent-length: 100\r\n\r\n{"),
    );
    assert_eq!(yes, (Ok(Resolved), 1));
    assert_eq!(no, (Ok(Resolved), 2));
}

#[tokio::test]
async fn a_pooled_connection_that_went_silent_is_replaced() {
    let server = Server::playing([OK, Act::Hang]).await;
    let client = server.client();
    let request = update(&testing::event("HELLO"));
    assert_eq!(kind(client.send(&request, in_seconds(10)).await), Ok(Resolved));
    assert_eq!(kind(client.send(&request, in_seconds(10)).await), Ok(Resolved));
    assert_eq!(*server.connections.lock().unwrap(), 2);
}

#[tokio::test]
async fn attempts_end_at_the_deadline() {
    let server = Server::playing(vec![THROTTLED; 10_000]).await;
    let started = Instant::now();
    let error = server.client().send(&update(&testing::event("HELLO")), in_seconds(1)).await.unwrap_err();
    assert_eq!(error.kind, Unreachable);
    // The deadline may cut the last attempt off before the server has read it.
    let unread = error.attempts as usize - server.bodies().len();
    assert!(unread <= 1, "{unread} attempts of {} were not read", error.attempts);
    assert!(started.elapsed() < Duration::from_millis(1500));
}

#[tokio::test]
async fn nobody_listening_is_unreachable_and_a_later_403_would_be_no_lost_race() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = SdkCallback::new(&config(&format!("http://{closed}"), http_client()));
    let mut earlier = Earlier::default();
    let request = update(&testing::event("HELLO"));
    let deadline = Instant::now() + Duration::from_millis(500);
    let result = client.call(&request, message(&request).as_ref(), &mut earlier, deadline).await;
    assert_eq!(kind(result), Err(Unreachable));
    assert!(earlier.attempts > 1);
    assert!(!earlier.may_have_landed, "nothing was said to anybody");
}

#[tokio::test]
async fn the_sdk_writes_what_the_request_says() {
    let server = Server::playing([]).await;
    let client = server.client();
    let mut event = testing::event("HELLO");
    event.message_mut().metadata = Some("{}".to_owned());
    event.message_mut().content_type = Some("text/plain".to_owned());
    event.message_mut().sub_channel_id = crate::event::SubChannelId::new("sub").ok();
    let patch = Patch::content("calm").with_push_title("t").with_push_body("b");
    let patch = patch.with_push_type(crate::PushType::Voip).with_attribute("a", ["1", "2"]);
    let requests = [
        CallbackRequest::new(&event, &Decision::Update(patch)),
        CallbackRequest::new(&event, &Decision::NoChange),
        CallbackRequest::release(&event),
        denial(&event),
    ];
    for request in &requests {
        assert_eq!(kind(client.send(request, in_seconds(10)).await), Ok(Resolved));
    }
    for (request, body) in requests.iter().zip(server.bodies()) {
        let mut expected = request.to_json();
        // The channel's ARN is in the path.
        expected.as_object_mut().unwrap().remove("ChannelArn");
        let sent: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(sent, expected);
    }
}

#[tokio::test]
async fn an_errors_name_is_kept_only_if_it_is_one() {
    for (header, code) in [
        ("x-amzn-ErrorType: BadRequestException", Some("BadRequestException")),
        ("x-amzn-ErrorType: my card is 4111 1111", None),
    ] {
        let server = Server::playing([error(400, header, "{}")]).await;
        let result = server.client().send(&update(&testing::event("HELLO")), in_seconds(10)).await;
        assert_eq!(result.unwrap_err().code.as_deref(), code);
    }
}

#[tokio::test]
async fn an_https_endpoint_is_greeted_in_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = SdkCallback::new(&config(&url, http_client()));
    let greeted = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap()
    });
    let deadline = Instant::now() + Duration::from_millis(500);
    let error = client.send(&update(&testing::event("HELLO")), deadline).await.unwrap_err();
    assert_eq!(error.kind, Unreachable);
    assert_eq!(greeted.await.unwrap(), 0x16, "the first byte of a TLS handshake");
}
