//! Everything seen from outside.
