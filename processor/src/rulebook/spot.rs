//! Where a character of a YAML text stands in its file.

use std::iter::Peekable;
use std::str::Chars;

use crate::registry::node::Place;

/// The place of the character at `offset` of the text `value`, which stands at `at` in the file `source`.
///
/// YAML folds lines and spells characters differently, so the two texts are followed side by side; where they
/// cannot be, as behind an alias, it is the place of the text itself.
pub(super) fn spot(source: &str, at: Place, value: &str, offset: usize) -> Place {
    follow(source, at, value, offset).unwrap_or(at)
}

fn follow(source: &str, at: Place, value: &str, offset: usize) -> Option<Place> {
    let line = usize::try_from(at.line).ok()?.checked_sub(1)?;
    let column = usize::try_from(at.column).ok()?.checked_sub(1)?;
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let mut here = at;
    let mut chars = source.get(start..)?.chars().peekable();
    for _ in 0..column {
        chars.next()?;
    }
    match chars.peek()? {
        // The text of a block begins in the line below its sign.
        '|' | '>' => while step(&mut here, &mut chars)? != '\n' {},
        '\'' | '"' => drop(step(&mut here, &mut chars)),
        '*' => return None,
        _ => {}
    }
    // What is missing at the end is missing behind the last letter, not below the line break of a block.
    let value = value.trim_end();
    for (index, wanted) in value.chars().enumerate() {
        loop {
            let next = *chars.peek()?;
            if next == wanted || next.is_whitespace() && wanted.is_whitespace() {
                break;
            }
            step(&mut here, &mut chars)?;
        }
        if index == offset {
            return Some(here);
        }
        step(&mut here, &mut chars)?;
    }
    // The end of the text.
    Some(here)
}

/// The next character; `here` is then the place behind it.
fn step(here: &mut Place, chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let char = chars.next()?;
    if char == '\n' {
        here.line += 1;
        here.column = 1;
    } else {
        here.column += 1;
    }
    Some(char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::node::Node;

    /// Where the `x` of the value under `when` stands.
    fn place(yaml: &str) -> (u64, u64) {
        let node = Node::parse(yaml).unwrap();
        let node = node.get("when").unwrap();
        let value = node.text().unwrap();
        let offset = value.chars().position(|char| char == 'x').unwrap_or(value.chars().count());
        let found = spot(yaml, node.at, value, offset);
        (found.line, found.column)
    }

    #[test]
    fn a_character_is_found_whatever_the_style_of_its_text() {
        let cases = [
            ("when: a == x", (1, 12)),
            ("when: 'a == ''é'' && x'", (1, 22)),
            (r#"when: "a == \"b\" && x""#, (1, 22)),
            ("when: >-\n  a ==\n  b && x\n", (3, 8)),
            ("a: 1\nwhen: |\n  a == b\n  && x\n", (4, 6)),
            ("when: a ==\n  b && x\n", (2, 8)),
            ("{ a: é, when: a == x }", (1, 20)),
            ("when: a ==", (1, 11)),
            ("when: |\n  a ==\nother: 1\n", (2, 7)),
        ];
        for (yaml, expected) in cases {
            assert_eq!(place(yaml), expected, "{yaml}");
        }
    }

    #[test]
    fn behind_an_alias_it_is_the_place_of_the_alias() {
        assert_eq!(place("a: &a 'b == x'\nwhen: *a\n"), (2, 7));
    }
}
