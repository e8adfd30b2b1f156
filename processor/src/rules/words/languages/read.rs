//! The file of a language, read. `lexicon/README.md` describes the format.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use crate::finding::Severity;
use crate::rules::words::Category;

/// Characters of a name, at most.
const LONGEST_NAME: usize = 48;

/// A word or phrase of a list, or several phrases that a line joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// `None` where nothing is to be found in it.
    pub(super) category: Option<Category>,
    pub(super) severity: Severity,
    pub(super) name: String,
    /// What it consists of, one behind the other: one of several words or rows of words each, or nothing where
    /// one of them is empty.
    pub(super) parts: Vec<Vec<String>>,
    /// Whether it is meant only as it is spelled, with these marks on its letters and no others.
    pub(super) exactly: bool,
}

#[cfg(test)]
impl Entry {
    /// All that it stands for.
    pub(super) fn spelled(&self) -> Vec<String> {
        self.parts.iter().fold(vec![String::new()], |all, choices| {
            let longer =
                all.iter().flat_map(|start| choices.iter().map(move |choice| format!("{start} {choice}")));
            longer.map(|one| one.trim().to_owned()).collect()
        })
    }
}

/// The entries of a file, and what is wrong with its other lines.
pub(super) fn read(text: &str) -> (Vec<Entry>, Vec<String>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    let mut heading = None;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        let read = match line.as_bytes().first() {
            None | Some(b'#') => Ok(()),
            Some(b'=') => self::heading(line.trim_start_matches('=')).map(|read| heading = Some(read)),
            Some(b'!') => add(line.trim_start_matches('!').trim(), (None, Severity::Mild), &mut entries),
            _ => match heading {
                Some((category, severity)) => add(line, (Some(category), severity), &mut entries),
                None => Err("it stands under no category".to_owned()),
            },
        };
        if let Err(error) = read {
            errors.push(format!("line {number}: {error}"));
        }
    }
    (entries, errors)
}

/// A category and a severity.
fn heading(line: &str) -> Result<(Category, Severity), String> {
    let (category, severity) = line.trim().split_once(' ').ok_or("expected a category and a severity")?;
    Ok((named(category)?, named(severity)?))
}

fn named<'de, T: Deserialize<'de>>(name: &'de str) -> Result<T, String> {
    let name: StrDeserializer<'de, Error> = name.into_deserializer();
    T::deserialize(name).map_err(|error| error.to_string())
}

fn add(line: &str, kind: (Option<Category>, Severity), entries: &mut Vec<Entry>) -> Result<(), String> {
    let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
    let parts = inner.map_or_else(|| parts(line), |inner| vec![inner]);
    let parts = parts.into_iter().map(choices).collect::<Result<Vec<Vec<String>>, String>>()?;
    for choice in parts.iter().flatten() {
        check(choice)?;
    }
    let mut push = |name: &str, parts| {
        let name = name.chars().take(LONGEST_NAME).collect();
        entries.push(Entry { category: kind.0, severity: kind.1, name, parts, exactly: inner.is_some() });
    };
    match parts.as_slice() {
        [choices] => choices.iter().for_each(|choice| push(choice, vec![vec![choice.clone()]])),
        _ => push(line, parts),
    }
    Ok(())
}

fn check(choice: &str) -> Result<(), String> {
    let strange = choice.chars().find(|char| !char.is_alphanumeric() && !matches!(char, ' ' | '-' | '\''));
    if let Some(strange) = strange {
        Err(format!("unexpected `{strange}`"))
    } else if choice != choice.trim() || choice.contains("  ") {
        Err(format!("`{choice}` has a space too many"))
    } else if choice.to_lowercase() != choice {
        Err(format!("`{choice}` has a capital"))
    } else {
        Ok(())
    }
}

/// What stands between the spaces of a line, but for those in braces.
fn parts(line: &str) -> Vec<&str> {
    let mut inside = false;
    let parts = line.split(|char| {
        inside = char == '{' || inside && char != '}';
        char == ' ' && !inside
    });
    parts.collect()
}

/// What a part with `{one,another}` in it stands for.
fn choices(part: &str) -> Result<Vec<String>, String> {
    let mut all = vec![String::new()];
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, behind) = after.split_once('}').ok_or("a `{` is not closed")?;
        let longer = all
            .iter()
            .flat_map(|start| inside.split(',').map(move |choice| format!("{start}{before}{choice}")));
        all = longer.collect();
        rest = behind;
    }
    for one in &mut all {
        one.push_str(rest);
    }
    Ok(all)
}
