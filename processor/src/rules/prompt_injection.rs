//! `prompt-injection`: attempts to talk a language model out of its instructions.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::RuleOptions;
use crate::rule::BoxError;
use crate::text::{Text, Trait};

mod marks;
mod phrases;

use phrases::PHRASES;

/// The category of what is found.
const CATEGORY: &str = "prompt-injection";

/// How little is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// Two clear signs.
    Low,
    /// One clear sign, or several weak ones.
    #[default]
    Medium,
    /// One sign that people hardly give one another.
    High,
}

impl Sensitivity {
    fn least(self) -> i32 {
        match self {
            Self::Low => 8,
            Self::Medium => 5,
            Self::High => 3,
        }
    }
}

/// The options of `prompt-injection`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptInjection {
    /// How little is enough.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for PromptInjection {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("prompt-injection.md");
    type Rule = PromptInjectionRule;

    fn build(self) -> Result<PromptInjectionRule, BoxError> {
        let detector = Detector { least: self.sensitivity.least() };
        let action = Action::new(self.then, self.r#in)?.unfound_by(&detector)?;
        Ok(PromptInjectionRule { detector, action })
    }
}

/// Finds attempts to talk a language model out of its instructions.
#[derive(Debug)]
pub struct PromptInjectionRule {
    detector: Detector,
    action: Action,
}

impl Find for PromptInjectionRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        self.detector.find(text, found);
    }
}

rule_by_action!(PromptInjectionRule);

/// One sign, in bytes of the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signal {
    span: Range<usize>,
    /// May be negative: what makes another sign in the same place harmless.
    score: i32,
    group: &'static str,
}

#[derive(Debug)]
struct Detector {
    least: i32,
}

impl Find for Detector {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        for reading in text.readings() {
            let traits = reading.traits();
            let read = reading.as_str();
            let lower = if traits.has(Trait::Upper) {
                Cow::Owned(read.to_ascii_lowercase())
            } else {
                Cow::Borrowed(read)
            };
            let mut signals = Vec::new();
            PHRASES.find(&lower, &mut signals);
            marks::find(&lower, &mut signals);
            marks::find_encoded(read, &mut signals);
            let signals = settled(signals);
            if signals.iter().map(|signal| signal.score).sum::<i32>() < self.least {
                continue;
            }
            found.extend(signals.into_iter().map(|Signal { span, score, group }| {
                let severity = if score >= 5 { Severity::Severe } else { Severity::Moderate };
                Found::new(reading.original(span), CATEGORY)
                    .term(format!("{CATEGORY}/{group}"))
                    .severity(severity)
            }));
        }
    }
}

/// One signal for each place: of those that overlap, the highest score, less what speaks against it.
fn settled(mut signals: Vec<Signal>) -> Vec<Signal> {
    signals.sort_by_key(|signal| (signal.span.start, signal.span.end));
    let mut settled: Vec<(Signal, i32)> = Vec::new();
    for signal in signals {
        let (score, against) = (signal.score.max(0), signal.score.min(0));
        match settled.last_mut() {
            Some((last, less)) if signal.span.start < last.span.end => {
                last.span.end = last.span.end.max(signal.span.end);
                if score > last.score {
                    (last.score, last.group) = (score, signal.group);
                }
                *less = against.min(*less);
            }
            _ => settled.push((Signal { score, ..signal }, against)),
        }
    }
    let remaining = settled.into_iter().map(|(signal, less)| Signal { score: signal.score + less, ..signal });
    remaining.filter(|signal| signal.score > 0).collect()
}

#[cfg(test)]
mod tests;
