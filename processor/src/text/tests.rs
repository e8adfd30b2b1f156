use super::*;

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
