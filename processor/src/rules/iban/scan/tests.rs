use super::*;

fn found(text: &str) -> Vec<&str> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    hits.into_iter().map(|hit| text.get(hit.span).unwrap()).collect()
}

/// The registry's own examples.
const EXAMPLES: &[&str] = &[
    "AD1200012030200359100100",
    "AE070331234567890123456",
    "AT611904300234573201",
    "BE68539007547034",
    "BG80BNBG96611020345678",
    "BR1800360305000010009795493C1",
    "CH9300762011623852957",
    "CZ6508000000192000145399",
    "DE89370400440532013000",
    "DK5000400440116243",
    "EE382200221020145685",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GI75NWBK000000007099453",
    "GR1601101250000000012300695",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IE29AIBK93115212345678",
    "IL620108000000099999999",
    "IS140159260076545510730339",
    "IT60X0542811101000000123456",
    "KW81CBKU0000000000001234560101",
    "KZ86125KZT5004100100",
    "LT121000011101001000",
    "LU280019400644750000",
    "LV80BANK0000435195001",
    "MT84MALT011000012345MTLCAST001S",
    "MU17BOMM0101101030300200000MUR",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "PL61109010140000071219812874",
    "PT50000201231234567890154",
    "QA58DOHB00001234567890ABCDEFG",
    "RO49AAAA1B31007593840000",
    "SA0380000000608010167519",
    "SC18SSCB11010000000000001497USD",
    "SE4550000000058398257466",
    "TR330006100519786457841326",
    "UA213223130000026007233566001",
    "XK051212012345678906",
];

#[test]
fn examples_of_the_registry_are_found_in_every_spelling() {
    for iban in EXAMPLES {
        let groups: Vec<_> =
            iban.as_bytes().chunks(4).map(|chunk| std::str::from_utf8(chunk).unwrap()).collect();
        for written in [(*iban).to_owned(), groups.join(" "), groups.join("-"), iban.to_lowercase()] {
            assert_eq!(found(&format!("pay to {written}, please")), [written.as_str()]);
            assert_eq!(found(&written), [written.as_str()]);
        }
        let wrong: String = iban
            .chars()
            .enumerate()
            .map(|(at, char)| if at == 2 { if char == '9' { '8' } else { '9' } } else { char })
            .collect();
        assert_eq!(found(&wrong), [""; 0], "{wrong}");
        assert_eq!(found(&format!("{iban}0")), [""; 0]);
        assert_eq!(found(&format!("X{iban}")), [""; 0]);
    }
}

#[test]
fn what_surrounds_an_iban_does_not_hide_it() {
    assert_eq!(found("IBAN:DE89370400440532013000;"), ["DE89370400440532013000"]);
    assert_eq!(found("IBANDE89370400440532013000"), ["DE89370400440532013000"]);
    assert_eq!(
        found("DE89 3704 0044 0532 0130 00 and NL91 ABNA 0417 1643 00"),
        ["DE89 3704 0044 0532 0130 00", "NL91 ABNA 0417 1643 00"]
    );
    for text in
        ["DE89", "US12345678901234567", "room BE12 34 56", "AT 12 noon", "de89 **** **** **** **30 00"]
    {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::Iban { then: Then::Mask, r#in: TextPart::all() };
    let examples = ["NO9386011117947", "DE89 3704 0044 0532 0130 00", "GI75NWBK000000007099453"];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), scan);
}
