//! Functions as real processes, seen from both ends: the caller, and a function that does as it is told.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "lambda/stage.rs"]
mod stage;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use channel_flow_emulator::invoke::{Function, InvokeError, StartError, Target};
use serde_json::{Value, json};
use stage::{FUNCTION, Stage, WHEREVER};

const EVENT: Bytes = Bytes::from_static(b"{\"n\":1}");

#[tokio::test]
async fn an_event_reaches_the_function_with_what_the_runtime_api_promises() {
    let stage = Stage::start(|_| {}).await;
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let puppet = stage.puppet().await;
    assert_eq!(puppet.report["payload"], "{\"n\":1}");
    assert_eq!(puppet.header("lambda-runtime-invoked-function-arn"), stage.lambda.function_arn(FUNCTION));
    assert!(puppet.header("lambda-runtime-trace-id").starts_with("Root=1-"));
    assert_eq!(puppet.header("content-type"), "application/json");
    let deadline = Duration::from_millis(puppet.header("lambda-runtime-deadline-ms").parse().unwrap());
    let after = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let slack = Duration::from_millis(1);
    assert!(before + WHEREVER <= deadline + slack && deadline <= after + WHEREVER);
    assert_eq!(puppet.tell("answer").await, 202);
}

#[tokio::test]
async fn the_environment_is_lambdas_and_nothing_leaks_in() {
    let stage = Stage::start(|function| function.env.push(("PUPPET_INIT".into(), "1".into()))).await;
    let puppet = stage.puppet().await;
    let variable = |name: &str| puppet.report["environment"][name].as_str().unwrap_or_default().to_owned();
    for (name, value) in [
        ("AWS_LAMBDA_FUNCTION_NAME", FUNCTION),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/moderate"),
        ("_HANDLER", "bootstrap"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING", "http://127.0.0.1:1"),
        ("AWS_ENDPOINT_URL_CHIME_SDK_IDENTITY", "http://127.0.0.1:1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("TZ", ":UTC"),
    ] {
        assert_eq!(variable(name), value, "{name}");
    }
    assert!(!variable("AWS_ACCESS_KEY_ID").is_empty() && !variable("AWS_SECRET_ACCESS_KEY").is_empty());
    assert!(variable("AWS_LAMBDA_LOG_STREAM_NAME").contains("[$LATEST]"));
    assert!(variable("AWS_LAMBDA_RUNTIME_API").starts_with("127.0.0.1:"));
    assert_eq!(puppet.report["directory"], variable("LAMBDA_TASK_ROOT"));
    for inherited in ["HOME", "CARGO_MANIFEST_DIR", "USER"] {
        assert_eq!(puppet.report["environment"].get(inherited), None, "{inherited}");
    }
}

#[tokio::test]
async fn an_error_is_retried_under_the_same_request_id() {
    let stage = Stage::start(|_| {}).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let first = stage.puppet().await;
    let request_id = first.request_id();
    assert_eq!(first.tell("error").await, 202);
    let second = stage.puppet().await;
    assert_eq!(second.request_id(), request_id);
    assert_eq!(second.tell("answer").await, 202);
}

#[tokio::test]
async fn a_crash_in_the_middle_of_an_event_is_retried_in_a_new_process() {
    let stage = Stage::start(|_| {}).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let first = stage.puppet().await;
    let request_id = first.request_id();
    first.tell_and_outlive("exit").await;
    let second = stage.puppet().await;
    assert_eq!(second.request_id(), request_id);
    assert_eq!(second.tell("answer").await, 202);
}

#[tokio::test]
async fn a_time_out_kills_the_function_and_its_children_and_is_retried() {
    let stage = Stage::start(|function| function.timeout = Duration::from_secs(2)).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let first = stage.puppet().await;
    let request_id = first.request_id();
    first.tell_and_outlive("hang").await;
    let second = stage.puppet().await;
    assert_eq!(second.request_id(), request_id);
    assert_eq!(second.tell("answer").await, 202);
}

#[tokio::test]
async fn a_duplicated_event_arrives_twice() {
    let stage = Stage::start_with(|_| {}, |config| config.deliver_twice = true).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let first = stage.puppet().await;
    let (payload, request_id) = (first.report["payload"].clone(), first.request_id());
    assert_eq!(first.tell("answer").await, 202);
    let second = stage.puppet().await;
    assert_eq!(second.report["payload"], payload);
    assert_ne!(second.request_id(), request_id);
    assert_eq!(second.tell("answer").await, 202);
}

#[tokio::test]
async fn two_environments_run_two_events_at_once() {
    let stage = Stage::start(|function| function.environments = 2).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let (first, second) = (stage.puppet().await, stage.puppet().await);
    assert_ne!(first.request_id(), second.request_id());
    assert_eq!(second.tell("answer").await, 202);
    assert_eq!(first.tell("answer").await, 202);
}

#[tokio::test]
async fn a_function_that_cannot_start_costs_one_attempt_per_event() {
    let stage = Stage::start(|function| function.env.push(("PUPPET_INIT".into(), "1".into()))).await;
    stage.puppet().await.tell_and_outlive("exit").await;
    let told = async {
        stage.puppet().await.tell_and_outlive("exit").await;
    };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.failure().await["errorType"], "Runtime.ExitError");
    let told = async {
        stage.puppet().await.tell_and_outlive("error").await;
    };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.failure().await["errorType"], "Puppet.Init");
    let told = async {
        stage.puppet().await.tell_and_outlive("start").await;
        assert_eq!(stage.puppet().await.tell("answer").await, 202);
    };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.payload().await, EVENT);
}

#[tokio::test]
async fn a_function_that_left_while_idle_starts_again_for_the_next_event() {
    let stage = Stage::start(|_| {}).await;
    for _ in 0..2 {
        let told = async {
            let _ = stage.puppet().await.tell("answer and exit").await;
        };
        let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
        assert_eq!(answer.payload().await, EVENT);
    }
}

#[tokio::test]
async fn stopping_ends_every_process_that_was_started() {
    let stage = Stage::start(|_| {}).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let mut busy = stage.puppet().await;
    busy.order("hang").await;
    stage.lambda.stop().await;
    busy.outlive().await;
    let refused = stage.lambda.invoke_event(FUNCTION, EVENT).await;
    assert!(matches!(refused, Err(InvokeError::Stopping)));
}

#[tokio::test]
async fn dropping_the_last_handle_ends_every_process_too() {
    let mut stage = Stage::start(|_| {}).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    let mut busy = stage.puppet().await;
    busy.order("hang").await;
    stage.stop_serving().await;
    let Stage { lambda, .. } = stage;
    drop(lambda);
    busy.outlive().await;
}

#[tokio::test]
async fn any_answer_ends_an_event() {
    let stage = Stage::start(|_| {}).await;
    stage.lambda.invoke_event(FUNCTION, EVENT).await.unwrap();
    assert_eq!(stage.puppet().await.tell("garbage").await, 202);
    let told = async { assert_eq!(stage.puppet().await.tell("answer").await, 202) };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.payload().await, EVENT);
}

#[tokio::test]
async fn an_answer_that_is_too_large_fails_the_event() {
    let stage = Stage::start(|_| {}).await;
    let told = async { assert_eq!(stage.puppet().await.tell("large").await, 413) };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.failure().await["errorType"], "Function.ResponseSizeTooLarge");
}

#[tokio::test]
async fn what_can_never_run_is_refused_at_the_start() {
    let function = |name: &str, target| Function {
        name: name.into(),
        target,
        environments: 1,
        timeout: WHEREVER,
        env: Vec::new(),
    };
    let binary = |path: &str| Target::Binary(path.into());
    let endpoint = |base: &str| Target::Endpoint(base.into());
    for (functions, reason) in [
        (vec![function("no spaces", endpoint("http://localhost"))], "is not a function name"),
        (
            vec![function("a", endpoint("http://localhost")), function("a", endpoint("http://localhost"))],
            "two functions",
        ),
        (vec![function("a", binary("no/such/file"))], "No such file"),
        (vec![function("a", binary("tests"))], "not a file"),
        (vec![function("a", binary("Cargo.toml"))], "not executable"),
        (vec![function("a", endpoint("https://localhost"))], "https is not supported"),
        (vec![function("a", endpoint("localhost:9000"))], "must begin with"),
        (vec![function("a", endpoint("http://"))], "host"),
    ] {
        let error: StartError = Stage::refused(functions).await;
        assert!(error.to_string().contains(reason), "{error} should say {reason}");
    }
}

#[tokio::test]
async fn an_invocation_is_refused_as_lambda_would() {
    let stage = Stage::start(|_| {}).await;
    let refused = stage.lambda.invoke_event("nobody", EVENT).await;
    assert!(matches!(refused, Err(InvokeError::NotFound(_))));
    let refused = stage.lambda.invoke_event("no spaces", EVENT).await;
    assert!(matches!(refused, Err(InvokeError::Name(_))));
    let refused = stage.lambda.invoke_event(FUNCTION, Bytes::from(vec![b' '; 1024 * 1024 + 1])).await;
    assert!(matches!(refused, Err(InvokeError::TooLarge { .. })));
}

#[tokio::test]
async fn the_invoke_api_speaks_lambdas_shapes() {
    let stage = Stage::start(|_| {}).await;
    let large = Bytes::from(vec![b'1'; 3 * 1024 * 1024]);
    let huge = Bytes::from(vec![b'1'; 8 * 1024 * 1024]);
    let other = "arn:aws:lambda:eu-west-1:111122223333:function:moderate";
    for (function, kind, payload, status, code) in [
        ("nobody", "Event", EVENT, 404, "ResourceNotFoundException"),
        (other, "Event", EVENT, 404, "ResourceNotFoundException"),
        ("nobody", "RequestResponse", EVENT, 404, "ResourceNotFoundException"),
        ("no%20spaces", "Event", EVENT, 400, "InvalidParameterValueException"),
        (FUNCTION, "Sometimes", EVENT, 400, "InvalidParameterValueException"),
        (FUNCTION, "Event", Bytes::from_static(b"{\"a\":"), 400, "InvalidRequestContentException"),
        (FUNCTION, "RequestResponse", Bytes::from_static(b"canary"), 400, "InvalidRequestContentException"),
        (FUNCTION, "Event", large, 413, "RequestTooLargeException"),
        (FUNCTION, "RequestResponse", huge, 413, "RequestTooLargeException"),
    ] {
        let response = stage.post(function, kind, payload).await;
        assert_eq!(response.status(), status, "{function} {kind}");
        assert_eq!(response.headers()["x-amzn-errortype"], code, "{function} {kind}");
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["Type"], "User");
        assert!(!body["Message"].as_str().unwrap().contains("canary"));
    }
    let dry = stage.post(FUNCTION, "DryRun", EVENT).await;
    assert_eq!(dry.status(), 204);
}

#[tokio::test]
async fn an_event_through_the_invoke_api_is_accepted_before_it_runs() {
    let stage = Stage::start(|_| {}).await;
    let arn = format!("{}:live", stage.lambda.function_arn(FUNCTION));
    let response = stage.post(&arn.replace(':', "%3A"), "Event", Bytes::new()).await;
    assert_eq!(response.status(), 202);
    let puppet = stage.puppet().await;
    assert_eq!(response.headers()["x-amzn-requestid"].to_str().unwrap(), puppet.request_id());
    assert_eq!(puppet.header("lambda-runtime-invoked-function-arn"), arn);
    assert_eq!(puppet.report["payload"], "{}", "no body is an empty object");
    assert_eq!(puppet.tell("answer").await, 202);
}

#[tokio::test]
async fn a_synchronous_caller_reads_the_functions_error() {
    let stage = Stage::start(|_| {}).await;
    let told = async { assert_eq!(stage.puppet().await.tell("error").await, 202) };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    assert_eq!(answer.failure().await, json!({ "errorType": "Puppet", "errorMessage": "told to" }));
    let told = async { stage.puppet().await.tell_and_outlive("exit").await };
    let (answer, ()) = tokio::join!(stage.invoke(EVENT), told);
    let failure = answer.failure().await;
    assert_eq!(failure["errorType"], "Runtime.ExitError");
    assert!(failure["errorMessage"].as_str().unwrap().contains("exit status: 7"), "{failure}");
}
