//! Terms found in a row of words.

use super::ahead::EDGE;
use super::effort;
use super::terms::{About, Accepted, Opened, State, Symbol, Terms};

/// A word of the message, or a piece of one, as the terms know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the folded text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// `None` for words that no term has.
    pub(super) symbol: Option<Symbol>,
    pub(super) about: About,
    /// Whether a phrase may not go on here.
    pub(super) stop: bool,
    /// How it was written.
    pub(super) written: Written,
}

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Written {
    Plainly,
    /// With letters repeated, apart or joined to others.
    Otherwise,
    /// With digits or signs for letters, which nobody does by chance.
    Signed,
}

/// A term in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) term: u32,
    /// Bytes of the folded text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// How its words were written; the least plain of them.
    pub(super) written: Written,
    /// The word, if it is only one.
    pub(super) word: Option<Symbol>,
}

/// Words of one phrase, at most; what `*` repeats is in no chat repeated more often.
const MOST_WORDS: usize = 14;
/// Steps from one first word, at most. Phrases take a dozen; only texts made of the words that patterns
/// share take more, and then the work must stay bounded.
const MOST_STEPS: usize = 600;

/// Finds every term in the tokens, but for those that allow.
pub(super) fn search(terms: &Terms, tokens: &[Token], hits: &mut Vec<Hit>) {
    let mut search = Search { terms, tokens, hits, paths: Vec::new(), members: Vec::new() };
    let mut after = EDGE;
    // The class members that a term goes on with must be known, so the last word comes first.
    for (at, token) in (0..tokens.len()).rev().zip(tokens.iter().rev()) {
        if let Some(symbol) = token.symbol
            && let [term, member] = terms.may_begin(token.about, after)
            && (term || member)
            && (member && search.find_members(at, symbol)) | term
        {
            search.from(at, terms.first(symbol), |class| terms.first_of_class(class));
        }
        after = if token.stop { EDGE } else { token.about.group() };
    }
}

/// Finds the terms in the tokens that allow what is found inside them, as far as they may hold one of the hits.
pub(super) fn allowed(terms: &Terms, tokens: &[Token], hits: &mut Vec<Hit>) {
    // A phrase that holds a hit begins with the hit or a few words before it.
    let mut near = vec![0; tokens.len()];
    for hit in hits.iter() {
        let first = tokens.partition_point(|token| token.end <= hit.start);
        if let Some(near) = near.get_mut(first) {
            *near = MOST_WORDS;
        }
    }
    let mut search = Search { terms, tokens, hits, paths: Vec::new(), members: Vec::new() };
    let (mut words, mut after) = (0, EDGE);
    for ((at, token), near) in tokens.iter().enumerate().zip(near).rev() {
        words = near.max(words);
        if let Some(symbol) = token.symbol {
            if let [_, true] = terms.may_begin(token.about, after) {
                search.find_members(at, symbol);
            }
            if words > 0 {
                search.from(at, terms.first_allowed(symbol), |class| terms.first_of_allowed(class));
            }
        }
        words = if token.stop { 0 } else { words.saturating_sub(1) };
        after = if token.stop { EDGE } else { token.about.group() };
    }
}

struct Search<'a> {
    terms: &'a Terms,
    tokens: &'a [Token],
    hits: &'a mut Vec<Hit>,
    /// States and the words that come next.
    paths: Vec<(Opened, usize)>,
    /// Class members of several words: where they begin, the last one first; their class, and where they end.
    members: Vec<(usize, u32, usize)>,
}

impl Search<'_> {
    /// Finds the terms whose first word stands here.
    fn from(&mut self, at: usize, first: u32, first_of_class: impl Fn(u32) -> Option<State>) {
        let terms = self.terms;
        for state in terms.numbers(first) {
            self.enter(state, at, at + 1);
        }
        self.by_members(at, at, first_of_class);
        let mut steps = 0;
        while let Some((state, next)) = self.paths.pop() {
            steps += 1;
            effort::step();
            let Some(token) = self.tokens.get(next).filter(|token| !token.stop && steps <= MOST_STEPS) else {
                continue;
            };
            if let Some(symbol) = token.symbol {
                terms.after(state, symbol, |state| self.enter(state, at, next + 1));
                self.by_members(at, next, |class| terms.after_class(state, class));
            }
            if let Some(state) = state.any {
                self.enter(state, at, next + 1);
            }
        }
    }

    /// Goes on from `at` with the class members that begin at `next`.
    fn by_members(&mut self, at: usize, next: usize, after: impl Fn(u32) -> Option<State>) {
        if self.members.is_empty() {
            return;
        }
        let mut index = self.members.partition_point(|(start, ..)| *start > next);
        while let Some((start, class, end)) = self.members.get(index).copied()
            && start == next
        {
            if let Some(state) = after(class) {
                self.enter(state, at, end);
            }
            index += 1;
        }
    }

    /// Notes what a state accepts, and that the search goes on from it.
    #[inline]
    fn enter(&mut self, state: State, at: usize, next: usize) {
        if next - at > MOST_WORDS {
            return;
        }
        let state = self.terms.open(state);
        if state.accepted != 0 {
            self.accept(state, at, next);
        }
        // Most words cannot follow, and cost no more than this.
        let goes_on = state.edges < state.end
            && self
                .tokens
                .get(next)
                .is_some_and(|token| !token.stop && (token.symbol.is_some() || state.any.is_some()));
        if goes_on && !self.paths.contains(&(state, next)) {
            self.paths.push((state, next));
        }
    }

    fn accept(&mut self, state: Opened, at: usize, next: usize) {
        for accepted in self.terms.accepted(state.accepted) {
            if let Accepted::Term(term) = accepted {
                let span = self.tokens.get(at..next).unwrap_or_default();
                let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
                let written = span.iter().map(|token| token.written).max().unwrap_or(Written::Plainly);
                let word = first.symbol.filter(|_| span.len() == 1);
                self.hits.push(Hit { term, start: first.start, end: last.end, written, word });
            }
        }
    }

    /// Finds the class members of several words whose first word stands here; whether there are any.
    fn find_members(&mut self, at: usize, symbol: Symbol) -> bool {
        let terms = self.terms;
        let reference = terms.member(symbol);
        if reference == 0 || self.tokens.get(at + 1).is_none_or(|next| next.stop) {
            return false;
        }
        self.paths.extend(terms.numbers(reference).map(|state| (terms.open(state), at + 1)));
        let before = self.members.len();
        let mut steps = 0;
        while let Some((state, next)) = self.paths.pop() {
            steps += 1;
            effort::step();
            if steps > MOST_STEPS || next - at > MOST_WORDS {
                continue;
            }
            for accepted in terms.accepted(state.accepted) {
                if let Accepted::Class(class) = accepted
                    && self.members.get(before..).is_none_or(|new| !new.contains(&(at, class, next)))
                {
                    self.members.push((at, class, next));
                }
            }
            let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { continue };
            let paths = &mut self.paths;
            let mut go_on = |state| paths.push((terms.open(state), next + 1));
            if let Some(symbol) = token.symbol {
                terms.after(state, symbol, &mut go_on);
            }
            if let Some(state) = state.any {
                go_on(state);
            }
        }
        self.members.len() > before
    }
}

#[cfg(test)]
mod tests;
