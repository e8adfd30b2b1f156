//! Reading a rulebook: never panics, and what is read can be asked.

#![no_main]

use channel_flow::{Registry, Rulebook, testing};
use futures_util::FutureExt as _;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|yaml: &str| {
    match Rulebook::parse(yaml, &Registry::default()) {
        Ok(rulebook) => {
            let pipeline = rulebook.into_pipeline();
            let _ = pipeline.decide(&testing::message("hello, 555 1234"), testing::soon()).now_or_never();
        }
        Err(errors) => assert!(!errors.to_string().is_empty()),
    }
});
