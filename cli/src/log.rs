//! The log of an emulator that stays up: standard error, our own lines only.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How much is logged, for us and for the functions that we start.
pub(crate) const VARIABLE: &str = "CHANNEL_FLOW_LOG";

/// Starts logging at the level that the environment names, else at `default`.
///
/// No variable reaches the libraries below us: at finer levels they print what they carry, message text
/// included.
pub(crate) fn start(default: LevelFilter) {
    let level = std::env::var(VARIABLE).ok().and_then(|level| level.parse().ok()).unwrap_or(default);
    let targets =
        Targets::new().with_default(LevelFilter::WARN.min(level)).with_target("channel_flow", level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    // An error means that there is a log already.
    drop(tracing_subscriber::registry().with(lines).with(targets).try_init());
}
