//! The id of a rule.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Bytes of an id that are kept in place.
const SHORT: usize = 22;

/// The id of a rule: letters, digits, `-`, `_` and `.`; it appears in logs. To whoever reads it, a `str`.
///
/// Every step of every decision has one, so a copy of a short one costs a few moves and no allocation, and no
/// counter that threads share.
#[derive(Clone)]
pub struct RuleId(Kept);

#[derive(Clone)]
enum Kept {
    Short { len: u8, bytes: [u8; SHORT] },
    Shared(Arc<str>),
}

impl RuleId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kept::Short { len, bytes } => {
                let id = bytes.get(..usize::from(*len)).unwrap_or_default();
                std::str::from_utf8(id).unwrap_or_default()
            }
            Kept::Shared(id) => id,
        }
    }

    fn short(id: &str) -> Option<Self> {
        let mut bytes = [0; SHORT];
        bytes.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
        Some(Self(Kept::Short { len: u8::try_from(id.len()).ok()?, bytes }))
    }
}

impl From<&str> for RuleId {
    fn from(id: &str) -> Self {
        Self::short(id).unwrap_or_else(|| Self(Kept::Shared(id.into())))
    }
}

impl From<String> for RuleId {
    fn from(id: String) -> Self {
        Self::from(id.as_str())
    }
}

impl From<Arc<str>> for RuleId {
    fn from(id: Arc<str>) -> Self {
        Self::short(&id).unwrap_or(Self(Kept::Shared(id)))
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

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for RuleId {}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for RuleId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_any_length_reads_as_it_was_given() {
        for id in
            ["", "a", "é", "email-addresses", &"x".repeat(SHORT), &"x".repeat(SHORT + 1), &"é".repeat(300)]
        {
            for kept in [RuleId::from(id), RuleId::from(id.to_owned()), RuleId::from(Arc::from(id))] {
                assert_eq!((&*kept, &*kept.to_string(), kept.clone()), (id, id, RuleId::from(id)));
            }
        }
        assert!(RuleId::from("a") < RuleId::from("b".repeat(30)));
    }
}
