//! What kinds say that they need is all that they need.

use std::sync::LazyLock;

use futures_util::FutureExt;
use proptest::prelude::*;

use super::shipped::PIECES;
use super::with_push;
use crate::message::Message;
use crate::registry::Registry;
use crate::rulebook::{DEFAULT_RULEBOOK, Rulebook};
use crate::{Outcome, Pipeline, Step, StepResult, testing};

/// The shipped rulebook and a kind that it has not; as it is, and with no rule passed over.
static BOTH: LazyLock<[Pipeline; 2]> = LazyLock::new(|| {
    let rules = "rules:\n  - {id: addresses, use: ip-address, with: {then: mask}}\n";
    let rulebook = DEFAULT_RULEBOOK.replace("rules:\n", rules);
    let pipeline = || Rulebook::parse(&rulebook, &Registry::default()).unwrap().into_pipeline();
    [pipeline(), pipeline().asking_always()]
});

fn outcome(pipeline: &Pipeline, message: &Message) -> Outcome {
    pipeline.decide(message, testing::soon()).now_or_never().unwrap()
}

/// All that rules said who said something, but how long it took.
fn told(outcome: &Outcome) -> Vec<String> {
    let silent = |step: &&Step| matches!(step.result, StepResult::Passed) && step.findings.is_empty();
    let steps = outcome.steps.iter().filter(|step| !silent(step)).map(|step| {
        format!("{} {:?} {:?} {:?} {}", step.rule, step.mode, step.result, step.findings, step.reread)
    });
    steps.collect()
}

/// A text of pieces, each plain or encoded, and what is around it.
fn text() -> impl Strategy<Value = String> {
    let more = &[
        "203.0.113.7",
        "::1",
        "at",
        "AT",
        "(at)",
        "assword is",
        "ann",
        "example.com",
        "\\",
        "%40",
        "&#64;",
        "\u{ff20}",
        "\u{ff11}",
    ];
    let piece = prop::sample::select([PIECES, more].concat());
    let written = (piece, 0..8_u8).prop_map(|(piece, how)| match how {
        0 => piece.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat(),
        1 => piece.chars().map(|char| format!("&#{};", u32::from(char))).collect::<Vec<_>>().concat(),
        _ => piece.to_owned(),
    });
    prop::collection::vec(written, 0..6).prop_flat_map(|pieces| {
        prop::sample::select(&["", " ", "\n"][..]).prop_map(move |joint| pieces.join(joint))
    })
}

/// JSON in which any character may be an escape.
fn json(name: &str, value: &str, escaped: bool) -> String {
    let written = |text: &str| -> String {
        if escaped {
            let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
            return format!("\"{}\"", units.collect::<Vec<_>>().concat());
        }
        serde_json::to_string(text).unwrap()
    };
    format!("{{{}:[{}]}}", written(name), written(value))
}

/// The words rules of the shipped rulebook that are asked about a message.
fn asked_for_words(message: &Message) -> Vec<String> {
    let steps = outcome(&BOTH[0], message).steps;
    let words = ["threats", "language", "self-harm"];
    steps.iter().map(|step| step.rule.to_string()).filter(|rule| words.contains(&&**rule)).collect()
}

#[test]
fn rules_that_share_the_lexicon_ask_it_once_where_it_knows_nothing() {
    assert_eq!(asked_for_words(&testing::message("see you tomorrow")), ["threats"]);
    let all = ["threats", "language", "self-harm"];
    assert_eq!(asked_for_words(&testing::message("what the heck")), all);
    let mut event = testing::event("see you tomorrow");
    event.message_mut().metadata = Some(r#"{"note":"what the heck"}"#.to_owned());
    assert_eq!(asked_for_words(&Message::of(&event)), all);
    event.message_mut().metadata = Some(r#"{"note":"none"}"#.to_owned());
    assert_eq!(asked_for_words(&Message::of(&event)), ["threats"]);
}

#[test]
fn an_edit_has_the_lexicon_asked_again() {
    let message = &mut testing::message("see you tomorrow");
    assert_eq!(asked_for_words(message), ["threats"]);
    assert!(asked_for_words(message).is_empty());
    message.apply(&crate::Patch::default().with_attribute("note", ["what the heck"]));
    assert_eq!(asked_for_words(message), ["threats", "language", "self-harm"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 200 } else { 10_000 }))]

    #[test]
    fn passing_over_rules_changes_no_outcome(
        (content, title, body) in (text(), text(), text()),
        (name, value) in (text(), text()),
        shape in 0..64_u8,
    ) {
        let has = |bit: u8| shape >> bit & 1 == 1;
        let content = if has(0) && has(1) { json("Content", &content, has(2)) } else { content };
        let mut event = testing::event(&content);
        let message = event.message_mut();
        if has(0) && has(1) {
            message.content_type = Some("application/amz-chime-lex-msgs".to_owned());
        }
        if has(3) {
            message.push = with_push("", &title, &body).push().cloned();
        }
        if has(4) {
            message.metadata = Some(if has(2) { value.clone() } else { json(&name, &value, has(1)) });
        }
        if has(5) {
            message.attributes = Some([(name, vec![value, body])].into());
        }
        let [passing_over, asking] = BOTH.each_ref().map(|pipeline| outcome(pipeline, &Message::of(&event)));
        prop_assert_eq!(&passing_over.decision, &asking.decision);
        prop_assert_eq!(told(&passing_over), told(&asking));
    }
}
