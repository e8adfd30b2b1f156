//! One message on its way through the rules.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::time::Instant;

use super::ask::{Judged, ask, say_now};
use super::{Entry, Pipeline};
use crate::limits;
use crate::message::Message;
use crate::outcome::{Decision, Mode, OnFailure, Outcome, RuleError, Step, StepResult};
use crate::patch::Patch;
use crate::rule::Context;
use crate::text::Traits;
use crate::verdict::{Denial, Verdict};

/// How often rules read again what others have edited; edits that go on beyond it undo one another, or the
/// sender has nested what they look for on purpose.
const REREADINGS: usize = 4;

/// Steps for which there is room from the start, beside those of rules that are asked about every message.
const OTHERS: usize = 4;

/// How far one reading has come.
#[derive(Default)]
struct Progress {
    /// The entry that is asked next.
    next: usize,
    /// The entry that was the last to edit.
    last_edit: Option<usize>,
}

impl Progress {
    /// The entry has been asked.
    fn heard(&mut self, edited: bool) {
        if edited {
            self.last_edit = Some(self.next);
        }
        self.next += 1;
    }
}

/// The edits so far.
struct Edits {
    /// The message with them.
    message: Message,
    patch: Patch,
}

/// The state of one message on its way through the rules.
pub(super) struct Fold<'a> {
    original: &'a Message,
    /// On the heap, since most messages have none.
    edits: Option<Box<Edits>>,
    /// What a glance at the message shows.
    traits: Traits,
    steps: Vec<Step>,
    passed_over: usize,
    /// Of the rule that is asked. It knows what the rules that count have reported so far.
    context: Context,
    default_on_failure: OnFailure,
    /// Whether no verdict is carried out.
    watching: bool,
    scopes: u64,
    deadline: Instant,
    /// When the last rule answered that was asked. It is the start of the next one, so that a step reads the
    /// clock once, and one that nobody was asked for never.
    answered: Option<Instant>,
}

impl<'a> Fold<'a> {
    pub(super) fn new(original: &'a Message, pipeline: &Pipeline, deadline: Instant) -> Self {
        Self {
            original,
            edits: None,
            traits: if pipeline.needing_nothing < pipeline.entries.len() {
                glance(original)
            } else {
                Traits::ANY
            },
            steps: Vec::with_capacity(pipeline.entries.len().min(pipeline.needing_nothing + OTHERS)),
            passed_over: 0,
            context: Context::until(deadline),
            default_on_failure: pipeline.on_failure,
            watching: pipeline.watching,
            scopes: pipeline.scopes.as_ref().map_or(0, |scopes| (scopes.0)(original)),
            deadline,
            answered: None,
        }
    }

    /// Asks `entries` until the text stays as it is: an edit can uncover what another rule looks for.
    pub(super) async fn settle(&mut self, entries: &[Entry]) -> ControlFlow<Denial> {
        let mut unread = entries;
        for reading in 0..=REREADINGS {
            let reread = reading > 0;
            let mut progress = Progress::default();
            // Most decisions need no more than this, and none of what it takes to wait.
            if let Some(waiting) = self.read_now(unread, &mut progress, reread)? {
                self.read_on(waiting, unread, &mut progress, reread).await?;
            }
            let Some(last_edit) = progress.last_edit else { return ControlFlow::Continue(()) };
            // Those behind the last edit of the first reading have read its text.
            unread = if reread { entries } else { entries.get(..last_edit).unwrap_or_default() };
        }
        // Nobody has judged the text as it is now, which is a failure like any other.
        match self.default_on_failure {
            OnFailure::Skip => ControlFlow::Continue(()),
            // The same text would come again.
            OnFailure::Deny | OnFailure::Defer => ControlFlow::Break(Denial::default()),
        }
    }

    /// Goes on in a reading at an entry whose rule must be waited for; breaks at the first denial.
    async fn read_on(
        &mut self,
        waiting: &Entry,
        entries: &[Entry],
        progress: &mut Progress,
        reread: bool,
    ) -> ControlFlow<Denial> {
        let mut waiting = Some(waiting);
        while let Some(entry) = waiting {
            let edited = self.ask(entry, reread).await?;
            progress.heard(edited);
            waiting = self.read_now(entries, progress, reread)?;
        }
        ControlFlow::Continue(())
    }

    /// Asks entries in order, up to the first whose rule must be waited for, which this tells; breaks at the
    /// first denial. Most rules answer at once, so that a decision seldom leaves this loop.
    fn read_now<'e>(
        &mut self,
        entries: &'e [Entry],
        progress: &mut Progress,
        reread: bool,
    ) -> ControlFlow<Denial, Option<&'e Entry>> {
        loop {
            progress.next += self.pass_over(entries.get(progress.next..).unwrap_or_default(), reread);
            let Some(entry) = entries.get(progress.next) else { return ControlFlow::Continue(None) };
            if !self.is_asked(entry, reread) {
                progress.next += 1;
            } else if let Some(said) = self.ask_now(entry, reread) {
                progress.heard(said?);
            } else {
                return ControlFlow::Continue(Some(entry));
            }
        }
    }

    /// Passes over the entries at the beginning whose rules need what the message does not hold, and says how
    /// many. In most messages, most entries are such.
    fn pass_over(&mut self, entries: &[Entry], reread: bool) -> usize {
        let traits = self.traits;
        let mut asked = 0;
        let unmet = entries.iter().take_while(|entry| !entry.needs.are_met_by(traits));
        let count = unmet.inspect(|entry| asked += usize::from(self.is_asked(entry, reread))).count();
        self.passed_over += if reread { 0 } else { asked };
        count
    }

    /// The message as it stands.
    fn message(&self) -> &Message {
        self.edits.as_ref().map_or(self.original, |edits| &edits.message)
    }

    /// Whether a rule is to read the message.
    fn is_asked(&self, entry: &Entry, reread: bool) -> bool {
        let asked =
            if reread { entry.rereads && entry.mode == Mode::Enforce } else { entry.mode != Mode::Off };
        asked && entry.scope.holds(self.scopes)
    }

    /// Asks a rule that answers at once; `None` where it must be waited for. Breaks if it denied, else tells
    /// whether it edited.
    fn ask_now(&mut self, entry: &Entry, reread: bool) -> Option<ControlFlow<Denial, bool>> {
        let now = *self.answered.get_or_insert_with(Instant::now);
        let own = entry.within.and_then(|within| now.checked_add(within));
        let deadline = own.map_or(self.deadline, |own| self.deadline.min(own));
        if now >= deadline {
            return Some(self.record(entry, Err(RuleError::TimedOut), reread));
        }
        self.context.renew(deadline);
        // A panic is the rule's failure.
        let said = catch_unwind(AssertUnwindSafe(|| say_now(entry, self.message(), &self.context)));
        Some(match said {
            Ok(Some(Ok(judged))) => match judged {
                // Most rules say nothing.
                Judged::Verdict(Verdict::Pass) if !self.context.has_reported() => {
                    self.pass(entry, reread);
                    ControlFlow::Continue(false)
                }
                judged => self.record(entry, Ok(judged), reread),
            },
            Ok(Some(Err(error))) => self.record(entry, Err(RuleError::Returned(error)), reread),
            Ok(None) => return None,
            Err(_panic) => self.record(entry, Err(RuleError::Panicked), reread),
        })
    }

    /// Takes down that a rule had nothing to say.
    fn pass(&mut self, entry: &Entry, reread: bool) {
        let step = Step {
            rule: entry.id.clone(),
            mode: entry.mode,
            result: StepResult::Passed,
            findings: Box::default(),
            elapsed: self.lap(),
            reread,
        };
        self.steps.push(step);
        if self.message().is_clean() {
            self.traits = self.traits.unlisted();
        }
    }

    /// Asks a rule that did not answer at once.
    async fn ask(&mut self, entry: &Entry, reread: bool) -> ControlFlow<Denial, bool> {
        let judged = ask(&entry.rule, self.message(), &self.context).await.map(Judged::Verdict);
        self.record(entry, judged, reread)
    }

    /// The time since the rule was asked.
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        self.answered.replace(now).map_or(Duration::ZERO, |started| now - started)
    }

    /// Takes down what a rule said and carries it out.
    #[inline(never)]
    fn record(
        &mut self,
        entry: &Entry,
        judged: Result<Judged, RuleError>,
        reread: bool,
    ) -> ControlFlow<Denial, bool> {
        let findings = self.context.take_reported();
        let judged = match judged {
            Ok(Judged::Verdict(Verdict::Edit(patch))) => checked(patch, self.message()).map(Judged::Verdict),
            other => other,
        };
        let elapsed = self.lap();
        let (result, flow) = match judged {
            // Of a further reading it would be no news.
            Ok(Judged::NotApplied(_)) if reread => return ControlFlow::Continue(false),
            Ok(Judged::NotApplied(why)) => (StepResult::NotApplied(why), ControlFlow::Continue(false)),
            Ok(Judged::Verdict(Verdict::Pass)) => (StepResult::Passed, ControlFlow::Continue(false)),
            Ok(Judged::Verdict(Verdict::Edit(patch))) => (
                StepResult::Edited(patch.parts().into()),
                ControlFlow::Continue(self.take(entry.mode, patch)),
            ),
            Ok(Judged::Verdict(Verdict::Deny(denial))) => {
                (StepResult::Denied(denial.clone()), ControlFlow::Break(denial))
            }
            Err(error) => {
                let on_failure = entry.on_failure.unwrap_or(self.default_on_failure);
                let flow = match on_failure {
                    OnFailure::Skip => ControlFlow::Continue(false),
                    OnFailure::Deny | OnFailure::Defer => ControlFlow::Break(Denial::default()),
                };
                (StepResult::Failed(Box::new(error), on_failure), flow)
            }
        };
        if entry.mode == Mode::Enforce && !findings.is_empty() {
            self.context.tell(&findings);
        }
        let rule = entry.id.clone();
        let findings = findings.into();
        self.steps.push(Step { rule, mode: entry.mode, result, findings, elapsed, reread });
        if self.acts(entry.mode) { flow } else { ControlFlow::Continue(false) }
    }

    /// Carries an edit out, unless its rule only watches.
    fn take(&mut self, mode: Mode, patch: Patch) -> bool {
        let acts = self.acts(mode);
        if acts {
            let unedited = || Box::new(Edits { message: self.original.clone(), patch: Patch::default() });
            let edits = self.edits.get_or_insert_with(unedited);
            edits.message.apply(&patch);
            edits.patch = std::mem::take(&mut edits.patch).then(patch);
            self.traits = glance(&edits.message);
        }
        acts
    }

    /// Whether a verdict is carried out.
    fn acts(&self, mode: Mode) -> bool {
        mode == Mode::Enforce && !self.watching
    }

    /// What became of the message, at the end of its way.
    pub(super) fn finish(&mut self, denied: Option<Denial>) -> Outcome {
        let decision = match (denied, self.edits.take()) {
            (Some(denial), _) => Decision::Deny(denial),
            (None, None) => Decision::NoChange,
            (None, Some(edits)) => {
                let patch = edits.patch.against(self.original);
                if patch.is_empty() { Decision::NoChange } else { Decision::Update(patch) }
            }
        };
        Outcome { decision, steps: std::mem::take(&mut self.steps), passed_over: self.passed_over }
    }
}

/// What kinds of bytes a message shows.
fn glance(message: &Message) -> Traits {
    // Where even a glance goes wrong, the rules are to fail at it, each in its way.
    catch_unwind(AssertUnwindSafe(|| message.traits())).unwrap_or(Traits::ANY)
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
