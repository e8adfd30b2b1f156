//! Who may do what: callers, and the seat that a caller has in a channel.

use crate::api::Input;
use crate::error::ApiError;
use crate::store::channels::{self, Channel};
use crate::store::messages::{self, Message};
use crate::store::people::{self, Person};
use crate::work::Work;

/// A caller, a channel, and what the one is to the other.
pub(crate) struct Seat {
    pub(crate) caller: Person,
    pub(crate) channel: Channel,
    pub(crate) admin: bool,
    pub(crate) moderator: bool,
    /// `DEFAULT` or `HIDDEN`.
    membership: Option<String>,
}

/// What an operation answers about a thing that does not exist: only some of them declare a 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    NotFound,
    Forbidden,
}

impl Missing {
    pub(crate) fn error(self, what: &'static str) -> ApiError {
        match self {
            Missing::NotFound => ApiError::not_found(what),
            Missing::Forbidden => ApiError::forbidden(what),
        }
    }
}

/// The user or bot in the bearer header.
pub(crate) fn caller(work: &Work<'_>, bearer: &str) -> Result<Person, ApiError> {
    people::find(work.tx, bearer)?
        .ok_or_else(|| ApiError::forbidden("The bearer is not a user or bot of any app instance."))
}

/// Finds out what the bearer is to the channel.
pub(crate) fn seat(work: &Work<'_>, bearer: &str, channel: &str, missing: Missing) -> Result<Seat, ApiError> {
    let caller = caller(work, bearer)?;
    let channel =
        channels::find(work.tx, channel)?.ok_or_else(|| missing.error("There is no such channel."))?;
    if caller.app_instance != channel.app_instance {
        return Err(ApiError::forbidden("The bearer is not of the channel's app instance."));
    }
    Ok(Seat {
        admin: people::is_admin(work.tx, &channel.app_instance, &caller.arn)?,
        moderator: channels::is_moderator(work.tx, &channel.arn, &caller.arn)?,
        membership: channels::membership(work.tx, &channel.arn, &caller.arn)?,
        caller,
        channel,
    })
}

/// The seat of the request's bearer in the request's channel.
pub(crate) fn of(work: &Work<'_>, input: &Input, missing: Missing) -> Result<Seat, ApiError> {
    let (bearer, channel) = (input.text("ChimeBearer"), input.text("ChannelArn"));
    seat(work, bearer.unwrap_or_default(), channel.unwrap_or_default(), missing)
}

impl Seat {
    pub(crate) fn is_member(&self) -> bool {
        self.membership.is_some()
    }

    /// Administrators and moderators.
    pub(crate) fn runs_channel(&self) -> Result<(), ApiError> {
        allow(self.admin || self.moderator, "Only administrators and moderators of the channel may do this.")
    }

    /// Those who belong to the channel, and anybody if it is public.
    pub(crate) fn reads(&self) -> Result<(), ApiError> {
        let belongs = self.admin || self.moderator || self.is_member();
        allow(belongs || self.channel.is_public(), "The channel is private and the bearer not in it.")
    }

    /// Members, whatever else they are; hidden ones only watch.
    pub(crate) fn sends(&self) -> Result<(), ApiError> {
        allow(self.membership.as_deref() == Some("DEFAULT"), "Only members that are not hidden may send.")
    }

    /// The message, if this caller may know what it says.
    pub(crate) fn visible(
        &self,
        work: &Work<'_>,
        message: &str,
        missing: Missing,
    ) -> Result<Message, ApiError> {
        self.reads()?;
        let found = messages::find(work.tx, &self.channel.arn, message)?;
        let message = found
            .filter(|message| message.persistent)
            .ok_or_else(|| missing.error("There is no such message."))?;
        allow(message.is_for(&self.caller.arn), "The message is targeted at somebody else.")?;
        Ok(message)
    }
}

pub(crate) fn allow(allowed: bool, why_not: &'static str) -> Result<(), ApiError> {
    if allowed { Ok(()) } else { Err(ApiError::forbidden(why_not)) }
}
