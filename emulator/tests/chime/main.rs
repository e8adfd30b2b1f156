//! The Chime side of the emulator, driven through its router, with the test as the processor.

mod edge;
mod fallback;
mod flow;
mod flow_changes;
mod history;
mod messages;
mod people;
mod resources;
mod world;
