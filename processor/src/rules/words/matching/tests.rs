use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::find::Manner;
use super::super::scan::Scanner;
use super::super::shipped::ENGLISH;
use super::super::tests::texts;
use super::*;

fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner::of(&ENGLISH, text, Manner { disguised: true, by_line: true, joined: true });
    scanner.glance();
    scanner.tokens
}

/// What is found without a thought for what may come next: terms, and where they are.
fn everywhere(tokens: &[Token]) -> BTreeSet<(u32, u32, u32)> {
    let terms: &Terms = &ENGLISH;
    let (mut found, mut members) = (BTreeSet::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate().rev() {
        let Some(symbol) = token.symbol() else { continue };
        let after = |state: State, next: usize, members: &[(usize, u32, usize)]| {
            let opened = terms.open(state);
            let mut states: Vec<(State, usize)> = Vec::new();
            if let Some(token) = tokens.get(next).filter(|token| !token.stop) {
                states.extend(opened.any.map(|state| (state, next + 1)));
                if let Some(symbol) = token.symbol() {
                    terms.after(opened, symbol, |state| states.push((state, next + 1)));
                    let members = members.iter().filter(|(start, ..)| *start == next);
                    states.extend(
                        members
                            .filter_map(|(_, class, end)| Some((terms.after_class(opened, *class)?, *end))),
                    );
                }
            }
            states
        };
        let ends = |state: State| terms.accepted(terms.open(state).accepted);
        let mut paths: Vec<(State, usize)> = terms.members(symbol).map(|state| (state, at + 1)).collect();
        while let Some((state, next)) = paths.pop() {
            if next - at > MOST_WORDS {
                continue;
            }
            members.extend(ends(state).filter_map(|end| match end {
                Accepted::Class(class) => Some((at, class, next)),
                Accepted::Term(_) => None,
            }));
            paths.extend(after(state, next, &[]));
        }
        paths = terms.first(symbol).map(|state| (state, at + 1)).collect();
        let begun = members.iter().filter(|(start, ..)| *start == at);
        paths.extend(begun.filter_map(|(_, class, end)| Some((terms.first_of_class(*class)?, *end))));
        while let Some((state, next)) = paths.pop() {
            if next - at > MOST_WORDS {
                continue;
            }
            found.extend(ends(state).filter_map(|end| match end {
                Accepted::Term(term) => Some((term, token.start, tokens.get(next - 1)?.end)),
                Accepted::Class(_) => None,
            }));
            paths.extend(after(state, next, &members));
        }
    }
    found
}

fn begun(tokens: &[Token]) -> BTreeSet<(u32, u32, u32)> {
    let mut hits = Vec::new();
    search(&ENGLISH, tokens, &mut hits);
    hits.iter().map(|hit| (hit.term, hit.start, hit.end)).collect()
}

#[test]
fn no_sentence_loses_a_term_by_where_a_search_begins() {
    let sentences = include_str!("../../../../lexicon/en/neutral.tsv");
    let sentences = sentences.lines().filter_map(|line| line.rsplit('\t').next());
    for sentence in sentences {
        let tokens = tokens(sentence);
        assert_eq!(begun(&tokens), everywhere(&tokens), "{sentence}");
    }
}

#[test]
fn few_searches_begin_in_ordinary_sentences() {
    let sentences = [
        "the parcel that I ordered for my sister in the spring never arrived",
        "we could meet near the station before the concert starts",
        "my grandmother bakes the best bread in the whole village",
        "does anybody know when the library opens on Saturday",
        "he fixed the bicycle with a spoon and some tape",
    ];
    let (mut begun, mut words) = (0, 0);
    for sentence in sentences {
        let tokens = tokens(sentence);
        let begins = tokens.array_windows().filter(|[token, next]| {
            token.symbol().is_some() && ENGLISH.may_begin(token.about, next.about.group()).contains(&true)
        });
        begun += begins.count();
        words += tokens.len();
    }
    assert!(begun * 5 <= words * 2, "{begun} of {words}");
}

proptest! {
    #[test]
    fn where_a_search_begins_loses_no_term(text in texts()) {
        let tokens = tokens(&text);
        prop_assert_eq!(begun(&tokens), everywhere(&tokens));
    }
}
