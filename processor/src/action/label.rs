//! What stands for a finding of a category.

use std::borrow::Cow;

/// The label of a category: `CARD` for `card-number`.
pub(super) fn label(category: &str) -> Cow<'static, str> {
    Cow::Borrowed(match category {
        "email-address" => "EMAIL",
        "phone-number" => "PHONE",
        "card-number" => "CARD",
        "iban" => "IBAN",
        "national-id" => "ID",
        "ip-address" => "IP",
        "secret" => "SECRET",
        "date-of-birth" => "DATE",
        "link" => "LINK",
        other => return Cow::Owned(other.to_ascii_uppercase().replace('-', " ")),
    })
}
