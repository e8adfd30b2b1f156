//! Rules that are passed over where a message does not hold what they need.

use super::*;
use crate::rule::Needs;

/// Denies every message, but needs digits to be asked.
struct Digits;
impl Rule for Digits {
    async fn evaluate(&self, _: &Message, _: &Context) -> RuleResult {
        Ok(Denial::new("digits").into())
    }

    fn rereads(&self) -> bool {
        true
    }

    fn needs(&self) -> Needs {
        Needs::default().digits(2)
    }
}

#[tokio::test]
async fn a_rule_whose_needs_are_not_met_has_passed_and_is_counted() {
    let outcome = decide(Pipeline::new().rule("it", Digits), "1 digit").await;
    assert_eq!(outcome.decision, Decision::NoChange);
    assert_eq!((outcome.steps.len(), outcome.passed_over), (0, 1));
    let outcome = decide(Pipeline::new().rule("it", Digits), "10 digits").await;
    assert_eq!(outcome.denial_code(), Some("digits"));
    assert_eq!((outcome.steps.len(), outcome.passed_over), (1, 0));
}

#[tokio::test]
async fn an_edit_that_brings_what_a_rule_needs_has_it_asked() {
    let pipeline = Pipeline::new().rule("it", Digits).rule("edits", replace("ten", "10"));
    let outcome = decide(pipeline, "ten").await;
    assert_eq!(outcome.denial_code(), Some("digits"));
    let pipeline = Pipeline::new().rule("edits", replace("10", "ten")).rule("it", Digits);
    assert_eq!(decide(pipeline, "10").await.decision, Decision::Update(Patch::content("ten")));
}

#[tokio::test]
async fn a_condition_that_does_not_hold_is_named_whatever_its_rule_needs() {
    let entry = Entry::new("it", Digits).applies_if("never", |_, _| Ok(false));
    let outcome = decide(Pipeline::new().entry(entry), "no digits").await;
    assert!(matches!(outcome.steps[0].result, StepResult::NotApplied("never")));
}

#[tokio::test]
async fn what_a_rule_needs_may_stand_in_any_text_that_an_edit_can_change_however_it_is_written() {
    type Write = fn(&mut crate::event::ChannelMessage);
    let places: [(&str, Write); 8] = [
        ("content", |m| m.content = Some("a 1 b 2".to_owned())),
        ("fullwidth", |m| m.content = Some("\u{ff11}\u{ff12}".to_owned())),
        ("percent-encoded", |m| m.content = Some("%31%32".to_owned())),
        ("an envelope", |m| m.content = Some(r#"[{"Content":"\u0031\u0032"}]"#.to_owned())),
        ("metadata", |m| m.metadata = Some(r#"{"a":"\u0031\u0032"}"#.to_owned())),
        ("a title", |m| {
            m.push = Some(PushNotification { title: Some("1, 2".to_owned()), ..PushNotification::default() });
        }),
        ("a body", |m| {
            m.push = Some(PushNotification { body: Some("1, 2".to_owned()), ..PushNotification::default() });
        }),
        ("attributes", |m| {
            m.attributes = Some([("a".to_owned(), vec!["1".to_owned(), "2".to_owned()])].into());
        }),
    ];
    for (place, write) in places {
        let mut event = crate::testing::event("none");
        write(event.message_mut());
        let outcome = Pipeline::new().rule("it", Digits).decide(&Message::of(&event), soon()).await;
        assert_eq!(outcome.denial_code(), Some("digits"), "{place}");
    }
}
