use proptest::prelude::*;

use super::super::find::Manner;
use super::super::shipped::ENGLISH;
use super::super::tests::texts;
use super::*;
use crate::text::words::split;

const MANNER: Manner = Manner { disguised: true, by_line: true, joined: true };

/// What a look at each word finds.
fn closely(text: &str) -> Vec<Token> {
    let mut scanner = Scanner::of(&ENGLISH, text, MANNER);
    for word in split(text) {
        scanner.word(&word);
    }
    scanner.tokens
}

fn glanced(text: &str) -> Vec<Token> {
    let mut scanner = Scanner::of(&ENGLISH, text, MANNER);
    scanner.glance();
    scanner.tokens
}

#[test]
fn every_plain_word_is_what_a_close_look_makes_of_it() {
    for word in
        ["the", "You", "soon", "i", "internationalisation", "fuuuck", "tEsT", "eighteen", "somethingelsee"]
    {
        for end in [
            "",
            " ",
            ", ",
            ".",
            ". ",
            "!",
            "!!",
            "! ",
            "!!!!!!!!!! ",
            "!)",
            "!?",
            "!a",
            "!*",
            "!\u{e9}",
            "\n",
            "1",
            "_",
            "\u{e9}",
            "'",
            "'s",
            "\u{2019}s",
            "'s!",
            "'d",
            "'ll",
        ] {
            for begin in ["", "so ", "'", "!", "so! ", "so!\t", "a.b. ", "\u{2026}", "@", "`", "4"] {
                for text in [format!("{begin}{word}{end}"), format!("{begin}{word}{end}he")] {
                    assert_eq!(glanced(&text), closely(&text), "{text:?}");
                }
            }
        }
    }
}

#[test]
fn single_characters_in_a_row_are_looked_at_again() {
    let spaced = |text| Scanner::of(&ENGLISH, text, MANNER).glance();
    assert!(spaced("a i u"));
    assert!(spaced("so f u c k off"));
    assert!(spaced("s 4 y"));
    assert!(!spaced("a b and c d"));
    assert!(!spaced("I am a u turn"));
}

#[test]
fn every_common_word_is_what_a_close_look_makes_of_it() {
    let mut count = 0;
    for word in ENGLISH.commons() {
        count += 1;
        for text in [word.clone(), format!("So {word}."), word.to_uppercase()] {
            assert_eq!(glanced(&text), closely(&text), "{text}");
        }
    }
    assert!(count > 4000, "{count}");
}

proptest! {
    #[test]
    fn a_glance_sees_what_a_close_look_does(text in texts()) {
        prop_assert_eq!(glanced(&text), closely(&text));
    }

    #[test]
    fn a_glance_sees_what_a_close_look_does_in_sentences(
        words in prop::collection::vec((0usize..5000, 0usize..12), 0..12),
    ) {
        let common: Vec<String> = ENGLISH.commons().collect();
        let ends = [" ", " ", " ", " ", ", ", ". ", "! ", "\n", "'s ", "1 ", "*", "’"];
        let mut text = String::new();
        for (word, end) in words {
            text += &common[word % common.len()];
            text += ends[end];
        }
        prop_assert_eq!(glanced(&text), closely(&text));
    }
}
