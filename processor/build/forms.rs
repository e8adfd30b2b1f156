//! The forms of an English word.

/// A word and its forms: `n` as a noun, `v` as a verb, `a` as an adjective.
pub(crate) fn of(word: &str, kinds: &str) -> Result<Vec<String>, String> {
    let mut forms = vec![word.to_owned()];
    for kind in kinds.chars() {
        match kind {
            'n' => nouns(word, &mut forms),
            'v' => verbs(word, &mut forms),
            'a' => adjectives(word, &mut forms),
            other => return Err(format!("`+{other}` is no kind of forms; there are +n, +v and +a")),
        }
    }
    forms.sort_unstable();
    forms.dedup();
    Ok(forms)
}

fn nouns(word: &str, forms: &mut Vec<String>) {
    forms.push(plural(word));
    // The genitive, which is written with an apostrophe or without one.
    forms.push(format!("{word}s"));
}

fn verbs(word: &str, forms: &mut Vec<String>) {
    forms.push(plural(word));
    for stem in stems(word) {
        let past = if ends_in_consonant_y(word) { format!("{}ied", cut(word)) } else { format!("{stem}ed") };
        forms.extend([past, format!("{stem}ing"), format!("{stem}in")]);
    }
}

fn adjectives(word: &str, forms: &mut Vec<String>) {
    for stem in stems(word) {
        let stem = if ends_in_consonant_y(word) { format!("{}i", cut(word)) } else { stem };
        forms.extend([format!("{stem}er"), format!("{stem}est")]);
    }
    forms.push(match word {
        y if ends_in_consonant_y(y) => format!("{}ily", cut(y)),
        le if le.ends_with("le") => format!("{}y", cut(le)),
        ic if ic.ends_with("ic") => format!("{ic}ally"),
        other => format!("{other}ly"),
    });
}

fn plural(word: &str) -> String {
    if ends_in_consonant_y(word) {
        format!("{}ies", cut(word))
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// What endings with a vowel are added to; both where a consonant may be doubled or not.
fn stems(word: &str) -> Vec<String> {
    let letters = word.as_bytes();
    match letters {
        [.., b'e', b'e'] => vec![word.to_owned()],
        [.., b'e'] => vec![cut(word).to_owned()],
        [.., before, vowel, last]
            if !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*last) && !b"wxy".contains(last) =>
        {
            let doubled = char::from(*last);
            vec![word.to_owned(), format!("{word}{doubled}")]
        }
        _ => vec![word.to_owned()],
    }
}

fn ends_in_consonant_y(word: &str) -> bool {
    matches!(word.as_bytes(), [.., before, b'y'] if !is_vowel(*before))
}

fn is_vowel(letter: u8) -> bool {
    b"aeiou".contains(&letter)
}

/// A word without its last letter.
fn cut(word: &str) -> &str {
    word.char_indices().next_back().and_then(|(last, _)| word.get(..last)).unwrap_or_default()
}
