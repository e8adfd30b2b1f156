use channel_flow::Registry;

use super::*;

fn plain(markdown: &str) -> String {
    anstream::adapter::strip_str(&render(markdown)).to_string()
}

#[test]
fn signs_become_styles() {
    let page = "# words\n\nFinds `a * b`, **not** [this](there.md).\n\n- one `\n  - `` two ` ``\n\n```yaml\nthen: *mask\n```\n";
    let expected = "words\n\nFinds a * b, not this.\n\n• one `\n  • two `\n\n    then: *mask\n";
    assert_eq!(plain(page), expected);
    assert!(render(page).contains("\u{1b}["));
}

#[test]
fn the_columns_of_a_table_stand_under_one_another() {
    let page = "| option | value |\n|---|---:|\n| `in` | a list \\| none |\n| `字字字字` | 1 |\n";
    assert_eq!(plain(page), "  option    value\n  in        a list | none\n  字字字字  1\n");
}

#[test]
fn the_first_sentence_is_the_summary() {
    assert_eq!(summary("# a\n\nFinds `x` and\n[y](z). Then more.\n\nMore."), "Finds x and y");
    assert_eq!(summary("# a\n"), "");
}

#[test]
fn every_page_of_the_catalogue_loses_its_signs_and_none_of_its_words() {
    let registry = Registry::default();
    for name in registry.names() {
        let page = registry.page(name).unwrap();
        let shown = plain(page);
        assert!(!shown.contains("```") && !shown.contains("|---"), "{name}:\n{shown}");
        // Without where links lead, and without the languages of blocks.
        let mut parts = page.split("](");
        let mut words = parts.next().unwrap().to_owned();
        parts.for_each(|part| words.push_str(part.split_once(')').unwrap().1));
        let words = words.replace("```yaml", "").replace("```text", "");
        for word in words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3) {
            assert!(shown.contains(word), "{name}: no `{word}`");
        }
        assert!(!summary(page).is_empty(), "{name}");
    }
}
