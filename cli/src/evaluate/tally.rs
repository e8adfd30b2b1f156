//! What is counted over a corpus.

use std::borrow::Cow;
use std::collections::BTreeMap;

use channel_flow::limits::CONTENT_BYTES;
use channel_flow::{Mode, RuleId};

use super::corpus::Item;
use super::histogram::Histogram;
use super::verdict::Verdict;

/// Texts of which something is so, by label.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub(crate) struct Count {
    pub(crate) all: u64,
    pub(crate) positive: u64,
    pub(crate) negative: u64,
}

impl Count {
    pub(crate) fn add(&mut self, label: Option<bool>) {
        self.all += 1;
        match label {
            Some(true) => self.positive += 1,
            Some(false) => self.negative += 1,
            None => {}
        }
    }
}

/// One rule's share of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleTally {
    pub(crate) id: String,
    pub(crate) shadow: bool,
    pub(crate) hits: Count,
    /// Hits of this rule and no other.
    pub(crate) alone: Count,
    pub(crate) failed: u64,
    pub(crate) times: Histogram,
}

/// The counts of a rulebook over a corpus.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) texts: Count,
    pub(crate) hits: Count,
    pub(crate) denied: Count,
    pub(crate) edited: Count,
    /// Texts without a character, and texts longer than Chime lets a message be.
    pub(crate) empty: u64,
    pub(crate) long: u64,
    pub(crate) rules: Vec<RuleTally>,
    pub(crate) categories: BTreeMap<Cow<'static, str>, Count>,
    /// Texts in which both of two rules found something.
    pub(crate) overlap: BTreeMap<(usize, usize), u64>,
    pub(crate) times: Histogram,
}

impl Tally {
    /// A tally of these rules.
    pub(crate) fn of<'a>(rules: impl Iterator<Item = &'a str>) -> Self {
        let rule = |id: &str| RuleTally { id: id.to_owned(), ..RuleTally::default() };
        Self { rules: rules.map(rule).collect(), ..Self::default() }
    }

    /// Counts a text.
    pub(crate) fn add(&mut self, item: &Item, verdict: &Verdict) {
        let Item { text, label } = item;
        self.texts.add(*label);
        self.empty += u64::from(text.is_empty());
        self.long += u64::from(text.len() > CONTENT_BYTES);
        self.times.add(verdict.elapsed);
        for (id, time) in &verdict.times {
            if let Some(rule) = self.rule(id) {
                rule.times.add(*time);
            }
        }
        for id in &verdict.failed {
            if let Some(rule) = self.rule(id) {
                rule.failed += 1;
            }
        }
        for (happened, count) in [
            (verdict.hit(), &mut self.hits),
            (verdict.deny, &mut self.denied),
            (verdict.edited.is_some(), &mut self.edited),
        ] {
            if happened {
                count.add(*label);
            }
        }
        for category in &verdict.categories {
            self.categories.entry(category.clone()).or_default().add(*label);
        }
        self.add_rules(&verdict.rules, *label);
    }

    fn add_rules(&mut self, rules: &[(RuleId, Mode)], label: Option<bool>) {
        let mut indices = Vec::with_capacity(rules.len());
        for (id, mode) in rules {
            let Some(index) = self.rules.iter().position(|rule| *rule.id == **id) else { continue };
            let Some(rule) = self.rules.get_mut(index) else { continue };
            rule.hits.add(label);
            rule.shadow = *mode == Mode::Shadow;
            if rules.len() == 1 {
                rule.alone.add(label);
            }
            indices.push(index);
        }
        indices.sort_unstable();
        for (place, first) in indices.iter().enumerate() {
            for second in indices.iter().skip(place + 1) {
                *self.overlap.entry((*first, *second)).or_default() += 1;
            }
        }
    }

    fn rule(&mut self, id: &str) -> Option<&mut RuleTally> {
        self.rules.iter_mut().find(|rule| rule.id == id)
    }
}
