use super::*;

fn found(text: &str, private: bool) -> Vec<&str> {
    let mut hits = Vec::new();
    scan(text, private, &mut hits);
    hits.into_iter().map(|hit| text.get(hit.span).unwrap()).collect()
}

#[test]
fn addresses_of_both_kinds_are_found_whole() {
    for address in [
        "203.0.113.7",
        "203.0.113.7:8080",
        "203.0.113.0/24",
        "8.8.8.8",
        "255.255.255.255",
        "2001:db8::1",
        "2001:db8:85a3:0:0:8a2e:370:7334",
        "2001:0DB8:85A3:0000:0000:8A2E:0370:7334",
        "::1",
        "fe80::1%eth0",
        "::ffff:203.0.113.7",
        "2001:db8::/32",
        "[2001:db8::1]:443",
        "d4:0:0:0:0:0:0:1",
    ] {
        for text in [
            address.to_owned(),
            format!("ban {address}."),
            format!("({address})"),
            format!("from {address}, so"),
            format!("{address}: no"),
        ] {
            assert_eq!(found(&text, true), [address], "{text}");
        }
    }
    assert_eq!(found("http://203.0.113.7/path", true), ["203.0.113.7"]);
    assert_eq!(found("http://[2001:db8::1]/path", true), ["2001:db8::1"]);
    assert_eq!(found("1.2.3.4 is my ip", true), ["1.2.3.4"]);
    assert_eq!(found("203.0.113.7,203.0.113.8", true).len(), 2);
}

#[test]
fn versions_times_and_code_are_left() {
    for text in [
        "v1.2.3.4",
        "v 10.20.30.40",
        "version 10.20.30.40",
        "see section 1.2.3.4",
        "1.2.3.4",
        "Chrome 120.0.6099.129",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "12:30:45",
        "at 12:30:45.123",
        "std::vector",
        "a::b",
        "::",
        "dead::beef is cool",
        "00:1a:2b:3c:4d:5e",
        "lib-10.20.30.40-x86",
        "x10.20.30.40",
        "10.20.30.40-beta",
        "***.***.***.***",
    ] {
        assert_eq!(found(text, true), [""; 0], "{text}");
    }
}

#[test]
fn private_addresses_may_be_left() {
    for address in [
        "10.1.2.30",
        "192.168.0.10",
        "172.16.0.11",
        "127.0.0.1:80",
        "169.254.1.10",
        "100.64.10.1",
        "203.0.113.7",
        "::1",
        "fe80::1",
        "fd00::12",
        "2001:db8::1",
        "::ffff:10.0.0.10",
    ] {
        assert_eq!(found(address, false), [""; 0], "{address}");
        assert_eq!(found(address, true), [address]);
    }
    assert_eq!(found("23.45.67.89 2a00:1450::8a", false), ["23.45.67.89", "2a00:1450::8a"]);
}

#[test]
fn nothing_is_found_without_what_the_kind_needs() {
    use crate::action::{Find, TextPart, Then};
    use crate::registry::RuleOptions;
    use crate::rules::personal::tests::nothing_is_found_without_what_is_needed;
    let kind = super::super::IpAddress { then: Then::Mask, r#in: TextPart::all(), private: true };
    let examples = ["203.0.113.7", "2001:db8::1", "fe80::1", "1.2.3.4:80"];
    nothing_is_found_without_what_is_needed(&examples, kind.build().unwrap().needs(), |text, hits| {
        scan(text, true, hits);
    });
}
