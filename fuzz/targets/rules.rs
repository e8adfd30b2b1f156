//! Every kind of rule, each alone: answers at once, finds what is in the text, and leaves its own edit as it is.

#![no_main]

use std::sync::LazyLock;

use channel_flow::{CallbackRequest, Message, Pipeline, Registry, Rulebook, StepResult, TextPart, testing};
use futures_util::FutureExt as _;
use libfuzzer_sys::fuzz_target;

/// One rule on each line, of every kind.
const RULES: &str = include_str!("rules.txt");

static PIPELINES: LazyLock<Vec<(&str, Pipeline)>> = LazyLock::new(|| {
    let registry = Registry::default();
    let rules = RULES.lines().map(|line| {
        let yaml = format!("version: 1\nrules:\n  - {{ id: it, {line} }}\n");
        (line, Rulebook::parse(&yaml, &registry).expect(line).into_pipeline())
    });
    let rules = rules.collect::<Vec<_>>();
    for kind in registry.names() {
        assert!(RULES.contains(&format!("use: {kind},")), "no rule of the kind {kind}");
    }
    rules
});

fuzz_target!(|content: &str| {
    if content.is_empty() || content.len() > 4096 {
        return;
    }
    for (rule, pipeline) in PIPELINES.iter() {
        let Some(edited) = edit(rule, pipeline, content) else { continue };
        let again = edit(rule, pipeline, &edited);
        assert_eq!(again, None, "{rule} edits {content:?} to {edited:?} and that again");
    }
});

/// What a rule makes of a content, where it edits it.
fn edit(rule: &str, pipeline: &Pipeline, content: &str) -> Option<String> {
    let event = testing::event(content);
    let outcome =
        pipeline.decide(&Message::of(&event), testing::soon()).now_or_never().expect("rules answer at once");
    for step in &outcome.steps {
        assert!(!matches!(step.result, StepResult::Failed(..)), "{rule} fails on {content:?}");
        for finding in
            step.findings.iter().filter(|finding| finding.part == TextPart::Content && !step.reread)
        {
            assert!(content.get(finding.span.clone()).is_some(), "{rule} finds no characters of {content:?}");
        }
    }
    let callback = CallbackRequest::new(&event, &outcome.decision).to_json();
    let edited = callback.pointer("/ChannelMessage/Content")?.as_str()?;
    (edited != content).then(|| edited.to_owned())
}
