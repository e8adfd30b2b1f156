use proptest::prelude::*;

use super::*;
use crate::text::{Text, Why, explain};

/// What a text is read as, one way or several.
fn read(text: &str) -> Vec<String> {
    Text::new(text).readings().map(|reading| reading.as_str().to_owned()).collect()
}

#[test]
fn a_disguised_letter_is_read_as_the_plain_one() {
    let rows = [
        ("fullwidth", "ｆｕｃｋ ＦＵＣＫ", "fuck FUCK"),
        ("mathematical", "𝐟𝖚𝓬𝕜 𝔣𝘶𝚌𝗄", "fuck fuck"),
        ("circled", "ⓕⓤⓒⓚ 🅕🅤🅒🅚", "fuck FUCK"),
        ("squared", "🄵🅄🄲🄺 🅵🆄🅲🅺", "FUCK FUCK"),
        ("regional", "🇫🇺🇨🇰 🇫 🇺", "FUCK F U"),
        ("small capitals", "ꜰᴜᴄᴋ", "fuck"),
        ("superscript", "ᶠᵘᶜᵏ", "fuck"),
        ("strokes and hooks", "ƒʉȼƙ", "fuck"),
        ("ligatures", "ﬁne ﬀ", "fine ff"),
        ("braille", "⠋⠥⠉⠅", "fuck"),
        ("Cyrillic", "fцск һеllо", "fuck hello"),
        ("Greek", "fυсκ", "fuck"),
        ("Thai, Hebrew and others", "Ŧยςк", "Fuck"),
        ("a stroke among Latin letters", "Ŧhis", "This"),
        ("syllabics", "fᑌᑕK", "fUCK"),
        ("currency", "fu¢k a₤₤", "fuck all"),
        ("accents", "fück dárn é", "fuck darn e"),
        ("marks", "f\u{337}\u{31b}u\u{489}c\u{308}k", "fuck"),
        ("marks of another script", "f\u{e47}uc\u{5bf}k", "fuck"),
        ("keycaps", "4\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}", "42"),
        ("invisible", "f\u{200b}u\u{ad}c\u{2060}k\u{e0041}", "fuck"),
        ("controls", "f\0u\u{7f}c\u{9c}k", "fuck"),
        ("isolates", "f\u{2066}u\u{2069}ck", "fuck"),
        ("percent-encoded", "%66%75%63%6b %F0%9F%91%8D", "fuck 👍"),
        ("percent-encoded and fullwidth", "%ef%bd%86un", "fun"),
        ("entities", "&#102;&#x75;&#99k &amp; &eacute;", "fuck & e"),
        ("signs", "“it’s” ‐ … • f∗ck", "\"it's\" - ... . f*ck"),
        ("spaces", "a\u{a0}b\u{3000}c\u{2028}d", "a b c\nd"),
    ];
    for (class, text, expected) in rows {
        assert_eq!(read(text).first().map(String::as_str), Some(expected), "{class}");
    }
}

#[test]
fn what_is_no_disguise_stays() {
    let rows = [
        "привет, сор и рот",
        "ελλάδα και",
        "ꮳꮃꭹ ꭰ",
        "山口 は シャツ",
        "नमस्ते कि",
        "ไทย",
        "שָׁלוֹם",
        "זמן להזין",
        "한국어 ㅋㅋㅋ",
        "👩👍🏽🔞",
        "🇺🇸🇬🇧 🇺🇸",
        "100% 50%50 %zz %e2 %00 %f0%9f",
        "rock & roll; R&D; &bogus; &#0; &#xd800; &",
        "5×3 20° €5 ₽",
        "½ ™ ©",
        "tab\tnew\r\nline",
    ];
    for text in rows {
        assert_eq!(read(text), [text]);
    }
}

#[test]
fn a_script_with_letter_case_is_read_in_lower_case_and_composed() {
    for (text, expected) in [
        ("МОСКВА ЖУК", "москва жук"),
        ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
        ("и\u{306} и\u{335}\u{306}", "й й"),
        ("\u{1100}\u{1161}\u{11a8}", "각"),
        ("か\u{3099} ｶﾞ", "が ガ"),
        ("İIı straße STRAẞE", "IIi strasse STRASSE"),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn a_word_of_look_alikes_alone_is_read_both_ways_where_nothing_else_is_in_its_script() {
    assert_eq!(read("аѕѕ hole"), ["аѕѕ hole", "ass hole"]);
    assert_eq!(read("с о с к"), ["с о с к", "c o c k"]);
    assert_eq!(read("сор и мусор"), ["сор и мусор"]);
    // A word of one script does not speak for another's.
    assert_eq!(read("αχο ждём"), ["αχο ждём", "axo ждём"]);
}

#[test]
fn what_is_displayed_in_another_order_is_read_so_too() {
    for (text, expected) in [
        ("\u{202e}kcuf\u{202c} off", "fuck off"),
        ("a \u{202e}kc\u{202d}fu\u{202c}", "a fuck"),
        ("\u{202e}kcuf\n\u{202c}off", "fuck\noff"),
        ("%E2%80%AEkcuf", "fuck"),
        ("\u{2067}\u{202e}kcuf\u{2069} off", "fuck off"),
    ] {
        assert_eq!(read(text).get(1).map(String::as_str), Some(expected), "{text:?}");
    }
    // What is turned round twice is seen as it stands.
    assert_eq!(read("\u{202e}\u{202d}fuck"), ["fuck", "fuck"]);
    assert_eq!(read("ʞɔnɟ").get(1).map(String::as_str), Some("fuck"));
    assert_eq!(read("¡ʇɐɥʇ ʞɔnɟ").get(1).map(String::as_str), Some("fuck that!"));
}

#[test]
fn a_finding_leads_back_to_what_was_written() {
    let rows = [
        ("é x", "e", "é"),
        ("xe\u{301}y", "ey", "e\u{301}y"),
        ("f\u{200b}u\u{200b}n\u{200b}", "fun", "f\u{200b}u\u{200b}n"),
        ("say %66un!", "fun", "%66un"),
        ("a &#102;un b", "fun", "&#102;un"),
        ("%EF%BD%86un", "f", "%EF%BD%86"),
        ("go 🇫🇺🇳", "FUN", "🇫🇺🇳"),
        ("㎏", "k", "㎏"),
        ("a \u{202e}nuf\u{202c} b", "fun", "nuf"),
        ("a \u{202e}1 nuf\u{202c} b", "fun 1", "1 nuf"),
        ("x unɟ", "fun", "unɟ"),
        ("hi ѕо", "so", "ѕо"),
    ];
    for (original, needle, expected) in rows {
        let text = Text::new(original);
        let spans = text.readings().find_map(|reading| {
            let at = reading.as_str().find(needle)?;
            Some(reading.original(at..at + needle.len()))
        });
        assert_eq!(spans.and_then(|span| original.get(span)), Some(expected), "{original:?}");
    }
}

#[test]
fn folding_says_what_it_did() {
    let changes = explain("f\u{200b}%75&#99;К \u{202e}nuf");
    let brief = changes.iter().map(|change| (change.folded.as_str(), change.why)).collect::<Vec<_>>();
    let expected = [
        ("", Why::Invisible),
        ("u", Why::Percent),
        ("c", Why::Entity),
        ("K", Why::LookAlike),
        ("", Why::Direction),
        ("n", Why::Reversed),
        ("u", Why::Reversed),
        ("f", Why::Reversed),
    ];
    assert_eq!(brief, expected);
    assert!(explain("plain text, 100%").is_empty());
}

/// Bytes that a folded text may have for each byte of the original: U+FDFA is 3 of them and is read as 33.
const FACTOR: usize = 12;

/// Texts with all that is special to folding.
const TRICKY: &str = "\\PC*|[a-cA-C %&#;0-9xк-псеИНЅа\u{301}\u{306}\u{200b}\u{202a}-\u{202e}\u{2066}-\u{2069}🇦-🇫ⓐﷺʞɔ\n가-각\u{1100}\u{1161}\u{11a8}か\u{3099}ß👩\u{200d}]*";

proptest! {
    #[test]
    fn every_character_of_a_reading_has_a_place_in_the_original(text in TRICKY) {
        for (index, reading) in Text::new(&text).readings().enumerate() {
            prop_assert!(reading.as_str().len() <= FACTOR * text.len());
            let mut last = 0..0;
            for (at, char) in reading.as_str().char_indices() {
                let span = reading.original(at..at + char.len_utf8());
                prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()));
                if index == 0 {
                    prop_assert!(span.start >= last.end || span == last, "{:?} after {:?}", span, last);
                }
                last = span;
            }
            let whole = reading.original(0..reading.as_str().len());
            prop_assert!(text.get(whole).is_some());
        }
    }

    #[test]
    fn the_place_of_a_piece_covers_the_places_of_its_characters(text in TRICKY, cuts in any::<(prop::sample::Index, prop::sample::Index)>()) {
        for reading in Text::new(&text).readings() {
            let folded = reading.as_str();
            let ends = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect::<Vec<_>>();
            let (a, b) = (*cuts.0.get(&ends), *cuts.1.get(&ends));
            let (start, end) = (a.min(b), a.max(b));
            let whole = reading.original(start..end);
            for (at, char) in folded.get(start..end).unwrap_or_default().char_indices() {
                let part = reading.original(start + at..start + at + char.len_utf8());
                prop_assert!(whole.start <= part.start && part.end <= whole.end);
            }
        }
    }

    #[test]
    fn what_is_folded_folds_to_itself(text in TRICKY) {
        // What was encoded twice is read otherwise the second time.
        let first = read(&text).remove(0);
        if !text.contains(['%', '&']) && first.is_ascii() {
            prop_assert_eq!(read(&first), [first]);
        }
    }

    #[test]
    fn ascii_without_encodings_is_not_copied(text in "[ -$'-~\t\n]*") {
        prop_assert!(Folding::of(&text, Traits::of(&text)).reads().all(|read| read.mapped.is_none()));
    }
}

/// How many bytes folding a text writes, which is what its time goes with.
fn written(text: &str) -> usize {
    Folding::of(text, Traits::of(text))
        .reads()
        .filter_map(|read| read.mapped.as_ref())
        .map(|mapped| mapped.text.len())
        .sum()
}

#[test]
fn hostile_texts_fold_into_little() {
    let hostile = [
        "ﷺ",
        "\u{301}",
        "\u{202e}a\u{202d}b",
        "\u{202e}",
        "\u{202e}a\u{202c}b",
        "ʞɔnɟ",
        "с",
        "сa",
        "с ",
        "%66",
        "%e2",
        "&",
        "&#",
        "&#99999999",
        "🇺🇸",
        "🇦",
        "𝐟",
        "и\u{306}",
        "\u{1100}\u{1161}",
        "\u{200d}",
        "\0",
    ];
    for unit in hostile {
        let text = unit.repeat(4096 / unit.len());
        assert!(written(&text) <= FACTOR * text.len(), "{unit:?}");
        // Twice as long costs twice as much, and no more.
        assert!(written(&text.repeat(2)) <= 2 * written(&text) + FACTOR, "{unit:?}");
    }
}
