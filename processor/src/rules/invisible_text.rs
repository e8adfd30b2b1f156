//! `invisible-text`: characters that nobody sees, or that make others be seen otherwise.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Needs};
use crate::text::{Text, Trait};

mod scan;

const NAME: &str = "invisible-text";
/// Marks on one letter that Vietnamese needs where it is written with separate marks.
const MARKS: usize = 2;
/// More marks than this no option lets through.
const MAX_MARKS: usize = 20;

/// The options of `invisible-text`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvisibleText {
    /// What to look for.
    #[serde(default = "Kind::all")]
    pub find: Vec<Kind>,
    /// Marks that one letter may carry.
    #[serde(default = "marks")]
    pub marks: usize,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

/// A kind of invisible text; the items of the option `find`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Controls that display text in another order than it was written in.
    Overrides,
    /// Characters without width where they have no use.
    ZeroWidth,
    /// Letters under heaps of marks.
    Marks,
}

impl Kind {
    fn all() -> Vec<Self> {
        vec![Self::Overrides, Self::ZeroWidth, Self::Marks]
    }
}

fn marks() -> usize {
    MARKS
}

impl RuleOptions for InvisibleText {
    const NAME: &'static str = NAME;
    const PAGE: &'static str = include_str!("invisible-text.md");
    type Rule = InvisibleTextRule;

    fn build(self) -> Result<InvisibleTextRule, BoxError> {
        let mut errors = OptionErrors::default();
        if self.find.is_empty() {
            errors.push("find", "nothing would be found; name a kind, or leave `find` out");
        }
        if !(1..=MAX_MARKS).contains(&self.marks) {
            errors.push("marks", format!("expected 1 to {MAX_MARKS}"));
        }
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        errors.into_result()?;
        let action = action.ok_or("no action")?;
        let rule = InvisibleTextRule { find: self.find, marks: self.marks, action };
        let action = rule.action.clone().unfound_by(&rule)?;
        Ok(InvisibleTextRule { action, ..rule })
    }
}

/// Finds what nobody sees.
#[derive(Debug)]
pub struct InvisibleTextRule {
    find: Vec<Kind>,
    marks: usize,
    action: Action,
}

impl Find for InvisibleTextRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        if !text.holds(Trait::NonAscii) {
            return;
        }
        let mut report = |span, term| found.push(Found::new(span, NAME).term(term).inside());
        let original = text.original();
        let there = scan::glance(original);
        if there.overrides && self.find.contains(&Kind::Overrides) {
            scan::overrides(original, &mut report);
        }
        if there.zero_width && self.find.contains(&Kind::ZeroWidth) {
            scan::zero_width(original, &mut report);
        }
        if there.marks && self.find.contains(&Kind::Marks) {
            scan::marks(original, self.marks, &mut report);
        }
    }

    fn needs(&self) -> Needs {
        Needs::default().kinds(&[Trait::NonAscii])
    }
}

rule_by_action!(InvisibleTextRule);
