//! What a finding becomes: masked, removed, replaced, or the end of the message.

use std::collections::BTreeMap;

use crate::limits;
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::OptionErrors;
use crate::rule::{Context, Needs};
use crate::text::Text;
use crate::text::json::Json;
use crate::verdict::{Denial, Verdict};

mod edit;
mod field;
mod found;
mod hash;
mod label;
mod then;

pub use crate::finding::TextPart;
pub use found::{Find, Found};
pub use then::{Hash, Instead, Then};

/// Stands where an edit would leave nothing to see. Short enough for every part.
pub const PLACEHOLDER: &str = "[removed]";

/// The media type of a Lex bot's messages: content that is JSON.
const LEX: &str = "application/amz-chime-lex-msgs";

/// Carries out a `then` in the parts that `in` names, and reports what was found.
///
/// What is edited is whole characters as readers count them, wherever the spans begin and end.
///
/// ```
/// use channel_flow::{Context, Message, Patch, Verdict, testing};
/// use channel_flow::action::{Action, TextPart, Then};
///
/// let action = Action::new(Then::Mask, TextPart::shown())?;
/// let digits = |text: &str| text.match_indices(char::is_numeric).map(|(at, d)| at..at + d.len()).collect();
/// let cx = Context::until(testing::soon());
/// let verdict = action.judge(&testing::message("call 555"), &cx, &digits);
/// assert_eq!(verdict, Verdict::Edit(Patch::content("call ***")));
/// # Ok::<(), channel_flow::OptionErrors>(())
/// ```
#[derive(Clone, Debug)]
pub struct Action {
    then: Then,
    parts: Vec<TextPart>,
    key: Option<hash::Key>,
}

impl Action {
    /// Checks the two options that make an action.
    ///
    /// # Errors
    /// At `then` for a replacement that cannot stand in every part or a hash without a key, at `in` when no
    /// part is named.
    pub fn new(then: Then, parts: Vec<TextPart>) -> Result<Self, OptionErrors> {
        let mut errors = OptionErrors::default();
        then.check(&mut errors);
        if parts.is_empty() {
            errors.push("in", "the rule would read nothing; name a part, or leave `in` out");
        }
        if !then.denies() && !parts.is_empty() && parts.iter().all(|part| *part == TextPart::SenderName) {
            errors.push(
                "in",
                "no callback can change the name of a sender; use `then: deny`, or name more parts",
            );
        }
        errors.into_result()?;
        let key = match &then {
            Then::Hash(hash) => hash::key(&hash.key_env).ok(),
            _ => None,
        };
        Ok(Self { then, parts, key })
    }

    /// Refuses an action whose own result would be found again.
    ///
    /// # Errors
    /// At `then`, when `find` finds something in what stands for a finding.
    pub fn unfound_by(self, find: &impl Find) -> Result<Self, OptionErrors> {
        let finds = |text: &str| !found_in(&Text::new(text), find).is_empty();
        match &self.then {
            Then::Replace(text) if finds(text) => Err(OptionErrors::at(
                "then/replace",
                "the rule finds its own replacement; choose a text that it does not look for",
            )),
            Then::RemoveOr(Instead::Replace(text)) if finds(text) => Err(OptionErrors::at(
                "then/remove-or/replace",
                "the rule finds its own replacement; choose a text that it does not look for",
            )),
            Then::Remove if finds(PLACEHOLDER) => Err(OptionErrors::at(
                "then",
                format!(
                    "the rule finds `{PLACEHOLDER}`, which stands where nothing else is left; use `mask` or `deny`"
                ),
            )),
            _ => Ok(self),
        }
    }

    /// What a message must hold for `find` to find anything in the parts.
    pub fn needs(&self, find: &impl Find) -> Needs {
        // The name of a sender is none of the texts that needs are about.
        if self.parts.contains(&TextPart::SenderName) { Needs::default() } else { find.needs() }
    }

    /// Whether every part is read that an edit can change.
    pub(crate) fn reads_all(&self) -> bool {
        const ALL: u8 = bit(TextPart::Content)
            | bit(TextPart::Metadata)
            | bit(TextPart::PushTitle)
            | bit(TextPart::PushBody)
            | bit(TextPart::Attributes);
        self.parts.iter().fold(0, |read, part| read | bit(*part)) & ALL == ALL
    }

    /// Reads the parts, reports what is found there, and says what should become of the message. Judging its
    /// own edit gives `Pass`.
    pub fn judge(&self, message: &Message, cx: &Context, find: &impl Find) -> Verdict {
        let mut reading = Reading { action: self, message, cx, find, denied: false };
        let mut patch = Patch::default();
        let there = parts_of(message);
        for part in self.parts.iter().filter(|part| there & bit(**part) != 0) {
            patch = reading.read(*part, patch);
        }
        if reading.denied {
            return match &self.then {
                Then::DenyAs(code) => Denial::under(code).into(),
                _ => Denial::default().into(),
            };
        }
        if patch.is_empty() {
            return Verdict::Pass;
        }
        if let Some(body) = patch.get().content.as_deref().and_then(|new| message.push_body_following(new)) {
            patch = patch.with_push_body(body);
        }
        patch.into()
    }
}

/// One message under one action.
struct Reading<'a> {
    action: &'a Action,
    message: &'a Message,
    cx: &'a Context,
    find: &'a dyn Find,
    denied: bool,
}

impl<'a> Reading<'a> {
    /// Reads a part; the patch, with the edit of the part.
    fn read(&mut self, part: TextPart, patch: Patch) -> Patch {
        let message = self.message;
        match part {
            TextPart::Content if is_json(message.content()) && may_be_lex(message) => {
                match Json::parse(message.content()) {
                    Some(json) => self.read_json(part, &json, patch),
                    None => self.read_text(part, &message.content_text(), true, patch),
                }
            }
            TextPart::Content => self.read_text(part, &message.content_text(), true, patch),
            TextPart::Metadata => match message.metadata() {
                None | Some("") => patch,
                Some(text) => match Json::parse(text) {
                    Some(json) => self.read_json(part, &json, patch),
                    None if field::is_skipped("", text, self.find) => patch,
                    None => self.read_text(part, &Text::new(text), false, patch),
                },
            },
            TextPart::PushTitle => match message.push_title_text() {
                Some(text) => self.read_text(part, &text, true, patch),
                None => patch,
            },
            TextPart::PushBody => match message.push_body_text() {
                Some(text) => self.read_text(part, &text, true, patch),
                None => patch,
            },
            TextPart::Attributes => match message.attributes() {
                Some(all) => self.read_attributes(all, patch),
                None => patch,
            },
            TextPart::SenderName => {
                if let Some(name) = message.sender_name() {
                    self.look(part, &Text::new(name));
                }
                patch
            }
        }
    }

    /// What is in a text; reported, and noted if it denies.
    fn look(&mut self, part: TextPart, text: &Text<'_>) -> Vec<Found> {
        let found = found_in(text, self.find);
        // Most texts hold nothing.
        if !found.is_empty() {
            self.note(part, &found);
        }
        found
    }

    fn note(&mut self, part: TextPart, found: &[Found]) {
        for one in found {
            self.cx.report(one.finding(part));
        }
        self.denied |= !found.is_empty() && self.action.then.denies();
    }

    fn read_text(&mut self, part: TextPart, text: &Text<'_>, must_show: bool, patch: Patch) -> Patch {
        let found = self.look(part, text);
        if found.is_empty() || self.action.then.denies() {
            return patch;
        }
        let edited = self.settle(text.original(), found.clone(), must_show);
        // A mask never grows, so it fits wherever the original did.
        let edited = match edited {
            Some(edited) if !fits(part, &edited) => {
                edit::settle(text.original(), found, &Then::MaskAll, None, must_show, self.find)
            }
            edited => edited,
        };
        self.unless_empty(edited, part, patch)
    }

    fn read_json(&mut self, part: TextPart, json: &Json<'_>, patch: Patch) -> Patch {
        let find = self.find;
        // Content is what people read, even inside of a bot's JSON.
        let found_in = |name: &str, text: &str| match part {
            TextPart::Metadata => field::found_in(name, text, find),
            _ => found_in(&Text::new(text), find),
        };
        let mut any = false;
        for (name, text) in json.strings() {
            let found = found_in(name, text);
            self.note(part, &found);
            any |= !found.is_empty();
        }
        if !any || self.action.then.denies() {
            return patch;
        }
        let edited = json.edited(|name, text| self.settle(text, found_in(name, text), false));
        let edited = match edited {
            Some(edited) if !fits(part, &edited) => {
                json.edited(|name, text| self.mask(text, found_in(name, text), false))
            }
            edited => edited,
        };
        self.unless_empty(edited, part, patch)
    }

    fn read_attributes(&mut self, all: &'a BTreeMap<String, Vec<String>>, patch: Patch) -> Patch {
        let mut any = false;
        let find = self.find;
        for (name, value) in
            all.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
        {
            let found = field::found_in(name, value, find);
            self.note(TextPart::Attributes, &found);
            any |= !found.is_empty();
        }
        if !any || self.action.then.denies() {
            return patch;
        }
        let edited = |edit: &dyn Fn(&str, &str) -> Option<String>| -> BTreeMap<&str, Vec<String>> {
            all.iter()
                .filter_map(|(name, values)| {
                    let new: Vec<_> = values.iter().map(|value| edit(name, value)).collect();
                    let changed = new.iter().any(Option::is_some);
                    let values =
                        new.into_iter().zip(values).map(|(new, old)| new.unwrap_or_else(|| old.clone()));
                    changed.then(|| (name.as_str(), values.collect()))
                })
                .collect()
        };
        let mut new = edited(&|name, value| self.settle(value, field::found_in(name, value, find), true));
        let total: usize =
            all.iter().map(|(name, old)| name.len() + total_len(new.get(name.as_str()).unwrap_or(old))).sum();
        let too_long = |value: &String| value.chars().count() > limits::ATTRIBUTE_VALUE_CHARS;
        if total > limits::ATTRIBUTES_BYTES || new.values().flatten().any(too_long) {
            new = edited(&|name, value| self.mask(value, field::found_in(name, value, find), true));
        }
        let emptied = |value: &String| value.is_empty();
        if new.values().flatten().any(emptied) {
            self.denied = true;
            return patch;
        }
        new.into_iter().fold(patch, |patch, (name, values)| patch.with_attribute(name, values))
    }

    fn settle(&self, text: &str, found: Vec<Found>, must_show: bool) -> Option<String> {
        edit::settle(text, found, &self.action.then, self.action.key.as_ref(), must_show, self.find)
    }

    fn mask(&self, text: &str, found: Vec<Found>, must_show: bool) -> Option<String> {
        edit::settle(text, found, &Then::MaskAll, None, must_show, self.find)
    }

    /// The patch with the edit. An edit that had to show something and is empty all the same denies.
    fn unless_empty(&mut self, edited: Option<String>, part: TextPart, patch: Patch) -> Patch {
        match edited {
            None => patch,
            Some(text) if text.is_empty() && part != TextPart::Metadata => {
                self.denied = true;
                patch
            }
            Some(text) => with(patch, part, text),
        }
    }
}

fn found_in(text: &Text<'_>, find: &dyn Find) -> Vec<Found> {
    let mut found = Vec::new();
    find.find(text, &mut found);
    found
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
        TextPart::SenderName => true,
    }
}

fn with(patch: Patch, part: TextPart, text: String) -> Patch {
    match part {
        TextPart::Content => patch.with_content(text),
        TextPart::Metadata => patch.with_metadata(text),
        TextPart::PushTitle => patch.with_push_title(text),
        TextPart::PushBody => patch.with_push_body(text),
        TextPart::Attributes | TextPart::SenderName => patch,
    }
}

/// The parts that the message has at all, a bit for each; most have none but the content.
fn parts_of(message: &Message) -> u8 {
    let has = |is_there: bool, part| if is_there { bit(part) } else { 0 };
    bit(TextPart::Content)
        | has(message.metadata().is_some(), TextPart::Metadata)
        | has(message.push().is_some(), TextPart::PushTitle)
        | has(message.push().is_some(), TextPart::PushBody)
        | has(message.attributes().is_some(), TextPart::Attributes)
        | has(message.sender_name().is_some(), TextPart::SenderName)
}

const fn bit(part: TextPart) -> u8 {
    1 << part as u8
}

/// Whether a text can be a JSON object or array, by how it begins.
fn is_json(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'{' | b'[') => true,
        Some(b' ' | b'\t' | b'\n' | b'\r') => text.trim_start().starts_with(['{', '[']),
        _ => false,
    }
}

/// Chime has been seen to deliver a Lex bot's messages without their content type.
fn may_be_lex(message: &Message) -> bool {
    message.content_type().map_or_else(|| message.is_from_bot(), |content_type| content_type == LEX)
}

#[cfg(test)]
mod tests;
