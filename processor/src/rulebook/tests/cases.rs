//! A rulebook's own cases.

use super::*;

fn results(tests: &str) -> Vec<TestResult> {
    let yaml = format!(
        "\
version: 1
rules:
  - {{ id: darn, use: words, with: {{ words: [darn], then: mask }} }}
  - {{ id: heck, use: words, with: {{ words: [heck], then: deny }}, mode: shadow }}
  - {{ id: cards, use: card-number, with: {{ then: mask }} }}
  - {{ id: bots, use: pattern, with: {{ pattern: 'x', then: deny }}, when: 'sender.is_bot || message.is_edit || !message.persistent' }}
tests:
{tests}"
    );
    let rulebook = Rulebook::parse(&yaml, &Registry::default()).unwrap();
    rulebook.run_tests().now_or_never().expect("built-in rules answer at once")
}

/// What differs, each as `WHAT: EXPECTED / ACTUAL`.
fn differences(test: &str) -> Vec<String> {
    let [result] = <[TestResult; 1]>::try_from(results(&format!("  - {test}\n"))).unwrap();
    assert_eq!(result.passed(), result.differences.is_empty());
    result.differences.iter().map(|d| format!("{}: {} / {}", d.what, d.expected, d.actual)).collect()
}

#[test]
fn a_case_that_holds_passes() {
    let tests = [
        "{ message: hello, becomes: unchanged, because: [], found: [] }",
        "{ message: oh darn, becomes: 'oh ****', because: [darn] }",
        "{ message: heck, becomes: unchanged, because: [] }",
        "{ message: 'card 4111 1111 1111 1111', found: [card-number], because: [cards] }",
        "{ message: { content: x, sender: { arn: 'arn:aws:chime:us-east-1:1:app-instance/a/bot/b' } }, becomes: denied, because: [bots] }",
        "{ message: { content: x, edit: true }, becomes: { denied: bots } }",
        "{ message: { content: x, persistent: false }, becomes: denied }",
        "{ message: { content: x, sender: alice, channel: lobby }, becomes: x }",
        "{ message: { content: a, push: { title: darn, body: ok } }, becomes: { content: a, push: { title: '****', body: ok } } }",
        "{ message: { metadata: '{\"a\":\"darn\"}' }, becomes: { metadata: '{\"a\":\"****\"}' } }",
        "{ message: { content: a, attributes: { n: [darn], m: b } }, becomes: { attributes: { n: ['****'], m: b } } }",
    ];
    for test in tests {
        assert_eq!(differences(test), [""; 0], "{test}");
    }
}

#[test]
fn a_case_that_does_not_hold_says_what_differs() {
    let tests: [(&str, &[&str]); 9] = [
        ("{ message: darn, becomes: unchanged }", &["decision: unchanged / `****`"]),
        (
            "{ message: darn, becomes: denied, because: [] }",
            &["decision: denied / `****`", "because: nothing / darn"],
        ),
        ("{ message: hello, becomes: 'h*llo' }", &["content: h*llo / hello"]),
        (
            "{ message: hello, because: [darn], found: [insult, link] }",
            &["because: darn / nothing", "found: insult, link / nothing"],
        ),
        (
            "{ message: { content: x, sender: { arn: 'arn:a/bot/b' } }, becomes: y }",
            &["decision: `y` / denied with the code `bots`"],
        ),
        (
            "{ message: { content: x, edit: true }, becomes: { denied: other } }",
            &["decision: denied with the code `other` / denied with the code `bots`"],
        ),
        (
            "{ message: { content: a, push: { body: darn } }, becomes: { push: { body: darn } } }",
            &["push-body: darn / ****"],
        ),
        (
            "{ message: { content: a }, becomes: { attributes: { n: [a, b] } } }",
            &["attributes: n: [a, b] / n: []"],
        ),
        (
            "{ message: { content: x, edit: true }, becomes: { metadata: y } }",
            &["decision: delivered / denied with the code `bots`"],
        ),
    ];
    for (test, expected) in tests {
        assert_eq!(differences(test), expected, "{test}");
    }
}

#[test]
fn a_result_tells_its_name_and_its_line() {
    let results = results(
        "  - { message: hello, becomes: unchanged }\n  - name: second\n    message: darn\n    because: [darn]\n",
    );
    let told: Vec<_> =
        results.iter().map(|r| (r.name.as_str(), r.file.as_str(), r.line, r.passed())).collect();
    assert_eq!(told, [("hello", "rulebook.yaml", 8, true), ("second", "rulebook.yaml", 9, true)]);
}

#[test]
fn a_case_that_cannot_be_run_is_an_error_of_the_rulebook() {
    let cases = [
        (
            "- { message: a }",
            "9:5: the case expects nothing; say what its message `becomes`, `because` of what, or what is `found`",
        ),
        ("- { becomes: unchanged }", "9:5: the case has no `message`"),
        (
            "- { message: a, becoms: unchanged, found: [] }",
            "9:19: unknown key `becoms`; did you mean `becomes`?",
        ),
        ("- { message: a, because: [ti] }", "9:29: unknown rule `ti`; did you mean `it`?"),
        (
            "- { message: 7, found: [] }",
            "9:16: expected the text of a message, or a mapping with keys among `content`, `metadata`, `content_type`, `sender`, `channel`, `push`, `attributes`, `edit`, `persistent`, found `7`",
        ),
        ("- { message: { edit: 1 }, found: [] }", "9:24: expected `true` or `false`, found `1`"),
        ("- { message: { channel: 'a:é' }, found: [] }", "9:27: "),
        (
            "- { message: a, becomes: 7 }",
            "9:28: expected `unchanged`, `denied`, a text, or a mapping with keys among `denied`, `content`, `metadata`, `push`, `attributes`, found `7`",
        ),
        ("x: y", "9:3: expected a list of cases, found a mapping"),
    ];
    for (test, expected) in cases {
        let yaml = with_rule("mode: enforce") + "\ntests:\n  " + test + "\n";
        let errors = errors(&yaml);
        assert!(matches!(&errors[..], [error] if error.starts_with(expected)), "{test}: {errors:?}");
    }
}
