//! The verbs that end by themselves: `invoke` and `check`.

use super::program::{channel_flow, repository};
