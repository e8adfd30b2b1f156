//! Benches only; run them with `make bench`.
