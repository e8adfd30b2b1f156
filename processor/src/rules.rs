//! The catalogue of rule kinds: one line, one file and one page each.

use crate::registry::Registry;

mod long_message;
mod pattern;
mod words;

pub use long_message::LongMessage;
pub use pattern::Pattern;
pub use words::Words;

impl Default for Registry {
    /// The built-in kinds.
    fn default() -> Self {
        let mut registry = Self::empty();
        registry.insert::<LongMessage>();
        registry.insert::<Pattern>();
        registry.insert::<Words>();
        registry
    }
}

#[cfg(test)]
mod tests;
