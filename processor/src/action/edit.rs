//! One text, edited until nothing more is found in it.

use std::borrow::Cow;
use std::ops::Range;

use super::hash::Key;
use super::label::label;
use super::{Find, Found, Instead, Then, found_in};
use crate::text::{self, Text};

/// How often a text is read again because an edit uncovered something. Taking `TKT-1` out of `TKTTKT-1-1`
/// leaves `TKT-1`; nobody nests by accident, so what is not done by then is treated as one finding.
const READINGS: usize = 4;

/// The text after the edit; `None` when it stays as it is. Settling the result once more changes nothing.
/// Empty where something had to be left to see and the message is to be denied instead.
pub(super) fn settle(
    original: &str,
    mut found: Vec<Found>,
    then: &Then,
    key: Option<&Key>,
    must_show: bool,
    find: &dyn Find,
) -> Option<String> {
    let mut current = Cow::Borrowed(original);
    for reading in 0..=READINGS {
        if found.is_empty() {
            break;
        }
        if reading == READINGS {
            let all = 0..current.len();
            found.truncate(1);
            for found in &mut found {
                (found.span, found.keep) = (all.clone(), None);
            }
        }
        let next = cut(&current, found, then, key);
        let next = match then {
            Then::RemoveOr(Instead::Deny) if must_show && text::is_blank(&next) => return Some(String::new()),
            _ if must_show && text::is_blank(&next) => then.empty().to_owned(),
            _ => next,
        };
        if next == *current {
            break;
        }
        found = found_in(&Text::new(&next), find);
        current = Cow::Owned(next);
    }
    match current {
        Cow::Owned(edited) if edited != original => Some(edited),
        _ => None,
    }
}

fn cut(text: &str, found: Vec<Found>, then: &Then, key: Option<&Key>) -> String {
    if matches!(then, Then::Remove | Then::RemoveOr(_)) && found.iter().any(|found| found.inside) {
        return without(text, found);
    }
    let boundaries = text::boundaries(text);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (characters, found) in whole(&boundaries, found) {
        let at = |index: usize| boundaries.get(index).copied().unwrap_or(text.len());
        let (start, mut end) = (at(characters.start), at(characters.end));
        out.push_str(text.get(copied..start).unwrap_or_default());
        let cut = text.get(start..end).unwrap_or_default();
        match then {
            Then::Mask => match &found.keep {
                None => out.extend(std::iter::repeat_n('*', characters.len())),
                Some(keep) => {
                    let kept = |from: usize, to: usize| from >= keep.start && to <= keep.end;
                    mask_between(cut, start, kept, &mut out);
                }
            },
            Then::MaskAll => out.extend(std::iter::repeat_n('*', characters.len())),
            Then::KeepLast(count) => {
                let keep = start + last(cut, usize::from(*count));
                mask_between(cut, start, |from, _| from >= keep, &mut out);
            }
            Then::Placeholder => push_all(&mut out, &["[", &label(&found.category), "]"]),
            Then::Hash(_) => {
                let hash = key.map(|key| key.of(cut)).unwrap_or_default();
                push_all(&mut out, &["[", &label(&found.category), ":", &hash, "]"]);
            }
            Then::Replace(replacement) => out.push_str(replacement),
            Then::Remove | Then::RemoveOr(_) | Then::Deny | Then::DenyAs(_) => {
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
    out
}

/// The text without what was found, to the byte.
fn without(text: &str, mut found: Vec<Found>) -> String {
    found.sort_by_key(|found| found.span.start);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for Found { span, .. } in found {
        out.push_str(text.get(copied..span.start).unwrap_or_default());
        copied = copied.max(span.end);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

fn push_all(out: &mut String, pieces: &[&str]) {
    for piece in pieces {
        out.push_str(piece);
    }
}

/// One `*` for each letter and digit that is not kept; other characters stay. `start` is where `cut` begins.
fn mask_between(cut: &str, start: usize, kept: impl Fn(usize, usize) -> bool, out: &mut String) {
    for (at, character) in text::characters(cut) {
        let from = start + at;
        let is_shown = kept(from, from + character.len()) || !character.contains(char::is_alphanumeric);
        out.push_str(if is_shown { character } else { "*" });
    }
}

/// Where the last `count` letters and digits begin.
fn last(cut: &str, count: usize) -> usize {
    let starts: Vec<usize> = text::characters(cut)
        .filter(|(_, character)| character.contains(char::is_alphanumeric))
        .map(|(at, _)| at)
        .collect();
    let kept = starts.len().saturating_sub(count);
    starts.get(kept).copied().unwrap_or(cut.len())
}

/// The characters that the findings touch, as ranges of indices into `boundaries`; overlapping ones are one.
fn whole(boundaries: &[usize], mut all: Vec<Found>) -> Vec<(Range<usize>, Found)> {
    all.retain(|found| found.span.start < found.span.end);
    all.sort_by_key(|found| (found.span.start, found.span.end));
    let mut merged: Vec<(Range<usize>, Found)> = Vec::with_capacity(all.len());
    let last = boundaries.len().saturating_sub(1);
    for found in all {
        let start = boundaries.partition_point(|boundary| *boundary <= found.span.start).saturating_sub(1);
        let end = boundaries.partition_point(|boundary| *boundary < found.span.end).min(last);
        match merged.last_mut() {
            Some((previous, before)) if start < previous.end => {
                previous.end = previous.end.max(end);
                // Of two findings in one place, what one leaves may be what the other takes.
                if before.keep != found.keep {
                    before.keep = None;
                }
            }
            _ if start < end => merged.push((start..end, found)),
            _ => {}
        }
    }
    merged
}
