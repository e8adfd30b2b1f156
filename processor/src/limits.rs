//! What Chime accepts, checked after every edit.
//!
//! Figures from the published service model (2021-05-15), which counts characters; content alone is
//! counted in UTF-8 bytes, the stricter reading of the documented "4 KB". Should Chime be less strict, a
//! message may arrive that is over a limit already; an edit that leaves it no worse is within the limits.

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

/// Checks the parts of a message that a patch edits, as they will be and were `before`.
pub(crate) fn check(before: &Message, patch: &Patch) -> Result<(), LimitError> {
    let push = before.push();
    if let Some(content) = &patch.get().content {
        length(Part::Content, content.len(), "bytes", 1, CONTENT_BYTES.max(before.content().len()))?;
    }
    if let Some(metadata) = &patch.get().metadata {
        characters(Part::Metadata, metadata, before.metadata(), 0, METADATA_CHARS)?;
        one_line(Part::Metadata, metadata, before.metadata())?;
    }
    if let Some(title) = &patch.get().push_title {
        let old = push.and_then(|push| push.title.as_deref());
        characters(Part::PushTitle, title, old, 1, PUSH_TITLE_CHARS)?;
        one_line(Part::PushTitle, title, old)?;
    }
    if let Some(body) = &patch.get().push_body {
        let old = push.and_then(|push| push.body.as_deref());
        characters(Part::PushBody, body, old, 1, PUSH_BODY_CHARS)?;
    }
    if let Some(content_type) = &patch.get().content_type {
        characters(Part::ContentType, content_type, before.content_type(), 0, CONTENT_TYPE_CHARS)?;
    }
    for (name, values) in &patch.get().attributes {
        let old = before.attribute(name).unwrap_or_default();
        characters(Part::Attributes, name, None, 1, ATTRIBUTE_NAME_CHARS)?;
        for value in values.iter().filter(|value| !old.contains(value)) {
            characters(Part::Attributes, value, None, 1, ATTRIBUTE_VALUE_CHARS)?;
        }
    }
    if patch.get().attributes.is_empty() {
        return Ok(());
    }
    let old = || before.attributes().into_iter().flatten();
    let kept = old().filter(|(name, _)| !patch.get().attributes.contains_key(*name));
    let limit = ATTRIBUTES_BYTES.max(total_len(old()));
    length(Part::Attributes, total_len(kept.chain(&patch.get().attributes)), "bytes", 0, limit)
}

fn total_len<'a>(attributes: impl Iterator<Item = (&'a String, &'a Vec<String>)>) -> usize {
    attributes.map(|(name, values)| name.len() + values.iter().map(String::len).sum::<usize>()).sum()
}

fn characters(part: Part, text: &str, old: Option<&str>, min: usize, limit: usize) -> Result<(), LimitError> {
    let limit = limit.max(old.map_or(0, |old| old.chars().count()));
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

fn one_line(part: Part, text: &str, old: Option<&str>) -> Result<(), LimitError> {
    let broken = text.contains('\n') && !old.is_some_and(|old| old.contains('\n'));
    if broken { Err(LimitError::LineBreak(part)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{ChannelArn, ChannelMessage, MessageId};

    fn outcome(patch: &Patch) -> Result<(), LimitError> {
        let ids = (ChannelArn::new("arn:aws:chime:r:a:app-instance/i/channel/c"), MessageId::new("m"));
        outcome_for(&Message::from(ChannelMessage::new(ids.0.unwrap(), ids.1.unwrap())), patch)
    }

    fn outcome_for(message: &Message, patch: &Patch) -> Result<(), LimitError> {
        check(message, patch)
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
    fn an_edit_may_leave_a_part_over_its_limit_and_not_make_it_worse() {
        let long = |n: usize| "é".repeat(n);
        let values = |n: usize| [long(n), String::new()];
        let event = crate::testing::event(&long(CONTENT_BYTES));
        let mut message = Message::of(&event);
        let arrived = Patch::default()
            .with_metadata(format!("{}\n", long(METADATA_CHARS)))
            .with_push_title(format!("{}\n", long(PUSH_TITLE_CHARS)))
            .with_push_body(long(PUSH_BODY_CHARS + 1))
            .with_content_type(long(CONTENT_TYPE_CHARS + 1))
            .with_attribute("a", values(ATTRIBUTE_VALUE_CHARS + 1));
        message.apply(&arrived);
        let same_length = Patch::content(long(CONTENT_BYTES - 1) + "xx")
            .with_metadata(format!("x\n{}", long(METADATA_CHARS - 1)))
            .with_push_title(format!("x\n{}", long(PUSH_TITLE_CHARS - 1)))
            .with_push_body(long(PUSH_BODY_CHARS) + "x")
            .with_content_type(long(CONTENT_TYPE_CHARS) + "x")
            .with_attribute("a", [String::from("x"), String::new(), long(ATTRIBUTE_VALUE_CHARS)]);
        assert_eq!(outcome_for(&message, &same_length), Ok(()));
        for longer in [
            Patch::content(long(CONTENT_BYTES) + "x"),
            Patch::default().with_metadata(long(METADATA_CHARS + 2)),
            Patch::default().with_push_title(long(PUSH_TITLE_CHARS + 2)),
            Patch::default().with_push_body(long(PUSH_BODY_CHARS + 2)),
            Patch::default().with_content_type(long(CONTENT_TYPE_CHARS + 2)),
            Patch::default().with_attribute("b", ["x"]),
        ] {
            assert!(matches!(outcome_for(&message, &longer), Err(LimitError::TooLong { .. })), "{longer:?}");
        }
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
