//! Patterns of all kinds: those that the cost gate lets through must not be slow (see `-timeout`).

#![no_main]

use channel_flow::{Registry, Rulebook, testing};
use futures_util::FutureExt as _;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pattern: &str| {
    if pattern.contains(|char: char| char.is_control()) {
        return;
    }
    let quoted = pattern.replace('\'', "''");
    let yaml = format!(
        "version: 1\nrules:\n  - {{ id: it, use: pattern, with: {{ pattern: '{quoted}', then: deny }} }}\n"
    );
    let Ok(rulebook) = Rulebook::parse(&yaml, &Registry::default()) else { return };
    let pipeline = rulebook.into_pipeline();
    let letters = pattern.chars().filter(|char| char.is_alphanumeric()).take(8).collect::<String>();
    for unit in ["a", "aA1 ", "é", letters.as_str()].into_iter().filter(|unit| !unit.is_empty()) {
        let hostile = unit.repeat(4096 / unit.len());
        let _ = pipeline.decide(&testing::message(&hostile), testing::soon()).now_or_never();
    }
});
