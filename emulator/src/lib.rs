//! emulator

pub mod invoke;
