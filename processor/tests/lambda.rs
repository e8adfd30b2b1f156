//! The real `bootstrap`, and a function with hostile rules, seen from outside: what Lambda is told, what
//! Chime is told, and what is written to the log.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::process::Command;

use serde_json::{Value, json};

use self::world::{Function, World};

#[path = "lambda/hostile.rs"]
mod hostile;
#[path = "lambda/world.rs"]
mod world;

/// Stands in every message here, and must stand nowhere but in callbacks.
const CANARY: &str = "078-05-1120é";
const CHANNEL: &str = "arn:aws:chime:us-east-1:111122223333:app-instance/a/channel/c";

fn event(content: &str) -> Value {
    json!({
        "EventType": "CHANNEL_MESSAGE_EVENT",
        "CallbackId": "0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f",
        "ChannelMessage": {
            "MessageId": "m1", "ChannelArn": CHANNEL, "Content": content, "Metadata": CANARY,
            "Sender": { "Arn": "arn:aws:chime:us-east-1:111122223333:app-instance/a/user/u", "Name": CANARY },
            "PushNotification": { "Title": CANARY, "Body": CANARY },
            "MessageAttributes": { CANARY: { "StringValues": [CANARY] } },
            "Persistence": "PERSISTENT", "Type": "STANDARD", "CreatedTimestamp": "2026-01-02T03:04:05.678Z",
        },
    })
}

fn bootstrap() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bootstrap"))
}

/// Every setting that has ever made a Rust function talk.
const LOUD: &[(&str, &str)] = &[
    ("RUST_LOG", "trace"),
    ("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
    ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
    ("CHANNEL_FLOW_LOG", "debug"),
    ("RUST_BACKTRACE", "full"),
];

#[test]
fn a_message_is_answered_for_and_its_line_holds_ids_only() {
    let world = World::answering([]);
    let function = Function::start(&world, bootstrap(), &[]);
    let reply = world.invoke(event("hello").to_string());
    assert_eq!(reply.kind, "response");
    assert_eq!(reply.body, r#"{"decision":"no-change","receipt":"resolved"}"#);
    let callbacks = world.callbacks();
    assert_eq!(callbacks.len(), 1);
    assert_eq!(callbacks[0]["CallbackId"], "0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f");
    assert_eq!(callbacks[0]["ChannelMessage"]["Content"], "hello");
    assert_eq!(callbacks[0]["ChannelMessage"]["PushNotification"]["Body"], CANARY);

    let mut line = function.logged("decided", 1).remove(0);
    for varying in ["timestamp", "elapsed_ms"] {
        assert!(line.as_object_mut().unwrap().remove(varying).is_some(), "{varying}");
    }
    let expected = json!({
        "level": "INFO", "target": "channel_flow", "message": "decided", "request_id": "request-1",
        "message_id": "m1", "callback_id": "0b51bd9e-13ab-4b6c-9d5a-6ddc8ad10a4f", "channel_arn": CHANNEL,
        "decision": "no-change", "receipt": "resolved",
    });
    assert_eq!(line, expected);
    let written = function.end();
    assert!(!written.contains(CANARY), "{written}");
    assert_eq!(written.lines().count(), 1, "one line per event: {written}");
}

#[test]
fn no_setting_makes_the_function_quote_a_message() {
    let world = World::answering([(503, "ServiceUnavailableException"), (400, "BadRequestException")]);
    let function = Function::start(&world, bootstrap(), LOUD);
    let payloads = [
        event(CANARY).to_string().into_bytes(),
        // Whatever an event may be instead, with the canary where parsers like to quote.
        json!(CANARY).to_string().into_bytes(),
        json!({ "CallbackId": CANARY, "ChannelMessage": { CANARY: CANARY } }).to_string().into_bytes(),
        json!({ "EventType": CANARY, "CallbackId": 78_051_120, "ChannelMessage": CANARY })
            .to_string()
            .into_bytes(),
        json!({ "Records": [{ "messageId": "r", "body": CANARY }] }).to_string().into_bytes(),
        format!(r#"{{"CallbackId":"{CANARY}","CallbackId":"{CANARY}"}}"#).into_bytes(),
        format!("{CANARY} is not JSON").into_bytes(),
        format!(r#"{{"Content": "{CANARY}"#).into_bytes(),
        [b"\"\xff\xfe", CANARY.as_bytes(), b"\""].concat(),
        [b"\xff\xfe", CANARY.as_bytes()].concat(),
        json!({ "CallbackId": CANARY.repeat(100_000) }).to_string().into_bytes(),
    ];
    for payload in &payloads {
        world.invoke(payload.clone());
    }
    let last = world.invoke(event(CANARY).to_string());
    assert_eq!(last.kind, "response", "the function has survived all of it: {last:?}");
    assert!(world.callbacks().iter().any(|callback| callback.to_string().contains(CANARY)));
    let (told, written) = (world.told(), function.end());
    assert!(!told.contains("078-05"), "{told}");
    assert!(!written.contains("078-05"), "{written}");
    assert!(!written.contains("78051120"), "{written}");
}

#[test]
fn an_event_that_nobody_could_answer_for_is_not_repeated() {
    let world = World::answering([]);
    let function = Function::start(&world, bootstrap(), &[]);
    let mut without_id = event("hello");
    without_id.as_object_mut().unwrap().remove("CallbackId");
    let too_large = json!({ "CallbackId": "x".repeat(1024 * 1024) });
    let cases = [
        (json!({ "hello": "there" }), "it is neither a channel-flow event nor a batch of failed ones"),
        (without_id, "it has no usable `CallbackId`"),
        (too_large, "it has more than 1 MiB"),
    ];
    for (number, (event, reason)) in (1..).zip(cases) {
        let reply = world.invoke(event.to_string());
        assert_eq!((reply.kind.as_str(), reply.body.as_str()), ("response", "null"));
        let line = function.logged("event-unusable", number).pop().unwrap();
        assert_eq!(line["reason"], reason);
        assert_eq!(line["bytes"], event.to_string().len());
    }
    assert_eq!(world.callbacks(), Vec::<Value>::new());
}

#[test]
fn the_embedded_rulebook_loads() {
    let world = World::answering([]);
    let mut program = Command::new("/usr/bin/env");
    program.args(["-u", "CHANNEL_FLOW_RULEBOOK", env!("CARGO_BIN_EXE_bootstrap")]);
    let function = Function::start(&world, program, &[]);
    world.invoke(event("hello").to_string());
    assert_ne!(function.logged("decided", 1)[0]["denial"], "config-error");
    let written = function.end();
    assert!(!written.contains("config-error"), "{written}");
}

#[test]
fn a_rulebook_of_the_environment_rewrites_and_denies() {
    let world = World::answering([]);
    let function = Function::start(&world, bootstrap(), &[]);
    let reply = world.invoke(event("darn, see TKT-1234").to_string());
    assert_eq!(reply.body, r#"{"decision":"update","receipt":"resolved"}"#);
    let reply = world.invoke(event(&"long ".repeat(200)).to_string());
    assert_eq!(reply.body, r#"{"decision":"deny","receipt":"resolved"}"#);
    let callbacks = world.callbacks();
    assert_eq!(callbacks[0]["ChannelMessage"]["Content"], "****, see [TICKET]");
    assert_eq!(callbacks[1]["DeleteResource"], true);
    let lines = function.logged("decided", 2);
    assert_eq!((&lines[0]["rules"], &lines[1]["denial"]), (&json!("curses,tickets"), &json!("essays")));
}

#[test]
fn a_payload_that_chime_refuses_is_followed_by_a_denial_and_nobody_is_told_otherwise() {
    let world = World::answering([(400, "BadRequestException")]);
    let function = Function::start(&world, bootstrap(), &[]);
    let reply = world.invoke(event("darn").to_string());
    assert_eq!(reply.body, r#"{"decision":"update","receipt":"resolved","degraded":true}"#);
    assert_eq!(world.callbacks()[1]["DeleteResource"], true);
    assert_eq!(function.logged("decided", 1)[0]["degraded"], true);
}

#[test]
fn a_rulebook_that_does_not_load_is_reported_whole_and_every_message_is_answered_for() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let broken = folder.join("broken.yaml");
    std::fs::write(&broken, "version: 1\nruls: []\non_failure: never\nrules: []\n").unwrap();
    let missing = folder.join("missing.yaml");
    for (rulebook, errors) in [(&broken, 2), (&missing, 1)] {
        for (on_config_error, decision) in [("deny", "deny"), ("", "deny"), ("release", "no-change")] {
            let world = World::answering([]);
            let variables = [
                ("CHANNEL_FLOW_RULEBOOK", rulebook.to_str().unwrap()),
                ("CHANNEL_FLOW_ON_CONFIG_ERROR", on_config_error),
            ];
            let function = Function::start(&world, bootstrap(), &variables);
            let reply = world.invoke(event("darn").to_string());
            assert_eq!(reply.body, format!(r#"{{"decision":"{decision}","receipt":"resolved"}}"#));
            let lines = function.logged("config-error", errors);
            assert_eq!(lines.len(), errors, "{lines:?}");
            assert!(lines[0]["error"].as_str().unwrap().starts_with(rulebook.to_str().unwrap()));
            let denial = if decision == "deny" { json!("config-error") } else { Value::Null };
            assert_eq!(function.logged("decided", 1)[0]["denial"], denial);
        }
    }
}

#[test]
fn a_deadline_in_1970_or_the_far_future_is_no_deadline() {
    let world = World::answering([]);
    let _function = Function::start(&world, bootstrap(), &[]);
    for deadline in [0, 1, u64::MAX, 32_503_680_000_000] {
        let reply = world.invoke_until(deadline, event("hello").to_string());
        assert_eq!(reply.kind, "response", "{deadline}: {reply:?}");
    }
    assert_eq!(world.callbacks().len(), 4);
}

#[test]
fn a_missing_permission_fails_the_invocation_and_says_what_to_do() {
    let world = World::answering([(403, "ForbiddenException")]);
    let function = Function::start(&world, bootstrap(), &[]);
    let reply = world.invoke(event(CANARY).to_string());
    assert_eq!(reply.kind, "error");
    let error: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(error["errorType"], "ChannelFlow.CallbackForbidden");
    assert!(error["errorMessage"].as_str().unwrap().contains("chime:ChannelFlowCallback"));
    let line = function.logged("callback failed", 1).remove(0);
    assert_eq!(line["level"], "ERROR");
    assert_eq!(
        (&line["failure"], &line["status"], &line["attempts"]),
        (&json!("forbidden"), &json!(403), &json!(1))
    );
    let written = function.end();
    assert_eq!(written.lines().count(), 1, "{written}");
}

#[test]
fn several_invocations_are_served_at_once_where_lambda_asks_for_it() {
    let world = World::answering_together(4);
    let function = Function::start(&world, bootstrap(), &[("AWS_LAMBDA_MAX_CONCURRENCY", "4")]);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let mut event = event("hello");
            event["CallbackId"] = json!(format!("callback-{number}"));
            let world = &world;
            scope.spawn(move || assert_eq!(world.invoke(event.to_string()).kind, "response"));
        }
    });
    assert_eq!(world.callbacks().len(), 8);
    assert!(!function.end().contains(CANARY));
}

/// What Lambda sends to an on-failure destination, in the shape of its developer guide ("Capturing records
/// of Lambda asynchronous invocations").
fn failed(event: &Value) -> Value {
    json!({
        "version": "1.0",
        "timestamp": "2026-01-15T09:33:00.123Z",
        "requestContext": {
            "requestId": "e4b46cbf-b738-4f5c-8880-a18cdf61200e",
            "functionArn": "arn:aws:lambda:us-east-1:111122223333:function:channel-flow:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
        },
        "requestPayload": event,
        "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
        "responsePayload": { "errorType": "ChannelFlow.ChimeUnreachable", "errorMessage": "no final answer" },
    })
}

/// A record of a queue, in the shape of the guide's example event.
fn from_queue(id: &str, body: &Value) -> Value {
    json!({
        "messageId": id,
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body.to_string(),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1545082649183",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1545082649185",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:111122223333:undecided",
        "awsRegion": "us-east-1",
    })
}

#[test]
fn failed_events_from_the_queue_are_denied_or_released() {
    for (variables, denied) in [(&[][..], true), (&[("CHANNEL_FLOW_ON_EXHAUSTED", "release")][..], false)] {
        let world = World::answering([]);
        let function = Function::start(&world, bootstrap(), variables);
        let batch = json!({ "Records": [
            from_queue("r1", &failed(&event(CANARY))),
            from_queue("r2", &failed(&json!({ "hello": CANARY }))),
        ]});
        let reply = world.invoke(batch.to_string());
        assert_eq!(reply.body, r#"{"batchItemFailures":[]}"#);
        let callbacks = world.callbacks();
        assert_eq!(callbacks.len(), 1);
        assert_eq!(callbacks[0]["DeleteResource"] == true, denied);
        assert_eq!(callbacks[0]["ChannelMessage"]["Content"] == CANARY, !denied);
        assert_eq!(function.logged("event-unusable", 1).len(), 1);
        assert!(!function.end().contains(CANARY));
    }
}

#[test]
fn a_rule_that_puts_the_decision_off_fails_the_invocation_until_the_last_resort_answers() {
    let rulebook = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("deferring.yaml");
    let rule =
        "{ id: roles, use: words, with: { words: [darn], then: mask }, when: '\"mod\" in attributes.role' }";
    std::fs::write(&rulebook, format!("version: 1\non_failure: defer\nrules:\n  - {rule}\n")).unwrap();
    let world = World::answering([]);
    let function =
        Function::start(&world, bootstrap(), &[("CHANNEL_FLOW_RULEBOOK", rulebook.to_str().unwrap())]);
    let reply = world.invoke(event(CANARY).to_string());
    assert_eq!(reply.kind, "error");
    let error: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(error["errorType"], "ChannelFlow.Deferred");
    assert_eq!(world.callbacks(), Vec::<Value>::new());
    let line = function.logged("deferred", 1).remove(0);
    assert_eq!((&line["level"], &line["failed"]), (&json!("WARN"), &json!("roles:error")));
    world.invoke(json!({ "Records": [from_queue("r1", &failed(&event(CANARY)))] }).to_string());
    assert_eq!(world.callbacks()[0]["DeleteResource"], true);
    assert!(!function.end().contains("078-05"));
    assert!(!world.told().contains("078-05"));
}

#[test]
fn a_batch_may_be_larger_than_any_event() {
    let world = World::answering([]);
    let _function = Function::start(&world, bootstrap(), &[]);
    let padding = "x".repeat(1024 * 1024);
    let mut record = failed(&event("hello"));
    record["responsePayload"]["errorMessage"] = json!(padding);
    let reply = world.invoke(json!({ "Records": [from_queue("r1", &record)] }).to_string());
    assert_eq!(reply.body, r#"{"batchItemFailures":[]}"#);
    assert_eq!(world.callbacks().len(), 1);
}

#[test]
fn a_record_that_could_not_be_answered_for_stays_in_the_queue() {
    let world = World::answering([(403, "ForbiddenException")]);
    let _function = Function::start(&world, bootstrap(), &[]);
    let reply = world.invoke(json!({ "Records": [from_queue("r1", &failed(&event("hello")))] }).to_string());
    assert_eq!(reply.body, r#"{"batchItemFailures":[{"itemIdentifier":"r1"}]}"#);
}

#[test]
fn outside_lambda_it_says_where_it_belongs() {
    let output = bootstrap().env_clear().output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("channel-flow dev --function"));
}
