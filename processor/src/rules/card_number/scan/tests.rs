use super::*;

fn found(text: &str) -> Vec<(&str, &str)> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    hits.into_iter().map(|hit| (hit.term, text.get(hit.span).unwrap())).collect()
}

/// Numbers that the schemes and payment providers publish for tests.
const TEST_NUMBERS: &[(&str, &str)] = &[
    ("visa", "4111111111111111"),
    ("visa", "4012888888881881"),
    ("visa", "4242424242424242"),
    ("visa", "4222222222222"),
    ("mastercard", "5555555555554444"),
    ("mastercard", "5105105105105100"),
    ("mastercard", "2223003122003222"),
    ("american-express", "378282246310005"),
    ("american-express", "371449635398431"),
    ("discover", "6011111111111117"),
    ("discover", "6011000990139424"),
    ("diners-club", "30569309025904"),
    ("diners-club", "38520000023237"),
    ("jcb", "3530111333300000"),
    ("jcb", "3566002020360505"),
    ("unionpay", "6200000000000005"),
    ("maestro", "6759649826438453"),
    ("mir", "2200000000000004"),
];

#[test]
fn the_schemes_test_numbers_are_cards() {
    for (brand, number) in TEST_NUMBERS {
        for text in
            [(*number).to_owned(), format!("card {number}, thanks"), format!("{number} is my visa or so")]
        {
            assert_eq!(found(&text), [(*brand, *number)], "{text}");
        }
        let digits: Vec<_> = number.chars().map(String::from).collect();
        let spaced = digits.join(" ");
        assert_eq!(found(&format!("my card: {spaced}")), [(*brand, spaced.as_str())]);
        let mut wrong = (*number).to_owned();
        let last = wrong.pop().and_then(|digit| digit.to_digit(10)).unwrap();
        wrong.push_str(&((last + 1) % 10).to_string());
        assert_eq!(found(&format!("card {wrong}")), [], "{wrong}");
    }
}

#[test]
fn groups_may_be_separated_in_several_ways() {
    for number in [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "3782 822463 10005",
        "41 11 11 11 11 11 11 11",
    ] {
        assert_eq!(found(&format!("it is {number}!"))[0].1, number);
    }
    let both = "4111 1111 1111 1111 5555 5555 5555 4444";
    assert_eq!(found(both).len(), 2);
    assert_eq!(found("4111 1111 1111 1111 12/27 123"), [("visa", "4111 1111 1111 1111")]);
    assert_eq!(found("from 2024-01-15 4111111111111111"), [("visa", "4111111111111111")]);
}

#[test]
fn other_numbers_are_left() {
    for text in [
        "order 4111111111111111",
        "tracking number: 4111 1111 1111 1111",
        "the card is for invoice #4111111111111111",
        "x4111111111111111",
        "41111111111111112",
        "a41f-4111111111111111",
        "550e8400-e29b-41d4-a716-446655440000",
        "1700000000000",
        "barcode 4006381333931",
        "it was 30569309025904 or so",
        "0000000000000000",
        "4444444444444444",
        "DE89 3704 0044 0532 0130 00",
        "9999 4111 1111 1111 1111",
        "3.14159265358979323846",
        "************1111",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn ids_and_rows_of_numbers_are_left() {
    for text in [
        "https://facebook.com/groups/841957670709753/posts/2645928945909017",
        "fedex 6914 4862 2833",
        "my friend code is SW-6233-1397-9667",
        "66 78 17 85 79 60",
        "645 680 756 489 506",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
    let link = "https://shop.example/pay?card=4111111111111111";
    assert_eq!(found(link), [("visa", "4111111111111111")]);
}

#[test]
fn what_stands_against_a_number_does_not_hide_it() {
    for number in [
        "4111  1111  1111  1111",
        "4111 - 1111 - 1111 - 1111",
        "4111\n1111\n1111\n1111",
        "4111--1111--1111--1111",
    ] {
        assert_eq!(found(&format!("so {number}.")), [("visa", number)], "{number}");
    }
    for text in [
        "📱4111111111111111",
        "卡号4111111111111111是",
        "номер4111111111111111",
        "_4111111111111111_",
        "2 - 4111111111111111",
    ] {
        assert_eq!(found(text), [("visa", "4111111111111111")], "{text}");
    }
    for text in
        ["a_4111111111111111", "x4111111111111111", "4111111111111111_a", "41\n11\n11\n11\n11\n11\n11\n11"]
    {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::CardNumber { then: Then::Mask, r#in: TextPart::all() };
    let examples = ["4222222222222", "4111 1111 1111 1111", "card 5018 0000 0009"];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), scan);
}
