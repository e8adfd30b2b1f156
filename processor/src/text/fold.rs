//! One pass over a decoded text: plain letters for styled ones and look-alikes, no marks, nothing invisible.
//!
//! Scripts other than Latin stay: `привет` and `сор` are words. Their letters become Latin ones only where they
//! disguise a Latin word, which is told word by word:
//!
//! | the word holds | it is read |
//! |---|---|
//! | a letter that looks like no Latin one | as it is |
//! | Latin letters too, or look-alikes of two scripts | in Latin letters |
//! | look-alikes of one script, all of them exact | as it is; and in a second reading in Latin letters, if the text has no other word of that script |

use super::explain::Why;
use super::map::Mapped;
use super::regional;
use super::table::{self, Entry, Kind};

/// A folded text, and what else one might read in it.
pub(super) struct Folded {
    pub(super) mapped: Mapped,
    /// The scripts of words that may be disguised Latin ones, as bits.
    pub(super) ambiguous: u16,
    /// Whether there are letters on their heads.
    pub(super) turned: bool,
    /// Whether a part is displayed backwards.
    pub(super) overridden: bool,
}

/// Folds a text; ambiguous words of the scripts `latin` are read in Latin letters.
pub(super) fn fold(text: &str, latin: u16) -> Folded {
    let mut fold = Fold {
        text,
        out: Mapped::with_capacity(text.len()),
        latin,
        word: Word { end: 0, latin: false, mixed: false },
        ambiguous: 0,
        foreign: 0,
        turned: false,
        overridden: false,
    };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
        let (plain, rest) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        fold.out.copy(plain, at);
        at += plain.len();
        if let Some(char) = rest.chars().next() {
            at = fold.char(char, at);
        }
    }
    let Fold { out, ambiguous, foreign, turned, overridden, .. } = fold;
    Folded { mapped: out, ambiguous: ambiguous & !foreign, turned, overridden }
}

/// Whether a byte is a character that folding never changes.
pub(super) const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' '..=b'~')
}

struct Fold<'a> {
    text: &'a str,
    out: Mapped,
    latin: u16,
    word: Word,
    ambiguous: u16,
    /// Scripts of which there are words that are no disguise.
    foreign: u16,
    turned: bool,
    overridden: bool,
}

/// The latest word that was looked at whole.
struct Word {
    end: usize,
    latin: bool,
    /// Whether it holds letters of other scripts.
    mixed: bool,
}

impl Fold<'_> {
    /// Folds the character at an offset and says where the next one is.
    fn char(&mut self, char: char, start: usize) -> usize {
        let end = start + char.len_utf8();
        let entry = Entry::of(char);
        self.turned |= entry.turned;
        match entry.kind {
            Kind::Same => self.out.copy(self.text.get(start..end).unwrap_or_default(), start),
            Kind::Drop => {
                self.overridden |= char == '\u{202e}';
                self.out.put("", start..end, entry.why);
            }
            Kind::Mark => match self.out.text.as_bytes().last() {
                Some(last) if last.is_ascii_alphanumeric() => self.out.put("", start..end, entry.why),
                _ => self.out.copy(self.text.get(start..end).unwrap_or_default(), start),
            },
            Kind::Regional => return self.regional(start),
            Kind::Letter | Kind::Map | Kind::Exact | Kind::Loose | Kind::Sign => {
                let latin = entry
                    .latin()
                    .filter(|_| self.is_latin(start) && (entry.kind != Kind::Map || self.word.mixed));
                if let Some(letter) = latin {
                    self.out.put(letter.encode_utf8(&mut [0; 4]), start..end, Some(Why::LookAlike));
                } else if let Some((whole, end)) = self.composed(char, end) {
                    self.whole(whole, start, end);
                    return end;
                } else {
                    self.native(char, entry, start, end);
                }
            }
        }
        end
    }

    /// A letter that stays in its script.
    fn native(&mut self, char: char, entry: Entry, start: usize, end: usize) {
        if entry.kind != Kind::Exact {
            self.foreign |= entry.group();
        }
        let text = entry.text();
        if text.is_empty() {
            self.out.copy(self.text.get(start..end).unwrap_or_default(), start);
        } else {
            let why = if entry.kind == Kind::Map || !text.chars().eq(char.to_lowercase()) {
                entry.why
            } else {
                Some(Why::Case)
            };
            self.out.put(text, start..end, why);
        }
    }

    /// A letter and its marks that are one character.
    fn whole(&mut self, whole: char, start: usize, end: usize) {
        let entry = Entry::of(whole);
        self.foreign |= entry.group();
        let folded = entry.text();
        let mut buffer = [0; 4];
        let text = if folded.is_empty() { whole.encode_utf8(&mut buffer) } else { folded };
        self.out.put(text, start..end, Some(Why::Styled));
    }

    /// The one character that a letter and the marks after it are, and where they end.
    fn composed(&self, char: char, end: usize) -> Option<(char, usize)> {
        let (mut whole, mut end, mut composed) = (single(char)?, end, None);
        for next in self.text.get(end..)?.chars() {
            if next.is_ascii() {
                break;
            }
            let entry = Entry::of(next);
            end += next.len_utf8();
            match single(next)
                .filter(|second| may_be_second(entry, *second))
                .and_then(|second| table::compose(whole, second))
            {
                Some(one) => {
                    whole = one;
                    composed = Some((whole, end));
                }
                None if entry.is_general_mark() => {}
                None => break,
            }
        }
        composed
    }

    /// A run of regional indicators: flags, or letters where a pair is no region.
    fn regional(&mut self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let letters = rest.chars().map_while(regional::letter).collect::<Vec<_>>();
        let end = start + 4 * letters.len();
        if regional::are_flags(&letters) {
            self.out.copy(self.text.get(start..end).unwrap_or_default(), start);
        } else {
            for (at, letter) in (start..).step_by(4).zip(letters) {
                self.out.put(letter.encode_utf8(&mut [0; 4]), at..at + 4, Some(Why::Styled));
            }
        }
        end
    }

    /// Whether the word around an offset is a Latin one in disguise. Each word is looked at once.
    fn is_latin(&mut self, at: usize) -> bool {
        if at < self.word.end {
            return self.word.latin;
        }
        let before = self.text.get(self.word.end..at).unwrap_or_default();
        let after = self.text.get(at..).unwrap_or_default();
        let mut letters = Letters::default();
        before.chars().rev().take_while(|char| letters.see(*char)).for_each(drop);
        let len = after.chars().take_while(|char| letters.see(*char)).map(char::len_utf8).sum::<usize>();
        let latin = match letters {
            Letters { other: true, .. } => false,
            Letters { latin: true, .. } => true,
            Letters { groups, .. } if groups.count_ones() > 1 => true,
            Letters { loose: true, .. } => false,
            Letters { groups, .. } => {
                self.ambiguous |= groups;
                groups & self.latin != 0
            }
        };
        if !latin {
            let certain = letters.other || letters.loose;
            self.foreign |= if certain { letters.groups } else { 0 };
        }
        self.word = Word { end: at + len.max(1), latin, mixed: letters.groups != 0 };
        latin
    }
}

/// The kinds of letters in one word.
#[derive(Default)]
struct Letters {
    latin: bool,
    loose: bool,
    /// Letters that look like no Latin one.
    other: bool,
    groups: u16,
}

impl Letters {
    /// Notes a character; `false` where it ends the word.
    fn see(&mut self, char: char) -> bool {
        if char.is_ascii() {
            self.latin |= char.is_ascii_alphabetic();
            return char.is_ascii_alphanumeric() || matches!(char, '@' | '$' | '!' | '*' | '|' | '+');
        }
        let entry = Entry::of(char);
        match entry.kind {
            Kind::Same | Kind::Regional => return false,
            Kind::Drop | Kind::Mark | Kind::Sign | Kind::Exact => {}
            Kind::Letter => self.other = true,
            Kind::Loose => self.loose = true,
            Kind::Map => match entry.text().as_bytes().first() {
                Some(first) if first.is_ascii_alphabetic() => self.latin = true,
                Some(first) if first.is_ascii() => {
                    return first.is_ascii_digit() || matches!(first, b'!' | b'*' | b'$' | b'@');
                }
                _ => self.other = true,
            },
        }
        self.groups |= entry.group();
        true
    }
}

/// The one character that stands for this one, if it is one.
fn single(char: char) -> Option<char> {
    let entry = Entry::of(char);
    // Lower case comes after composing, and look-alikes compose in their own script.
    if entry.kind != Kind::Map || entry.why == Some(Why::Case) {
        return Some(char);
    }
    let mut text = entry.text().chars();
    text.next().filter(|_| text.next().is_none())
}

fn may_be_second(entry: Entry, second: char) -> bool {
    entry.kind == Kind::Mark
        || entry.is_general_mark()
        || matches!(second, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' | '\u{3099}' | '\u{309a}')
}
