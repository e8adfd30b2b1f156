//! App instances, users, bots and administrators.

use serde_json::{Value, json};

use crate::world::{World, enc, token};

#[tokio::test]
async fn identities_are_described_and_listed_as_they_were_created() {
    let world = World::new().await;
    let app = world.ok("GET", &format!("/app-instances/{}", enc(&world.app)), None, Value::Null).await;
    assert_eq!(app["AppInstance"]["Name"], "app");
    assert!(app["AppInstance"]["CreatedTimestamp"].is_number());
    let apps = world.ok("GET", "/app-instances", None, Value::Null).await;
    assert_eq!(apps["AppInstances"][0]["AppInstanceArn"], world.app);

    let settings = json!({ "ExpirationDays": 3, "ExpirationCriterion": "CREATED_TIMESTAMP" });
    let body = json!({
        "AppInstanceArn": world.app, "AppInstanceUserId": "eve", "Name": "Eve", "Metadata": "m",
        "ClientRequestToken": token(), "ExpirationSettings": settings,
    });
    let eve = world.ok("POST", "/app-instance-users", None, body).await;
    let arn = eve["AppInstanceUserArn"].as_str().unwrap();
    assert_eq!(arn, format!("{}/user/eve", world.app));
    let eve = world.ok("GET", &format!("/app-instance-users/{}", enc(arn)), None, Value::Null).await;
    assert_eq!(eve["AppInstanceUser"]["ExpirationSettings"], settings);
    assert_eq!(
        (&eve["AppInstanceUser"]["Name"], &eve["AppInstanceUser"]["Metadata"]),
        (&json!("Eve"), &json!("m"))
    );

    let users = format!("/app-instance-users?app-instance-arn={}&max-results=4", enc(&world.app));
    let page = world.ok("GET", &users, None, Value::Null).await;
    assert_eq!(page["AppInstanceUsers"].as_array().unwrap().len(), 4);
    let next = format!("{users}&next-token={}", page["NextToken"].as_str().unwrap());
    let page = world.ok("GET", &next, None, Value::Null).await;
    assert_eq!(page["AppInstanceUsers"].as_array().unwrap().len(), 2);
    assert!(page.get("NextToken").is_none());
}

#[tokio::test]
async fn a_user_id_is_taken_once() {
    let world = World::new().await;
    let body = json!({
        "AppInstanceArn": world.app, "AppInstanceUserId": "alice", "Name": "Another",
        "ClientRequestToken": token(),
    });
    assert_eq!(world.refused("POST", "/app-instance-users", None, body).await, 409);
    let body = json!({
        "AppInstanceArn": format!("{}x", world.app), "AppInstanceUserId": "zoe", "Name": "Zoe",
        "ClientRequestToken": token(),
    });
    assert_eq!(world.refused("POST", "/app-instance-users", None, body).await, 403);
}

#[tokio::test]
async fn administrators_are_users_of_the_app_instance() {
    let world = World::new().await;
    let admins = format!("/app-instances/{}/admins", enc(&world.app));
    let listed = world.ok("GET", &admins, None, Value::Null).await;
    assert_eq!(listed["AppInstanceAdmins"], json!([{ "Admin": { "Arn": world.admin, "Name": "admin" } }]));
    let one = world.ok("GET", &format!("{admins}/{}", enc(&world.admin)), None, Value::Null).await;
    assert_eq!(one["AppInstanceAdmin"]["Admin"]["Name"], "admin");
    for (arn, status) in [(world.admin.clone(), 409), (format!("{}x", world.admin), 403)] {
        assert_eq!(world.refused("POST", &admins, None, json!({ "AppInstanceAdminArn": arn })).await, status);
    }
    let path = format!("{admins}/{}", enc(&world.alice));
    assert_eq!(world.refused("GET", &path, None, Value::Null).await, 403);
}

#[tokio::test]
async fn bots_are_members_and_send_through_the_flow() {
    let mut world = World::new().await;
    let lex = json!({
        "LexBotAliasArn": "arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHI1/ABCDEFGHI2",
        "LocaleId": "en_US",
        "InvokedBy": { "StandardMessages": "MENTIONS", "TargetedMessages": "NONE" },
    });
    let body = json!({
        "AppInstanceArn": world.app, "Name": "helper", "Configuration": { "Lex": lex }, "ClientRequestToken": token(),
    });
    let bot = world.ok("POST", "/app-instance-bots", None, body).await;
    let bot = bot["AppInstanceBotArn"].as_str().unwrap();
    let described = world.ok("GET", &format!("/app-instance-bots/{}", enc(bot)), None, Value::Null).await;
    assert_eq!(described["AppInstanceBot"]["Configuration"]["Lex"], lex);
    let missing = format!("/app-instance-bots/{}x", enc(bot));
    assert_eq!(world.refused("GET", &missing, None, Value::Null).await, 404);
    let bots = format!("/app-instance-bots?app-instance-arn={}", enc(&world.app));
    assert_eq!(world.ok("GET", &bots, None, Value::Null).await["AppInstanceBots"][0]["Name"], "helper");

    let memberships = format!("{}/memberships", world.channel_path());
    world.ok("POST", &memberships, Some(&world.admin), json!({ "MemberArn": bot, "Type": "DEFAULT" })).await;
    world.add_flow(&["one"]).await;
    assert_eq!(world.send(bot, "beep", json!({})).await.1, "PENDING");
    let event = world.event().await;
    assert_eq!(event["ChannelMessage"]["Sender"], json!({ "Arn": bot, "Name": "helper" }));
}
