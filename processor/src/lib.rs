//! Channel-flow processors for Amazon Chime SDK messaging.
//!
//! A message enters as an **event**, is read by **rules** in order, becomes a **decision**, and leaves as
//! **exactly one callback**.
//!
//! ```
//! use channel_flow::{testing, CallbackRequest, Context, Message, Patch, Pipeline, Rule, RuleResult, Verdict};
//!
//! struct Shouting;
//!
//! impl Rule for Shouting {
//!     async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
//!         let text = message.content();
//!         if text.chars().any(char::is_lowercase) {
//!             return Ok(Verdict::Pass);
//!         }
//!         Ok(Patch::content(text.to_lowercase()).into())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let event = testing::event("HELLO THERE");
//! let pipeline = Pipeline::new().rule("shouting", Shouting);
//! let outcome = pipeline.decide(&Message::of(&event), testing::soon()).await;
//! let callback = CallbackRequest::new(&event, &outcome.decision).to_json();
//! assert_eq!(callback["ChannelMessage"]["Content"], "hello there");
//! # }
//! ```

// The files in the order of the sentence; none imports one that comes later.
pub mod event;
pub mod text;
mod glob;
mod message;
mod patch;
pub mod limits;
mod push;
mod finding;
mod verdict;
mod rule;
mod outcome;
mod pipeline;
pub mod callback;
mod processor;
#[cfg(feature = "lambda")]
mod settle;
#[cfg(feature = "lambda")]
pub mod lambda;
mod registry;
pub mod action;
pub mod rules;
mod rulebook;
#[cfg(any(feature = "testing", doc))]
pub mod testing;

#[cfg(feature = "aws")]
pub use callback::sdk::SdkCallback;
pub use callback::{CallbackClient, CallbackError, CallbackFailure, CallbackRequest, Receipt};
pub use event::{EventError, FlowEvent};
pub use finding::{Finding, Severity, TextPart};
pub use limits::LimitError;
pub use message::Message;
pub use outcome::{Decision, Mode, OnFailure, Outcome, RuleError, Step, StepResult};
pub use patch::{Part, Patch, PushType};
pub use pipeline::{Entry, Pipeline};
pub use processor::{HandleError, Handled, Processor};
pub use registry::{OptionErrors, Registry, RegistryError, RuleOptions, TextFile};
pub use rule::{BoxError, BoxRule, Context, Needs, Rule, RuleId, RuleResult, rule_fn};
pub use rulebook::{DEFAULT_RULEBOOK, Difference, Rulebook, RulebookError, RulebookErrors, TestResult};
pub use verdict::{Denial, Verdict};
