//! Terms found in a row of words.

use super::terms::{Accepted, State, Symbol, Terms};

/// A word of the message, or a piece of one, as the terms know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the folded text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// `None` for words that no term has.
    pub(super) symbol: Option<Symbol>,
    /// Whether a phrase may not go on here.
    pub(super) stop: bool,
    /// Whether it was written otherwise.
    pub(super) disguised: bool,
}

/// A term in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) term: u32,
    /// Bytes of the folded text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether a word of it was written otherwise.
    pub(super) disguised: bool,
    /// The word, if it is only one.
    pub(super) word: Option<Symbol>,
}

/// Words of one phrase, at most; what `*` repeats is in no chat repeated more often.
const MOST_WORDS: usize = 14;
/// Steps from one first word, at most. Phrases take a dozen; only texts made of the words that patterns
/// share take more, and then the work must stay bounded.
const MOST_STEPS: usize = 600;

/// Finds every term in the tokens.
pub(super) fn search(terms: &Terms, tokens: &[Token], hits: &mut Vec<Hit>) {
    let mut search = Search { terms, tokens, hits, paths: Vec::new(), members: Vec::new() };
    for (at, token) in tokens.iter().enumerate() {
        if let Some(symbol) = token.symbol {
            search.from(at, symbol);
        }
    }
}

struct Search<'a> {
    terms: &'a Terms,
    tokens: &'a [Token],
    hits: &'a mut Vec<Hit>,
    paths: Vec<(State, usize)>,
    members: Vec<(u32, usize)>,
}

impl Search<'_> {
    /// Finds the terms whose first word stands here.
    fn from(&mut self, at: usize, symbol: Symbol) {
        let terms = self.terms;
        self.paths.clear();
        if let Some(state) = terms.first(symbol) {
            self.enter(state, at, at + 1);
        }
        for class in terms.classes(symbol) {
            if let (Some(state), _) = terms.first_of_class(class) {
                self.enter(state, at, at + 1);
            }
        }
        for (class, end) in self.members(at) {
            if let (Some(state), _) = terms.first_of_class(class) {
                self.enter(state, at, end);
            }
        }
        let mut steps = 0;
        while let Some((state, next)) = self.paths.pop() {
            steps += 1;
            if steps > MOST_STEPS {
                return;
            }
            let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { continue };
            if let Some(symbol) = token.symbol {
                if let Some(state) = terms.after(state, symbol) {
                    self.enter(state, at, next + 1);
                }
                for class in terms.classes(symbol) {
                    if let Some(state) = terms.after_class(state, class) {
                        self.enter(state, at, next + 1);
                    }
                }
                for (class, end) in self.members(next) {
                    if let Some(state) = terms.after_class(state, class) {
                        self.enter(state, at, end);
                    }
                }
            }
            if let Some(state) = terms.after_any(state) {
                self.enter(state, at, next + 1);
            }
        }
    }

    /// Notes what a state accepts, and that the search goes on from it.
    fn enter(&mut self, state: State, at: usize, next: usize) {
        if next - at > MOST_WORDS || self.paths.contains(&(state, next)) {
            return;
        }
        for accepted in self.terms.accepted(state) {
            if let Accepted::Term(term) = accepted {
                let span = self.tokens.get(at..next).unwrap_or_default();
                let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
                let disguised = span.iter().any(|token| token.disguised);
                let word = first.symbol.filter(|_| span.len() == 1);
                self.hits.push(Hit { term, start: first.start, end: last.end, disguised, word });
            }
        }
        if self.terms.goes_on(state) {
            self.paths.push((state, next));
        }
    }

    /// The members of several words that begin here: their classes, and where they end.
    fn members(&mut self, at: usize) -> Vec<(u32, usize)> {
        self.members.clear();
        let terms = self.terms;
        let Some(symbol) = self.tokens.get(at).and_then(|token| token.symbol) else { return Vec::new() };
        let mut states: Vec<(State, usize)> = Vec::new();
        states.extend(terms.first_of_member(symbol).map(|state| (state, at + 1)));
        for class in terms.classes(symbol) {
            states.extend(terms.first_of_class(class).1.map(|state| (state, at + 1)));
        }
        let mut steps = 0;
        while let Some((state, next)) = states.pop() {
            steps += 1;
            if steps > MOST_STEPS || next - at > MOST_WORDS {
                break;
            }
            for accepted in terms.accepted(state) {
                if let Accepted::Class(class) = accepted {
                    self.members.push((class, next));
                }
            }
            let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { continue };
            if let Some(symbol) = token.symbol {
                states.extend(terms.after(state, symbol).map(|state| (state, next + 1)));
                for class in terms.classes(symbol) {
                    states.extend(terms.after_class(state, class).map(|state| (state, next + 1)));
                }
            }
            states.extend(terms.after_any(state).map(|state| (state, next + 1)));
        }
        self.members.sort_unstable();
        self.members.dedup();
        std::mem::take(&mut self.members)
    }
}
