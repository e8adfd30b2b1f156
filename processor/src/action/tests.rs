use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::event::PushNotification;
use crate::testing;

mod then;

/// Finds every occurrence of a text.
fn finder(needle: &str) -> impl Fn(&str) -> Vec<Range<usize>> {
    move |text| text.match_indices(needle).map(|(at, hit)| at..at + hit.len()).collect()
}

fn cx() -> Context {
    Context::until(testing::soon())
}

fn judge(then: Then, part: TextPart, needle: &str, message: &Message) -> Verdict {
    Action::new(then, vec![part]).unwrap().judge(message, &cx(), &finder(needle))
}

fn replace(text: &str) -> Then {
    Then::Replace(text.to_owned())
}

fn content(then: Then, needle: &str, content: &str) -> String {
    match judge(then, TextPart::Content, needle, &testing::message(content)) {
        Verdict::Edit(patch) => patch.get().content.clone().unwrap(),
        Verdict::Pass => "(pass)".to_owned(),
        Verdict::Deny(_) => "(deny)".to_owned(),
    }
}

fn with_metadata(metadata: &str) -> Message {
    let mut event = testing::event("x");
    event.message_mut().metadata = Some(metadata.to_owned());
    Message::of(&event)
}

fn metadata(then: Then, needle: &str, text: &str) -> Option<String> {
    match judge(then, TextPart::Metadata, needle, &with_metadata(text)) {
        Verdict::Edit(patch) => patch.get().metadata.clone(),
        _ => None,
    }
}

#[test]
fn whole_characters_are_cut() {
    assert_eq!(content(Then::Mask, "e", "cafe\u{301}!"), "caf*!");
    assert_eq!(content(Then::Mask, "\u{301}", "cafe\u{301}!"), "caf*!");
    assert_eq!(content(Then::Remove, "👩", "a👩‍👩‍👧b"), "ab");
    assert_eq!(content(Then::Mask, "\n", "a\r\nb"), "a*b");
}

#[test]
fn findings_that_overlap_are_one_and_neighbours_are_two() {
    let both = |text: &str| -> Vec<Range<usize>> {
        let mut spans = finder("ab")(text);
        spans.extend(finder("bc")(text));
        spans
    };
    let action = Action::new(replace("-"), vec![TextPart::Content]).unwrap();
    let edited = |text: &str| action.judge(&testing::message(text), &cx(), &both);
    assert_eq!(edited("abc"), Patch::content("-").into());
    assert_eq!(edited("abbc"), Patch::content("--").into());
}

#[test]
fn spans_that_make_no_sense_do_no_harm() {
    #[expect(clippy::reversed_empty_ranges, reason = "a finder may be wrong")]
    let odd = |text: &str| vec![3..2, 1..1, 0..1, text.len()..text.len() + 9, 90..99];
    let action = Action::new(Then::Mask, vec![TextPart::Content]).unwrap();
    assert_eq!(action.judge(&testing::message("éab"), &cx(), &odd), Patch::content("*ab").into());
}

#[test]
fn a_space_that_would_be_left_over_goes_too() {
    for (before, after) in [
        ("a X b", "a b"),
        ("X b", "b"),
        ("a X", "a"),
        ("a X, b", "a , b"),
        ("aXb", "ab"),
        ("a\nX b", "a\nb"),
        ("a X X b", "a b"),
        ("a X \u{301}b", "a  \u{301}b"),
    ] {
        assert_eq!(content(Then::Remove, "X", before), after, "{before}");
    }
}

#[test]
fn where_nothing_would_be_seen_stands_the_placeholder() {
    assert_eq!(content(Then::Remove, "X", " X\u{200b}X "), PLACEHOLDER);
    let mut event = testing::event("x");
    let push = PushNotification { title: Some("X".to_owned()), body: Some("X".to_owned()), kind: None };
    event.message_mut().push = Some(push);
    event.message_mut().attributes = Some([("a".to_owned(), vec!["X".to_owned(), "y".to_owned()])].into());
    let parts = vec![TextPart::PushTitle, TextPart::PushBody, TextPart::Attributes];
    let verdict = Action::new(Then::Remove, parts).unwrap().judge(&Message::of(&event), &cx(), &finder("X"));
    let expected = Patch::default()
        .with_push_title(PLACEHOLDER)
        .with_push_body(PLACEHOLDER)
        .with_attribute("a", [PLACEHOLDER, "y"]);
    assert_eq!(verdict, expected.into());
    assert_eq!(metadata(Then::Remove, "X", "X").as_deref(), Some(""));
}

#[test]
fn an_edit_that_uncovers_something_is_carried_on() {
    assert_eq!(content(Then::Remove, "ab", "xaabb"), "x");
    let nested = format!("x{}{}", "a".repeat(9), "b".repeat(9));
    assert_eq!(content(Then::Remove, "ab", &nested), PLACEHOLDER);
    assert_eq!(content(replace("b"), "ab", "aaaab"), "b");
    assert_eq!(content(replace("b"), "ab", "aaaaaaaab c"), "b");
}

#[test]
fn a_replacement_that_does_not_fit_becomes_a_mask() {
    let full = "x".repeat(limits::CONTENT_BYTES);
    assert_eq!(content(replace("yy"), "x", &full), "*".repeat(limits::CONTENT_BYTES));
    assert_eq!(content(replace("y"), "x", &full), "y".repeat(limits::CONTENT_BYTES));
    let full = format!("[\"{}\"]", "x".repeat(limits::METADATA_CHARS - 4));
    assert_eq!(metadata(replace("\"\""), "x", &full), Some(full.replace('x', "*")));
    let mut event = testing::event("x");
    event.message_mut().attributes = Some([("a".to_owned(), vec!["x".to_owned(); 1023])].into());
    let message = Message::of(&event);
    let masked = Patch::default().with_attribute("a", vec!["*"; 1023]);
    assert_eq!(judge(Then::Remove, TextPart::Attributes, "x", &message), masked.into());
}

#[test]
fn json_metadata_is_edited_in_its_string_values() {
    let json = r#"{ "X": ["aX", 1.50, {"X": "X"}], "n": 1e3 }"#;
    let masked = r#"{ "X": ["a*", 1.50, {"X": "*"}], "n": 1e3 }"#;
    assert_eq!(metadata(Then::Mask, "X", json).as_deref(), Some(masked));
    let emptied = r#"{ "X": ["a", 1.50, {"X": ""}], "n": 1e3 }"#;
    assert_eq!(metadata(Then::Remove, "X", json).as_deref(), Some(emptied));
    let quoted = metadata(replace("\",\"\\"), "X", r#"["X"]"#).unwrap();
    assert_eq!(serde_json::from_str::<Vec<String>>(&quoted).unwrap(), ["\",\"\\"]);
    assert_eq!(metadata(Then::Mask, "X", r#"{"X": 1}"#), None);
    assert_eq!(metadata(Then::Mask, "X", r#"["\u0058"]"#).as_deref(), Some(r#"["*"]"#));
    assert_eq!(metadata(Then::Mask, "X", r#"{"X": "#).as_deref(), Some(r#"{"*": "#));
}

#[test]
fn a_lex_message_stays_json() {
    let mut event = testing::event(r#"[{"Content":"X y","ContentType":"PlainText"}]"#);
    event.message_mut().content_type = Some("application/amz-chime-lex-msgs".to_owned());
    let expected = Patch::content(r#"[{"Content":"","ContentType":"PlainText"}]"#);
    assert_eq!(judge(Then::Remove, TextPart::Content, "X y", &Message::of(&event)), expected.clone().into());
    event.message_mut().content_type = None;
    event.message_mut().sender.arn = Some("arn:aws:chime:r:a:app-instance/i/bot/b".to_owned());
    assert_eq!(judge(Then::Remove, TextPart::Content, "X y", &Message::of(&event)), expected.into());
    event.message_mut().sender.arn = Some("arn:aws:chime:r:a:app-instance/i/user/u".to_owned());
    let of_a_person = Patch::content(r#"[{"Content":"X y","***********":"PlainText"}]"#);
    let verdict = judge(Then::Mask, TextPart::Content, "ContentType", &Message::of(&event));
    assert_eq!(verdict, of_a_person.into());
}

#[test]
fn a_denial_needs_one_finding_in_a_part_that_is_read() {
    assert_eq!(content(Then::Deny, "X", "aX"), "(deny)");
    assert_eq!(content(Then::Deny, "X", "a"), "(pass)");
    let denied = |text: &str| judge(Then::Deny, TextPart::Metadata, "X", &with_metadata(text));
    assert!(matches!(denied(r#"["X"]"#), Verdict::Deny(_)));
    assert_eq!(denied(r#"{"X":1}"#), Verdict::Pass);
}

fn then() -> impl Strategy<Value = Then> {
    prop_oneof![Just(Then::Mask), Just(Then::Remove), "[a-c\"\\\\é]{1,4}".prop_map(Then::Replace)]
}

proptest! {
    #[test]
    fn a_mask_never_grows(text in "\\PC{0,60}", needle in "\\PC") {
        if let Verdict::Edit(patch) = judge(Then::Mask, TextPart::Content, &needle, &testing::message(&text)) {
            prop_assert!(patch.get().content.clone().unwrap().len() <= text.len());
        }
    }

    #[test]
    fn text_without_findings_stays_as_it_is(then in then(), text in any::<String>()) {
        prop_assert_eq!(judge(then.clone(), TextPart::Content, "\u{10fffe}", &testing::message(&text)), Verdict::Pass);
        prop_assert_eq!(judge(then, TextPart::Metadata, "\u{10fffe}", &with_metadata(&text)), Verdict::Pass);
    }

    #[test]
    fn any_spans_of_any_text_are_survived_and_the_edit_is_within_the_limits(
        then in then(),
        text in any::<String>().prop_filter("content", |text| !text.is_empty() && text.len() <= 4096),
        starts in proptest::collection::vec(0_usize..80, 0..5),
    ) {
        let find = |_: &str| starts.iter().map(|start| *start..start + 3).collect();
        let action = Action::new(then, vec![TextPart::Content]).unwrap();
        if let Verdict::Edit(patch) = action.judge(&testing::message(&text), &cx(), &find) {
            let content = patch.get().content.clone().unwrap();
            prop_assert!(!content.is_empty() && content.len() <= limits::CONTENT_BYTES);
        }
    }

    #[test]
    fn edited_json_stays_json(then in then(), values in proptest::collection::vec("[abX\"\\\\é\n]{0,6}", 1..5)) {
        let source = serde_json::to_string(&values).unwrap();
        if let Some(edited) = metadata(then, "X", &source) {
            let read: Vec<String> = serde_json::from_str(&edited).unwrap();
            prop_assert_eq!(read.len(), values.len());
        }
    }
}
