//! The verbs that end by themselves: `invoke`, `check` and `send`.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::program::{Dev, channel_flow, repository};

const RULEBOOK: &str = "tests/fixtures/rulebook.yaml";

fn invoke(event: &Path, more: &[&str]) -> Output {
    let rulebook = repository(RULEBOOK);
    let fixed = ["invoke".as_ref(), event.as_os_str(), "--rulebook".as_ref(), rulebook.as_os_str()];
    channel_flow(fixed.into_iter().chain(more.iter().map(AsRef::as_ref)))
}

fn golden(name: &str) -> std::path::PathBuf {
    repository("tests/fixtures/events").join(name)
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The only line on standard output, as JSON.
fn line(output: &Output) -> Value {
    assert_eq!(stdout(output).lines().count(), 1, "{}", stderr(output));
    serde_json::from_str(stdout(output)).unwrap()
}

#[test]
fn invoke_shows_the_decision_the_trail_and_the_callback() {
    let done = invoke(&golden("measured/create.json"), &[]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    for part in ["update", "curses", "tickets", "forbidden", "Please look at [TICKET], **** it."] {
        assert!(stdout(&done).contains(part), "no `{part}` in:\n{}", stdout(&done));
    }
    assert_eq!(stderr(&done), "");
}

#[test]
fn invoke_prints_one_line_for_scripts() {
    let done = invoke(&golden("rich/create.json"), &["--json"]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let report = line(&done);
    assert_eq!(report["decision"], "update");
    let message = &report["callback"]["ChannelMessage"];
    assert_eq!(message["Content"], "Please look at [TICKET], **** it.");
    assert_eq!(message["PushNotification"]["Body"], "Alice: see [TICKET]");
    assert_eq!(message["ContentType"], "text/plain");
    let first = &report["steps"][0];
    assert_eq!((&first["rule"], &first["result"]), (&"curses".into(), &"edited".into()));
}

#[test]
fn invoke_leaves_alone_what_no_rule_finds() {
    let done = invoke(&golden("measured/push-empty.json"), &["--json"]);
    let report = line(&done);
    assert_eq!(report["decision"], "no-change");
    assert_eq!(report["callback"]["ChannelMessage"]["Content"], "An empty push object.");
}

#[test]
fn invoke_denies_with_the_id_only() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("event.json");
    let mut event: Value =
        serde_json::from_slice(&std::fs::read(golden("measured/create.json")).unwrap()).unwrap();
    event["ChannelMessage"]["Content"] = "this is forbidden".into();
    std::fs::write(&path, event.to_string()).unwrap();
    let report = line(&invoke(&path, &["--json"]));
    assert_eq!(report["decision"], "deny");
    assert_eq!(report["callback"]["DeleteResource"], true);
    let message = report["callback"]["ChannelMessage"].as_object().unwrap();
    assert_eq!(message.keys().collect::<Vec<_>>(), ["MessageId"]);
}

#[test]
fn invoke_refuses_an_event_that_cannot_be_answered() {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [("not-json", "{"), ("no-ids", r#"{"ChannelMessage": {"Content": "hello"}}"#)] {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        let done = invoke(&path, &[]);
        assert_eq!(done.status.code(), Some(2), "{name}");
        assert!(stderr(&done).starts_with("error"), "{name}: {}", stderr(&done));
        assert_eq!(stdout(&done), "", "{name}");
    }
    assert_eq!(invoke(&directory.path().join("missing"), &[]).status.code(), Some(2));
}

#[test]
fn check_counts_the_rules_of_a_good_rulebook() {
    let done = channel_flow(["check".as_ref(), repository(RULEBOOK).as_os_str()]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert!(stdout(&done).contains("3 rules"), "{}", stdout(&done));
}

#[test]
fn check_accepts_the_rulebook_that_is_shipped() {
    let done = channel_flow(["check".as_ref(), repository("rulebook.yaml").as_os_str()]);
    assert_eq!(done.status.code(), Some(0), "{}{}", stdout(&done), stderr(&done));
}

#[test]
fn check_prints_every_error_with_its_place() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("broken.yaml");
    let broken = "version: 1\nrules:\n  - { id: a, use: wrods, with: { words: [x], then: mask } }\n  - { id: b, use: words, with: { words: [y], then: mask, of: 1 } }\n";
    std::fs::write(&path, broken).unwrap();
    let done = channel_flow(["check".as_ref(), path.as_os_str()]);
    assert_eq!(done.status.code(), Some(1), "{}", stderr(&done));
    for part in ["wrods", "broken.yaml:3", "broken.yaml:4", "`of`", "words"] {
        assert!(stdout(&done).contains(part), "no `{part}` in:\n{}", stdout(&done));
    }
}

#[test]
fn check_says_which_file_it_cannot_read() {
    let done = channel_flow(["check", "no-such-rulebook.yaml"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("no-such-rulebook.yaml"));
}

#[test]
fn a_wrong_command_line_is_refused() {
    for arguments in [
        &["no-such-verb"][..],
        &["dev", "--listen", "nowhere"],
        &["check"],
        &["dev", "--second-callback", "418"],
    ] {
        let done = channel_flow(arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&done), "", "{arguments:?}");
    }
}

#[test]
fn send_says_what_became_of_a_message() {
    let rulebook = repository(RULEBOOK);
    let dev = Dev::start(["--rulebook".as_ref(), rulebook.as_os_str()]);
    for (text, code, outcome) in
        [("darn TKT-1234", 0, "**** [TICKET]"), ("forbidden", 3, "denied"), ("hello", 0, "delivered as sent")]
    {
        let done = channel_flow(["send", "--endpoint", dev.text("endpoint"), "--as", "bob", text]);
        assert_eq!(done.status.code(), Some(code), "{text}: {}", stderr(&done));
        assert!(stdout(&done).contains(outcome), "{text}: {}", stdout(&done));
    }
    assert!(dev.close_stdin().status.success());
}
