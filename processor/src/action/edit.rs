//! One text, edited until nothing more is found in it.

use std::borrow::Cow;
use std::ops::Range;

use super::{Find, PLACEHOLDER, Then};
use crate::text;

/// How often a text is read again because an edit uncovered something. Taking `TKT-1` out of `TKTTKT-1-1`
/// leaves `TKT-1`; nobody nests by accident, so what is not done by then is treated as one finding.
const READINGS: usize = 4;

/// The text after the edit; `None` when it stays as it is. Settling the result once more changes nothing.
pub(super) fn settle(original: &str, then: &Then, must_show: bool, find: &dyn Find) -> Option<String> {
    let mut current = Cow::Borrowed(original);
    for reading in 0..=READINGS {
        let mut spans = find(&current);
        if spans.is_empty() {
            break;
        }
        if reading == READINGS {
            spans.clear();
            spans.push(0..current.len());
        }
        let next = cut(&current, spans, then, must_show);
        if next == *current {
            break;
        }
        current = Cow::Owned(next);
    }
    match current {
        Cow::Owned(edited) if edited != original => Some(edited),
        _ => None,
    }
}

fn cut(text: &str, spans: Vec<Range<usize>>, then: &Then, must_show: bool) -> String {
    let boundaries = text::boundaries(text);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for characters in whole(&boundaries, spans) {
        let at = |index: usize| boundaries.get(index).copied().unwrap_or(text.len());
        let (start, mut end) = (at(characters.start), at(characters.end));
        out.push_str(text.get(copied..start).unwrap_or_default());
        match then {
            Then::Mask => out.extend(std::iter::repeat_n('*', characters.len())),
            Then::Replace(replacement) => out.push_str(replacement),
            Then::Remove | Then::Deny => {
                let rest = text.get(end..).unwrap_or_default();
                if rest.is_empty() {
                    let kept = out.trim_end_matches(' ').len();
                    out.truncate(kept);
                } else if rest.starts_with(' ') && out.chars().next_back().is_none_or(char::is_whitespace) {
                    // A space may carry a combining mark; then it is no plain space.
                    end = if at(characters.end + 1) == end + 1 { end + 1 } else { end };
                }
            }
        }
        copied = end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    if must_show && text::is_blank(&out) { PLACEHOLDER.to_owned() } else { out }
}

/// The characters that the spans touch, as ranges of indices into `boundaries`; overlapping ones are one.
fn whole(boundaries: &[usize], mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.retain(|span| span.start < span.end);
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    let last = boundaries.len().saturating_sub(1);
    for span in spans {
        let start = boundaries.partition_point(|boundary| *boundary <= span.start).saturating_sub(1);
        let end = boundaries.partition_point(|boundary| *boundary < span.end).min(last);
        match merged.last_mut() {
            Some(previous) if start < previous.end => previous.end = previous.end.max(end),
            _ if start < end => merged.push(start..end),
            _ => {}
        }
    }
    merged
}
