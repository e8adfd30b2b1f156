//! Word lists of other languages than English. They are optional, and nobody has measured them.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::lists::within;
use super::{Category, Words};
use crate::action::Found;
use crate::finding::Severity;
use crate::registry::OptionErrors;
use crate::text::Reading;
use crate::text::words::Word;

mod list;
mod read;

use list::LanguageList;

/// A language by its code. The list of English was measured, the others were not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Czech.
    Cs,
    /// Danish.
    Da,
    /// German.
    De,
    /// Spanish.
    Es,
    /// Finnish.
    Fi,
    /// French.
    Fr,
    /// Italian.
    It,
    /// Norwegian Bokmål.
    Nb,
    /// Dutch.
    Nl,
    /// Polish.
    Pl,
    /// Portuguese.
    Pt,
    /// Russian, in Cyrillic letters and in Latin ones.
    Ru,
    /// Swedish.
    Sv,
    /// Turkish.
    Tr,
}

/// A language, its code, and its list.
type Shipped = (Language, &'static str, &'static str);

/// The lists as files.
const SHIPPED: [Shipped; 14] = [
    (Language::Cs, "cs", include_str!("../../../lexicon/cs.txt")),
    (Language::Da, "da", include_str!("../../../lexicon/da.txt")),
    (Language::De, "de", include_str!("../../../lexicon/de.txt")),
    (Language::Es, "es", include_str!("../../../lexicon/es.txt")),
    (Language::Fi, "fi", include_str!("../../../lexicon/fi.txt")),
    (Language::Fr, "fr", include_str!("../../../lexicon/fr.txt")),
    (Language::It, "it", include_str!("../../../lexicon/it.txt")),
    (Language::Nb, "nb", include_str!("../../../lexicon/nb.txt")),
    (Language::Nl, "nl", include_str!("../../../lexicon/nl.txt")),
    (Language::Pl, "pl", include_str!("../../../lexicon/pl.txt")),
    (Language::Pt, "pt", include_str!("../../../lexicon/pt.txt")),
    (Language::Ru, "ru", include_str!("../../../lexicon/ru.txt")),
    (Language::Sv, "sv", include_str!("../../../lexicon/sv.txt")),
    (Language::Tr, "tr", include_str!("../../../lexicon/tr.txt")),
];

/// The lists made ready: immutable data, made when a rulebook first names the language.
static LISTS: [OnceLock<LanguageList>; SHIPPED.len()] = [const { OnceLock::new() }; SHIPPED.len()];

impl Language {
    /// `None` for English, whose lexicon is of another kind.
    fn list(self) -> Option<&'static LanguageList> {
        let place = SHIPPED.iter().position(|(language, ..)| *language == self)?;
        let (_, code, text) = SHIPPED.get(place)?;
        Some(LISTS.get(place)?.get_or_init(|| LanguageList::of(code, text)))
    }
}

/// What is looked for unless a rulebook says otherwise.
pub(super) fn english() -> Vec<Language> {
    vec![Language::En]
}

/// Complains about languages in which nothing would be looked for.
pub(super) fn check(options: &Words, errors: &mut OptionErrors) {
    if options.languages.is_empty() {
        errors.push("languages", "there is none, so the lexicon would find nothing; name one, such as `en`");
    } else if options.categories.is_empty() && options.languages != english() {
        errors.push("languages", "nothing of a lexicon is looked for; name `categories`, too");
    }
}

/// What a rule looks for in other languages than English.
#[derive(Debug)]
pub(super) struct Languages {
    lists: Vec<&'static LanguageList>,
    wanted: Wanted,
}

/// What of a list is looked for.
#[derive(Debug)]
struct Wanted {
    categories: Vec<Category>,
    severity: Severity,
    disguised: bool,
}

impl Languages {
    /// `None` where all that is asked for is English.
    pub(super) fn of(options: &Words) -> Option<Self> {
        let mut lists: Vec<&'static LanguageList> = Vec::new();
        for list in options.languages.iter().filter_map(|language| language.list()) {
            if !lists.iter().any(|known| std::ptr::eq(*known, list)) {
                lists.push(list);
            }
        }
        let categories = options.categories.clone();
        let wanted = Wanted { categories, severity: options.severity, disguised: options.disguised };
        (!lists.is_empty()).then_some(Self { lists, wanted })
    }

    /// Adds what the lists have in a reading, as spans of the folded text, and takes away what they allow in
    /// whatever language it was found: `slut` ends something in Swedish.
    pub(super) fn find(&self, reading: &Reading<'_>, words: &[Word], found: &mut Vec<Found>) {
        let mut allowed = Vec::new();
        for list in &self.lists {
            list.find(reading, words, &self.wanted, found, &mut allowed);
        }
        found.retain(|one| !within(&allowed, &one.span));
    }
}

#[cfg(test)]
mod tests;
