//! The one line of JSON that says that an emulator is ready.

use channel_flow_emulator::Config;
use serde::Serialize;

use crate::world::{User, World};

/// Everything that a test suite needs; what does not apply is absent.
#[derive(Debug, Serialize)]
pub(crate) struct Ready {
    endpoint: String,
    lambda_endpoint: String,
    region: String,
    account: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_instance_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    admin_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_flow_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Vec<User>>,
}

impl Ready {
    /// An emulator with nothing in it.
    pub(crate) fn new(url: &str, function_arn: Option<String>) -> Self {
        // Neither can be chosen on the command line.
        let Config { region, account, .. } = Config::default();
        Self {
            endpoint: url.to_owned(),
            // All APIs share one listener.
            lambda_endpoint: url.to_owned(),
            region,
            account,
            app_instance_arn: None,
            admin_arn: None,
            channel_arn: None,
            channel_flow_arn: None,
            function_arn,
            users: None,
        }
    }

    /// The same with a world in it.
    pub(crate) fn with(self, world: World) -> Self {
        Self {
            app_instance_arn: Some(world.app_instance),
            admin_arn: Some(world.admin),
            channel_arn: Some(world.channel),
            channel_flow_arn: Some(world.flow),
            users: Some(world.users),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_apply_is_absent() {
        let value = serde_json::to_value(Ready::new("http://127.0.0.1:1", None)).unwrap();
        let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["account", "endpoint", "lambda_endpoint", "region"]);
    }
}
