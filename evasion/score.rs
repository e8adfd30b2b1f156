//! What was found of what was made.

use std::collections::BTreeMap;

use crate::disguise::{self, Disguise};
use crate::judge::Judge;
use crate::random::Random;

const TARGETS: &str = include_str!("targets.txt");
const CARRIERS: &str = include_str!("carriers.txt");

/// What became of the texts of one disguise.
pub(crate) struct Score {
    pub(crate) disguise: &'static Disguise,
    pub(crate) example: String,
    pub(crate) made: usize,
    pub(crate) found: usize,
    /// A few that were not found.
    pub(crate) missed: Vec<String>,
}

fn lines(text: &'static str) -> Vec<&'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The targets that are found as they stand; a disguise cannot be blamed for the others.
pub(crate) fn targets(judge: &Judge) -> Vec<&'static str> {
    lines(TARGETS).into_iter().filter(|target| !judge.findings(target).is_empty()).collect()
}

/// Disguises targets in carrier sentences, `variants` times in each way, of those that are found as they stand.
pub(crate) fn disguised(judge: &Judge, variants: usize, seed: u64) -> Vec<Score> {
    let (targets, carriers) = (targets(judge), lines(CARRIERS));
    let score = |(number, disguise): (u64, &'static Disguise)| {
        let mut random = Random::new(seed * 1_000 + number);
        let mut score = Score { disguise, example: String::new(), made: 0, found: 0, missed: Vec::new() };
        while score.made < variants && !targets.is_empty() {
            let target = random.of(&targets);
            let carrier = random.of(&carriers);
            let Some((before, after)) = carrier.split_once("{}") else { break };
            // What is not found as it stands no disguise hides.
            if judge.findings(&format!("{before}{target}{after}")).is_empty() {
                continue;
            }
            let hidden = (disguise.hide)(&mut random, target);
            let text = format!("{before}{hidden}{after}");
            let span = before.len()..before.len() + hidden.len();
            let hit = judge.findings(&text).iter().any(|(_, at)| at.start < span.end && span.start < at.end);
            score.made += 1;
            score.found += usize::from(hit);
            if !hit && score.missed.len() < 8 {
                score.missed.push(text.clone());
            }
            if score.example.is_empty() {
                score.example = hidden;
            }
        }
        score
    };
    (0..).zip(disguise::ALL).map(score).collect()
}

/// The lines of one language.
#[derive(Default)]
pub(crate) struct Benign {
    pub(crate) lines: usize,
    pub(crate) accused: usize,
    /// Of what they were accused, and how often.
    pub(crate) terms: BTreeMap<String, usize>,
}

/// Reads lines of `LANGUAGE\tTEXT`, of which nothing should be found.
pub(crate) fn benign(judge: &Judge, lines: &str) -> BTreeMap<String, Benign> {
    let mut languages = BTreeMap::<String, Benign>::new();
    for (language, text) in lines.lines().filter_map(|line| line.split_once('\t')) {
        let benign = languages.entry(language.to_owned()).or_default();
        let findings = judge.findings(text);
        benign.lines += 1;
        benign.accused += usize::from(!findings.is_empty());
        for (term, _) in findings {
            *benign.terms.entry(term).or_default() += 1;
        }
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::RULEBOOK;

    #[test]
    fn most_of_what_is_disguised_in_each_way_is_found() {
        let judge = Judge::of(RULEBOOK).unwrap();
        for Score { disguise, made, found, missed, .. } in disguised(&judge, 20, 1) {
            assert_eq!(made, 20, "{}: no target is found as it stands", disguise.name);
            assert!(
                100 * found >= disguise.least * made,
                "{}: {found} of {made}: {missed:#?}",
                disguise.name
            );
        }
    }
}
