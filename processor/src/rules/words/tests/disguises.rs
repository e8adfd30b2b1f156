//! Words written otherwise.

use super::*;

#[test]
fn disguised_words_are_found() {
    let options = Words { severity: Severity::Moderate, ..everything() };
    let cases = [
        "fuck",
        "FUCK",
        "fucking",
        "Fück",
        "ｆｕｃｋ",
        "f*ck",
        "f**k",
        "f***",
        "fu*k",
        "f#ck",
        "f_ck",
        "fuuuuck",
        "fuckkkk",
        "f u c k",
        "f.u.c.k",
        "f-u-c-k",
        "f_u_c_k",
        "f*u*c*k",
        "f\nu\nc\nk",
        "F  U  C  K",
        "phuck",
        "fvck",
        "sh1t",
        "sh!t",
        "$hit",
        "5hit",
        "shiiiit",
        "s h ! t",
        "sh*t",
        "bu11shit",
        "b1tch",
        "b!tch",
        "8itch",
        "b!7ch",
        "a$$hole",
        "assh0le",
        "@sshole",
        "a**hole",
        "1d10t",
        "idi0t",
        "idiooot",
        "fuckyou",
        "FuckYou",
        "fuck_you",
        "#fuckyou",
        "youidiot",
        "youareanidiot",
        "youfuckingidiot",
        "goandfuckyourself",
        "xxfuckxx",
        "idiot's",
        "idiot2",
        "y0u 4r3 4n 1d10t",
        "he is a b a s t a r d",
        "b#stard",
        "k#ll yourself",
        "n*body likes you",
        "i w*ll kill you",
        "id_ot",
        "sh_i_t",
        "f**uc**k",
        "mo**ron**",
        "cu__nt__",
        "wh~~ore~~",
        "k__ill yourself__",
        "sluut",
        "ddick head",
        "diickhead",
        "shhit",
        "whhore",
        "yoou are a loser",
        "fukcing",
        "what a bicth",
        "two sumbags",
        "Fukcing muppet",
        "you basterd bastrd",
        "i haet women",
        "i htae women",
        "you are so stuipd",
        "imigrants are vermin",
        "disgutsed by all mulsims",
        "y o u   a r e   a n   i d i o t",
        "youareafuckingidiotandnobodylikesyou",
    ];
    let missed: Vec<&str> = cases.into_iter().filter(|text| parts(&options, text).is_empty()).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn what_is_mild_for_a_harmless_meaning_is_not_when_disguised() {
    let options = Words { severity: Severity::Moderate, ..everything() };
    for text in ["c0ck", "d!ck", "d*ck", "b00bz", "@ss", "my c0ck", "D1ck"] {
        assert!(!parts(&options, text).is_empty(), "{text}");
    }
    // Plain words, roads, other words, and what is mild for being weak.
    for text in
        ["cock", "dick", "ass", "the A55", "a55", "3ggs", "b00k", "h3ll", "cr4p", "coooock", "d a m n"]
    {
        assert!(parts(&options, text).is_empty(), "{text}");
    }
}

#[test]
fn ordinary_texts_are_no_disguises() {
    let options = Words { severity: Severity::Moderate, ..everything() };
    let cases = [
        "class modem as hel",
        "Scunthorpe",
        "assassin",
        "cockpit",
        "Dickens",
        "shiitake",
        "therapist",
        "pen island",
        "penisland",
        "Essex Sussex Middlesex",
        "Hancock",
        "cumulus",
        "he'll and she'll",
        "push it",
        "pushit",
        "n lor sh at",
        "**bold** and *italic*",
        "A55 road",
        "5055 2024 3pm b2b mp3 455 8008",
        "user@sh.it.example",
        "a + b + c * d",
        "grass",
        "classic",
        "assess",
        "bass guitar",
        "hotel assistant",
        "analbum",
        "expertsexchange",
        "whorepresents",
        "speedofart",
        "e.g. i.e. U.S.A.",
        "I + U = 2",
        "what???",
        "no!!!",
        "cool ***",
        "5*** hotel",
        "note* that",
        "s.t. and w.r.t.",
        "x = f(v, c, k)",
        "github.com/foo-bar/baz_qux",
        "mass hit",
        "mishit",
        "as shown",
        "wash it",
        "Dick's Sporting Goods",
        "massage",
        "passport",
        "document",
        "therapists",
        "booner",
        "chooked",
        "jaaps",
        "2*x*y",
        "do__it",
        "snake_case_name",
        "is__it__so",
        "this **is** bold",
        "__init__ and __str__",
        "moo**se**",
        "Mr Shiot and Mr Wanke",
        "Niger and the Nigers",
        "the nigers",
        "the fucntion",
        "slutter bichy retrad shiftng",
        "c'est d'idoit",
        "die Kunst, la marca, strona",
        "turn up the haet",
    ];
    let accused: Vec<(&str, Vec<Found>)> = cases
        .into_iter()
        .map(|text| (text, found(&options, text)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(accused.is_empty(), "{accused:#?}");
}
