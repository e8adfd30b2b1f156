//! Words written otherwise: with digits and signs for letters, with letters repeated, with signs over them.

use super::effort;
use super::skeleton;
use super::tables::LONGEST;
use super::terms::{Symbol, Terms};
use super::{hash, vocabulary};
use crate::finding::Severity;
use crate::text::words::letters;

mod masked;
mod misspelt;

pub(super) use masked::masked;
pub(super) use misspelt::{misspelt, rare};

/// Whether a character can be read as a letter.
fn stands_for(char: u8, letter: u8) -> bool {
    char == letter
        || match char {
            b'1' | b'!' | b'|' => letter == b'i' || letter == b'l',
            b'0' => letter == b'o',
            b'3' => letter == b'e',
            b'4' | b'@' => letter == b'a',
            b'5' | b'$' => letter == b's',
            b'7' | b'+' => letter == b't',
            b'8' => letter == b'b',
            b'6' => letter == b'g' || letter == b'b',
            b'9' => letter == b'g',
            b'2' => letter == b'z' || letter == b's',
            b'#' => letter == b'h',
            b'(' => letter == b'c',
            _ => false,
        }
}

/// Whether a letter sounds or looks like another, which is not enough to make another word of a short one.
fn sounds_like(char: u8, letter: u8, last: bool) -> bool {
    matches!((char, letter), (b'v', b'u') | (b'k', b'c') | (b'q', b'g'))
        || last && (char, letter) == (b'z', b's')
}

/// The letter that a digit or sign most often stands for.
pub(super) fn plain(char: u8) -> u8 {
    match char {
        b'1' | b'!' | b'|' => b'i',
        b'0' => b'o',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' | b'+' => b't',
        b'8' => b'b',
        b'6' | b'9' => b'g',
        b'2' => b'z',
        b'#' => b'h',
        b'(' => b'c',
        other => other,
    }
}

/// The characters of a word as this module reads them: lower-case, without apostrophes, one byte each.
/// `None` where letters outside ASCII are among them, or where there are too many.
pub(super) fn characters(text: &str) -> Option<Vec<u8>> {
    let mut characters = Vec::with_capacity(text.len());
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        characters.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
        return (characters.len() <= LONGEST * 2).then_some(characters);
    }
    for char in text.chars() {
        characters.push(match char {
            '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}' => continue,
            '€' => b'3',
            '¢' => b'(',
            '£' => b'1',
            '§' => b'$',
            '¡' => b'!',
            '×' => b'x',
            other => u8::try_from(other).ok().filter(u8::is_ascii)?.to_ascii_lowercase(),
        });
    }
    (characters.len() <= LONGEST * 2).then_some(characters)
}

/// The known word that the characters spell.
pub(super) fn spelled(terms: &Terms, characters: &[u8], capital: bool) -> Option<Symbol> {
    let letters = characters.iter().filter(|char| char.is_ascii_alphabetic()).count();
    if letters == 0 || characters.iter().any(|char| skeleton::group(*char) == 0) {
        return None;
    }
    let plainly = letters == characters.len();
    let longest_run = longest_run(characters);
    let candidates = terms.like(skeleton::of(characters)).filter_map(|symbol| {
        let word = terms.letters(symbol);
        let alone = terms.alone(symbol);
        let bad = alone >= Some(Severity::Moderate);
        let more = characters.len().checked_sub(word.len())?;
        let sounds = word.len() >= 4 && terms.is_distinct(symbol);
        let exactly = spells(characters, word, false);
        let sounding = sounds && spells(characters, word, true);
        if !(exactly || sounding) {
            return None;
        }
        let steady = if plainly && exactly {
            more > 0 && (longest_run >= 3 || is_doubled(terms, symbol, characters))
        } else {
            match characters.len() {
                // `A55` is a road, a phone or a sheet of paper.
                ..=3 => !bad || letters > 1 || !(capital && characters.iter().any(u8::is_ascii_digit)),
                _ => true,
            }
        };
        steady.then_some((more, !exactly, std::cmp::Reverse(alone), symbol))
    });
    candidates.min().map(|(_, _, _, symbol)| symbol)
}

/// The known word that the letters are, of whatever script, if one that stands three times or more is there once.
pub(super) fn unstretched(terms: &Terms, text: &str) -> Option<Symbol> {
    let chars = || text.chars();
    if !chars()
        .zip(chars().skip(1))
        .zip(chars().skip(2))
        .any(|((one, two), three)| one == two && two == three)
    {
        return None;
    }
    effort::step();
    let mut once = String::with_capacity(text.len());
    for same in chars().collect::<Vec<char>>().chunk_by(|one, two| one == two) {
        match same {
            [first, _, _, ..] => once.push(*first),
            few => once.extend(few),
        }
    }
    terms.symbol_of(&letters(&once).collect::<Vec<u8>>())
}

/// What `spelled` finds where `ph` is written for `f`.
pub(super) fn sounded(terms: &Terms, characters: &[u8], capital: bool) -> Option<Symbol> {
    let at = characters.windows(2).position(|pair| pair == b"ph")?;
    let (before, rest) = characters.split_at_checked(at)?;
    let shorter = [before, b"f", rest.get(2..).unwrap_or_default()].concat();
    let exact = terms.symbol_of(&shorter).or_else(|| spelled(terms, &shorter, capital));
    exact.filter(|symbol| terms.is_distinct(*symbol))
}

/// Whether a word with letters twice is that word rather than another. English never doubles some letters.
fn is_doubled(terms: &Terms, symbol: Symbol, characters: &[u8]) -> bool {
    let word = terms.letters(symbol);
    let Some(at) = (1..characters.len()).find(|at| characters.get(*at) != word.get(*at)) else {
        return false;
    };
    let letter = |at: usize| characters.get(at).copied().unwrap_or_default();
    let is_vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u');
    let never = at == 1
        || matches!(letter(at), b'h' | b'i' | b'j' | b'k' | b'q' | b'u'..=b'y')
        || !is_vowel(letter(at)) && !is_vowel(letter(at - 2));
    let known = || vocabulary::rank(hash::of(word)) == Some(1) && word.len() > 2;
    // `booner` may be somebody of a boon.
    match word.len() {
        ..4 => known(),
        4 => never || terms.is_distinct(symbol) && !is_vowel(letter(at)),
        _ => never || !is_vowel(letter(at)) || vocabulary::stems(characters).next().is_none(),
    }
}

fn longest_run(characters: &[u8]) -> usize {
    characters.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or_default()
}

/// Whether the characters are the word, each letter of it at least once and in order.
fn spells(characters: &[u8], word: &[u8], sounding: bool) -> bool {
    if word.len() > LONGEST || word.len() > characters.len() {
        return false;
    }
    // Bit n: the characters so far end in letter n of the word.
    let mut ends: u64 = 0;
    effort::step();
    for (index, char) in characters.iter().enumerate() {
        let mut may = 0u64;
        for (bit, letter) in word.iter().enumerate() {
            if stands_for(*char, *letter) || sounding && sounds_like(*char, *letter, bit + 1 == word.len()) {
                may |= 1 << bit;
            }
        }
        ends = if index == 0 { may & 1 } else { (ends | ends << 1) & may };
        if ends == 0 {
            return false;
        }
    }
    ends >> (word.len() - 1) & 1 == 1
}
