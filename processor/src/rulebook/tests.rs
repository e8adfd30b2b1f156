//! The files that ship, the file's reference, and everything that can be wrong with a rulebook.

use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;
use crate::message::Message;
use crate::outcome::{Decision, Mode, OnFailure, Outcome, StepResult};
use crate::testing;

mod cases;
mod files;
mod overlays;
mod reference;
mod schema;

const DEMO_RULEBOOK: &str = include_str!("../../../examples/rulebooks/demo.yaml");

fn parse(yaml: &str) -> Result<Pipeline, RulebookErrors> {
    Rulebook::parse(yaml, &Registry::default()).map(Rulebook::into_pipeline)
}

fn errors(yaml: &str) -> Vec<String> {
    let errors = parse(yaml).map(|_| ()).err();
    let shown = |error: RulebookError| format!("{}:{}: {}", error.line, error.column, error.message);
    errors.into_iter().flatten().map(shown).collect()
}

/// A rulebook with one rule, whose further keys start in column 5 of line 4.
fn with_rule(keys: &str) -> String {
    format!(
        "version: 1\nrules:\n  - id: it\n    {keys}\n    use: words\n    with: {{ words: [darn], then: mask }}\n"
    )
}

fn outcome(pipeline: &Pipeline, message: &Message) -> Outcome {
    pipeline.decide(message, testing::soon()).now_or_never().expect("built-in rules answer at once")
}

fn decision(pipeline: &Pipeline, content: &str) -> Decision {
    outcome(pipeline, &testing::message(content)).decision
}

#[test]
fn the_default_rulebook_loads_and_lets_a_greeting_pass() {
    let pipeline = parse(DEFAULT_RULEBOOK).unwrap();
    assert_eq!(pipeline.default_on_failure(), OnFailure::Deny);
    assert_eq!(decision(&pipeline, "hello"), Decision::NoChange);
}

#[test]
fn the_demonstration_rulebook_does_what_it_says() {
    let pipeline = parse(DEMO_RULEBOOK).unwrap();
    assert_eq!(pipeline.ids().collect::<Vec<_>>(), ["curses", "tickets", "essays"]);
    assert_eq!(pipeline.default_on_failure(), OnFailure::Deny);
    let edited = |text: &str| Decision::Update(crate::Patch::content(text));
    assert_eq!(decision(&pipeline, "hello"), Decision::NoChange);
    assert_eq!(decision(&pipeline, "Darn, a HECK of a day"), edited("****, a ********* day"));
    assert_eq!(decision(&pipeline, "see TKT-1234"), edited("see [TICKET]"));
    assert_eq!(decision(&pipeline, &"x".repeat(500)), Decision::NoChange);
    assert!(matches!(decision(&pipeline, &"x".repeat(501)), Decision::Deny(_)));
}

#[test]
fn everything_that_is_wrong_is_reported_at_once_in_the_order_of_the_file() {
    let yaml = "\
version: 2
on_fialure: deny
rules:
  - { id: Curses, use: words, with: { words: [darn, ''], thn: mask } }
  - { id: a, use: wrds, mode: shadwo }
  - { id: a, use: pattern, with: { pattern: '(', then: { replce: x } }, within: 5 }
  - use: long-message
    chars: 5
    with: { chars: 5, then: deny }
    with: {}
  - just a string
";
    assert_eq!(
        errors(yaml),
        [
            "1:10: expected version `1`, found `2`",
            "2:1: unknown key `on_fialure`; did you mean `on_failure`?",
            "4:11: expected an id of 1 to 64 lower-case letters, digits, `-`, `_` or `.`, a letter or digit first, found `Curses`",
            "4:37: `words` needs the option `then` under `with`",
            "4:53: an empty word is never found; remove it",
            "4:58: unknown option `thn`; did you mean `then`?",
            "5:19: unknown rule kind `wrds`; did you mean `words`?",
            "5:31: unknown value `shadwo`; did you mean `shadow`?",
            "6:11: the id `a` is taken by the rule in line 5",
            "6:45: not a regular expression, at its character 1: unclosed group",
            "6:58: unknown value `replce`; did you mean `replace`?",
            "6:81: expected a time from `1ms` to `60s`, such as `50ms`, found `5`",
            "7:5: the rule has no `id`; give it a name that logs may show",
            "8:5: `chars` is an option of `long-message`; put it under `with`",
            "10:5: the key `with` stands twice; line 9 has it too",
            "11:5: expected a rule with keys among `id`, `use`, `with`, `mode`, `when`, `rollout`, `on_failure`, `within`, or `include`, found `just a string`",
        ]
    );
}

#[test]
fn errors_carry_the_name_of_the_file() {
    let errors = parse("version: 1\nrules: 1\n").unwrap_err();
    assert_eq!(errors.to_string(), "rulebook.yaml:2:8: expected a list of rules, found `1`");
    let named = errors.in_file("deploy/rules.yaml");
    assert!(named.to_string().starts_with("deploy/rules.yaml:2:8: "));
    assert_eq!((named.iter().count(), named.iter().next().unwrap().line), (1, 2));
}

#[test]
fn a_file_that_is_no_rulebook_says_why() {
    let cases = [
        ("", "1:1: the rulebook is empty"),
        ("# only a comment\n", "1:1: the rulebook is empty"),
        (
            "- a\n",
            "1:1: expected the keys `version`, `extends`, `on_failure`, `groups`, `rules`, `overlays`, `tests`, found a list",
        ),
        ("version: 1\n", "1:1: `rules` is missing"),
        ("rules: []\n", "1:1: `version` is missing"),
        ("version: '1'\nrules: []\n", "1:10: expected version `1`, found `1`"),
        ("version: 1\nrules: []\nversion: 1\n", "3:1: the key `version` stands twice"),
        ("version: 1\nrules:\n\t- x\n", "3:2: not readable as YAML"),
        ("version: 1\nrules: [\n", "2:8: not readable as YAML"),
        ("version: 1\nrules: []\n---\nversion: 1\n", "4:1: not readable as YAML"),
    ];
    for (yaml, expected) in cases {
        let errors = errors(yaml);
        assert!(errors.len() == 1 && errors[0].starts_with(expected), "{yaml:?}: {errors:?}");
    }
    let huge = format!("version: 1\nrules: []\n#{}", "x".repeat(MAX_BYTES));
    assert!(errors(&huge)[0].contains("a rulebook has at most 1048576"));
}

#[test]
fn a_mistyped_option_is_an_error_though_all_else_is_right() {
    let yaml = with_rule("mode: enforce").replace("then: mask", "then: mask, inn: [metadata]");
    assert_eq!(errors(&yaml), ["6:40: unknown option `inn`; did you mean `in`?"]);
}

#[test]
fn of_a_long_list_that_is_all_wrong_the_beginning_is_told() {
    let words = vec!["5550100"; 10_000].join(", ");
    let yaml =
        format!("version: 1\nrules: [{{ id: a, use: words, with: {{ words: [{words}], then: mask }} }}]\n");
    assert_eq!(errors(&yaml).len(), 50);
}

#[test]
fn rules_may_be_few_and_not_too_many() {
    assert_eq!(errors("version: 1\nrules: []\n"), [""; 0]);
    let rules = "  - { id: r }\n".repeat(1_001);
    assert!(errors(&format!("version: 1\nrules:\n{rules}"))[0].contains("1001 rules"));
}

#[test]
fn a_mode_is_carried_out() {
    let run = |mode: &str| {
        let pipeline = parse(&with_rule(&format!("mode: {mode}"))).unwrap();
        pipeline.decide(&testing::message("darn"), testing::soon()).now_or_never().unwrap()
    };
    assert!(matches!(run("enforce").decision, Decision::Update(_)));
    let shadow = run("shadow");
    assert_eq!(shadow.decision, Decision::NoChange);
    assert!(
        matches!(&shadow.steps[..], [step] if step.mode == Mode::Shadow && matches!(step.result, StepResult::Edited(_)))
    );
    assert!(run("off").steps.is_empty());
    let errors = errors(&with_rule("mode: false"));
    assert_eq!(errors, ["4:11: expected one of `enforce`, `shadow`, `off`, found `false`"]);
}

#[test]
fn a_rule_that_is_off_must_be_right_too() {
    let yaml = "version: 1\nrules: [{ id: a, mode: off, use: words, with: { words: [], then: mask } }]\n";
    assert_eq!(errors(yaml).len(), 1);
}

#[test]
fn times_have_a_unit_and_a_range() {
    for good in ["1ms", "50ms", "2s", "60s", "60000ms"] {
        assert_eq!(errors(&with_rule(&format!("within: {good}"))), [""; 0], "{good}");
    }
    for bad in ["50", "0ms", "61s", "1.5s", "-1s", "+1s", "1m", "ms", "1 s", "99999999999999999999s", "[]"] {
        let errors = errors(&with_rule(&format!("within: {bad}")));
        assert!(errors.len() == 1 && errors[0].starts_with("4:13: expected a time"), "{bad}: {errors:?}");
    }
}

/// Fails or dawdles, as its option says.
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Broken {
    hang: bool,
}

impl crate::RuleOptions for Broken {
    const NAME: &'static str = "broken";
    const PAGE: &'static str = "# broken";
    type Rule = Self;

    fn build(self) -> Result<Self, crate::BoxError> {
        Ok(self)
    }
}

impl crate::Rule for Broken {
    async fn evaluate(&self, _: &crate::Message, _: &crate::Context) -> crate::RuleResult {
        if self.hang {
            std::future::pending::<()>().await;
        }
        Err("broken".into())
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_failure_counts_as_and_how_long_a_rule_has_come_from_the_file() {
    let registry = Registry::default().with::<Broken>().unwrap();
    let run = async |top: &str, keys: &str| {
        let yaml = format!("version: 1\n{top}\nrules: [{{ id: b, use: broken, {keys} }}]\n");
        let pipeline = Rulebook::parse(&yaml, &registry).unwrap().into_pipeline();
        let started = tokio::time::Instant::now();
        let outcome = pipeline.decide(&testing::message("x"), testing::soon()).await;
        (matches!(outcome.decision, Decision::Deny(_)), started.elapsed().as_millis())
    };
    assert_eq!(run("", "with: { hang: false }").await, (true, 0));
    assert_eq!(run("on_failure: skip", "with: { hang: false }").await, (false, 0));
    assert_eq!(run("on_failure: skip", "with: { hang: false }, on_failure: deny").await, (true, 0));
    assert_eq!(run("on_failure: deny", "with: { hang: false }, on_failure: skip").await, (false, 0));
    assert_eq!(run("", "with: { hang: true }, within: 70ms").await, (true, 70));
    let yaml = "version: 1\non_failure: defer\nrules: [{ id: b, use: broken, with: { hang: false } }]\n";
    let pipeline = Rulebook::parse(yaml, &registry).unwrap().into_pipeline();
    let outcome = pipeline.decide(&testing::message("x"), testing::soon()).await;
    assert_eq!(outcome.deferred_by(), Some("b"));
}

#[test]
fn words_that_other_versions_of_yaml_take_for_booleans_are_words() {
    let yaml =
        "version: 1\nrules: [{ id: a, use: words, with: { words: [no, off, yes, on, y], then: mask } }]\n";
    assert_eq!(decision(&parse(yaml).unwrap(), "oh no"), Decision::Update(crate::Patch::content("oh **")));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_reason(
        noise in any::<String>(),
        keys in "(version: 1\n|extends: default\n|groups: \\{a: b\\}\n|rules:\n|  - id: a\n|    use: words\n|    when: a == b\n\
            |    rollout: 1%\n|    with: [{,x]:&a\n|      then: mask\n|  - include: x\n|overlays:\n|  - for: \\{sender: a\\}\n|tests:\n\
            |  - message: a\n|    becomes: b\n|[*&!|>%@ -]){0,9}",
    ) {
        for yaml in [&noise, &keys] {
            if let Err(errors) = parse(yaml) {
                prop_assert!(errors.iter().count() > 0);
                prop_assert!(errors.iter().all(|error| error.line > 0 && error.column > 0));
            }
        }
    }
}

#[test]
fn an_id_is_plain() {
    let longest = "x".repeat(64);
    for good in ["a", "0a", "a.b_c-d", &longest] {
        assert_eq!(
            errors(&with_rule("mode: off").replace("id: it", &format!("id: {good}"))),
            [""; 0],
            "{good}"
        );
    }
    let too_long = "x".repeat(65);
    for bad in ["A", "-a", "a b", "é", "1", "''", "null", &too_long] {
        let errors = errors(&with_rule("mode: off").replace("id: it", &format!("id: {bad}")));
        assert!(errors.len() == 1 && errors[0].starts_with("3:9: expected an id"), "{bad}: {errors:?}");
    }
}
