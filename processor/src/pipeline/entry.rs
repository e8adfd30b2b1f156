//! A rule and how the pipeline treats it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::message::Message;
use crate::outcome::{Mode, OnFailure};
use crate::rule::{BoxError, BoxRule, Context, Needs, Rule, RuleId};

/// A rule and how the pipeline treats it.
#[derive(Debug)]
pub struct Entry {
    pub(super) id: RuleId,
    /// Shared by the variants of a rule.
    pub(super) rule: Arc<BoxRule>,
    /// Nothing where there are conditions, which are named in the trail whatever the rule needs.
    pub(super) needs: Needs,
    pub(super) rereads: bool,
    pub(super) mode: Mode,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) within: Option<Duration>,
    pub(super) scope: Scope,
    conditions: Vec<Condition>,
}

impl Entry {
    /// A rule under an id of letters, digits, `-`, `_` and `.`; the id appears in logs.
    pub fn new(id: impl Into<RuleId>, rule: impl Rule) -> Self {
        Self {
            id: id.into(),
            needs: rule.needs(),
            rereads: rule.rereads(),
            rule: Arc::new(BoxRule::new(rule)),
            mode: Mode::default(),
            on_failure: None,
            within: None,
            scope: Scope::default(),
            conditions: Vec::new(),
        }
    }

    /// The same rule under the same id, with the default treatment.
    #[must_use]
    pub(crate) fn variant(&self) -> Self {
        Self {
            id: self.id.clone(),
            rule: Arc::clone(&self.rule),
            needs: self.rule.needs(),
            rereads: self.rereads,
            mode: Mode::default(),
            on_failure: None,
            within: None,
            scope: Scope::default(),
            conditions: Vec::new(),
        }
    }

    /// Whether the verdict counts.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// What a failure of this rule counts as, whatever the pipeline's default.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = Some(on_failure);
        self
    }

    /// How long the rule may take, at most; the deadline of the message holds too.
    #[must_use]
    pub fn within(mut self, within: Duration) -> Self {
        self.within = Some(within);
        self
    }

    /// Asks the rule only about messages for which the condition holds; `why` names the condition in the trail
    /// of the others, as in [`StepResult::NotApplied`](crate::StepResult::NotApplied). A condition that fails is a failure of the rule.
    ///
    /// The condition reads the message as it stands, with the edits of the rules before, and is asked again
    /// when the rule reads again. Several conditions must all hold.
    ///
    /// ```
    /// # use channel_flow::{rule_fn, testing, Decision, Denial, Entry, Pipeline};
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let deny = rule_fn(|_| Ok(Denial::default().into()));
    /// let people_only = Entry::new("strict", deny).applies_if("sender", |message, _| Ok(!message.is_from_bot()));
    /// let outcome = Pipeline::new().entry(people_only).decide(&testing::message("hi"), testing::soon()).await;
    /// assert!(matches!(outcome.decision, Decision::Deny(_)));
    /// # }
    /// ```
    #[must_use]
    pub fn applies_if(
        mut self,
        why: &'static str,
        holds: impl Fn(&Message, &Context) -> Result<bool, BoxError> + Send + Sync + 'static,
    ) -> Self {
        self.needs = Needs::default();
        self.conditions.push(Condition { why, holds: Box::new(holds) });
        self
    }

    /// Asks the rule only about messages in these scopes.
    #[must_use]
    pub(crate) fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// The name of the condition that keeps the rule from a message, if one does.
    pub(super) fn kept_by(&self, message: &Message, cx: &Context) -> Result<Option<&'static str>, BoxError> {
        for condition in &self.conditions {
            if !(condition.holds)(message, cx)? {
                return Ok(Some(condition.why));
            }
        }
        Ok(None)
    }
}

/// The variant of a rule that a message gets: the scopes that it must be in, and those that it must not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) within: u64,
    pub(crate) outside: u64,
}

impl Scope {
    pub(super) fn holds(self, scopes: u64) -> bool {
        scopes & self.within == self.within && scopes & self.outside == 0
    }
}

/// Tells which scopes a message is in.
pub(super) struct Scopes(pub(super) Box<dyn Fn(&Message) -> u64 + Send + Sync>);

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scopes")
    }
}

type Holds = Box<dyn Fn(&Message, &Context) -> Result<bool, BoxError> + Send + Sync>;

/// What must hold of a message for a rule to be asked.
struct Condition {
    why: &'static str,
    holds: Holds,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why)
    }
}
