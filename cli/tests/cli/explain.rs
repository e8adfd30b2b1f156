use std::fs;

use serde_json::json;

use crate::program::{Run, run_with};

const RULEBOOK: &str = "\
version: 1
rules:
  - { id: curses, use: words, with: { words: [darn, heck], then: mask } }
  - { id: tickets, use: pattern, with: { pattern: 'TKT-[0-9]{4}', then: remove } }
  - { id: forbidden, use: words, with: { words: [forbidden], then: deny } }
";

fn explain(text: &str, options: &[&str]) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rulebook.yaml");
    fs::write(&path, RULEBOOK).unwrap();
    let all = [&["explain", "-", "--rulebook", path.to_str().unwrap()], options].concat();
    run_with(&all, text)
}

#[test]
fn findings_are_marked_under_the_text_as_it_was_sent() {
    let run = explain("see TKT-1234, heck\nor darn\n", &[]);
    assert_eq!((run.code, &*run.stderr), (0, ""), "{run:?}");
    let found = "\
found
  see TKT-1234, heck\\n
      ^^^^^^^^ tickets: pattern (moderate)
                ^^^^ curses: words/1 (listed-word, moderate)
  or darn
     ^^^^ curses: words/0 (listed-word, moderate)
";
    assert!(run.stdout.starts_with("decision  update: delivered with changed content\n"), "{run:?}");
    assert!(run.stdout.contains(found), "{}", run.stdout);
    assert!(run.stdout.contains("delivered\n  see , ****\\n\n  or ****\n"), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'), "styles without a terminal");
}

#[test]
fn what_folding_reads_otherwise_is_shown() {
    let run = explain("oh ｄａｒｎ", &[]);
    assert!(run.stdout.contains("  oh ｄａｒｎ\n     ^^^^^^^^ curses: "), "{}", run.stdout);
    assert!(run.stdout.contains("read as\n  ｄａｒｎ → darn  styled letter\n"), "{}", run.stdout);
}

#[test]
fn scripts_are_told_the_same_in_code_points() {
    let run = explain("é👍 heck, it is forbidden", &["--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    assert_eq!((&report["decision"], &report["denial_code"]), (&json!("deny"), &json!("forbidden")));
    assert_eq!(
        report["findings"][0],
        json!({
            "rule": "curses", "mode": "enforce", "category": "listed-word", "term": "words/1",
            "severity": "moderate", "start": 3, "end": 7, "text": "heck",
        })
    );
    let rules: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["curses", "forbidden"]);
    assert_eq!(report["steps"][0]["findings"][0]["term"], "words/1");
}

#[test]
fn a_text_without_findings_says_so_and_obeys_nothing() {
    let run = explain("\u{1b}[2Jhello\u{202e}", &[]);
    assert!(run.stdout.contains("found\n  \\u{1b}[2Jhello\\u{202e}\n  nothing\n"), "{}", run.stdout);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn no_text_is_a_text_too() {
    let run = explain("", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.starts_with("decision  no-change: "), "{run:?}");
}
