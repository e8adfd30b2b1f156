//! The id of a rule.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use smol_str::SmolStr;

/// The id of a rule: letters, digits, `-`, `_` and `.`; it appears in logs. To whoever reads it, a `str`.
///
/// Every step of every decision has one, so a copy of a short one costs a few moves and no allocation, and no
/// counter that threads share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(SmolStr);

impl RuleId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<&str> for RuleId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for RuleId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<Arc<str>> for RuleId {
    fn from(id: Arc<str>) -> Self {
        Self(id.into())
    }
}

impl Deref for RuleId {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for RuleId {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_any_length_reads_as_it_was_given() {
        for id in ["", "a", "é", "email-addresses", &"x".repeat(22), &"x".repeat(23), &"é".repeat(300)] {
            for kept in [RuleId::from(id), RuleId::from(id.to_owned()), RuleId::from(Arc::from(id))] {
                assert_eq!((&*kept, &*kept.to_string(), kept.clone()), (id, id, RuleId::from(id)));
            }
        }
        assert!(RuleId::from("a") < RuleId::from("b".repeat(30)));
    }
}
