//! What a pattern finds: its matches, or what its named groups match.

use std::ops::Range;

use regex::Regex;

use super::Reads;
use super::cost::{has_named_groups, shortest_match};
use crate::action::{Find, Found, Then};
use crate::registry::OptionErrors;
use crate::text::Text;

/// The category of what is found.
const CATEGORY: &str = "pattern";

/// A compiled pattern and what is meant of its matches.
#[derive(Debug)]
pub(super) struct Finder {
    regex: Regex,
    reads: Reads,
    /// The index and term of each named group.
    groups: Vec<(usize, String)>,
}

impl Finder {
    pub(super) fn of(regex: Regex, reads: Reads) -> Self {
        let names = regex.capture_names().enumerate();
        let groups = names.filter_map(|(at, name)| Some((at, format!("{CATEGORY}/{}", name?)))).collect();
        Self { regex, reads, groups }
    }

    /// Refuses a `then` whose result would be found again because what is around the named groups stays.
    pub(super) fn check(&self, then: &Then, pattern: &str) -> Result<(), OptionErrors> {
        if !has_named_groups(&self.regex) {
            return Ok(());
        }
        let replacement = match then {
            Then::Remove | Then::RemoveOr(_) | Then::Hash(_) => {
                let message = "what is around the named groups stays and would match with what follows; \
                               use `mask`, `placeholder`, `{ replace: TEXT }` or `deny`";
                return Err(OptionErrors::at("then", message));
            }
            Then::Replace(text) => text,
            _ => return Ok(()),
        };
        let sample = shortest_match(pattern);
        let Some((before, after)) = self.around(&sample) else { return Ok(()) };
        let edited = format!("{before}{replacement}{after}");
        let stays = self
            .spans(&edited)
            .iter()
            .all(|(span, _)| edited.get(span.clone()) == Some(replacement.as_str()));
        if stays {
            return Ok(());
        }
        Err(OptionErrors::at(
            "then/replace",
            "the named groups match a part of the replacement, which would be replaced again; use one without spaces and the like",
        ))
    }

    /// What is before and behind the first thing found in a text.
    fn around<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let (span, _) = self.spans(text).into_iter().next()?;
        Some((text.get(..span.start)?, text.get(span.end..)?))
    }

    /// What is found in a text, and by which named group.
    fn spans(&self, text: &str) -> Vec<(Range<usize>, Option<&str>)> {
        if self.groups.is_empty() {
            return self.regex.find_iter(text).map(|hit| (hit.range(), None)).collect();
        }
        let mut spans = Vec::new();
        for captures in self.regex.captures_iter(text) {
            for (group, term) in &self.groups {
                if let Some(hit) = captures.get(*group).filter(|hit| !hit.is_empty()) {
                    spans.push((hit.range(), Some(term.as_str())));
                }
            }
        }
        spans
    }
}

impl Find for Finder {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        let first = found.len();
        let mut add = |span: Range<usize>, group: Option<&str>| {
            if !found.iter().skip(first).any(|one| one.span == span) {
                let one = Found::new(span, CATEGORY);
                found.push(match group {
                    Some(term) => one.term(term.to_owned()),
                    None => one,
                });
            }
        };
        if self.reads != Reads::Folded {
            self.spans(text.original()).into_iter().for_each(|(span, group)| add(span, group));
        }
        if self.reads == Reads::Original {
            return;
        }
        for reading in text.readings() {
            if self.reads == Reads::Both && reading.as_str() == text.original() {
                continue;
            }
            for (span, group) in self.spans(reading.as_str()) {
                add(reading.original(span), group);
            }
        }
    }
}
