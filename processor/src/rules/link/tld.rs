//! Top-level domains.

use std::sync::LazyLock;

/// How much a name with this ending is a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Hardly anything else.
    Clear,
    /// Also a word: `it`, `so`, `today`.
    Word,
    /// Also the ending of a file's name: `md`, `zip`.
    File,
}

/// Sorted by name. Read when the first name is looked up, which takes some 0.1 ms.
static ALL: LazyLock<Vec<(&str, Class)>> = LazyLock::new(|| {
    let mut class = Class::Clear;
    let mut all = Vec::with_capacity(1_500);
    for word in
        include_str!("tlds.txt").lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
    {
        match word {
            "[clear]" => class = Class::Clear,
            "[word]" => class = Class::Word,
            "[file]" => class = Class::File,
            name => all.push((name, class)),
        }
    }
    all.sort_unstable_by_key(|(name, _)| *name);
    all
});

/// The class of a top-level domain in any letter case; `None` where there is no such domain. Domains of other
/// scripts are looked up as they are shown, `xn--` names too.
pub(super) fn class(label: &str) -> Option<Class> {
    if label.len() < 2 || label.as_bytes().iter().all(u8::is_ascii_digit) {
        return None;
    }
    let lower = super::host::shown(label);
    let at = ALL.binary_search_by_key(&lower.as_str(), |(name, _)| *name).ok()?;
    ALL.get(at).map(|(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_known_in_any_spelling() {
        let cases = [
            ("com", Some(Class::Clear)),
            ("COM", Some(Class::Clear)),
            ("рф", Some(Class::Clear)),
            ("xn--p1ai", Some(Class::Clear)),
            ("XN--P1AI", Some(Class::Clear)),
            ("中国", Some(Class::Clear)),
            ("today", Some(Class::Word)),
            ("md", Some(Class::File)),
            ("js", None),
            ("thanks", None),
            ("[clear]", None),
            ("", None),
            ("123", None),
        ];
        for (label, expected) in cases {
            assert_eq!(class(label), expected, "{label}");
        }
    }

    #[test]
    fn every_domain_is_listed_once_and_in_lower_case() {
        assert!(ALL.len() > 1_400, "{}", ALL.len());
        for pair in ALL.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{pair:?}");
        }
        for (name, _) in ALL.iter() {
            assert_eq!(*name, name.to_lowercase());
        }
    }
}
