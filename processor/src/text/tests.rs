use proptest::prelude::*;

use super::*;

/// The parts of `text` that the folded form of each occurrence of `needle` comes from.
fn found<'a>(text: &'a str, needle: &str) -> Vec<&'a str> {
    let folded = Folded::of(text);
    let spans = folded.as_str().match_indices(needle).map(|(at, hit)| at..at + hit.len());
    spans.map(|span| text.get(folded.original(span)).expect("a span of the original")).collect()
}

#[test]
fn a_finding_leads_back_to_the_original_where_case_changes_the_length() {
    assert_eq!(found("İIİ x", "i"), ["İ", "I", "İ"]);
    assert_eq!(found("ẞa ẞA", "ßa"), ["ẞa", "ẞA"]);
    assert_eq!(found("aİb", "\u{307}b"), ["İb"]);
    assert_eq!(found("ΟΔΟΣ οδος", "οδοσ"), ["ΟΔΟΣ", "οδος"]);
    assert_eq!(found("K", "k"), ["K"]);
}

#[test]
fn a_run_of_white_space_is_one_space() {
    assert_eq!(found("a \t\n\u{a0}b", "a b"), ["a \t\n\u{a0}b"]);
    assert_eq!(found("x  ", "x"), ["x"]);
    assert_eq!(Folded::of("").as_str(), "");
}

#[test]
fn apostrophes_are_alike() {
    assert_eq!(found("can’t can't", "can't"), ["can’t", "can't"]);
}

#[test]
fn scripts_without_spaces_have_no_word_neighbours() {
    for char in "aé9Жषア".chars() {
        assert_eq!(continues_word(char), char != 'ア', "{char}");
    }
    for char in "傻ไあ '*_\u{301}".chars() {
        assert!(!continues_word(char), "{char}");
    }
}

#[test]
fn what_joins_consonants_continues_a_word() {
    for (word, longer) in [("बस", "बस्ती"), ("ক", "ক্ষ"), ("பட", "பட்டு"), ("ಕ", "ಕ್ಷ"), ("फ", "फ़र्क")]
    {
        let next = longer.strip_prefix(word).and_then(|rest| rest.chars().next());
        assert!(next.is_some_and(continues_word), "{longer}");
    }
}

#[test]
fn what_nobody_sees_is_blank() {
    for text in ["", " \n\u{3000}", "\u{200b}\u{feff}\u{ad}", "\u{e0041}\u{3164}"] {
        assert!(is_blank(text), "{text:?}");
    }
    for text in ["*", " . ", "\u{200b}a", "👍", "\u{301}"] {
        assert!(!is_blank(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn every_character_of_the_folded_text_has_a_place_in_the_original(text in "\\PC*|[ \t\nİẞΣKa-c]*") {
        let folded = Folded::of(&text);
        let mut covered = 0;
        for (at, char) in folded.as_str().char_indices() {
            let span = folded.original(at..at + char.len_utf8());
            prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(span.start <= covered && span.end >= covered);
            covered = span.end;
        }
        prop_assert_eq!(covered, text.len());
        let slowly = Folded::of_any(&text);
        prop_assert_eq!(folded.as_str(), slowly.as_str());
        let again = Folded::of(folded.as_str());
        prop_assert_eq!(again.as_str(), folded.as_str());
    }
}
