//! Amazon Chime SDK messaging on localhost.
//!
//! One listener serves the messaging API, the part of the identity API that messaging needs, and
//! Lambda's `Invoke` API. Messages of a channel with a flow go through real functions and wait for
//! their callback, as they do in the service.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use channel_flow_emulator::{Config, Emulator};
//! use serde_json::json;
//!
//! let config = Config { listen: "127.0.0.1:0".parse()?, ..Config::default() };
//! let emulator = Emulator::start(config).await?;
//! let body = json!({ "Name": "demo", "ClientRequestToken": "once" });
//! let (status, answer) = emulator.call("POST", "/app-instances", None, body).await?;
//! assert_eq!(status, 201);
//! assert!(answer["AppInstanceArn"].is_string());
//! emulator.stop().await;
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! What is supported, and what was chosen where the service is not documented, is in the README.

mod access;
mod api;
mod arn;
mod config;
mod engine;
mod error;
mod event;
mod fingerprint;
mod flow;
mod gather;
mod guard;
pub mod invoke;
mod page;
mod path;
mod quota;
mod routes;
mod running;
mod server;
mod shape;
mod store;
mod text;
mod time;
mod work;

pub use config::{Config, EventProfile, Omitted, SecondCallback};
pub use running::{CallError, Emulator, Running, StartError};
pub use store::{Data, OpenError};
pub use work::Change;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
