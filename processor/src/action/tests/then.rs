//! What each `then` makes of a finding.

use super::*;
use crate::finding::Severity;

/// Finds runs of digits and keeps their last two to see.
struct Numbers;

impl Find for Numbers {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let text = text.original();
        let numbers = text.split(|char: char| !char.is_ascii_digit() && char != '-');
        for number in numbers.filter(|number| number.len() > 2) {
            let start = number.as_ptr().addr() - text.as_ptr().addr();
            let end = start + number.len();
            found.push(Found::new(start..end, "card-number").term("test").keep(end - 2..end));
        }
    }
}

fn becomes(then: Then, text: &str) -> String {
    let action = Action::new(then, TextPart::all()).unwrap();
    match action.judge(&testing::message(text), &cx(), &Numbers) {
        Verdict::Edit(patch) => patch.get().content.clone().unwrap(),
        Verdict::Pass => "(pass)".to_owned(),
        Verdict::Deny(denial) => format!("(deny {})", denial.code().unwrap_or("-")),
    }
}

#[test]
fn each_then_makes_its_own_of_a_finding() {
    let instead = |text: &str| Then::RemoveOr(Instead::Replace(text.to_owned()));
    for (then, text, expected) in [
        (Then::Mask, "pay 12-3456", "pay **-**56"),
        (Then::MaskAll, "pay 12-3456", "pay *******"),
        (Then::KeepLast(3), "pay 12-3456", "pay **-*456"),
        (Then::KeepLast(200), "pay 12-3456", "(pass)"),
        (Then::Placeholder, "pay 12-3456 now", "pay [CARD] now"),
        (Then::Remove, "pay 12-3456 now", "pay now"),
        (Then::Remove, "12-3456", "[removed]"),
        (instead("(gone)"), "12-3456", "(gone)"),
        (instead("(gone)"), "a 12-3456", "a"),
        (Then::RemoveOr(Instead::Deny), "12-3456", "(deny -)"),
        (Then::RemoveOr(Instead::Deny), "a 12-3456", "a"),
        (Then::Deny, "12-3456", "(deny -)"),
        (Then::DenyAs("card".to_owned()), "12-3456", "(deny card)"),
        (Then::DenyAs("card".to_owned()), "nothing", "(pass)"),
    ] {
        assert_eq!(becomes(then.clone(), text), expected, "{then:?} of {text}");
    }
}

#[test]
fn findings_that_overlap_keep_nothing_unless_they_agree() {
    struct Twice(usize);
    impl Find for Twice {
        fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
            if text.original().starts_with("12") {
                found.push(Found::new(0..6, "a").keep(4..6));
                found.push(Found::new(2..6, "a").keep(self.0..6));
            }
        }
    }
    let action = Action::new(Then::Mask, vec![TextPart::Content]).unwrap();
    let masked = |keep| action.judge(&testing::message("123456"), &cx(), &Twice(keep));
    assert_eq!(masked(4), Patch::content("****56").into());
    assert_eq!(masked(5), Patch::content("******").into());
}

#[test]
fn what_is_found_is_reported_with_its_place() {
    let mut event = testing::event("card 12-3456");
    event.message_mut().metadata = Some(r#"{"a":"777"}"#.to_owned());
    event.message_mut().sender.name = Some("Agent 007".to_owned());
    let parts = vec![TextPart::Content, TextPart::Metadata, TextPart::SenderName];
    let mut context = cx();
    let verdict = Action::new(Then::Mask, parts).unwrap().judge(&Message::of(&event), &context, &Numbers);
    assert_eq!(verdict, Patch::content("card **-**56").with_metadata(r#"{"a":"*77"}"#).into());
    let findings = context.take_reported();
    let places: Vec<_> = findings.iter().map(|finding| (finding.part, finding.span.clone())).collect();
    assert_eq!(
        places,
        [(TextPart::Content, 5..12), (TextPart::Metadata, 0..3), (TextPart::SenderName, 6..9)]
    );
    assert!(findings.iter().all(|finding| finding.term == "test" && finding.severity == Severity::Moderate));
}

#[test]
fn a_denying_rule_reads_the_name_of_the_sender_too() {
    let mut event = testing::event("hello");
    event.message_mut().sender.name = Some("Agent 007".to_owned());
    let judge = |then| {
        let action = Action::new(then, vec![TextPart::Content, TextPart::SenderName]).unwrap();
        action.judge(&Message::of(&event), &cx(), &Numbers)
    };
    assert_eq!(judge(Then::Deny), Denial::default().into());
    assert_eq!(judge(Then::Mask), Verdict::Pass);
    let error = Action::new(Then::Mask, vec![TextPart::SenderName]).unwrap_err();
    assert!(error.to_string().contains("then: deny"), "{error}");
}

#[test]
fn equal_findings_have_equal_hashes_under_one_key() {
    let key = |value: &[u8]| hash::Key::new(value).unwrap();
    let of = |key: &hash::Key, text| key.of(text);
    let one = key(b"0123456789abcdef");
    assert_eq!(of(&one, "a@example.com"), of(&one, "a@example.com"));
    assert_ne!(of(&one, "a@example.com"), of(&one, "b@example.com"));
    assert_ne!(of(&one, "a@example.com"), of(&key(b"fedcba9876543210"), "a@example.com"));
    assert!(of(&one, "").chars().all(|char| char.is_ascii_lowercase()));
    assert_eq!(of(&one, "").len(), 12);
    assert!(hash::Key::new(b"short").is_err());
}

#[test]
fn a_then_that_cannot_work_says_what_to_do() {
    let long = "x".repeat(51);
    for (then, option, hint) in [
        (Then::Replace(String::new()), "then/replace", "then: remove"),
        (Then::Replace("a\nb".to_owned()), "then/replace", "one line"),
        (Then::RemoveOr(Instead::Replace(long)), "then/remove-or/replace", "at most 50"),
        (Then::DenyAs("no spaces".to_owned()), "then/deny-as", "letters, digits"),
        (Then::KeepLast(0), "then/keep-last", "mask-all"),
        (Then::Hash(Hash { key_env: "CHANNEL_FLOW_NO_SUCH_KEY".to_owned() }), "then/hash/key_env", "not set"),
    ] {
        let error = Action::new(then.clone(), TextPart::all()).unwrap_err().to_string();
        assert!(error.contains(option) && error.contains(hint), "{then:?}: {error}");
    }
}
