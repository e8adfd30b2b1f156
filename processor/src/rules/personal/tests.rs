//! Laws that all kinds of personal data keep.

use std::sync::LazyLock;

use futures_util::FutureExt;
use proptest::prelude::*;

use super::hit::Hit;
use crate::outcome::Decision;
use crate::rule::Needs;
use crate::text::Traits;
use crate::{Message, Pipeline, Registry, Rulebook, testing};

/// Checks that a scan finds nothing in texts that do not hold what its kind needs: in texts like `examples`
/// of which a few characters are changed or left out.
pub(crate) fn nothing_is_found_without_what_is_needed(
    examples: &[&str],
    needs: Needs,
    scan: impl Fn(&str, &mut Vec<Hit>),
) {
    let sign = prop_oneof![
        Just(None),
        prop::sample::select("01925 .-/:=@()[]aAeExXbsk".chars().collect::<Vec<_>>()).prop_map(Some)
    ];
    let texts = (
        prop::sample::select(examples.iter().map(ToString::to_string).collect::<Vec<_>>()),
        prop::collection::vec((any::<prop::sample::Index>(), sign), 0..6),
        prop::sample::select(&["", "", "my ", "at "][..]),
    );
    let texts = texts.prop_map(|(example, changes, before)| {
        let mut chars: Vec<Option<char>> = example.chars().map(Some).collect();
        for (at, sign) in changes {
            let at = at.index(chars.len());
            chars[at] = sign;
        }
        chars.into_iter().flatten().fold(before.to_owned(), |text, char| text + char.encode_utf8(&mut [0; 4]))
    });
    let cases = ProptestConfig::with_cases(if cfg!(debug_assertions) { 2_000 } else { 100_000 });
    let outcome = proptest::test_runner::TestRunner::new(cases).run(&texts, |text| {
        let mut hits = Vec::new();
        scan(&text, &mut hits);
        prop_assert!(hits.is_empty() || needs.are_met_by(Traits::of(&text)), "{:?}", text);
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    // The examples themselves hold it, and are found.
    for example in examples {
        let mut hits = Vec::new();
        scan(example, &mut hits);
        assert!(!hits.is_empty(), "{example}");
    }
}

const KINDS: &[&str] = &[
    "email-address",
    "phone-number",
    "card-number",
    "iban",
    "national-id",
    "ip-address",
    "secret",
    "date-of-birth",
];

const THENS: &[&str] = &["mask", "mask-all", "placeholder", "remove", "{keep-last: 7}", "{replace: x}"];

static PIPELINES: LazyLock<Vec<(String, Pipeline)>> = LazyLock::new(|| {
    let rules = KINDS
        .iter()
        .flat_map(|kind| THENS.iter().map(move |then| format!("use: {kind}, with: {{then: {then}}}")));
    rules
        .map(|rule| {
            let yaml = format!("version: 1\nrules: [{{id: it, {rule}}}]");
            let rulebook = Rulebook::parse(&yaml, &Registry::default()).map_err(|errors| errors.to_string());
            (rule, rulebook.unwrap().into_pipeline())
        })
        .collect()
});

fn decide(pipeline: &Pipeline, message: &Message) -> Decision {
    pipeline.decide(message, testing::soon()).now_or_never().expect("it answers at once").decision
}

/// Pieces of which findings are made, and what may stand between them.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[0-9]{1,6}",
        2 => "[ .@:/+()_=-]{1,2}",
        2 => prop::sample::select(vec![
            "card", "call", "order", "born", "ssn", "password", "key", "at", "dot", "com", "gmail", "GB29", "DE89", "May", "AKIA", "sk-",
            "a1B2c3D4e5F6g7H8i9J0", "4111111111111111", "212-555-0142", "219-09-9999", "203.0.113.7", "2001:db8::1", "ann@example.com",
            "DE89370400440532013000", "1990-05-15", "is", "x", "*", "\n", "é", "👩‍👧", "１", "\u{200b}", "-----BEGIN PRIVATE KEY-----", "bearer", "\"", "://",
        ]).prop_map(str::to_owned),
        1 => "\\PC{1,3}",
    ];
    (prop::collection::vec(pieces, 1..12), prop::bool::ANY)
        .prop_map(|(pieces, spaced)| pieces.join(if spaced { " " } else { "" }))
}

#[test]
fn countries_that_are_not_known_are_refused() {
    let cases = [
        ("phone-number", "regions: [US, XX]", "`XX` is no region"),
        ("phone-number", "regions: [usa]", "`usa` is no region"),
        ("national-id", "countries: [ES, US, XX]", "no identifier of `XX` is known; known are AR, AT"),
        ("national-id", "countries: []", "nothing would be found"),
    ];
    for (kind, option, complaint) in cases {
        let yaml = format!("version: 1\nrules: [{{id: it, use: {kind}, with: {{then: mask, {option}}}}}]");
        let errors = Rulebook::parse(&yaml, &Registry::default()).expect_err(option).to_string();
        assert!(errors.contains(complaint), "{errors}");
    }
}

proptest! {
    #[test]
    fn nothing_is_found_in_what_an_edit_leaves(content in text()) {
        for (rule, pipeline) in &*PIPELINES {
            let mut message = testing::message(&content);
            if let Decision::Update(patch) = decide(pipeline, &message) {
                message.apply(&patch);
                prop_assert_eq!(decide(pipeline, &message), Decision::NoChange, "{}", rule);
            }
        }
    }
}
