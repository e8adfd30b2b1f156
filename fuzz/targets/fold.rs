//! Folding a text: never panics, and what it says it changed is whole characters of the text, in order.

#![no_main]

use channel_flow::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut last = 0;
    for change in text::explain(input) {
        assert!(input.get(change.original.clone()).is_some_and(|part| !part.is_empty()));
        assert!(change.original.start >= last, "in the order of the text");
        last = change.original.start;
        // The longest that one character becomes, eighteen letters of Arabic.
        assert!(change.folded.len() <= 12 * change.original.len());
    }
});
