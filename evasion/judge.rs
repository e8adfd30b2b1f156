//! A rulebook, asked about one text.

use std::ops::Range;

use channel_flow::{Pipeline, Registry, Rulebook, TextPart, testing};
use futures_util::FutureExt as _;

/// What is measured with unless told otherwise.
pub(crate) const RULEBOOK: &str = include_str!("rulebook.yaml");

pub(crate) struct Judge(Pipeline);

impl Judge {
    pub(crate) fn of(rulebook: &str) -> Result<Self, String> {
        let rulebook =
            Rulebook::parse(rulebook, &Registry::default()).map_err(|errors| errors.to_string())?;
        Ok(Self(rulebook.into_pipeline()))
    }

    /// What rules that enforce found: the category, the term and the bytes of the text.
    pub(crate) fn findings(&self, text: &str) -> Vec<(String, Range<usize>)> {
        let message = testing::message(text);
        let Some(outcome) = self.0.decide(&message, testing::soon()).now_or_never() else {
            return Vec::new();
        };
        let acting = outcome.acting_rules().into_iter().map(str::to_owned).collect::<Vec<_>>();
        let steps = outcome.steps.into_iter().filter(|step| acting.iter().any(|rule| **rule == *step.rule));
        let findings =
            steps.flat_map(|step| step.findings).filter(|finding| finding.part == TextPart::Content);
        findings.map(|finding| (format!("{} ({})", finding.term, finding.category), finding.span)).collect()
    }
}
