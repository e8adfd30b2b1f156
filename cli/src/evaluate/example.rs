//! Examples: the first texts of which the verdict is worth a look.

use std::collections::BTreeMap;

use serde::Serialize;

use super::corpus::{Item, Row};
use super::verdict::Verdict;

/// Why a text is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// Positive, and found unlike before.
    NewlyCaught,
    /// Positive, and not found any more.
    NewlyMissed,
    /// Negative, and found unlike before.
    NewlyAccused,
    /// Negative, and not found any more.
    NewlyCleared,
    /// Without a label, and found unlike before.
    NewlyFound,
    /// Without a label, and not found any more.
    NoLongerFound,
    /// Positive, and not found.
    Missed,
    /// Negative, and found.
    Accused,
}

impl Change {
    /// What is worth a look about a verdict, in comparison or by itself.
    fn of(label: Option<bool>, before: Option<bool>, now: bool) -> Option<Self> {
        match (label, before, now) {
            (Some(true), None, false) => Some(Self::Missed),
            (Some(false), None, true) => Some(Self::Accused),
            (Some(true), Some(false), true) => Some(Self::NewlyCaught),
            (Some(true), Some(true), false) => Some(Self::NewlyMissed),
            (Some(false), Some(false), true) => Some(Self::NewlyAccused),
            (Some(false), Some(true), false) => Some(Self::NewlyCleared),
            (None, Some(false), true) => Some(Self::NewlyFound),
            (None, Some(true), false) => Some(Self::NoLongerFound),
            _ => None,
        }
    }

    /// The heading over its examples.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::NewlyCaught => "newly caught",
            Self::NewlyMissed => "newly missed",
            Self::NewlyAccused => "newly accused",
            Self::NewlyCleared => "newly cleared",
            Self::NewlyFound => "newly found",
            Self::NoLongerFound => "no longer found",
            Self::Missed => "missed",
            Self::Accused => "accused",
        }
    }

    /// Whether it is for the better; unknown without a label.
    pub(crate) fn is_good(self) -> Option<bool> {
        match self {
            Self::NewlyCaught | Self::NewlyCleared => Some(true),
            Self::NewlyMissed | Self::NewlyAccused | Self::Missed | Self::Accused => Some(false),
            Self::NewlyFound | Self::NoLongerFound => None,
        }
    }
}

/// A text and what made the difference.
#[derive(Debug, Serialize)]
pub(crate) struct Example {
    pub(crate) row: usize,
    pub(crate) line: u64,
    pub(crate) text: String,
    /// The rules and terms that find something now, or did before.
    pub(crate) because: Vec<String>,
}

/// How many there are of each kind, and the first few.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    kept: usize,
    all: BTreeMap<Change, (u64, Vec<Example>)>,
}

impl Examples {
    /// Keeps so many of each kind.
    pub(crate) fn keeping(kept: usize) -> Self {
        Self { kept, ..Self::default() }
    }

    /// Looks at a verdict.
    pub(crate) fn add(&mut self, row: &Row, item: &Item, now: &Verdict, before: Option<&Verdict>) {
        let Some(change) = Change::of(item.label, before.map(Verdict::hit), now.hit()) else { return };
        let (count, examples) = self.all.entry(change).or_default();
        *count += 1;
        if examples.len() < self.kept {
            let finder = before.filter(|_| !now.hit()).unwrap_or(now);
            let (row, line, text) = (row.number, row.line, item.text.clone());
            examples.push(Example { row, line, text, because: because(finder) });
        }
    }

    /// The kinds that there are.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Change, u64, &[Example])> {
        self.all.iter().map(|(change, (count, examples))| (*change, *count, &**examples))
    }
}

/// Each rule with its terms, once; a rule that reports no findings by itself.
fn because(verdict: &Verdict) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |reason: String| {
        if !all.contains(&reason) {
            all.push(reason);
        }
    };
    for rule in verdict.acting() {
        let mut terms = verdict.spans.iter().filter(|span| span.rule == *rule).peekable();
        if terms.peek().is_none() {
            add(rule.to_string());
        }
        terms.for_each(|span| add(format!("{rule}: {}", span.term)));
    }
    all
}
