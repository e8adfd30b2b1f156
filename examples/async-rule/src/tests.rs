use super::*;
use channel_flow::{Decision, Outcome, RuleError, StepResult, testing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A classifier that gives one answer; without one it never answers. Returns its URL.
async fn classifier(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut question = [0; 4096];
        assert!(stream.read(&mut question).await.unwrap() > 0);
        match answer {
            Some(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
            None => std::future::pending().await,
        }
    });
    url
}

async fn decide(answer: Option<&'static str>) -> Outcome {
    let pipeline = pipeline(classifier(answer).await, Duration::from_millis(200));
    pipeline.decide(&testing::message("you fool"), testing::soon()).await
}

fn failure(outcome: &Outcome) -> Option<&RuleError> {
    match &outcome.steps[0].result {
        StepResult::Failed(error, OnFailure::Skip) => Some(error),
        _ => None,
    }
}

#[tokio::test]
async fn what_the_classifier_calls_toxic_is_denied() {
    let outcome = decide(Some("HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{\"toxic\":true}")).await;
    assert_eq!(outcome.denial_code(), Some("toxic"));
    let outcome = decide(Some("HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"toxic\":false}")).await;
    assert_eq!(outcome.decision, Decision::NoChange);
    assert!(failure(&outcome).is_none());
}

#[tokio::test]
async fn a_classifier_that_is_too_slow_counts_as_absent() {
    let outcome = decide(None).await;
    assert_eq!(outcome.decision, Decision::NoChange);
    // The request and the rule have the same limit; which of the two ends first does not matter.
    assert!(matches!(failure(&outcome), Some(RuleError::TimedOut | RuleError::Returned(_))));
    assert!(outcome.steps[0].elapsed >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_classifier_that_fails_or_talks_nonsense_counts_as_absent() {
    for answer in [
        "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nI refuse.",
    ] {
        let outcome = decide(Some(answer)).await;
        assert_eq!(outcome.decision, Decision::NoChange);
        assert!(matches!(failure(&outcome), Some(RuleError::Returned(_))), "{answer}");
    }
}
