//! The files that a rulebook is made of, and those that its options name.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::meant;

/// Bytes of a file that an option names, at most: 100,000 words of 80 bytes.
pub(crate) const MAX_TEXT_BYTES: usize = 8 << 20;
/// Asks the reader of options for a file; no type of anybody else's has this name.
pub(super) const TEXT_FILE: &str = "$channel_flow::TextFile";

/// The content of a file that an option names, such as a list of words; the type of such an option.
///
/// In the rulebook it is a path, seen from the file that it stands in. The file is read when the rulebook
/// loads: UTF-8, at most 8 MiB. What is wrong with it is an error of the option.
///
/// ```
/// use channel_flow::TextFile;
///
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct Names {
///     list: TextFile,
/// }
///
/// let names = Names { list: TextFile::new("names.txt", "ann\nbob\n") };
/// assert_eq!(names.list.text().lines().count(), 2);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TextFile {
    path: PathBuf,
    text: Arc<str>,
}

impl TextFile {
    /// A file that was read before; what a test gives to options.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Where it was read from, for errors about it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Prints the path and the size.
impl fmt::Debug for TextFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextFile").field("path", &self.path).field("bytes", &self.text.len()).finish()
    }
}

impl<'de> Deserialize<'de> for TextFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;
        impl<'de> Visitor<'de> for Parts {
            type Value = TextFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the path of a file")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<TextFile, A::Error> {
                match (parts.next_element::<String>()?, parts.next_element::<String>()?) {
                    (Some(path), Some(text)) => Ok(TextFile::new(path, text)),
                    _ => Err(A::Error::custom("expected a path and a text")),
                }
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<TextFile, D::Error> {
                Err(D::Error::custom("only the options of a rulebook can name a file"))
            }
        }
        deserializer.deserialize_newtype_struct(TEXT_FILE, Parts)
    }
}

impl JsonSchema for TextFile {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TextFile".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "minLength": 1,
            "description": "The path of a UTF-8 file of at most 8 MiB, seen from the file that it stands in."
        })
    }
}

/// The YAML files of a rulebook, by number; the first is the rulebook itself.
#[derive(Debug, Default)]
pub(crate) struct Files {
    files: Vec<Source>,
    /// Files that options name: each is read once, however often the options are read.
    texts: RefCell<BTreeMap<PathBuf, Arc<str>>>,
}

/// One YAML file.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name that the user knows it by.
    pub(crate) name: String,
    pub(crate) text: Arc<str>,
    /// Where its paths begin; `None` for a rulebook that is no file.
    pub(crate) directory: Option<PathBuf>,
}

impl Files {
    /// Adds a file and tells its number.
    pub(crate) fn add(&mut self, file: Source) -> u32 {
        self.files.push(file);
        u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Source> {
        self.files.get(usize::try_from(number).ok()?)
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Where a path that stands in a file leads.
    pub(crate) fn resolve(&self, file: u32, path: &str) -> Result<PathBuf, String> {
        if path.trim().is_empty() {
            return Err("the path is empty".to_owned());
        }
        match self.get(file).and_then(|file| file.directory.as_ref()) {
            Some(directory) => Ok(directory.join(path)),
            None => Err(format!(
                "the file `{}` cannot be read: this rulebook is no file itself, so nothing says where its paths begin",
                path.escape_debug()
            )),
        }
    }

    /// Reads a file that an option in `file` names.
    pub(crate) fn text(&self, file: u32, path: &str) -> Result<(PathBuf, Arc<str>), String> {
        let path = self.resolve(file, path)?;
        if let Some(text) = self.texts.borrow().get(&path) {
            return Ok((path, Arc::clone(text)));
        }
        let text: Arc<str> = read(&path, MAX_TEXT_BYTES)?.into();
        self.texts.borrow_mut().insert(path.clone(), Arc::clone(&text));
        Ok((path, text))
    }
}

/// Reads a text file of at most `most` bytes.
pub(crate) fn read(path: &Path, most: usize) -> Result<String, String> {
    let shown = path.display();
    let cannot = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => {
            let near = neighbour(path).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            format!("there is no file `{shown}`{near}")
        }
        ErrorKind::PermissionDenied => format!("no permission to read `{shown}`"),
        kind => format!("cannot read `{shown}`: {kind}"),
    };
    // A pipe would be waited for, and a device never ends.
    match std::fs::metadata(path) {
        Err(error) => return Err(cannot(&error)),
        Ok(found) if !found.is_file() => return Err(format!("`{shown}` is not a file")),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let file = File::open(path).map_err(|error| cannot(&error))?;
    file.take(limit).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    if bytes.len() > most {
        return Err(format!("`{shown}` has more than {} MiB", most >> 20));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        format!("`{shown}` is not UTF-8, in its line {line}")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The file of the same directory whose name is nearest.
fn neighbour(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(parent).ok()?.take(1_000).flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    meant(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}
