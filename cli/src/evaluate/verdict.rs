//! What the rules made of one text, as far as it is counted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use channel_flow::{Decision, Finding, Mode, RuleId, Step, StepResult, TextPart};

use crate::judge::{Judgement, is_silent};

/// What the rules made of one text.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Whether the message is kept back.
    pub(crate) deny: bool,
    /// What is delivered instead, where that differs.
    pub(crate) edited: Option<String>,
    /// The rules that found or did something, and whether their verdicts count, in the order of the rulebook.
    pub(crate) rules: Vec<(RuleId, Mode)>,
    /// The categories of what was found by the rules that count, in alphabetical order.
    pub(crate) categories: Vec<Cow<'static, str>>,
    /// Where it was found, in the order of the text.
    pub(crate) spans: Vec<Span>,
    /// How long each rule took to read the text for the first time.
    pub(crate) times: Vec<(RuleId, Duration)>,
    /// The rules that could not judge.
    pub(crate) failed: Vec<RuleId>,
    /// How long the decision took.
    pub(crate) elapsed: Duration,
}

/// A finding of a rule that counts.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) rule: RuleId,
    pub(crate) term: Cow<'static, str>,
    /// The first character, and the one behind the last: code points of the text.
    pub(crate) chars: std::ops::Range<usize>,
}

impl Verdict {
    /// What counts of a judgement.
    pub(crate) fn new(judgement: Judgement, text: &str) -> Self {
        let Judgement { outcome, watched, edited, elapsed } = judgement;
        let asked = |step: &&Step| !step.reread && !matches!(step.result, StepResult::NotApplied(_));
        let times = outcome.steps.iter().filter(asked);
        let times = times.map(|step| (step.rule.clone(), step.elapsed)).collect();
        let mut verdict = Self {
            deny: matches!(outcome.decision, Decision::Deny(_)),
            edited,
            rules: Vec::new(),
            categories: Vec::new(),
            spans: Vec::new(),
            times,
            failed: Vec::new(),
            elapsed,
        };
        let Some(watched) = watched else { return verdict };
        // The first reading of each rule is of the text as it was sent; what others uncovered comes after it.
        for step in watched.steps.iter().chain(&outcome.steps) {
            verdict.count(step);
        }
        let chars = Chars::of(text);
        for step in watched.steps.iter().filter(|step| step.mode == Mode::Enforce) {
            let content = step.findings.iter().filter(|finding| finding.part == TextPart::Content);
            verdict.spans.extend(content.map(|finding| Span::new(step, finding, &chars)));
        }
        verdict.spans.sort_by_key(|span| (span.chars.start, span.chars.end));
        verdict.categories.sort_unstable();
        verdict.categories.dedup();
        verdict
    }

    /// Whether a rule that counts found or did something.
    pub(crate) fn hit(&self) -> bool {
        self.deny || self.edited.is_some() || self.acting().next().is_some()
    }

    /// The rules that found or did something and whose verdicts count.
    pub(crate) fn acting(&self) -> impl Iterator<Item = &RuleId> {
        self.rules.iter().filter(|(_, mode)| *mode == Mode::Enforce).map(|(rule, _)| rule)
    }

    fn count(&mut self, step: &Step) {
        let failed = matches!(step.result, StepResult::Failed(..));
        if failed && !self.failed.contains(&step.rule) {
            self.failed.push(step.rule.clone());
        }
        if is_silent(step) {
            return;
        }
        if !self.rules.iter().any(|(rule, _)| *rule == step.rule) {
            self.rules.push((step.rule.clone(), step.mode));
        }
        if step.mode == Mode::Enforce {
            self.categories.extend(step.findings.iter().map(|finding| finding.category.clone()));
        }
    }
}

impl Span {
    fn new(step: &Step, finding: &Finding, chars: &Chars) -> Self {
        let chars = chars.at(finding.span.start)..chars.at(finding.span.end);
        Self { rule: step.rule.clone(), term: finding.term.clone(), chars }
    }
}

/// Which code point each byte belongs to.
enum Chars {
    /// They are the same.
    Ascii,
    /// Where each code point begins.
    Other(BTreeMap<usize, usize>, usize),
}

impl Chars {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        let starts = text.char_indices().enumerate().map(|(number, (start, _))| (start, number));
        Self::Other(starts.collect(), text.chars().count())
    }

    /// How many code points begin before this byte.
    fn at(&self, byte: usize) -> usize {
        match self {
            Self::Ascii => byte,
            Self::Other(starts, all) => starts.range(byte..).next().map_or(*all, |(_, number)| *number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points() {
        let chars = Chars::of("é👍a");
        let at: Vec<usize> = [0, 2, 6, 7].into_iter().map(|byte| chars.at(byte)).collect();
        assert_eq!(at, [0, 1, 2, 3]);
        assert_eq!(Chars::of("abc").at(2), 2);
    }
}
