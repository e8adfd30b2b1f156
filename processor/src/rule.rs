//! A rule: reads a message, gives a verdict.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::finding::Finding;
use crate::message::Message;
use crate::verdict::Verdict;

mod id;
mod needs;

pub use id::RuleId;
pub use needs::Needs;

/// What went wrong in a rule. Its text is never logged.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A verdict, or an error that means "could not judge".
pub type RuleResult = Result<Verdict, BoxError>;

/// Reads a message and says what should become of it.
///
/// ```
/// use channel_flow::{Context, Message, Patch, Rule, RuleResult, Verdict};
///
/// struct Shouting;
///
/// impl Rule for Shouting {
///     async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
///         let text = message.content();
///         if text.len() < 8 || text.chars().any(char::is_lowercase) {
///             return Ok(Verdict::Pass);
///         }
///         Ok(Patch::content(text.to_lowercase()).with_attribute("moderated", ["shouting"]).into())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule",
    note = "implement `Rule` with `async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult`",
    note = "or wrap a closure in `channel_flow::rule_fn`"
)]
pub trait Rule: Send + Sync + 'static {
    /// Judges one message. A panic, an error and a time-out are contained and follow the rule's `on_failure`.
    fn evaluate(&self, message: &Message, cx: &Context) -> impl Future<Output = RuleResult> + Send;

    /// The verdict of a rule that never waits. Where this answers, `evaluate` is not called, which spares the
    /// future: worth it for a rule that costs less than a microsecond.
    fn evaluate_now(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        let _ = (message, cx);
        None
    }

    /// Whether the rule reads the text again when another rule has edited it.
    ///
    /// Say `true` only where judging the rule's own output gives `Pass`: a rule that appends a signature
    /// would append it twice.
    fn rereads(&self) -> bool {
        false
    }

    /// What a message must hold for the rule to have anything to say of it. Asked once, when the rule joins
    /// a pipeline. Say more than nothing where most messages do not hold it, and the rule judges nothing but
    /// the texts that the pipeline looks at for [`Needs`].
    fn needs(&self) -> Needs {
        Needs::default()
    }
}

/// What a rule may know beside the message, and where it says what it found.
#[derive(Debug)]
pub struct Context {
    deadline: Instant,
    earlier: Vec<Finding>,
    reported: Mutex<Vec<Finding>>,
}

impl Context {
    /// A context whose rule must have answered by `deadline`.
    #[must_use]
    pub fn until(deadline: Instant) -> Self {
        Self { deadline, earlier: Vec::new(), reported: Mutex::default() }
    }

    /// Says what the rule found, whatever its verdict: later rules, logs and `explain` read it.
    ///
    /// ```
    /// use channel_flow::{Context, Finding, Message, Rule, RuleResult, TextPart, Verdict};
    ///
    /// struct Shouting;
    /// impl Rule for Shouting {
    ///     async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
    ///         if message.content().len() > 8 && !message.content().contains(char::is_lowercase) {
    ///             cx.report(Finding::new(TextPart::Content, 0..message.content().len(), "shouting"));
    ///         }
    ///         Ok(Verdict::Pass)
    ///     }
    /// }
    /// ```
    pub fn report(&self, finding: Finding) {
        self.reported.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }

    /// What the rules before this one found that are carried out. Spans are those of the text at that time.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.earlier
    }

    /// Makes it the context of the next rule.
    pub(crate) fn renew(&mut self, deadline: Instant) {
        self.deadline = deadline;
    }

    /// Whether something was reported that nobody has taken.
    pub(crate) fn has_reported(&mut self) -> bool {
        !self.reported.get_mut().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// What was reported, as far as nobody has taken it.
    pub(crate) fn take_reported(&mut self) -> Vec<Finding> {
        std::mem::take(self.reported.get_mut().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets later rules know of findings.
    pub(crate) fn tell(&mut self, findings: &[Finding]) {
        self.earlier.extend_from_slice(findings);
    }

    /// When the rule is cancelled.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// How long the rule still has; a rule that asks a service gives it this as its time-out.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}

/// A rule of any type.
pub struct BoxRule(Box<dyn DynRule>);

impl BoxRule {
    /// Boxes a rule.
    pub fn new(rule: impl Rule) -> Self {
        Self(Box::new(rule))
    }
}

impl Rule for BoxRule {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        self.0.evaluate_boxed(message, cx).await
    }

    fn evaluate_now(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        self.0.evaluate_now_boxed(message, cx)
    }

    fn rereads(&self) -> bool {
        self.0.rereads_boxed()
    }

    fn needs(&self) -> Needs {
        self.0.needs_boxed()
    }
}

impl fmt::Debug for BoxRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoxRule")
    }
}

type RuleFuture<'a> = Pin<Box<dyn Future<Output = RuleResult> + Send + 'a>>;

/// The twin of [`Rule`] that can be a trait object.
trait DynRule: Send + Sync {
    fn evaluate_boxed<'a>(&'a self, message: &'a Message, cx: &'a Context) -> RuleFuture<'a>;
    fn evaluate_now_boxed(&self, message: &Message, cx: &Context) -> Option<RuleResult>;
    fn rereads_boxed(&self) -> bool;
    fn needs_boxed(&self) -> Needs;
}

impl<R: Rule> DynRule for R {
    fn evaluate_boxed<'a>(&'a self, message: &'a Message, cx: &'a Context) -> RuleFuture<'a> {
        Box::pin(self.evaluate(message, cx))
    }

    fn evaluate_now_boxed(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        self.evaluate_now(message, cx)
    }

    fn rereads_boxed(&self) -> bool {
        self.rereads()
    }

    fn needs_boxed(&self) -> Needs {
        self.needs()
    }
}

/// A rule from a closure that answers at once.
///
/// ```
/// use channel_flow::{rule_fn, Denial, Message, Pipeline, Verdict};
/// let pipeline = Pipeline::new().rule("no-links", rule_fn(|message: &Message| {
///     Ok(if message.content().contains("://") { Denial::new("link").into() } else { Verdict::Pass })
/// }));
/// ```
pub fn rule_fn<F>(judge: F) -> impl Rule
where
    F: Fn(&Message) -> RuleResult + Send + Sync + 'static,
{
    struct RuleFn<F>(F);
    impl<F: Fn(&Message) -> RuleResult + Send + Sync + 'static> Rule for RuleFn<F> {
        async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
            (self.0)(message)
        }

        fn evaluate_now(&self, message: &Message, _: &Context) -> Option<RuleResult> {
            Some((self.0)(message))
        }
    }
    RuleFn(judge)
}
