//! A function with a rule of its own: calms down messages that shout, and marks them.

use channel_flow::{Context, Message, Patch, Pipeline, Rule, RuleResult, Verdict, lambda};

/// Turns messages that are all capitals into lower case.
struct Shouting;

impl Rule for Shouting {
    async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
        let text = message.content();
        if text.len() < 8 || !text.chars().any(char::is_uppercase) || text.chars().any(char::is_lowercase) {
            return Ok(Verdict::Pass);
        }
        Ok(Patch::content(text.to_lowercase()).with_attribute("moderated", ["shouting"]).into())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::run(Pipeline::new().rule("shouting", Shouting)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use channel_flow::{Decision, testing};

    #[tokio::test]
    async fn messages_that_shout_are_calmed_down() {
        let calmed = |text| Decision::Update(Patch::content(text).with_attribute("moderated", ["shouting"]));
        let cases = [
            ("WHERE IS MY ORDER", calmed("where is my order")),
            ("ÄRGERLICH, SEHR", calmed("ärgerlich, sehr")),
            ("Where is my order", Decision::NoChange),
            ("OK THX", Decision::NoChange),
            ("1234 5678 9012", Decision::NoChange),
        ];
        let pipeline = Pipeline::new().rule("shouting", Shouting);
        for (content, decision) in cases {
            let outcome = pipeline.decide(&testing::message(content), testing::soon()).await;
            assert_eq!(outcome.decision, decision, "{content}");
        }
    }
}
