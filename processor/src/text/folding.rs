//! All that a text can be read as.

use std::fmt;

use super::explain::Change;
use super::fold::{self, Folded};
use super::map::Mapped;
use super::traits::Traits;
use super::{bidi, decode, turned};

/// The ways to read one text. Its `Debug` prints no text.
pub(crate) struct Folding {
    /// Of the original.
    pub(super) traits: Traits,
    first: Read,
    /// What else one might read: a part that is displayed backwards, a word in letters of another script, a text
    /// on its head.
    others: Vec<Read>,
}

/// A text folded in one way.
pub(super) struct Read {
    /// `None` where it is the original.
    pub(super) mapped: Option<Mapped>,
    pub(super) traits: Traits,
}

impl Folding {
    /// Of a text that has these traits.
    pub(super) fn of(original: &str, traits: Traits) -> Self {
        let mut folding = Self { traits, first: Read { mapped: None, traits }, others: Vec::new() };
        if traits.may_fold() {
            folding.fold(original);
        }
        folding
    }

    fn fold(&mut self, original: &str) {
        let decoded = decode::decode(original);
        let text = decoded.as_ref().map_or(original, |decoded| decoded.text.as_str());
        if text.bytes().all(fold::is_plain) {
            if let Some(decoded) = decoded {
                self.first = Read::of(decoded);
            }
            return;
        }
        let back = |mapped: Mapped| match &decoded {
            Some(decoded) => mapped.after(decoded),
            None => mapped,
        };
        let Folded { mapped, ambiguous, turned, overridden } = fold::fold(text, 0);
        if ambiguous > 0 {
            self.others.push(Read::of(back(fold::fold(text, ambiguous).mapped)));
        }
        if overridden {
            let displayed = bidi::displayed(text);
            let folded = fold::fold(&displayed.text, u16::MAX).mapped;
            self.others.push(Read::of(back(folded.after(&displayed))));
        }
        if turned {
            self.others.push(Read::of(back(turned::upright(text))));
        }
        if decoded.is_some() || !mapped.is_original(text.len()) {
            self.first = Read::of(back(mapped));
        }
    }

    pub(super) fn reads(&self) -> impl Iterator<Item = &Read> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn read(&self, index: usize) -> Option<&Read> {
        match index.checked_sub(1) {
            None => Some(&self.first),
            Some(other) => self.others.get(other),
        }
    }

    pub(super) fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (original, folded, why) in
            self.reads().filter_map(|read| read.mapped.as_ref()).flat_map(Mapped::changes)
        {
            let change = Change { original, folded, why };
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
        changes.sort_by_key(|change| change.original.start);
        changes
    }
}

impl Read {
    fn of(mapped: Mapped) -> Self {
        Self { traits: Traits::of(&mapped.text), mapped: Some(mapped) }
    }
}

impl fmt::Debug for Folding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Folding")
    }
}

#[cfg(test)]
mod tests;
