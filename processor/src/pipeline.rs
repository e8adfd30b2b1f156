//! Rules in order, folded into an outcome.

use std::future::{Future, poll_fn};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use futures_util::FutureExt;
use tokio::time::{Instant, timeout_at};

use crate::finding::Finding;
use crate::limits;
use crate::message::Message;
use crate::outcome::{Decision, Mode, OnFailure, Outcome, RuleError, Step, StepResult};
use crate::patch::Patch;
use crate::rule::{BoxRule, Context, Rule};
use crate::verdict::{Denial, Verdict};

mod entry;

pub use entry::Entry;
pub(crate) use entry::Scope;
use entry::Scopes;

/// How often rules read again what others have edited; edits that go on beyond it undo one another, or the
/// sender has nested what they look for on purpose.
const REREADINGS: usize = 4;

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
    pub fn rule(self, id: impl Into<Arc<str>>, rule: impl Rule) -> Self {
        self.entry(Entry::new(id, rule))
    }

    /// Appends a rule with a treatment of its own.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
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

/// What an entry said of a message.
enum Judged {
    Verdict(Verdict),
    NotApplied(&'static str),
}

/// The state of one message on its way through the rules.
struct Fold<'a> {
    original: &'a Message,
    /// The message with the edits so far; `None` while there are none.
    edited: Option<Message>,
    patch: Patch,
    steps: Vec<Step>,
    /// What the rules that count have reported so far.
    findings: Option<Arc<Vec<Finding>>>,
    default_on_failure: OnFailure,
    /// Whether no verdict is carried out.
    watching: bool,
    scopes: u64,
    deadline: Instant,
    /// The end of the last step is the start of the next, so that a step reads the clock once.
    now: Instant,
}

impl<'a> Fold<'a> {
    fn new(original: &'a Message, pipeline: &Pipeline, deadline: Instant) -> Self {
        Self {
            original,
            edited: None,
            patch: Patch::default(),
            steps: Vec::with_capacity(pipeline.entries.len()),
            findings: None,
            default_on_failure: pipeline.on_failure,
            watching: pipeline.watching,
            scopes: pipeline.scopes.as_ref().map_or(0, |scopes| (scopes.0)(original)),
            deadline,
            now: Instant::now(),
        }
    }

    /// Asks `entries` until the text stays as it is: an edit can uncover what another rule looks for.
    async fn settle(&mut self, entries: &[Entry]) -> ControlFlow<Denial> {
        let Some(last_edit) = self.read(entries, false).await? else { return ControlFlow::Continue(()) };
        // Those behind the last edit have read its text.
        let mut unread = entries.get(..last_edit).unwrap_or_default();
        for _ in 0..REREADINGS {
            if self.read(unread, true).await?.is_none() {
                return ControlFlow::Continue(());
            }
            unread = entries;
        }
        // Nobody has judged the text as it is now, which is a failure like any other.
        match self.default_on_failure {
            OnFailure::Skip => ControlFlow::Continue(()),
            // The same text would come again.
            OnFailure::Deny | OnFailure::Defer => ControlFlow::Break(Denial::default()),
        }
    }

    /// Asks `entries` in order; breaks at the first denial, else tells which entry was the last to edit.
    async fn read(&mut self, entries: &[Entry], reread: bool) -> ControlFlow<Denial, Option<usize>> {
        let mut last_edit = None;
        for (index, entry) in entries.iter().enumerate() {
            let asked = if reread {
                entry.rule.rereads() && entry.mode == Mode::Enforce
            } else {
                entry.mode != Mode::Off
            };
            if asked && entry.scope.holds(self.scopes) && self.ask(entry, reread).await? {
                last_edit = Some(index);
            }
        }
        ControlFlow::Continue(last_edit)
    }

    /// Asks one rule; breaks if it denied, else tells whether it edited.
    async fn ask(&mut self, entry: &Entry, reread: bool) -> ControlFlow<Denial, bool> {
        let own = entry.within.and_then(|within| self.now.checked_add(within));
        let deadline = own.map_or(self.deadline, |own| self.deadline.min(own));
        if self.now >= deadline {
            return self.record(entry, Err(RuleError::TimedOut), Vec::new(), reread);
        }
        let context = Context::after(self.findings.clone(), deadline);
        let message = self.edited.as_ref().unwrap_or(self.original);
        let judged = match at_once(entry, message, &context) {
            // Most rules have nothing to say of most messages.
            Some(judged) => judged,
            None => ask(&entry.rule, message, &context, deadline).await.map(Judged::Verdict),
        };
        let judged = match judged {
            Ok(Judged::Verdict(Verdict::Edit(patch))) => checked(patch, message).map(Judged::Verdict),
            other => other,
        };
        self.record(entry, judged, context.into_reported(), reread)
    }

    /// Takes down what a rule said and carries it out.
    fn record(
        &mut self,
        entry: &Entry,
        judged: Result<Judged, RuleError>,
        findings: Vec<Finding>,
        reread: bool,
    ) -> ControlFlow<Denial, bool> {
        let started = std::mem::replace(&mut self.now, Instant::now());
        let (result, flow) = match judged {
            // Of a further reading it would be no news.
            Ok(Judged::NotApplied(_)) if reread => return ControlFlow::Continue(false),
            Ok(Judged::NotApplied(why)) => (StepResult::NotApplied(why), ControlFlow::Continue(false)),
            Ok(Judged::Verdict(Verdict::Pass)) => (StepResult::Passed, ControlFlow::Continue(false)),
            Ok(Judged::Verdict(Verdict::Edit(patch))) => {
                (StepResult::Edited(patch.parts()), ControlFlow::Continue(self.take(entry.mode, patch)))
            }
            Ok(Judged::Verdict(Verdict::Deny(denial))) => {
                (StepResult::Denied(denial.clone()), ControlFlow::Break(denial))
            }
            Err(error) => {
                let on_failure = entry.on_failure.unwrap_or(self.default_on_failure);
                let flow = match on_failure {
                    OnFailure::Skip => ControlFlow::Continue(false),
                    OnFailure::Deny | OnFailure::Defer => ControlFlow::Break(Denial::default()),
                };
                (StepResult::Failed(error, on_failure), flow)
            }
        };
        let elapsed = self.now - started;
        if entry.mode == Mode::Enforce && !findings.is_empty() {
            Arc::make_mut(self.findings.get_or_insert_default()).extend_from_slice(&findings);
        }
        let rule = Arc::clone(&entry.id);
        self.steps.push(Step { rule, mode: entry.mode, result, findings, elapsed, reread });
        if self.acts(entry.mode) { flow } else { ControlFlow::Continue(false) }
    }

    /// Carries an edit out, unless its rule only watches.
    fn take(&mut self, mode: Mode, patch: Patch) -> bool {
        let acts = self.acts(mode);
        if acts {
            self.edited.get_or_insert_with(|| self.original.clone()).apply(&patch);
            self.patch = std::mem::take(&mut self.patch).then(patch);
        }
        acts
    }

    /// Whether a verdict is carried out.
    fn acts(&self, mode: Mode) -> bool {
        mode == Mode::Enforce && !self.watching
    }

    fn finish(self, denied: Option<Denial>) -> Outcome {
        let decision = if let Some(denial) = denied {
            Decision::Deny(denial)
        } else {
            let patch = self.patch.against(self.original);
            if patch.is_empty() { Decision::NoChange } else { Decision::Update(patch) }
        };
        Outcome { decision, steps: self.steps }
    }
}

/// What an entry says at once, with a panic contained; `None` where its rule must be waited for.
fn at_once(entry: &Entry, message: &Message, context: &Context) -> Option<Result<Judged, RuleError>> {
    let judged = catch_unwind(AssertUnwindSafe(|| match entry.kept_by(message, context) {
        Ok(None) => entry.rule.evaluate_now(message, context).map(|result| result.map(Judged::Verdict)),
        Ok(Some(why)) => Some(Ok(Judged::NotApplied(why))),
        Err(error) => Some(Err(error)),
    }));
    match judged {
        Ok(judged) => judged.map(|judged| judged.map_err(RuleError::Returned)),
        Err(_panic) => Some(Err(RuleError::Panicked)),
    }
}

/// Asks a rule that may wait.
async fn ask(
    rule: &BoxRule,
    message: &Message,
    context: &Context,
    deadline: Instant,
) -> Result<Verdict, RuleError> {
    // A panic in `evaluate` itself, before there is a future, is caught as well.
    let future = async { rule.evaluate(message, context).await };
    let mut future = pin!(AssertUnwindSafe(future).catch_unwind());
    // A rule that is ready when it is first asked costs no timer.
    let judged = match poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
        Poll::Ready(judged) => judged,
        Poll::Pending => timeout_at(deadline, future).await.map_err(|_| RuleError::TimedOut)?,
    };
    judged.map_err(|_panic| RuleError::Panicked)?.map_err(RuleError::Returned)
}

/// The verdict of an edit, reduced to what it changes and completed by the push body that goes with it.
fn checked(mut patch: Patch, message: &Message) -> Result<Verdict, RuleError> {
    if patch.get().push_body.is_none()
        && let Some(body) = patch.get().content.as_deref().and_then(|new| message.push_body_following(new))
    {
        patch = patch.with_push_body(body);
    }
    let patch = patch.against(message);
    limits::check(message, &patch).map_err(RuleError::InvalidEdit)?;
    Ok(patch.into())
}

#[cfg(test)]
mod tests;
