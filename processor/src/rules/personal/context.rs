//! What the words around a number say about it: `card` before sixteen digits, or `order`.

use std::ops::Range;

use super::bytes::{Bytes, is_word};

/// Words that are read before a candidate.
const BEFORE: usize = 7;
/// Words that are read after it; a reader is told less often what a number was than what it will be.
const AFTER: usize = 3;
/// Bytes of a link before a number, at most.
const LINK_REACH: usize = 512;
/// Bytes that are read in either direction, however long the words.
const REACH: usize = 80;

/// Words that speak for a kind of personal data and words that speak for something else.
///
/// They are in lower case and without accents, as folded text is; `tele*` stands for every word that begins
/// so, and a plural of a listed word is that word too. Two words are found one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Cues {
    pub(crate) supporting: &'static [&'static str],
    /// Words that support what stands directly beside them, and nothing further off.
    pub(crate) labels: &'static [&'static str],
    /// Words on another line oppose nothing: what they were about has ended.
    pub(crate) opposing: &'static [&'static str],
}

/// What the words around a candidate say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaning {
    /// The nearest telling word supports it.
    For,
    /// The nearest telling word speaks against it.
    Against,
    /// There is none.
    Neither,
}

impl Cues {
    /// What is said around a span. The nearest word before decides, then the nearest after.
    pub(crate) fn leaning(&self, text: &str, span: &Range<usize>) -> Leaning {
        self.nearest(text, span).0
    }

    /// What is said around a span, and how many words away, beginning with one.
    pub(crate) fn nearest(&self, text: &str, span: &Range<usize>) -> (Leaning, usize) {
        let before = words_before(text, span.start);
        for (index, word) in before.iter().enumerate() {
            let further = before.get(index + 1).map(|word| word.letters);
            if let Some(leaning) = self.weigh(word, index, (further, None)) {
                return (leaning, index + 1);
            }
        }
        let after = words_after(text, span.end);
        for (index, word) in after.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|index| after.get(index)).map(|word| word.letters);
            let next = after.get(index + 1).map(|word| word.letters);
            if let Some(leaning) = self.weigh(word, index, (previous, next)) {
                return (leaning, index + 1);
            }
        }
        (Leaning::Neither, usize::MAX)
    }

    /// Whether some word around speaks for it, whatever others say.
    pub(crate) fn supported(&self, text: &str, span: &Range<usize>) -> bool {
        Self { opposing: &[], ..*self }.leaning(text, span) == Leaning::For
    }

    fn weigh(
        &self,
        word: &Word<'_>,
        index: usize,
        (previous, next): (Option<&[u8]>, Option<&[u8]>),
    ) -> Option<Leaning> {
        let initial = initial(word.letters);
        // No cue begins with a digit, and there may be many numbers.
        if initial.is_ascii_digit() {
            return None;
        }
        let initial_before = previous.map_or(0, self::initial);
        let has = |cues: &[&str]| {
            cues.iter().any(|cue| {
                let first = cue.as_bytes().first().copied().unwrap_or(0);
                if first != initial && first != initial_before {
                    return false;
                }
                match cue.split_once(' ') {
                    None => is_cue(word.letters, cue),
                    Some((one, two)) => {
                        previous.is_some_and(|previous| is_cue(previous, one)) && is_cue(word.letters, two)
                            || is_cue(word.letters, one) && next.is_some_and(|next| is_cue(next, two))
                    }
                }
            })
        };
        if has(self.supporting) || index == 0 && has(self.labels) {
            Some(Leaning::For)
        } else if !word.is_on_another_line && has(self.opposing) {
            Some(Leaning::Against)
        } else {
            None
        }
    }
}

/// Whether a link leads up to a place: numbers in it are ids unless a word says otherwise.
pub(crate) fn is_in_link(text: &str, at: usize) -> bool {
    let near = Bytes(Bytes::of(text).get(at.saturating_sub(LINK_REACH)..at));
    let link = near.get(near.start_of(near.len(), |byte| byte.is_ascii_graphic())..near.len());
    memchr::memmem::find(link, b"://").is_some()
        || link.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"www."))
}

/// The first byte of a word, as a cue has it.
fn initial(word: &[u8]) -> u8 {
    word.first().map_or(0, u8::to_ascii_lowercase)
}

fn is_cue(word: &[u8], cue: &str) -> bool {
    if let Some(start) = cue.strip_suffix('*') {
        return word.get(..start.len()).is_some_and(|word| word.eq_ignore_ascii_case(start.as_bytes()));
    }
    // `ts` is a time stamp and no plural of `t`.
    let plural = || word.strip_suffix(b"s").or_else(|| word.strip_suffix(b"S")).filter(|_| cue.len() > 1);
    word.eq_ignore_ascii_case(cue.as_bytes())
        || plural().is_some_and(|word| word.eq_ignore_ascii_case(cue.as_bytes()))
}

/// Letters of a word; an underscore joins the names of fields, which are several words to a reader.
fn is_letter(byte: u8) -> bool {
    byte != b'_' && is_word(byte)
}

/// A word near a candidate.
struct Word<'a> {
    letters: &'a [u8],
    is_on_another_line: bool,
}

/// Nearest first.
fn words_before(text: &str, end: usize) -> Vec<Word<'_>> {
    let bytes = Bytes(Bytes::of(text).get(end.saturating_sub(REACH)..end));
    let mut words = Vec::with_capacity(BEFORE);
    let mut at = bytes.len();
    let mut is_on_another_line = false;
    while words.len() < BEFORE && at > 0 {
        let end = bytes.start_of(at, |byte| !is_letter(byte));
        is_on_another_line |= bytes.get(end..at).contains(&b'\n');
        at = bytes.start_of(end, is_letter);
        let escape = usize::from(bytes.is_after_escape(at + 1));
        if at + escape < end {
            words.push(Word { letters: bytes.get(at + escape..end), is_on_another_line });
        }
        is_on_another_line |= escape == 1;
    }
    words
}

/// Nearest first.
fn words_after(text: &str, start: usize) -> Vec<Word<'_>> {
    let bytes = Bytes(Bytes::of(text).get(start..(start + REACH).min(text.len())));
    let mut words = Vec::with_capacity(AFTER);
    let mut at = 0;
    let mut is_on_another_line = false;
    while words.len() < AFTER && at < bytes.len() {
        let start = bytes.end_of(at, |byte| !is_letter(byte));
        let escape = usize::from(bytes.is_after_escape(start + 1));
        is_on_another_line |= escape == 1 || bytes.get(at..start).contains(&b'\n');
        at = bytes.end_of(start, is_letter);
        if start + escape < at {
            words.push(Word { letters: bytes.get(start + escape..at), is_on_another_line });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUES: Cues =
        Cues { supporting: &["card", "pay*", "my number"], labels: &["desk", "t"], opposing: &["order"] };

    #[test]
    fn the_nearest_telling_word_decides() {
        let cases = [
            ("my card 1", Leaning::For),
            ("order by CARDS: 1", Leaning::For),
            ("card for order #1", Leaning::Against),
            ("1 is my card", Leaning::For),
            ("order 1 is my card", Leaning::Against),
            ("card_id=1", Leaning::For),
            ("payment 1", Leaning::For),
            ("my number is 1", Leaning::For),
            ("the number is 1", Leaning::Neither),
            ("1 is my number", Leaning::For),
            ("desk: 1", Leaning::For),
            ("desk for 1", Leaning::Neither),
            ("1 desk", Leaning::For),
            ("order\n1", Leaning::Neither),
            ("card\n1", Leaning::For),
            ("discard 1", Leaning::Neither),
            (r"\ncard:\n1", Leaning::For),
            ("card a b c d e f g h 1", Leaning::Neither),
            ("1 a b c card", Leaning::Neither),
            ("cards 1", Leaning::For),
            ("ts=1", Leaning::Neither),
        ];
        for (text, expected) in cases {
            let at = text.find('1').unwrap();
            assert_eq!(CUES.leaning(text, &(at..at + 1)), expected, "{text}");
        }
    }
}
