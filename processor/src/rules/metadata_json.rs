//! `metadata-json`: members of JSON metadata.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::finding::{Finding, TextPart};
use crate::limits;
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context, Rule, RuleResult};
use crate::verdict::{Denial, Verdict};

pub(super) mod document;
pub(super) mod pointer;

use pointer::Pointer;

/// The category of what is found.
const CATEGORY: &str = "metadata-json";

/// What becomes of a message whose metadata is no JSON object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnInvalid {
    /// Nothing.
    Pass,
    /// It is not delivered.
    #[default]
    Deny,
    /// Its metadata is taken for `{}`.
    Replace,
}

/// The options of `metadata-json`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MetadataJson {
    /// Places that must hold something other than `null`.
    #[serde(default)]
    pub require: Vec<String>,
    /// Places, and the values that they must not hold.
    #[serde(default)]
    pub deny_if: BTreeMap<String, Vec<Value>>,
    /// Places that are emptied.
    #[serde(default)]
    pub remove: Vec<String>,
    /// Places, and the place that each gets its value from.
    #[serde(default)]
    pub copy: BTreeMap<String, String>,
    /// Places and their values.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// The place for the list of what the rules before found.
    #[serde(default)]
    pub set_found: Option<String>,
    /// What becomes of a message whose metadata is no JSON object.
    #[serde(default)]
    pub on_invalid: OnInvalid,
}

impl RuleOptions for MetadataJson {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("metadata-json.md");
    type Rule = MetadataJsonRule;

    fn build(self) -> Result<MetadataJsonRule, BoxError> {
        let mut errors = OptionErrors::default();
        let mut pointer = |option: String, written: &str| {
            Pointer::parse(written).map_err(|message| errors.push(option, message)).ok()
        };
        let mut list = |option: &str, written: &[String]| -> Vec<Pointer> {
            let read = written.iter().enumerate();
            read.filter_map(|(index, written)| pointer(format!("{option}/{index}"), written)).collect()
        };
        let require = list("require", &self.require);
        let remove = list("remove", &self.remove);
        let deny_if = keyed("deny-if", self.deny_if, &mut pointer);
        let set: Vec<(Pointer, String)> = keyed("set", self.set, &mut pointer)
            .into_iter()
            .map(|(place, value)| (place, value.to_string()))
            .collect();
        let copy: Vec<(Pointer, Pointer)> = keyed("copy", self.copy, &mut pointer)
            .into_iter()
            .filter_map(|(to, from)| Some((to, pointer("copy".to_owned(), &from)?)))
            .collect();
        let set_found = self.set_found.and_then(|written| pointer("set-found".to_owned(), &written));
        let written: Vec<_> = set
            .iter()
            .map(|(place, _)| place)
            .chain(&set_found)
            .chain(copy.iter().map(|(to, _)| to))
            .collect();
        for (index, place) in written.iter().enumerate() {
            if written.iter().skip(index + 1).any(|other| place.overlaps(other)) {
                errors.push("", "two options write to the same place");
            }
            if remove.iter().any(|removed| place.overlaps(removed)) {
                errors.push("remove", "a place cannot be removed and written to; `set` alone replaces");
            }
            if copy.iter().any(|(_, from)| place.overlaps(from)) {
                errors.push("copy", "the value would be copied from a place that the rule writes to");
            }
        }
        if set.iter().map(|(_, value)| value.chars().count()).sum::<usize>() > limits::METADATA_CHARS {
            errors.push("set", format!("metadata has at most {} characters", limits::METADATA_CHARS));
        }
        if written.is_empty()
            && require.is_empty()
            && deny_if.is_empty()
            && remove.is_empty()
            && errors == OptionErrors::default()
        {
            errors.push("", "the rule would do nothing; name a place under `require`, `deny-if`, `remove`, `copy`, `set` or `set-found`");
        }
        errors.into_result()?;
        Ok(MetadataJsonRule { require, deny_if, remove, copy, set, set_found, on_invalid: self.on_invalid })
    }
}

fn keyed<V>(
    option: &str,
    map: BTreeMap<String, V>,
    pointer: &mut impl FnMut(String, &str) -> Option<Pointer>,
) -> Vec<(Pointer, V)> {
    map.into_iter().filter_map(|(place, value)| Some((pointer(option.to_owned(), &place)?, value))).collect()
}

/// Checks and edits members of JSON metadata.
#[derive(Debug)]
pub struct MetadataJsonRule {
    require: Vec<Pointer>,
    deny_if: Vec<(Pointer, Vec<Value>)>,
    remove: Vec<Pointer>,
    copy: Vec<(Pointer, Pointer)>,
    set: Vec<(Pointer, String)>,
    set_found: Option<Pointer>,
    on_invalid: OnInvalid,
}

impl MetadataJsonRule {
    fn judge(&self, message: &Message, cx: &Context) -> RuleResult {
        let written = message.metadata().unwrap_or_default();
        let source = match written {
            "" => "{}",
            written if document::is_object(written) => written,
            _ => match self.on_invalid {
                OnInvalid::Pass => return Ok(Verdict::Pass),
                OnInvalid::Deny => return Ok(deny(cx, written, "invalid")),
                OnInvalid::Replace => "{}",
            },
        };
        let holds = |place: &Pointer| document::get(source, place).is_some_and(|value| value != "null");
        if !self.require.iter().all(holds) {
            return Ok(deny(cx, written, "require"));
        }
        for (place, values) in &self.deny_if {
            let value =
                document::get(source, place).and_then(|value| serde_json::from_str::<Value>(value).ok());
            if value.is_some_and(|value| values.iter().any(|denied| same(denied, &value))) {
                return Ok(deny(cx, written, "deny-if"));
            }
        }
        let before = document::compact(source);
        let after = document::compact(&self.edited(source, cx)?);
        let is_replaced = !matches!(written, "") && !std::ptr::eq(source, written);
        if before == after && !is_replaced {
            return Ok(Verdict::Pass);
        }
        Ok(Patch::default().with_metadata(after).into())
    }

    fn edited(&self, source: &str, cx: &Context) -> Result<String, document::NoPlace> {
        let mut edited = source.to_owned();
        for (to, from) in &self.copy {
            if let Some(value) = document::get(source, from) {
                edited = document::set(&edited, to, value)?;
            }
        }
        for place in &self.remove {
            edited = document::remove(&edited, place).unwrap_or(edited);
        }
        for (place, value) in &self.set {
            edited = document::set(&edited, place, value)?;
        }
        if let Some(place) = &self.set_found {
            let found = categories(cx);
            edited = if found.is_empty() {
                document::remove(&edited, place).unwrap_or(edited)
            } else {
                document::set(&edited, place, &Value::from(found).to_string())?
            };
        }
        Ok(edited)
    }
}

/// The categories of what the rules before found, each once, in alphabetical order.
pub(super) fn categories(cx: &Context) -> Vec<&str> {
    let mut categories: Vec<_> = cx.findings().iter().map(|finding| &*finding.category).collect();
    categories.sort_unstable();
    categories.dedup();
    categories
}

fn deny(cx: &Context, metadata: &str, term: &'static str) -> Verdict {
    cx.report(
        Finding::new(TextPart::Metadata, 0..metadata.len(), CATEGORY).term(format!("{CATEGORY}/{term}")),
    );
    Denial::default().into()
}

/// Whether two values are the same; numbers by their size.
fn same(left: &Value, right: &Value) -> bool {
    left == right || left.as_f64().is_some() && left.as_f64() == right.as_f64()
}

impl Rule for MetadataJsonRule {
    async fn evaluate(&self, message: &Message, cx: &Context) -> RuleResult {
        self.judge(message, cx)
    }

    fn evaluate_now(&self, message: &Message, cx: &Context) -> Option<RuleResult> {
        Some(self.judge(message, cx))
    }

    fn rereads(&self) -> bool {
        true
    }
}
