//! Letters written apart: `f u c k`, `s.h.i.t`, whole sentences too.
//!
//! Only single characters are joined, and only over one separator that stays the same: `n lor` and `sh at`
//! are no words. The words as they stand were looked at before, so `u r a …` loses nothing.

use super::scan::Scanner;
use crate::text::words::{Marks, Word};

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
    let gap = |before: &Word, after: &Word| text.get(before.end as usize..after.start as usize);
    let mut groups = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.first() {
        let mut len = 1;
        if is_single(first) {
            let separator = rest.get(1).and_then(|second| gap(first, second));
            if separator.is_some_and(|separator| separator.chars().count() <= 1) {
                while let (Some(before), Some(after)) = (rest.get(len - 1), rest.get(len))
                    && is_single(after)
                    && gap(before, after) == separator
                {
                    len += 1;
                }
            }
        }
        let (group, others) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        groups.push(group);
        rest = others;
    }
    groups
}
