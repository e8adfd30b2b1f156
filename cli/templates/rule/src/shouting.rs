//! The kind of rule `shouting`: messages in capitals are delivered in lower case.

use channel_flow::{
    BoxError, Context, Finding, Message, OptionErrors, Patch, Rule, RuleOptions, RuleResult,
    TextPart, Verdict,
};

/// What stands under `with`. Keys that are not fields here are errors when the rulebook loads.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Shouting {
    /// Messages with fewer letters are left alone.
    letters: usize,
}

impl RuleOptions for Shouting {
    const NAME: &'static str = "shouting";
    const PAGE: &'static str = include_str!("shouting.md");
    type Rule = Self;

    fn build(self) -> Result<Self, BoxError> {
        if self.letters == 0 {
            return Err(OptionErrors::at("letters", "must be 1 or more").into());
        }
        Ok(self)
    }
}

impl Rule for Shouting {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        let text = message.content();
        let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
        if capitals < self.letters || text.chars().any(char::is_lowercase) {
            return Ok(Verdict::Pass);
        }
        cx.report(Finding::new(TextPart::Content, 0..text.len(), "shouting"));
        Ok(Patch::content(text.to_lowercase()).into())
    }

    /// Its own edit gives it nothing to do, so it may read what other rules have edited.
    fn rereads(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use channel_flow::{Decision, Pipeline, testing};

    #[tokio::test]
    async fn capitals_are_calmed_down() {
        let calmed = |text| Decision::Update(Patch::content(text));
        let cases = [
            ("WHERE IS MY ORDER", calmed("where is my order")),
            ("ÄRGERLICH, SEHR", calmed("ärgerlich, sehr")),
            ("Where is my order", Decision::NoChange),
            ("1234 5678 9012", Decision::NoChange),
        ];
        let pipeline = Pipeline::new().rule("shouting", Shouting { letters: 8 });
        for (content, decision) in cases {
            let outcome = pipeline
                .decide(&testing::message(content), testing::soon())
                .await;
            assert_eq!(outcome.decision, decision, "{content}");
        }
    }
}
