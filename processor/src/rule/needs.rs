//! What a message must hold for a rule to have anything to say of it.

use crate::text::{Trait, Traits};

/// What a message must hold for a rule to have anything to say of it, as far as a glance can show.
///
/// The pipeline looks once, for all rules, at each text that an edit can change: content, metadata, push texts
/// and attributes, as they were written and as they are read (decoded, in plain letters). A rule whose needs
/// are not met has passed, without being asked; the outcome only counts it.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Of these kinds, one at least.
    kinds: u32,
    digits: u32,
    bytes: u32,
}

/// Nothing, which every message holds.
impl Default for Needs {
    fn default() -> Self {
        Self { kinds: Trait::Anything as u32, digits: 0, bytes: 0 }
    }
}

impl Needs {
    /// One of these characters at least. A small letter is of no kind, and so it needs nothing.
    #[must_use]
    pub fn one_of(self, characters: &str) -> Self {
        const ANYTHING: u32 = Trait::Anything as u32;
        let kinds = characters.chars().map(|char| Traits::of(char.encode_utf8(&mut [0; 4])).kinds());
        let kinds =
            kinds.map(|kinds| if kinds == 0 { ANYTHING } else { kinds }).reduce(|all, kinds| all | kinds);
        Self { kinds: kinds.unwrap_or(ANYTHING), ..self }
    }

    /// At least so many digits, `0` to `9`.
    #[must_use]
    pub fn digits(self, digits: usize) -> Self {
        Self { digits: u32::try_from(digits).unwrap_or(u32::MAX), ..self }
    }

    /// At least so many bytes of UTF-8.
    #[must_use]
    pub fn bytes(self, bytes: usize) -> Self {
        Self { bytes: u32::try_from(bytes).unwrap_or(u32::MAX), ..self }
    }

    /// One of these kinds at least.
    pub(crate) fn kinds(self, kinds: &[Trait]) -> Self {
        Self { kinds: kinds.iter().fold(0, |all, kind| all | *kind as u32), ..self }
    }

    /// Whether a text like this may hold it.
    pub(crate) fn are_met_by(self, traits: Traits) -> bool {
        traits.has_any(self.kinds) && traits.digits() >= self.digits && traits.len() >= self.bytes
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
