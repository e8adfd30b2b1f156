//! Text with styles in it, broken into lines.

use unicode_width::UnicodeWidthChar as _;

/// Ends every style.
const RESET: &str = "\u{1b}[0m";

/// Columns of a text that has styles in it.
pub(super) fn width(styled: &str) -> usize {
    use unicode_width::UnicodeWidthStr as _;
    anstream::adapter::strip_str(styled).to_string().width()
}

/// The text in lines of at most so many columns, broken at spaces; a longer word is broken where it must be.
/// A style that is on at the end of a line ends there and begins anew in the next one.
pub(super) fn wrap(styled: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = vec![Line::default()];
    if width(styled) <= columns {
        return vec![styled.to_owned()];
    }
    let mut style = String::new();
    for word in styled.split(' ') {
        let wide = width(word);
        if let Some(line) = lines.last_mut() {
            if line.columns > 0 && line.columns + 1 + wide > columns {
                line.end(&style);
                lines.push(Line::beginning(&style));
            } else if line.begun {
                line.put(" ", 1);
            }
        }
        let mut rest = word;
        while let Some((piece, after)) = piece(rest) {
            rest = after;
            if piece.starts_with('\u{1b}') {
                if piece == RESET { style.clear() } else { style.push_str(piece) }
            }
            let wide = width(piece);
            let Some(line) = lines.last_mut() else { break };
            if line.columns + wide > columns {
                line.end(&style);
                lines.push(Line::beginning(&style));
            }
            if let Some(line) = lines.last_mut() {
                line.put(piece, wide);
            }
        }
    }
    lines.into_iter().map(|line| line.text).collect()
}

#[derive(Default)]
struct Line {
    text: String,
    columns: usize,
    begun: bool,
}

impl Line {
    fn beginning(style: &str) -> Self {
        Self { text: style.to_owned(), ..Self::default() }
    }

    fn put(&mut self, piece: &str, columns: usize) {
        self.text.push_str(piece);
        self.columns += columns;
        self.begun = true;
    }

    fn end(&mut self, style: &str) {
        if !style.is_empty() {
            self.text.push_str(RESET);
        }
    }
}

/// The first piece of a text that no line may end in, a style or a character with what has no width behind it,
/// and the rest.
fn piece(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let end = if first == '\u{1b}' {
        text.find('m').map_or(text.len(), |at| at + 1)
    } else {
        let mut joined = false;
        let follows = |(_, c): &(usize, char)| {
            let holds = *c == '\u{200d}' || joined || (c.width() == Some(0) && *c != '\u{1b}');
            joined = *c == '\u{200d}';
            !holds
        };
        text.char_indices().skip(1).find(follows).map_or(text.len(), |(at, _)| at)
    };
    text.split_at_checked(end)
}

/// How wide columns may be, so that all of them have room: the widest ones give way first.
pub(super) fn fitted(mut columns: Vec<usize>, room: usize) -> Vec<usize> {
    let all: usize = columns.iter().sum();
    let mut beyond = all.saturating_sub(room);
    while beyond > 0 {
        let Some(widest) = columns.iter_mut().max().filter(|widest| **widest > NARROWEST) else { break };
        *widest -= 1;
        beyond -= 1;
    }
    columns
}

/// A column is not made narrower than this.
const NARROWEST: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a 123456789", 4), ["a", "1234", "5678", "9"]);
        assert_eq!(wrap("字字 字", 5), ["字字", "字"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn a_style_ends_with_its_line_and_begins_anew() {
        assert_eq!(
            wrap("a \u{1b}[1mbold word\u{1b}[0m b", 6),
            ["a \u{1b}[1mbold\u{1b}[0m", "\u{1b}[1mword\u{1b}[0m b"]
        );
    }

    #[test]
    fn the_widest_columns_give_way() {
        assert_eq!(fitted(vec![10, 40, 12], 50), [10, 28, 12]);
        assert_eq!(fitted(vec![10, 40, 12], 80), [10, 40, 12]);
        assert_eq!(fitted(vec![10, 40], 5), [8, 8]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(words in "[a-z字é👩 ]{0,80}", columns in 2_usize..30) {
            let lines = wrap(&words, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns), "{lines:?}");
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&words));
        }
    }
}
