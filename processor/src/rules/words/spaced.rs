//! Letters written apart: `f u c k`, `s.h.i.t`, whole sentences too.
//!
//! Only single characters are joined, and only over one separator that stays the same: `n lor` and `sh at`
//! are no words. The words as they stand were looked at before, so `u r a …` loses nothing.

use super::scan::Scanner;
use crate::text::words::{Marks, Word};

/// Widest white space between letters of one word.
const MOST_BLANK: usize = 3;
/// Single characters that stand alone make a word from here on.
const FEWEST: usize = 3;

/// Reads the text once more with its single letters joined; whether there was anything to join.
pub(super) fn respaced(scanner: &mut Scanner<'_>, words: &[Word]) -> bool {
    if words.windows(3).all(|three| three.iter().any(|word| !is_single(word))) {
        return false;
    }
    let groups = groups(scanner.text, words);
    let mut joined = false;
    for (index, group) in groups.iter().enumerate() {
        let Some(first) = group.first() else { continue };
        // Two letters are a word only in a row of words that are written so.
        let beside = |other: Option<&&[Word]>| other.is_some_and(|other| other.len() >= FEWEST);
        let row = beside(index.checked_sub(1).and_then(|before| groups.get(before)))
            || beside(groups.get(index + 1));
        if group.len() >= FEWEST || group.len() == 2 && row {
            let letters: Vec<(u8, u32, u32)> = group
                .iter()
                .filter_map(|word| {
                    let byte = scanner.text.as_bytes().get(word.start as usize)?.to_ascii_lowercase();
                    Some((byte, word.start, word.end))
                })
                .collect();
            let stop = first.marks.has(Marks::STOP);
            if scanner.letters(&letters, stop) {
                joined = true;
                continue;
            }
        }
        for word in *group {
            scanner.word(word);
        }
    }
    joined
}

fn is_single(word: &Word) -> bool {
    word.end - word.start == 1
}

/// Runs of single characters over the same separator; every other word is a group of its own.
fn groups<'w>(text: &str, words: &'w [Word]) -> Vec<&'w [Word]> {
    let mut groups = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let mut len = run(text, rest);
        // A character between two runs belongs to the longer one: `a s-h-i-t`.
        if len > 1 && rest.get(len - 1..).is_some_and(|next| run(text, next) > len) {
            len -= 1;
        }
        let (group, others) = rest.split_at_checked(len.max(1)).unwrap_or((rest, &[]));
        groups.push(group);
        rest = others;
    }
    groups
}

/// How many single characters over the same separator there are at the beginning.
fn run(text: &str, words: &[Word]) -> usize {
    let [first, second, ..] = words else { return words.len() };
    let Some(separator) = separator(text, first, second) else { return 1 };
    let same = |pair: &[Word]| match pair {
        [before, after] => self::separator(text, before, after) == Some(separator),
        _ => false,
    };
    1 + words.windows(2).take_while(|pair| same(pair)).count()
}

/// What separates two single characters, but for an apostrophe: one sign, or a little white space.
fn separator<'t>(text: &'t str, before: &Word, after: &Word) -> Option<&'t str> {
    if !is_single(before) || !is_single(after) {
        return None;
    }
    let gap = text.get(before.end as usize..after.start as usize)?;
    let plain = match gap.split_once(['\'', '\u{2019}']) {
        Some((left, right)) if left == right => left,
        Some(_) => return None,
        None => gap,
    };
    let blank = plain.len() <= MOST_BLANK && plain.bytes().all(|byte| byte.is_ascii_whitespace());
    (blank || plain.chars().count() == 1).then_some(plain)
}
