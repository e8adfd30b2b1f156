//! Text with placeholders.

use crate::registry::meant;
use crate::text;

/// What the placeholders stand for.
pub(super) struct Values<'a> {
    pub(super) sender: &'a str,
    pub(super) content: &'a str,
    pub(super) found: &'a str,
}

const NAMES: [&str; 3] = ["sender", "content", "found"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    Sender,
    Content,
    Found,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(Placeholder),
}

/// A template and how many characters its text may have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    most: usize,
}

impl Template {
    /// Reads `{sender}: {content}`.
    pub(super) fn read(written: &str, most: usize) -> Result<Self, String> {
        if text::is_blank(written) {
            return Err("Chime does not take a push text without characters".to_owned());
        }
        if written.chars().any(char::is_control) {
            return Err("expected one line without control characters".to_owned());
        }
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else {
                return Err(
                    "a `{` has no `}`; the placeholders are `{sender}`, `{content}` and `{found}`".to_owned()
                );
            };
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Value(match name {
                "sender" => Placeholder::Sender,
                "content" => Placeholder::Content,
                "found" => Placeholder::Found,
                _ => {
                    let hint = meant(name, NAMES).map(|name| format!("; did you mean `{{{name}}}`?"));
                    let hint = hint
                        .unwrap_or_else(|| "; there are `{sender}`, `{content}` and `{found}`".to_owned());
                    return Err(format!("unknown placeholder `{{{name}}}`{hint}"));
                }
            }));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let fixed: usize = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.chars().count(),
                Piece::Value(_) => 0,
            })
            .sum();
        if fixed > most {
            return Err(format!("{fixed} characters beside the placeholders; at most {most}"));
        }
        Ok(Self { pieces, most })
    }

    /// The text: one line, and cut where a reader would say that a character ends.
    pub(super) fn write(&self, values: &Values<'_>) -> String {
        let mut whole = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => whole.push_str(text),
                Piece::Value(placeholder) => {
                    let value = match placeholder {
                        Placeholder::Sender => values.sender,
                        Placeholder::Content => values.content,
                        Placeholder::Found => values.found,
                    };
                    let words = value.split(|char: char| char.is_whitespace() || char.is_control());
                    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
                    whole.push_str(&words.join(" "));
                }
            }
        }
        if whole.chars().count() <= self.most {
            return whole;
        }
        let mut cut = String::new();
        let mut chars = 1;
        for (_, character) in text::characters(&whole) {
            chars += character.chars().count();
            if chars > self.most {
                break;
            }
            cut.push_str(character);
        }
        format!("{}…", cut.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values<'a>(sender: &'a str, content: &'a str) -> Values<'a> {
        Values { sender, content, found: "insult, link" }
    }

    #[test]
    fn placeholders_are_filled_once_and_on_one_line() {
        let template = Template::read("{sender}: {content} ({found})", 150).unwrap();
        let text = template.write(&values("{content}", " a\n\tb {sender} "));
        assert_eq!(text, "{content}: a b {sender} (insult, link)");
    }

    #[test]
    fn what_cannot_be_a_template_is_refused() {
        let cases = [
            ("", "without characters"),
            ("a\nb", "one line"),
            ("{sender", "has no `}`"),
            ("{sendr}", "did you mean `{sender}`"),
            ("{x}", "there are `{sender}`"),
            ("{sender}aaaaaaaaaaa", "11 characters"),
        ];
        for (written, message) in cases {
            let error = Template::read(written, 10).unwrap_err();
            assert!(error.contains(message), "{written}: {error}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_cut_at_whole_characters_within_the_limit(content in "[a 👩‍👩‍👧é\n]{0,40}|\\PC{0,40}") {
            let text = Template::read("{content}", 10).unwrap().write(&values("", &content));
            prop_assert!(text.chars().count() <= 10);
            if let Some(kept) = text.strip_suffix('…').filter(|kept| !kept.is_empty() && !content.contains('…')) {
                let line = content.split(|char: char| char.is_whitespace() || char.is_control());
                let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
                let starts: Vec<_> = text::boundaries(&line);
                prop_assert!(starts.contains(&kept.len()), "{:?}", text);
            }
        }
    }
}
