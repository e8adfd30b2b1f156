//! The Chime side of the emulator, driven through its router, with the test as the processor.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what the tests share is test code, which the lints do not see outside of test functions"
)]

mod edge;
mod fallback;
mod flow;
mod flow_changes;
mod history;
mod messages;
mod people;
mod resources;
mod world;
