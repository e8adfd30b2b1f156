//! Values of metadata and attributes: what clients keep for themselves, and only sometimes what people read.

use super::{Find, Found};
use crate::text::Text;

/// What is in the value of a field. An id is read together with the name of its field, or not at all, by a
/// finder that would take ids for something else.
pub(super) fn found_in(name: &str, value: &str, find: &dyn Find) -> Vec<Found> {
    let is_announced = is_id(value).then(|| find.reads_field(&words(name))).flatten();
    match is_announced {
        None => super::found_in(&Text::new(value), find),
        Some(false) => Vec::new(),
        Some(true) => announced(&words(name), value, find),
    }
}

/// Whether a value is not read in a field of this name.
pub(super) fn is_skipped(name: &str, value: &str, find: &dyn Find) -> bool {
    is_id(value) && find.reads_field(&words(name)) == Some(false)
}

/// Reads `phone: 2125550142`, and tells where it is in the value.
fn announced(name: &str, value: &str, find: &dyn Find) -> Vec<Found> {
    let text = format!("{name}: {value}");
    let before = text.len() - value.len();
    let mut found = super::found_in(&Text::new(&text), find);
    found.retain(|found| found.span.start >= before);
    for one in &mut found {
        for span in [Some(&mut one.span), one.keep.as_mut()].into_iter().flatten() {
            *span = span.start.saturating_sub(before)..span.end.saturating_sub(before);
        }
    }
    found
}

/// Whether it may be the id of something: a word, a path, a time stamp, a link.
fn is_id(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:#?=&%,".contains(&byte))
}

/// `phoneNumber` as a reader takes it: `phone Number`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for char in name.chars() {
        if was_small && char.is_ascii_uppercase() {
            words.push(' ');
        }
        was_small = char.is_ascii_lowercase();
        words.push(char);
    }
    words
}

#[cfg(test)]
mod tests;
