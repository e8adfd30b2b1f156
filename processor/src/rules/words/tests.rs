use proptest::prelude::*;

use super::shipped::ENGLISH;
use super::*;

mod disguises;
mod joined;

/// A rule over all categories, whatever the severity.
pub(super) fn everything() -> Words {
    Words {
        words: Vec::new(),
        files: Vec::new(),
        category: listed(),
        categories: vec![
            Category::Profanity,
            Category::Sexual,
            Category::Slur,
            Category::Insult,
            Category::Hate,
            Category::Threat,
            Category::SelfHarm,
            Category::Drugs,
        ],
        languages: languages::english(),
        severity: Severity::Mild,
        allow: Vec::new(),
        disguised: true,
        then: Then::Mask,
        r#in: TextPart::all(),
    }
}

fn listing(words: &[&str]) -> Words {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Words { words, categories: Vec::new(), ..everything() }
}

pub(super) fn found(options: &Words, text: &str) -> Vec<Found> {
    let mut errors = OptionErrors::default();
    let lists = Lists::of(options, &mut errors).unwrap_or_else(|| panic!("{errors}"));
    let mut found = Vec::new();
    lists.find(&Text::new(text), &mut found);
    found
}

/// What is found at moderate severity or worse: the parts of the text.
fn parts<'a>(options: &Words, text: &'a str) -> Vec<&'a str> {
    found(options, text).iter().map(|one| text.get(one.span.clone()).expect("whole characters")).collect()
}

#[test]
fn a_line_that_cannot_be_read_is_complained_about_where_it_stands() {
    let mut lexicon = lexicon::Lexicon::default();
    lexicon.read("classes", "<you> = you, u\n<me> = <my> self\n");
    lexicon.read("insult", "# fine\nyou (fool\n= awful\n<they>? twit\n<you> twit+n\nTwit\n");
    lexicon.check();
    lexicon.errors.sort();
    let places: Vec<&str> =
        lexicon.errors.iter().filter_map(|error| error.split_once(": ")).map(|(place, _)| place).collect();
    assert_eq!(places, ["classes.txt:2", "insult.txt:2", "insult.txt:3", "insult.txt:4", "insult.txt:6"]);
}

#[test]
fn the_categories_are_those_of_the_lexicon() {
    let mut known: Vec<&str> = everything().categories.iter().map(|category| category.as_str()).collect();
    known.sort_unstable();
    assert_eq!(ENGLISH.categories().collect::<Vec<_>>(), known);
}

/// A text that takes much work, of about so many bytes.
type Worst = fn(usize) -> String;

#[test]
fn the_work_of_the_worst_texts_grows_no_faster_than_they_do() {
    let worst: [(&str, Worst); 10] = [
        ("no spaces", |bytes| "youareanidiotandiknow".repeat(bytes / 21)),
        ("nothing in it", |bytes| "qwxzvjkqpw".repeat(bytes / 10)),
        ("stars", |bytes| "f***** s**** b**** ".repeat(bytes / 19)),
        ("one mask", |bytes| "*".repeat(bytes)),
        ("single letters", |bytes| "f u c k y o u ".repeat(bytes / 14)),
        ("digits for letters", |bytes| "1d10t5 455h0l3 y0u4r3 ".repeat(bytes / 22)),
        ("digits joined", |bytes| "y0u4r34n1d10t".repeat(bytes / 13)),
        ("words that phrases share", |bytes| "you are such a fucking so very ".repeat(bytes / 31)),
        ("misspelt", |bytes| "fukcing bicth ".repeat(bytes / 14)),
        ("stretched", |bytes| "fuuuuuuuuuuuuuuuuuuuck ".repeat(bytes / 23)),
    ];
    let options = everything();
    let lists = Lists::of(&options, &mut OptionErrors::default()).unwrap();
    let effort = |text: &str| {
        effort::steps();
        lists.find(&Text::new(text), &mut Vec::new());
        effort::steps()
    };
    for (name, text) in worst {
        let (half, whole) = (effort(&text(2048)), effort(&text(4096)));
        assert!(whole <= half * 5 / 2 + 64, "{name}: {half} steps, then {whole}");
        assert!(whole <= MOST_STEPS, "{name}: {whole} steps");
    }
}

/// Steps for 4 KiB, at most: a step takes some ten nanoseconds.
const MOST_STEPS: u64 = 200_000;

#[test]
fn without_disguises_only_plain_words_are_found() {
    let options = Words { disguised: false, ..listing(&["darn"]) };
    for text in ["d*rn", "d4rn", "daaarn", "d a r n", "darnyou"] {
        assert!(parts(&options, text).is_empty(), "{text}");
    }
    assert_eq!(parts(&options, "oh DARN you"), ["DARN"]);
}

#[test]
fn a_finding_names_its_term() {
    let options = Words { severity: Severity::Moderate, ..everything() };
    let term = |text: &str| found(&options, text).first().map(|one| one.term.to_string());
    assert_eq!(term("idi0ts").as_deref(), Some("insult/idiots"));
    assert_eq!(
        found(&listing(&["a b", "darn"]), "darn").first().map(|one| one.term.as_ref()),
        Some("words/1")
    );
}

#[test]
fn what_an_allowed_phrase_holds_is_not_found() {
    let options = Words { allow: vec!["fuck cancer".to_owned()], ..everything() };
    assert!(parts(&options, "oh fuck cancer!").is_empty());
    assert_eq!(parts(&options, "fuck cancer, fuck").len(), 1);
}

#[test]
fn phrases_end_with_the_sentence() {
    let options = listing(&["heck of a"]);
    assert_eq!(parts(&options, "heck, of\na day"), ["heck, of\na"]);
    assert!(parts(&options, "heck. Of a day").is_empty());
}

#[test]
fn a_file_lists_a_word_on_each_line() {
    let file = TextFile::new("list.txt", "# ours\ndarn\n\nheck of a\n");
    let options = Words { files: vec![file], ..listing(&[]) };
    assert_eq!(parts(&options, "darn it, heck of a day, ours"), ["darn", "heck of a"]);
    let file = TextFile::new("list.txt", "darn\n+\n");
    let mut errors = OptionErrors::default();
    assert!(Lists::of(&Words { files: vec![file], ..listing(&[]) }, &mut errors).is_none());
    assert!(errors.to_string().contains("line 2"), "{errors}");
}

#[test]
fn a_long_list_is_searched_like_a_short_one() {
    let words: Vec<String> = (0..2000).map(|number| format!("w{number}x phrase {number}")).collect();
    let options = Words { words, ..listing(&[]) };
    assert_eq!(parts(&options, "a W1999X phrase 1999 b"), ["W1999X phrase 1999"]);
    assert!(parts(&options, "w1999x phrase 1998").is_empty());
}

/// Texts made of what the engine looks at closely.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "fuck",
            "shit",
            "you",
            "are",
            "an",
            "idiot",
            "ass",
            "hole",
            "f u c k",
            "s.h.i.t",
            "f*ck",
            "sh!t",
            "b1tch",
            "kill",
            "yourself",
            "darn",
            "heck of a",
            "a$$",
            "class",
            " ",
            " ",
            "  ",
            "_",
            ".",
            "!",
            "*",
            "**",
            "'",
            "’s",
            "\n",
            "1",
            "0",
            "$",
            "@",
            "#",
            "€",
            "é",
            "\u{301}",
            "傻瓜",
            "ｆ",
            "👩\u{200d}👩",
            "\u{202e}",
            "%66",
            "&#102;",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,6}",
        "\\PC{1,3}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn findings_lie_within_the_text(text in texts()) {
        let options = Words { words: vec!["heck of a".into(), "傻".into(), "c++".into()], ..everything() };
        for one in found(&options, &text) {
            prop_assert!(one.span.start < one.span.end && text.get(one.span.clone()).is_some());
        }
    }

    #[test]
    fn a_masked_text_holds_nothing_more(text in texts()) {
        let rule = Words { words: vec!["heck of a".into(), "傻".into()], ..everything() }.build().unwrap();
        let mut message = crate::testing::message(&text);
        if let crate::Verdict::Edit(patch) = rule.action.judge(&message, &crate::Context::until(crate::testing::soon()), &rule) {
            message.apply(&patch);
            let again = rule.action.judge(&message, &crate::Context::until(crate::testing::soon()), &rule);
            prop_assert_eq!(again, crate::Verdict::Pass);
        }
    }

    #[test]
    fn allowing_and_plainness_only_remove(text in texts()) {
        let all = found(&everything(), &text);
        let fewer = Words { allow: vec!["fuck".into(), "you are".into()], disguised: false, ..everything() };
        for one in found(&fewer, &text) {
            let covered = |other: &Found| other.span.start <= one.span.start && one.span.end <= other.span.end;
            prop_assert!(all.iter().any(covered), "{:?}", one);
        }
    }
}

#[test]
fn sentences_are_judged_as_they_should_be() {
    let options = Words { severity: Severity::Moderate, ..everything() };
    let rows = include_str!("../../../lexicon/en/neutral.tsv");
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let (expected, sentence) = row.split_once('\t').expect("an expectation and a sentence");
        let found = found(&options, sentence);
        let right = match expected {
            "clean" => found.is_empty(),
            category => found.iter().any(|one| one.category == category),
        };
        if !right {
            let terms: Vec<_> = found.iter().map(|one| one.term.as_ref()).collect();
            wrong.push(format!("{expected}: {sentence} {terms:?}"));
        }
        count += 1;
    }
    assert!(count > 500, "{count} rows");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
