//! The world of `dev`: an app instance with an administrator, three users, a channel and its flow.
//!
//! What is there already is kept, so a data file of an earlier run, or of one that was stopped half-way,
//! ends up as the same world.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::chime::{self, Chime, ChimeError, FlowTarget, Request};

/// The name of the app instance; it tells a world of ours in a data file.
const APP_INSTANCE: &str = "channel-flow dev";
const ADMIN: &str = "admin";
const USERS: [&str; 3] = ["alice", "bob", "carol"];
const CHANNEL: &str = "dev";

/// ARNs of everything that `dev` sets up.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) app_instance: String,
    pub(crate) admin: String,
    pub(crate) channel: String,
    pub(crate) flow: String,
    pub(crate) users: Vec<User>,
}

/// A user who is a member of the channel.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) arn: String,
}

/// Sets the world up, with the function at the end of the channel's flow.
pub(crate) async fn set_up(chime: &impl Chime, function_arn: &str) -> Result<World, ChimeError> {
    let instances = chime.list(chime::list_app_instances(), "AppInstances").await?;
    let app_instance = match find(&instances, APP_INSTANCE, "AppInstanceArn") {
        Some(arn) => arn,
        None => chime.text(&chime::create_app_instance(APP_INSTANCE), "AppInstanceArn").await?,
    };
    let builder = Builder { chime, app_instance: &app_instance };
    let admin = builder.admin().await?;
    let mut users = Vec::new();
    for name in USERS {
        users.push(User { name: name.to_owned(), arn: builder.user(name).await? });
    }
    let channel = builder.channel(&admin).await?;
    builder.members(&admin, &channel, &users).await?;
    let flow = builder.flow(function_arn).await?;
    chime.call(&chime::associate_channel_flow(&admin, &channel, &flow)).await?;
    Ok(World { app_instance, admin, channel, flow, users })
}

/// Finds or creates the parts of one app instance.
struct Builder<'a, C> {
    chime: &'a C,
    app_instance: &'a str,
}

impl<C: Chime> Builder<'_, C> {
    async fn admin(&self) -> Result<String, ChimeError> {
        let admin = self.user(ADMIN).await?;
        let admins =
            self.chime.list(chime::list_app_instance_admins(self.app_instance), "AppInstanceAdmins").await?;
        if !admins.iter().any(|entry| string(entry, "/Admin/Arn") == Some(&admin)) {
            self.chime.call(&chime::create_app_instance_admin(self.app_instance, &admin)).await?;
        }
        Ok(admin)
    }

    async fn user(&self, name: &str) -> Result<String, ChimeError> {
        self.find_or_create(
            (chime::list_app_instance_users(self.app_instance), "AppInstanceUsers"),
            name,
            (chime::create_app_instance_user(self.app_instance, name), "AppInstanceUserArn"),
        )
        .await
    }

    /// The administrator creates the channel, which makes it a member and a moderator.
    async fn channel(&self, admin: &str) -> Result<String, ChimeError> {
        self.find_or_create(
            (chime::list_channels(admin, self.app_instance, "PRIVATE"), "Channels"),
            CHANNEL,
            (chime::create_channel(admin, self.app_instance, CHANNEL), "ChannelArn"),
        )
        .await
    }

    async fn members(&self, admin: &str, channel: &str, users: &[User]) -> Result<(), ChimeError> {
        let listing = chime::list_channel_memberships(admin, channel);
        let members = self.chime.list(listing, "ChannelMemberships").await?;
        let members: BTreeSet<&str> =
            members.iter().filter_map(|entry| string(entry, "/Member/Arn")).collect();
        let missing: Vec<String> = users
            .iter()
            .filter(|user| !members.contains(user.arn.as_str()))
            .map(|user| user.arn.clone())
            .collect();
        if !missing.is_empty() {
            self.chime.call(&chime::batch_create_channel_membership(admin, channel, &missing)).await?;
        }
        Ok(())
    }

    /// The flow, on this run's function whatever it was on before.
    async fn flow(&self, function_arn: &str) -> Result<String, ChimeError> {
        let flow = FlowTarget { name: CHANNEL, function_arn };
        let flows = self.chime.list(chime::list_channel_flows(self.app_instance), "ChannelFlows").await?;
        match find(&flows, CHANNEL, "ChannelFlowArn") {
            Some(arn) => self.chime.text(&chime::update_channel_flow(&arn, flow), "ChannelFlowArn").await,
            None => {
                self.chime.text(&chime::create_channel_flow(self.app_instance, flow), "ChannelFlowArn").await
            }
        }
    }

    /// The ARN of the one with this name, under the same key in the listing and in the answer of the creation.
    async fn find_or_create(
        &self,
        (listing, items): (Request, &'static str),
        name: &str,
        (creation, key): (Request, &'static str),
    ) -> Result<String, ChimeError> {
        let existing = self.chime.list(listing, items).await?;
        match find(&existing, name, key) {
            Some(arn) => Ok(arn),
            None => self.chime.text(&creation, key).await,
        }
    }
}

fn find(items: &[Value], name: &str, key: &str) -> Option<String> {
    let item = items.iter().find(|item| item.get("Name").and_then(Value::as_str) == Some(name))?;
    item.get(key)?.as_str().map(str::to_owned)
}

fn string<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}
