//! What people read of a message, and how much of it the service takes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::ApiError;

const CONTENT_BYTES: usize = 4096;
const CONTROL_BYTES: usize = 30;
const ATTRIBUTES_BYTES: usize = 1024;

/// The parts of a message that a sender writes and a processor may rewrite. An empty text counts as none.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Text {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metadata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) push_notification: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message_attributes: Option<Map<String, Value>>,
}

impl Text {
    /// Lays the given parts over these: a part that is absent leaves its own alone, an empty one removes it.
    pub(crate) fn overlaid(self, given: Text) -> Text {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let object = |map: Option<Map<String, Value>>| map.filter(|map| !map.is_empty());
        Text {
            content: given.content.or(self.content),
            metadata: filled(given.metadata.or(self.metadata)),
            content_type: filled(given.content_type.or(self.content_type)),
            push_notification: object(given.push_notification.or(self.push_notification)),
            message_attributes: object(given.message_attributes.or(self.message_attributes)),
        }
    }

    /// Checks the limits that span parts or count bytes, which the shapes of the parts cannot.
    ///
    /// # Errors
    ///
    /// `BadRequestException`, without any of the text.
    pub(crate) fn accept(&self, control: bool) -> Result<(), ApiError> {
        let content = self.content.as_ref().map_or(0, String::len);
        if content > CONTENT_BYTES {
            return Err(ApiError::bad_request("Channel Messages size limit exceeded"));
        }
        if control && content > CONTROL_BYTES {
            return Err(ApiError::bad_request("The content of a CONTROL message is limited to 30 bytes."));
        }
        if control && self.metadata.is_some() {
            return Err(ApiError::bad_request("A CONTROL message has no metadata."));
        }
        let attributes = self.message_attributes.iter().flatten();
        if attributes.map(|(key, value)| key.len() + weight(value)).sum::<usize>() > ATTRIBUTES_BYTES {
            return Err(ApiError::bad_request("Message attributes are limited to 1 KB in all."));
        }
        Ok(())
    }
}

/// The bytes of all strings in an attribute's value.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(members) => members.values().map(weight).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn content(text: &str) -> Text {
        Text { content: Some(text.to_owned()), ..Text::default() }
    }

    #[test]
    fn content_is_limited_in_bytes_and_not_in_characters() {
        assert!(content(&"é".repeat(2048)).accept(false).is_ok());
        assert!(content(&"é".repeat(2049)).accept(false).is_err());
        assert!(content(&"x".repeat(30)).accept(true).is_ok());
        assert!(content(&"x".repeat(31)).accept(true).is_err());
    }

    #[test]
    fn attributes_are_limited_together() {
        let of = |length: usize| Text {
            message_attributes:
                json!({ "a": { "StringValues": ["x".repeat(length / 2), "y".repeat(length / 2)] } })
                    .as_object()
                    .cloned(),
            ..Text::default()
        };
        assert!(of(1022).accept(false).is_ok());
        assert!(of(1026).accept(false).is_err());
    }

    #[test]
    fn an_absent_part_is_kept_and_an_empty_one_removed() {
        let own = Text { metadata: Some("m".to_owned()), content_type: Some("t".to_owned()), ..content("c") };
        let given = Text { metadata: Some(String::new()), ..Text::default() };
        let laid = own.overlaid(given);
        assert_eq!(laid.content.as_deref(), Some("c"));
        assert_eq!((laid.metadata, laid.content_type.as_deref()), (None, Some("t")));
    }
}
