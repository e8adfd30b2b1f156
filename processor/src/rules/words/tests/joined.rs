//! Words written together.

use super::*;

fn moderate() -> Words {
    Words { severity: Severity::Moderate, ..everything() }
}

#[test]
fn sentences_written_together_are_read_as_they_were_spoken() {
    let cases = [
        "youareapatheticbigot",
        "everyoneatschoolthinksheisatwat",
        "knockthatshitoff",
        "nobodygivesashitwhatyousay",
        "youareaLOSERandatroublemaker",
        "ihavenevermetabiggerwhoreinmylife",
        "bunchofwhoresinthischat",
        "thisdumbassnevershutsup",
        "peoplelikeyouarethereasontheeconomyisfailing",
        "youtrulyareamentalmidget",
        "anotherlosercomment",
        "donttalkshitdoit",
        "arefuckingdumb",
        "yousuck",
        "kissmyass",
        "gotohell",
        "ohshit",
        "burninhell",
        "calmthefuckdown",
    ];
    let missed: Vec<&str> = cases.into_iter().filter(|text| parts(&moderate(), text).is_empty()).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn words_and_names_are_not_taken_apart_into_others() {
    let cases = [
        "Krapina",
        "anthotaxis",
        "autoretardation",
        "twankingly",
        "hekrapi",
        "megaparse",
        "biochain",
        "apikeyserver",
        "apikeygen",
        "dispergate",
        "paedotribology",
        "pedometricity",
        "hippophagical",
        "peridots",
        "ballcocks",
        "ishtaran",
        "paperazzi",
        "anshitsu",
        "butthatsjustme",
        "thatshisfavourite",
        "itsasthoughtheyknew",
        "whatshallwedo",
        "wheresmypassport",
        "computersareexpensive",
        "speedofartists",
        "Donaudampfschifffahrt",
        "nachtwachtmeester",
        "SwiftUIKitHelper",
    ];
    let accused: Vec<(&str, Vec<Found>)> = cases
        .into_iter()
        .map(|text| (text, found(&moderate(), text)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(accused.is_empty(), "{accused:#?}");
}

#[test]
fn a_word_framed_by_other_letters_is_still_there() {
    for text in ["xxfuckxx", "xcuntx", "fuckster", "fuckxyz", "abcmotherfucker", "jackassism"] {
        assert!(!parts(&moderate(), text).is_empty(), "{text}");
    }
}
