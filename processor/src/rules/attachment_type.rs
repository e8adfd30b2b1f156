//! `attachment-type`: files that metadata speaks of, by type.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::metadata_json::document;
use super::metadata_json::pointer::Pointer;
use crate::finding::{Finding, TextPart};
use crate::message::Message;
use crate::patch::Patch;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::{BoxError, Context};
use crate::text::Text;
use crate::verdict::{Denial, Verdict};

mod place;

use place::{Attachment, attachments, ending, file};

/// The category of what is found.
const CATEGORY: &str = "attachment-type";
/// Endings of files that run when they are opened.
const RUNNING: &[&str] = &[
    "apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "img", "iso", "jar", "js",
    "jse", "lnk", "msi", "msix", "pif", "ps1", "psm1", "reg", "scr", "sh", "url", "vb", "vbe", "vbs", "vhd",
    "wsf", "wsh", "xll",
];
/// Endings that make people think that a file is harmless.
const HARMLESS: &[&str] = &[
    "avi", "bmp", "csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "mov", "mp3", "mp4", "odt",
    "pdf", "png", "ppt", "pptx", "rtf", "svg", "txt", "wav", "webp", "xls", "xlsx", "zip",
];

/// What becomes of an attachment that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ThenAttachment {
    /// The message is not delivered.
    Deny,
    /// Its entry is taken out of the metadata.
    Remove,
}

/// The options of `attachment-type`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttachmentType {
    /// Content types and endings that an attachment may have; all others are found.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Content types and endings that an attachment must not have.
    #[serde(default)]
    pub block: Vec<String>,
    /// Whether names with a harmless ending before one that runs are found.
    #[serde(default = "yes")]
    pub double_endings: bool,
    /// The place in the metadata where attachments stand.
    #[serde(default)]
    pub at: Option<String>,
    /// What becomes of an attachment that is found.
    pub then: ThenAttachment,
}

fn yes() -> bool {
    true
}

impl RuleOptions for AttachmentType {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("attachment-type.md");
    type Rule = AttachmentTypeRule;

    fn build(self) -> Result<AttachmentTypeRule, BoxError> {
        let mut errors = OptionErrors::default();
        let allow = Kinds::read("allow", &self.allow, &mut errors);
        let block = Kinds::read("block", &self.block, &mut errors);
        let at =
            self.at.and_then(|at| Pointer::parse(&at).map_err(|message| errors.push("at", message)).ok());
        if allow.is_empty() && block.is_empty() && !self.double_endings && errors == OptionErrors::default() {
            errors.push("", "nothing would be found; give `allow`, `block` or `double-endings`");
        }
        errors.into_result()?;
        Ok(AttachmentTypeRule { allow, block, double_endings: self.double_endings, at, then: self.then })
    }
}

/// Content types and endings.
#[derive(Debug, Default)]
struct Kinds {
    /// `image/png`, or `image/` for all images.
    types: Vec<String>,
    endings: Vec<String>,
}

impl Kinds {
    fn read(option: &str, list: &[String], errors: &mut OptionErrors) -> Self {
        let mut kinds = Self::default();
        for (index, entry) in list.iter().enumerate() {
            let entry = entry.to_lowercase();
            match (entry.strip_prefix('.'), entry.split_once('/')) {
                (Some(ending), None) if is_name(ending) => kinds.endings.push(ending.to_owned()),
                (None, Some((major, "*"))) if is_name(major) => kinds.types.push(format!("{major}/")),
                (None, Some((major, minor))) if is_name(major) && is_name(minor) => kinds.types.push(entry),
                _ => errors.push(
                    format!("{option}/{index}"),
                    "expected a content type such as `image/png` or `image/*`, or an ending such as `.png`",
                ),
            }
        }
        kinds
    }

    fn is_empty(&self) -> bool {
        self.types.is_empty() && self.endings.is_empty()
    }

    fn has_type(&self, written: &str) -> bool {
        let written = written.split(';').next().unwrap_or_default().trim().to_lowercase();
        self.types
            .iter()
            .any(|kind| written == *kind || kind.ends_with('/') && written.starts_with(kind.as_str()))
    }

    fn has_ending(&self, name: &str) -> bool {
        ending(name).is_some_and(|ending| self.endings.contains(&ending))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+._".contains(&byte))
}

/// Finds attachments by type.
#[derive(Debug)]
pub struct AttachmentTypeRule {
    allow: Kinds,
    block: Kinds,
    double_endings: bool,
    at: Option<Pointer>,
    then: ThenAttachment,
}

impl AttachmentTypeRule {
    fn judge(&self, message: &Message, cx: &Context) -> Verdict {
        let metadata = message.metadata().unwrap_or_default();
        if !metadata.contains(['{', '[']) {
            return Verdict::Pass;
        }
        let Ok(read) = serde_json::from_str::<Value>(metadata) else { return Verdict::Pass };
        let all = attachments(&read, self.at.as_ref());
        let found: Vec<_> = all.iter().filter_map(|one| Some((one, self.term(one)?))).collect();
        for (_, term) in &found {
            let finding = Finding::new(TextPart::Metadata, 0..metadata.len(), CATEGORY);
            cx.report(finding.term(format!("{CATEGORY}/{term}")));
        }
        if found.is_empty() {
            return Verdict::Pass;
        }
        if self.then == ThenAttachment::Deny {
            return Denial::default().into();
        }
        let mut edited = metadata.to_owned();
        // From the last one on, so that those before keep their places.
        for (attachment, _) in found.iter().rev() {
            edited = match &attachment.place {
                Some(place) => document::remove(&edited, place).unwrap_or(edited),
                None => "{}".to_owned(),
            };
        }
        Patch::default().with_metadata(document::compact(&edited)).into()
    }

    /// Why an attachment is found.
    fn term(&self, attachment: &Attachment) -> Option<&'static str> {
        let spelled: Vec<_> = attachment.names.iter().map(|name| spellings(name)).collect();
        if self.double_endings && spelled.iter().any(|spellings| poses(spellings)) {
            return Some("double-ending");
        }
        let names = spelled.concat();
        let types = &attachment.types;
        if types.iter().any(|kind| self.block.has_type(kind))
            || names.iter().any(|name| self.block.has_ending(name))
        {
            return Some("blocked");
        }
        if self.allow.is_empty() {
            return None;
        }
        let known: Vec<_> = names.iter().filter(|name| ending(name).is_some()).collect();
        let types_fit = types.iter().all(|kind| self.allow.has_type(kind)) || self.allow.types.is_empty();
        let names_fit = known.iter().all(|name| self.allow.has_ending(name)) || self.allow.endings.is_empty();
        let shows = !types.is_empty() && !self.allow.types.is_empty()
            || !known.is_empty() && !self.allow.endings.is_empty();
        (!types_fit || !names_fit || !shows).then_some("not-allowed")
    }
}

/// A name as it is written, without what nobody sees, and as it is displayed: after a right-to-left override,
/// `fdp.exe` looks like `exe.pdf`.
fn spellings(name: &str) -> Vec<String> {
    let text = Text::new(name);
    let mut spellings = vec![file(name)];
    spellings.extend(text.readings().map(|reading| file(reading.as_str())));
    spellings.dedup();
    spellings
}

/// Whether a file that runs poses as another, by an ending before its last one or by another spelling.
fn poses(spellings: &[String]) -> bool {
    let endings =
        |name: &str| -> Vec<String> { name.rsplit('.').take(3).map(|part| part.trim().to_owned()).collect() };
    let spelled: Vec<_> = spellings.iter().map(|name| endings(name)).collect();
    let is =
        |list: &[&str], ending: Option<&String>| ending.is_some_and(|ending| list.contains(&ending.as_str()));
    let runs = spelled.iter().any(|endings| endings.len() > 1 && is(RUNNING, endings.first()));
    let looks_harmless = spelled.iter().any(|endings| {
        endings.len() > 2 && is(HARMLESS, endings.get(1))
            || endings.len() > 1 && is(HARMLESS, endings.first())
    });
    runs && looks_harmless
}

rule_at_once!(AttachmentTypeRule);

#[cfg(test)]
mod tests {
    use super::{poses, spellings};

    #[test]
    fn a_file_that_runs_and_looks_harmless_poses() {
        let cases = [
            ("invoice.pdf.exe", true),
            ("Invoice.PDF   .EXE ", true),
            ("x/invoice.pdf.exe?a=b.c", true),
            ("annex\u{202e}fdp.exe", true),
            ("a.pdf.e\u{200b}xe", true),
            ("setup.exe", false),
            ("archive.tar.gz", false),
            ("v1.2.exe", false),
            ("report.pdf", false),
            ("pdf.exe", false),
            ("exe", false),
            ("", false),
        ];
        for (name, expected) in cases {
            assert_eq!(poses(&spellings(name)), expected, "{name}");
        }
    }
}
