//! A function whose rule asks a slow service, within the time that the message has.

use std::time::Duration;

use channel_flow::{Context, Denial, Entry, Message, OnFailure, Pipeline, Rule, RuleResult, Verdict, lambda};
use serde::Deserialize;
use serde_json::json;

/// Asks a classifier whether a text is toxic.
struct Toxic {
    http: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
struct Answer {
    toxic: bool,
}

impl Rule for Toxic {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        let question = json!({ "text": message.content() });
        // The pipeline drops a rule that is out of time; with the same limit the connection is dropped too.
        let asked = self.http.post(&self.url).timeout(cx.remaining()).json(&question).send().await?;
        let answer: Answer = asked.error_for_status()?.json().await?;
        Ok(if answer.toxic { Denial::new("toxic").into() } else { Verdict::Pass })
    }
}

/// A classifier that is slow or down must not stop the chat: its rule has two seconds, and then counts as
/// absent. `OnFailure::Deny` would stop the chat instead; a rule that asks a service has to choose.
fn pipeline(url: String, within: Duration) -> Pipeline {
    let rule = Toxic { http: reqwest::Client::new(), url };
    Pipeline::new().entry(Entry::new("toxic", rule).within(within).on_failure(OnFailure::Skip))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    // Without the variable every question fails, and a failed rule is not a failed function.
    let url = std::env::var("CLASSIFIER_URL").unwrap_or_default();
    lambda::run(pipeline(url, Duration::from_secs(2))).await
}

#[cfg(test)]
mod tests;
