//! How many steps a search takes, counted instead of timed.
//!
//! What is counted is the slowest engine that a search may fall back to: the simulation of the pattern's
//! automaton, in which each place that the pattern may be at costs a step for each byte. A search begins anew
//! behind each match, so a pattern that reads far ahead of short matches is counted for all of it.

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;

/// A pattern, ready to be counted.
pub(super) struct Steps {
    nfa: NFA,
}

impl Steps {
    /// `None` for what is no pattern.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        NFA::new(pattern).ok().map(|nfa| Self { nfa })
    }

    /// Whether finding all matches in a text takes more than this many steps.
    pub(super) fn exceed(&self, text: &str, limit: usize) -> bool {
        let mut search = Search {
            nfa: &self.nfa,
            text: text.as_bytes(),
            taken: 0,
            seen: vec![0; self.nfa.states().len()],
            round: 0,
        };
        let mut at = 0;
        while let Some(end) = search.end_of_match(at, limit) {
            at = end;
        }
        search.taken > limit
    }
}

struct Search<'a> {
    nfa: &'a NFA,
    text: &'a [u8],
    taken: usize,
    /// The round in which each state was last reached.
    seen: Vec<usize>,
    round: usize,
}

impl Search<'_> {
    /// Where the first match at or behind `from` ends; `None` also beyond the limit.
    fn end_of_match(&mut self, from: usize, limit: usize) -> Option<usize> {
        let mut found = None;
        let (mut places, mut next) = (Vec::new(), Vec::new());
        self.round += 1;
        for at in from..=self.text.len() {
            if found.is_none() {
                self.reach(self.nfa.start_anchored(), at, &mut places);
            } else if places.is_empty() {
                break;
            }
            self.round += 1;
            let byte = self.text.get(at).copied();
            for place in places.drain(..) {
                self.taken += 1;
                let state = self.nfa.state(place);
                if matches!(state, State::Match { .. }) {
                    // What comes later in the pattern's order counts for less than this match.
                    found = Some(at);
                    break;
                }
                if let Some(to) = byte.and_then(|byte| step(state, byte)) {
                    self.reach(to, at + 1, &mut next);
                }
            }
            if self.taken > limit {
                return None;
            }
            std::mem::swap(&mut places, &mut next);
        }
        found.filter(|end| *end > from)
    }

    /// Adds the places that are reached without reading anything, in the pattern's order.
    fn reach(&mut self, from: StateID, at: usize, places: &mut Vec<StateID>) {
        let mut stack = vec![from];
        while let Some(id) = stack.pop() {
            let Some(seen) = self.seen.get_mut(id.as_usize()) else { continue };
            if std::mem::replace(seen, self.round) == self.round {
                continue;
            }
            self.taken += 1;
            match self.nfa.state(id) {
                State::Look { look, next } => {
                    if self.nfa.look_matcher().matches(*look, self.text, at) {
                        stack.push(*next);
                    }
                }
                State::Union { alternates } => stack.extend(alternates.iter().rev()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt2, *alt1]),
                State::Capture { next, .. } => stack.push(*next),
                State::Fail => {}
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) | State::Match { .. } => {
                    places.push(id);
                }
            }
        }
    }
}

/// Where a byte leads to.
fn step(state: &State, byte: u8) -> Option<StateID> {
    match state {
        State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
        State::Sparse(transitions) => transitions.matches_byte(byte),
        State::Dense(transitions) => transitions.matches_byte(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    /// The ends of all matches, as counted.
    fn ends(pattern: &str, text: &str) -> Vec<usize> {
        let nfa = NFA::new(pattern).unwrap();
        let mut search = Search {
            nfa: &nfa,
            text: text.as_bytes(),
            taken: 0,
            seen: vec![0; nfa.states().len()],
            round: 0,
        };
        let mut ends = Vec::new();
        while let Some(end) = search.end_of_match(ends.last().copied().unwrap_or(0), usize::MAX) {
            ends.push(end);
        }
        ends
    }

    #[test]
    fn the_matches_that_are_counted_are_those_that_are_found() {
        let patterns = [
            "a|ab",
            "ab|a",
            "a+?b",
            "a+",
            r"\bé\w*\b",
            "(?i)k",
            "a.*b|a",
            "(?:a|b){2,3}c",
            r"(?m)^x$",
            "[^a]",
        ];
        for pattern in patterns {
            for text in ["abaab", "aab é éa kK\u{212a}", "ababc\nx\nxx", "", "aaaa", "bbbc"] {
                let found: Vec<_> =
                    Regex::new(pattern).unwrap().find_iter(text).map(|hit| hit.end()).collect();
                assert_eq!(ends(pattern, text), found, "{pattern} in {text}");
            }
        }
    }

    #[test]
    fn reading_ahead_of_short_matches_costs_more_than_reading_once() {
        let text = "A".repeat(1000);
        let steps = |pattern: &str| Steps::of(pattern).unwrap();
        assert!(!steps("[A-Z]").exceed(&text, 20_000));
        assert!(steps(r".*[^A-Z]|[A-Z]").exceed(&text, 1_000_000));
    }
}
