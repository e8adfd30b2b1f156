//! The vocabulary's tables: all words as a filter, common ones with their rank.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use crate::{filter, hash};

/// Longest shared beginning that a line can tell.
const SHARED: usize = 9;
/// Where the second and the third rank begin among the most frequent words.
const FREQUENT: [usize; 2] = [40, 140];

/// The words with their ranks, read. Each line tells how many letters it shares with the line before, the
/// other letters, and `A`, `B` or `C` for the three classes of common words.
pub(crate) fn read(text: &str) -> Result<Vec<(String, u16)>, String> {
    let mut words: Vec<(String, u16)> = Vec::new();
    let mut last = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = || format!("vocabulary.txt:{number}: `{line}` cannot be read");
        let shared = line.chars().next().and_then(|digit| digit.to_digit(10)).ok_or_else(wrong)? as usize;
        let rest = line.get(1..).ok_or_else(wrong)?;
        let (rest, rank) = match rest.as_bytes().last() {
            Some(b'A') => (rest.trim_end_matches('A'), 2),
            Some(b'B') => (rest.trim_end_matches('B'), 3),
            Some(b'C') => (rest.trim_end_matches('C'), 4),
            _ => (rest, 0),
        };
        if shared > SHARED {
            return Err(wrong());
        }
        last = format!("{}{rest}", last.get(..shared).ok_or_else(wrong)?);
        words.push((last.clone(), rank));
    }
    Ok(words)
}

/// The filter: the size of a block as four bytes, then the three blocks.
pub(crate) fn filter(words: &[(String, u16)]) -> Result<Vec<u8>, String> {
    let mut hashes: Vec<u64> = words.iter().map(|(word, _)| hash::of(word.as_bytes())).collect();
    hashes.sort_unstable();
    hashes.dedup();
    // A few more slots let another layout be tried when one cannot be peeled.
    for more in 0..64 {
        let block = hashes.len() * 123 / 300 + 32 + more;
        if let Some(bytes) = peel(&hashes, block) {
            let size = u32::try_from(block).map_err(|_| "the vocabulary is too large")?;
            return Ok([&size.to_le_bytes()[..], &bytes].concat());
        }
    }
    Err("no filter fits the vocabulary".to_owned())
}

fn peel(hashes: &[u64], block: usize) -> Option<Vec<u8>> {
    let (mut count, mut mixed) = (vec![0u32; block * 3], vec![0u64; block * 3]);
    for hash in hashes {
        for place in filter::places(*hash, block) {
            *count.get_mut(place)? += 1;
            *mixed.get_mut(place)? ^= hash;
        }
    }
    let mut single: Vec<usize> = (0..block * 3).filter(|at| count.get(*at) == Some(&1)).collect();
    let mut order = Vec::with_capacity(hashes.len());
    while let Some(at) = single.pop() {
        if *count.get(at)? != 1 {
            continue;
        }
        let hash = *mixed.get(at)?;
        order.push((hash, at));
        for place in filter::places(hash, block) {
            let left = count.get_mut(place)?;
            *left -= 1;
            *mixed.get_mut(place)? ^= hash;
            if *left == 1 {
                single.push(place);
            }
        }
    }
    if order.len() != hashes.len() {
        return None;
    }
    let mut bytes = vec![0u8; block * 3];
    for (hash, at) in order.into_iter().rev() {
        let mut byte = filter::mark(hash);
        for place in filter::places(hash, block) {
            byte ^= *bytes.get(place)?;
        }
        *bytes.get_mut(at)? = byte;
    }
    Some(bytes)
}

/// The table of common words; `frequent` ones come first, whatever the vocabulary says of them.
pub(crate) fn pieces(words: &[(String, u16)], frequent: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut ranks: BTreeMap<&str, u16> = BTreeMap::new();
    for (word, rank) in words {
        // Short words that few people use would take any name apart.
        let useful = match word.len() {
            0..=2 => false,
            3 => *rank == 2 || *rank == 3,
            4..=9 => *rank > 0,
            _ => *rank > 0 && *rank < 4,
        };
        if useful {
            // After the ranks of the most frequent words.
            ranks.insert(word, *rank + 2);
        }
    }
    let frequent = frequent.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    for (at, word) in frequent.enumerate() {
        // They are in order of how frequent they are.
        let rank = 1 + FREQUENT.iter().filter(|end| at >= **end).count();
        match word.strip_prefix('-') {
            Some(word) => ranks.remove(word),
            None => ranks.insert(word, u16::try_from(rank)?),
        };
    }
    // Two thirds are left empty, so that most searches for what is not there end at once.
    let mut slots = vec![0u16; ranks.len() * 3 + 1];
    for (word, rank) in ranks {
        let (mut at, tag) = filter::piece(hash::of(word.as_bytes()), slots.len());
        while slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) % slots.len();
        }
        *slots.get_mut(at).ok_or("no slot")? = tag << 3 | rank.saturating_sub(1).min(7);
    }
    Ok(slots.into_iter().flat_map(u16::to_le_bytes).collect())
}

/// The given terms that many ordinary words contain, other than those of their own family. A few do not
/// matter: they are known as words and never taken apart.
pub(crate) fn contained<'a>(terms: &[&'a str], words: &[(String, u16)]) -> Vec<&'a str> {
    let known: HashMap<&str, usize> = terms.iter().enumerate().map(|(at, term)| (*term, at)).collect();
    let begin: std::collections::HashSet<&[u8]> =
        terms.iter().filter_map(|term| term.as_bytes().get(..4)).collect();
    let longest = terms.iter().map(|term| term.len()).max().unwrap_or_default();
    let mut inside = vec![0; terms.len()];
    for (word, _) in words {
        if known.contains_key(word.as_str()) {
            continue;
        }
        for start in 0..word.len().saturating_sub(3) {
            if !word.as_bytes().get(start..start + 4).is_some_and(|four| begin.contains(four)) {
                continue;
            }
            for end in start + 4..=word.len().min(start + longest) {
                let Some(at) = word.get(start..end).and_then(|part| known.get(part)) else { continue };
                let rest = word.get(end..).unwrap_or_default();
                let family = start == 0 && ENDINGS.contains(&rest);
                if let (false, Some(seen)) = (family, inside.get_mut(*at)) {
                    *seen += 1;
                }
            }
        }
    }
    let few = |term: &str| if term.len() > 4 { 8 } else { 3 };
    let contained = terms.iter().zip(inside).filter(|(term, inside)| *inside > few(term));
    contained.map(|(term, _)| *term).collect()
}

/// What makes a form of a word and no other word.
const ENDINGS: [&str; 32] = [
    "", "s", "es", "ed", "d", "er", "ers", "ing", "ings", "in", "y", "ier", "iest", "ies", "ily", "ly",
    "ish", "ishly", "ism", "isms", "dom", "doms", "ery", "eries", "ness", "less", "like", "ity", "able",
    "ial", "r", "rs",
];

/// The most common words as they are written, the most common ones first.
pub(crate) fn common(words: &[(String, u16)], frequent: &str) -> Vec<String> {
    let mut classes: Vec<&(String, u16)> = words.iter().filter(|(_, rank)| *rank > 0).collect();
    classes.sort_by_key(|(_, rank)| *rank);
    let frequent = frequent.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let frequent = frequent.filter(|word| !word.starts_with('-')).chain(CONTRACTIONS);
    frequent.chain(classes.into_iter().map(|(word, _)| word.as_str())).map(str::to_owned).collect()
}

/// Words with an apostrophe. Few others are common.
const CONTRACTIONS: [&str; 52] = [
    "i'm", "it's", "don't", "i'll", "you're", "that's", "can't", "i've", "he's", "she's", "we're", "didn't",
    "what's", "there's", "isn't", "let's", "i'd", "they're", "won't", "doesn't", "we'll", "you'll", "we've",
    "you've", "haven't", "wasn't", "how's", "who's", "here's", "where's", "couldn't", "wouldn't", "aren't",
    "it'll", "you'd", "hasn't", "they'll", "they've", "he'll", "she'll", "we'd", "he'd", "she'd", "weren't",
    "hadn't", "they'd", "that'll", "it'd", "today's", "when's", "why's", "one's",
];
