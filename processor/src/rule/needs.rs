//! What a message must hold for a rule to have anything to say of it.

use crate::text::{Trait, Traits};

/// What a message must hold for a rule to have anything to say of it, as far as a glance can show.
///
/// The pipeline looks once, for all rules, at each text that an edit can change: content, metadata, push texts
/// and attributes, as they were written and as they are read (decoded, in plain letters). A rule whose needs
/// are not met has passed, without being asked.
///
/// A glance tells kinds of characters apart, not each character: it may show something that is not there, and
/// never misses what is.
///
/// ```
/// use channel_flow::{Context, Denial, Message, Needs, Rule, RuleResult, Verdict};
///
/// /// Denies years to come.
/// struct Prophecy;
///
/// impl Rule for Prophecy {
///     async fn evaluate(&self, message: &Message, _: &Context) -> RuleResult {
///         Ok(if message.content().contains("in 2099") { Denial::default().into() } else { Verdict::Pass })
///     }
///
///     fn needs(&self) -> Needs {
///         Needs::default().digits(4)
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Of these kinds, one at least; none where nothing is needed.
    kinds: u32,
    digits: usize,
    bytes: usize,
    /// Something that the shipped lexicon knows.
    lexicon: bool,
}

impl Needs {
    /// One of these characters at least. A small letter is of no kind, and so it needs nothing.
    #[must_use]
    pub fn one_of(self, characters: &str) -> Self {
        let kinds = characters.chars().map(|char| Traits::of(char.encode_utf8(&mut [0; 4])).kinds());
        let kinds = kinds.reduce(|all, kinds| if all == 0 || kinds == 0 { 0 } else { all | kinds });
        Self { kinds: kinds.unwrap_or(0), ..self }
    }

    /// At least so many digits, `0` to `9`.
    #[must_use]
    pub fn digits(self, digits: usize) -> Self {
        Self { digits, ..self }
    }

    /// At least so many bytes of UTF-8.
    #[must_use]
    pub fn bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// One of these kinds at least.
    pub(crate) fn kinds(self, kinds: &[Trait]) -> Self {
        Self { kinds: kinds.iter().fold(0, |all, kind| all | *kind as u32), ..self }
    }

    /// Something that the shipped lexicon knows. No glance shows that: a rule that has looked for it tells the
    /// others by the message.
    pub(crate) fn lexicon(self) -> Self {
        Self { lexicon: true, ..self }
    }

    /// Whether something is needed that the shipped lexicon knows.
    pub(crate) fn are_of_the_lexicon(self) -> bool {
        self.lexicon
    }

    /// Whether a text like this may hold it, as far as a glance shows.
    pub(crate) fn are_met_by(self, traits: Traits) -> bool {
        (self.kinds == 0 || traits.has_any(self.kinds))
            && traits.digits() >= self.digits
            && traits.len() >= self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_meets_needs_that_it_holds() {
        let rows = [
            (Needs::default(), "", true),
            (Needs::default().one_of("@:"), "a:b", true),
            (Needs::default().one_of("@:"), "a.b", false),
            (Needs::default().one_of("@x"), "a.b", true),
            (Needs::default().one_of("é"), "abc", false),
            (Needs::default().one_of("é"), "ü", true),
            (Needs::default().digits(3), "1 2 3", true),
            (Needs::default().digits(3), "1 2", false),
            (Needs::default().bytes(3), "ab", false),
            (Needs::default().one_of(":").digits(1).bytes(3), "a:1", true),
            (Needs::default().one_of(":").digits(1).bytes(3), "a.1", false),
        ];
        for (needs, text, met) in rows {
            assert_eq!(needs.are_met_by(Traits::of(text)), met, "{needs:?} {text}");
        }
    }
}
