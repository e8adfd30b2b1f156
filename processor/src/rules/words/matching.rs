//! Terms found in a row of words.

use std::ops::Range;

use super::ahead::EDGE;
use super::effort;
use super::terms::{About, Accepted, Opened, State, Symbol, Terms};

/// A word of the message, or a piece of one, as the terms know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the folded text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The symbol plus one; zero for words that no term has.
    pub(super) word: u32,
    pub(super) about: About,
    /// Whether a phrase may not go on here.
    pub(super) stop: bool,
    /// How it was written.
    pub(super) written: Written,
}

impl Token {
    /// `None` for words that no term has.
    #[inline]
    pub(super) fn symbol(&self) -> Option<Symbol> {
        self.word.checked_sub(1)
    }

    /// The group of the word to a phrase that would go on with it.
    #[inline]
    fn group(&self) -> u32 {
        if self.stop { EDGE } else { self.about.group() }
    }
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

/// No symbol: no phrase goes on here.
const NOTHING: Symbol = Symbol::MAX;
/// No symbol: of a word that no term has.
const UNKNOWN: Symbol = Symbol::MAX - 1;

/// Finds every term in the tokens, but for those that allow.
pub(super) fn search(terms: &Terms, tokens: &[Token], hits: &mut Vec<Hit>) {
    let mut search = Search::of(terms, tokens, hits);
    let common = terms.common_seconds();
    // The symbol of the next word, or one of these.
    let mut next = NOTHING;
    // The class members that a term goes on with must be known, so the last word comes first.
    for (at, token) in (0..tokens.len()).rev().zip(tokens.iter().rev()) {
        if let Some(symbol) = token.symbol() {
            if !token.about.is_paired() || search.has_member(at + 1) || next >= common && next != NOTHING {
                search.begin(at, symbol, token.about);
            } else if next != NOTHING
                && let Some(states) = terms.pair(symbol, next)
            {
                search.pair(at, states);
            }
        }
        next = if token.stop { NOTHING } else { token.symbol().unwrap_or(UNKNOWN) };
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
    let mut search = Search::of(terms, tokens, hits);
    let (mut words, mut after) = (0, EDGE);
    for ((at, token), near) in tokens.iter().enumerate().zip(near).rev() {
        words = near.max(words);
        if let Some(symbol) = token.symbol() {
            if let [_, true] = terms.may_begin(token.about, after) {
                search.find_members(at, terms.members(symbol));
            }
            if words > 0 {
                search.from(at, terms.first_allowed(symbol), |class| terms.first_of_allowed(class));
            }
        }
        words = if token.stop { 0 } else { words.saturating_sub(1) };
        after = token.group();
    }
}

struct Search<'a> {
    terms: &'a Terms,
    tokens: &'a [Token],
    hits: &'a mut Vec<Hit>,
    /// What is still to be followed.
    paths: Vec<Path>,
    /// Class members of several words: where they begin, the last one first; their class, and where they end.
    members: Vec<(usize, u32, usize)>,
    /// From the first word that was begun with last.
    steps: usize,
}

/// A state, and the word that comes next.
type Path = (Opened, usize);

impl<'a> Search<'a> {
    fn of(terms: &'a Terms, tokens: &'a [Token], hits: &'a mut Vec<Hit>) -> Self {
        Self { terms, tokens, hits, paths: Vec::new(), members: Vec::new(), steps: 0 }
    }

    /// Finds the terms and class members that begin with a word.
    fn begin(&mut self, at: usize, symbol: Symbol, about: About) {
        let terms = self.terms;
        let [term, member] = terms.may_begin(about, self.after(at));
        if (term || member) && (member && self.find_members(at, terms.members(symbol))) | term {
            self.from(at, terms.first(symbol), |class| terms.first_of_class(class));
        }
    }

    /// Finds those that begin with a pair of common words, which lead to states of class members and of terms.
    fn pair(&mut self, at: usize, [members, of_terms]: [Range<usize>; 2]) {
        let terms = self.terms;
        if !members.is_empty() {
            self.run(at, at + 2, terms.of_pair(members), false);
            self.by_members(at, at, |class| terms.first_of_class(class));
        }
        self.run(at, at + 2, terms.of_pair(of_terms), true);
    }

    /// Whether a class member of several words begins at the word; the last word that any was looked for at.
    #[inline]
    fn has_member(&self, at: usize) -> bool {
        self.members.last().is_some_and(|(start, ..)| *start == at)
    }

    /// Finds the terms whose first word stands here and leads to these states.
    fn from(
        &mut self,
        at: usize,
        states: impl Iterator<Item = State>,
        first_of_class: impl Fn(u32) -> Option<State>,
    ) {
        self.by_members(at, at, first_of_class);
        self.run(at, at + 1, states, true);
    }

    /// Finds the class members of several words whose first word stands here and leads to these states; whether
    /// there are any.
    fn find_members(&mut self, at: usize, states: impl Iterator<Item = State>) -> bool {
        let before = self.members.len();
        self.run(at, at + 1, states, false);
        self.members.len() > before
    }

    /// Follows the paths from these states before the next word, and those that were noted. Hardly any of them leads
    /// further.
    #[inline]
    fn run(&mut self, at: usize, next: usize, states: impl Iterator<Item = State>, by_members: bool) {
        let (terms, after) = (self.terms, self.after(next - 1));
        self.steps = 0;
        for state in states {
            if terms.may_go_on(state, after) {
                self.follow(state, at, next, by_members);
            }
        }
        if !self.paths.is_empty() {
            self.follow_noted(at, by_members);
        }
    }

    #[inline(never)]
    fn follow(&mut self, state: State, at: usize, next: usize, by_members: bool) {
        if let Some(path) = self.enter(state, at, next) {
            self.go_on(path, at, by_members);
        }
    }

    #[inline(never)]
    fn follow_noted(&mut self, at: usize, by_members: bool) {
        while let Some(path) = self.paths.pop().filter(|_| self.steps <= MOST_STEPS) {
            self.go_on(path, at, by_members);
        }
        self.paths.clear();
    }

    /// Goes one word further; from a term also by the class members of several words, of which there are none inside
    /// of each other.
    fn go_on(&mut self, (state, next): Path, at: usize, by_members: bool) {
        effort::step();
        self.steps += 1;
        let Some(token) = self.tokens.get(next).filter(|token| !token.stop) else { return };
        let terms = self.terms;
        if let Some(symbol) = token.symbol() {
            terms.after(state, symbol, |state| self.add(state, at, next + 1));
            if by_members {
                self.by_members(at, next, |class| terms.after_class(state, class));
            }
        }
        if let Some(state) = state.any {
            self.add(state, at, next + 1);
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
                self.add(state, at, end);
            }
            index += 1;
        }
    }

    /// The group of what comes after a word.
    #[inline]
    fn after(&self, last: usize) -> u32 {
        self.tokens.get(last + 1).map_or(EDGE, Token::group)
    }

    /// Notes what a state accepts; the path on from there, if there is one.
    #[inline]
    fn enter(&mut self, state: State, at: usize, next: usize) -> Option<Path> {
        if next - at > MOST_WORDS {
            return None;
        }
        let state = self.terms.open(state);
        if state.accepted != 0 {
            self.accept(state, at, next);
        }
        (state.edges < state.end).then_some((state, next))
    }

    /// The same, to be followed later. After most states nothing can come that comes here, and they cost no more than
    /// this look.
    fn add(&mut self, state: State, at: usize, next: usize) {
        if self.terms.may_go_on(state, self.after(next - 1))
            && let Some(path) = self.enter(state, at, next)
            && !self.paths.contains(&path)
        {
            self.paths.push(path);
        }
    }

    #[cold]
    fn accept(&mut self, state: Opened, at: usize, next: usize) {
        for accepted in self.terms.accepted(state.accepted) {
            match accepted {
                Accepted::Term(term) => {
                    let span = self.tokens.get(at..next).unwrap_or_default();
                    let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
                    let written = span.iter().map(|token| token.written).max().unwrap_or(Written::Plainly);
                    let word = first.symbol().filter(|_| span.len() == 1);
                    self.hits.push(Hit { term, start: first.start, end: last.end, written, word });
                }
                Accepted::Class(class) => {
                    let mut here = self.members.iter().rev().take_while(|(start, ..)| *start == at);
                    if here.all(|(_, known, end)| (*known, *end) != (class, next)) {
                        self.members.push((at, class, next));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
