//! The shipped rulebook as a whole, on what nobody would think of.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{decide, with_push};
use crate::Pipeline;
use crate::message::Message;
use crate::outcome::Decision;
use crate::registry::Registry;
use crate::rulebook::{DEFAULT_RULEBOOK, Rulebook};
use crate::{limits, testing};

static SHIPPED: LazyLock<Pipeline> =
    LazyLock::new(|| Rulebook::parse(DEFAULT_RULEBOOK, &Registry::default()).unwrap().into_pipeline());

/// Pieces that rules find, halves of such, and signs that hide or join them.
#[rustfmt::skip]
pub(super) const PIECES: &[&str] = &[
    "4111 1111 1111 1111", "4111111111111111", "4111", "1111", "%34%31", "&#52;", "&#x31;", "+44 7911 123456", "212-555-0142",
    "DE89370400440532013000", "123-45-6789", "alice@example.com", "alice", "@", "at gmail dot com", "AKIAIOSFODNN7EXAMPLE",
    "password: hunter2", "my password is", "pwd=", "born on 1/2/1990", "dob:", "idiot", "i d i o t", "1d10t", "k i l l", "i will kill you", "kill yourself",
    "fuck", "f", "u", "c", "k", "you", "you are such an", "\u{202e}", "\u{202c}", "\u{200b}", "\u{200d}", "\u{301}", "\u{fe0f}",
    "👩", "🇩", "🇪", "ｆｕｃｋ", "𝒻𝓊𝒸𝓀", "ⓕ", "שלום", "傻", "é", "[CARD]", "[SECRET]", "****", "*", "_", " ", " ", "\n", ".", "-", "://", "https://x.example/?", "<", "&amp;", "%", "%2B", "\u{fdfa}",
    "{\"phone\":\"2125550142\"}", "-----BEGIN PRIVATE KEY-----", "0", "9", "+", "(", ")",
];

fn message_of(content: &str, metadata: String) -> Message {
    let body: String = content.chars().take(limits::PUSH_BODY_CHARS).collect();
    let title: String = content.chars().rev().take(limits::PUSH_TITLE_CHARS).collect();
    let mut message = with_push(content, &title, &body);
    std::sync::Arc::make_mut(&mut message.0).metadata = Some(metadata);
    message
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 256 } else { 4_096 }))]

    #[test]
    fn what_it_decided_stays_as_it_is(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..14),
        members in proptest::collection::vec(proptest::sample::select(PIECES), 0..4),
        joint in proptest::sample::select(&["", " ", " ", "\n"][..]),
    ) {
        let metadata = serde_json::to_string(&members).unwrap();
        let mut message = message_of(&pieces.join(joint), metadata);
        if let Decision::Update(patch) = decide(&SHIPPED, &message) {
            message.apply(&patch);
            prop_assert!(serde_json::from_str::<Vec<String>>(message.metadata().unwrap()).is_ok());
            prop_assert_eq!(decide(&SHIPPED, &message), Decision::NoChange, "{:?}", message.content());
        }
    }

    #[test]
    fn any_text_is_decided(content in "\\PC{1,200}|[\\x00-\\x7f]{1,200}") {
        decide(&SHIPPED, &message_of(&content, String::new()));
    }
}

#[test]
fn a_full_message_of_anything_is_decided_in_time() {
    for piece in PIECES {
        let content: String = piece.repeat(limits::CONTENT_BYTES / piece.len());
        let begun = std::time::Instant::now();
        decide(&SHIPPED, &testing::message(&content));
        // Steps that grow with the square of the length would take a hundred times as long.
        assert!(begun.elapsed().as_secs() < 3, "{piece:?}: {:?}", begun.elapsed());
    }
}
