//! Options that are wrong in every way that a type can have.

use std::collections::BTreeMap;

use super::*;
use crate::message::Message;
use crate::rule::{Context, RuleResult};
use crate::verdict::Verdict;

#[derive(Debug, serde::Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read by serde alone")]
struct Wide {
    count: u32,
    names: Vec<String>,
    choice: Choice,
    #[serde(default)]
    maybe: Option<bool>,
    #[serde(default)]
    levels: BTreeMap<String, u8>,
    #[serde(default)]
    inner: Option<Inner>,
}

#[derive(Debug, serde::Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read by serde alone")]
struct Inner {
    size: u8,
}

#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    Plain,
    WithText(#[expect(dead_code, reason = "read by serde alone")] String),
}

impl RuleOptions for Wide {
    const NAME: &'static str = "wide";
    const PAGE: &'static str = "# wide";
    type Rule = Silent;

    fn build(self) -> Result<Silent, BoxError> {
        match self.count {
            13 => Err("unlucky".into()),
            14 => {
                let mut errors = OptionErrors::at("names/1", "a bad name");
                errors.push("inner/size/beyond", "a bad size");
                Err(errors.into())
            }
            _ => Ok(Silent),
        }
    }
}

struct Silent;

impl Rule for Silent {
    async fn evaluate(&self, _: &Message, _: &Context) -> RuleResult {
        Ok(Verdict::Pass)
    }
}

macro_rules! named {
    ($($type:ident = $name:literal),*) => {$(
        #[derive(serde::Deserialize, JsonSchema)]
        struct $type {}
        impl RuleOptions for $type {
            const NAME: &'static str = $name;
            const PAGE: &'static str = "";
            type Rule = Silent;
            fn build(self) -> Result<Silent, BoxError> {
                Ok(Silent)
            }
        }
    )*};
}
named!(Taken = "words", Upper = "Words", Gap = "two--hyphens", Nameless = "", Fine = "two-words2");

/// What is wrong, each line as `LINE:COLUMN MESSAGE`.
fn wrong(with: &str) -> Vec<String> {
    let node = Node::parse(with).unwrap();
    let kind = Kind::of::<Wide>();
    let complaints = kind.build(&node, "id".into()).err().unwrap_or_default();
    complaints.iter().map(|c| format!("{}:{} {}", c.at.line, c.at.column, c.message)).collect()
}

#[test]
fn options_that_are_right_make_a_rule() {
    assert_eq!(wrong("{count: 1, names: [a], choice: plain}"), [""; 0]);
    let full = "{count: 1, names: [], choice: {with-text: x}, maybe: true, levels: {a: 1}, inner: {size: 2}}";
    assert_eq!(wrong(full), [""; 0]);
    assert_eq!(wrong("{count: 1, names: [], choice: {plain: null}, maybe: null, inner: null}"), [""; 0]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_at_its_place() {
    let with = "count: many\nnames: [a, 7, true, b]\nchoice: plian\nmaybe: 1\nlevels: {a: x, b: 300, c: 1}\ninner: {sise: 1}\nnmaes: []\n";
    assert_eq!(
        wrong(with),
        [
            "1:8 expected a whole number, found `many`",
            "2:12 expected a string, found `7`; put text that looks like something else in quotes",
            "2:15 expected a string, found `true`; put text that looks like something else in quotes",
            "3:9 unknown value `plian`; did you mean `plain`?",
            "4:8 expected `true` or `false`, found `1`",
            "5:13 expected a whole number from 0 to 255, found `x`",
            "5:19 expected a whole number from 0 to 255, found `300`",
            "6:8 `size` is missing",
            "6:9 unknown option `sise`; did you mean `size`?",
            "7:1 unknown option `nmaes`; did you mean `names`?",
        ]
    );
}

#[test]
fn every_missing_option_is_named() {
    assert_eq!(
        wrong("maybe: true"),
        [
            "1:1 `wide` needs the option `choice` under `with`",
            "1:1 `wide` needs the option `count` under `with`",
            "1:1 `wide` needs the option `names` under `with`",
        ]
    );
    assert_eq!(wrong("").len(), 3);
}

#[test]
fn a_choice_says_what_it_takes() {
    let cases = [
        ("7", "expected one of `plain`, `with-text`, found `7`"),
        ("{}", "expected one of `plain`, `with-text`, found a mapping"),
        ("{plain: 1}", "`plain` takes no value; write `plain` alone"),
        ("with-text", "`with-text` needs a value: `{ with-text: … }`"),
        ("{with-text: 7}", "expected a string, found `7`; put text that looks like something else in quotes"),
        ("{other: 7}", "unknown value `other`; known are `plain`, `with-text`"),
    ];
    for (choice, message) in cases {
        let wrong = wrong(&format!("{{count: 1, names: [], choice: {choice}}}"));
        assert_eq!(wrong.len(), 1, "{choice}: {wrong:?}");
        assert!(wrong[0].ends_with(message), "{choice}: {wrong:?}");
    }
}

#[test]
fn options_that_are_no_mapping_are_refused() {
    assert_eq!(wrong("[1]"), ["1:1 expected the options of `wide` as a mapping, found a list"]);
}

#[test]
fn what_building_complains_about_stands_at_its_option() {
    assert_eq!(wrong("{count: 13, names: [], choice: plain}"), ["1:1 unlucky"]);
    assert_eq!(
        wrong("{count: 14, names: [a, b], choice: plain, inner: {size: 1}}"),
        ["1:24 a bad name", "1:57 a bad size"]
    );
}

#[test]
fn a_name_is_free_and_kebab_case() {
    let registry = Registry::default();
    assert_eq!(registry.clone().with::<Taken>().unwrap_err(), RegistryError::Taken("words"));
    assert_eq!(registry.clone().with::<Upper>().unwrap_err(), RegistryError::BadName("Words"));
    assert_eq!(registry.clone().with::<Gap>().unwrap_err(), RegistryError::BadName("two--hyphens"));
    assert_eq!(registry.clone().with::<Nameless>().unwrap_err(), RegistryError::BadName(""));
    let registry = registry.with::<Fine>().unwrap().with::<Wide>().unwrap();
    let names: Vec<_> = registry.names().collect();
    assert!(
        names.is_sorted()
            && ["pattern", "two-words2", "wide", "words"].iter().all(|name| names.contains(name))
    );
    assert_eq!(registry.page("wide"), Some("# wide"));
}

#[test]
fn the_nearest_name_is_meant_and_a_far_one_is_not() {
    let names = ["then", "words", "on_failure"];
    assert_eq!(meant("thn", names), Some("then"));
    assert_eq!(meant("Words", names), Some("words"));
    assert_eq!(meant("on-failure", names), Some("on_failure"));
    assert_eq!(meant("wrods", names), Some("words"));
    assert_eq!(meant("pattern", names), None);
}
