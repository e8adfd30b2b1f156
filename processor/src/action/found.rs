//! What a finder finds, and the trait of finders.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::{Finding, Severity, TextPart};
use crate::rule::Needs;
use crate::text::Text;

/// The category of what a plain closure finds.
const CUSTOM: &str = "custom";

/// One thing in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the original text.
    pub span: Range<usize>,
    /// What it is.
    pub category: Cow<'static, str>,
    /// Which term or sub-kind.
    pub term: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the original that a mask leaves. Where there are any, even an empty range, a mask also
    /// leaves everything but letters and digits.
    pub keep: Option<Range<usize>>,
    /// Whether a removal takes the bytes of the span and leaves the rest of their characters.
    pub(crate) inside: bool,
}

impl Found {
    /// A finding of moderate severity whose term is its category.
    pub fn new(span: Range<usize>, category: impl Into<Cow<'static, str>>) -> Self {
        let category = category.into();
        Self {
            span,
            term: category.clone(),
            category,
            severity: Severity::default(),
            keep: None,
            inside: false,
        }
    }

    /// Names the term or sub-kind.
    #[must_use]
    pub fn term(mut self, term: impl Into<Cow<'static, str>>) -> Self {
        self.term = term.into();
        self
    }

    /// Says how bad it is.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says what a mask leaves.
    #[must_use]
    pub fn keep(mut self, keep: Range<usize>) -> Self {
        self.keep = Some(keep);
        self
    }

    /// Says that it is a part of characters, such as marks on a letter: a removal leaves the letter. Every
    /// finding of a kind says so, or none.
    pub(crate) fn inside(mut self) -> Self {
        self.inside = true;
        self
    }

    /// As others are told.
    pub(super) fn finding(&self, part: TextPart) -> Finding {
        Finding {
            part,
            span: self.span.clone(),
            category: self.category.clone(),
            term: self.term.clone(),
            severity: self.severity,
        }
    }
}

/// Finds something in a text. Spans may overlap, come in any order and split characters.
///
/// A closure from a text to byte spans is a finder, too.
pub trait Find: Send + Sync {
    /// Appends what is in the text.
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>);

    /// What a text must hold for anything to be found in it, as it was written or as it is read.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Whether ids that machines make look like what is found, and if so, whether a field of this name
    /// (empty: it has none) holds what is found. Such a finder reads a value of metadata or of an attribute
    /// that looks like an id only in a field that holds it: clients break when their ids are edited.
    fn reads_field(&self, name: &str) -> Option<bool> {
        let _ = name;
        None
    }
}

impl<F: Fn(&str) -> Vec<Range<usize>> + Send + Sync> Find for F {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        found.extend(self(text.original()).into_iter().map(|span| Found::new(span, CUSTOM)));
    }
}
