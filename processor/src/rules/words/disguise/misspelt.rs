//! Words with two neighbouring letters swapped, or with a letter left out: `haet`, `disgutsed`, `imigrants`.

use super::super::terms::{Symbol, Terms};
use super::super::{effort, hash, skeleton, vocabulary};
use crate::finding::Severity;

/// Letters of what is read as another word, at least, and at most.
const SHORTEST: usize = 4;
const LONGEST: usize = 20;
/// Letters of a word that is found alone, at least, with letters swapped and with one left out.
const SHORTEST_SWAPPED: usize = 5;
const SHORTEST_LEFT_OUT: usize = 6;
/// Letters of a word alone that no name is a letter away from.
const NO_NAME: usize = 7;

/// How a word was misspelt, the likelier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    Swapped,
    LeftOut,
}

/// The word that somebody meant who wrote characters that are no word, or one that hardly anybody uses.
pub(crate) fn misspelt(terms: &Terms, written: &[u8], capital: bool) -> Option<Symbol> {
    if !(SHORTEST..=LONGEST).contains(&written.len()) || !written.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    let sum = skeleton::sum(written);
    let swapped = terms.of_letters(sum, |symbol| is_swapped(terms.letters(symbol), written));
    let mut best = swapped.map(|symbol| (commonness(terms.letters(symbol)), Slip::Swapped, symbol));
    let longer = skeleton::LETTERS.iter().map(|letter| sum.wrapping_add(*letter));
    for sum in longer.filter(|sum| terms.may_have_letters(*sum)) {
        if let Some(symbol) = terms.of_letters(sum, |symbol| is_longer(terms.letters(symbol), written)) {
            let one = (commonness(terms.letters(symbol)), Slip::LeftOut, symbol);
            best = Some(best.map_or(one, |best| best.min(one)));
        }
    }
    let (_, slip, symbol) = best?;
    is_meant(terms, symbol, written, slip, capital).then_some(symbol)
}

/// The same of a word that hardly anybody uses: only the most common words with letters swapped are likelier.
pub(crate) fn rare(terms: &Terms, hash: u64, text: &str, capital: bool) -> Option<Symbol> {
    if capital || !(SHORTEST..=LONGEST).contains(&text.len()) {
        return None;
    }
    // Hardly any word has the letters of another, so little is done before that is known.
    terms.of_letters(skeleton::sum(text.as_bytes()), |symbol| {
        let word = terms.letters(symbol);
        terms.alone(symbol) <= Some(Severity::Mild)
            && super::characters(text).is_some_and(|written| is_swapped(word, &written))
            && commonness(word) <= vocabulary::FREQUENT
            && vocabulary::rank(hash).is_none()
    })
}

/// How common a word is: the less, the more common.
fn commonness(word: &[u8]) -> u8 {
    vocabulary::rank(hash::of(word)).unwrap_or(u8::MAX)
}

/// Whether a phrase may prove the word, or what was written can hardly be anything else.
fn is_meant(terms: &Terms, symbol: Symbol, written: &[u8], slip: Slip, capital: bool) -> bool {
    let Some(severity) = terms.alone(symbol) else { return true };
    let word = terms.letters(symbol);
    if severity > Severity::Mild {
        let shortest = if slip == Slip::Swapped { SHORTEST_SWAPPED } else { SHORTEST_LEFT_OUT };
        let is_form = || vocabulary::stems(written).next().is_some();
        if word.len() < shortest || capital && word.len() < NO_NAME || is_form() {
            return false;
        }
    }
    !is_ordinary(terms, written, commonness(word))
}

/// Whether what was written is as near to an ordinary word that is as common.
fn is_ordinary(terms: &Terms, written: &[u8], common: u8) -> bool {
    let known = |word: &[u8]| {
        effort::step();
        let hash = hash::of(word);
        let crude =
            || terms.symbol(hash, &word.iter().copied()).is_some_and(|symbol| terms.alone(symbol).is_some());
        vocabulary::rank(hash).is_some_and(|rank| rank <= common) && !crude()
    };
    let mut word = written.to_vec();
    for at in 1..word.len() {
        word.swap(at - 1, at);
        if known(&word) {
            return true;
        }
        word.swap(at - 1, at);
    }
    (1..written.len()).any(|at| {
        let (before, after) = written.split_at_checked(at).unwrap_or_default();
        (b'a'..=b'z').any(|letter| known(&[before, &[letter], after].concat()))
    })
}

/// Whether two words of the same letters differ in the order of two neighbours.
fn is_swapped(word: &[u8], written: &[u8]) -> bool {
    effort::step();
    let same = |(a, b): (&u8, &u8)| a == b;
    let at = word.iter().zip(written).take_while(|pair| same(*pair)).count();
    word.len() == written.len()
        && at + 1 < word.len()
        && word.get(at) == written.get(at + 1)
        && word.get(at + 1) == written.get(at)
        && word.get(at + 2..) == written.get(at + 2..)
}

/// Whether a word has one letter more, between the first and the last.
fn is_longer(word: &[u8], written: &[u8]) -> bool {
    effort::step();
    let at = word.iter().zip(written).take_while(|(a, b)| a == b).count();
    word.len() == written.len() + 1 && at > 0 && at < written.len() && word.get(at + 1..) == written.get(at..)
}
