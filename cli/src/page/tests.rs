use channel_flow::Registry;

use super::*;

fn plain(markdown: &str) -> String {
    anstream::adapter::strip_str(&render(markdown, usize::MAX)).to_string()
}

#[test]
fn signs_become_styles() {
    let page = "# words\n\nFinds `a * b`, **not** [this](there.md).\n\n- one `\n  - `` two ` ``\n\n```yaml\nthen: *mask\n```\n";
    let expected = "words\n\nFinds a * b, not this.\n\n• one `\n  • two `\n\n    then: *mask\n";
    assert_eq!(plain(page), expected);
    assert!(render(page, 80).contains("\u{1b}["));
}

#[test]
fn the_columns_of_a_table_stand_under_one_another() {
    let page = "| option | value |\n|---|---:|\n| `in` | a list \\| none |\n| `字字字字` | 1 |\n";
    assert_eq!(plain(page), "  option    value\n  in        a list | none\n  字字字字  1\n");
}

#[test]
fn paragraphs_items_and_tables_fit_into_the_terminal() {
    let page = "Finds what is\nlong.\n\n- an item of\n  some words\n- another\n\n| a | value |\n|---|---|\n| `x` | one two three four |\n";
    let expected = "Finds what is\nlong.\n\n• an item of\n  some words\n• another\n\n  a  value\n  x  one two\n     three\n     four\n";
    assert_eq!(anstream::adapter::strip_str(&render(page, 14)).to_string(), expected);
    let wide =
        "Finds what is long.\n\n• an item of some words\n• another\n\n  a  value\n  x  one two three four\n";
    assert_eq!(plain(page), wide);
}

#[test]
fn no_line_of_the_catalogue_is_wider_than_the_terminal_but_code() {
    let registry = Registry::default();
    let kinds: Vec<_> = registry.names().map(|name| (name, registry.page(name).unwrap())).collect();
    for line in catalogue(kinds.clone().into_iter(), 80).lines() {
        assert!(width(line) <= 80, "{line}");
    }
    for (name, page) in kinds {
        let shown = anstream::adapter::strip_str(&render(page, 80)).to_string();
        for line in shown.lines().filter(|line| !line.starts_with("    ")) {
            assert!(width(line) <= 80, "{name}: {line}");
        }
    }
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
