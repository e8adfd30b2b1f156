//! The operations that the commands use: names, paths and bodies as the API reference has them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use uuid::Uuid;

/// One API call.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    path: String,
    query: Vec<(&'static str, String)>,
    pub(crate) bearer: Option<String>,
    pub(crate) body: Option<Value>,
}

impl Request {
    fn new(operation: &'static str, method: &'static str, path: impl Into<String>) -> Self {
        Self { operation, method, path: path.into(), query: Vec::new(), bearer: None, body: None }
    }

    fn query(mut self, key: &'static str, value: &str) -> Self {
        self.query.push((key, value.to_owned()));
        self
    }

    fn bearer(mut self, arn: &str) -> Self {
        self.bearer = Some(arn.to_owned());
        self
    }

    fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Asks for the page after this one.
    pub(crate) fn next_page(&mut self, token: &str) {
        self.query.retain(|(key, _)| *key != "next-token");
        self.query.push(("next-token", token.to_owned()));
    }

    /// Path and query, encoded.
    pub(crate) fn target(&self) -> String {
        let mut target = self.path.clone();
        for (index, (key, value)) in self.query.iter().enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(key);
            target.push('=');
            target.push_str(&encoded(value));
        }
        target
    }
}

/// What URLs need no encoding for.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODE).to_string()
}

fn token() -> String {
    Uuid::new_v4().to_string()
}

pub(crate) fn list_app_instances() -> Request {
    Request::new("ListAppInstances", "GET", "/app-instances")
}

pub(crate) fn create_app_instance(name: &str) -> Request {
    let body = json!({ "Name": name, "ClientRequestToken": token() });
    Request::new("CreateAppInstance", "POST", "/app-instances").body(body)
}

pub(crate) fn list_app_instance_users(app_instance: &str) -> Request {
    Request::new("ListAppInstanceUsers", "GET", "/app-instance-users").query("app-instance-arn", app_instance)
}

/// Creates a user whose id is the name.
pub(crate) fn create_app_instance_user(app_instance: &str, name: &str) -> Request {
    let body = json!({
        "AppInstanceArn": app_instance,
        "AppInstanceUserId": name,
        "Name": name,
        "ClientRequestToken": token(),
    });
    Request::new("CreateAppInstanceUser", "POST", "/app-instance-users").body(body)
}

pub(crate) fn list_app_instance_admins(app_instance: &str) -> Request {
    let path = format!("/app-instances/{}/admins", encoded(app_instance));
    Request::new("ListAppInstanceAdmins", "GET", path)
}

pub(crate) fn create_app_instance_admin(app_instance: &str, user: &str) -> Request {
    let path = format!("/app-instances/{}/admins", encoded(app_instance));
    let body = json!({ "AppInstanceAdminArn": user });
    Request::new("CreateAppInstanceAdmin", "POST", path).body(body)
}

pub(crate) fn list_channels(bearer: &str, app_instance: &str, privacy: &str) -> Request {
    Request::new("ListChannels", "GET", "/channels")
        .query("app-instance-arn", app_instance)
        .query("privacy", privacy)
        .bearer(bearer)
}

/// Creates a private channel whose id is the name and whose members only moderators choose.
pub(crate) fn create_channel(bearer: &str, app_instance: &str, name: &str) -> Request {
    let body = json!({
        "AppInstanceArn": app_instance,
        "ChannelId": name,
        "Name": name,
        "Mode": "RESTRICTED",
        "Privacy": "PRIVATE",
        "ClientRequestToken": token(),
    });
    Request::new("CreateChannel", "POST", "/channels").bearer(bearer).body(body)
}

pub(crate) fn list_channel_memberships(bearer: &str, channel: &str) -> Request {
    let path = format!("/channels/{}/memberships", encoded(channel));
    Request::new("ListChannelMemberships", "GET", path).bearer(bearer)
}

pub(crate) fn batch_create_channel_membership(bearer: &str, channel: &str, members: &[String]) -> Request {
    let path = format!("/channels/{}/memberships", encoded(channel));
    Request::new("BatchCreateChannelMembership", "POST", path)
        .query("operation", "batch-create")
        .bearer(bearer)
        .body(json!({ "MemberArns": members, "Type": "DEFAULT" }))
}

/// What a channel flow is: one processor on one function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlowTarget<'a> {
    pub(crate) name: &'a str,
    pub(crate) function_arn: &'a str,
}

impl FlowTarget<'_> {
    /// The processor; a message whose function cannot be reached is not delivered.
    fn processors(self) -> Value {
        let lambda = json!({ "ResourceArn": self.function_arn, "InvocationType": "ASYNC" });
        json!([{
            "Name": self.name,
            "ExecutionOrder": 1,
            "FallbackAction": "ABORT",
            "Configuration": { "Lambda": lambda },
        }])
    }
}

pub(crate) fn list_channel_flows(app_instance: &str) -> Request {
    Request::new("ListChannelFlows", "GET", "/channel-flows").query("app-instance-arn", app_instance)
}

pub(crate) fn create_channel_flow(app_instance: &str, flow: FlowTarget<'_>) -> Request {
    let body = json!({
        "AppInstanceArn": app_instance,
        "Name": flow.name,
        "Processors": flow.processors(),
        "ClientRequestToken": token(),
    });
    Request::new("CreateChannelFlow", "POST", "/channel-flows").body(body)
}

pub(crate) fn update_channel_flow(arn: &str, flow: FlowTarget<'_>) -> Request {
    let body = json!({ "Name": flow.name, "Processors": flow.processors() });
    Request::new("UpdateChannelFlow", "PUT", format!("/channel-flows/{}", encoded(arn))).body(body)
}

pub(crate) fn associate_channel_flow(bearer: &str, channel: &str, flow: &str) -> Request {
    let path = format!("/channels/{}/channel-flow", encoded(channel));
    let body = json!({ "ChannelFlowArn": flow });
    Request::new("AssociateChannelFlow", "PUT", path).bearer(bearer).body(body)
}

/// Sends a standard, persistent message; `fields` are the optional members.
pub(crate) fn send_channel_message(
    bearer: &str,
    channel: &str,
    content: &str,
    fields: serde_json::Map<String, Value>,
) -> Request {
    let path = format!("/channels/{}/messages", encoded(channel));
    let mut body = fields;
    body.insert("Content".to_owned(), content.into());
    body.insert("Type".to_owned(), "STANDARD".into());
    body.insert("Persistence".to_owned(), "PERSISTENT".into());
    body.insert("ClientRequestToken".to_owned(), token().into());
    Request::new("SendChannelMessage", "POST", path).bearer(bearer).body(Value::Object(body))
}

pub(crate) fn get_channel_message(bearer: &str, channel: &str, message: &str) -> Request {
    let path = format!("/channels/{}/messages/{}", encoded(channel), encoded(message));
    Request::new("GetChannelMessage", "GET", path).bearer(bearer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_one_segment_of_the_path() {
        let arn = "arn:aws:chime:us-east-1:111122223333:app-instance/a/channel/b";
        let target = get_channel_message("arn:user", arn, "m").target();
        assert_eq!(
            target,
            "/channels/arn%3Aaws%3Achime%3Aus-east-1%3A111122223333%3Aapp-instance%2Fa%2Fchannel%2Fb/messages/m"
        );
    }

    #[test]
    fn a_page_token_replaces_the_one_before() {
        let mut request = list_channel_flows("arn");
        request.next_page("a+b=");
        request.next_page("c&d");
        assert_eq!(request.target(), "/channel-flows?app-instance-arn=arn&next-token=c%26d");
    }
}
