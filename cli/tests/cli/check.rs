use std::fs;

use crate::program::{run, run_with};

const GOOD: &str = "version: 1\nrules:\n  - { id: a, use: words, with: { words: [darn], then: mask } }\n";
const BAD: &str = "\
version: 1
rules:
  - id: a
    use: wrods
  - { id: b, use: pattern, with: { pattern: '(', then: mask } }
";

#[test]
fn a_rulebook_that_loads_is_ok() {
    let run = run_with(&["check", "-"], GOOD);
    assert_eq!((run.code, &*run.stdout), (0, "-: ok: 1 rule\n"), "{run:?}");
}

#[test]
fn every_error_is_shown_with_its_line_and_a_mark() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bad.yaml");
    fs::write(&path, BAD).unwrap();
    let path = path.to_str().unwrap();
    let run = run(&["check", path]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains(&format!("{path}:4:10: ")), "{run:?}");
    assert!(run.stdout.contains("  4 |     use: wrods\n    |          ^\n"), "{run:?}");
    assert!(run.stdout.contains(&format!("{path}:5:")), "{run:?}");
    assert!(!run.stdout.contains('\u{1b}'), "styles without a terminal");
}

#[test]
fn one_bad_rulebook_among_good_ones_is_enough() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let run = run(&["check", &path("bad.yaml", BAD), &path("good.yaml", GOOD)]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("good.yaml: ok: 1 rule"), "{run:?}");
}

#[test]
fn a_file_that_is_not_there_is_bad_input() {
    let run = run(&["check", "no/such/file.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot read the rulebook `no/such/file.yaml`"), "{run:?}");
}
