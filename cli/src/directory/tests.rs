use serde_json::json;

use super::*;
use crate::chime::Request;
use crate::chime::testing::Scripted;

const APP: &str = "arn:aws:chime:us-east-1:111122223333:app-instance/a";

fn arn(rest: &str) -> String {
    format!("{APP}/{rest}")
}

/// One app instance with an administrator, three users and a channel of which two are members.
fn world(request: &Request) -> (u16, Value) {
    let user =
        |name: &str, id: &str| json!({ "Name": name, "AppInstanceUserArn": arn(&format!("user/{id}")) });
    let member = |name: &str, id: &str| json!({ "Member": { "Name": name, "Arn": arn(id) } });
    let body = match request.operation {
        "ListAppInstances" => json!({ "AppInstances": [{ "Name": "app", "AppInstanceArn": APP }] }),
        "ListAppInstanceUsers" => json!({ "AppInstanceUsers": [
            user("admin", "admin"), user("Alice", "u1"), user("Bob", "u2"), user("Carol", "u3"), user("Bob", "u4"),
        ] }),
        "ListAppInstanceAdmins" => json!({ "AppInstanceAdmins": [
            { "Admin": { "Name": "admin", "Arn": arn("user/admin") } },
        ] }),
        "ListChannels" if request.target().contains("PRIVATE") => {
            json!({ "Channels": [{ "Name": "dev", "ChannelArn": arn("channel/c") }] })
        }
        "ListChannelMemberships" => json!({ "ChannelMemberships": [
            member("admin", "user/admin"), member("Helper", "bot/b"), member("Alice", "user/u1"), member("Bob", "user/u2"),
        ] }),
        _ => json!({}),
    };
    (200, body)
}

async fn found(wanted: Wanted<'_>) -> Result<Found, DirectoryError> {
    find(&Scripted::new(world), wanted).await
}

#[tokio::test]
async fn without_a_word_it_is_the_first_ordinary_member_of_the_only_channel() {
    let found = found(Wanted::default()).await.unwrap();
    assert_eq!(found.channel, arn("channel/c"));
    assert_eq!(found.sender, Person { name: "Alice".to_owned(), arn: arn("user/u1") });
    assert_eq!(found.target, None);
}

#[tokio::test]
async fn people_are_found_by_name_id_and_arn() {
    let cases =
        [("Carol", "user/u3"), ("u3", "user/u3"), (&arn("user/u3"), "user/u3"), (&arn("bot/b"), "bot/b")];
    for (name, expected) in cases {
        let found =
            found(Wanted { sender: Some(name), target: Some("Alice"), ..Wanted::default() }).await.unwrap();
        assert_eq!(found.sender.arn, arn(expected));
        assert_eq!(found.target.unwrap().arn, arn("user/u1"));
    }
}

#[tokio::test]
async fn a_name_that_two_users_share_is_not_enough() {
    let error = found(Wanted { sender: Some("Bob"), ..Wanted::default() }).await.unwrap_err();
    let DirectoryError::Several { choices, .. } = error else { panic!("{error}") };
    assert!(choices.contains(&arn("user/u2")) && choices.contains(&arn("user/u4")));
}

#[tokio::test]
async fn an_unknown_name_is_answered_with_the_known_ones() {
    let error = found(Wanted { target: Some("Dave"), ..Wanted::default() }).await.unwrap_err();
    assert_eq!(error.to_string(), "no user is named `Dave`; there are admin, Alice, Bob, Carol, Bob");
}

#[tokio::test]
async fn a_given_channel_is_taken_without_a_listing() {
    let chime = Scripted::new(world);
    let channel = arn("channel/other");
    let found = find(&chime, Wanted { channel: Some(&channel), ..Wanted::default() }).await.unwrap();
    assert_eq!(found.channel, channel);
    let asked: Vec<&str> = chime.asked.borrow().iter().map(|request| request.operation).collect();
    assert_eq!(asked, ["ListAppInstanceUsers", "ListAppInstanceAdmins", "ListChannelMemberships"]);
}

#[tokio::test]
async fn what_is_not_a_channel_is_refused_before_any_call() {
    for channel in ["dev", APP, &arn("user/u1"), &arn("channel/"), "arn:aws:chime:r:1:channel/c"] {
        let chime = Scripted::new(world);
        let error = find(&chime, Wanted { channel: Some(channel), ..Wanted::default() }).await.unwrap_err();
        assert!(matches!(error, DirectoryError::Channel(_)), "{channel}");
        assert!(chime.asked.borrow().is_empty());
    }
}

#[tokio::test]
async fn an_empty_emulator_is_told_from_a_crowded_one() {
    let empty = Scripted::new(|_| (200, json!({})));
    let error = find(&empty, Wanted::default()).await.unwrap_err();
    assert!(matches!(error, DirectoryError::None { what: "app instance" }));

    let crowded = Scripted::new(|request| match request.operation {
        "ListChannels" => (
            200,
            json!({ "Channels": [
            { "Name": "one", "ChannelArn": arn("channel/1") }, { "Name": "two", "ChannelArn": arn("channel/2") },
        ] }),
        ),
        _ => world(request),
    });
    let error = find(&crowded, Wanted::default()).await.unwrap_err();
    assert!(
        matches!(&error, DirectoryError::Several { option: "`--channel ARN`", choices, .. } if choices.contains("two"))
    );
}

#[tokio::test]
async fn without_an_administrator_only_public_channels_are_found() {
    let chime = Scripted::new(|request| match request.operation {
        "ListAppInstanceAdmins" => (200, json!({})),
        "ListChannels" if request.target().contains("PRIVATE") => {
            (403, json!({ "Code": "Forbidden", "Message": "no" }))
        }
        "ListChannels" => (200, json!({ "Channels": [{ "Name": "lobby", "ChannelArn": arn("channel/l") }] })),
        _ => world(request),
    });
    let found = find(&chime, Wanted { sender: Some("Carol"), ..Wanted::default() }).await.unwrap();
    assert_eq!((found.channel, found.sender.name), (arn("channel/l"), "Carol".to_owned()));
}
