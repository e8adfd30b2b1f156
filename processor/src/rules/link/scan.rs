//! Where links stand in a text. Each byte is looked at a bounded number of times.

use std::ops::Range;

use super::Bare;
use super::separator::{Anchor, Kind, next, separator};
use super::tld::{self, Class};
use crate::text::continues_word;

/// Characters of one label, at most.
const LABEL_CHARS: usize = 63;
/// Labels of one host, at most.
const LABELS: usize = 24;
/// Bytes of a scheme's name, at most.
const SCHEME_BYTES: usize = 16;

/// A link, in bytes of the text that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) span: Range<usize>,
    /// The name before `://`.
    pub(super) scheme: Option<Range<usize>>,
    /// The labels of the host, in order; what separates them is not among them.
    pub(super) labels: Vec<Range<usize>>,
}

/// Endings that are taken for one after ` dot `.
const SPOKEN: [&str; 8] = ["com", "org", "info", "biz", "xyz", "ru", "io", "co"];

/// The links of a text, in order. `known` tells hosts that are links however bare they stand.
pub(super) fn links(text: &str, bare: Bare, known: &dyn Fn(&str) -> bool) -> Vec<Link> {
    let scan = Scan { text, bare, known };
    let mut links: Vec<Link> = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while let Some((anchor_at, anchor)) = next(text.as_bytes(), at) {
        let (link, after) = match anchor {
            Anchor::Scheme => (scan.with_scheme(anchor_at, floor), anchor_at + 3),
            Anchor::Separator(separator) => (scan.bare(anchor_at, floor), anchor_at + separator.len),
        };
        at = after;
        match link {
            Some(Ok(link)) => {
                floor = link.span.end;
                at = at.max(floor);
                links.push(link);
            }
            // Not a link, and nothing before its end is one.
            Some(Err(end)) => (at, floor) = (at.max(end), floor.max(end)),
            None => {}
        }
    }
    links
}

struct Scan<'a> {
    text: &'a str,
    bare: Bare,
    known: &'a dyn Fn(&str) -> bool,
}

/// A link, or where what looked like one ends.
type Looked = Option<Result<Link, usize>>;

impl Scan<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    fn get(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// A link whose `://` is at `colon`.
    fn with_scheme(&self, colon: usize, floor: usize) -> Looked {
        let before = self.text.get(floor..colon).unwrap_or_default();
        let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-*".contains(byte);
        let len = before.bytes().rev().take(SCHEME_BYTES).take_while(|byte| name(byte)).count();
        let scheme = colon - len..colon;
        if !self.get(&scheme).starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let authority = colon + 3;
        let end = self.rest(authority).find(ends_authority).map_or(self.text.len(), |len| authority + len);
        let host = self
            .text
            .get(authority..end)
            .and_then(|text| text.rfind('@'))
            .map_or(authority, |at| authority + at + 1);
        let labels = self.address(host).or_else(|| {
            let (labels, kinds) = self.labels(host);
            // Behind a space only what is a domain belongs to the host.
            let spoken = kinds.iter().position(|kind| *kind == Kind::Spoken);
            let ends = (1..=labels.len()).rev().find(|count| {
                spoken.is_none_or(|first| *count <= first + 1)
                    || labels.get(count - 1).is_some_and(|last| tld::class(self.get(last)).is_some())
            })?;
            labels.get(..ends).map(<[_]>::to_vec)
        })?;
        let host_end = labels.last()?.end;
        let span = scheme.start..self.tail(host_end).unwrap_or(host_end);
        Some(Ok(Link { span, scheme: Some(scheme), labels }))
    }

    /// `[::1]`, as one label.
    fn address(&self, at: usize) -> Option<Vec<Range<usize>>> {
        let inner = self.rest(at).strip_prefix('[')?;
        let len = inner
            .bytes()
            .take(LABEL_CHARS)
            .take_while(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte))
            .count();
        (inner.as_bytes().get(len) == Some(&b']') && inner.get(..len)?.contains(':'))
            .then(|| std::iter::once(at..at + len + 2).collect())
    }

    /// A link without scheme, whose first separator is at `dot`.
    fn bare(&self, dot: usize, floor: usize) -> Looked {
        let first = self.label_before(dot, floor)?;
        let (mut labels, mut kinds) = (vec![first.clone()], Vec::new());
        let (more, between) = self.more_labels(dot);
        labels.extend(more);
        kinds.extend(between);
        let whole = labels.last()?.end;
        let before = self.text.get(floor..first.start).and_then(|text| text.chars().next_back());
        if before == Some('@') || self.rest(whole).starts_with('@') {
            return Some(Err(whole));
        }
        let is_host = |count: &usize| labels.get(..*count).is_some_and(|labels| self.is_host(labels, &kinds));
        let count = (2..=labels.len()).rev().find(is_host)?;
        labels.truncate(count);
        let end = labels.last()?.end;
        let span = first.start..self.tail(end).unwrap_or(end);
        Some(Ok(Link { span, scheme: None, labels }))
    }

    /// Whether these first labels are a host and meant as one. `kinds` is what separates all labels.
    fn is_host(&self, labels: &[Range<usize>], kinds: &[Kind]) -> bool {
        let [.., owner, last] = labels else { return false };
        let (ending, owner) = (self.get(last), self.get(owner));
        let (inner, next) = kinds.split_at_checked(labels.len() - 1).unwrap_or_default();
        // `example.com.Thanks` goes on behind the host; `java.io.File` is none.
        let goes_on = matches!(next, [Kind::Dot | Kind::Bracketed, ..]);
        if goes_on && !ending.eq_ignore_ascii_case("com") {
            return false;
        }
        let Some(class) = tld::class(ending) else { return false };
        if inner.contains(&Kind::Spoken) {
            return inner.iter().all(|kind| *kind == Kind::Spoken)
                && SPOKEN.iter().any(|spoken| ending.eq_ignore_ascii_case(spoken))
                && !is_small_word(owner);
        }
        if goes_on {
            return true;
        }
        let host = labels.iter().map(|label| self.get(label)).collect::<Vec<_>>().join(".").to_lowercase();
        if inner.contains(&Kind::Bracketed) || (self.known)(&host) {
            return true;
        }
        // A path, a port or `www.` shows that a link is meant.
        if host.starts_with("www.") || self.tail(last.end).is_some_and(|end| end > last.end + 1) {
            return true;
        }
        match self.bare {
            Bare::All => true,
            Bare::None => false,
            Bare::Likely => {
                !is_something_else(&host)
                    && !self.rest(last.end).starts_with('(')
                    && is_likely(owner, ending, class)
            }
        }
    }

    /// The label that ends at `end`.
    fn label_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let before = self.text.get(floor..end)?;
        let script = Script::of(before.chars().next_back()?);
        let own = |char: &char| is_label(*char) && Script::of(*char).joins(script);
        let len: usize = before.chars().rev().take(LABEL_CHARS).take_while(own).map(char::len_utf8).sum();
        let label = before.get(before.len() - len..)?;
        let trimmed = label.trim_start_matches(['-', '_']);
        (!trimmed.is_empty()).then(|| end - trimmed.len()..end)
    }

    /// The label that begins at `start`.
    fn label_at(&self, start: usize) -> Option<Range<usize>> {
        let rest = self.rest(start);
        let script = Script::of(rest.chars().next()?);
        let own = |char: &char| is_label(*char) && Script::of(*char).joins(script);
        let len: usize = rest.chars().take(LABEL_CHARS).take_while(own).map(char::len_utf8).sum();
        let trimmed = rest.get(..len)?.trim_end_matches(['-', '_']);
        (!trimmed.is_empty()).then(|| start..start + trimmed.len())
    }

    /// The labels from `start` on and what is between them.
    fn labels(&self, start: usize) -> (Vec<Range<usize>>, Vec<Kind>) {
        let Some(first) = self.label_at(start) else { return Default::default() };
        let (more, kinds) = self.more_labels(first.end);
        (std::iter::once(first).chain(more).collect(), kinds)
    }

    /// The labels behind the separator at `at`.
    fn more_labels(&self, mut at: usize) -> (Vec<Range<usize>>, Vec<Kind>) {
        let (mut labels, mut kinds) = (Vec::new(), Vec::new());
        while let Some(between) = separator(self.rest(at).as_bytes())
            && let Some(label) = self.label_at(at + between.len)
            && labels.len() < LABELS
        {
            at = label.end;
            labels.push(label);
            kinds.push(between.kind);
        }
        (labels, kinds)
    }

    /// Where the port, path, query and fragment behind a host end; `None` where there are none.
    fn tail(&self, host_end: usize) -> Option<usize> {
        let mut at = host_end;
        if let Some(port) = self.rest(at).strip_prefix(':') {
            let digits = port.bytes().take_while(u8::is_ascii_digit).count();
            let ends = port.as_bytes().get(digits).is_none_or(|byte| !byte.is_ascii_alphanumeric());
            at += if (2..=5).contains(&digits) && ends { digits + 1 } else { 0 };
        }
        if self.rest(at).starts_with(['/', '?', '#', '\\']) {
            let rest = self.rest(at);
            let path = rest.get(..rest.find(ends_link).unwrap_or(rest.len())).unwrap_or_default();
            at += trimmed(path).len();
        }
        (at > host_end).then_some(at)
    }
}

/// A path without what belongs to the sentence around it.
fn trimmed(path: &str) -> &str {
    let mut open = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(opening, closing)| (closing, path.matches(opening).count(), path.matches(closing).count()));
    let mut path = path;
    while let Some(last) = path.chars().next_back() {
        let is_outside = match open.iter_mut().find(|(closing, ..)| *closing == last) {
            Some((_, opened, closed)) => {
                let is_unmatched = closed > opened;
                *closed -= 1;
                is_unmatched
            }
            None => matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~'),
        };
        if !is_outside {
            break;
        }
        path = path.get(..path.len() - last.len_utf8()).unwrap_or_default();
    }
    path
}

/// Whether a name that stands alone is likely to be a host.
fn is_likely(owner: &str, ending: &str, class: Class) -> bool {
    let marked = owner.bytes().any(|byte| byte.is_ascii_digit() || byte == b'-');
    let lettered = owner.bytes().any(|byte| !byte.is_ascii_digit());
    match class {
        // `5.ml` is a measure, `e.g` an abbreviation.
        Class::Clear if ending.len() == 2 => lettered && owner.len() > 1,
        Class::Clear => true,
        // `ok.so what`, but not `casino-77.top`.
        Class::Word => marked && lettered && owner.len() > 3,
        Class::File => false,
    }
}

/// Names of things that are written like hosts.
fn is_something_else(host: &str) -> bool {
    ["asp.net", "vb.net", "ado.net", "ml.net", "java.io", "java.net", "system.io", "system.net", "file.io"]
        .contains(&host)
}

/// Words before `dot com` that make it one of the dot-com years.
fn is_small_word(word: &str) -> bool {
    let small = [
        "a", "an", "the", "this", "that", "my", "your", "our", "their", "his", "her", "old", "new", "first",
        "last", "early", "big", "every", "any", "no", "in", "of", "on", "and", "or", "is", "was", "pre",
        "post", "asp",
    ];
    word.len() < 2 || small.iter().any(|small| word.eq_ignore_ascii_case(small))
}

fn is_label(char: char) -> bool {
    if char.is_ascii() {
        char.is_ascii_alphanumeric() || char == '-' || char == '_'
    } else {
        char.is_alphanumeric() || is_mark(char)
    }
}

/// The marks that words of Indian and other scripts are written with.
fn is_mark(char: char) -> bool {
    continues_word(char)
        || matches!(char, '\u{0900}'..='\u{0dff}' | '\u{0e00}'..='\u{0eff}' | '\u{200c}'..='\u{200d}' | '\u{30fb}')
}

/// What a host's label is written in: where text without spaces meets ASCII, the label ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Ascii,
    Unspaced,
    Other,
}

impl Script {
    fn of(char: char) -> Self {
        if char.is_ascii() {
            Self::Ascii
        } else if char.is_alphanumeric() && !continues_word(char) {
            Self::Unspaced
        } else {
            Self::Other
        }
    }

    fn joins(self, other: Self) -> bool {
        self == other || (self != Self::Unspaced && other != Self::Unspaced)
    }
}

fn ends_authority(char: char) -> bool {
    matches!(char, '/' | '?' | '#' | '\\') || ends_link(char)
}

/// What no link goes on behind.
fn ends_link(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(
            char,
            '<' | '>'
                | '"'
                | '`'
                | '|'
                | '“'
                | '”'
                | '«'
                | '»'
                | '。'
                | '，'
                | '、'
                | '！'
                | '？'
                | '）'
                | '」'
                | '】'
        )
}
