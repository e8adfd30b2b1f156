use proptest::prelude::*;

use super::*;

/// What is found in a text, as it is written there.
fn found<'a>(options: &str, text: &'a str) -> Vec<&'a str> {
    let options: Link = serde_json::from_str(options).expect(options);
    let rule = options.build().expect("a rule");
    let mut found = Vec::new();
    rule.find(&Text::new(text), &mut found);
    found.into_iter().filter_map(|found| text.get(found.span)).collect()
}

const ALL: &str = r#"{"then": "deny"}"#;

#[test]
fn links_are_found_in_whole() {
    let cases: &[(&str, &[&str])] = &[
        ("see http://example.com.", &["http://example.com"]),
        ("see https://example.com/a?b=c&d#e, ok", &["https://example.com/a?b=c&d#e"]),
        (
            "(https://en.wikipedia.org/wiki/Rust_(language))",
            &["https://en.wikipedia.org/wiki/Rust_(language)"],
        ),
        ("[text](https://evil.org/x) y", &["https://evil.org/x"]),
        ("<a href=\"https://evil.org/x\">", &["https://evil.org/x"]),
        ("example.com and sub.example.co.uk", &["example.com", "sub.example.co.uk"]),
        ("EXAMPLE.COM!", &["EXAMPLE.COM"]),
        ("example.com:8080/x", &["example.com:8080/x"]),
        ("at example.com: yes", &["example.com"]),
        ("http://localhost:3000/x", &["http://localhost:3000/x"]),
        (
            "http://1.2.3.4/x http://[::1]:80/y http://3232235777",
            &["http://1.2.3.4/x", "http://[::1]:80/y", "http://3232235777"],
        ),
        ("https://google.com@evil.com/x", &["https://google.com@evil.com/x"]),
        ("hxxps://evil[.]com/x", &["hxxps://evil[.]com/x"]),
        ("evil (dot) com, evil[dot]org", &["evil (dot) com", "evil[dot]org"]),
        ("go to evil dot com now", &["evil dot com"]),
        ("www dot evil dot com", &["www dot evil dot com"]),
        ("evil . com is it", &["evil . com"]),
        ("www.evil.today", &["www.evil.today"]),
        ("evil.today/x casino-7.top", &["evil.today/x", "casino-7.top"]),
        ("t.me/x discord.gg", &["t.me/x", "discord.gg"]),
        ("请访问example.com谢谢", &["example.com"]),
        ("пример.рф и example.рф", &["пример.рф", "example.рф"]),
        ("xn--e1afmkfd.xn--p1ai", &["xn--e1afmkfd.xn--p1ai"]),
        ("_example.com_ **example.org**", &["example.com", "example.org"]),
        ("nice.example.com.Thanks", &["nice.example.com"]),
        ("ftp://a.b tg://resolve?x=1", &["ftp://a.b", "tg://resolve?x=1"]),
        ("url=evil.com;", &["evil.com"]),
        ("see you . example.com", &["example.com"]),
        ("evil。com", &["evil。com"]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(ALL, text), *expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_link_is_none() {
    let cases = [
        "ok.thanks",
        "ok.so what",
        "it is home.in the evening",
        "yes.me too",
        "main.rs and readme.md, node.js",
        "script.py run.sh a.zip lib.so x.mov",
        "e.g. this, i.e. that",
        "v1.2.3 and 10.5",
        "a.m. p.m. U.S.A.",
        "mail me@example.com please",
        "john.doe.com@example.org",
        "@john.doe hi",
        "java.io.File System.Net.Http",
        "ASP.NET and vb.net",
        "the dot com years",
        "connect the dot",
        "wait... what",
        "3.de 5.ml",
        "and/or",
        "12:30",
        "foo.bar()",
        "list.map(x)",
        "a.de",
        "http://",
        "://x",
        "1.2.3.4",
        "127.0.0.1:80",
        "Ph.D",
        "ok.Thanks",
        ".com",
        "the .com domain",
        "[.]",
        "a[.]b",
        "end.The next",
        "dot dot dot",
        "what.",
        "",
    ];
    for text in cases {
        assert_eq!(found(ALL, text), [""; 0], "{text}");
    }
}

#[test]
fn how_bare_a_name_may_stand_is_up_to_the_rulebook() {
    let all = r#"{"then": "deny", "bare": "all"}"#;
    assert_eq!(found(all, "ok.so and main.rs"), ["ok.so", "main.rs"]);
    let none = r#"{"then": "deny", "bare": "none"}"#;
    assert_eq!(found(none, "example.com example.com/x"), ["example.com/x"]);
    let listed = r#"{"then": "deny", "block": ["evil.today"]}"#;
    assert_eq!(found(listed, "good.today a.evil.today"), ["a.evil.today"]);
}

#[test]
fn hosts_are_judged_as_browsers_take_them() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            r#"{"then": "deny", "allow": ["google.com"]}"#,
            "google.com https://google.com@evil.com",
            &["https://google.com@evil.com"],
        ),
        (
            r#"{"then": "deny", "allow": ["google.com"]}"#,
            "google.com.evil.org a.google.com",
            &["google.com.evil.org"],
        ),
        (r#"{"then": "deny", "allow": ["google.com"]}"#, "notgoogle.com GOOGLE.com", &["notgoogle.com"]),
        (
            r#"{"then": "deny", "allow": ["example.com"], "block": ["files.example.com"]}"#,
            "example.com x.files.example.com",
            &["x.files.example.com"],
        ),
        (
            r#"{"then": "deny", "block": ["evil.com"]}"#,
            "good.com evil[.]com EVIL.com/x",
            &["evil[.]com", "EVIL.com/x"],
        ),
        (r#"{"then": "deny", "shorteners": true}"#, "bit.ly/x example.com/x", &["bit.ly/x"]),
        (
            r#"{"then": "deny", "protocols": ["https"]}"#,
            "https://a.com http://a.com a.com hxxps://a.com",
            &["http://a.com"],
        ),
        (
            r#"{"then": "deny", "look-alikes-of": ["paypal.com"]}"#,
            "paypal.com paypa1.com paypal.com.evil.org/x",
            &["paypa1.com", "paypal.com.evil.org/x"],
        ),
        (
            r#"{"then": "deny", "allow": ["münchen.de"]}"#,
            "münchen.de xn--mnchen-3ya.de munchen.de",
            &["munchen.de"],
        ),
        (r#"{"then": "deny", "allow": ["paypal.com"]}"#, "pаypal.com", &["pаypal.com"]),
    ];
    for (options, text, expected) in cases {
        assert_eq!(found(options, text), *expected, "{options} {text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "[a-c./:@\\[\\]() dotéж。-]{0,60}|\\PC{0,60}") {
        found(ALL, &text);
    }
}
