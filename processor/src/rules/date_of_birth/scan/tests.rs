use super::*;

fn found(text: &str) -> Vec<&str> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    hits.into_iter().map(|hit| text.get(hit.span).unwrap()).collect()
}

const DATES: &[&str] = &[
    "15/05/1990",
    "5/15/1990",
    "5/15/90",
    "1990-05-15",
    "1990/5/15",
    "15.05.1990",
    "15 05 1990",
    "15. 5. 1990",
    "5 May 1990",
    "5th of May 1990",
    "5th May, 1990",
    "5. Mai 1990",
    "5 de mayo de 1990",
    "05-May-90",
    "May 5, 1990",
    "May 5th 1990",
    "Sept. 5, 1990",
    "19900515",
    "15051990",
];

#[test]
fn dates_in_many_forms_are_found_where_a_word_says_what_they_are() {
    for date in DATES {
        for text in [
            format!("I was born on {date}."),
            format!("dob: {date}"),
            format!("{date} is my birthday"),
            format!("date of birth={date};"),
            format!("Geburtsdatum {date}, Bonn"),
            format!("What is your date of birth? It's {date}"),
        ] {
            assert_eq!(found(&text), [*date], "{text}");
        }
    }
    assert_eq!(found("\"birthDate\": \"x\", \"dob\": \"1990-05-15T00:00:00Z\""), ["1990-05-15"]);
}

#[test]
fn other_dates_are_left() {
    for date in DATES {
        for text in [
            format!("see you {date}"),
            format!("valid until {date}"),
            format!("born to run; invoice of {date}"),
        ] {
            assert_eq!(found(&text), [""; 0], "{text}");
        }
    }
}

#[test]
fn what_is_no_date_is_left() {
    for text in [
        "born 45/45/1990",
        "born 1890-05-15",
        "born in 1990",
        "born 5 apples 1990",
        "dob 1.2.3.4",
        "dob v1.2.1990",
        "born at 12:30",
        "dob **/**/****",
        "born 12345678",
        "dob 1990-05-15-7",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::DateOfBirth { then: Then::Mask, r#in: TextPart::all() };
    let examples =
        ["born 5 May 90", "dob 1/2/90", "born May 5, 90", "geboren am 19900515", "5.1.1990 is my birthday"];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), scan);
}
