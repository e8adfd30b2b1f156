//! The figures of a run, as JSON and for people.

mod page;

use std::time::Duration;

use serde::Serialize;

use super::example::{Change, Example, Examples};
use super::histogram::Histogram;
use super::ratio::{Ratio, real};
use super::tally::{Count, Tally};

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    pub(crate) corpus: String,
    pub(crate) rulebook: String,
    pub(crate) labelled: bool,
    /// Rows, those that cannot be used among them.
    pub(crate) rows: u64,
    pub(crate) unusable_rows: u64,
    pub(crate) threads: usize,
    pub(crate) elapsed_ms: u64,
    pub(crate) texts_per_second: u64,
    pub(crate) scores: Scores<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) baseline: Option<Baseline<'a>>,
    pub(crate) changes: Vec<Changes<'a>>,
}

/// The rulebook that this one is compared with.
#[derive(Debug, Serialize)]
pub(crate) struct Baseline<'a> {
    pub(crate) rulebook: String,
    pub(crate) scores: Scores<'a>,
}

/// The figures of one rulebook.
#[derive(Debug, Serialize)]
pub(crate) struct Scores<'a> {
    texts: Count,
    hits: Count,
    denied: Count,
    edited: Count,
    empty: u64,
    too_long: u64,
    precision: Option<Ratio>,
    recall: Option<Ratio>,
    f1: Option<Ratio>,
    /// The share of the negative texts that are hit.
    false_positive_rate: Option<Ratio>,
    categories: Vec<Category<'a>>,
    rules: Vec<RuleScores<'a>>,
    overlap: Vec<Overlap<'a>>,
    time_us: Times,
}

#[derive(Debug, Serialize)]
struct Category<'a> {
    category: &'a str,
    hits: Count,
}

#[derive(Debug, Serialize)]
struct RuleScores<'a> {
    rule: &'a str,
    shadow: bool,
    hits: Count,
    alone: Count,
    failed: u64,
    time_us: Times,
}

#[derive(Debug, Serialize)]
struct Overlap<'a> {
    rules: [&'a str; 2],
    texts: u64,
}

/// How long a text takes, in microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Times {
    mean: f64,
    p50: f64,
    p99: f64,
}

/// Texts of which the verdict is worth a look.
#[derive(Debug, Serialize)]
pub(crate) struct Changes<'a> {
    change: Change,
    texts: u64,
    examples: &'a [Example],
}

impl<'a> Scores<'a> {
    pub(crate) fn of(tally: &'a Tally, labelled: bool) -> Self {
        let Tally { texts, hits, .. } = tally;
        let of = |part, whole| if labelled { Ratio::of(part, whole) } else { None };
        // Where there is nothing to find, neither precision nor F1 says anything.
        let findable = texts.positive > 0;
        let either = texts.positive + hits.negative;
        let name = |index: usize| tally.rules.get(index).map_or("", |rule| &*rule.id);
        let mut overlap: Vec<Overlap<'_>> = tally
            .overlap
            .iter()
            .map(|((first, second), texts)| Overlap { rules: [name(*first), name(*second)], texts: *texts })
            .collect();
        overlap.sort_by_key(|overlap| std::cmp::Reverse(overlap.texts));
        let mut categories: Vec<Category<'_>> =
            tally.categories.iter().map(|(category, hits)| Category { category, hits: *hits }).collect();
        categories.sort_by_key(|category| std::cmp::Reverse(category.hits.all));
        let rules = tally.rules.iter().map(|rule| RuleScores {
            rule: &rule.id,
            shadow: rule.shadow,
            hits: rule.hits,
            alone: rule.alone,
            failed: rule.failed,
            time_us: Times::of(&rule.times),
        });
        Self {
            texts: *texts,
            hits: *hits,
            denied: tally.denied,
            edited: tally.edited,
            empty: tally.empty,
            too_long: tally.long,
            precision: of(hits.positive, hits.all).filter(|_| findable),
            recall: of(hits.positive, texts.positive),
            f1: if labelled && findable { Ratio::f1(hits.positive, either) } else { None },
            false_positive_rate: of(hits.negative, texts.negative),
            categories,
            rules: rules.collect(),
            overlap,
            time_us: Times::of(&tally.times),
        }
    }
}

impl Times {
    fn of(times: &Histogram) -> Self {
        let micros = |time: Duration| (time.as_secs_f64() * 1e9).round() / 1e3;
        Self { mean: micros(times.mean()), p50: micros(times.quantile(50)), p99: micros(times.quantile(99)) }
    }
}

impl<'a> Changes<'a> {
    pub(crate) fn of(examples: &'a Examples) -> Vec<Self> {
        examples.iter().map(|(change, texts, examples)| Self { change, texts, examples }).collect()
    }
}

/// How many texts there are in a second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and far below 2^64")]
pub(crate) fn rate(texts: u64, elapsed: Duration) -> u64 {
    (real(texts) / elapsed.as_secs_f64().max(1e-6)) as u64
}
