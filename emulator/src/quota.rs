//! The service's rate quotas, for those who want to be throttled. Values are those of us-east-1.

use std::collections::HashMap;

use tokio::time::Instant;

use crate::api::Input;
use crate::error::{ApiError, Kind};

/// So many calls a second of these operations, counted for each value of one member of the input.
struct Quota {
    name: &'static str,
    operations: &'static [&'static str],
    member: &'static str,
    a_second: f64,
}

const QUOTAS: &[Quota] = &[
    Quota {
        name: "changing messages of a channel",
        operations: &[
            "SendChannelMessage",
            "UpdateChannelMessage",
            "RedactChannelMessage",
            "DeleteChannelMessage",
            "ChannelFlowCallback",
        ],
        member: "ChannelArn",
        a_second: 30.0,
    },
    Quota {
        name: "listing messages of a channel",
        operations: &["ListChannelMessages"],
        member: "ChannelArn",
        a_second: 30.0,
    },
    Quota {
        name: "getting messages of a channel",
        operations: &["GetChannelMessage"],
        member: "ChannelArn",
        a_second: 30.0,
    },
    Quota {
        name: "creating channels of an app instance",
        operations: &["CreateChannel"],
        member: "AppInstanceArn",
        a_second: 15.0,
    },
    Quota {
        name: "listing channels of an app instance",
        operations: &["ListChannels"],
        member: "AppInstanceArn",
        a_second: 10.0,
    },
    Quota {
        name: "describing a channel",
        operations: &["DescribeChannel"],
        member: "ChannelArn",
        a_second: 20.0,
    },
    Quota {
        name: "changing members of a channel",
        operations: &[
            "CreateChannelMembership",
            "DeleteChannelMembership",
            "CreateChannelModerator",
            "DeleteChannelModerator",
        ],
        member: "ChannelArn",
        a_second: 15.0,
    },
    Quota {
        name: "listing members of a channel",
        operations: &["ListChannelMemberships", "ListChannelModerators"],
        member: "ChannelArn",
        a_second: 15.0,
    },
    Quota {
        name: "adding members in batches",
        operations: &["BatchCreateChannelMembership"],
        member: "ChannelArn",
        a_second: 1.0,
    },
    // An operation whose input has no bearer does not count here.
    Quota { name: "calls of a bearer", operations: &[], member: "ChimeBearer", a_second: 10.0 },
];

impl Quota {
    fn covers(&self, input: &Input) -> bool {
        let listed = self.operations.is_empty() || self.operations.contains(&input.operation);
        // A callback that denies changes no message.
        let denies = input.members.get("DeleteResource").is_some_and(|deny| deny.as_bool() == Some(true));
        listed && !denies
    }
}

/// What is left of every quota: buckets that hold one second's worth and refill evenly.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    buckets: HashMap<(&'static str, String), Bucket>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    filled: Instant,
}

impl Quotas {
    /// Counts a call.
    ///
    /// # Errors
    ///
    /// `ThrottledClientException` if a quota is used up; then none is charged.
    pub(crate) fn charge(&mut self, input: &Input, now: Instant) -> Result<(), ApiError> {
        let covering: Vec<(&Quota, String)> = QUOTAS
            .iter()
            .filter(|quota| quota.covers(input))
            .filter_map(|quota| input.text(quota.member).map(|key| (quota, key.to_owned())))
            .collect();
        for (quota, key) in &covering {
            if self.bucket(quota, key, now).left < 1.0 {
                let message =
                    format!("The quota for {} is used up: {} a second.", quota.name, quota.a_second);
                return Err(ApiError::new(Kind::Throttled, message));
            }
        }
        for (quota, key) in &covering {
            self.bucket(quota, key, now).left -= 1.0;
        }
        Ok(())
    }

    fn bucket(&mut self, quota: &Quota, key: &str, now: Instant) -> &mut Bucket {
        let bucket = self
            .buckets
            .entry((quota.name, key.to_owned()))
            .or_insert(Bucket { left: quota.a_second, filled: now });
        let since = now.saturating_duration_since(bucket.filled).as_secs_f64();
        bucket.left = (bucket.left + since * quota.a_second).min(quota.a_second);
        bucket.filled = now;
        bucket
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn call(operation: &'static str, members: &serde_json::Value) -> Input {
        Input { operation, members: members.as_object().unwrap().clone() }
    }

    #[test]
    fn a_bearer_has_ten_calls_a_second_and_gets_them_back_with_time() {
        let mut quotas = Quotas::default();
        let start = Instant::now();
        let send = call("SendChannelMessage", &json!({ "ChimeBearer": "a", "ChannelArn": "c" }));
        let other = call("SendChannelMessage", &json!({ "ChimeBearer": "b", "ChannelArn": "c" }));
        for _ in 0..10 {
            quotas.charge(&send, start).unwrap();
        }
        assert_eq!(quotas.charge(&send, start).unwrap_err().kind, Kind::Throttled);
        quotas.charge(&other, start).unwrap();
        quotas.charge(&send, start + Duration::from_millis(101)).unwrap();
    }

    #[test]
    fn callbacks_share_the_channels_budget_unless_they_deny() {
        let mut quotas = Quotas::default();
        let now = Instant::now();
        let release = call("ChannelFlowCallback", &json!({ "ChannelArn": "c" }));
        let deny = call("ChannelFlowCallback", &json!({ "ChannelArn": "c", "DeleteResource": true }));
        for _ in 0..30 {
            quotas.charge(&release, now).unwrap();
        }
        assert!(quotas.charge(&release, now).is_err());
        assert!(quotas.charge(&deny, now).is_ok());
    }
}
