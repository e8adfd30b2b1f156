//! Errors as the AWS SDKs expect them: a status, a header that names the shape, a code and a message.

use std::borrow::Cow;

use serde_json::{Value, json};

/// Why a request was not carried out. The message never holds text of a chat message.
#[derive(Debug)]
pub(crate) struct ApiError {
    pub(crate) kind: Kind,
    pub(crate) message: Cow<'static, str>,
}

/// The errors of the service, and the three that only an emulator or a router needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    BadRequest,
    ResourceLimitExceeded,
    Forbidden,
    NotFound,
    Conflict,
    Throttled,
    ServiceFailure,
    ServiceUnavailable,
    TooLarge,
    UnknownOperation,
    NotImplemented,
}

impl Kind {
    /// HTTP status, the shape's name, and the code inside the body.
    pub(crate) fn face(self) -> (u16, &'static str, &'static str) {
        match self {
            Kind::BadRequest => (400, "BadRequestException", "BadRequest"),
            Kind::ResourceLimitExceeded => (400, "ResourceLimitExceededException", "ResourceLimitExceeded"),
            Kind::Forbidden => (403, "ForbiddenException", "Forbidden"),
            Kind::NotFound => (404, "NotFoundException", "NotFound"),
            Kind::Conflict => (409, "ConflictException", "Conflict"),
            Kind::Throttled => (429, "ThrottledClientException", "Throttled"),
            Kind::ServiceFailure => (500, "ServiceFailureException", "ServiceFailure"),
            Kind::ServiceUnavailable => (503, "ServiceUnavailableException", "ServiceUnavailable"),
            Kind::TooLarge => (413, "RequestEntityTooLargeException", "BadRequest"),
            Kind::UnknownOperation => (404, "UnknownOperationException", "NotFound"),
            Kind::NotImplemented => (501, "NotImplementedException", "NotImplemented"),
        }
    }
}

impl ApiError {
    pub(crate) fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError { kind, message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError::new(Kind::BadRequest, message)
    }

    pub(crate) fn forbidden(message: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError::new(Kind::Forbidden, message)
    }

    pub(crate) fn not_found(message: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError::new(Kind::NotFound, message)
    }

    pub(crate) fn conflict(message: impl Into<Cow<'static, str>>) -> ApiError {
        ApiError::new(Kind::Conflict, message)
    }

    /// A defect of the emulator itself, or of its data file.
    pub(crate) fn failure(what: &'static str) -> ApiError {
        ApiError::new(Kind::ServiceFailure, what)
    }

    pub(crate) fn body(&self) -> Value {
        let (_, _, code) = self.kind.face();
        json!({ "Code": code, "Message": self.message })
    }
}

impl From<rusqlite::Error> for ApiError {
    /// Only the code of the error is kept: its text may quote a stored value.
    fn from(error: rusqlite::Error) -> ApiError {
        use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        let code = error.sqlite_error_code();
        tracing::error!(?code, "the store failed");
        match code {
            Some(DiskFull | DatabaseBusy | DatabaseLocked | SystemIoFailure | CannotOpen) => {
                ApiError::new(Kind::ServiceUnavailable, "The store cannot be written now.")
            }
            _ => ApiError::failure("The store failed."),
        }
    }
}

impl From<serde_json::Error> for ApiError {
    /// The error's own text is dropped, because it may quote the value that it stumbled over.
    fn from(_: serde_json::Error) -> ApiError {
        ApiError::failure("A stored or checked value has an unexpected shape.")
    }
}
