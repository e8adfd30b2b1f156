//! The whole road with the real SDK, configured by the environment as a user would configure it.

use std::collections::{BTreeSet, HashMap};
use std::env;
use std::ffi::OsStr;
use std::process::Command;

use aws_config::BehaviorVersion;
use aws_sdk_chimesdkmessaging::Client;
use aws_sdk_chimesdkmessaging::operation::get_channel_message_status::GetChannelMessageStatusError;
use aws_sdk_chimesdkmessaging::types::{
    ChannelMessage, ChannelMessagePersistenceType, ChannelMessageStatus, ChannelMessageType,
    MessageAttributeValue, SortOrder, Target,
};
use serde_json::Value;

use super::program::{CANARY, Dev, repository};

const RULEBOOK: &str = "tests/fixtures/rulebook.yaml";
/// Says which world the SDK's client finds itself in.
const WORLD: &str = "CHANNEL_FLOW_TEST_WORLD";

/// Runs one of the tests below again, as a process whose environment points the SDK at a new emulator.
///
/// A process cannot change its own environment safely, and the environment is what is tested.
fn in_a_world(test: &str) {
    let rulebook = repository(RULEBOOK);
    // Attributes can be rewritten where the event carries them.
    let rich = ["--event-profile", "rich", "--rulebook"].map(OsStr::new);
    let dev = Dev::start(rich.into_iter().chain([rulebook.as_os_str()]));
    let done = Command::new(env::current_exe().unwrap())
        .args(["--exact", &format!("outside::road::{test}"), "--nocapture"])
        .env(WORLD, dev.info.to_string())
        .env("AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING", dev.text("endpoint"))
        .env("AWS_REGION", dev.text("region"))
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap();
    let output =
        [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(done.status.success() && output.contains("1 passed"), "{output}");
    let ended = dev.close_stdin();
    assert!(ended.status.success());
    assert!(!ended.stderr.contains(CANARY) && !ended.rest.contains(CANARY), "message text was written");
}

struct Road {
    chime: Client,
    channel: String,
    admin: String,
    alice: String,
    bob: String,
    carol: String,
}

impl Road {
    /// `None` outside of [`in_a_world`].
    async fn here() -> Option<Self> {
        let world: Value = serde_json::from_str(&env::var(WORLD).ok()?).unwrap();
        let http = aws_smithy_http_client::Builder::new().build_http();
        let config = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http).load().await;
        let text = |key: &str| world[key].as_str().unwrap().to_owned();
        let user = |index: usize| world["users"][index]["arn"].as_str().unwrap().to_owned();
        Some(Self {
            chime: Client::new(&config),
            channel: text("channel_arn"),
            admin: text("admin_arn"),
            alice: user(0),
            bob: user(1),
            carol: user(2),
        })
    }

    async fn send(&self, text: &str, target: Option<&str>) -> String {
        let target = target.map(|member| vec![Target::builder().member_arn(member).build()]);
        let sent = self
            .chime
            .send_channel_message()
            .channel_arn(&self.channel)
            .chime_bearer(&self.alice)
            .content(text)
            .metadata(format!("heck {CANARY}"))
            .message_attributes(
                "topic",
                MessageAttributeValue::builder().string_values(format!("darn {CANARY}")).build(),
            )
            .r#type(ChannelMessageType::Standard)
            .persistence(ChannelMessagePersistenceType::Persistent)
            .set_target(target)
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status().unwrap().value(), Some(&ChannelMessageStatus::Pending));
        sent.message_id().unwrap().to_owned()
    }

    /// What a message has become once it is no longer pending; `None` when it was denied.
    async fn settled(&self, message_id: &str) -> Option<ChannelMessageStatus> {
        let mut tries = 0;
        loop {
            let status = self
                .chime
                .get_channel_message_status()
                .channel_arn(&self.channel)
                .chime_bearer(&self.alice)
                .message_id(message_id)
                .send()
                .await;
            match status.map_err(aws_sdk_chimesdkmessaging::error::SdkError::into_service_error) {
                Ok(found) => match found.status().unwrap().value().unwrap() {
                    ChannelMessageStatus::Pending => tries += 1,
                    other => return Some(other.clone()),
                },
                Err(GetChannelMessageStatusError::ForbiddenException(_)) => return None,
                Err(other) => panic!("{other}"),
            }
            assert!(tries < 1000, "still pending");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    async fn get(&self, message_id: &str, reader: &str) -> Result<ChannelMessage, String> {
        let found = self
            .chime
            .get_channel_message()
            .channel_arn(&self.channel)
            .message_id(message_id)
            .chime_bearer(reader)
            .send()
            .await;
        match found {
            Ok(found) => Ok(found.channel_message.unwrap()),
            Err(error) => Err(error.into_service_error().meta().code().unwrap_or_default().to_owned()),
        }
    }
}

fn text(words: &str) -> String {
    format!("{words} {CANARY}")
}

#[tokio::test]
async fn a_message_is_sent_rewritten() {
    let Some(road) = Road::here().await else { return in_a_world("a_message_is_sent_rewritten") };
    let message_id = road.send(&text("darn, see TKT-1234"), None).await;
    assert_eq!(road.settled(&message_id).await, Some(ChannelMessageStatus::Sent));
    let message = road.get(&message_id, &road.bob).await.unwrap();
    assert_eq!(message.content(), Some(text("****, see [TICKET]").as_str()));
    assert_eq!(message.metadata(), Some(text("****").as_str()));
    assert_eq!(message.message_attributes().unwrap()["topic"].string_values(), [text("****")]);
    // The SDK reads times only when they are numbers on the wire.
    assert!(message.created_timestamp().unwrap().secs() > 1_600_000_000);
}

#[tokio::test]
async fn a_denied_message_is_gone() {
    let Some(road) = Road::here().await else { return in_a_world("a_denied_message_is_gone") };
    let message_id = road.send(&text("forbidden"), None).await;
    assert_eq!(road.settled(&message_id).await, None);
    assert_eq!(road.get(&message_id, &road.alice).await.unwrap_err(), "NotFoundException");
}

#[tokio::test]
async fn a_targeted_message_is_for_two() {
    let Some(road) = Road::here().await else { return in_a_world("a_targeted_message_is_for_two") };
    let message_id = road.send(&text("for bob"), Some(&road.bob)).await;
    assert_eq!(road.settled(&message_id).await, Some(ChannelMessageStatus::Sent));
    assert!(road.get(&message_id, &road.bob).await.is_ok());
    for outsider in [&road.carol, &road.admin] {
        assert_eq!(road.get(&message_id, outsider).await.unwrap_err(), "ForbiddenException");
    }
    let delete = road.chime.delete_channel_message().channel_arn(&road.channel).message_id(&message_id);
    delete.chime_bearer(&road.admin).send().await.unwrap();
    assert_eq!(road.get(&message_id, &road.bob).await.unwrap_err(), "NotFoundException");
}

#[tokio::test]
async fn the_paginator_walks_every_message_once() {
    let Some(road) = Road::here().await else { return in_a_world("the_paginator_walks_every_message_once") };
    let mut sent = BTreeSet::new();
    for number in 0..120 {
        // Some are for the sender alone: the other's pages are short, and must not end the walk.
        let target = (number % 3 == 0).then_some(road.alice.as_str());
        let message_id = road.send(&text(&number.to_string()), target).await;
        if target.is_none() {
            sent.insert(message_id);
        }
    }
    for message_id in &sent {
        road.settled(message_id).await;
    }
    let mut orders = HashMap::new();
    for order in [SortOrder::Ascending, SortOrder::Descending] {
        let list = road.chime.list_channel_messages().channel_arn(&road.channel).chime_bearer(&road.bob);
        let mut pages = list.sort_order(order.clone()).max_results(7).into_paginator().send();
        let mut seen = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap().channel_messages.unwrap_or_default();
            seen.extend(page.into_iter().map(|message| message.message_id.unwrap()));
        }
        assert_eq!(seen.len(), sent.len());
        assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), sent);
        orders.insert(order.as_str().to_owned(), seen);
    }
    let mut descending = orders["DESCENDING"].clone();
    descending.reverse();
    assert_eq!(descending, orders["ASCENDING"]);
}
