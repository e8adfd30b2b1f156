//! From a text to the terms in it.

use std::borrow::Cow;

use super::matching::{Hit, Token, allowed, search};
use super::scan::Scanner;
use super::spaced;
use super::terms::Terms;
use crate::text::words::{Word, split};

/// How a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Whether words written otherwise are found.
    pub(super) disguised: bool,
    /// Whether a phrase ends with its line.
    pub(super) by_line: bool,
    /// Whether words are found that are joined to others, if they are disguised at all.
    pub(super) joined: bool,
}

/// Finds all terms in a text that has been split into words.
pub(super) fn scan(terms: &Terms, text: &str, words: &[Word], manner: Manner) -> Vec<Hit> {
    let mut scanner = Scanner::of(terms, text, manner);
    for word in words {
        scanner.word(word);
    }
    scanner.hits(true, || Cow::Borrowed(words))
}

/// Finds all terms in a text.
pub(super) fn read(terms: &Terms, text: &str, manner: Manner) -> Vec<Hit> {
    let mut scanner = Scanner::of(terms, text, manner);
    let spaced = scanner.glance();
    scanner.hits(spaced, || Cow::Owned(split(text)))
}

fn sorted(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|hit| (hit.term, hit.start, hit.end, hit.written));
    hits.dedup_by_key(|hit| (hit.term, hit.start, hit.end));
    hits
}

impl<'a> Scanner<'a> {
    pub(super) fn of(terms: &'a Terms, text: &'a str, manner: Manner) -> Self {
        let tokens = Vec::with_capacity(text.len() / 5 + 4);
        Self { terms, text, manner, tokens, leet: false, liberal: false }
    }

    /// The hits in the tokens, and in others where the text may also be read otherwise.
    #[inline]
    fn hits<'w>(self, spaced: bool, words: impl FnOnce() -> Cow<'w, [Word]>) -> Vec<Hit> {
        let mut hits = Vec::new();
        search(self.terms, &self.tokens, &mut hits);
        if hits.is_empty() && !self.leet && !spaced { hits } else { self.all(hits, spaced, words) }
    }

    /// The hits in the tokens, which are these, and in others, as far as nothing allows them.
    #[inline(never)]
    fn all<'w>(
        mut self,
        mut hits: Vec<Hit>,
        spaced: bool,
        words: impl FnOnce() -> Cow<'w, [Word]>,
    ) -> Vec<Hit> {
        let first = std::mem::take(&mut self.tokens);
        let others = if self.leet || spaced { self.others(&words()) } else { Vec::new() };
        for tokens in &others {
            search(self.terms, tokens, &mut hits);
        }
        if !hits.is_empty() {
            for tokens in std::iter::once(&first).chain(&others) {
                allowed(self.terms, tokens, &mut hits);
            }
        }
        sorted(hits)
    }

    /// The words as those mean them who hide what they write.
    fn others(&mut self, words: &[Word]) -> Vec<Vec<Token>> {
        let mut others = Vec::new();
        // Whoever writes one word with digits does so with others, even the shortest.
        if std::mem::take(&mut self.leet) {
            self.liberal = true;
            for word in words {
                self.word(word);
            }
            self.liberal = false;
            others.push(std::mem::take(&mut self.tokens));
        }
        if self.manner.disguised && spaced::respaced(self, words) {
            others.push(std::mem::take(&mut self.tokens));
        }
        others
    }
}
