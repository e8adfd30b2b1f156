//! Rules in order, folded into an outcome.

use tokio::time::Instant;

use crate::message::Message;
use crate::outcome::{OnFailure, Outcome};
use crate::rule::{Needs, Rule, RuleId};

mod ask;
mod entry;
mod fold;

pub use entry::Entry;
pub(crate) use entry::Scope;
use entry::Scopes;
use fold::Fold;

/// Rules in the order in which they are asked. The first denial wins, edits flow forward.
///
/// ```
/// # use channel_flow::{rule_fn, testing, Decision, Message, Patch, Pipeline};
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let pipeline = Pipeline::new().rule("calm", rule_fn(|message: &Message| {
///     Ok(Patch::content(message.content().to_lowercase()).into())
/// }));
/// let outcome = pipeline.decide(&testing::message("HELLO"), testing::soon()).await;
/// assert_eq!(outcome.decision, Decision::Update(Patch::content("hello")));
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Pipeline {
    entries: Vec<Entry>,
    on_failure: OnFailure,
    watching: bool,
    /// How many rules need nothing, and so are asked about every message.
    needing_nothing: usize,
    scopes: Option<Scopes>,
}

impl Pipeline {
    /// A pipeline without rules: every message passes. Failures deny unless `on_failure` says otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What a failed rule counts as where its entry does not say.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = on_failure;
        self
    }

    /// What a failed rule counts as by default.
    #[must_use]
    pub fn default_on_failure(&self) -> OnFailure {
        self.on_failure
    }

    /// Appends a rule with the default treatment.
    #[must_use]
    pub fn rule(self, id: impl Into<RuleId>, rule: impl Rule) -> Self {
        self.entry(Entry::new(id, rule))
    }

    /// Appends a rule with a treatment of its own.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.needing_nothing += usize::from(entry.needs == Needs::default());
        self.entries.push(entry);
        self
    }

    /// Tells which scopes a message is in, a bit for each; asked once for each message.
    #[must_use]
    pub(crate) fn scopes(mut self, of: impl Fn(&Message) -> u64 + Send + Sync + 'static) -> Self {
        self.scopes = Some(Scopes(Box::new(of)));
        self
    }

    /// The same rules, none of which acts, whatever its mode. Each reads the message as it was sent, so every
    /// span that it reports is one of the original; for tools that show what rules find.
    ///
    /// ```
    /// # use channel_flow::{rule_fn, testing, Decision, Denial, Patch, Pipeline, StepResult};
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let pipeline = Pipeline::new()
    ///     .rule("first", rule_fn(|_| Ok(Denial::default().into())))
    ///     .rule("second", rule_fn(|_| Ok(Patch::content("edited").into())));
    /// let outcome = pipeline.watching().decide(&testing::message("hello"), testing::soon()).await;
    /// assert_eq!(outcome.decision, Decision::NoChange);
    /// assert!(matches!(outcome.steps[0].result, StepResult::Denied(_)));
    /// assert!(matches!(outcome.steps[1].result, StepResult::Edited(_)));
    /// # }
    /// ```
    #[must_use]
    pub fn watching(mut self) -> Self {
        self.watching = true;
        self
    }

    /// The same rules, each asked about every message that its conditions let through.
    #[cfg(test)]
    pub(crate) fn asking_always(mut self) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.needs = Needs::default());
        self
    }

    /// The ids of the rules, in order; a rule that has a variant for some messages counts once.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let before = std::iter::once(None).chain(self.entries.iter().map(Some));
        let entries = self.entries.iter().zip(before);
        let new = entries.filter(|(entry, before)| before.is_none_or(|before| before.id != entry.id));
        new.map(|(entry, _)| &*entry.id)
    }

    /// Asks the rules and folds their verdicts. Never fails: a rule that panics, errs, runs out of time or
    /// makes an edit outside Chime's limits follows its `on_failure`.
    ///
    /// A rule that computes without awaiting cannot be cancelled; `deadline` holds for the others.
    pub async fn decide(&self, message: &Message, deadline: Instant) -> Outcome {
        let mut fold = Fold::new(message, self, deadline);
        let denied = fold.settle(&self.entries).await.break_value();
        fold.finish(denied)
    }
}

#[cfg(test)]
mod tests;
