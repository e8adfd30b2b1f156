//! What the end of a call means: a pure function of what was seen.

use crate::callback::{CallbackFailure, Receipt};

/// What was seen of one callback, from its first request to its last answer.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four observations, any of which can go with any other")]
pub(crate) struct Evidence<'a> {
    /// The HTTP status of the last attempt; `None` when it ended without one.
    pub(crate) status: Option<u16>,
    /// The service's name for the error.
    pub(crate) code: Option<&'a str>,
    /// Whether the service said that the message is not pending (any more).
    pub(crate) non_pending: bool,
    /// How many answers were 409.
    pub(crate) conflicts: u32,
    /// Whether an earlier attempt reached the service and may have been carried out there, though its
    /// answer did not say so.
    pub(crate) may_have_landed: bool,
    /// Whether this process has seen, in this app instance, an answer that only a permitted caller gets.
    pub(crate) permitted_before: bool,
    /// Whether no request could be made at all, for want of credentials.
    pub(crate) unsigned: bool,
}

/// The meaning of a call's end. A second callback for one message ends in one of three errors, and all
/// three must count as success: an error would make Lambda deliver the event again, which makes more of
/// them.
pub(crate) fn outcome(seen: &Evidence<'_>) -> Result<Receipt, CallbackFailure> {
    match seen.status {
        None if seen.unsigned => Err(CallbackFailure::Credentials),
        // The status alone decides: an answer that cannot be parsed was still a yes.
        Some(200..=299) => Ok(Receipt::Resolved),
        Some(400) if seen.non_pending => Ok(Receipt::AlreadyResolved),
        // One conflict is a race that somebody may yet lose; after the second, somebody has won.
        Some(409) if seen.conflicts >= 2 => Ok(Receipt::AlreadyResolved),
        Some(401) => Err(CallbackFailure::Credentials),
        Some(400 | 403) if seen.code.is_some_and(speaks_of_credentials) => Err(CallbackFailure::Credentials),
        // "Forbidden" means a consumed callback id or a missing permission. It is the former where this
        // very callback may already have been carried out, or where permission is proven.
        Some(403) if seen.may_have_landed || seen.permitted_before => Ok(Receipt::AlreadyResolved),
        Some(403) => Err(CallbackFailure::Forbidden),
        // Redirects are not followed: only something that is not Chime sends one.
        None | Some(300..=399 | 408 | 409 | 429 | 500..=599) => Err(CallbackFailure::Unreachable),
        Some(_) => Err(CallbackFailure::Refused),
    }
}

/// Whether the service refused the request's signature and not the caller. The SDK has corrected a skewed
/// clock before this is asked.
fn speaks_of_credentials(code: &str) -> bool {
    matches!(
        code,
        "ExpiredToken"
            | "ExpiredTokenException"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "InvalidClientTokenId"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "RequestExpired"
            | "SignatureDoesNotMatch"
            | "UnrecognizedClientException"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use CallbackFailure::{Credentials, Forbidden, Refused, Unreachable};
    use Receipt::{AlreadyResolved, Resolved};

    #[test]
    fn every_end_of_a_call_has_its_meaning() {
        let at = |status| Evidence { status: Some(status), ..Evidence::default() };
        let coded = |status, code| Evidence { code: Some(code), ..at(status) };
        let cases = [
            ("200", at(200), Ok(Resolved)),
            ("another 2xx", at(202), Ok(Resolved)),
            ("200 that could not be parsed", coded(200, "Unhandled"), Ok(Resolved)),
            ("200 after a lost answer", Evidence { may_have_landed: true, ..at(200) }, Ok(Resolved)),
            ("400 non-pending", Evidence { non_pending: true, ..at(400) }, Ok(AlreadyResolved)),
            ("400 of another kind", coded(400, "BadRequestException"), Err(Refused)),
            (
                "400 of another kind, though permitted",
                Evidence { permitted_before: true, ..at(400) },
                Err(Refused),
            ),
            ("400 expired token", coded(400, "ExpiredTokenException"), Err(Credentials)),
            ("401", coded(401, "UnauthorizedClientException"), Err(Credentials)),
            ("403 at the very first", coded(403, "ForbiddenException"), Err(Forbidden)),
            ("403 after a lost answer", Evidence { may_have_landed: true, ..at(403) }, Ok(AlreadyResolved)),
            ("403 where permitted", Evidence { permitted_before: true, ..at(403) }, Ok(AlreadyResolved)),
            (
                "403 expired token, though permitted",
                Evidence { permitted_before: true, ..coded(403, "ExpiredTokenException") },
                Err(Credentials),
            ),
            ("403 bad signature", coded(403, "InvalidSignatureException"), Err(Credentials)),
            ("404", coded(404, "NotFoundException"), Err(Refused)),
            ("408", at(408), Err(Unreachable)),
            ("409 once, then out of time", Evidence { conflicts: 1, ..at(409) }, Err(Unreachable)),
            ("409 twice", Evidence { conflicts: 2, ..at(409) }, Ok(AlreadyResolved)),
            ("413", at(413), Err(Refused)),
            ("418", at(418), Err(Refused)),
            ("301", at(301), Err(Unreachable)),
            ("429 until the deadline", coded(429, "ThrottledClientException"), Err(Unreachable)),
            ("500", at(500), Err(Unreachable)),
            ("501", at(501), Err(Unreachable)),
            ("503", at(503), Err(Unreachable)),
            ("no answer", Evidence::default(), Err(Unreachable)),
            (
                "no answer, permitted",
                Evidence { permitted_before: true, ..Evidence::default() },
                Err(Unreachable),
            ),
            ("no credentials", Evidence { unsigned: true, ..Evidence::default() }, Err(Credentials)),
        ];
        for (name, seen, expected) in cases {
            assert_eq!(outcome(&seen), expected, "{name}");
        }
    }
}
