use super::*;
use crate::outcome::Mode;
use crate::patch::Patch;
use crate::pipeline::Entry;
use crate::rule::{Context, Rule, RuleResult, rule_fn};
use crate::testing::{RecordingCallback, event, soon};

fn refused() -> CallbackError {
    error(CallbackFailure::Refused, Some(400))
}

fn error(kind: CallbackFailure, status: Option<u16>) -> CallbackError {
    CallbackError { kind, status, code: None, attempts: 1 }
}

/// What kept Chime from giving a final answer.
fn failure(failed: Result<Handled, HandleError>) -> Option<CallbackFailure> {
    match failed {
        Err(HandleError::Callback(error)) => Some(error.kind),
        _ => None,
    }
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
    assert_eq!(failure(failed), Some(CallbackFailure::Refused));
    assert_eq!(client.sent().len(), 1);
}

#[tokio::test]
async fn without_a_final_answer_the_event_fails() {
    for kind in [CallbackFailure::Unreachable, CallbackFailure::Forbidden, CallbackFailure::Credentials] {
        let client = RecordingCallback::answering([Err(error(kind, None))]);
        let failed = Processor::new(editing(), &client).handle(&event("a"), soon()).await;
        assert_eq!(failure(failed), Some(kind));
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

#[tokio::test]
async fn a_rule_that_puts_the_decision_off_fails_the_event_and_chime_is_told_nothing() {
    let fails = || rule_fn(|m: &Message| Err(m.content().into()));
    let client = RecordingCallback::default();
    let pipeline = Pipeline::new()
        .rule("edit", rule_fn(|_| Ok(Patch::content("edited").into())))
        .entry(Entry::new("watches", fails()).mode(Mode::Shadow).on_failure(OnFailure::Defer))
        .entry(Entry::new("busy", fails()).on_failure(OnFailure::Defer))
        .rule("denies", rule_fn(|_| Ok(Denial::new("no").into())));
    let failed = Processor::new(pipeline, &client).handle(&event("secret"), soon()).await.unwrap_err();
    assert_eq!(failed.to_string(), "the rule `busy` could not judge, and its `on_failure` is `defer`");
    let HandleError::Deferred(outcome) = failed else { panic!("{failed:?}") };
    assert_eq!(outcome.deferred_by(), Some("busy"));
    assert_eq!(outcome.steps.len(), 3);
    assert_eq!(client.sent(), []);
}

#[tokio::test]
async fn what_no_rule_is_to_blame_for_is_never_put_off() {
    let client = RecordingCallback::default();
    let pipeline = || Pipeline::new().on_failure(OnFailure::Defer);
    let mut unreadable = event("a");
    unreadable.unreadable = vec!["Content"];
    Processor::new(pipeline(), &client).handle(&unreadable, soon()).await.unwrap();
    let client_that_refuses = RecordingCallback::answering([Err(refused())]);
    let edits = pipeline().rule("edit", rule_fn(|_| Ok(Patch::content("edited").into())));
    Processor::new(edits, &client_that_refuses).handle(&event("a"), soon()).await.unwrap();
    assert!(client.sent()[0].is_denial() && client_that_refuses.sent()[1].is_denial());
    let denied = pipeline().rule("no", rule_fn(|_| Ok(Denial::new("no").into())));
    let outcome = denied.decide(&Message::of(&event("a")), soon()).await;
    assert_eq!(outcome.deferred_by(), None);
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
