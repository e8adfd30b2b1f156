//! Judging a corpus: rows in, one verdict each, in order, on all cores.

mod corpus;
mod crew;
mod example;
mod histogram;
mod label;
mod prediction;
mod progress;
mod ratio;
mod report;
mod tally;
mod verdict;

pub(crate) use corpus::{Corpus, Fields, Format, Row};
pub(crate) use crew::{Judged, Judges, run, threads};
pub(crate) use example::Examples;
pub(crate) use label::Labels;
pub(crate) use prediction::Predictions;
pub(crate) use progress::Progress;
pub(crate) use report::{Baseline, Changes, Report, Scores, rate};
pub(crate) use tally::Tally;
