//! The decision and the trail of steps that led to it.

use std::fmt;
use std::time::Duration;

use crate::finding::Finding;
use crate::limits::LimitError;
use crate::patch::{Part, Patch};
use crate::rule::{BoxError, RuleId};
use crate::verdict::Denial;

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is delivered as it was sent.
    NoChange,
    /// It is delivered with these changes.
    Update(Patch),
    /// It is not delivered.
    Deny(Denial),
}

impl Decision {
    /// The name that logs use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoChange => "no-change",
            Self::Update(_) => "update",
            Self::Deny(_) => "deny",
        }
    }
}

/// What a failed rule counts as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// As if the rule did not exist.
    Skip,
    /// As if the rule had denied.
    #[default]
    Deny,
    /// The message is not decided: the invocation fails, and Lambda repeats it, minutes later and at most
    /// twice. What fails then too is for the last resort that the function's failure queue leads to. Without
    /// Lambda, and where no rule is to blame, it counts as `Deny`.
    Defer,
}

/// What a rule's verdict counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is carried out.
    #[default]
    Enforce,
    /// It is recorded and never carried out.
    Shadow,
    /// The rule is not asked.
    Off,
}

/// A decision, and how it came about. Holds no text of the message but in the decision's patch.
#[derive(Debug)]
pub struct Outcome {
    /// What becomes of the message.
    pub decision: Decision,
    /// What each rule said that was asked, in that order.
    pub steps: Vec<Step>,
    /// How many rules passed without being asked, since the message did not hold what they
    /// [need](crate::Rule::needs) when it was their turn.
    pub passed_over: usize,
}

impl Outcome {
    /// The code of the denial: the rule's own, or else its id. `None` unless denied.
    #[must_use]
    pub fn denial_code(&self) -> Option<&str> {
        let Decision::Deny(denial) = &self.decision else { return None };
        denial.code().or_else(|| self.steps.iter().rev().find(|s| s.acted()).map(|s| &*s.rule))
    }

    /// The rule whose failure put the decision off, where one did: nobody is to be told of this outcome, which
    /// is a denial for whoever does not ask.
    #[must_use]
    pub fn deferred_by(&self) -> Option<&str> {
        let Decision::Deny(_) = &self.decision else { return None };
        let last = self.steps.iter().rev().find(|step| step.acted())?;
        matches!(last.result, StepResult::Failed(_, OnFailure::Defer)).then_some(&*last.rule)
    }

    /// The ids of the rules that edited, denied or failed, in order, each once.
    #[must_use]
    pub fn acting_rules(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for step in self.steps.iter().filter(|step| step.acted()) {
            if !ids.contains(&&*step.rule) {
                ids.push(&step.rule);
            }
        }
        ids
    }
}

/// What one rule said. Most say nothing, so what is rare is on the heap.
#[derive(Debug)]
pub struct Step {
    /// The rule's id.
    pub rule: RuleId,
    /// Whether it was carried out or only recorded.
    pub mode: Mode,
    /// What it said.
    pub result: StepResult,
    /// What it reported.
    pub findings: Box<[Finding]>,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether this was a further reading, after another rule had edited the text.
    pub reread: bool,
}

impl Step {
    fn acted(&self) -> bool {
        self.mode == Mode::Enforce && !matches!(self.result, StepResult::Passed | StepResult::NotApplied(_))
    }
}

/// A verdict or a failure, without the text.
#[derive(Debug)]
pub enum StepResult {
    /// It had nothing to say.
    Passed,
    /// It was not asked, because this condition of its entry does not hold: `when` or `rollout`, where the
    /// rule is a rulebook's.
    NotApplied(&'static str),
    /// It changed these parts.
    Edited(Box<[Part]>),
    /// It denied.
    Denied(Denial),
    /// It could not judge.
    Failed(Box<RuleError>, OnFailure),
}

/// Why a rule could not judge. Prints no text of the message, and none of the rule's own error either:
/// errors like to quote their input.
#[derive(thiserror::Error)]
pub enum RuleError {
    /// The rule returned an error.
    #[error("the rule returned an error")]
    Returned(BoxError),
    /// The rule panicked.
    #[error("the rule panicked")]
    Panicked,
    /// The rule had not answered by its deadline.
    #[error("the rule ran out of time")]
    TimedOut,
    /// The rule's edit breaks a limit of Chime's.
    #[error("{0}")]
    InvalidEdit(LimitError),
}

impl fmt::Debug for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl RuleError {
    /// The name that logs use.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Returned(_) => "error",
            Self::Panicked => "panic",
            Self::TimedOut => "time-out",
            Self::InvalidEdit(_) => "invalid-edit",
        }
    }
}
