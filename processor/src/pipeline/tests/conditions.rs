//! Rules that are asked only where something holds.

use super::*;

#[tokio::test]
async fn a_rule_whose_condition_does_not_hold_is_not_asked_and_leaves_a_step_that_says_why() {
    let pipeline = Pipeline::new()
        .entry(
            Entry::new("quiet", deny("no"))
                .applies_if("first", |_, _| Ok(true))
                .applies_if("second", |_, _| Ok(false)),
        )
        .entry(
            Entry::new("calm", replace("A", "a")).applies_if("text", |m, _| Ok(m.content().contains('A'))),
        );
    let outcome = decide(pipeline, "A").await;
    assert_eq!(outcome.decision, Decision::Update(Patch::content("a")));
    assert!(matches!(outcome.steps[0].result, StepResult::NotApplied("second")));
    assert_eq!(outcome.acting_rules(), ["calm"]);
}

#[tokio::test]
async fn a_condition_reads_the_edits_and_the_findings_of_the_rules_before_and_is_asked_again() {
    struct Finds;
    impl Rule for Finds {
        async fn evaluate(&self, _: &Message, cx: &Context) -> RuleResult {
            cx.report(Finding::new(TextPart::Content, 0..1, "insult"));
            Ok(Verdict::Pass)
        }
    }
    let insult =
        |_: &Message, cx: &Context| Ok(cx.findings().iter().any(|finding| finding.category == "insult"));
    let pipeline = Pipeline::new()
        .entry(Entry::new("late", Rereading("c", "d")).applies_if("insult", insult))
        .entry(Entry::new("early", replace("a", "b")).applies_if("insult", insult))
        .rule("finds", Finds)
        .entry(Entry::new("edits", replace("a", "c")).applies_if("insult", insult));
    let outcome = decide(pipeline, "a").await;
    assert_eq!(outcome.decision, Decision::Update(Patch::content("d")));
    let rereadings = outcome.steps.iter().filter(|step| step.reread).map(|step| &*step.rule);
    assert_eq!(rereadings.collect::<Vec<_>>()[..1], ["late"]);
}

#[tokio::test]
async fn a_condition_that_fails_or_panics_is_a_failure_of_its_rule() {
    for on_failure in [OnFailure::Skip, OnFailure::Deny] {
        let entry = || Entry::new("bad", replace("a", "b")).on_failure(on_failure);
        let fails =
            decide(Pipeline::new().entry(entry().applies_if("c", |_, _| Err("no".into()))), "a").await;
        let panics = decide(Pipeline::new().entry(entry().applies_if("c", |_, _| panic!("no"))), "a").await;
        for outcome in [fails, panics] {
            assert_eq!(matches!(outcome.decision, Decision::Deny(_)), on_failure == OnFailure::Deny);
            assert!(matches!(outcome.steps[0].result, StepResult::Failed(..)));
        }
    }
}

#[tokio::test]
async fn a_rule_of_another_scope_leaves_no_trace() {
    let entry =
        |id: &str, within, outside| Entry::new(id, replace("a", "b")).scope(Scope { within, outside });
    let entries = [entry("base", 0, 0b11), entry("first", 0b01, 0b10), entry("second", 0b10, 0)];
    let pipeline = entries.into_iter().fold(Pipeline::new(), Pipeline::entry);
    let pipeline = pipeline.scopes(|message| message.content().len() as u64);
    for (text, rule) in [("", "base"), ("a", "first"), ("aa", "second"), ("aaa", "second"), ("aaaa", "base")]
    {
        let outcome = pipeline.decide(&message(text), soon()).await;
        let rules: Vec<_> = outcome.steps.iter().map(|step| &*step.rule).collect();
        assert_eq!(rules, [rule], "{text}");
    }
}

#[test]
fn a_rule_with_variants_has_one_id() {
    let ids = ["a", "a", "b", "a"].map(|id| Entry::new(id, deny("no")));
    let pipeline = ids.into_iter().fold(Pipeline::new(), Pipeline::entry);
    assert_eq!(pipeline.ids().collect::<Vec<_>>(), ["a", "b", "a"]);
}
