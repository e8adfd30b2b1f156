//! Ids as newtypes: what an event cannot be answered without.

use std::fmt;

use super::EventError;

/// Characters of an id, at most: the longest ARN that the service model allows.
pub(super) const MAX: usize = 1600;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident = $field:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes 1 to 1,600 printable ASCII characters without spaces.
            ///
            /// # Errors
            /// [`EventError::BadId`] for anything else.
            pub fn new(id: impl Into<String>) -> Result<Self, EventError> {
                let id = id.into();
                let fits = (1..=MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
                if fits { Ok(Self(id)) } else { Err(EventError::BadId($field)) }
            }

            /// The id as Chime wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// The one-shot token of a callback.
    CallbackId = "CallbackId";
    /// `arn:aws:chime:REGION:ACCOUNT:app-instance/ID/channel/ID`.
    ChannelArn = "ChannelArn";
    /// The id of a message.
    MessageId = "MessageId";
    /// The id of a sub-channel.
    SubChannelId = "SubChannelId";
}
