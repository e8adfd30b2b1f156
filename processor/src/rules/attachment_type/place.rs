//! Where attachments stand in metadata.

use serde_json::Value;

use super::super::metadata_json::pointer::Pointer;

/// Members that hold a file's name.
const NAMES: [&str; 8] = ["name", "filename", "file_name", "filekey", "key", "path", "url", "title"];
/// Members that hold a content type.
const TYPES: [&str; 6] = ["type", "contenttype", "content_type", "mimetype", "mime", "filetype"];
/// Attachments that are looked at in one message, at most; more of them fit into no metadata.
const MOST: usize = 256;

/// A file that metadata speaks of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    /// Where the object stands; `None` where it is the whole document.
    pub(super) place: Option<Pointer>,
    pub(super) names: Vec<String>,
    pub(super) types: Vec<String>,
}

/// The attachments in a document, or in one place of it.
pub(super) fn attachments(document: &Value, at: Option<&Pointer>) -> Vec<Attachment> {
    let mut found = Vec::new();
    match at {
        None => walk(document, &mut Vec::new(), false, &mut found),
        Some(at) => {
            let mut tokens = at.tokens().to_vec();
            let inner = tokens.iter().try_fold(document, |value, token| match value {
                Value::Object(members) => members.get(token),
                Value::Array(items) => items.get(token.parse::<usize>().ok()?),
                _ => None,
            });
            if let Some(inner) = inner {
                walk(inner, &mut tokens, true, &mut found);
            }
        }
    }
    found
}

fn walk(value: &Value, tokens: &mut Vec<String>, is_sure: bool, found: &mut Vec<Attachment>) {
    if found.len() >= MOST {
        return;
    }
    match value {
        Value::Object(members) => {
            let texts = |known: &[&str]| -> Vec<String> {
                let named = members.iter().filter(|(name, _)| known.contains(&name.to_lowercase().as_str()));
                named.filter_map(|(_, value)| value.as_str()).map(str::to_owned).collect()
            };
            let mut names = texts(&NAMES);
            let mut types = texts(&TYPES);
            types.retain(|written| written.contains('/'));
            if !is_sure {
                names.retain(|name| ending(name).is_some());
            }
            if !names.is_empty() || !types.is_empty() {
                found.push(Attachment { place: Pointer::of(tokens.clone()), names, types });
            }
            for (name, value) in members {
                tokens.push(name.clone());
                walk(value, tokens, is_sure, found);
                tokens.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                tokens.push(index.to_string());
                walk(item, tokens, is_sure, found);
                tokens.pop();
            }
        }
        Value::String(name) if is_sure => {
            found.push(Attachment {
                place: Pointer::of(tokens.clone()),
                names: vec![name.clone()],
                types: Vec::new(),
            });
        }
        _ => {}
    }
}

/// The name of a file: without directories, query and fragment, in lower case.
pub(super) fn file(name: &str) -> String {
    let path = name.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    file.trim_end_matches(|char: char| char == '.' || char.is_whitespace()).to_lowercase()
}

/// The ending of a file's name, without its dot.
pub(super) fn ending(name: &str) -> Option<String> {
    let file = file(name);
    let (stem, ending) = file.rsplit_once('.')?;
    let is_ending =
        (1..=10).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_ending && !stem.is_empty()).then(|| ending.to_owned())
}
