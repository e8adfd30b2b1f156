//! What a detector found in a folded text.

use std::ops::Range;

/// One piece of personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its bytes in the folded text.
    pub(crate) span: Range<usize>,
    /// The sub-kind: `visa`, `us-ssn`.
    pub(crate) term: &'static str,
    /// The bytes of the folded text that a mask leaves.
    pub(crate) keep: Option<Range<usize>>,
}

impl Hit {
    pub(crate) fn new(span: Range<usize>, term: &'static str) -> Self {
        Self { span, term, keep: None }
    }

    pub(crate) fn keep(mut self, keep: Range<usize>) -> Self {
        self.keep = Some(keep);
        self
    }
}
