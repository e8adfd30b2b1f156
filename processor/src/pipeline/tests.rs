use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::event::PushNotification;
use crate::finding::{Finding, TextPart};
use crate::limits::LimitError;
use crate::outcome::{Decision, Mode, RuleError, Step, StepResult};
use crate::patch::{Part, Parts, Patch, PushType};
use crate::rule::{BoxRule, Context, RuleResult, rule_fn};
use crate::testing::{message, soon};
use crate::verdict::{Denial, Verdict};

mod conditions;
mod needs;

fn replace(from: &'static str, to: &'static str) -> impl Rule {
    rule_fn(move |m| Ok(Patch::content(m.content().replace(from, to)).into()))
}

fn deny(code: &'static str) -> impl Rule {
    rule_fn(move |_| Ok(Denial::new(code).into()))
}

fn fail() -> impl Rule {
    rule_fn(|m| Err(m.content().to_owned().into()))
}

struct Never;
impl Rule for Never {
    async fn evaluate(&self, _: &Message, _: &Context) -> RuleResult {
        std::future::pending().await
    }
}

struct PanicsLater;
impl Rule for PanicsLater {
    async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
        tokio::task::yield_now().await;
        panic!("{}", message.content());
    }
}

/// Replaces a word and says so when asked again.
struct Rereading(&'static str, &'static str);
impl Rule for Rereading {
    async fn evaluate(&self, m: &Message, _: &Context) -> RuleResult {
        Ok(Patch::content(m.content().replace(self.0, self.1)).into())
    }
    fn rereads(&self) -> bool {
        true
    }
}

/// The name of the failure of a step's rule.
fn failure(step: &Step) -> Option<&'static str> {
    match &step.result {
        StepResult::Failed(error, _) => Some(error.as_str()),
        _ => None,
    }
}

async fn decide(pipeline: Pipeline, text: &str) -> Outcome {
    pipeline.decide(&message(text), soon()).await
}

#[tokio::test]
async fn an_empty_pipeline_changes_nothing() {
    let outcome = decide(Pipeline::new(), "hello").await;
    assert_eq!(outcome.decision, Decision::NoChange);
    assert!(outcome.steps.is_empty());
}

#[tokio::test]
async fn edits_flow_forward_and_compose() {
    let pipeline = Pipeline::new()
        .rule("ab", replace("a", "b"))
        .rule("bc", replace("b", "c"))
        .rule("tag", rule_fn(|_| Ok(Patch::default().with_attribute("seen", ["yes"]).into())));
    let outcome = decide(pipeline, "ab").await;
    let expected = Patch::content("cc").with_attribute("seen", ["yes"]);
    assert_eq!(outcome.decision, Decision::Update(expected));
    assert_eq!(outcome.acting_rules(), ["ab", "bc", "tag"]);
}

#[tokio::test]
async fn the_first_denial_stops_the_pipeline() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let counting = rule_fn(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(Verdict::Pass)
    });
    let pipeline = Pipeline::new()
        .rule("edits", replace("a", "b"))
        .rule("denies", deny("no"))
        .rule("never-asked", counting);
    let outcome = decide(pipeline, "a").await;
    assert_eq!(outcome.decision, Decision::Deny(Denial::new("no")));
    assert_eq!(outcome.denial_code(), Some("no"));
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_denial_without_a_code_goes_by_the_id_of_its_rule() {
    let pipeline = Pipeline::new().rule("essays", rule_fn(|_| Ok(Denial::default().into())));
    assert_eq!(decide(pipeline, "a").await.denial_code(), Some("essays"));
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_change() {
    let there_and_back = Pipeline::new().rule("there", replace("a", "b")).rule("back", replace("b", "a"));
    assert_eq!(decide(there_and_back, "aa").await.decision, Decision::NoChange);
    let same = decide(Pipeline::new().rule("same", replace("x", "y")), "aa").await;
    assert_eq!(same.decision, Decision::NoChange);
    assert!(same.acting_rules().is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_failure_follows_on_failure_and_the_other_rules_still_run() {
    fn kinds() -> Vec<(&'static str, Entry)> {
        vec![
            ("error", Entry::new("bad", fail())),
            ("panic", Entry::new("bad", rule_fn(|m| panic!("{}", m.content())))),
            ("panic", Entry::new("bad", PanicsLater)),
            ("time-out", Entry::new("bad", Never)),
            ("time-out", Entry::new("bad", Never).within(Duration::from_millis(5))),
            ("invalid-edit", Entry::new("bad", rule_fn(|_| Ok(Patch::content("x".repeat(5000)).into())))),
        ]
    }
    for (kind, entry) in kinds() {
        let pipeline = Pipeline::new()
            .rule("first", replace("a", "b"))
            .entry(entry.on_failure(OnFailure::Skip))
            .rule("last", replace("c", "d"));
        // The rule that never answers uses up the deadline of the rules after it, but for `within`.
        let outcome = decide(pipeline.on_failure(OnFailure::Skip), "ac").await;
        let StepResult::Failed(error, OnFailure::Skip) = &outcome.steps[1].result else {
            panic!("{outcome:?}")
        };
        assert_eq!(error.as_str(), kind);
        let spent = failure(&outcome.steps[2]) == Some("time-out");
        let expected = if spent { "bc" } else { "bd" };
        assert_eq!(outcome.decision, Decision::Update(Patch::content(expected)), "{kind}");
    }
    for (kind, entry) in kinds() {
        let outcome = decide(Pipeline::new().entry(entry), "ac").await;
        assert_eq!(outcome.decision, Decision::Deny(Denial::default()), "{kind}");
        assert_eq!(outcome.denial_code(), Some("bad"), "{kind}");
    }
}

#[tokio::test]
async fn a_failure_names_the_limit_and_never_the_text() {
    let pipeline =
        Pipeline::new().rule("long", rule_fn(|_| Ok(Patch::content("canary".repeat(1000)).into())));
    let outcome = decide(pipeline, "canary").await;
    let StepResult::Failed(error, _) = &outcome.steps[0].result else { panic!() };
    let RuleError::InvalidEdit(limit) = &**error else { panic!() };
    assert_eq!(*limit, LimitError::TooLong { part: Part::Content, unit: "bytes", actual: 6000, limit: 4096 });
    let printed = format!("{outcome:?} {limit}");
    assert!(!printed.contains("canary"), "{printed}");
    let printed = format!("{:?}", decide(Pipeline::new().rule("fails", fail()), "canary").await);
    assert!(!printed.contains("canary"), "{printed}");
}

#[tokio::test(start_paused = true)]
async fn past_the_deadline_no_rule_is_asked() {
    let pipeline = Pipeline::new().rule("asked", rule_fn(|_| panic!("asked")));
    let outcome = pipeline.decide(&message("a"), Instant::now()).await;
    assert!(matches!(outcome.steps[0].result, StepResult::Failed(_, OnFailure::Deny)));
    assert_eq!(failure(&outcome.steps[0]), Some("time-out"));
}

#[tokio::test(start_paused = true)]
async fn a_slow_rule_is_cancelled_at_its_own_limit() {
    let started = Instant::now();
    let pipeline = Pipeline::new().entry(Entry::new("slow", Never).within(Duration::from_millis(50)));
    pipeline.decide(&message("a"), soon()).await;
    assert_eq!(started.elapsed().as_millis().clamp(50, 52), started.elapsed().as_millis());
}

#[tokio::test]
async fn a_shadow_rule_is_recorded_and_never_carried_out() {
    for rule in [BoxRule::new(deny("no")), BoxRule::new(replace("a", "b")), BoxRule::new(fail())] {
        let outcome = decide(Pipeline::new().entry(Entry::new("watch", rule).mode(Mode::Shadow)), "a").await;
        assert_eq!(outcome.decision, Decision::NoChange);
        assert!(!matches!(outcome.steps[0].result, StepResult::Passed));
        assert!(outcome.acting_rules().is_empty());
    }
    let off = decide(Pipeline::new().entry(Entry::new("off", deny("no")).mode(Mode::Off)), "a").await;
    assert!(off.steps.is_empty());
}

#[tokio::test]
async fn earlier_rules_read_again_what_later_rules_uncovered() {
    let pipeline = Pipeline::new().rule("word", Rereading("darn", "****")).rule("strip", replace("-", ""));
    let outcome = decide(pipeline, "da-rn").await;
    assert_eq!(outcome.decision, Decision::Update(Patch::content("****")));
    // Once for the later rule's edit, once for its own.
    assert_eq!(outcome.steps.iter().filter(|step| step.reread).count(), 2);

    let denying = Pipeline::new().rule("strip-again", Rereading("-", "")).rule("strip", replace("=", "-"));
    assert_eq!(decide(denying, "a=b").await.decision, Decision::Update(Patch::content("ab")));
}

#[tokio::test]
async fn what_a_rule_uncovers_when_it_reads_again_is_read_again_too() {
    struct DeniesDarn;
    impl Rule for DeniesDarn {
        async fn evaluate(&self, m: &Message, _: &Context) -> RuleResult {
            Ok(if m.content().contains("darn") { Denial::new("darn").into() } else { Verdict::Pass })
        }
        fn rereads(&self) -> bool {
            true
        }
    }
    let rules = || Pipeline::new().rule("hyphens", Rereading("-", "")).rule("equals", replace("=", "-"));
    let before = Pipeline::new().rule("darn", DeniesDarn).rule("hyphens", Rereading("-", ""));
    let before = before.rule("equals", replace("=", "-"));
    assert_eq!(decide(before, "da=rn").await.denial_code(), Some("darn"));
    let after = rules().rule("darn", DeniesDarn);
    assert_eq!(decide(after, "da=rn").await.denial_code(), Some("darn"));
    assert_eq!(decide(rules(), "da=rn").await.decision, Decision::Update(Patch::content("darn")));
}

#[tokio::test]
async fn a_rule_that_only_watches_is_asked_once() {
    let watch = Entry::new("watch", Rereading("x", "y")).mode(Mode::Shadow);
    let outcome = decide(Pipeline::new().entry(watch).rule("edit", replace("a", "b")), "a").await;
    assert_eq!(outcome.steps.len(), 2);
}

#[tokio::test]
async fn rules_that_undo_one_another_have_failed() {
    for (on_failure, denied) in [(OnFailure::Deny, true), (OnFailure::Skip, false)] {
        let undoing = Pipeline::new().rule("ab", Rereading("a", "b")).rule("ba", Rereading("b", "a"));
        let outcome = decide(undoing.on_failure(on_failure), "xb").await;
        assert_eq!(matches!(outcome.decision, Decision::Deny(_)), denied);
        assert_eq!(outcome.denial_code().is_some(), denied);
    }
}

#[tokio::test]
async fn a_rule_may_be_given_all_the_time_in_the_world() {
    let pipeline = Pipeline::new().entry(Entry::new("calm", replace("a", "b")).within(Duration::MAX));
    assert_eq!(decide(pipeline, "a").await.decision, Decision::Update(Patch::content("b")));
}

#[tokio::test]
async fn a_rule_that_does_not_ask_for_it_is_not_asked_again() {
    let sign = rule_fn(|m| Ok(Patch::content(format!("{} (signed)", m.content())).into()));
    let pipeline = Pipeline::new().rule("sign", sign).rule("strip", replace("-", ""));
    assert_eq!(decide(pipeline, "a-b").await.decision, Decision::Update(Patch::content("ab (signed)")));
}

proptest::proptest! {
    #[test]
    fn applying_a_composed_patch_is_applying_its_parts(
        first in patches(), second in patches(), text in "[a-c]{0,3}",
    ) {
        let mut step_by_step = message(&text);
        step_by_step.apply(&first);
        step_by_step.apply(&second);
        let mut at_once = message(&text);
        at_once.apply(&first.clone().then(second.clone()));
        proptest::prop_assert_eq!(step_by_step.0, at_once.0);
    }

    #[test]
    fn what_the_message_says_already_is_no_edit(patch in patches(), earlier in patches()) {
        let mut before = message("a");
        before.apply(&earlier);
        let mut after = before.clone();
        after.apply(&patch);
        let mut sparsely = before.clone();
        sparsely.apply(&patch.clone().against(&before));
        proptest::prop_assert_eq!(&sparsely.0, &after.0);
        proptest::prop_assert!(patch.against(&after).is_empty());
    }
}

fn patches() -> impl proptest::strategy::Strategy<Value = Patch> {
    use proptest::prelude::*;
    let text = || proptest::option::of("[a-c]{0,3}");
    (
        text(),
        text(),
        text(),
        text(),
        proptest::option::of(prop_oneof![Just(PushType::Default), Just(PushType::Voip)]),
        text(),
        proptest::collection::btree_map("[a-c]", proptest::collection::vec("[a-c]", 1..3), 0..3),
    )
        .prop_map(|(content, metadata, push_title, push_body, push_type, content_type, attributes)| {
            let parts =
                Parts { content, metadata, push_title, push_body, push_type, attributes, content_type };
            Patch::from(parts)
        })
}

/// Reports a category and passes, or tells the categories that it was told.
struct Reports(&'static str);
impl Rule for Reports {
    async fn evaluate(&self, _: &Message, cx: &Context) -> RuleResult {
        cx.report(Finding::new(TextPart::Content, 0..1, self.0));
        Ok(Verdict::Pass)
    }
}

struct Tells;
impl Rule for Tells {
    async fn evaluate(&self, _: &Message, cx: &Context) -> RuleResult {
        let categories = cx.findings().iter().map(|finding| finding.category.clone());
        Ok(Patch::default().with_attribute("found", categories).into())
    }
}

#[tokio::test]
async fn later_rules_learn_what_enforcing_rules_found() {
    let pipeline = Pipeline::new()
        .rule("a", Reports("one"))
        .entry(Entry::new("b", Reports("two")).mode(Mode::Shadow))
        .rule("c", Reports("three"))
        .rule("tells", Tells)
        .rule("d", Reports("four"));
    let outcome = decide(pipeline, "x").await;
    assert_eq!(
        outcome.decision,
        Decision::Update(Patch::default().with_attribute("found", ["one", "three"]))
    );
    let found: Vec<_> = outcome.steps.iter().flat_map(|step| &step.findings).map(|f| &*f.category).collect();
    assert_eq!(found, ["one", "two", "three", "four"], "the steps tell what shadow rules found, too");
}

#[tokio::test]
async fn an_edit_of_the_content_reaches_the_push_body_that_shows_it() {
    let mut event = crate::testing::event("secret plan");
    let body =
        |text: &str| Some(PushNotification { body: Some(text.to_owned()), ..PushNotification::default() });
    event.message_mut().push = body("secret…");
    let pipeline = Pipeline::new().rule("hide", replace("secret", "open"));
    let outcome = pipeline.decide(&Message::of(&event), soon()).await;
    assert_eq!(outcome.decision, Decision::Update(Patch::content("open plan").with_push_body("open p…")));
    event.message_mut().push = body("New message");
    let outcome = pipeline.decide(&Message::of(&event), soon()).await;
    assert_eq!(outcome.decision, Decision::Update(Patch::content("open plan")));
}
