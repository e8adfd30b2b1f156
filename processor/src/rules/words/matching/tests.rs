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

/// What a search finds that begins at every word.
fn everywhere(tokens: &[Token]) -> Vec<Hit> {
    let (terms, mut hits): (&Terms, _) = (&ENGLISH, Vec::new());
    let mut search = Search { terms, tokens, hits: &mut hits, paths: Vec::new(), members: Vec::new() };
    for (at, token) in tokens.iter().enumerate().rev() {
        if let Some(symbol) = token.symbol {
            search.find_members(at, symbol);
            search.from(at, terms.first(symbol), |class| terms.first_of_class(class));
        }
    }
    hits
}

fn begun(tokens: &[Token]) -> Vec<Hit> {
    let mut hits = Vec::new();
    search(&ENGLISH, tokens, &mut hits);
    hits
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
    let sentence = tokens("the parcel that I ordered for my sister in the spring never arrived");
    let begins = sentence.array_windows().filter(|[token, next]| {
        token.symbol.is_some() && ENGLISH.may_begin(token.about, next.about.group()).contains(&true)
    });
    assert!(begins.count() <= sentence.len() / 3);
}

proptest! {
    #[test]
    fn where_a_search_begins_loses_no_term(text in texts()) {
        let tokens = tokens(&text);
        prop_assert_eq!(begun(&tokens), everywhere(&tokens));
    }
}
