//! Reading request bodies that have a limit.

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

/// How many times its limit a body is read, and dropped, before the connection is.
///
/// A client that still sends when the server closes sees a reset connection instead of the answer that
/// says why.
const PATIENCE: usize = 4;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyError {
    /// It is larger than the limit.
    TooLarge,
    /// It broke off.
    Incomplete,
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, BodyError> {
    let mut stream = body.into_data_stream();
    let mut whole = BytesMut::new();
    let mut length = 0_usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| BodyError::Incomplete)?;
        length = length.saturating_add(chunk.len());
        if length <= limit {
            whole.extend_from_slice(&chunk);
        } else if length > limit.saturating_mul(PATIENCE) {
            break;
        }
    }
    if length > limit { Err(BodyError::TooLarge) } else { Ok(whole.freeze()) }
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures_util::stream;

    use super::*;

    fn body(chunks: Vec<io::Result<&'static str>>) -> Body {
        Body::from_stream(stream::iter(chunks))
    }

    #[tokio::test]
    async fn a_body_may_have_as_many_bytes_as_the_limit() {
        assert_eq!(read(body(vec![Ok("ab"), Ok("cd")]), 4).await.unwrap(), "abcd");
        assert_eq!(read(body(vec![Ok("ab"), Ok("cde")]), 4).await, Err(BodyError::TooLarge));
    }

    #[tokio::test]
    async fn half_a_body_is_none() {
        let broken = vec![Ok("ab"), Err(io::ErrorKind::ConnectionReset.into())];
        assert_eq!(read(body(broken), 4).await, Err(BodyError::Incomplete));
    }

    #[tokio::test]
    async fn an_endless_body_is_not_read_to_its_end() {
        let endless = Body::from_stream(stream::repeat_with(|| Ok::<_, io::Error>("abcd")));
        assert_eq!(read(endless, 64).await, Err(BodyError::TooLarge));
    }
}
