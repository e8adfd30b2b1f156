//! Words cut out of a text one after another.

use super::hash::{START, step};
use super::{Marks, Word};
use crate::text::continues_word;

/// What a byte is to the splitting.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Letter,
    Digit,
    /// Can stand for a letter, or for any.
    Sign,
    Apostrophe,
    High,
    Stop,
    Line,
    Other,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let kind = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'@' | b'$' | b'!' | b'|' | b'+' | b'*' | b'#' | b'%' | b'^' | b'&' | b'~' | b'_' => Kind::Sign,
            b'\'' | b'`' => Kind::Apostrophe,
            b'.' | b'?' => Kind::Stop,
            b'\n' | b'\r' => Kind::Line,
            0x80.. => Kind::High,
            _ => Kind::Other,
        };
        #[expect(clippy::indexing_slicing, reason = "below 256, and evaluated at compile time")]
        {
            kinds[byte] = kind;
        }
        byte += 1;
    }
    kinds
};

/// The kind of a byte; white space beyond the end.
#[inline]
pub(crate) fn kind(bytes: &[u8], at: usize) -> Kind {
    bytes.get(at).map_or(Kind::Other, |byte| KINDS.get(usize::from(*byte)).copied().unwrap_or(Kind::Other))
}

/// Longest run of signs inside a word.
const MOST_SIGNS: usize = 8;

/// Splits a text step by step.
pub(crate) struct Splitter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The word that the last step found.
    pub(crate) word: Option<Word>,
    /// Where the last word ends, with the signs that touch it.
    taken: usize,
    /// What stands between the last word and the next.
    pub(crate) between: Marks,
    signs_separate: bool,
}

impl<'a> Splitter<'a> {
    pub(crate) fn of(text: &'a str, signs_separate: bool) -> Self {
        Self { text, bytes: text.as_bytes(), word: None, taken: 0, between: Marks::default(), signs_separate }
    }

    pub(crate) fn all(mut self) -> Vec<Word> {
        let mut words = Vec::with_capacity(self.bytes.len() / 5 + 4);
        let mut at = 0;
        while at < self.bytes.len() {
            at = self.step(at);
            words.extend(self.word.take());
        }
        words
    }

    /// Looks at what begins at `at`, which may be a word, and returns where the next begins.
    #[inline]
    pub(crate) fn step(&mut self, at: usize) -> usize {
        match kind(self.bytes, at) {
            Kind::Letter => self.letters(at),
            Kind::Digit => self.run(at),
            Kind::High => self.high(at),
            Kind::Stop => self.stop(at),
            Kind::Sign => self.sign(at),
            Kind::Line => {
                self.between = self.between.with(Marks::LINE);
                at + 1
            }
            Kind::Apostrophe | Kind::Other => at + 1,
        }
    }

    /// The common case: ASCII letters with nothing special around them.
    #[inline]
    fn letters(&mut self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let (mut len, mut state, mut capitals) = (0, START, 0usize);
        for byte in rest {
            let small = byte | 0x20;
            if !small.is_ascii_lowercase() {
                break;
            }
            state = step(state, small);
            capitals += usize::from(*byte != small);
            len += 1;
        }
        let at = start + len;
        let special =
            matches!(kind(self.bytes, at), Kind::Digit | Kind::Sign | Kind::Apostrophe | Kind::High);
        if special || start.checked_sub(1).is_some_and(|before| kind(self.bytes, before) == Kind::Sign) {
            return self.run(start);
        }
        let mut marks = self.between.with(Marks::LETTER);
        // Capitals that all come first follow no small letter.
        let first = rest.iter().take(capitals).all(u8::is_ascii_uppercase);
        if capitals > 0 && !first {
            marks = marks.with(Marks::CAMEL);
        }
        self.word(start..at, state, marks, [0, 0]);
        at
    }

    fn push(&mut self, span: std::ops::Range<usize>, state: u64, marks: Marks, trail: usize) {
        let lead = if span.start > 0 { self.signs_before(span.start) } else { 0 };
        self.word(span, state, marks, [lead, trail]);
    }

    /// A word, and how many signs touch it before and after.
    #[inline]
    fn word(&mut self, span: std::ops::Range<usize>, state: u64, marks: Marks, signs: [usize; 2]) {
        let [lead, trail] = signs.map(|signs| u8::try_from(signs).unwrap_or(u8::MAX));
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.taken = span.end + usize::from(trail);
        self.word =
            Some(Word { start: offset(span.start), end: offset(span.end), state, marks, lead, trail });
        self.between = Marks::default();
    }

    fn signs_before(&self, start: usize) -> usize {
        let before = self.bytes.get(self.taken.min(start)..start).unwrap_or_default();
        let signs = before.iter().rev().take(MOST_SIGNS);
        signs.take_while(|byte| matches!(byte, b'$' | b'@' | b'*' | b'!' | b'|' | b'+')).count()
    }

    /// A full stop or question mark ends a sentence if nothing touches it from behind.
    fn stop(&mut self, at: usize) -> usize {
        let ends = self.bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        if ends {
            self.between = self.between.with(Marks::STOP);
        }
        at + 1
    }

    fn sign(&mut self, at: usize) -> usize {
        let next = self.bytes.get(at + 1);
        if self.bytes.get(at) == Some(&b'!') && next.is_none_or(u8::is_ascii_whitespace) {
            self.between = self.between.with(Marks::STOP);
        }
        // Between letters that stand apart a sign may be one of them: `s h ! t`.
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        if next.is_some() && before == next && matches!(next, Some(b' ' | b'.' | b'-' | b'\t')) {
            self.push(at..at + 1, START, Marks::LONE, 0);
        }
        at + 1
    }

    fn high(&mut self, at: usize) -> usize {
        match self.char(at) {
            Some(char) if continues_word(char) || sign_of(char) => self.run(at),
            Some(char) => at + char.len_utf8(),
            None => at + 1,
        }
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// What stands at an offset of a word.
    #[inline]
    fn next(&self, at: usize) -> Next {
        match kind(self.bytes, at) {
            Kind::Letter | Kind::Digit => Next::Plain(self.bytes.get(at).copied().unwrap_or_default()),
            Kind::Apostrophe => Next::Apostrophe(1),
            Kind::Sign => Next::Sign,
            Kind::High => match self.char(at) {
                Some(char) if continues_word(char) => Next::Foreign(char.len_utf8()),
                Some(char) if is_apostrophe(char) => Next::Apostrophe(char.len_utf8()),
                Some(char) if sign_of(char) => Next::Sign,
                _ => Next::Other,
            },
            _ => Next::Other,
        }
    }

    /// A word with anything else than ASCII letters in it or around it.
    fn run(&mut self, start: usize) -> usize {
        let (mut at, mut end, mut state) = (start, start, START);
        let mut marks = self.between;
        let (mut small, mut trail, mut after) = (false, 0, None);
        loop {
            match self.next(at) {
                Next::Plain(byte) => {
                    if byte.is_ascii_digit() {
                        marks = marks.with(Marks::DIGIT);
                        state = step(state, byte);
                    } else {
                        marks = marks.with(Marks::LETTER);
                        if byte & 0x20 == 0 && small {
                            marks = marks.with(Marks::CAMEL);
                        }
                        small |= byte & 0x20 != 0;
                        state = step(state, byte | 0x20);
                    }
                    at += 1;
                    end = at;
                }
                Next::Foreign(len) => {
                    for byte in self.bytes.get(at..at + len).unwrap_or_default() {
                        state = step(state, *byte);
                    }
                    marks = marks.with(Marks::FOREIGN).with(Marks::LETTER);
                    at += len;
                    end = at;
                }
                Next::Apostrophe(len) if end == at && at > start => match self.elision(at, len) {
                    Elision::Inside(mark) => {
                        marks = marks.with(mark);
                        at += len;
                    }
                    Elision::Genitive => {
                        marks = marks.with(Marks::GENITIVE);
                        after = Some(at + len + 1);
                        break;
                    }
                    Elision::None => break,
                },
                Next::Sign => match self.signs(at) {
                    Ok(next) => {
                        marks = marks.with(Marks::SIGN);
                        state = step(state, b'*');
                        at = next;
                    }
                    Err(signs) => {
                        trail = signs;
                        break;
                    }
                },
                Next::Apostrophe(_) | Next::Other => break,
            }
        }
        if end == start {
            return start + self.char(start).map_or(1, char::len_utf8);
        }
        self.push(start..end, state, marks, trail);
        after.unwrap_or(end)
    }

    /// What an apostrophe after a letter is.
    fn elision(&self, at: usize, len: usize) -> Elision {
        let rest = self.bytes.get(at + len..).unwrap_or_default();
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let tail = rest.get(..letters).unwrap_or_default();
        if tail.is_empty() {
            return Elision::None;
        }
        if tail.eq_ignore_ascii_case(b"s") {
            return Elision::Genitive;
        }
        let before = at.checked_sub(1).and_then(|last| self.bytes.get(last));
        let after_e = before.is_some_and(|byte| byte.eq_ignore_ascii_case(&b'e'));
        let elided = after_e && tail.eq_ignore_ascii_case(b"ll");
        Elision::Inside(if elided { Marks::ELIDED.with(Marks::DROPPED) } else { Marks::DROPPED })
    }

    /// The end of a run of signs inside a word, or how many of them end it.
    fn signs(&self, start: usize) -> Result<usize, usize> {
        let mut at = start;
        if self.signs_separate {
            return Err(0);
        }
        loop {
            at = match kind(self.bytes, at) {
                Kind::Sign => at + 1,
                Kind::High => match self.char(at) {
                    Some(char) if sign_of(char) => at + char.len_utf8(),
                    Some(char) if continues_word(char) && at - start <= MOST_SIGNS => return Ok(at),
                    _ => return Err((at - start).min(MOST_SIGNS)),
                },
                Kind::Letter | Kind::Digit if at - start <= MOST_SIGNS => return Ok(at),
                _ => return Err((at - start).min(MOST_SIGNS)),
            };
        }
    }
}

/// What stands at an offset of a word; lengths are bytes.
enum Next {
    /// An ASCII letter or digit.
    Plain(u8),
    /// A letter outside ASCII.
    Foreign(usize),
    Apostrophe(usize),
    /// Can stand for a letter.
    Sign,
    Other,
}

enum Elision {
    /// It is dropped.
    Inside(Marks),
    /// An `'s` ends the word.
    Genitive,
    /// The word ends before it.
    None,
}

pub(super) fn is_apostrophe(char: char) -> bool {
    matches!(char, '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}')
}

/// Signs outside ASCII that can stand for letters.
fn sign_of(char: char) -> bool {
    matches!(char, '¢' | '€' | '£' | '§' | '¡' | '×')
}
