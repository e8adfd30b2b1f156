use std::sync::Arc;

use serde_json::json;

use crate::function::{World, listen};
use crate::program::{Run, Up, run, run_with};

fn send(world: &World, arguments: &[&str]) -> Run {
    let mut all = vec!["send", "--endpoint", world.get("endpoint")];
    all.extend(arguments);
    run(&all)
}

#[test]
fn the_exit_code_is_the_outcome() {
    let world = World::start(&[]);
    for (text, code, outcome) in
        [("hello", 0, "delivered"), ("oh heck", 0, "rewritten"), ("this is forbidden", 3, "denied")]
    {
        let run = send(&world, &["--json", text]);
        assert_eq!((run.code, &run.json()["outcome"]), (code, &json!(outcome)), "{run:?}");
    }
}

#[test]
fn a_message_whose_function_cannot_be_reached_fails() {
    let mut up = Up::start("dev", &["--json", "--function", "gone=http://127.0.0.1:1"]);
    let endpoint = up.ready()["endpoint"].as_str().unwrap().to_owned();
    let run = run(&["send", "--endpoint", &endpoint, "hello"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("alice: failed"), "{run:?}");
}

#[test]
fn a_message_without_an_outcome_in_time_is_pending() {
    // Accepts connections and never answers, as the kernel does for a socket that nobody serves.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let function = format!("silent=http://{}", silent.local_addr().unwrap());
    let mut up = Up::start("dev", &["--json", "--function", &function]);
    let endpoint = up.ready()["endpoint"].as_str().unwrap().to_owned();
    let run = run(&["send", "--endpoint", &endpoint, "--wait", "50ms", "hello"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stdout.contains("alice: still pending"), "{run:?}");
}

#[test]
fn everything_that_is_given_is_sent() {
    let world = World::start(&["--event-profile", "rich"]);
    let run = send(
        &world,
        &[
            "--as",
            "bob",
            "--target",
            "carol",
            "--metadata",
            "{\"a\":1}",
            "--push-title",
            "title",
            "--push-body",
            "body",
            "--attribute",
            "tags=a",
            "--attribute",
            "tags=b",
            "--channel",
            world.get("channel_arn"),
            "--json",
            "hello",
        ],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    let message = &report["message"];
    assert_eq!(report["sender_arn"], world.user("bob"));
    assert_eq!(message["Metadata"], "{\"a\":1}");
    assert_eq!(message["MessageAttributes"], json!({ "tags": { "StringValues": ["a", "b"] } }));
    assert_eq!(message["Target"][0]["MemberArn"], world.user("carol"));
}

#[test]
fn the_text_can_come_from_a_pipe() {
    let world = World::start(&[]);
    let run = run_with(&["send", "--endpoint", world.get("endpoint"), "--json", "-"], "two\nlines\n");
    assert_eq!(run.json()["message"]["Content"], "two\nlines");
}

#[test]
fn a_rewritten_text_cannot_command_the_terminal() {
    let world = World::start(&[]);
    let run = send(&world, &["heck \u{1b}[2J"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("  content   **** \\u{1b}[2J\n"), "{run:?}");
}

#[test]
fn what_the_service_refuses_is_bad_input() {
    let world = World::start(&[]);
    let long = "x".repeat(4097);
    for (arguments, code) in
        [(&[&*long][..], 2), (&[""], 2), (&["--as", "dave", "hello"], 2), (&["--channel", "dev", "hello"], 2)]
    {
        let run = send(&world, arguments);
        assert_eq!((run.code, &*run.stdout), (code, ""), "{run:?}");
        assert!(run.stderr.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn an_emulator_that_is_not_there_is_explained() {
    let run = run(&["send", "--endpoint", "http://127.0.0.1:1", "hello"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("got no answer from http://127.0.0.1:1"), "{run:?}");
    assert!(run.stderr.contains("channel-flow dev"), "{run:?}");
}

#[test]
fn a_server_that_is_no_emulator_is_doubted() {
    let elsewhere = listen(Arc::default());
    let run = run(&["send", "--endpoint", &elsewhere, "hello"]);
    assert_eq!((run.code, &*run.stdout), (1, ""), "{run:?}");
    assert!(run.stderr.contains("404 without a code: is this the emulator?"), "{run:?}");
}

#[test]
fn an_emulator_with_nothing_in_it_is_explained() {
    let mut up = Up::start("emulate", &["--json"]);
    let endpoint = up.ready()["endpoint"].as_str().unwrap().to_owned();
    let run = run(&["send", "--endpoint", &endpoint, "hello"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no app instance here"), "{run:?}");
}
