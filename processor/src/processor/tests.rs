use super::*;
use crate::patch::Patch;
use crate::rule::{Context, Rule, RuleResult, rule_fn};
use crate::testing::{RecordingCallback, event, soon};

fn refused() -> CallbackError {
    error(CallbackFailure::Refused, Some(400))
}

fn error(kind: CallbackFailure, status: Option<u16>) -> CallbackError {
    CallbackError { kind, status, code: None, attempts: 1 }
}

fn editing() -> Pipeline {
    Pipeline::new().rule("edit", rule_fn(|_| Ok(Patch::content("edited").into())))
}

#[tokio::test]
async fn one_event_makes_one_callback() {
    let client = RecordingCallback::default();
    let handled = Processor::new(editing(), &client).handle(&event("a"), soon()).await.unwrap();
    assert_eq!(handled.receipt, Receipt::Resolved);
    assert!(!handled.degraded);
    let sent = client.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to_json()["ChannelMessage"]["Content"], "edited");
}

#[tokio::test]
async fn a_lost_race_is_success() {
    let client = RecordingCallback::answering([Ok(Receipt::AlreadyResolved)]);
    let handled = Processor::new(editing(), &client).handle(&event("a"), soon()).await.unwrap();
    assert_eq!(handled.receipt, Receipt::AlreadyResolved);
}

#[tokio::test]
async fn a_refused_payload_is_followed_by_the_smallest_answer() {
    for (on_failure, denies) in [(OnFailure::Deny, true), (OnFailure::Skip, false)] {
        let client = RecordingCallback::answering([Err(refused())]);
        let processor = Processor::new(editing().on_failure(on_failure), &client);
        let handled = processor.handle(&event("a"), soon()).await.unwrap();
        assert!(handled.degraded);
        let sent = client.sent();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[1].is_denial(), denies);
        assert_eq!(sent[1].callback_id(), sent[0].callback_id());
        assert!(sent[1].to_json()["ChannelMessage"].get("Content").is_none());
    }
}

#[tokio::test]
async fn a_message_that_passed_is_released_though_its_echo_was_refused() {
    let client = RecordingCallback::answering([Err(refused())]);
    let handled = Processor::new(Pipeline::new(), &client).handle(&event("a"), soon()).await.unwrap();
    assert!(handled.degraded);
    assert_eq!(client.sent()[1], CallbackRequest::release(&event("a")));
}

#[tokio::test]
async fn the_smallest_answer_is_not_sent_twice() {
    let client = RecordingCallback::answering([Err(refused())]);
    let denying = Pipeline::new().rule("no", rule_fn(|_| Ok(Denial::default().into())));
    let failed = Processor::new(denying, &client).handle(&event("a"), soon()).await;
    assert_eq!(failed.unwrap_err().kind, CallbackFailure::Refused);
    assert_eq!(client.sent().len(), 1);
}

#[tokio::test]
async fn without_a_final_answer_the_event_fails() {
    for kind in [CallbackFailure::Unreachable, CallbackFailure::Forbidden, CallbackFailure::Credentials] {
        let client = RecordingCallback::answering([Err(error(kind, None))]);
        let failed = Processor::new(editing(), &client).handle(&event("a"), soon()).await;
        assert_eq!(failed.unwrap_err().kind, kind);
        assert_eq!(client.sent().len(), 1);
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_answered_and_no_rule_sees_it() {
    for (on_failure, denies) in [(OnFailure::Deny, true), (OnFailure::Skip, false)] {
        let client = RecordingCallback::default();
        let pipeline = Pipeline::new().on_failure(on_failure).rule("asked", rule_fn(|_| panic!("asked")));
        let mut event = event("a");
        event.unreadable = vec!["PushNotification"];
        let handled = Processor::new(pipeline, &client).handle(&event, soon()).await.unwrap();
        assert_eq!(client.sent()[0].is_denial(), denies);
        assert!(handled.outcome.steps.is_empty());
    }
}

struct Never;
impl Rule for Never {
    async fn evaluate(&self, _: &Message, _: &Context) -> RuleResult {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn rules_never_eat_the_share_of_the_callback() {
    for (seconds, reserve) in [(15.0, 5.9), (5.25, 2.0), (2.0, 1.4), (1.0, 0.6), (0.3, 0.04)] {
        let client = RecordingCallback::default();
        let deadline = Instant::now() + Duration::from_secs_f64(seconds);
        Processor::new(Pipeline::new().rule("never", Never), &client)
            .handle(&event("a"), deadline)
            .await
            .unwrap();
        let left = deadline.saturating_duration_since(Instant::now()).as_secs_f64() - MARGIN.as_secs_f64();
        assert!(left >= reserve - 0.005, "{seconds} s left {left} s for the callback");
        assert!(client.sent()[0].is_denial());
    }
}

#[tokio::test(start_paused = true)]
async fn however_little_time_there_is_a_rule_that_answers_at_once_is_asked() {
    for millis in [15_000, 2_000, 1_000, 300] {
        let client = RecordingCallback::default();
        let deadline = Instant::now() + Duration::from_millis(millis);
        let handled = Processor::new(editing(), &client).handle(&event("a"), deadline).await.unwrap();
        assert_eq!(handled.outcome.decision, Decision::Update(Patch::content("edited")), "{millis} ms");
    }
}
