//! What all kinds have in common.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::event::PushNotification;
use crate::message::Message;
use crate::outcome::Decision;
use crate::registry::node::Node;
use crate::rulebook::Rulebook;
use crate::{Pipeline, testing};

mod catalogue;
mod needs;
mod pages;
mod shipped;

/// A pipeline of one rule, from the YAML that stands under `with`.
fn pipeline(kind: &str, with: &str) -> Result<Pipeline, String> {
    let indented = with.replace('\n', "\n      ");
    let yaml = format!("version: 1\nrules:\n  - id: it\n    use: {kind}\n    with:\n      {indented}\n");
    let rulebook = Rulebook::parse(&yaml, &Registry::default()).map_err(|errors| errors.to_string())?;
    Ok(rulebook.into_pipeline())
}

fn decide(pipeline: &Pipeline, message: &Message) -> Decision {
    use futures_util::FutureExt;
    pipeline.decide(message, testing::soon()).now_or_never().expect("built-in rules answer at once").decision
}

#[test]
fn options_that_cannot_work_are_refused_at_their_place() {
    let cases = [
        ("words", "{words: [], then: mask}", "words", "the list is empty"),
        ("words", "{words: [a, ' ', '+'], then: mask}", "words/1", "an empty word"),
        ("words", "{words: [a, ' ', '+'], then: mask}", "words/2", "needs a letter or a digit"),
        ("words", "{words: [a], then: mask, in: []}", "in", "would read nothing"),
        (
            "words",
            "{words: [darn], then: {replace: 'so DARN.'}}",
            "then/replace",
            "finds its own replacement",
        ),
        ("words", "{categories: [insult], languages: [], then: mask}", "languages", "there is none"),
        ("words", "{words: [a], languages: [de], then: mask}", "languages", "name `categories`"),
        ("words", "{categories: [insult], languages: [xx], then: mask}", "languages/0", "known are `en`"),
        ("words", "{words: [removed], then: remove}", "then", "finds `[removed]`"),
        ("words", "{words: [a], then: {replace: ' '}}", "then/replace", "shows nothing"),
        ("words", "{words: [a], then: {replace: \"x\\ny\"}}", "then/replace", "one line"),
        ("pattern", "{pattern: '(', then: mask}", "pattern", "not a regular expression"),
        ("pattern", "{pattern: 'a*', then: mask}", "pattern", "matches the empty text"),
        ("pattern", "{pattern: '[a&&b]', then: mask}", "pattern", "can never match"),
        ("pattern", "{pattern: 'a{257}', then: mask}", "pattern", "counts to 257"),
        ("pattern", "{pattern: '(a{20}b){20}', then: mask}", "pattern", "counts to 400"),
        ("pattern", "{pattern: '\\w{200}', then: mask}", "pattern", "too large"),
        ("pattern", "{pattern: '(?=a)b', then: mask}", "pattern", "not a regular expression"),
        ("pattern", "{pattern: 'x+', then: {replace: xx}}", "then/replace", "finds its own replacement"),
        ("link", "{allow: ['*.a.com'], then: mask}", "allow/0", "write `a.com`"),
        ("link", "{block: ['https://a.com/x'], then: mask}", "block/0", "write `a.com`"),
        ("link", "{protocols: ['https://'], then: mask}", "protocols/0", "without `://`"),
        ("link", "{then: {replace: see example.com}}", "then/replace", "finds its own replacement"),
        ("metadata-json", "{}", "", "would do nothing"),
        ("metadata-json", "{require: [a]}", "require/0", "write `/a`"),
        ("metadata-json", "{set: {/a~: 1}}", "set", "write `~0`"),
        ("metadata-json", "{set: {/a: 1, /a/b: 2}}", "", "the same place"),
        ("metadata-json", "{set: {/a: 1}, copy: {/b: /a}}", "copy", "would be copied from a place"),
        ("metadata-json", "{set: {/a: 1}, remove: [/a/b]}", "remove", "removed and written"),
        ("attachment-type", "{allow: [png], then: deny}", "allow/0", "an ending such as"),
        ("attachment-type", "{at: files, then: deny}", "at", "write `/files`"),
        ("attachment-type", "{double-endings: false, then: deny}", "", "nothing would be found"),
        ("mention-flood", "{most: 1, everyone: 0, then: deny}", "everyone", "expected 1 or more"),
        (
            "mention-flood",
            "{most: 1, then: {replace: '@nobody'}}",
            "then/replace",
            "finds its own replacement",
        ),
        ("sender", "{then: deny}", "", "nobody is meant"),
        ("sender", "{ids: [''], then: deny}", "ids/0", "matches nobody"),
        ("set-attribute", "{name: CHIME.mentions}", "name", "Chime's own"),
        ("set-attribute", "{values: ['']}", "values/0", "1 to 512"),
        ("set-attribute", "{when-found: []}", "when-found", "would do nothing"),
        ("set-push", "{}", "", "would do nothing"),
        ("set-push", "{title: '{contents}'}", "title", "did you mean `{content}`"),
        ("strip-push", "{body: ' '}", "body", "without characters"),
        (
            "strip-push",
            "{title: 012345678901234567890123456789012345678901234567890}",
            "title",
            "expected a string",
        ),
        ("pattern", "{pattern: 'a(?<b>c)', then: remove}", "then", "would match with what follows"),
        ("pattern", "{pattern: 'a: (?<b>\\S+)', then: {replace: x y}}", "then/replace", "replaced again"),
        ("long-message", "{chars: 0, then: deny}", "chars", "expected 1 to"),
        ("invisible-text", "{find: [], then: deny}", "find", "nothing would be found"),
        ("invisible-text", "{marks: 0, then: deny}", "marks", "expected 1 to"),
        ("caps", "{words: 0, then: deny}", "words", "expected 1 or more"),
        ("caps", "{letters: 1, then: deny}", "letters", "expected 2 or more"),
        ("repetition", "{characters: 1, then: deny}", "characters", "expected 3 or more"),
        ("repetition", "{lines: 0, then: deny}", "lines", "expected 1 or more"),
        ("long-message", "{chars: 5000, then: deny}", "chars", "expected 1 to"),
        ("long-message", "{chars: 3, then: {replace: more}}", "then/replace", "do not fit"),
    ];
    for (kind, with, path, message) in cases {
        let node = Node::parse(with).unwrap();
        let registry = Registry::default();
        let complaints = registry.kind(kind).unwrap().build(&node, "it".into()).expect_err(with);
        let found = complaints.iter().any(|c| c.at == node.find(path).at && c.message.contains(message));
        assert!(found, "{with}: {complaints:?}");
    }
}

#[test]
fn a_slow_pattern_is_refused_and_useful_ones_are_not() {
    for slow in [r".*[^A-Z]|[A-Z]", "a.*b|a", "foo(?:.*bar)?", "(?:a|b|ab)*c|a"] {
        let built = pipeline("pattern", &format!("{{pattern: '{slow}', then: deny}}"));
        assert!(built.is_err_and(|errors| errors.contains("too slow")), "{slow}");
    }
    let useful = [
        r"\b\w+@\w+\.\w{2,}\b",
        r"(?i)\b(?:casino|bitcoin)\b",
        r"https?://\S+",
        r"\b(?:\d[ -]?){13,19}\b",
        r"\p{Cyrillic}+",
        r"(?i)free\s+money",
    ];
    for pattern in useful {
        let built = pipeline("pattern", &format!("{{pattern: '{pattern}', then: deny}}"));
        assert!(built.is_ok(), "{pattern}: {built:?}");
    }
}

fn with_push(content: &str, title: &str, body: &str) -> Message {
    let mut event = testing::event(content);
    event.message_mut().push =
        Some(PushNotification { title: Some(title.to_owned()), body: Some(body.to_owned()), kind: None });
    Message::of(&event)
}

#[test]
fn the_push_texts_are_read_unless_told_otherwise() {
    let message = with_push("fine", "darn", "oh darn");
    let Decision::Update(patch) =
        decide(&pipeline("words", "{words: [darn], then: mask}").unwrap(), &message)
    else {
        panic!("an edit");
    };
    assert_eq!(
        (patch.get().push_title.as_deref(), patch.get().push_body.as_deref()),
        (Some("****"), Some("oh ****"))
    );
    assert_eq!(patch.get().content, None);
    let narrowed = pipeline("words", "{words: [darn], then: mask, in: [content]}").unwrap();
    assert_eq!(decide(&narrowed, &message), Decision::NoChange);
    let denying = pipeline("words", "{words: [darn], then: deny, in: [push-title]}").unwrap();
    assert!(matches!(decide(&denying, &message), Decision::Deny(_)));
}

/// Rules whose edits could uncover or make what they look for.
const TRICKY: &[(&str, &str)] = &[
    ("words", "{words: [ab, a b, b, 'a*'], then: mask}"),
    ("words", "{words: [ab, a b, c++], then: remove}"),
    ("words", "{words: [ab, a b a], then: {replace: 'a'}}"),
    ("pattern", "{pattern: 'a|\\*+b', then: mask}"),
    ("pattern", "{pattern: 'ab', then: remove}"),
    ("pattern", "{pattern: 'a.', then: {replace: 'a'}}"),
    ("pattern", "{pattern: '[^x]', then: mask}"),
    ("pattern", "{pattern: 'a(?<it>[bc*]+)', then: {replace: 'x'}}"),
    ("pattern", "{pattern: 'a(?<it>..)', then: placeholder}"),
    ("pattern", "{pattern: '(?<it>a)b|b(?<other>c+)', then: mask}"),
    ("mention-flood", "{most: 1, then: mask}"),
    ("sender", "{except: [x], then: remove}"),
    ("link", "{bare: all, then: remove}"),
    ("prompt-injection", "{sensitivity: high, then: remove}"),
    ("long-message", "{chars: 4, then: mask}"),
    ("long-message", "{chars: 4, then: remove}"),
    ("long-message", "{chars: 4, then: {replace: '...'}}"),
    ("invisible-text", "{then: remove}"),
    ("invisible-text", "{marks: 1, then: mask}"),
    ("caps", "{words: 1, letters: 2, then: mask}"),
    ("repetition", "{characters: 3, words: 2, lines: 1, then: remove}"),
    ("repetition", "{characters: 3, words: 2, lines: 1, then: mask}"),
];

static TRICKY_PIPELINES: LazyLock<Vec<Pipeline>> =
    LazyLock::new(|| TRICKY.iter().map(|(kind, with)| pipeline(kind, with).unwrap()).collect());

proptest! {
    #[test]
    fn an_edit_read_once_more_stays_as_it_is(
        content in "[ab*c+ x\u{301}\u{200d}👩]{1,40}|\\PC{1,40}",
        title in "[ab ]{1,50}",
    ) {
        for ((kind, with), pipeline) in TRICKY.iter().zip(&*TRICKY_PIPELINES) {
            let mut message = with_push(&content, &title, &content);
            if let Decision::Update(patch) = decide(pipeline, &message) {
                message.apply(&patch);
                prop_assert_eq!(decide(pipeline, &message), Decision::NoChange, "{} {}", kind, with);
            }
        }
    }
}
