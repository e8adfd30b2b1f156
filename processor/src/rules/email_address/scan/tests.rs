use super::*;

fn found(text: &str) -> Vec<&str> {
    let mut hits = Vec::new();
    scan(text, &mut hits);
    hits.into_iter().map(|hit| text.get(hit.span).unwrap()).collect()
}

#[test]
fn plain_addresses_are_found_whole() {
    for address in [
        "ann@example.com",
        "ann.lee+chat@mail.example.co.uk",
        "o'brien@example.ie",
        "_x_@example.org",
        "ann@xn--mnchen-3ya.example.xn--p1ai",
        "a@b.co",
        "\"ann lee\"@example.com",
        "ann@[192.0.2.1]",
        "user-2%host@example.museum",
    ] {
        for text in [
            address.to_owned(),
            format!("<{address}>,"),
            format!("write to {address}. Bye"),
            format!("mail:{address}!"),
        ] {
            assert_eq!(found(&text), [address], "{text}");
        }
    }
    assert_eq!(found("a@b.com, c@d.com;e@f.com"), ["a@b.com", "c@d.com", "e@f.com"]);
    assert_eq!(found("иван@почта.рф"), ["иван@почта.рф"]);
    assert_eq!(found("Bob@Example.COM"), ["Bob@Example.COM"]);
}

#[test]
fn spelled_out_addresses_are_found() {
    for address in [
        "ann (at) example dot com",
        "ann[at]example[dot]com",
        "ann.lee at gmail dot com",
        "ann at gmail dot com",
        "ann_at_example.com",
        "ann @ example . com",
        "ann {at} example.co.uk",
        "ann AT example DOT co DOT uk",
        "ann(at)example(.)org",
        "ann@example(dot)org",
        "ann dot lee at gmail dot com",
    ] {
        assert_eq!(found(&format!("my email is {address}")), [address], "{address}");
    }
    assert_eq!(found("text bob99 at yahoo dot com"), ["bob99 at yahoo dot com"]);
}

#[test]
fn what_only_resembles_an_address_is_left() {
    for text in [
        "@ann hi",
        "meet me @ 5.30",
        "see you at home.",
        "look at example dot com",
        "look at gmail.com",
        "we met at noon. Dot came",
        "package@1.2.3",
        "https://user@example.com/",
        "git@github.com:owner/repo.git",
        "ann@localhost",
        "me@",
        "@",
        "a@b",
        "***@example.com",
        "[EMAIL]",
        "at dot com",
        "10 @ 5.99 each",
        "lunch @ joe's. com'on",
        "I live at work. com",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::EmailAddress { then: Then::Mask, r#in: TextPart::all() };
    let examples = [
        "a@b.co",
        "ann@[192.0.2.1]",
        "ann (at) example (dot) com",
        "mail ann at gmail dot com",
        "ann @ example . com",
        "write to x.y at web . de",
        "jo[at]example[.]org",
        "contact: ann AT example d0t com",
        "reach ann at gmx punkt de",
    ];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), scan);
}
