//! Rulebooks of several files.

use std::fs;
use std::path::Path;

use super::*;

/// Writes files into a directory of their own.
fn directory_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn load(directory: &Path) -> Result<Pipeline, RulebookErrors> {
    let registry = Registry::default().with::<Listed>().unwrap();
    Rulebook::load(directory.join("main.yaml"), &registry).map(Rulebook::into_pipeline)
}

/// The errors, with paths as seen from the directory.
fn wrong(written: &[(&str, &str)]) -> Vec<String> {
    let directory = directory_of(written);
    let errors = load(directory.path()).map(|_| ()).unwrap_err();
    let prefix = format!("{}/", directory.path().display());
    errors.iter().map(|error| error.to_string().replace(&prefix, "")).collect()
}

/// Denies messages that are a line of its file.
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Listed {
    file: crate::TextFile,
}

impl crate::RuleOptions for Listed {
    const NAME: &'static str = "listed";
    const PAGE: &'static str = "# listed";
    type Rule = Self;

    fn build(self) -> Result<Self, crate::BoxError> {
        Ok(self)
    }
}

impl crate::Rule for Listed {
    async fn evaluate(&self, message: &crate::Message, _: &crate::Context) -> crate::RuleResult {
        let listed = self.file.text().lines().any(|line| line == message.content());
        Ok(if listed { crate::Denial::default().into() } else { crate::Verdict::Pass })
    }
}

const WORDS: &str = "use: words, with: { words: [darn, heck], then: mask, in: [content] }";

#[test]
fn a_file_that_is_included_stands_in_the_place_of_its_name() {
    let part = format!("version: 1\nrules:\n  - {{ id: b, {WORDS} }}\n  - include: deeper.yaml\n");
    let directory = directory_of(&[
        (
            "main.yaml",
            &format!(
                "version: 1\nrules:\n  - {{ id: a, {WORDS} }}\n  - include: [parts/part.yaml, other.yaml]\n  - {{ id: z, {WORDS} }}\n"
            ),
        ),
        ("parts/part.yaml", &part),
        ("parts/deeper.yaml", &format!("version: 1\nrules: [{{ id: c, {WORDS} }}]\n")),
        ("other.yaml", "version: 1\nrules: []\n"),
    ]);
    let pipeline = load(directory.path()).unwrap();
    assert_eq!(pipeline.ids().collect::<Vec<_>>(), ["a", "b", "c", "z"]);
}

#[test]
fn an_included_file_says_what_the_failures_of_its_own_rules_count_as() {
    let rule = "use: words, with: { words: [darn], then: mask }, when: '1 / 0 == 1'";
    let main = format!("version: 1\nrules: [{{ include: part.yaml }}, {{ id: own, {rule} }}]\n");
    let part = format!("version: 1\non_failure: skip\nrules: [{{ id: part, {rule} }}]\n");
    let directory = directory_of(&[("main.yaml", &main), ("part.yaml", &part)]);
    let outcome = outcome(&load(directory.path()).unwrap(), &testing::message("darn"));
    let failures: Vec<_> = outcome.steps.iter().map(|step| (&*step.rule, &step.result)).collect();
    assert!(
        matches!(
            failures[..],
            [
                ("part", StepResult::Failed(_, OnFailure::Skip)),
                ("own", StepResult::Failed(_, OnFailure::Deny))
            ]
        ),
        "{failures:?}"
    );
}

#[test]
fn an_error_names_the_file_that_it_stands_in_and_shows_its_line() {
    let main = "version: 1\nrules:\n  - include: part.yaml\n  - { id: a, use: wrds }\n";
    let part = "version: 1\nrules:\n  - { id: a, use: words, with: { words: [darn], thn: mask } }\n";
    let written = [("main.yaml", main), ("part.yaml", part)];
    assert_eq!(
        wrong(&written),
        [
            "main.yaml:4:11: the id `a` is taken by the rule in line 3 of `part.yaml`",
            "main.yaml:4:19: unknown rule kind `wrds`; did you mean `words`?",
            "part.yaml:3:32: `words` needs the option `then` under `with`",
            "part.yaml:3:49: unknown option `thn`; did you mean `then`?",
        ]
    );
    let directory = directory_of(&written);
    let errors = load(directory.path()).map(|_| ()).unwrap_err();
    assert_eq!(errors.iter().next().unwrap().source, "  - { id: a, use: wrds }");
    assert_eq!(errors.in_file("renamed").iter().filter(|error| error.file == "renamed").count(), 2);
}

#[test]
fn a_file_that_cannot_be_part_of_a_rulebook_is_refused_where_it_is_named() {
    let include = |name: &str| format!("version: 1\nrules:\n  - include: {name}\n");
    let part = "version: 1\nrules: []\n";
    let cases = [
        (include("prt.yaml"), "main.yaml:3:14: there is no file `prt.yaml`; did you mean `part.yaml`?"),
        (include("."), "main.yaml:3:14: `.` is not a file"),
        (include("''"), "main.yaml:3:14: the path is empty"),
        (include("7"), "main.yaml:3:14: expected the path of a file or a list of them, found `7`"),
        (
            include("[7]"),
            "main.yaml:3:15: expected the path of a file, found `7`; put text that looks like something else in quotes",
        ),
        (
            include("main.yaml"),
            "main.yaml:3:14: `main.yaml` leads back to itself: a file cannot be part of itself",
        ),
        (
            include("circle.yaml"),
            "circle.yaml:2:20: `./main.yaml` leads back to itself: a file cannot be part of itself",
        ),
        (include("latin.yaml"), "main.yaml:3:14: `latin.yaml` is not UTF-8, in its line 2"),
        (
            include("whole.yaml"),
            "whole.yaml:2:1: `extends` belongs into the rulebook that includes this file",
        ),
        (
            include("empty.yaml"),
            "empty.yaml:1:1: the rulebook is empty; begin with `version: 1` and `rules:`",
        ),
        (
            "version: 1\nextends: defualt\n".to_owned(),
            "main.yaml:2:10: unknown rulebook `defualt`; did you mean `default`?",
        ),
        (
            include("part.yaml\n    mode: off"),
            "main.yaml:4:5: `mode` cannot stand beside `include`; write it in the file, or in an overlay",
        ),
    ];
    for (main, expected) in cases {
        let directory = directory_of(&[
            ("main.yaml", &main),
            ("part.yaml", part),
            ("circle.yaml", "version: 1\nrules: [{ include: ./main.yaml }]\n"),
            ("whole.yaml", "version: 1\nextends: default\nrules: []\n"),
            ("empty.yaml", "\n"),
        ]);
        fs::write(directory.path().join("latin.yaml"), b"version: 1\n# \xe9\n").unwrap();
        let errors = load(directory.path()).map(|_| ()).unwrap_err().to_string();
        let shown = errors
            .replace(&format!("{}/./", directory.path().display()), "")
            .replace(&format!("{}/", directory.path().display()), "");
        assert_eq!(shown, expected, "{main}");
    }
}

#[test]
fn files_that_name_each_other_in_a_row_are_few() {
    let names: Vec<String> = (0..9).map(|n| format!("{n}.yaml")).collect();
    let texts: Vec<String> =
        (1..=9).map(|n| format!("version: 1\nrules: [{{ include: {n}.yaml }}]\n")).collect();
    let mut written: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (&**name, &**text)).collect();
    written.push(("main.yaml", &texts[0]));
    let errors = wrong(&written);
    assert!(
        matches!(&errors[..], [error] if error.contains("at most 8 that name each other in a row")),
        "{errors:?}"
    );
}

#[test]
fn a_rulebook_that_is_no_file_cannot_name_files() {
    let expected = "cannot be read: this rulebook is no file itself, so nothing says where its paths begin";
    for yaml in ["version: 1\nrules: [{ include: a.yaml }]\n", "version: 1\nextends: a.yaml\n"] {
        let errors = errors(yaml);
        assert!(matches!(&errors[..], [error] if error.ends_with(expected)), "{errors:?}");
    }
    let registry = Registry::default().with::<Listed>().unwrap();
    let yaml = "version: 1\nrules: [{ id: a, use: listed, with: { file: a.txt } }]\n";
    let errors = Rulebook::parse(yaml, &registry).map(|_| ()).unwrap_err().to_string();
    assert!(errors.starts_with("rulebook.yaml:2:45: the file `a.txt` cannot be read"), "{errors}");
}

#[test]
fn a_rulebook_that_is_not_there_is_an_error_like_any_other() {
    assert_eq!(
        wrong(&[("mian.yaml", "")]),
        ["main.yaml:1:1: there is no file `main.yaml`; did you mean `mian.yaml`?"]
    );
}

#[test]
fn an_option_reads_the_file_beside_the_rulebook_that_names_it() {
    let part = "version: 1\nrules: [{ id: a, use: listed, with: { file: ../lists/a.txt } }]\n";
    let directory = directory_of(&[
        ("main.yaml", "version: 1\nrules: [{ include: parts/part.yaml }]\n"),
        ("parts/part.yaml", part),
        ("lists/a.txt", "\u{feff}one\ntwo\n"),
    ]);
    let pipeline = load(directory.path()).unwrap();
    assert!(matches!(decision(&pipeline, "one"), Decision::Deny(_)));
    assert_eq!(decision(&pipeline, "three"), Decision::NoChange);
}

#[test]
fn a_file_that_an_option_cannot_read_is_an_error_of_the_option() {
    let main =
        |file: &str| format!("version: 1\nrules:\n  - {{ id: a, use: listed, with: {{ file: {file} }} }}\n");
    let cases = [
        ("b.txt", "there is no file `b.txt`; did you mean `a.txt`?"),
        ("[a.txt]", "expected the path of a file, found a list"),
    ];
    for (file, message) in cases {
        assert_eq!(
            wrong(&[("main.yaml", &main(file)), ("a.txt", "")]),
            [format!("main.yaml:3:41: {message}")]
        );
    }
    let large = "x".repeat(crate::registry::files::MAX_TEXT_BYTES + 1);
    assert_eq!(
        wrong(&[("main.yaml", &main("a.txt")), ("a.txt", &large)]),
        ["main.yaml:3:41: `a.txt` has more than 8 MiB"]
    );
}

#[test]
fn a_rulebook_that_extends_another_changes_its_rules_by_id_and_adds_its_own() {
    let base = format!(
        "version: 1\non_failure: skip\nrules:\n  - {{ id: a, {WORDS} }}\n  - {{ id: b, {WORDS}, within: 5ms }}\n  - {{ id: c, {WORDS} }}\n"
    );
    let main = "\
version: 1
extends: base.yaml
rules:
  - { id: new, use: pattern, with: { pattern: 'TKT-1', then: remove } }
  - { id: b, with: { words: [drat] } }
  - { id: a, mode: off }
  - { id: c, use: pattern, with: { pattern: 'heck', then: { replace: '[h]' } } }
";
    let directory = directory_of(&[("main.yaml", main), ("base.yaml", &base)]);
    let pipeline = load(directory.path()).unwrap();
    assert_eq!(pipeline.ids().collect::<Vec<_>>(), ["a", "b", "c", "new"]);
    assert_eq!(pipeline.default_on_failure(), OnFailure::Skip);
    assert_eq!(
        decision(&pipeline, "darn drat heck TKT-1"),
        Decision::Update(crate::Patch::content("darn **** [h]"))
    );
    let third = "version: 1\nextends: main.yaml\non_failure: deny\nrules: [{ id: a, mode: enforce }]\n";
    fs::write(directory.path().join("third.yaml"), third).unwrap();
    let third =
        Rulebook::load(directory.path().join("third.yaml"), &Registry::default()).unwrap().into_pipeline();
    assert_eq!(third.default_on_failure(), OnFailure::Deny);
    assert_eq!(decision(&third, "darn drat"), Decision::Update(crate::Patch::content("**** ****")));
}

#[test]
fn the_shipped_rulebook_can_be_extended_without_a_file() {
    let shipped = parse(DEFAULT_RULEBOOK).unwrap();
    let ids: Vec<&str> = shipped.ids().collect();
    let extended = parse("version: 1\nextends: default\n").unwrap();
    assert_eq!(extended.ids().collect::<Vec<_>>(), ids);
    let first = ids[0];
    let off =
        parse(&format!("version: 1\nextends: default\nrules: [{{ id: {first}, mode: off }}]\n")).unwrap();
    let steps = outcome(&off, &testing::message("hello")).steps;
    assert!(steps.iter().all(|step| &*step.rule != first));
}

#[test]
fn a_change_of_a_rule_that_is_not_there_is_an_error() {
    let base = format!("version: 1\nrules: [{{ id: curses, {WORDS} }}]\n");
    let main = "version: 1\nextends: base.yaml\nrules:\n  - { id: cursse, mode: off }\n  - { id: curses, mode: off }\n  - { id: curses, mode: shadow }\n";
    assert_eq!(
        wrong(&[("main.yaml", main), ("base.yaml", &base)]),
        [
            "main.yaml:4:11: no rule of the extended rulebook has the id `cursse`, so this one needs `use`; did you mean `curses`?",
            "main.yaml:6:11: the id `curses` is taken by the rule in line 5",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_changed_rule_stands_where_it_is_written() {
    let base = format!("version: 1\nrules: [{{ id: curses, {WORDS} }}]\n");
    let main = "version: 1\nextends: base.yaml\nrules:\n  - { id: curses, with: { wrods: [a] } }\n";
    assert_eq!(
        wrong(&[("main.yaml", main), ("base.yaml", &base)]),
        ["main.yaml:4:27: unknown option `wrods`; did you mean `words`?"]
    );
}
