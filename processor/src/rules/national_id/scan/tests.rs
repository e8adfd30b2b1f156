use super::*;
use crate::rules::national_id::registry::{self, IDS, Id};

fn found(text: &str) -> Vec<(&str, &str)> {
    let mut hits = Vec::new();
    let all = registry::Layouts::of_countries(&registry::countries());
    scan(text, &all, &mut hits);
    hits.into_iter().map(|hit| (hit.term, text.get(hit.span).unwrap())).collect()
}

/// Examples that authorities and encyclopedias print, or numbers made by the published rules; and whether one
/// changed digit gives them away.
const EXAMPLES: &[(&str, &str, bool)] = &[
    ("us-ssn", "219-09-9999", false),
    ("us-itin", "912-70-1234", false),
    ("gb-nino", "AB 12 34 56 C", false),
    ("fr-nir", "2 55 08 14 168 025 38", true),
    ("fr-nir", "180022A12345636", true),
    ("es-dni", "12345678Z", true),
    ("es-nie", "X1234567L", true),
    ("it-fiscal-code", "RSSMRA85T10A562S", true),
    ("fi-hetu", "131052-308T", true),
    ("se-personal-number", "811218-9876", true),
    ("no-birth-number", "280962 32146", true),
    ("be-register", "85.07.30-033.28", true),
    ("ch-ahv", "756.9217.0769.85", true),
    ("br-cpf", "390.533.447-05", true),
    ("ar-cuil", "20-12345678-6", true),
    ("cl-rut", "12.345.678-5", true),
    ("mx-curp", "HEGG560427MVZRRL04", true),
    ("cn-resident-id", "11010519491231002X", true),
    ("kr-rrn", "530924-2112903", false),
    ("tw-id", "A123456789", true),
    ("hk-id", "A123456(3)", true),
    ("sg-nric", "S1234567D", true),
    ("in-pan", "ABCPE1234F", false),
    ("pk-cnic", "35202-1234567-1", false),
    ("my-nric", "560705-14-0349", false),
    ("th-id", "2-5228-54983-91-4", true),
    ("ru-snils", "112-233-445 95", true),
    ("cz-birth-number", "671121/0693", true),
    ("de-pension", "15 070649 C 103", true),
    ("ru-inn", "278354952851", true),
    ("gb-nhs", "943 476 5919", true),
    ("ca-sin", "130 692 544", true),
    ("de-tax-id", "86 095 742 719", true),
    ("nl-bsn", "111222333", true),
    ("pl-pesel", "44051401359", true),
    ("dk-cpr", "070761-4285", false),
    ("in-aadhaar", "6239 5672 8905", true),
    ("au-tfn", "123 456 782", true),
    ("au-medicare", "2123 45670 1", false),
    ("za-id", "8001015009087", true),
    ("tr-identity", "10000000146", true),
    ("ie-pps", "1234567T", true),
    ("ie-pps", "1234567FA", false),
    ("il-id", "123456782", true),
    ("pt-nif", "123456789", true),
    ("ro-cnp", "1841020282201", true),
    ("bg-egn", "7523169263", true),
    ("gr-amka", "28107912249", true),
    ("hr-oib", "33392005961", true),
    ("at-svnr", "1237 010180", true),
];

fn id(term: &str) -> &'static Id {
    IDS.iter().find(|id| id.term == term).unwrap()
}

#[test]
fn every_identifier_has_an_example_that_its_words_announce() {
    for id in IDS {
        assert!(EXAMPLES.iter().any(|(term, ..)| *term == id.term), "{}", id.term);
    }
    for (term, example, _) in EXAMPLES {
        let word = id(term).words[0].trim_end_matches('*');
        for text in
            [format!("my {word} is {example}."), format!("{word}: {example}"), format!("{example} ({word})")]
        {
            assert_eq!(found(&text), [(*term, *example)], "{text}");
        }
        let small = example.to_lowercase();
        let text = format!("{word} {small}");
        assert_eq!(found(&text), [(*term, small.as_str())]);
    }
}

#[test]
fn a_changed_sign_fails_the_check() {
    for (term, example, _) in EXAMPLES.iter().filter(|(.., is_checked)| *is_checked) {
        let word = id(term).words[0].trim_end_matches('*');
        let (head, tail) = example.rsplit_once(|char: char| char.is_ascii_digit()).unwrap();
        let digit = example.as_bytes()[head.len()] - b'0';
        let wrong = format!("{head}{}{tail}", (digit + 1) % 10);
        let text = format!("{word} {wrong}");
        let others = found(&text);
        assert!(others.iter().all(|(other, _)| other != term), "{term}: {wrong} {others:?}");
    }
}

#[test]
fn only_what_nothing_else_looks_like_needs_no_word() {
    for (term, example, _) in EXAMPLES {
        let clear = id(term).layouts.iter().any(|(layout, needs)| {
            *needs == Needs::Nothing
                && read(Bytes::of(example), 0, layout).is_some_and(|(end, _)| end == example.len())
        });
        let text = format!("so {example} then");
        let hits = found(&text);
        assert_eq!(clear, hits.iter().any(|(other, _)| other == term), "{term} {hits:?}");
    }
}

#[test]
fn other_numbers_are_left() {
    for text in [
        "000-12-3456",
        "666-12-3456",
        "123-00-4567",
        "order 219-09-9999",
        "tracking 12345678Z",
        "call 811218-9876",
        "219-09-99991",
        "x219-09-9999",
        "219-09-9999-1",
        "2024-01-15",
        "550e8400-e29b-41d4-a716-446655440000",
        "4111 1111 1111 1111",
        "QQ123456C",
        "ab123456c",
        "123456789",
        "943 476 5919",
        "***-**-9999",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn other_countries_can_be_left_out() {
    let mut hits = Vec::new();
    scan("219-09-9999 12345678Z", &registry::Layouts::of_countries(&["ES".to_owned()]), &mut hits);
    assert_eq!(hits.iter().map(|hit| hit.term).collect::<Vec<_>>(), ["es-dni"]);
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::NationalId { then: Then::Mask, r#in: TextPart::all(), countries: None };
    let examples = [
        "my pan is ABCPE1234F",
        "219-09-9999",
        "AB 12 34 56 C",
        "G123456(A)",
        "S1234567D",
        "RSSMRA85T10A562S",
        "131052-308T",
    ];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), |text, hits| {
        scan(text, &registry::Layouts::of_countries(&registry::countries()), hits);
    });
}
