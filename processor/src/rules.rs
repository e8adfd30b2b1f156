//! The catalogue of rule kinds: one line, one file and one page each.

use crate::registry::Registry;

/// A rule whose `judge` answers at once, and that reads again what others edited.
macro_rules! rule_at_once {
    ($rule:ty $(, needs: $needs:expr)?) => {
        impl crate::rule::Rule for $rule {
            async fn evaluate(
                &self,
                message: &crate::message::Message,
                cx: &crate::rule::Context,
            ) -> crate::rule::RuleResult {
                Ok(self.judge(message, cx))
            }

            fn evaluate_now(
                &self,
                message: &crate::message::Message,
                cx: &crate::rule::Context,
            ) -> Option<crate::rule::RuleResult> {
                Some(Ok(self.judge(message, cx)))
            }

            fn rereads(&self) -> bool {
                true
            }

            $(fn needs(&self) -> crate::rule::Needs {
                let needs: fn(&Self) -> crate::rule::Needs = $needs;
                needs(self)
            })?
        }
    };
}

/// The same of a rule that has an `action` and is its finder.
macro_rules! rule_by_action {
    ($rule:ty) => {
        impl $rule {
            fn judge(
                &self,
                message: &crate::message::Message,
                cx: &crate::rule::Context,
            ) -> crate::verdict::Verdict {
                self.action.judge(message, cx, self)
            }
        }

        rule_at_once!($rule, needs: |rule| rule.action.needs(rule));
    };
}

mod attachment_type;
mod caps;
mod card_number;
mod date_of_birth;
mod email_address;
mod iban;
mod invisible_text;
mod ip_address;
mod link;
mod long_message;
mod mention_flood;
mod metadata_json;
mod national_id;
mod pattern;
mod personal;
mod phone_number;
mod prompt_injection;
mod repetition;
mod secret;
mod sender;
mod set_attribute;
mod set_push;
mod strip_push;
mod words;

pub use attachment_type::AttachmentType;
pub use caps::Caps;
pub use card_number::CardNumber;
pub use date_of_birth::DateOfBirth;
pub use email_address::EmailAddress;
pub use iban::Iban;
pub use invisible_text::InvisibleText;
pub use ip_address::IpAddress;
pub use link::Link;
pub use long_message::LongMessage;
pub use mention_flood::MentionFlood;
pub use metadata_json::MetadataJson;
pub use national_id::NationalId;
pub use pattern::Pattern;
pub(crate) use pattern::compile as compile_pattern;
pub use phone_number::PhoneNumber;
pub use prompt_injection::PromptInjection;
pub use repetition::Repetition;
pub use secret::Secret;
pub use sender::Sender;
pub use set_attribute::SetAttribute;
pub use set_push::SetPush;
pub use strip_push::StripPush;
pub use words::Words;

impl Default for Registry {
    /// The built-in kinds.
    fn default() -> Self {
        let mut registry = Self::empty();
        registry.insert::<AttachmentType>();
        registry.insert::<Caps>();
        registry.insert::<CardNumber>();
        registry.insert::<DateOfBirth>();
        registry.insert::<EmailAddress>();
        registry.insert::<Iban>();
        registry.insert::<InvisibleText>();
        registry.insert::<IpAddress>();
        registry.insert::<Link>();
        registry.insert::<LongMessage>();
        registry.insert::<MentionFlood>();
        registry.insert::<MetadataJson>();
        registry.insert::<NationalId>();
        registry.insert::<Pattern>();
        registry.insert::<PhoneNumber>();
        registry.insert::<PromptInjection>();
        registry.insert::<Repetition>();
        registry.insert::<Secret>();
        registry.insert::<Sender>();
        registry.insert::<SetAttribute>();
        registry.insert::<SetPush>();
        registry.insert::<StripPush>();
        registry.insert::<Words>();
        registry
    }
}

#[cfg(test)]
mod tests;
