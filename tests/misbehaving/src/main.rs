//! A deployable function whose rule does all that a rule must not, for the tests.
//!
//! The first word of a message says what goes wrong, and `MISBEHAVING_ON_FAILURE` (`skip` or `deny`) what
//! then becomes of it.

use std::future::pending;
use std::time::Duration;
use std::{env, process};

use channel_flow::{Context, Entry, Message, OnFailure, Patch, Pipeline, Rule, RuleResult, Verdict, lambda};

struct Misbehave;

impl Rule for Misbehave {
    async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
        let text = message.content();
        match text.split_whitespace().next() {
            Some("panic") => Ok(Patch::content(beyond_the_end(text)).into()),
            Some("error") => Err(text.into()),
            Some("never") => pending().await,
            Some("oversize") => Ok(Patch::content(text.repeat(4096)).into()),
            Some("abort") => process::abort(),
            _ => Ok(Verdict::Pass),
        }
    }
}

#[expect(clippy::string_slice, reason = "the standard library's message for this panic quotes the text")]
fn beyond_the_end(text: &str) -> &str {
    &text[..=text.len()]
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    let on_failure = match env::var("MISBEHAVING_ON_FAILURE").as_deref() {
        Ok("skip") => OnFailure::Skip,
        _ => OnFailure::Deny,
    };
    let entry = Entry::new("misbehave", Misbehave).on_failure(on_failure).within(Duration::from_millis(200));
    lambda::run(Pipeline::new().entry(entry)).await
}
