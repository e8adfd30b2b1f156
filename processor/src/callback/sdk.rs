//! The callback client on the AWS SDK.
//!
//! The SDK's defaults do not fit one callback that must get through before a deadline: no time-out, no
//! repeat of Chime's 429, and a retry quota that a storm empties for the whole process. Here an attempt has
//! 1.5 s, attempts repeat until the deadline of the message, and only the deadline bounds them. The SDK
//! serialises once per call, so every attempt sends the same bytes.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_chimesdkmessaging::Client;
use aws_sdk_chimesdkmessaging::config::retry::RetryConfig;
use aws_sdk_chimesdkmessaging::config::timeout::TimeoutConfig;
use aws_sdk_chimesdkmessaging::config::{Builder, Config, IdentityCache, SharedHttpClient};
use aws_sdk_chimesdkmessaging::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_chimesdkmessaging::types::{
    ChannelMessageCallback, MessageAttributeValue, PushNotificationConfiguration, PushNotificationType,
};
use aws_smithy_http_client::tls;
use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};
use tokio::time::{Instant, timeout_at};

use self::outcome::{Evidence, outcome};
use self::watch::Watch;
use super::{CallbackBody, CallbackClient, CallbackError, CallbackFailure, CallbackRequest, Receipt};

mod outcome;
mod watch;

/// One attempt; the callback's reserved share of a deadline holds one that hangs and one that succeeds.
const ATTEMPT: Duration = Duration::from_millis(1500);
const CONNECT: Duration = Duration::from_secs(1);
const FIRST_BACKOFF: Duration = Duration::from_millis(50);
const LAST_BACKOFF: Duration = Duration::from_millis(500);
/// More than fit into any deadline: at most the backoffs' average of 250 ms apart for 15 minutes.
const ATTEMPTS: u32 = 10_000;
/// Lambda freezes the function between events, and peers close what idles; a fresh connection is cheap.
const POOL_IDLE: Duration = Duration::from_secs(30);
/// Matters where credentials come from an agent in the container; those of the environment are there.
const CREDENTIALS: Duration = Duration::from_secs(2);

/// Calls `ChannelFlowCallback` until Chime has given a final answer.
///
/// Clones share connections, credentials and what was learnt. `Debug` prints nothing of the configuration,
/// which holds credentials.
#[derive(Clone)]
pub struct SdkCallback(Arc<Shared>);

struct Shared {
    client: RwLock<Client>,
    /// The app instances where an answer has shown that this function may call back.
    permitted: Mutex<HashSet<String>>,
}

impl SdkCallback {
    /// A client that is configured as AWS SDKs are: by the environment, or else the shared files.
    /// `AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING` points it at an emulator.
    pub async fn from_env() -> Self {
        let loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http_client());
        Self::new(&loader.identity_cache(identity_cache()).load().await)
    }

    /// A client with this configuration's endpoint, region, credentials and HTTP client; retries and
    /// time-outs are this client's own.
    #[must_use]
    pub fn new(config: &SdkConfig) -> Self {
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(FIRST_BACKOFF)
            .with_max_backoff(LAST_BACKOFF);
        let timeouts = TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT);
        let partition =
            RetryPartition::custom("channel-flow-callback").token_bucket(TokenBucket::unlimited());
        let config = Builder::from(config)
            .behavior_version(BehaviorVersion::v2026_01_12())
            .retry_config(retries)
            .retry_partition(partition.build())
            .timeout_config(timeouts.build())
            .identity_cache(identity_cache());
        let client = RwLock::new(Client::from_conf(config.build()));
        Self(Arc::new(Shared { client, permitted: Mutex::default() }))
    }

    /// One call with all its attempts.
    async fn call(
        &self,
        request: &CallbackRequest,
        message: Option<&ChannelMessageCallback>,
        earlier: &mut Earlier,
        deadline: Instant,
    ) -> Result<Receipt, CallbackError> {
        let app_instance = app_instance(request.channel_arn.as_str());
        let client = self.0.client.read().unwrap_or_else(PoisonError::into_inner).clone();
        let watch = Watch::default();
        let call = client
            .channel_flow_callback()
            .callback_id(request.callback_id.as_str())
            .channel_arn(request.channel_arn.as_str())
            .set_delete_resource(request.is_denial().then_some(true))
            .set_channel_message(message.cloned())
            .customize()
            .config_override(Config::builder().retry_classifier(watch.clone()))
            .interceptor(watch.clone())
            .send();
        let ended = timeout_at(deadline, call).await;
        let error = ended.as_ref().ok().and_then(|ended| ended.as_ref().err());
        let seen = Evidence {
            // At the deadline an attempt was under way, and the status is that of the one before.
            status: if ended.is_ok() { watch.status() } else { None },
            code: error.and_then(ProvideErrorMetadata::code),
            non_pending: error.and_then(ProvideErrorMetadata::message).is_some_and(non_pending),
            conflicts: watch.conflicts(),
            may_have_landed: earlier.may_have_landed || watch.may_have_landed(),
            permitted_before: self.permitted().contains(app_instance),
            unsigned: watch.attempts() == 0 && matches!(error, Some(SdkError::ConstructionFailure(_))),
        };
        earlier.attempts += watch.attempts();
        earlier.may_have_landed = seen.may_have_landed;
        let code = seen.code.and_then(harmless);
        let result = outcome(&seen);
        // A 403 proves nothing, whatever it came to mean.
        if result.is_ok() && seen.status != Some(403) && !seen.permitted_before {
            self.permitted().insert(app_instance.to_owned());
        }
        result.map_err(|kind| CallbackError { kind, status: seen.status, code, attempts: earlier.attempts })
    }

    fn permitted(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.permitted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the credentials, so that the next call asks their source.
    fn forget_credentials(&self) {
        let mut client = self.0.client.write().unwrap_or_else(PoisonError::into_inner);
        let config = client.config().to_builder().identity_cache(identity_cache());
        *client = Client::from_conf(config.build());
    }
}

/// What the calls before this one have to say about it.
#[derive(Default)]
struct Earlier {
    attempts: u32,
    may_have_landed: bool,
}

impl CallbackClient for SdkCallback {
    async fn send(&self, request: &CallbackRequest, deadline: Instant) -> Result<Receipt, CallbackError> {
        // Made once, so that the maps in it are written in the same order each time.
        let message = message(request);
        let mut earlier = Earlier::default();
        match self.call(request, message.as_ref(), &mut earlier, deadline).await {
            Err(error) if error.kind == CallbackFailure::Credentials => {
                self.forget_credentials();
                self.call(request, message.as_ref(), &mut earlier, deadline).await
            }
            done => done,
        }
    }
}

impl std::fmt::Debug for SdkCallback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SdkCallback").finish_non_exhaustive()
    }
}

/// The measured text of a callback that came second:
/// `Unable to complete processing of non-pending message for callback id …`.
fn non_pending(message: &str) -> bool {
    message.to_ascii_lowercase().contains("non-pending message")
}

/// An error's name as it may appear in logs: whatever answered, it could have sent anything.
fn harmless(code: &str) -> Option<String> {
    let named = code.len() <= 64 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    named.then(|| code.to_owned())
}

fn identity_cache() -> aws_sdk_chimesdkmessaging::config::SharedIdentityCache {
    IdentityCache::lazy().load_timeout(CREDENTIALS).build()
}

/// An HTTP client whose TLS is ring: AWS-LC spends 65 ms at its first handshake, and most of a second in a
/// function of 128 MB.
fn http_client() -> SharedHttpClient {
    let builder = aws_smithy_http_client::Builder::new().pool_idle_timeout(POOL_IDLE);
    builder.tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring)).build_https()
}

/// The part of a channel's ARN that permissions are given on.
fn app_instance(channel_arn: &str) -> &str {
    channel_arn.split_once("/channel/").map_or(channel_arn, |(app_instance, _)| app_instance)
}

/// The message of a request. There always is one: the SDK requires an id, and the request has one.
fn message(request: &CallbackRequest) -> Option<ChannelMessageCallback> {
    let message = ChannelMessageCallback::builder().message_id(request.message_id.as_str());
    let message = match &request.body {
        CallbackBody::Deny => message,
        CallbackBody::Deliver(delivery) => message
            .set_content(delivery.content.clone())
            .set_metadata(delivery.metadata.clone())
            .set_content_type(delivery.content_type.clone())
            .set_sub_channel_id(delivery.sub_channel_id.as_ref().map(|id| id.as_str().to_owned()))
            .set_push_notification(delivery.push.as_ref().map(|push| {
                PushNotificationConfiguration::builder()
                    .set_title(push.title.clone())
                    .set_body(push.body.clone())
                    .set_type(push.kind.as_deref().map(PushNotificationType::from))
                    .build()
            }))
            .set_message_attributes(delivery.attributes.as_ref().map(|all| {
                let values = |values: &Vec<String>| {
                    MessageAttributeValue::builder().set_string_values(Some(values.clone())).build()
                };
                all.iter().map(|(name, all)| (name.clone(), values(all))).collect()
            })),
    };
    message.build().ok()
}

#[cfg(test)]
mod tests;
