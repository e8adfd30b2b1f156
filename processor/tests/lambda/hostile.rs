//! A function whose rules do what rules must not do, as a process of its own.

use std::process::Command;
use std::time::Duration;

use channel_flow::{
    Context, Entry, Message, OnFailure, Pipeline, Rule, RuleResult, Verdict, lambda, rule_fn,
};
use serde_json::{Value, json};

use super::world::{Function, World};
use super::{CANARY, LOUD, event};

/// Panics with the text in the panic's message: in a slice that misses a character's boundary.
struct Slices;

impl Rule for Slices {
    #[expect(clippy::string_slice, reason = "the panic is the point")]
    async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
        let cut = &message.content()[..message.content().len() - 1];
        Ok(if cut.is_empty() { Verdict::Pass } else { unreachable!("{cut} has no boundary here") })
    }
}

/// Never answers.
struct Hangs;

impl Rule for Hangs {
    async fn evaluate(&self, _: &Message, _: &Context) -> RuleResult {
        std::future::pending().await
    }
}

/// Set where this program is to be the function instead of the test.
const FUNCTION: &str = "HOSTILE_FUNCTION";

#[expect(clippy::panic, reason = "the panic is the point")]
fn be_the_function() {
    let pipeline = Pipeline::new()
        .entry(Entry::new("slices", Slices).on_failure(OnFailure::Skip))
        .entry(
            Entry::new("quotes", rule_fn(|message: &Message| Err(message.content().into())))
                .on_failure(OnFailure::Skip),
        )
        .entry(Entry::new("hangs", Hangs).within(Duration::from_millis(50)).on_failure(OnFailure::Skip))
        .rule("throws", rule_fn(|message: &Message| std::panic::panic_any(message.content().to_owned())));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(lambda::run(pipeline)).unwrap();
}

#[test]
fn what_rules_throw_is_contained_and_never_quoted() {
    if std::env::var_os(FUNCTION).is_some() {
        return be_the_function();
    }
    let world = World::answering([]);
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "hostile::what_rules_throw_is_contained_and_never_quoted", "--nocapture"]);
    let function = Function::start(&world, program, &[LOUD, &[(FUNCTION, "1")]].concat());
    for _ in 0..3 {
        let reply = world.invoke(event(CANARY).to_string());
        assert_eq!(reply.body, r#"{"decision":"deny","receipt":"resolved"}"#);
    }
    let callbacks = world.callbacks();
    assert_eq!(callbacks.len(), 3);
    assert_eq!(callbacks[0]["DeleteResource"], true);
    assert_eq!(callbacks[0]["ChannelMessage"], json!({ "MessageId": "m1" }), "a denial holds the id only");
    let line: Value = function.logged("decided", 3).remove(0);
    assert_eq!(line["denial"], "throws");
    assert_eq!(line["failed"], "slices:panic,quotes:error,hangs:time-out,throws:panic");
    assert!(function.logged("panic", 6).iter().all(|line| line["file"].is_string() && line["line"].is_u64()));
    let written = function.end();
    assert!(!written.contains("078-05"), "{written}");
    assert!(!world.told().contains("078-05"));
}
