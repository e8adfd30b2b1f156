//! What folding did to a text, for people who ask why something was found.

use std::fmt;
use std::ops::Range;

use super::folding::Folding;
use super::traits::Traits;

/// What rules read otherwise than it was written, in the order of the text. What is displayed in another order, or
/// may be read in letters of another script, is read both ways.
///
/// ```
/// let changes = channel_flow::text::explain("f%75n");
/// assert_eq!((changes[0].original.clone(), changes[0].folded.as_str()), (1..4, "u"));
/// ```
#[must_use]
pub fn explain(text: &str) -> Vec<Change> {
    Folding::of(text, Traits::of(text)).changes()
}

/// One thing that folding did. `Debug` prints where and why, never text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The bytes of the original.
    pub original: Range<usize>,
    /// What the rules read there; empty where it is nothing.
    pub folded: String,
    /// Why.
    pub why: Why,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("original", &self.original)
            .field("folded_bytes", &self.folded.len())
            .field("why", &self.why)
            .finish()
    }
}

/// Why a piece of text is read as another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A letter that is not ASCII is in lower case.
    Case,
    /// It was percent-encoded.
    Percent,
    /// It was an HTML entity.
    Entity,
    /// A letter in another style: fullwidth, mathematical, circled, a small capital, a ligature.
    Styled,
    /// A letter of another script, or a sign, in the place of a Latin letter.
    LookAlike,
    /// Without its accents and other marks.
    Mark,
    /// A plain sign for one that looks like it: quotation marks, dashes, dots.
    Sign,
    /// Another kind of space.
    Space,
    /// Nobody sees it.
    Invisible,
    /// It controls the direction of the text around it.
    Direction,
    /// It is displayed in another order than it was written in.
    Reversed,
    /// A letter on its head.
    Turned,
}

impl Why {
    /// In a few words, as `channel-flow explain` says it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Case => "lower case",
            Self::Percent => "percent-decoded",
            Self::Entity => "HTML entity",
            Self::Styled => "styled letter",
            Self::LookAlike => "look-alike",
            Self::Mark => "mark removed",
            Self::Sign => "plain sign",
            Self::Space => "plain space",
            Self::Invisible => "invisible",
            Self::Direction => "direction control",
            Self::Reversed => "displayed reversed",
            Self::Turned => "upside down",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_of_changes_holds_no_text() {
        let printed = format!("{:?}", explain("ｓｅｃｒｅｔ"));
        assert!(printed.contains("Styled") && !printed.contains("secret"), "{printed}");
    }
}
