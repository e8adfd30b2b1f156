//! What a finding becomes: masked, removed, replaced, or the end of the message.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::limits;
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::OptionErrors;
use crate::text::is_blank;
use crate::text::json::Json;
use crate::verdict::{Denial, Verdict};

mod edit;

/// Stands where an edit would leave nothing to see. Short enough for every part.
pub const PLACEHOLDER: &str = "[removed]";

/// Longest replacement in characters: it may have to stand alone in a push title.
const REPLACEMENT_CHARS: usize = limits::PUSH_TITLE_CHARS;

/// The media type of a Lex bot's messages: content that is JSON.
const LEX: &str = "application/amz-chime-lex-msgs";

/// What a finding becomes; the option `then` of every built-in kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// One `*` for each character that a reader would count. The text never grows.
    Mask,
    /// Nothing, and the space that would be left over goes too.
    Remove,
    /// The message is not delivered.
    Deny,
    /// This text, literally.
    Replace(String),
}

/// A part that people can read and a rule can edit; the items of the option `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextPart {
    /// The text of the message.
    Content,
    /// The client's metadata; in a JSON object or array, its string values.
    Metadata,
    /// The title of the push notification.
    PushTitle,
    /// The body of the push notification.
    PushBody,
    /// The values of all message attributes.
    Attributes,
}

impl TextPart {
    /// What a rule reads unless told otherwise: the content and what phones show of it.
    #[must_use]
    pub fn shown() -> Vec<Self> {
        vec![Self::Content, Self::PushTitle, Self::PushBody]
    }
}

/// Carries out a `then` in the parts that `in` names.
///
/// A finder takes a text and returns byte spans of it. Spans may overlap, come in any order and split
/// characters; what is edited is whole characters as readers count them.
///
/// ```
/// use channel_flow::{Message, Patch, Verdict, testing};
/// use channel_flow::action::{Action, TextPart, Then};
///
/// let action = Action::new(Then::Mask, TextPart::shown())?;
/// let digits = |text: &str| text.match_indices(char::is_numeric).map(|(at, d)| at..at + d.len()).collect();
/// let verdict = action.judge(&testing::message("call 555"), digits);
/// assert_eq!(verdict, Verdict::Edit(Patch::content("call ***")));
/// # Ok::<(), channel_flow::OptionErrors>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    then: Then,
    parts: Vec<TextPart>,
}

impl Action {
    /// Checks the two options that make an action.
    ///
    /// # Errors
    /// At `then` for a replacement that cannot stand in every part, at `in` when no part is named.
    pub fn new(then: Then, parts: Vec<TextPart>) -> Result<Self, OptionErrors> {
        let mut errors = OptionErrors::default();
        if let Then::Replace(text) = &then {
            if is_blank(text) {
                errors.push("then/replace", "the replacement shows nothing; write `then: remove` for that");
            } else if text.chars().any(char::is_control) {
                errors.push("then/replace", "a replacement is one line without control characters");
            } else if text.chars().count() > REPLACEMENT_CHARS {
                errors.push(
                    "then/replace",
                    format!("a replacement has at most {REPLACEMENT_CHARS} characters, as a push title has"),
                );
            }
        }
        if parts.is_empty() {
            errors.push("in", "the rule would read nothing; name a part, or leave `in` out");
        }
        errors.into_result()?;
        Ok(Self { then, parts })
    }

    /// Refuses an action whose own result would be found again.
    ///
    /// # Errors
    /// At `then`, when `find` finds something in what stands for a finding.
    pub fn unfound_by(self, find: impl Fn(&str) -> Vec<Range<usize>>) -> Result<Self, OptionErrors> {
        match &self.then {
            Then::Replace(text) if !find(text).is_empty() => Err(OptionErrors::at(
                "then/replace",
                "the rule finds its own replacement; choose a text that it does not look for",
            )),
            Then::Remove if !find(PLACEHOLDER).is_empty() => Err(OptionErrors::at(
                "then",
                format!(
                    "the rule finds `{PLACEHOLDER}`, which stands where nothing else is left; use `mask` or `deny`"
                ),
            )),
            _ => Ok(self),
        }
    }

    /// Reads the parts and says what should become of the message. Judging its own edit gives `Pass`.
    pub fn judge(&self, message: &Message, find: impl Fn(&str) -> Vec<Range<usize>>) -> Verdict {
        if self.then == Then::Deny {
            let found = self.parts.iter().any(|part| match part {
                TextPart::Attributes => values(message).any(|value| Text::shown(value).holds(&find)),
                part => text(message, *part).is_some_and(|text| text.holds(&find)),
            });
            return if found { Denial::default().into() } else { Verdict::Pass };
        }
        let mut patch = Patch::default();
        for part in &self.parts {
            patch = match part {
                TextPart::Attributes => self.edit_attributes(message, patch, &find),
                part => match self.edit(message, *part, &find) {
                    Some(text) => with(patch, *part, text),
                    None => patch,
                },
            };
        }
        patch.into()
    }

    /// The new text of a part other than the attributes.
    fn edit(&self, message: &Message, part: TextPart, find: &dyn Find) -> Option<String> {
        let text = text(message, part)?;
        let edited = text.edited(&self.then, find)?;
        // A mask never grows, so it fits wherever the original did.
        if fits(part, &edited) { Some(edited) } else { text.edited(&Then::Mask, find) }
    }

    fn edit_attributes(&self, message: &Message, patch: Patch, find: &dyn Find) -> Patch {
        let Some(all) = message.attributes() else { return patch };
        let edited = |then: &Then| -> BTreeMap<&str, Vec<String>> {
            let edit = |value: &String| Text::shown(value).edited(then, find);
            all.iter()
                .filter(|(_, values)| values.iter().any(|value| edit(value).is_some()))
                .map(|(name, values)| {
                    let new = values.iter().map(|value| edit(value).unwrap_or_else(|| value.clone()));
                    (name.as_str(), new.collect())
                })
                .collect()
        };
        let mut new = edited(&self.then);
        let total: usize =
            all.iter().map(|(name, old)| name.len() + total_len(new.get(name.as_str()).unwrap_or(old))).sum();
        let too_long = |value: &String| value.chars().count() > limits::ATTRIBUTE_VALUE_CHARS;
        if total > limits::ATTRIBUTES_BYTES || new.values().flatten().any(too_long) {
            new = edited(&Then::Mask);
        }
        new.into_iter().fold(patch, |patch, (name, values)| patch.with_attribute(name, values))
    }
}

fn total_len(values: &[String]) -> usize {
    values.iter().map(String::len).sum()
}

fn fits(part: TextPart, text: &str) -> bool {
    match part {
        TextPart::Content => text.len() <= limits::CONTENT_BYTES,
        TextPart::Metadata => text.chars().count() <= limits::METADATA_CHARS,
        TextPart::PushTitle => text.chars().count() <= limits::PUSH_TITLE_CHARS,
        TextPart::PushBody => text.chars().count() <= limits::PUSH_BODY_CHARS,
        TextPart::Attributes => text.chars().count() <= limits::ATTRIBUTE_VALUE_CHARS,
    }
}

fn with(patch: Patch, part: TextPart, text: String) -> Patch {
    match part {
        TextPart::Content => patch.with_content(text),
        TextPart::Metadata => patch.with_metadata(text),
        TextPart::PushTitle => patch.with_push_title(text),
        TextPart::PushBody => patch.with_push_body(text),
        TextPart::Attributes => patch,
    }
}

/// The text of a part. Attributes have many, which `values` names.
fn text(message: &Message, part: TextPart) -> Option<Text<'_>> {
    let push = message.push();
    match part {
        TextPart::Content if may_be_lex(message) => Some(Text::perhaps_json(message.content(), true)),
        TextPart::Content => Some(Text::shown(message.content())),
        TextPart::Metadata => message.metadata().map(|text| Text::perhaps_json(text, false)),
        TextPart::PushTitle => push.and_then(|push| push.title.as_deref()).map(Text::shown),
        TextPart::PushBody => push.and_then(|push| push.body.as_deref()).map(Text::shown),
        TextPart::Attributes => None,
    }
}

/// Chime has been seen to deliver a Lex bot's messages without their content type.
fn may_be_lex(message: &Message) -> bool {
    message.content_type().map_or_else(|| message.is_from_bot(), |content_type| content_type == LEX)
}

fn values(message: &Message) -> impl Iterator<Item = &String> {
    message.attributes().into_iter().flat_map(BTreeMap::values).flatten()
}

/// Finds byte spans in a text.
trait Find: Fn(&str) -> Vec<Range<usize>> {}
impl<F: Fn(&str) -> Vec<Range<usize>>> Find for F {}

/// One text of a message and what is special about it.
enum Text<'a> {
    /// Read as it stands.
    Plain { text: &'a str, must_show: bool },
    /// Each string value is a text of its own.
    Json(Json<'a>),
}

impl<'a> Text<'a> {
    /// A text that people see and Chime does not take empty.
    fn shown(text: &'a str) -> Self {
        Self::Plain { text, must_show: true }
    }

    fn perhaps_json(text: &'a str, must_show: bool) -> Self {
        Json::parse(text).map_or(Self::Plain { text, must_show }, Self::Json)
    }

    fn holds(&self, find: &dyn Find) -> bool {
        match self {
            Self::Plain { text, .. } => !find(text).is_empty(),
            Self::Json(json) => json.strings().any(|text| !find(text).is_empty()),
        }
    }

    /// The text after the edit; `None` when it stays as it is.
    fn edited(&self, then: &Then, find: &dyn Find) -> Option<String> {
        match self {
            Self::Plain { text, must_show } => edit::settle(text, then, *must_show, find),
            Self::Json(json) => json.edited(|text| edit::settle(text, then, false, find)),
        }
    }
}

#[cfg(test)]
mod tests;
