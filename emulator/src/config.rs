//! What an emulator is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::invoke;
use crate::store::Data;

/// What an emulator is started with. The default listens on `127.0.0.1:4510`, keeps everything in
/// memory and has no functions.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 picks a free port.
    pub listen: SocketAddr,
    /// Where to keep app instances, channels and messages.
    pub data: Data,
    /// The region in ARNs.
    pub region: String,
    /// The account in ARNs, twelve digits.
    pub account: String,
    /// The Lambda functions that processors may name.
    pub functions: Vec<invoke::Function>,
    /// How long to wait before each further attempt at an event whose function failed.
    pub retry_delays: Vec<Duration>,
    /// What a callback for a message that is no longer pending is answered.
    pub second_callback: SecondCallback,
    /// Answers 200 to callbacks with an id that was never given out, so that a function can be invoked with an
    /// example event. They change nothing.
    pub accept_unknown_callbacks: bool,
    /// What a callback means by leaving a member out.
    pub omitted: Omitted,
    /// Which optional members events carry.
    pub event_profile: EventProfile,
    /// How long a processor may take to call back before its message fails.
    pub callback_ttl: Duration,
    /// How many processors a channel flow may have, 1 to 3. The service allows one unless a quota is raised.
    pub max_processors: usize,
    /// Delivers every event to its function twice, as Lambda now and then does.
    pub deliver_twice: bool,
    /// Enforces the service's rate quotas.
    pub quotas: bool,
    /// A file to append the service's EventBridge events to, one JSON object a line.
    pub events_file: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 4510)),
            data: Data::Memory,
            region: "us-east-1".to_owned(),
            account: "111122223333".to_owned(),
            functions: Vec::new(),
            retry_delays: vec![Duration::from_mins(1), Duration::from_mins(2)],
            second_callback: SecondCallback::BadRequest,
            accept_unknown_callbacks: false,
            omitted: Omitted::Keep,
            event_profile: EventProfile::Measured,
            callback_ttl: Duration::from_hours(48),
            max_processors: 1,
            deliver_twice: false,
            quotas: false,
            events_file: None,
        }
    }
}

/// The three answers that callbacks for a settled message have been seen to get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondCallback {
    /// 400 `BadRequestException`, "non-pending message".
    #[default]
    BadRequest,
    /// 409 `ConflictException`, as when two callbacks race.
    Conflict,
    /// 403 `ForbiddenException`, as for an unknown callback id.
    Forbidden,
}

/// What a callback means by leaving out a member that the message has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Omitted {
    /// It stays as it is.
    #[default]
    Keep,
    /// Metadata and push notification are removed; a strict setting, to catch processors that rely on
    /// [`Omitted::Keep`].
    Clear,
}

/// Which members of a message its event carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EventProfile {
    /// Those that were seen in live events: the documented ones and `PushNotification`.
    #[default]
    Measured,
    /// The documented ones.
    Documented,
    /// The measured ones, and `MessageAttributes` and `ContentType` where set.
    Rich,
}
