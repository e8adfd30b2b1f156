//! Makes text of unknown origin safe to look at.
//!
//! A message may hold what a terminal obeys (control sequences) or what makes a line read differently
//! from its bytes (bidirectional overrides, invisible characters). Those are shown as what they are.

use std::fmt::{self, Write};

/// Text for a line that people read; prints hidden characters as `\n`, `\u{202e}` and so on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if hidden(c) => write!(f, "\\u{{{:x}}}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// JSON text for people; hidden characters become JSON's own escapes, so it stays the same JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EscapedJson<'a>(pub(crate) &'a str);

impl fmt::Display for EscapedJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut units = [0; 2];
        for c in self.0.chars() {
            // Between the strings of JSON there are no hidden characters but line feeds.
            if c == '\n' || !hidden(c) {
                f.write_char(c)?;
            } else {
                for unit in c.encode_utf16(&mut units) {
                    write!(f, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a terminal would obey or hide it. The zero-width joiners stay: emoji and several scripts need them.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_spelled_out() {
        let cases = [
            ("plain text, naïve 👩‍👩‍👧", "plain text, naïve 👩‍👩‍👧"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\nb\r\tc", "a\\nb\\r\\tc"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("abc\u{202e}cba", "abc\\u{202e}cba"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("zero\u{200b}width", "zero\\u{200b}width"),
        ];
        for (text, shown) in cases {
            assert_eq!(Escaped(text).to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_on_a_line(text in any::<String>()) {
            prop_assert!(!Escaped(&text).to_string().chars().any(hidden));
        }

        #[test]
        fn escaped_json_is_the_same_json(text in any::<String>()) {
            let value = serde_json::json!({ "Content": format!("{text}\u{7f}\u{e0041}\u{202e}") });
            let json = serde_json::to_string_pretty(&value).unwrap();
            let shown = EscapedJson(&json).to_string();
            prop_assert!(!shown.chars().any(|c| c != '\n' && hidden(c)));
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        }
    }
}
