use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::rules::words::tests;
use crate::text::Text;

/// What lists of languages and the English lexicon find in a text at some severity.
fn found(languages: &[Language], severity: Severity, text: &str) -> Vec<Found> {
    let options = Words { languages: languages.to_vec(), severity, ..tests::everything() };
    tests::found(&options, text)
}

#[test]
fn every_line_of_every_list_is_read_and_looked_for() {
    for (_, code, text) in SHIPPED {
        let (entries, errors) = read::read(text);
        assert!(errors.is_empty(), "{code}: {errors:#?}");
        let list = LanguageList::of(code, text);
        let unspelled = list.unspelled();
        assert!(unspelled.is_empty(), "{code}: {unspelled:?}");
        assert!(entries.len() >= 80, "{code} has {} entries", entries.len());
    }
}

#[test]
fn what_is_taken_for_folded_is() {
    for (_, code, text) in SHIPPED {
        for entry in read::read(text).0 {
            for spelled in entry.spelled().iter().filter(|spelled| list::is_folded(spelled)) {
                assert_eq!(folded(spelled), *spelled, "{code}");
            }
        }
    }
}

#[test]
fn every_list_says_at_its_head_that_nobody_measured_it() {
    for (_, code, text) in SHIPPED {
        let head = text.lines().next().unwrap();
        assert!(head.starts_with("# ") && head.contains("UNMEASURED"), "{code}: {head}");
    }
}

#[test]
fn no_word_is_listed_twice() {
    for (_, code, text) in SHIPPED {
        let mut seen = BTreeMap::new();
        let mut twice = Vec::new();
        for entry in read::read(text).0 {
            for spelled in entry.spelled() {
                if let Some(before) = seen.insert((folded(&spelled), entry.exactly), entry.name.clone()) {
                    twice.push(format!("{spelled} in `{before}` and in `{}`", entry.name));
                }
            }
        }
        assert!(twice.is_empty(), "{code}: {twice:#?}");
    }
}

/// Words of lists that are English words, too: loans that mean the same, and words so rare in English that no
/// chat has them.
#[rustfmt::skip]
const SHARED: [&str; 28] = [
    "bastarda", "boche", "boches", "cretin", "cretins", "debile", "fitte", "foutre", "geber", "hoer", "hure", "idiot",
    "imbecile", "imbeciles", "javel", "merde", "merdes", "mongoloid", "negresses", "pica", "pice", "pisser", "pule",
    "puton", "salop", "sodomise", "troia", "vergas",
];

#[test]
fn a_word_that_english_has_is_mild_or_known_to_be_shared() {
    let vocabulary = vocabulary();
    let mut shared = BTreeSet::new();
    for (_, code, text) in SHIPPED {
        for entry in read::read(text).0 {
            let harmless = entry.category.is_none() || entry.severity == Severity::Mild || entry.exactly;
            for spelled in entry.spelled().into_iter().filter(|_| !harmless) {
                let folded = folded(&spelled);
                if vocabulary.contains(&*folded) && !SHARED.contains(&&*folded) {
                    shared.insert(format!("{code}: {folded}"));
                }
            }
        }
    }
    assert!(shared.is_empty(), "{shared:#?}");
}

/// The words of English. Each line tells how many letters it shares with the one before, and the others.
fn vocabulary() -> BTreeSet<String> {
    let lines = include_str!("../../../../lexicon/vocabulary.txt").lines();
    let mut last = String::new();
    let words = lines.map(|line| {
        let (shared, rest) = line.split_at(1);
        last.truncate(shared.parse().unwrap());
        last.push_str(rest.trim_end_matches(char::is_uppercase));
        last.clone()
    });
    words.collect()
}

fn folded(spelled: &str) -> String {
    Text::new(spelled).readings().next().unwrap().as_str().to_owned()
}

#[test]
fn sentences_in_other_languages_are_judged_as_they_should_be() {
    let rows = include_str!("../../../../lexicon/sentences.tsv");
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for row in rows.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let [code, expected, sentence] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (language, ..) = SHIPPED.iter().find(|(_, known, _)| *known == code).expect(row);
        let found = found(&[*language], Severity::Moderate, sentence);
        let right = match expected {
            "clean" => found.is_empty(),
            category => found.iter().any(|one| one.category == category),
        };
        if !right {
            let terms: Vec<_> = found.iter().map(|one| one.term.as_ref()).collect();
            wrong.push(format!("{code} {expected}: {sentence} {terms:?}"));
        }
        *counts.entry((code, expected == "clean")).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    for (_, code, _) in SHIPPED {
        for clean in [true, false] {
            assert!(counts.get(&(code, clean)).is_some_and(|count| *count >= 10), "{code} {clean}");
        }
    }
}

#[test]
fn a_finding_names_its_language() {
    let terms = |text: &str| -> Vec<String> {
        let found = found(&[Language::De], Severity::Mild, text);
        found.iter().map(|one| one.term.to_string()).collect()
    };
    assert_eq!(terms("du Wichser"), ["insult/de/wichser"]);
    assert_eq!(terms("ich bring dich um"), ["threat/de/ich {bring,bringe} {dich,euch} um"]);
}

#[test]
fn only_the_languages_that_are_named_are_looked_for() {
    assert!(found(&[Language::En], Severity::Mild, "du Hackfresse").is_empty());
    assert!(found(&[Language::De], Severity::Mild, "you moron").is_empty());
    let both = [Language::De, Language::En, Language::De];
    assert_eq!(found(&both, Severity::Mild, "you moron, du Hackfresse").len(), 2);
}

#[test]
fn marks_are_optional_unless_another_word_has_none() {
    for text in ["Arschlöcher", "Arschlocher", "Arschloecher", "ARSCHLÖCHER", "4rschlöcher"] {
        assert!(!found(&[Language::De], Severity::Moderate, text).is_empty(), "{text}");
    }
    for (text, hit) in
        [("coño", true), ("COÑO", true), ("con\u{303}o", true), ("cono", false), ("çono", false)]
    {
        assert_eq!(!found(&[Language::Es], Severity::Moderate, text).is_empty(), hit, "{text}");
    }
    for (text, hit) in [("piç", true), ("pic", false), ("sık", false), ("sik", true)] {
        assert_eq!(!found(&[Language::Tr], Severity::Moderate, text).is_empty(), hit, "{text}");
    }
}

#[test]
fn an_elided_word_needs_its_apostrophe() {
    for (text, hit) in [("l'enculé", true), ("d\u{2019}abruti", true), ("l'abri", false), ("labruti", false)]
    {
        assert_eq!(!found(&[Language::Fr], Severity::Moderate, text).is_empty(), hit, "{text}");
    }
}

#[test]
fn what_a_language_allows_is_allowed_in_english_too() {
    let both = [Language::En, Language::Sv];
    assert!(found(&both, Severity::Moderate, "filmen är slut").is_empty());
    assert!(!found(&both, Severity::Moderate, "she is a slut").is_empty());
}

#[test]
fn words_are_not_taken_out_of_others() {
    for text in ["computadora", "disputas", "reputado", "imputables"] {
        assert!(found(&[Language::Es], Severity::Mild, text).is_empty(), "{text}");
    }
}

#[test]
fn a_list_has_a_size_that_nobody_minds() {
    let bytes: usize = SHIPPED.iter().map(|(_, _, text)| text.len()).sum();
    assert!(bytes <= 60_000, "{bytes} bytes");
}
