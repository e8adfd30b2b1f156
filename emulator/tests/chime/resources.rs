//! Channels, members, moderators and flows.

use serde_json::{Value, json};

use crate::world::{World, enc, token};

#[tokio::test]
async fn a_channel_begins_restricted_and_private_with_its_creator_as_moderator_and_member() {
    let world = World::new().await;
    let path = world.channel_path();
    let channel = world.ok("GET", &path, Some(&world.alice), Value::Null).await["Channel"].clone();
    assert_eq!((&channel["Mode"], &channel["Privacy"]), (&json!("RESTRICTED"), &json!("PRIVATE")));
    assert_eq!(channel["CreatedBy"]["Name"], "admin");
    assert!(channel.get("LastMessageTimestamp").is_none() && channel.get("ChannelFlowArn").is_none());
    let moderators = world.ok("GET", &format!("{path}/moderators"), Some(&world.admin), Value::Null).await;
    assert_eq!(
        moderators["ChannelModerators"],
        json!([{ "Moderator": { "Arn": world.admin, "Name": "admin" } }])
    );
    let members = world.ok("GET", &format!("{path}/memberships"), Some(&world.alice), Value::Null).await;
    assert_eq!(members["ChannelMemberships"].as_array().unwrap().len(), 4);
    assert_eq!(world.refused("GET", &path, Some(&world.dave), Value::Null).await, 403);
}

#[tokio::test]
async fn channel_ids_and_tokens_are_taken_once() {
    let world = World::new().await;
    let body = |id: &str, token: &str| json!({ "AppInstanceArn": world.app, "Name": "n", "ChannelId": id, "ClientRequestToken": token });
    let path = "/channels";
    let first = world.ok("POST", path, Some(&world.alice), body("room.1", "t1")).await;
    assert_eq!(first["ChannelArn"], format!("{}/channel/room.1", world.app));
    assert_eq!(world.ok("POST", path, Some(&world.alice), body("room.1", "t1")).await, first);
    assert_eq!(world.refused("POST", path, Some(&world.alice), body("room.1", "t2")).await, 409);
    assert_eq!(world.refused("POST", path, Some(&world.alice), body("room.2", "t1")).await, 409);
    let mut stranger = body("room.3", "t3");
    stranger["MemberArns"] = json!([format!("{}/user/nobody", world.app)]);
    assert_eq!(world.refused("POST", path, Some(&world.alice), stranger).await, 403);
    let mut elastic = body("room.4", "t4");
    elastic["ElasticChannelConfiguration"] = json!({
        "MaximumSubChannels": 2, "TargetMembershipsPerSubChannel": 2, "MinimumMembershipPercentage": 1,
    });
    assert_eq!(world.refused("POST", path, Some(&world.alice), elastic).await, 501);
}

#[tokio::test]
async fn only_administrators_list_private_channels() {
    let world = World::new().await;
    let public = world.new_channel(json!({ "Privacy": "PUBLIC", "Name": "lobby" })).await;
    let path = |more: &str| format!("/channels?app-instance-arn={}{more}", enc(&world.app));
    let arns = async |who: &str, more: &str| {
        let answer = world.ok("GET", &path(more), Some(who), Value::Null).await;
        let channels = answer["Channels"].as_array().unwrap().iter();
        channels.map(|c| c["ChannelArn"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(arns(&world.admin, "").await, [world.channel.clone(), public.clone()]);
    assert_eq!(arns(&world.admin, "&privacy=PRIVATE").await, [world.channel.as_str()]);
    assert_eq!(arns(&world.alice, "").await, [public.as_str()]);
    let private = path("&privacy=PRIVATE");
    assert_eq!(world.refused("GET", &private, Some(&world.alice), Value::Null).await, 403);
    // Anybody of the app instance reads a public channel, and only members send to it.
    let messages = format!("/channels/{}/messages", enc(&public));
    world.ok("GET", &messages, Some(&world.dave), Value::Null).await;
    let body = World::message("x", json!({}));
    assert_eq!(world.refused("POST", &messages, Some(&world.dave), body).await, 403);
}

#[tokio::test]
async fn in_a_restricted_channel_only_those_who_run_it_add_members() {
    let world = World::new().await;
    let path = format!("{}/memberships", world.channel_path());
    let dave = || json!({ "MemberArn": world.dave, "Type": "DEFAULT" });
    assert_eq!(world.refused("POST", &path, Some(&world.alice), dave()).await, 403);
    let answer = world.ok("POST", &path, Some(&world.admin), dave()).await;
    assert_eq!(answer["Member"], json!({ "Arn": world.dave, "Name": "dave" }));
    assert_eq!(world.refused("POST", &path, Some(&world.admin), dave()).await, 409);
    let nobody = json!({ "MemberArn": format!("{}/user/nobody", world.app), "Type": "DEFAULT" });
    assert_eq!(world.refused("POST", &path, Some(&world.admin), nobody).await, 404);

    let open = world.new_channel(json!({ "Mode": "UNRESTRICTED" })).await;
    let path = format!("/channels/{}/memberships", enc(&open));
    assert_eq!(world.refused("POST", &path, Some(&world.dave), dave()).await, 403);
    world.ok("POST", &path, Some(&world.alice), dave()).await;
    let one = format!("{path}/{}", enc(&world.dave));
    let membership = world.ok("GET", &one, Some(&world.bob), Value::Null).await["ChannelMembership"].clone();
    assert_eq!((&membership["InvitedBy"]["Name"], &membership["Type"]), (&json!("alice"), &json!("DEFAULT")));
}

#[tokio::test]
async fn a_batch_adds_whom_it_can_and_says_what_is_wrong_with_the_others() {
    let world = World::new().await;
    let path = format!("{}/memberships?operation=batch-create", world.channel_path());
    let nobody = format!("{}/user/nobody", world.app);
    let body = json!({ "MemberArns": [world.dave, world.bob, nobody], "Type": "HIDDEN" });
    let answer = world.ok("POST", &path, Some(&world.admin), body).await;
    let batch = &answer["BatchChannelMemberships"];
    assert_eq!((batch["Members"].as_array().unwrap().len(), &batch["Type"]), (1, &json!("HIDDEN")));
    let errors = answer["Errors"].as_array().unwrap();
    assert_eq!((&errors[0]["MemberArn"], &errors[0]["ErrorCode"]), (&json!(world.bob), &json!("Conflict")));
    assert_eq!((&errors[1]["MemberArn"], &errors[1]["ErrorCode"]), (&json!(nobody), &json!("NotFound")));

    let list = format!("{}/memberships", world.channel_path());
    let visible = world.ok("GET", &list, Some(&world.alice), Value::Null).await;
    assert_eq!(visible["ChannelMemberships"].as_array().unwrap().len(), 4);
    let hidden = world.ok("GET", &format!("{list}?type=HIDDEN"), Some(&world.alice), Value::Null).await;
    assert_eq!(hidden["ChannelMemberships"][0]["Member"]["Name"], "dave");
}

#[tokio::test]
async fn members_leave_and_only_those_who_run_the_channel_remove_others() {
    let world = World::new().await;
    let path = |who: &str| format!("{}/memberships/{}", world.channel_path(), enc(who));
    assert_eq!(world.refused("DELETE", &path(&world.bob), Some(&world.alice), Value::Null).await, 403);
    world.ok("DELETE", &path(&world.alice), Some(&world.alice), Value::Null).await;
    world.ok("DELETE", &path(&world.bob), Some(&world.admin), Value::Null).await;
    assert_eq!(world.refused("GET", &path(&world.bob), Some(&world.carol), Value::Null).await, 404);
    assert_eq!(world.refused("GET", &world.messages_path(), Some(&world.bob), Value::Null).await, 403);
}

#[tokio::test]
async fn moderators_run_their_channel_and_members_do_not() {
    let world = World::new().await;
    let path = format!("{}/moderators", world.channel_path());
    let bob = json!({ "ChannelModeratorArn": world.bob });
    assert_eq!(world.refused("POST", &path, Some(&world.bob), bob.clone()).await, 403);
    let answer = world.ok("POST", &path, Some(&world.admin), bob.clone()).await;
    assert_eq!(answer["ChannelModerator"]["Name"], "bob");
    assert_eq!(world.refused("POST", &path, Some(&world.admin), bob).await, 409);
    let one = format!("{path}/{}", enc(&world.bob));
    let described = world.ok("GET", &one, Some(&world.bob), Value::Null).await;
    assert_eq!(described["ChannelModerator"]["CreatedBy"]["Name"], "admin");
    assert_eq!(world.refused("GET", &path, Some(&world.alice), Value::Null).await, 403);
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let redact = format!("{}?operation=redact", world.message_path(&id));
    world.ok("POST", &redact, Some(&world.bob), json!({})).await;
    world.ok("DELETE", &one, Some(&world.admin), Value::Null).await;
    assert_eq!(world.refused("GET", &one, Some(&world.admin), Value::Null).await, 404);
    assert_eq!(world.refused("DELETE", &world.channel_path(), Some(&world.bob), Value::Null).await, 403);
    world.ok("DELETE", &world.channel_path(), Some(&world.admin), Value::Null).await;
    assert_eq!(world.refused("GET", &world.channel_path(), Some(&world.admin), Value::Null).await, 403);
}

#[tokio::test]
async fn flows_are_created_replaced_listed_and_deleted() {
    let world = World::new().await;
    let flow = world.new_flow(&["one"], "CONTINUE").await;
    let path = format!("/channel-flows/{}", enc(&flow));
    let described = world.ok("GET", &path, None, Value::Null).await["ChannelFlow"].clone();
    assert_eq!(described["Processors"], world.processors(&["one"], "CONTINUE"));
    assert!(described["CreatedTimestamp"].is_number() && described["LastUpdatedTimestamp"].is_number());
    let replaced = json!({ "Name": "other", "Processors": world.processors(&["two"], "ABORT") });
    assert_eq!(world.ok("PUT", &path, None, replaced).await["ChannelFlowArn"], flow);
    let partial = json!({ "Name": "other" });
    assert_eq!(world.refused("PUT", &path, None, partial).await, 400);
    let list = format!("/channel-flows?app-instance-arn={}", enc(&world.app));
    let listed = world.ok("GET", &list, None, Value::Null).await["ChannelFlows"].clone();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["Name"]), (1, &json!("other")));
    assert_eq!(world.ok("DELETE", &path, None, Value::Null).await, Value::Null);
    for method in ["GET", "DELETE"] {
        assert_eq!(world.refused(method, &path, None, Value::Null).await, 403);
    }
    let body = json!({
        "AppInstanceArn": format!("{}x", world.app), "Name": "f", "ClientRequestToken": token(),
        "Processors": world.processors(&["one"], "ABORT"),
    });
    assert_eq!(world.refused("POST", "/channel-flows", None, body).await, 403);
}
