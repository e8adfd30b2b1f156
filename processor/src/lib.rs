//! channel-flow
