//! The operations, one file per resource. A handler reads its checked input and answers.

pub(crate) mod admin;
pub(crate) mod app_instance;
pub(crate) mod association;
pub(crate) mod bot;
pub(crate) mod callback;
pub(crate) mod channel;
pub(crate) mod channel_flow;
pub(crate) mod history;
pub(crate) mod membership;
pub(crate) mod message;
pub(crate) mod moderator;
pub(crate) mod removal;
pub(crate) mod user;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::fingerprint;
use crate::page::Page;
use crate::store::tokens;
use crate::work::Work;

/// Carries out an operation. A null answer has no body.
pub(crate) type Handler = fn(&mut Work<'_>, &Input) -> Result<Value, ApiError>;

/// What an operation was asked: the members of its input, from wherever they travelled, all checked.
pub(crate) struct Input {
    pub(crate) operation: &'static str,
    pub(crate) members: Map<String, Value>,
}

impl Input {
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        Ok(T::deserialize(Value::Object(self.members.clone()))?)
    }

    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.members.get(member).and_then(Value::as_str)
    }

    /// A text that is not empty; an empty one counts as none.
    pub(crate) fn filled(&self, member: &str) -> Option<&str> {
        self.text(member).filter(|text| !text.is_empty())
    }

    /// Which page of a listing is asked for.
    pub(crate) fn page(&self) -> Result<Page, ApiError> {
        let size = self.members.get("MaxResults").and_then(Value::as_u64);
        let query = self.fingerprint(&["MaxResults", "NextToken"]);
        Page::new(query, size.and_then(|size| size.try_into().ok()), self.text("NextToken"))
    }

    /// Carries out a creation once per client request token and `scope`.
    pub(crate) fn once(
        &self,
        work: &mut Work<'_>,
        scope: &str,
        create: impl FnOnce(&mut Work<'_>) -> Result<Value, ApiError>,
    ) -> Result<Value, ApiError> {
        let request = tokens::Request {
            operation: self.operation,
            scope,
            token: self.text("ClientRequestToken").unwrap_or_default(),
            fingerprint: self.fingerprint(&["ClientRequestToken"]),
        };
        if let Some(answer) = tokens::replay(work.tx, work.now, &request)? {
            return Ok(answer);
        }
        let answer = create(work)?;
        tokens::remember(work.tx, work.now, &request, &answer)?;
        Ok(answer)
    }

    /// Tells this request from others, whatever it says in the members left out.
    fn fingerprint(&self, but: &[&str]) -> u64 {
        let members = self.members.iter().filter(|(name, _)| !but.contains(&name.as_str()));
        let said: Vec<String> = members.map(|(name, value)| format!("{name}={value}")).collect();
        fingerprint::of(std::iter::once(self.operation).chain(said.iter().map(String::as_str)))
    }
}

/// Refuses the id of a sub-channel: only elastic channels have them, and the emulator has no such channels.
pub(crate) fn no_sub_channel(given: Option<&str>) -> Result<(), ApiError> {
    match given {
        None => Ok(()),
        Some(_) => Err(ApiError::bad_request("`SubChannelId` is given, but the channel is not elastic.")),
    }
}
