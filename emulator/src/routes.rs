//! The route table, to be read next to the API reference of both services.
//!
//! Routes are chosen by method, path and the fixed query key (`operation=` or `scope=`) that tells
//! apart operations on one path.

use crate::api::{self, Handler};
use crate::error::{ApiError, Kind};
use crate::path;
use crate::shape::Member;

/// One operation and where it listens.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) operation: &'static str,
    /// Method, path template and fixed query pair: `POST /channels?operation=search`.
    pub(crate) binding: &'static str,
    /// The status of a successful answer.
    pub(crate) status: u16,
    pub(crate) input: &'static [Member],
    /// What carries it out; nothing for an operation that is known and not supported.
    pub(crate) handler: Option<Handler>,
}

const fn on(
    operation: &'static str,
    binding: &'static str,
    status: u16,
    input: &'static [Member],
    handler: Handler,
) -> Route {
    Route { operation, binding, status, input, handler: Some(handler) }
}

const fn off(operation: &'static str, binding: &'static str) -> Route {
    Route { operation, binding, status: 501, input: &[], handler: None }
}

use api::{
    admin as ad, app_instance as ai, association as fa, bot, callback as cb, channel as ch,
    channel_flow as cf, history as hi, membership as me, message as ms, moderator as mo, removal as rm, user,
};

#[rustfmt::skip]
pub(crate) static ROUTES: &[Route] = &[
    // Messages
    on("SendChannelMessage", "POST /channels/{ChannelArn}/messages", 201, ms::SEND, ms::send),
    on("ListChannelMessages", "GET /channels/{ChannelArn}/messages", 200, hi::LIST, hi::list),
    on("GetChannelMessage", "GET /channels/{ChannelArn}/messages/{MessageId}", 200, hi::GET, hi::get),
    on("GetChannelMessageStatus", "GET /channels/{ChannelArn}/messages/{MessageId}?scope=message-status", 200, hi::GET, hi::status),
    on("UpdateChannelMessage", "PUT /channels/{ChannelArn}/messages/{MessageId}", 200, ms::UPDATE, ms::update),
    on("RedactChannelMessage", "POST /channels/{ChannelArn}/messages/{MessageId}?operation=redact", 200, rm::REDACT, rm::redact),
    on("DeleteChannelMessage", "DELETE /channels/{ChannelArn}/messages/{MessageId}", 204, hi::GET, rm::delete),
    on("ChannelFlowCallback", "POST /channels/{ChannelArn}?operation=channel-flow-callback", 200, cb::CALLBACK, cb::callback),
    // Channel flows
    on("CreateChannelFlow", "POST /channel-flows", 201, cf::CREATE, cf::create),
    on("ListChannelFlows", "GET /channel-flows", 200, cf::LIST, cf::list),
    on("DescribeChannelFlow", "GET /channel-flows/{ChannelFlowArn}", 200, cf::ONE, cf::describe),
    on("UpdateChannelFlow", "PUT /channel-flows/{ChannelFlowArn}", 200, cf::UPDATE, cf::update),
    on("DeleteChannelFlow", "DELETE /channel-flows/{ChannelFlowArn}", 204, cf::ONE, cf::delete),
    on("AssociateChannelFlow", "PUT /channels/{ChannelArn}/channel-flow", 200, fa::ASSOCIATE, fa::associate),
    on("DisassociateChannelFlow", "DELETE /channels/{ChannelArn}/channel-flow/{ChannelFlowArn}", 204, fa::DISASSOCIATE, fa::disassociate),
    on("ListChannelsAssociatedWithChannelFlow", "GET /channels?scope=channel-flow-associations", 200, fa::LIST, fa::list),
    // Channels
    on("CreateChannel", "POST /channels", 201, ch::CREATE, ch::create),
    on("ListChannels", "GET /channels", 200, ch::LIST, ch::list),
    on("DescribeChannel", "GET /channels/{ChannelArn}", 200, ch::ONE, ch::describe),
    on("DeleteChannel", "DELETE /channels/{ChannelArn}", 204, ch::ONE, ch::delete),
    on("CreateChannelMembership", "POST /channels/{ChannelArn}/memberships", 201, me::CREATE, me::create),
    on("BatchCreateChannelMembership", "POST /channels/{ChannelArn}/memberships?operation=batch-create", 200, me::BATCH, me::batch),
    on("ListChannelMemberships", "GET /channels/{ChannelArn}/memberships", 200, me::LIST, me::list),
    on("DescribeChannelMembership", "GET /channels/{ChannelArn}/memberships/{MemberArn}", 200, me::ONE, me::describe),
    on("DeleteChannelMembership", "DELETE /channels/{ChannelArn}/memberships/{MemberArn}", 204, me::ONE, me::delete),
    on("CreateChannelModerator", "POST /channels/{ChannelArn}/moderators", 201, mo::CREATE, mo::create),
    on("ListChannelModerators", "GET /channels/{ChannelArn}/moderators", 200, mo::LIST, mo::list),
    on("DescribeChannelModerator", "GET /channels/{ChannelArn}/moderators/{ChannelModeratorArn}", 200, mo::ONE, mo::describe),
    on("DeleteChannelModerator", "DELETE /channels/{ChannelArn}/moderators/{ChannelModeratorArn}", 204, mo::ONE, mo::delete),
    // Identities
    on("CreateAppInstance", "POST /app-instances", 201, ai::CREATE, ai::create),
    on("ListAppInstances", "GET /app-instances", 200, ai::LIST, ai::list),
    on("DescribeAppInstance", "GET /app-instances/{AppInstanceArn}", 200, ai::ONE, ai::describe),
    on("CreateAppInstanceUser", "POST /app-instance-users", 201, user::CREATE, user::create),
    on("ListAppInstanceUsers", "GET /app-instance-users", 200, user::LIST, user::list),
    on("DescribeAppInstanceUser", "GET /app-instance-users/{AppInstanceUserArn}", 200, user::ONE, user::describe),
    on("CreateAppInstanceAdmin", "POST /app-instances/{AppInstanceArn}/admins", 201, ad::CREATE, ad::create),
    on("ListAppInstanceAdmins", "GET /app-instances/{AppInstanceArn}/admins", 200, ad::LIST, ad::list),
    on("DescribeAppInstanceAdmin", "GET /app-instances/{AppInstanceArn}/admins/{AppInstanceAdminArn}", 200, ad::ONE, ad::describe),
    on("CreateAppInstanceBot", "POST /app-instance-bots", 201, bot::CREATE, bot::create),
    on("ListAppInstanceBots", "GET /app-instance-bots", 200, bot::LIST, bot::list),
    on("DescribeAppInstanceBot", "GET /app-instance-bots/{AppInstanceBotArn}", 200, bot::ONE, bot::describe),
    // Known and not supported: messaging
    off("CreateChannelBan", "POST /channels/{ChannelArn}/bans"),
    off("DeleteChannelBan", "DELETE /channels/{ChannelArn}/bans/{MemberArn}"),
    off("DescribeChannelBan", "GET /channels/{ChannelArn}/bans/{MemberArn}"),
    off("ListChannelBans", "GET /channels/{ChannelArn}/bans"),
    off("DescribeChannelMembershipForAppInstanceUser", "GET /channels/{ChannelArn}?scope=app-instance-user-membership"),
    off("DescribeChannelModeratedByAppInstanceUser", "GET /channels/{ChannelArn}?scope=app-instance-user-moderated-channel"),
    off("ListChannelMembershipsForAppInstanceUser", "GET /channels?scope=app-instance-user-memberships"),
    off("ListChannelsModeratedByAppInstanceUser", "GET /channels?scope=app-instance-user-moderated-channels"),
    off("GetChannelMembershipPreferences", "GET /channels/{ChannelArn}/memberships/{MemberArn}/preferences"),
    off("PutChannelMembershipPreferences", "PUT /channels/{ChannelArn}/memberships/{MemberArn}/preferences"),
    off("PutChannelExpirationSettings", "PUT /channels/{ChannelArn}/expiration-settings"),
    off("UpdateChannel", "PUT /channels/{ChannelArn}"),
    off("UpdateChannelReadMarker", "PUT /channels/{ChannelArn}/readMarker"),
    off("ListSubChannels", "GET /channels/{ChannelArn}/subchannels"),
    off("SearchChannels", "POST /channels?operation=search"),
    off("GetMessagingSessionEndpoint", "GET /endpoints/messaging-session"),
    off("GetMessagingStreamingConfigurations", "GET /app-instances/{AppInstanceArn}/streaming-configurations"),
    off("PutMessagingStreamingConfigurations", "PUT /app-instances/{AppInstanceArn}/streaming-configurations"),
    off("DeleteMessagingStreamingConfigurations", "DELETE /app-instances/{AppInstanceArn}/streaming-configurations"),
    // Known and not supported: both services
    off("ListTagsForResource", "GET /tags"),
    off("TagResource", "POST /tags?operation=tag-resource"),
    off("UntagResource", "POST /tags?operation=untag-resource"),
    // Known and not supported: identities
    off("DeleteAppInstance", "DELETE /app-instances/{AppInstanceArn}"),
    off("UpdateAppInstance", "PUT /app-instances/{AppInstanceArn}"),
    off("DeleteAppInstanceAdmin", "DELETE /app-instances/{AppInstanceArn}/admins/{AppInstanceAdminArn}"),
    off("DeleteAppInstanceBot", "DELETE /app-instance-bots/{AppInstanceBotArn}"),
    off("UpdateAppInstanceBot", "PUT /app-instance-bots/{AppInstanceBotArn}"),
    off("DeleteAppInstanceUser", "DELETE /app-instance-users/{AppInstanceUserArn}"),
    off("UpdateAppInstanceUser", "PUT /app-instance-users/{AppInstanceUserArn}"),
    off("GetAppInstanceRetentionSettings", "GET /app-instances/{AppInstanceArn}/retention-settings"),
    off("PutAppInstanceRetentionSettings", "PUT /app-instances/{AppInstanceArn}/retention-settings"),
    off("PutAppInstanceUserExpirationSettings", "PUT /app-instance-users/{AppInstanceUserArn}/expiration-settings"),
    off("RegisterAppInstanceUserEndpoint", "POST /app-instance-users/{AppInstanceUserArn}/endpoints"),
    off("DeregisterAppInstanceUserEndpoint", "DELETE /app-instance-users/{AppInstanceUserArn}/endpoints/{EndpointId}"),
    off("DescribeAppInstanceUserEndpoint", "GET /app-instance-users/{AppInstanceUserArn}/endpoints/{EndpointId}"),
    off("ListAppInstanceUserEndpoints", "GET /app-instance-users/{AppInstanceUserArn}/endpoints"),
    off("UpdateAppInstanceUserEndpoint", "PUT /app-instance-users/{AppInstanceUserArn}/endpoints/{EndpointId}"),
];

impl Route {
    /// Method, path template, and the fixed query pair, which is empty for most.
    pub(crate) fn parts(&self) -> (&'static str, &'static str, &'static str) {
        let (method, target) = self.binding.split_once(' ').unwrap_or(("", self.binding));
        let (template, fixed) = target.split_once('?').unwrap_or((target, ""));
        (method, template, fixed)
    }

    /// The decoded path members, by name.
    pub(crate) fn labels(&self, raw_path: &str) -> Result<Vec<(&'static str, String)>, ApiError> {
        let (_, template, _) = self.parts();
        let pairs = path::segments(template).into_iter().zip(path::segments(raw_path));
        pairs.filter_map(|(own, raw)| label(own).map(|name| Ok((name, path::decode(raw)?)))).collect()
    }

    fn takes(&self, method: &str, segments: &[&str], fixed: &str) -> bool {
        let (own_method, template, own_fixed) = self.parts();
        let own = path::segments(template);
        own_method == method
            && own_fixed == fixed
            && own.len() == segments.len()
            && own.iter().zip(segments).all(|(own, raw)| label(own).is_some() || own == raw)
    }
}

/// The name of a template segment that stands for anything.
fn label(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
}

/// Finds the operation that a request means.
///
/// # Errors
///
/// `UnknownOperationException` if neither service has such an operation, with what was looked for.
pub(crate) fn find(
    method: &str,
    raw_path: &str,
    query: &[(String, String)],
) -> Result<&'static Route, ApiError> {
    let fixed = query
        .iter()
        .find(|(key, _)| key == "operation" || key == "scope")
        .map_or_else(String::new, |(key, value)| format!("{key}={value}"));
    let segments = path::segments(raw_path);
    ROUTES.iter().find(|route| route.takes(method, &segments, &fixed)).ok_or_else(|| {
        ApiError::new(
            Kind::UnknownOperation,
            "Neither Amazon Chime SDK messaging nor its identity service has an operation with this method, \
             path and `operation` or `scope`. ARNs must be percent-encoded in the path.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Place;

    fn operation(method: &str, target: &str) -> Result<&'static str, u16> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = path::query(query).unwrap();
        find(method, path, &query).map(|r| r.operation).map_err(|e| e.kind.face().0)
    }

    #[test]
    fn operations_on_one_path_are_told_apart_by_method_and_fixed_key() {
        let arn = "arn%3Aaws%3Achime%3Aus-east-1%3A1%3Aapp-instance%2Fa%2Fchannel%2Fc";
        let cases = [
            ("POST", "/channels".to_owned(), "CreateChannel"),
            ("POST", "/channels?operation=search".to_owned(), "SearchChannels"),
            ("GET", "/channels?app-instance-arn=x".to_owned(), "ListChannels"),
            (
                "GET",
                "/channels?scope=channel-flow-associations&channel-flow-arn=x".to_owned(),
                "ListChannelsAssociatedWithChannelFlow",
            ),
            ("GET", format!("/channels/{arn}"), "DescribeChannel"),
            ("POST", format!("/channels/{arn}?operation=channel-flow-callback"), "ChannelFlowCallback"),
            ("GET", format!("/channels/{arn}/messages/1?scope=message-status"), "GetChannelMessageStatus"),
            ("POST", format!("/channels/{arn}/messages/1?operation=redact"), "RedactChannelMessage"),
        ];
        for (method, target, name) in cases {
            assert_eq!(operation(method, &target), Ok(name));
        }
    }

    #[test]
    fn unknown_paths_methods_and_scopes_are_no_operation() {
        for (method, target) in [
            ("GET", "/"),
            ("PATCH", "/channels"),
            ("GET", "/channels?scope=nothing"),
            ("GET", "/channels/a/b/c"),
        ] {
            assert_eq!(operation(method, target), Err(404), "{method} {target}");
        }
    }

    #[test]
    fn the_readme_lists_exactly_the_routes_that_are_here() {
        let readme = include_str!("../README.md");
        let (supported, rest) = readme.split_once("### Known and not supported").unwrap();
        let (unsupported, _) = rest.split_once("Any other request").unwrap();
        let mut rows = 0;
        for route in ROUTES {
            if route.handler.is_some() {
                let row = format!("| `{}` | `{}` | {} |\n", route.operation, route.binding, route.status);
                assert!(supported.contains(&row), "{row}");
                rows += 1;
            } else {
                assert!(unsupported.contains(&format!("`{}`", route.operation)), "{}", route.operation);
            }
        }
        assert_eq!(supported.matches("` | `").count(), rows);
        assert_eq!(unsupported.matches('`').count(), 2 * (ROUTES.len() - rows));
    }

    #[test]
    fn no_two_routes_share_a_binding_or_a_name() {
        let mut bindings: Vec<_> = ROUTES.iter().map(|r| r.binding).collect();
        let mut names: Vec<_> = ROUTES.iter().map(|r| r.operation).collect();
        let count = ROUTES.len();
        bindings.sort_unstable();
        bindings.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!((bindings.len(), names.len()), (count, count));
    }

    #[test]
    fn every_path_label_of_a_supported_operation_is_checked() {
        for route in ROUTES.iter().filter(|r| r.handler.is_some()) {
            for name in path::segments(route.parts().1).into_iter().filter_map(label) {
                let known = route.input.iter().any(|m| m.name == name && m.place == Place::Path);
                assert!(known, "{} does not check {name}", route.operation);
            }
        }
    }
}
