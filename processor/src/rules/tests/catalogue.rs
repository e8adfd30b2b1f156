//! The index of the catalogue is made of the pages.

use crate::registry::Registry;

/// The index as a file of the repository.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.md");

const HEAD: &str = "\
# The rule kinds

What a rulebook can name under `use`. Each kind has a page of its own, with its options and with examples that are
tests; `channel-flow rules NAME` prints it. How rules are put together is in [the rulebook](rulebook.md); kinds of
your own join these in `main`, as the crate's documentation of `RuleOptions` shows.

This index is made of the first sentences of the pages. `UPDATE_CATALOGUE=1 cargo test -p channel-flow catalogue`
makes it anew.

| kind | what it does |
|---|---|
";

fn index() -> String {
    let registry = Registry::default();
    let mut index = HEAD.to_owned();
    for kind in registry.names() {
        let page = registry.page(kind).unwrap();
        let sentence = first_sentence(page);
        let row = format!("| [`{kind}`](../processor/src/rules/{kind}.md) | {sentence} |\n");
        index.push_str(&row);
    }
    index
}

/// The first sentence behind the heading.
fn first_sentence(page: &str) -> String {
    let mut paragraphs = page.split("\n\n").skip(1);
    let paragraph = paragraphs.next().expect("a paragraph").replace('\n', " ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    paragraph.get(..end).expect("a sentence").to_owned()
}

#[test]
fn the_catalogue_is_made_of_the_pages() {
    let index = index();
    if std::env::var_os("UPDATE_CATALOGUE").is_some() {
        std::fs::write(FILE, &index).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == index, "docs/rules.md is not of these pages; make it anew with UPDATE_CATALOGUE=1");
}

#[test]
fn a_page_begins_with_one_sentence_of_its_own() {
    let registry = Registry::default();
    for kind in registry.names() {
        let sentence = first_sentence(registry.page(kind).unwrap());
        assert!(
            sentence.ends_with('.') && sentence.len() <= 160 && !sentence.contains('|'),
            "{kind}: {sentence}"
        );
    }
}
