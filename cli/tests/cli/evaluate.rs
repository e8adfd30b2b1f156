use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Run, run, run_with};

const RULEBOOK: &str = "\
version: 1
rules:
  - { id: curses, use: words, with: { words: [darn, heck], then: mask } }
  - { id: tickets, use: pattern, with: { pattern: 'TKT-[0-9]{4}', then: remove } }
  - { id: sudden, use: words, mode: shadow, with: { words: [boo], then: deny } }
  - { id: forbidden, use: words, with: { words: [forbidden], then: deny } }
";

const CORPUS: &str = r#"{"text": "oh darn", "label": "toxic"}
{"text": "é👍 see TKT-1234, heck", "label": 1}
{"text": "hello", "label": "clean"}
not JSON
{"text": "boo", "label": true}
{"text": "it is forbidden, darn", "label": 0}
"#;

/// Files that live as long as this.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.put("rulebook.yaml", RULEBOOK);
        files.put("corpus.jsonl", CORPUS);
        files
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn evaluate(&self, corpus: &str, options: &[&str]) -> Run {
        let (corpus, rulebook) = (self.path(corpus), self.path("rulebook.yaml"));
        let mut all = vec!["evaluate", corpus.to_str().unwrap(), "--rulebook", rulebook.to_str().unwrap()];
        all.extend(options);
        run(&all)
    }

    fn predictions(&self, corpus: &str, options: &[&str]) -> Vec<Value> {
        let out = self.path("out.jsonl");
        let run = self.evaluate(corpus, &[&["--predictions", out.to_str().unwrap()], options].concat());
        assert_eq!(run.code, 0, "{run:?}");
        lines(&fs::read_to_string(out).unwrap())
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_row_has_its_line_of_predictions() {
    let predictions = Files::new().predictions("corpus.jsonl", &[]);
    assert_eq!(
        predictions[1],
        json!({
            "row": 1, "hit": true, "deny": false, "categories": ["listed-word", "pattern"],
            "rules": ["curses", "tickets"],
            "spans": [
                { "rule": "tickets", "term": "pattern", "start": 7, "end": 15 },
                { "rule": "curses", "term": "words/1", "start": 17, "end": 21 },
            ],
            "edited": "é👍 see , ****",
        })
    );
    let nothing = json!({ "row": 2, "hit": false, "deny": false, "categories": [], "rules": [], "spans": [], "edited": null });
    assert_eq!(predictions[2], nothing);
    assert_eq!(predictions[3], json!({ "row": 3, "error": "it is not a JSON object" }));
    // A rule in shadow mode is no hit.
    assert_eq!((&predictions[4]["hit"], &predictions[4]["rules"]), (&json!(false), &json!([])));
    let denied = &predictions[5];
    assert_eq!((&denied["deny"], &denied["edited"]), (&json!(true), &Value::Null));
    assert_eq!(denied["rules"], json!(["curses", "forbidden"]));
    assert_eq!(predictions.len(), 6);
}

#[test]
fn the_report_counts_rows_and_rules() {
    let run = Files::new().evaluate("corpus.jsonl", &["--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("warning: line 4: it is not a JSON object; the row is left out"), "{run:?}");
    let report = run.json();
    assert_eq!((&report["rows"], &report["unusable_rows"]), (&json!(6), &json!(1)));
    let scores = &report["scores"];
    assert_eq!(scores["texts"], json!({ "all": 5, "positive": 3, "negative": 2 }));
    assert_eq!(scores["hits"], json!({ "all": 3, "positive": 2, "negative": 1 }));
    for (name, value) in [("precision", 2.0 / 3.0), ("recall", 2.0 / 3.0), ("f1", 2.0 / 3.0)] {
        let ratio = &scores[name];
        assert!((ratio["value"].as_f64().unwrap() - value).abs() < 1e-9, "{name}: {ratio}");
        assert!(
            ratio["low"].as_f64() < Some(value) && ratio["high"].as_f64() > Some(value),
            "{name}: {ratio}"
        );
    }
    let rule = |id: &str| scores["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == id).unwrap();
    assert_eq!(rule("curses")["hits"], json!({ "all": 3, "positive": 2, "negative": 1 }));
    assert_eq!((&rule("sudden")["shadow"], &rule("sudden")["hits"]["all"]), (&json!(true), &json!(1)));
    assert_eq!((&rule("sudden")["alone"]["all"], &rule("curses")["alone"]["all"]), (&json!(1), &json!(1)));
    let pairs = scores["overlap"].as_array().unwrap();
    assert!(pairs.contains(&json!({ "rules": ["curses", "tickets"], "texts": 1 })), "{pairs:?}");
}

#[test]
fn a_baseline_shows_what_a_change_catches_and_accuses() {
    let files = Files::new();
    files.put(
        "old.yaml",
        "version: 1\nrules:\n  - { id: old, use: words, with: { words: [heck, hello], then: mask } }\n",
    );
    let old = files.path("old.yaml");
    let options = ["--baseline", old.to_str().unwrap()];
    let report = files.evaluate("corpus.jsonl", &[&options[..], &["--json"]].concat()).json();
    let changes: Vec<(&str, &str)> = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["change"].as_str().unwrap(), change["examples"][0]["text"].as_str().unwrap()))
        .collect();
    let expected =
        [("newly-caught", "oh darn"), ("newly-accused", "it is forbidden, darn"), ("newly-cleared", "hello")];
    assert_eq!(changes, expected);
    let shown = files.evaluate("corpus.jsonl", &options).stdout;
    for part in ["newly caught: 1 text", "line 1  oh darn", "curses: words/0", "before 50.0 %"] {
        assert!(shown.contains(part), "no `{part}` in:\n{shown}");
    }
    assert!(!shown.contains('\u{1b}'), "styles without a terminal");
}

#[test]
fn csv_with_other_names_and_labels() {
    let files = Files::new();
    files.put("rated.csv", "stars,review\n1,\"darn, heck\"\n5,fine\n2,meh\n");
    let names = ["--text-field", "review", "--label-field", "stars", "--positive", "1", "--positive", "2"];
    let report = files.evaluate("rated.csv", &[&names[..], &["--json"]].concat()).json();
    assert_eq!(report["scores"]["texts"], json!({ "all": 3, "positive": 2, "negative": 1 }));
    assert_eq!(report["scores"]["recall"]["value"], 0.5);
}

#[test]
fn without_labels_hits_are_counted() {
    let files = Files::new();
    files.put("chat.jsonl", "{\"text\": \"darn\"}\n{\"text\": \"hello\"}\n");
    let report = files.evaluate("chat.jsonl", &["--unlabelled", "--json"]).json();
    assert_eq!(report["scores"]["hits"]["all"], 1);
    assert_eq!(report["scores"]["precision"], Value::Null);
    assert!(files.evaluate("chat.jsonl", &["--unlabelled"]).stdout.contains("1 hit, 1 edited, 0 denied"));
}

#[test]
fn where_there_is_nothing_to_find_only_false_positives_are_measured() {
    let files = Files::new();
    files.put("ham.jsonl", "{\"text\": \"darn\", \"label\": 0}\n{\"text\": \"hello\", \"label\": 0}\n");
    let scores = &files.evaluate("ham.jsonl", &["--json"]).json()["scores"];
    assert_eq!(scores["false_positive_rate"]["value"], 0.5);
    assert!(["precision", "recall", "f1"].iter().all(|name| scores[name].is_null()), "{scores}");
}

#[test]
fn the_order_of_many_rows_is_kept() {
    let files = Files::new();
    let row = |number: usize| {
        let text = if number.is_multiple_of(7) { "darn" } else { "hello" };
        json!({ "text": format!("{text} {number}") }).to_string() + "\n"
    };
    files.put("many.jsonl", &(0..3000).map(row).collect::<String>());
    let predictions = files.predictions("many.jsonl", &["--unlabelled"]);
    assert_eq!(predictions.len(), 3000);
    for (number, prediction) in predictions.iter().enumerate() {
        assert_eq!(prediction["row"], number);
        assert_eq!(prediction["hit"], number.is_multiple_of(7));
    }
}

#[test]
fn predictions_can_be_piped() {
    let directory = tempfile::tempdir().unwrap();
    let rulebook = directory.path().join("rulebook.yaml");
    fs::write(&rulebook, RULEBOOK).unwrap();
    let options = ["--rulebook", rulebook.to_str().unwrap(), "--unlabelled", "--predictions", "-"];
    let run = run_with(&[&["evaluate", "-"], &options[..]].concat(), "{\"text\": \"darn\"}\n");
    assert_eq!((run.code, lines(&run.stdout).len()), (0, 1), "{run:?}");
}

#[test]
fn what_chime_does_not_take_is_judged_and_mentioned() {
    let files = Files::new();
    let long = json!({ "text": "darn ".repeat(1000), "label": 1 });
    files.put("odd.jsonl", &format!("{{\"text\": \"\", \"label\": 0}}\n{long}\n"));
    let run = files.evaluate("odd.jsonl", &[]);
    assert!(
        run.stdout.contains("1 text without a character and 1 text longer than the 4,096 bytes"),
        "{run:?}"
    );
    let report = files.evaluate("odd.jsonl", &["--json"]).json();
    assert_eq!(report["scores"]["hits"], json!({ "all": 1, "positive": 1, "negative": 0 }));
}

#[test]
fn a_corpus_of_which_no_row_can_be_used_is_bad_input() {
    let files = Files::new();
    files.put("empty.jsonl", "");
    files.put("other.jsonl", "{\"message\": \"darn\", \"label\": 1}\n");
    files.put("other.csv", "message,label\ndarn,1\n");
    let cases = [
        ("empty.jsonl", "it has no rows"),
        ("other.jsonl", "line 1: it has no `text`; name the text's member with `--text-field`"),
        ("other.csv", "its first line names no column `text`; it has `message`, `label`"),
        ("missing.jsonl", "cannot read the corpus"),
    ];
    for (corpus, said) in cases {
        let run = files.evaluate(corpus, &[]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{run:?}");
        assert!(run.stderr.contains(said), "{run:?}");
    }
}
