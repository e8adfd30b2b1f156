//! `bootstrap`: the ready-made Lambda. Loads a rulebook, builds its pipeline, runs.
//!
//! | variable | |
//! |---|---|
//! | `CHANNEL_FLOW_RULEBOOK` | the path of a rulebook; without it, the one that is built in |
//! | `CHANNEL_FLOW_ON_CONFIG_ERROR` | the answer to every message while the rulebook does not load: `deny` (default) or `release` |
//! | `CHANNEL_FLOW_ON_EXHAUSTED` | the answer to messages whose events have failed for good: `deny` (default) or `release` |
//! | `CHANNEL_FLOW_LOG` | the level of the log: `error`, `warn`, `info` (default) or `debug` |

use channel_flow::{DEFAULT_RULEBOOK, OnFailure, Pipeline, Registry, Rulebook, lambda};

const RULEBOOK: &str = "CHANNEL_FLOW_RULEBOOK";
const ON_CONFIG_ERROR: &str = "CHANNEL_FLOW_ON_CONFIG_ERROR";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    lambda::start_logging();
    // A function that ends on a bad rulebook is started again for every event, and leaves every message
    // pending; one answer for all at least ends them.
    let pipeline = load().unwrap_or_else(|errors| {
        let answer = on_config_error();
        let release = answer == OnFailure::Skip;
        for error in errors {
            tracing::error!(target: "channel_flow", error, release, "config-error");
        }
        lambda::always(answer, "config-error")
    });
    lambda::run(pipeline).await
}

/// The pipeline of the rulebook, or everything that is wrong with it.
fn load() -> Result<Pipeline, Vec<String>> {
    let registry = Registry::default();
    let rulebook = match std::env::var_os(RULEBOOK) {
        None => Rulebook::parse(DEFAULT_RULEBOOK, &registry),
        Some(path) => Rulebook::load(path, &registry),
    };
    let rulebook = rulebook.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(rulebook.into_pipeline())
}

fn on_config_error() -> OnFailure {
    if std::env::var(ON_CONFIG_ERROR).is_ok_and(|answer| answer == "release") {
        OnFailure::Skip
    } else {
        OnFailure::Deny
    }
}
