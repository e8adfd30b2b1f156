//! Text on its head: `ʇᴉɥs` is read from its other end.

use super::explain::Why;
use super::map::Mapped;
use super::table::{self, Entry, Kind};

/// What someone reads who turns the display round.
pub(super) fn upright(text: &str) -> Mapped {
    let mut out = Mapped::scattered(text.len());
    for (at, char) in text.char_indices().rev() {
        let original = at..at + char.len_utf8();
        let mut buffer = [0; 4];
        let letter = table::turned(char).or_else(|| plain(char));
        match (letter, Entry::of(char)) {
            (Some(letter), _) => out.put(letter.encode_utf8(&mut buffer), original, Some(Why::Turned)),
            (None, entry) if matches!(entry.kind, Kind::Drop | Kind::Mark) => {
                out.put("", original, entry.why);
            }
            (None, entry) if entry.kind == Kind::Map => out.put(entry.text(), original, entry.why),
            (None, _) => out.put(char.encode_utf8(&mut buffer), original, Some(Why::Reversed)),
        }
    }
    out
}

/// What a plain character is when it is turned, if it is another one.
fn plain(char: char) -> Option<char> {
    Some(match char {
        'n' => 'u',
        'u' => 'n',
        'b' => 'q',
        'q' => 'b',
        'd' => 'p',
        'p' => 'd',
        'M' => 'W',
        'W' => 'M',
        '6' => '9',
        '9' => '6',
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '<' => '>',
        '>' => '<',
        '¡' => '!',
        '¿' => '?',
        '˙' => '.',
        '\'' => ',',
        ',' => '\'',
        _ => return None,
    })
}
