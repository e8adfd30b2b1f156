//! What Chime accepts, checked after every edit.
//!
//! Figures from the published service model (2021-05-15), which counts characters; content alone is
//! counted in UTF-8 bytes, the stricter reading of the documented "4 KB".

use crate::event::Attributes;
use crate::message::Message;
use crate::patch::{Part, Patch};

/// UTF-8 bytes of content, at most. At least 1 is required too.
pub const CONTENT_BYTES: usize = 4096;
/// Characters of metadata, at most.
pub const METADATA_CHARS: usize = 1024;
/// Characters of a push title, at most; at least 1.
pub const PUSH_TITLE_CHARS: usize = 50;
/// Characters of a push body, at most; at least 1.
pub const PUSH_BODY_CHARS: usize = 150;
/// Characters of an attribute's name, at most; at least 1.
pub const ATTRIBUTE_NAME_CHARS: usize = 64;
/// Characters of an attribute's value, at most; at least 1.
pub const ATTRIBUTE_VALUE_CHARS: usize = 512;
/// UTF-8 bytes of all attribute names and values together, at most.
pub const ATTRIBUTES_BYTES: usize = 1024;
/// Characters of a content type, at most.
pub const CONTENT_TYPE_CHARS: usize = 45;

/// An edit that Chime would refuse. Says sizes, never text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// The part must not become empty.
    #[error("the edit leaves {0} empty; Chime needs at least 1 character")]
    Empty(Part),
    /// The part has become too long.
    #[error("the edit makes {part} {actual} {unit} long; Chime accepts at most {limit}")]
    TooLong {
        /// Which part.
        part: Part,
        /// `bytes` or `characters`.
        unit: &'static str,
        /// How long it has become.
        actual: usize,
        /// How long it may be.
        limit: usize,
    },
    /// The part must stay on one line.
    #[error("the edit puts a line break into {0}; Chime accepts one line there")]
    LineBreak(Part),
}

/// Checks the parts that `patch` has edited in `message`.
pub(crate) fn check(message: &Message, patch: &Patch) -> Result<(), LimitError> {
    if let Some(content) = &patch.content {
        length(Part::Content, content.len(), "bytes", 1, CONTENT_BYTES)?;
    }
    if let Some(metadata) = &patch.metadata {
        characters(Part::Metadata, metadata, 0, METADATA_CHARS)?;
        one_line(Part::Metadata, metadata)?;
    }
    if let Some(title) = &patch.push_title {
        characters(Part::PushTitle, title, 1, PUSH_TITLE_CHARS)?;
        one_line(Part::PushTitle, title)?;
    }
    if let Some(body) = &patch.push_body {
        characters(Part::PushBody, body, 1, PUSH_BODY_CHARS)?;
    }
    if let Some(content_type) = &patch.content_type {
        characters(Part::ContentType, content_type, 0, CONTENT_TYPE_CHARS)?;
    }
    if patch.attributes.is_empty() { Ok(()) } else { attributes(&patch.attributes, message.attributes()) }
}

fn attributes(edited: &Attributes, all: Option<&Attributes>) -> Result<(), LimitError> {
    for (name, values) in edited {
        characters(Part::Attributes, name, 1, ATTRIBUTE_NAME_CHARS)?;
        for value in values {
            characters(Part::Attributes, value, 1, ATTRIBUTE_VALUE_CHARS)?;
        }
    }
    let total = all
        .into_iter()
        .flatten()
        .map(|(name, values)| name.len() + values.iter().map(String::len).sum::<usize>());
    length(Part::Attributes, total.sum(), "bytes", 0, ATTRIBUTES_BYTES)
}

fn characters(part: Part, text: &str, min: usize, limit: usize) -> Result<(), LimitError> {
    length(part, text.chars().count(), "characters", min, limit)
}

fn length(part: Part, actual: usize, unit: &'static str, min: usize, limit: usize) -> Result<(), LimitError> {
    if actual < min {
        Err(LimitError::Empty(part))
    } else if actual > limit {
        Err(LimitError::TooLong { part, unit, actual, limit })
    } else {
        Ok(())
    }
}

fn one_line(part: Part, text: &str) -> Result<(), LimitError> {
    if text.contains('\n') { Err(LimitError::LineBreak(part)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{ChannelArn, ChannelMessage, MessageId};

    fn outcome(patch: &Patch) -> Result<(), LimitError> {
        let ids = (ChannelArn::new("arn:aws:chime:r:a:app-instance/i/channel/c"), MessageId::new("m"));
        let mut message = Message(ChannelMessage::new(ids.0.unwrap(), ids.1.unwrap()));
        message.apply(patch);
        check(&message, patch)
    }

    #[test]
    fn every_limit_holds_at_its_edge_and_breaks_one_beyond() {
        type Make = fn(usize) -> Patch;
        let cases: &[(Make, usize)] = &[
            (|n| Patch::content("x".repeat(n)), CONTENT_BYTES),
            (|n| Patch::content(format!("é{}", "x".repeat(n - 2))), CONTENT_BYTES),
            (|n| Patch::default().with_metadata("é".repeat(n)), METADATA_CHARS),
            (|n| Patch::default().with_push_title("é".repeat(n)), PUSH_TITLE_CHARS),
            (|n| Patch::default().with_push_body("é".repeat(n)), PUSH_BODY_CHARS),
            (|n| Patch::default().with_content_type("é".repeat(n)), CONTENT_TYPE_CHARS),
            (|n| Patch::default().with_attribute("é".repeat(n), ["v"]), ATTRIBUTE_NAME_CHARS),
            (|n| Patch::default().with_attribute("a", ["x".repeat(n)]), ATTRIBUTE_VALUE_CHARS),
            (|n| Patch::default().with_attribute("a", vec!["x"; n - 1]), ATTRIBUTES_BYTES),
        ];
        for (case, (make, limit)) in cases.iter().enumerate() {
            assert_eq!(outcome(&make(*limit)), Ok(()), "case {case} at its limit");
            let beyond = outcome(&make(*limit + 1));
            assert!(matches!(beyond, Err(LimitError::TooLong { .. })), "case {case}: {beyond:?}");
        }
    }

    #[test]
    fn what_must_not_be_empty_is_refused_when_empty() {
        let empty = [
            Patch::content(""),
            Patch::default().with_push_title(""),
            Patch::default().with_push_body(""),
            Patch::default().with_attribute("", ["v"]),
            Patch::default().with_attribute("a", [""]),
        ];
        for patch in empty {
            assert!(matches!(outcome(&patch), Err(LimitError::Empty(_))), "{patch:?}");
        }
        assert_eq!(outcome(&Patch::default().with_metadata("")), Ok(()));
    }

    #[test]
    fn one_line_parts_refuse_line_breaks() {
        let broken = [Patch::default().with_metadata("a\nb"), Patch::default().with_push_title("a\nb")];
        for patch in broken {
            assert!(matches!(outcome(&patch), Err(LimitError::LineBreak(_))));
        }
        assert_eq!(outcome(&Patch::default().with_push_body("a\nb")), Ok(()));
    }
}
