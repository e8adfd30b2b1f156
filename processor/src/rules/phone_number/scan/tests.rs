use super::*;

fn found(text: &str) -> Vec<&str> {
    let mut hits = Vec::new();
    let codes: Vec<String> =
        crate::rules::phone_number::DEFAULT_REGIONS.iter().map(|code| (*code).to_owned()).collect();
    scan(text, &Regions::new(&codes), &mut hits);
    hits.into_iter().map(|hit| text.get(hit.span).unwrap()).collect()
}

#[test]
fn numbers_that_are_written_as_such_need_no_words() {
    for number in [
        "+1 212 555 0142",
        "+12125550142",
        "(212) 555-0142",
        "212-555-0142",
        "212.555.0142",
        "1-212-555-0142",
        "(212)555-0142",
        "212 555 0142",
        "001-581-896-0013x3890",
        "+1-581-896-0013",
        "212-555-0142 ext. 12",
        "+44 20 7946 0958",
        "+44 (0)20 7946 0958",
        "020 7946 0958",
        "07700 900123",
        "07700900123",
        "+49 30 901820",
        "0049 30 901820",
        "030/901820",
        "+33 1 70 18 99 00",
        "01 70 18 99 00",
        "02.79.01.07.20",
        "(03) 5550 1234",
        "+91 98765 43210",
        "+41 (0)44 668 18 00",
    ] {
        for text in [
            number.to_owned(),
            format!("hi, {number}."),
            format!("so {number} ok"),
            format!("in 2019 {number}"),
        ] {
            assert_eq!(found(&text), [number], "{text}");
        }
    }
}

#[test]
fn other_numbers_need_words() {
    for number in [
        "5550142",
        "555-0142",
        "2125550142",
        "612 34 56 78",
        "61-41-66-40",
        "22 308890",
        "434 14 557",
        "8815388711",
    ] {
        assert_eq!(found(&format!("it is {number} then")), [""; 0], "{number}");
        for text in [
            format!("call me on {number}"),
            format!("phone: {number}."),
            format!("{number} is my number"),
            format!("phone_no={number}"),
        ] {
            assert_eq!(found(&text), [number], "{text}");
        }
    }
}

#[test]
fn other_things_are_left() {
    for text in [
        "order 212-555-0142",
        "tracking number 2125550142",
        "2024-01-15",
        "15.01.2024 12:30",
        "call me 2024-01-15",
        "ring at 12:30:15",
        "192.168.100.200",
        "v212.555.0142",
        "550e8400-e29b-41d4-a716-446655440000",
        "$2125550142",
        "1.000.000 people",
        "call 1000000 times",
        "the years 1990-2010",
        "123-45-6789",
        "3.14159265358979",
        "000-000-0000",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "978-3-16-148410-0",
        "***-***-0142",
        "room 12 at 10 on 5 6 7 8 9",
        "12 345 678 votes",
        "ts=1504478725",
        "what is 31852 + 57778 - 578368",
        "USPS 9400 0473 7822 6664 9960 50",
        "6228 0247 8045 1634",
        "81 51 03 10 09 98",
        "1384 0084 0209 1730",
        "068 125 707 064 859",
        "upgrade to 0.22.598.1872",
        "Springfield, IL 01214-1942",
        "it took 05269.7211",
        "arXiv:0876.52068",
        "https://example.com/item/0544979189",
        "join zoom 720 683 7386",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn several_numbers_are_told_apart() {
    assert_eq!(found("212-555-0142, 212-555-0143"), ["212-555-0142", "212-555-0143"]);
    assert_eq!(found("212-555-0142 212-555-0143"), ["212-555-0142", "212-555-0143"]);
    assert_eq!(found("call 212-555-0142 2 times"), ["212-555-0142"]);
    assert_eq!(found("(call (212) 555-0142)"), ["(212) 555-0142"]);
    assert_eq!(found("(+1 212 555 0142)"), ["+1 212 555 0142"]);
    assert_eq!(found("(+1) 212 555 0142"), ["(+1) 212 555 0142"]);
    assert_eq!(found("(212-555-0142)"), ["212-555-0142"]);
    assert_eq!(found("📞+12125550142"), ["+12125550142"]);
    assert_eq!(found("https://wa.me/12125550142"), ["12125550142"]);
    assert_eq!(found("电话+8613800138000吗"), ["+8613800138000"]);
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let regions = Regions::new(&["US".to_owned(), "GB".to_owned()]);
    let kind = super::super::PhoneNumber {
        then: Then::Mask,
        r#in: TextPart::all(),
        regions: vec!["US".to_owned(), "GB".to_owned()],
    };
    let examples = [
        "call 555-0142",
        "+1 212 555 0142",
        "phone 12 34 56",
        "tel. 5550142 x1",
        "(212) 555-0142",
        "my number is 020 7946 0958",
    ];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), |text, hits| {
        scan(text, &regions, hits);
    });
}
