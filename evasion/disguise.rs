//! The ways to disguise a word.

use crate::random::Random;

#[rustfmt::skip]
mod letters;

/// One way to disguise a word or phrase in small letters.
pub(crate) struct Disguise {
    pub(crate) name: &'static str,
    pub(crate) hide: fn(&mut Random, &str) -> String,
    /// Of a hundred, how many must be found: what tests hold on to.
    #[cfg_attr(not(test), expect(dead_code, reason = "the scorecard shows what is, a test holds on to it"))]
    pub(crate) least: usize,
}

const fn way(name: &'static str, least: usize, hide: fn(&mut Random, &str) -> String) -> Disguise {
    Disguise { name, hide, least }
}

/// All ways, the simple ones first.
pub(crate) static ALL: &[Disguise] = &[
    way("none", 100, |_, word| word.to_owned()),
    way("capitals", 100, |_, word| word.to_uppercase()),
    way("mixed case", 95, |random, word| {
        each(word, |c| if random.chance(50) { c.to_ascii_uppercase() } else { c })
    }),
    way("fullwidth", 95, |_, word| shifted(word, 'ａ')),
    way("mathematical", 95, |random, word| {
        let first = random.of(&['𝐚', '𝒂', '𝓪', '𝕒', '𝖆', '𝖺', '𝗮', '𝙖', '𝚊']);
        shifted(word, first)
    }),
    way("circled", 95, |_, word| shifted(word, 'ⓐ')),
    way("white on black, circled", 95, |_, word| shifted(word, '🅐')),
    way("squared", 95, |random, word| shifted(word, random.of(&['🄰', '🅰']))),
    way("regional indicators", 90, |_, word| spread(&shifted(word, '🇦'), "\u{200b}")),
    way("small capitals", 95, |_, word| table(word, letters::SMALL_CAPITALS)),
    way("superscript", 95, |_, word| table(word, letters::SUPERSCRIPT)),
    way("braille", 90, |_, word| table(word, letters::BRAILLE)),
    way("some Cyrillic letters", 90, |random, word| some(random, word, letters::CYRILLIC)),
    way("some Greek letters", 90, |random, word| some(random, word, letters::GREEK)),
    way("letters of many scripts", 80, |random, word| {
        let alphabet = random.of(letters::FANCY);
        table(word, alphabet)
    }),
    way("currency signs", 80, |random, word| some(random, word, letters::CURRENCY)),
    way("accents", 95, |random, word| some(random, word, letters::ACCENTED)),
    way("combining marks", 95, |random, word| {
        marked(random, word, &['\u{301}', '\u{308}', '\u{327}', '\u{303}'], 1)
    }),
    way("heaps of marks", 95, |random, word| {
        marked(
            random,
            word,
            &['\u{337}', '\u{31b}', '\u{489}', '\u{359}', '\u{30d}', '\u{334}', '\u{360}'],
            6,
        )
    }),
    way("struck through", 95, |random, word| marked(random, word, &['\u{336}', '\u{335}'], 1)),
    way("zero-width characters", 95, |random, word| {
        let apart = random.of(&["\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}"]);
        spread(word, apart)
    }),
    way("soft hyphens", 95, |_, word| spread(word, "\u{ad}")),
    way("selectors and tags", 95, |random, word| {
        spread(word, random.of(&["\u{fe0f}", "\u{e0061}", "\u{34f}"]))
    }),
    way("displayed backwards", 90, |_, word| {
        format!("\u{202e}{}\u{202c}", word.chars().rev().collect::<String>())
    }),
    way("upside down", 80, |_, word| table(&word.chars().rev().collect::<String>(), letters::TURNED)),
    way("percent-encoded", 95, |random, word| coded(random, word, |c| format!("%{:02x}", u32::from(c)))),
    way("HTML entities", 95, |random, word| coded(random, word, |c| format!("&#{};", u32::from(c)))),
    way("digits and signs for letters", 85, |random, word| some(random, word, letters::LEET)),
    way("a letter masked", 85, masked),
    way("stretched", 92, |random, word| {
        let at = random.below(word.len());
        stretched(word, at, 2 + random.below(5))
    }),
    way("neighbouring letters swapped", 70, |random, word| {
        misspelt(random, word, |word, at| word.swap(at, at + 1))
    }),
    way("one letter left out", 50, |random, word| {
        misspelt(random, word, |word, at| {
            word.remove(at);
        })
    }),
    way("letters spaced apart", 90, |_, word| spread(&word.replace(' ', ""), " ")),
    way("letters dotted apart", 85, |random, word| {
        spread(&word.replace(' ', ""), random.of(&[".", "-", "_", "*", "•", "/"]))
    }),
    way("a line for each letter", 85, |_, word| spread(&word.replace(' ', ""), "\n")),
    way("in Markdown", 90, |random, word| {
        let mark = random.of(&["**", "__", "~~", "`"]);
        let at = word.len() / 2;
        format!("{}{mark}{}{mark}", word.get(..at).unwrap_or_default(), word.get(at..).unwrap_or_default())
    }),
    way("several at once", 60, |random, word| {
        let word = some(random, word, letters::CYRILLIC);
        let word = marked(random, &word, &['\u{336}', '\u{301}'], 1);
        spread(&word, random.of(&["\u{200b}", "\u{ad}"]))
    }),
];

fn each(word: &str, change: impl FnMut(char) -> char) -> String {
    word.chars().map(change).collect()
}

/// Letters as far from `first` as from `a`.
fn shifted(word: &str, first: char) -> String {
    each(word, |char| match char {
        'a'..='z' => char::from_u32(u32::from(first) + u32::from(char) - u32::from('a')).unwrap_or(char),
        _ => char,
    })
}

/// Letters from an alphabet in order, where it has another one.
fn table(word: &str, alphabet: &str) -> String {
    each(word, |char| if char.is_ascii_lowercase() { letter(char, alphabet).unwrap_or(char) } else { char })
}

fn letter(char: char, alphabet: &str) -> Option<char> {
    let at = usize::try_from(u32::from(char).checked_sub(u32::from('a'))?).ok()?;
    alphabet.chars().nth(at).filter(|other| *other != '.')
}

/// Half of the letters that an alphabet has, at least one of them.
fn some(random: &mut Random, word: &str, alphabet: &str) -> String {
    let can = word
        .char_indices()
        .filter(|(_, c)| letter(*c, alphabet).is_some())
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    let sure = random.of(&can);
    let change = |(at, char): (usize, char)| {
        let changes = at == sure || random.chance(50);
        letter(char, alphabet).filter(|_| changes).unwrap_or(char)
    };
    word.char_indices().map(change).collect()
}

fn marked(random: &mut Random, word: &str, marks: &[char], count: usize) -> String {
    let mut out = String::new();
    for char in word.chars() {
        out.push(char);
        if char != ' ' {
            out.extend((0..count).map(|_| random.of(marks)));
        }
    }
    out
}

/// Puts something between letters.
fn spread(word: &str, apart: &str) -> String {
    let mut out = String::new();
    let mut chars = word.chars().peekable();
    while let Some(char) = chars.next() {
        out.push(char);
        if char != ' ' && chars.peek().is_some_and(|next| *next != ' ') {
            out.push_str(apart);
        }
    }
    out
}

/// Encodes half of the letters, at least the first.
fn coded(random: &mut Random, word: &str, code: impl Fn(char) -> String) -> String {
    let mut out = String::new();
    for (at, char) in word.char_indices() {
        if char != ' ' && (at == 0 || random.chance(50)) { out.push_str(&code(char)) } else { out.push(char) }
    }
    out
}

/// A sign for a vowel in the middle of a word.
fn masked(random: &mut Random, word: &str) -> String {
    let sign = random.of(&['*', '#', '_']);
    let inner = |at: usize| at > 0 && at + 1 < word.len();
    let vowel = word.char_indices().find(|(at, c)| inner(*at) && "aeiou".contains(*c)).map(|(at, _)| at);
    word.char_indices().map(|(at, char)| if Some(at) == vowel { sign } else { char }).collect()
}

/// Changes letters inside the longest word, so that what is written is not the same.
fn misspelt(random: &mut Random, text: &str, change: impl Fn(&mut Vec<char>, usize)) -> String {
    let longest = text.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
    let letters = longest.chars().collect::<Vec<_>>();
    let inside = (1..letters.len().saturating_sub(1)).filter(|at| letters.get(*at) != letters.get(at + 1));
    let inside = inside.collect::<Vec<_>>();
    let mut changed = letters.clone();
    if !inside.is_empty() {
        change(&mut changed, random.of(&inside));
    }
    text.replacen(longest, &changed.into_iter().collect::<String>(), 1)
}

fn stretched(word: &str, at: usize, times: usize) -> String {
    word.char_indices()
        .flat_map(|(here, char)| std::iter::repeat_n(char, if here == at && char != ' ' { times } else { 1 }))
        .collect()
}
