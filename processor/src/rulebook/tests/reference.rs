//! The reference: every rulebook in it loads and passes its own tests, every wrong one says what is shown.

use super::*;
use crate::rulebook::when::{FUNCTIONS, variables};

const REFERENCE: &str = include_str!("../../../../docs/rulebook.md");

/// The blocks of the reference: the language, and the text.
fn blocks() -> Vec<(&'static str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut inside = false;
    for line in REFERENCE.lines() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(language) => {
                blocks.push((language, String::new()));
                inside = true;
            }
            None if inside => blocks.last_mut().unwrap().1.extend([line, "\n"]),
            None => {}
        }
    }
    blocks
}

/// The name in the first line, of a block that is a file of its own.
fn file_name(text: &str) -> Option<&str> {
    let name = text.lines().next()?.strip_prefix("# ")?;
    let extension = std::path::Path::new(name).extension()?;
    (extension == "yaml" || extension == "txt").then_some(name)
}

/// The rulebooks of the reference.
pub(super) fn rulebooks() -> Vec<String> {
    blocks().into_iter().filter(|(language, _)| *language == "yaml").map(|(_, text)| text).collect()
}

#[test]
fn the_reference_is_true() {
    let directory = tempfile::tempdir().unwrap();
    let blocks = blocks();
    for (_, text) in &blocks {
        if let Some(name) = file_name(text) {
            std::fs::write(directory.path().join(name), text).unwrap();
        }
    }
    let (mut good, mut bad, mut ran) = (0, 0, 0);
    let mut said = None::<String>;
    for (language, text) in &blocks {
        match *language {
            "yaml" => {
                let path = directory.path().join(file_name(text).unwrap_or("example.yaml"));
                std::fs::write(&path, text).unwrap();
                let rulebook =
                    Rulebook::load(&path, &Registry::default()).unwrap_or_else(|errors| panic!("{errors}"));
                for result in rulebook.run_tests().now_or_never().unwrap() {
                    assert!(result.passed(), "{}: {:?}", result.name, result.differences);
                    ran += 1;
                }
                good += 1;
            }
            "yaml wrong" => said = Some(parse(text).unwrap_err().to_string()),
            "text" if file_name(text).is_some() => {}
            "text" => {
                assert_eq!(said.take().as_deref(), Some(text.trim_end()));
                bad += 1;
            }
            other => panic!("an unknown block {other}"),
        }
    }
    assert!(good >= 6 && bad >= 1 && ran >= 3, "{good} {bad} {ran}");
}

#[test]
fn every_name_that_a_condition_can_use_is_in_the_reference() {
    for name in variables().chain(FUNCTIONS.iter().copied()) {
        assert!(REFERENCE.contains(name), "{name}");
    }
    let keys =
        layers::TOP.iter().chain(rule::KEYS).chain(case::CASE).chain(case::MESSAGE).chain(overlay::FOR);
    for key in keys {
        let named = [format!("`{key}`"), format!("`{key}:")].iter().any(|named| REFERENCE.contains(named));
        assert!(named, "{key}");
    }
}
