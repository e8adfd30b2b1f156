//! Expressions, what they give, and what is wrong with them.

use proptest::prelude::*;

use super::*;
use crate::event::{FlowEvent, PushNotification};
use crate::finding::{Finding, TextPart};
use crate::testing;

fn event() -> FlowEvent {
    let mut event = testing::event("Hello, Wörld! 12");
    event.message_mut().metadata = Some(r#"{"a":1}"#.to_owned());
    event.message_mut().push = Some(PushNotification {
        title: Some("Alice".to_owned()),
        body: Some("Hello".to_owned()),
        kind: None,
    });
    let attributes = [("role", vec!["mod", "admin"]), ("n", vec![])];
    let owned =
        attributes.map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()));
    event.message_mut().attributes = Some(owned.into());
    event
}

fn context() -> Context {
    let findings =
        ["insult", "link", "insult"].map(|category| Finding::new(TextPart::Content, 0..1, category));
    let mut context = Context::until(testing::soon());
    context.tell(&findings);
    context
}

fn holds(source: &str) -> Result<bool, WhenError> {
    let when = When::compile(source).unwrap_or_else(|flaws| panic!("{source}: {flaws:?}"));
    when.holds(&Message::of(&event()), &context())
}

#[test]
fn expressions_give_what_cel_gives() {
    let cases = [
        // Variables.
        ("message.content == 'Hello, Wörld! 12'", true),
        (r#"message.metadata.startsWith("{\"a\"")"#, true),
        ("message.content_type == ''", true),
        ("message.is_edit", false),
        ("message.persistent", true),
        ("size(message.id) == 64", true),
        ("sender.arn.contains('/user/')", true),
        ("sender.id == 'alice' && sender.name == 'Alice'", true),
        ("sender.is_bot", false),
        ("channel.arn.endsWith(channel.id) && size(channel.id) == 36", true),
        ("channel.arn.startsWith(app_instance)", true),
        ("app_instance.contains('channel')", false),
        ("push.title == sender.name && push.body < message.content", true),
        // Attributes and findings.
        ("'role' in attributes && !('rank' in attributes)", true),
        ("'mod' in attributes.role && 'admin' in attributes['role']", true),
        ("attributes.role[1] == 'admin'", true),
        ("size(attributes) == 2 && attributes.n.size() == 0", true),
        (
            "has(attributes.role) && !has(attributes.rank) && has(push.title) && !has(message.content_type)",
            true,
        ),
        ("attributes.role.exists(r, r.startsWith('ad'))", true),
        ("attributes.role.all(r, r.size() > 3)", false),
        ("attributes.n.all(r, false) && !attributes.n.exists(r, true)", true),
        ("attributes.role.exists(a, ['x', 'admin'].exists(b, a == b))", true),
        ("'insult' in found && !('threat' in found)", true),
        ("size(found) == 2 && found[0] == 'insult' && found[1] == 'link'", true),
        ("found.exists(f, f in ['link'])", true),
        // Functions.
        ("size(message.content) == 16", true),
        ("message.content.lowerAscii().contains('wörld') && 'äB'.upperAscii() == 'äB'", true),
        (r"message.content.matches(r'\d{2}$') && matches('abc', '^a')", true),
        (r"message.content.matches('^\\d')", false),
        // Operators.
        ("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 % 3 == -1 && 5 - 2 - 1 == 2", true),
        ("true || false && false", true),
        ("(true || false) && false", false),
        ("!true || !false", true),
        ("!!true", true),
        ("1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2 && 1 != 2", true),
        ("'a' < 'b' && 'Z' < 'a' && true == !false", true),
        ("size(message.content) > 5 ? 'long' == 'long' : false", true),
        ("2 in [1, 2] && !(3 in [1, 2]) && 0x10 == 16", true),
        ("size([]) == 0", true),
        // Text in quotes.
        (r#"'it\'s' == "it's" && '\u00e9\x41\n' == "éA\n" && r'\n' == '\\n'"#, true),
    ];
    for (source, expected) in cases {
        assert_eq!(holds(source), Ok(expected), "{source}");
    }
}

#[test]
fn what_cannot_be_told_is_a_failure_unless_the_other_side_decides() {
    let cases = [
        ("attributes.rank[0] == 'x'", Err(WhenError::NoSuchAttribute)),
        ("attributes.n[0] == 'x'", Err(WhenError::NoSuchElement)),
        ("attributes.role[-1] == 'x'", Err(WhenError::NoSuchElement)),
        ("1 / 0 == 1", Err(WhenError::DivisionByZero)),
        ("1 % (2 - 2) == 1", Err(WhenError::DivisionByZero)),
        ("9223372036854775807 + 1 == 0", Err(WhenError::Overflow)),
        ("1 / 0 == 1 || true", Ok(true)),
        ("1 / 0 == 1 && false", Ok(false)),
        ("false && 1 / 0 == 1", Ok(false)),
        ("1 / 0 == 1 || false", Err(WhenError::DivisionByZero)),
        ("[0, 1].exists(n, 1 / n == 1)", Ok(true)),
        ("[0, 1].all(n, 1 / n == 1)", Err(WhenError::DivisionByZero)),
        ("[0, 1].all(n, 1 / n == 2)", Ok(false)),
    ];
    for (source, expected) in cases {
        assert_eq!(holds(source), expected, "{source}");
    }
}

#[test]
fn what_an_evaluation_costs_is_bounded() {
    let list = vec!["0"; 120].join(", ");
    let costly = format!("[{list}].all(a, [{list}].all(b, a == b))");
    assert_eq!(holds(&costly), Err(WhenError::TooCostly));
}

#[test]
fn what_is_wrong_is_said_at_its_character() {
    let cases = [
        ("message.contnt == 'x'", 8, "unknown field of `message` `contnt`; did you mean `content`?"),
        ("content == 'x'", 0, "unknown name `content`; did you mean `message.content`?"),
        ("mesage.content == 'x'", 0, "unknown name `mesage.content`; did you mean `message.content`?"),
        ("body == 'x'", 0, "unknown name `body`; did you mean `push.body`?"),
        ("sender == 'x'", 0, "`sender` is no value; use one of its fields: `arn`, `name`, `id`, `is_bot`"),
        ("message.content.length > 5", 16, "`message.content` has no fields"),
        ("found.size > 1", 0, "`found` has no fields"),
        ("message.content.startswith('x')", 16, "unknown function `startswith`; did you mean `startsWith`?"),
        ("message.content.startsWith()", 16, "write `text.startsWith(beginning)`"),
        ("contains(message.content, 'x')", 0, "write `text.contains(part)`"),
        (
            "message.content > 5",
            0,
            "`>` compares values of one type; the left one is text, the right one is a whole number",
        ),
        ("size(message.content)", 0, "a condition is true or false, this is a whole number"),
        ("sender.is_bot && sender.name", 17, "a side of `&&` is true or false, this is text"),
        ("!sender.name", 1, "what `!` turns round is true or false, this is text"),
        ("'a' in sender.name", 7, "`in` looks into a list; for a part of a text write `text.contains(part)`"),
        ("1 in found", 0, "what is looked for is a whole number, the list's items are text"),
        (
            "found.contains('insult')",
            0,
            "this asks text, and that is a list of texts; for a list write `item in list`",
        ),
        (
            "found == []",
            0,
            "`==` compares values of one type; the left one is a list of texts, the right one is an empty list",
        ),
        (
            "[1, 'a'].exists(x, true)",
            4,
            "the items of a list have one type; the first is a whole number, this is text",
        ),
        (
            "sender.name.matches(message.content)",
            20,
            "a pattern stands in quotes here, so that it is checked before any message comes",
        ),
        ("sender.name.matches('(')", 20, "not a regular expression, at its character 1: unclosed group"),
        (
            r"sender.name.matches('\d')",
            21,
            "no such escape; for a pattern write `r'…'`, where a backslash stands for itself",
        ),
        ("attributes.exists(a, true)", 0, "name one attribute, such as `attributes.role`"),
        ("found.exists(found, true)", 13, "`found` has a meaning already; choose another name"),
        ("sender.is_bot & true", 14, "unexpected `&`; did you mean `&&`?"),
        ("sender.name = 'x'", 12, "unexpected `=`; did you mean `==`?"),
        ("sender.name == 'x", 15, "the text in quotes has no end"),
        ("sender.is_bot true", 14, "expected an operator such as `&&`, found `true`"),
        ("(sender.is_bot", 14, "expected `)`, found the end"),
        ("", 0, "expected a value such as `message.content`, found the end"),
        ("1.5 > 1", 0, "there are whole numbers only"),
        (
            "99999999999999999999 > 1",
            0,
            "`99999999999999999999` is not a whole number from 0 to 9223372036854775807",
        ),
        ("true ? 1 : 'a'", 11, "both sides of `:` have one type; the first is a whole number, this is text"),
        ("size(5) == 1", 5, "a whole number has no size"),
        ("has(found)", 4, "write `has(attributes.NAME)` or `has(push.title)`"),
    ];
    for (source, at, message) in cases {
        let flaws = When::compile(source).map(|_| ()).unwrap_err();
        assert_eq!(flaws, [Flaw::new(at, message)], "{source}");
    }
}

#[test]
fn both_sides_are_complained_about_at_once() {
    let flaws = When::compile("sender.nam == 'a' && channel.nam == 'b'").map(|_| ()).unwrap_err();
    assert_eq!(flaws.iter().map(|flaw| flaw.at).collect::<Vec<_>>(), [7, 29]);
}

#[test]
fn a_condition_that_is_too_large_is_refused() {
    let long = format!("sender.name == '{}'", "x".repeat(MAX_CHARS));
    let wide = vec!["sender.is_bot"; 200].join(" && ");
    let deep = format!("{}true{}", "(".repeat(40), ")".repeat(40));
    let nots = format!("{}true", "!".repeat(300));
    for (source, message) in [(long, "at most"), (wide, "parts"), (deep, "brackets"), (nots, "parts")] {
        let flaws = When::compile(&source).map(|_| ()).unwrap_err();
        assert!(matches!(&flaws[..], [flaw] if flaw.message.contains(message)), "{flaws:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_an_expression_or_refused_and_never_panics(
        noise in any::<String>(),
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "message.content", "sender.is_bot", "found", "attributes", "attributes.role", "'a'", "1", "-", "!",
                "(", ")", "[", "]", "&&", "||", "==", "<", "in", "size(", "has(", ".exists(x,", "x", "?", ":", ",",
                "+", "/", "0", "true", ".contains(",
            ]),
            0..12,
        ),
    ) {
        for source in [noise, words.join(" ")] {
            match When::compile(&source) {
                Ok(when) => {
                    // Types were checked, so no value can be of another one.
                    prop_assert_ne!(when.holds(&Message::of(&event()), &context()), Err(WhenError::Mistyped));
                }
                Err(flaws) => {
                    prop_assert!(!flaws.is_empty());
                    prop_assert!(flaws.iter().all(|flaw| flaw.at <= source.chars().count()));
                }
            }
        }
    }
}
