use serde_json::json;

use crate::program::{run, run_with};

const RULES: &str = "\
version: 1
rules:
  - { id: curses, use: words, with: { words: [darn], then: mask } }
";
const GOOD: &str = "\
tests:
  - { message: oh darn it, becomes: oh **** it, because: [curses] }
  - { name: greetings pass, message: hello, becomes: unchanged }
";
const BAD: &str = "\
tests:
  - { message: oh darn it, becomes: oh DARN it, because: [] }
  - { message: hello, becomes: denied }
  - { message: hello, becomes: unchanged }
";

#[test]
fn cases_that_pass_are_counted() {
    let run = run_with(&["test", "-"], &[RULES, GOOD].concat());
    assert_eq!((run.code, &*run.stdout), (0, "-: ok: 2 cases\n"), "{run:?}");
}

#[test]
fn a_case_that_fails_is_shown_with_what_differs_and_the_trail() {
    let run = run_with(&["test", "-"], &[RULES, BAD].concat());
    assert_eq!((run.code, &*run.stderr), (1, ""), "{run:?}");
    let content = "\
  content
    expected  oh DARN it
    actual    oh **** it
                 ^^^^
";
    assert!(run.stdout.contains(":5: oh darn it\n"), "{}", run.stdout);
    for part in
        [content, "  because\n    expected  nothing\n    actual    curses\n", "curses  edited content"]
    {
        assert!(run.stdout.contains(part), "no `{part}` in:\n{}", run.stdout);
    }
    assert!(run.stdout.contains("expected  denied\n    actual    unchanged\n"), "{}", run.stdout);
    assert!(run.stdout.ends_with("-: failed: 2 of 3 cases\n"), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'), "styles without a terminal");
}

#[test]
fn scripts_are_told_the_same() {
    let run = run_with(&["test", "--json", "-"], &[RULES, BAD].concat());
    assert_eq!(run.code, 1, "{run:?}");
    let report = run.json();
    assert_eq!((&report["passed"], &report["failed"]), (&json!(1), &json!(2)));
    let case = &report["cases"][0];
    assert_eq!((&case["line"], &case["passed"]), (&json!(5), &json!(false)));
    let difference = json!({ "what": "content", "expected": "oh DARN it", "actual": "oh **** it" });
    assert_eq!(case["differences"][0], difference);
}

#[test]
fn a_rulebook_without_cases_says_so() {
    let run = run_with(&["test", "-"], RULES);
    assert_eq!((run.code, &*run.stdout), (0, "-: it has no cases under `tests`\n"), "{run:?}");
}

#[test]
fn a_rulebook_that_does_not_load_is_bad_input() {
    let broken = run_with(&["test", "-"], "version: 1\nrulez: []\n");
    assert_eq!((broken.code, &*broken.stdout), (2, ""), "{broken:?}");
    assert!(broken.stderr.contains("-:2:1: "), "{broken:?}");
    assert_eq!(run(&["test", "no/such.yaml"]).code, 2);
}

#[test]
fn the_rulebooks_that_ship_pass_their_own_cases() {
    for path in ["/../rulebook.yaml", "/../examples/rulebooks/demo.yaml"] {
        let run = run(&["test", &format!("{}{path}", env!("CARGO_MANIFEST_DIR"))]);
        assert_eq!(run.code, 0, "{}", run.stdout);
    }
}

#[test]
fn the_schema_is_json_and_names_the_kinds() {
    let run = run(&["schema"]);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(schema["properties"]["version"]["const"], 1);
    assert!(run.stdout.contains("\"long-message\""));
}
