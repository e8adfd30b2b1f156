//! Sees every attempt of one call: counts them, and tells the SDK which to repeat.
//!
//! The SDK on its own repeats neither a 409 nor Chime's 429, whose error name it does not know.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::ErrorKind;

/// How long a callback that met another one waits before it asks who has won.
const CONFLICT_DELAY: Duration = Duration::from_millis(50);

/// The record of one call. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch(Arc<Record>);

#[derive(Debug, Default)]
struct Record {
    attempts: AtomicU32,
    conflicts: AtomicU32,
    /// The status of the last attempt, 0 without one.
    status: AtomicU16,
    /// Whether a request is out whose end has not been seen.
    sent: AtomicBool,
    may_have_landed: AtomicBool,
}

impl Watch {
    /// How many requests were sent.
    pub(super) fn attempts(&self) -> u32 {
        self.0.attempts.load(Relaxed)
    }

    /// How many answers were 409.
    pub(super) fn conflicts(&self) -> u32 {
        self.0.conflicts.load(Relaxed)
    }

    /// The status of the last attempt that ended.
    pub(super) fn status(&self) -> Option<u16> {
        Some(self.0.status.load(Relaxed)).filter(|status| *status != 0)
    }

    /// Whether an attempt reached the service and its answer does not rule out that it was carried out.
    pub(super) fn may_have_landed(&self) -> bool {
        self.0.may_have_landed.load(Relaxed)
    }
}

#[dyn_dispatch_hint]
impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "ChannelFlowWatch"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.attempts.fetch_add(1, Relaxed);
        self.0.sent.store(true, Relaxed);
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let status = context.response().map(|response| response.status().as_u16());
        self.0.status.store(status.unwrap_or_default(), Relaxed);
        if status == Some(409) {
            self.0.conflicts.fetch_add(1, Relaxed);
        }
        let sent = self.0.sent.swap(false, Relaxed);
        let landed = match status {
            // Refused at the door, whatever the reason.
            Some(400 | 401 | 403 | 404 | 429) => false,
            Some(_) => true,
            // Without a connection nothing was said.
            None => sent && config.load::<CaptureSmithyConnection>().is_some_and(|it| it.get().is_some()),
        };
        self.0.may_have_landed.fetch_or(landed, Relaxed);
        Ok(())
    }
}

impl ClassifyRetry for Watch {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.response().map(|response| response.status().as_u16()) {
            // A yes whose body was cut off is a yes.
            Some(200..=299) => RetryAction::RetryForbidden,
            Some(429) => RetryAction::throttling_error(),
            Some(409) if self.conflicts() < 2 => {
                RetryAction::retryable_error_with_explicit_delay(ErrorKind::TransientError, CONFLICT_DELAY)
            }
            Some(408 | 501 | 505..=599) => RetryAction::transient_error(),
            Some(_) => RetryAction::NoActionIndicated,
            None => {
                let error = context.output_or_error().and_then(Result::err);
                let connector = error.and_then(|error| error.as_connector_error());
                // Bytes that are not HTTP come from something that is not Chime, and may be gone next time.
                if connector.is_some_and(|error| !error.is_user()) {
                    RetryAction::transient_error()
                } else {
                    RetryAction::NoActionIndicated
                }
            }
        }
    }

    fn name(&self) -> &'static str {
        "ChannelFlowCallback"
    }

    /// The last word.
    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}
