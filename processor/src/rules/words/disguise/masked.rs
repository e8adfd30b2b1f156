//! Signs in place of letters that they do not look like, or between letters.

use super::super::terms::{Symbol, Terms};
use super::super::{effort, hash, skeleton, vocabulary};
use super::stands_for;
use crate::finding::Severity;

/// The word that signs mask or mark: `f*ck`, `sh**`, `k#ll`, `mo**ron**`.
pub(crate) fn masked(terms: &Terms, characters: &[u8]) -> Option<Symbol> {
    let signs = characters.iter().any(|char| !char.is_ascii_alphanumeric());
    let first = characters.first().is_some_and(u8::is_ascii_alphabetic);
    if !signs || !first {
        return None;
    }
    hidden(terms, characters).or_else(|| vowel(terms, characters)).or_else(|| marked(terms, characters))
}

/// The term of one word that signs mask: `f*ck`, `sh**`, `b!#ch`.
fn hidden(terms: &Terms, characters: &[u8]) -> Option<Symbol> {
    let letters = characters.iter().filter(|char| char.is_ascii_alphabetic()).count();
    let stars = characters.iter().map(|char| usize::from(*char == b'*')).sum::<usize>();
    let hidden = characters.len() - letters;
    let first = *characters.first()?;
    let enough = if stars == hidden {
        // Reviews have stars, too; but few words are so well known that one letter is enough.
        letters >= 2 || characters == b"a**" || stars >= 3 && b"fscbn".contains(&first)
    } else {
        letters >= 2 && letters >= hidden
    };
    if hidden == 0 || !enough {
        return None;
    }
    let underlined = characters.contains(&b'_');
    let candidates = terms.of_shape(skeleton::shape(characters.len(), characters)).filter(|symbol| {
        effort::step();
        let fits = characters.iter().zip(terms.letters(*symbol)).all(|(char, letter)| {
            if char.is_ascii_alphanumeric() { stands_for(*char, *letter) } else { true }
        });
        fits && (stars == hidden || terms.is_distinct(*symbol)) && (!underlined || letters > 2)
    });
    let mut many = 0;
    let best = candidates.inspect(|_| many += 1).max_by_key(|symbol| {
        (terms.alone(*symbol), terms.is_distinct(*symbol), std::cmp::Reverse(*symbol))
    })?;
    // Among mild words, too, one may be weak and the other worse: `d*ng`.
    (many == 1 || terms.alone(best) > Some(Severity::Mild)).then_some(best)
}

/// The word in which one sign hides a vowel, if no other vowel makes a common word: `b#stard`. Of words that only
/// phrases know, the most common: `i w*ll`.
fn vowel(terms: &Terms, characters: &[u8]) -> Option<Symbol> {
    let at = characters.iter().position(|char| !char.is_ascii_alphanumeric())?;
    let sign = *characters.get(at)?;
    let inside = at > 0 && at + 1 < characters.len();
    let fewest = if sign == b'_' { 5 } else { 4 };
    if !matches!(sign, b'*' | b'#' | b'_') || !inside || characters.len() < fewest {
        return None;
    }
    let mut word = characters.to_vec();
    let mut found = Vec::new();
    for vowel in *b"aeiou" {
        *word.get_mut(at)? = vowel;
        let hash = hash::of(&word);
        let symbol = terms.symbol(hash, &word.iter().copied());
        if symbol.is_some() || vocabulary::has(hash) {
            found.push((vocabulary::rank(hash).unwrap_or(u8::MAX), symbol));
        }
    }
    found.sort_unstable();
    let (first, second) = (found.first()?, found.get(1).map_or(u8::MAX, |(rank, _)| *rank));
    let certain = found.len() == 1 || first.0 < second && second == u8::MAX;
    first.1.filter(|symbol| certain || sign == b'*' && terms.alone(*symbol).is_none())
}

/// The word whose letters the marks of Markdown part, unless they part words: `sh_i_t`, `mo**ron**`.
fn marked(terms: &Terms, characters: &[u8]) -> Option<Symbol> {
    let sign = *characters.iter().find(|char| matches!(char, b'*' | b'_' | b'~'))?;
    let mut marks =
        characters.chunk_by(|a, b| (*a == sign) == (*b == sign)).filter(|run| run.first() == Some(&sign));
    let len = marks.next()?.len();
    let others = marks.try_fold(0, |count, run| (run.len() == len).then_some(count + 1))?;
    // One mark opens, the other closes; one of two signs may be closed after another word.
    if len > 3 || len != 2 && others == 0 {
        return None;
    }
    let parts = || characters.split(|char| *char == sign).filter(|part| !part.is_empty());
    if parts().all(|part| part.len() > 1 && vocabulary::rank(hash::of(part)).is_some()) {
        return None;
    }
    terms.symbol_of(&parts().flatten().copied().collect::<Vec<u8>>())
}
