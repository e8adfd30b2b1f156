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
    search.find_members();
    for at in 0..tokens.len() {
        search.from(at);
    }
}

struct Search<'a> {
    terms: &'a Terms,
    tokens: &'a [Token],
    hits: &'a mut Vec<Hit>,
    /// States and the words that come next.
    paths: Vec<(State, usize)>,
    /// Class members of several words: where they begin, their class, and where they end.
    members: Vec<(usize, u32, usize)>,
}

impl Search<'_> {
    /// Finds the terms whose first word stands here.
    fn from(&mut self, at: usize) {
        let terms = self.terms;
        let Some(symbol) = self.tokens.get(at).and_then(|token| token.symbol) else { return };
        for state in terms.first(symbol) {
            self.enter(state, at, at + 1);
        }
        self.by_members(at, at, |class| terms.first_of_class(class));
        let mut steps = 0;
        while let Some((state, next)) = self.paths.pop() {
            steps += 1;
            let Some(token) = self.tokens.get(next).filter(|token| !token.stop && steps <= MOST_STEPS) else {
                continue;
            };
            if let Some(symbol) = token.symbol {
                if let Some(state) = terms.after(state, symbol) {
                    self.enter(state, at, next + 1);
                }
                for class in terms.classes(symbol) {
                    if let Some(state) = terms.after_class(state, class) {
                        self.enter(state, at, next + 1);
                    }
                }
                self.by_members(at, next, |class| terms.after_class(state, class));
            }
            if let Some(state) = terms.after_any(state) {
                self.enter(state, at, next + 1);
            }
        }
    }

    /// Goes on from `at` with the class members that begin at `next`.
    fn by_members(&mut self, at: usize, next: usize, after: impl Fn(u32) -> Option<State>) {
        let mut index = self.members.partition_point(|(start, ..)| *start < next);
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
    fn enter(&mut self, state: State, at: usize, next: usize) {
        if next - at > MOST_WORDS {
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
        if self.may_go_on(state, next) && !self.paths.contains(&(state, next)) {
            self.paths.push((state, next));
        }
    }

    /// Whether the next word may belong to the same phrase; most may not, and cost no more than this.
    #[inline]
    fn may_go_on(&self, state: State, next: usize) -> bool {
        let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { return false };
        self.terms.goes_on(state) && (token.symbol.is_some() || self.terms.after_any(state).is_some())
    }

    /// Finds the class members of several words.
    fn find_members(&mut self) {
        let terms = self.terms;
        for (at, token) in self.tokens.iter().enumerate() {
            let Some(symbol) = token.symbol else { continue };
            if !self.tokens.get(at + 1).is_some_and(|next| !next.stop && next.symbol.is_some()) {
                continue;
            }
            self.paths.extend(terms.first_of_member(symbol).map(|state| (state, at + 1)));
            let before = self.members.len();
            let mut steps = 0;
            while let Some((state, next)) = self.paths.pop() {
                steps += 1;
                if steps > MOST_STEPS || next - at > MOST_WORDS {
                    continue;
                }
                for accepted in terms.accepted(state) {
                    if let Accepted::Class(class) = accepted {
                        self.members.push((at, class, next));
                    }
                }
                let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { continue };
                if let Some(symbol) = token.symbol {
                    self.paths.extend(terms.after(state, symbol).map(|state| (state, next + 1)));
                    for class in terms.classes(symbol) {
                        self.paths.extend(terms.after_class(state, class).map(|state| (state, next + 1)));
                    }
                }
                self.paths.extend(terms.after_any(state).map(|state| (state, next + 1)));
            }
            if let Some(new) = self.members.get_mut(before..) {
                new.sort_unstable();
            }
        }
        self.members.dedup();
    }
}
