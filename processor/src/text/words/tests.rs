use super::*;

/// The words of a text: as they stand, with the signs before and after them that may belong to them.
fn words(text: &str) -> Vec<&str> {
    let slice = |word: &Word| text.get(word.start as usize..word.end as usize).expect("within the text");
    split(text).iter().filter(|word| !word.marks.has(Marks::LONE)).map(slice).collect()
}

#[test]
fn a_text_is_split_into_words() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("one, two-three/four (five)", &["one", "two", "three", "four", "five"]),
        ("don't stop", &["don't", "stop"]),
        ("don’t 'quote'", &["don’t", "quote"]),
        ("Ann's dogs'", &["Ann", "dogs"]),
        ("sh!t a$$hole f**k", &["sh!t", "a$$hole", "f**k"]),
        ("stop! **bold** #tag $5 a$$", &["stop", "bold", "tag", "5", "a"]),
        ("3pm b2b 2024", &["3pm", "b2b", "2024"]),
        ("привет,мир", &["привет", "мир"]),
        ("你好 ok", &["ok"]),
        ("a*********b", &["a", "b"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&words(text), expected, "{text}");
    }
}

#[test]
fn a_sentence_ends_before_a_word() {
    let stops =
        |text: &str| -> Vec<bool> { split(text).iter().map(|word| word.marks.has(Marks::STOP)).collect() };
    assert_eq!(stops("one. two? three! four"), [false, true, true, true]);
    assert_eq!(stops("one.two e.g. three, four"), [false, false, false, false, true, false]);
    assert!(split("one\ntwo").last().is_some_and(|word| word.marks.has(Marks::LINE)));
}

#[test]
fn a_word_and_its_letters_have_one_hash() {
    for (text, plain) in [("Don't", "dont"), ("IDIOT", "idiot"), ("can’t", "cant"), ("straße", "straße")]
    {
        let words = split(text);
        let [word] = words.as_slice() else { panic!("one word") };
        assert_eq!(hash::finish(word.state), hash::of(plain.as_bytes()), "{text}");
        assert!(letters(text).eq(plain.bytes()), "{text}");
    }
}

#[test]
fn signs_that_touch_a_word_are_counted() {
    let about = |text: &str| split(text).first().map(|word| (word.lead, word.trail));
    assert_eq!(about("$hit"), Some((1, 0)));
    assert_eq!(about("a$$ x"), Some((0, 2)));
    assert_eq!(about("f***"), Some((0, 3)));
    assert_eq!(about("**bold**"), Some((2, 2)));
    assert_eq!(about("plain"), Some((0, 0)));
}

proptest::proptest! {
    #[test]
    fn words_are_in_order_and_within_the_text(text in "\\PC*|[a-cA-C01!$*'_ .\u{2019}€\n]*") {
        let mut last = 0;
        for word in split(&text) {
            let span = word.start as usize..word.end as usize;
            proptest::prop_assert!(span.start >= last && span.start < span.end);
            proptest::prop_assert!(text.get(span.clone()).is_some());
            last = span.end;
        }
    }
}
