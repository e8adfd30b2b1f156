//! Raw request targets: split first, decode after, since an ARN travels as one encoded segment.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::error::ApiError;

/// The segments of a raw path, still encoded. Every path begins with a slash; an empty segment counts.
pub(crate) fn segments(raw_path: &str) -> Vec<&str> {
    raw_path.strip_prefix('/').unwrap_or(raw_path).split('/').collect()
}

/// Decodes one segment or one side of a query pair. A plus sign stays a plus sign.
pub(crate) fn decode(raw: &str) -> Result<String, ApiError> {
    percent_decode_str(raw)
        .decode_utf8()
        .map(Cow::into_owned)
        .map_err(|_| ApiError::bad_request("The request target is not UTF-8 once decoded."))
}

/// The pairs of a raw query string, decoded, in order.
pub(crate) fn query(raw: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pairs = raw.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(key)?, decode(value)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_byte_sequence_that_is_not_utf8_is_refused() {
        assert!(decode("%FF").is_err());
    }

    proptest! {
        #[test]
        fn an_encoded_text_is_one_segment_and_comes_back_whole(text in ".*") {
            let raw = format!("/channels/{}/messages", utf8_percent_encode(&text, NON_ALPHANUMERIC));
            let parts = segments(&raw);
            prop_assert_eq!(parts.len(), 3);
            prop_assert_eq!(decode(parts[1]).unwrap(), text);
        }

        #[test]
        fn encoded_query_values_come_back_whole(text in ".*") {
            let encoded = utf8_percent_encode(&text, NON_ALPHANUMERIC);
            let raw = format!("next-token={encoded}&max-results=1");
            let pairs = query(&raw).unwrap();
            prop_assert_eq!(&pairs[0], &("next-token".to_owned(), text));
        }
    }
}
