//! Kinds of characters.

pub(super) fn is_hangul(char: char) -> bool {
    matches!(char, '\u{ac00}'..='\u{d7a3}')
}

/// Letters in boxes and discs that no compatibility mapping knows, and letters in braille.
pub(super) fn squared(char: char) -> Option<String> {
    let code = u32::from(char);
    let letter = |first: u32| u8::try_from(code - first).ok().map(|at| char::from(b'A' + at).to_string());
    match char {
        '🅐'..='🅩' => letter(0x1_f150),
        '🅰'..='🆉' => letter(0x1_f170),
        '🆎' => Some("AB".to_owned()),
        '❶'..='❿' => Some((code - 0x2775).to_string()),
        '➀'..='➉' => Some((code - 0x277f).to_string()),
        '➊'..='➓' => Some((code - 0x2789).to_string()),
        '⓿' => Some("0".to_owned()),
        '⓫'..='⓴' => Some((code - 0x24eb + 11).to_string()),
        '⓵'..='⓾' => Some((code - 0x24f4).to_string()),
        '\u{2801}'..='\u{28ff}' => {
            let at = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵".chars().position(|braille| braille == char)?;
            u8::try_from(at).ok().map(|at| char::from(b'a' + at).to_string())
        }
        _ => None,
    }
}

/// Marks that go with letters of any script: accents, strokes, enclosing circles.
pub(super) fn is_general_mark(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{a66f}'..='\u{a672}' | '\u{fe20}'..='\u{fe2f}')
}

pub(super) fn is_direction(char: char) -> bool {
    matches!(char, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that Unicode lets a display ignore.
pub(super) fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

pub(super) const OTHER: u8 = 15;

/// Scripts with letters that look like Latin ones; Latin itself is 0.
pub(super) fn group(char: char) -> u8 {
    match char {
        '\0'..='\u{24f}'
        | '\u{250}'..='\u{36f}'
        | '\u{1d00}'..='\u{1dbf}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2000}'..='\u{2bff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a720}'..='\u{a7ff}'
        | '\u{ab30}'..='\u{ab6f}'
        | '\u{1d400}'..='\u{1d7ff}'
        | '\u{1df00}'..='\u{1dfff}'
        | '\u{1f000}'..='\u{1ffff}' => 0,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' | '\u{2c80}'..='\u{2cff}' => 1,
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => 2,
        '\u{530}'..='\u{58f}' => 3,
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => 4,
        '\u{1400}'..='\u{167f}' | '\u{18b0}'..='\u{18ff}' => 5,
        '\u{a4d0}'..='\u{a4ff}' => 6,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => 7,
        '\u{e00}'..='\u{e7f}' => 8,
        '\u{590}'..='\u{5ff}' => 9,
        '\u{600}'..='\u{6ff}' => 10,
        '\u{a000}'..='\u{a4cf}' => 11,
        '\u{2d30}'..='\u{2d7f}' => 12,
        '\u{16a0}'..='\u{16ff}' => 13,
        _ => OTHER,
    }
}
