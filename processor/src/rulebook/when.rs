//! `when`: the condition of a rule, in the part of CEL that a message needs.
//!
//! The language is the [Common Expression Language](https://cel.dev) with its syntax, precedence and meaning,
//! less what no condition over one message needs (fractions, times, bytes, user types). The `cel` crate knows
//! all of it, and was measured: it adds 1.6 MB to a function of 5 MB and 30 crates, takes 0.7 ms of a cold
//! start of 4 ms for the first expression and 9 µs for each message, and has no types before a message comes:
//! a misspelt field would be found by a customer. Here names, types and patterns are checked when the
//! rulebook loads, and what an evaluation may cost is bounded then too.

use crate::message::Message;
use crate::rule::Context;

mod check;
mod code;
mod eval;
mod parse;
mod token;

pub(super) use eval::app_instance;

#[cfg(test)]
pub(super) use check::FUNCTIONS;

/// The names that a condition can read.
#[cfg(test)]
pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    code::Variable::ALL.iter().map(|(name, _)| *name)
}

/// Characters of a condition, at most.
const MAX_CHARS: usize = 4_096;

/// A condition that is ready to be asked.
#[derive(Debug)]
pub(super) struct When(code::Code);

/// Something that is wrong with a condition, and the character that it begins at, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Flaw {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

/// Why a condition could not be told of a message. Its text holds nothing of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WhenError {
    #[error("`when` asks for an attribute that the message does not have")]
    NoSuchAttribute,
    #[error("`when` asks for an element that the list does not have")]
    NoSuchElement,
    #[error("`when` divides by zero")]
    DivisionByZero,
    #[error("`when` calculates a number that is too large")]
    Overflow,
    #[error("`when` would take too many steps")]
    TooCostly,
    /// The check of types rules this out.
    #[error("`when` has a value of another type than was checked")]
    Mistyped,
}

impl When {
    /// Reads and checks a condition.
    pub(super) fn compile(source: &str) -> Result<Self, Vec<Flaw>> {
        if source.chars().count() > MAX_CHARS {
            return Err(vec![Flaw::new(0, format!("a condition has at most {MAX_CHARS} characters"))]);
        }
        let ast =
            token::tokens(source).and_then(|tokens| parse::parse(&tokens)).map_err(|flaw| vec![flaw])?;
        let mut flaws = Vec::new();
        match check::check(&ast, &mut flaws) {
            Some(code) if flaws.is_empty() => Ok(Self(code)),
            _ => Err(flaws),
        }
    }

    /// Whether the condition holds for a message as it stands.
    pub(super) fn holds(&self, message: &Message, cx: &Context) -> Result<bool, WhenError> {
        eval::holds(&self.0, message, cx)
    }
}

#[cfg(test)]
mod tests;
