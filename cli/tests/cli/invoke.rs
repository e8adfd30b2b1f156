use std::fs;

use serde_json::{Value, json};

use crate::program::{Run, run_with};

const RULEBOOK: &str = "\
version: 1
rules:
  - { id: curses, use: words, with: { words: [darn], then: mask } }
  - { id: essays, use: long-message, with: { chars: 20, then: deny, in: [content] } }
";

fn event(content: &str) -> Value {
    json!({
        "EventType": "CHANNEL_MESSAGE_EVENT",
        "CallbackId": "4492330b-0fbc-476f-81b7-b34ea3091b89",
        "ChannelMessage": {
            "ChannelArn": "arn:aws:chime:us-east-1:111122223333:app-instance/a/channel/c",
            "MessageId": "m",
            "Content": content,
            "Metadata": "{}",
        },
    })
}

fn invoke(event: &str, options: &[&str]) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rulebook.yaml");
    fs::write(&path, RULEBOOK).unwrap();
    let mut arguments = vec!["invoke", "-", "--rulebook", path.to_str().unwrap()];
    arguments.extend(options);
    run_with(&arguments, event)
}

#[test]
fn the_report_for_scripts_holds_decision_trail_and_callback() {
    let run = invoke(&event("oh darn").to_string(), &["--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    assert_eq!(report["decision"], "update");
    assert_eq!(
        report["callback"]["ChannelMessage"],
        json!({ "MessageId": "m", "Content": "oh ****", "Metadata": "{}" })
    );
    let said: Vec<(&Value, &Value)> =
        report["steps"].as_array().unwrap().iter().map(|step| (&step["rule"], &step["result"])).collect();
    assert_eq!(said[..2], [(&json!("curses"), &json!("edited")), (&json!("essays"), &json!("passed"))]);
    assert_eq!(report["steps"][0]["parts"], json!(["content"]));
    assert_eq!(report.get("denial_code"), None);
}

#[test]
fn a_denial_is_a_decision_like_any_other() {
    let run = invoke(&event("much longer than twenty").to_string(), &["--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    assert_eq!((&report["decision"], &report["denial_code"]), (&json!("deny"), &json!("essays")));
    assert_eq!(report["callback"]["DeleteResource"], true);
    assert_eq!(report["callback"]["ChannelMessage"], json!({ "MessageId": "m" }));
}

#[test]
fn the_report_for_people_obeys_no_text_of_a_message() {
    let run = invoke(&event("darn \u{1b}]0;x\u{7} \u{202e}").to_string(), &[]);
    assert_eq!(run.code, 0, "{run:?}");
    for line in
        ["decision  update", "curses  edited content", "\"Content\": \"**** \\u001b]0;x\\u0007 \\u202e\""]
    {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    assert!(!run.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{run:?}");
}

#[test]
fn text_that_cannot_be_read_is_not_released() {
    let mut event = event("hello");
    event["ChannelMessage"]["Content"] = json!(["hello"]);
    let report = invoke(&event.to_string(), &["--json"]).json();
    assert_eq!(report["decision"], "deny");
}

#[test]
fn what_is_no_event_is_bad_input() {
    for text in ["", "{}", "[1]", "hello", "{\"CallbackId\": \"a\", \"ChannelMessage\": {}}"] {
        let run = invoke(text, &[]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{text}: {run:?}");
        assert!(run.stderr.contains("help: it looks like"), "{run:?}");
    }
}

#[test]
fn a_rulebook_that_does_not_load_is_bad_input() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("broken.yaml");
    fs::write(&path, "version: 1\nrulez: []\n").unwrap();
    let run = run_with(&["invoke", "-", "--rulebook", path.to_str().unwrap()], &event("hello").to_string());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("broken.yaml:2:1: "), "{run:?}");
}

#[test]
fn a_decision_that_is_put_off_calls_nobody() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rulebook.yaml");
    let rule = "{ id: mine, use: words, with: { words: [darn], then: mask }, on_failure: defer, when: 'attributes[\"team\"][0] == \"a\"' }";
    fs::write(&path, format!("version: 1\nrules:\n  - {rule}\n")).unwrap();
    let options = ["invoke", "-", "--rulebook", path.to_str().unwrap()];
    let shown = run_with(&options, &event("hello").to_string());
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(
        shown.stdout.starts_with("decision  defer: put off until Lambda repeats the event, as `mine`"),
        "{shown:?}"
    );
    let report = run_with(&[&options[..], &["--json"]].concat(), &event("hello").to_string()).json();
    assert_eq!((&report["decision"], &report["callback"]), (&json!("defer"), &Value::Null));
    assert_eq!(report["steps"][0]["on_failure"], "defer");
}
