//! The push body follows the content.

use crate::limits;
use crate::message::Message;
use crate::text;

impl Message {
    /// The push body that goes with a new content: where the old body shows the old content or how it begins,
    /// the new one shows the new content as far, so that nothing which an edit took stays to be seen there.
    pub(crate) fn push_body_following(&self, content: &str) -> Option<String> {
        let body = self.push()?.body.as_deref()?;
        let stem = body.trim_end();
        let cut = ["…", "..."].into_iter().find(|sign| stem.ends_with(sign));
        let stem = cut.and_then(|sign| stem.strip_suffix(sign)).unwrap_or(stem).trim_end();
        if stem.is_empty() || !self.content().starts_with(stem) || content == self.content() {
            return None;
        }
        let whole = stem.len() == self.content().trim_end().len();
        let room = if whole { limits::PUSH_BODY_CHARS } else { stem.chars().count() };
        let mut shown = String::new();
        let mut chars = 0;
        for (_, character) in text::characters(content) {
            chars += character.chars().count();
            if chars > room {
                let cut = cut.unwrap_or_default();
                return Some(format!("{}{cut}", shown.trim_end()));
            }
            shown.push_str(character);
        }
        Some(shown)
    }
}

#[cfg(test)]
mod tests;
