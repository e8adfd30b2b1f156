//! Reading a channel page by page.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{World, enc};

/// Walks a channel from the first page to the last; returns the contents in the order they came.
async fn walk(world: &World, viewer: &str, query: &str, mut between: impl AsyncFnMut(usize)) -> Vec<String> {
    let mut seen = Vec::new();
    let mut token = String::new();
    for page in 0.. {
        let path = format!("{}?{query}&next-token={}", world.messages_path(), enc(&token));
        let answer = world.ok("GET", &path, Some(viewer), Value::Null).await;
        let messages = answer["ChannelMessages"].as_array().unwrap();
        seen.extend(messages.iter().map(|m| m["Content"].as_str().unwrap().to_owned()));
        match answer["NextToken"].as_str() {
            Some(next) => next.clone_into(&mut token),
            None => break,
        }
        between(page).await;
    }
    seen
}

#[tokio::test]
async fn a_thousand_messages_are_walked_exactly_once_in_both_orders_while_others_arrive() {
    let world = World::new().await;
    let names: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    for name in &names {
        world.send(&world.alice, name, json!({})).await;
    }
    let send_late = async |name: String| {
        world.send(&world.bob, &name, json!({})).await;
    };
    let descending = async |page| send_late(format!("first {page}")).await;
    let seen = walk(&world, &world.carol, "max-results=50", descending).await;
    assert!(seen.iter().rev().eq(names.iter()));

    // This walk meets what arrived during the other one, and what arrives ahead of it.
    let ascending = async |page| send_late(format!("second {page}")).await;
    let mut seen = walk(&world, &world.carol, "sort-order=ASCENDING&max-results=50", ascending).await;
    let late = seen.split_off(1000);
    assert_eq!(seen, names);
    let distinct: BTreeSet<&String> = late.iter().collect();
    assert_eq!(distinct.len(), late.len());
    assert_eq!(late.iter().filter(|name| name.starts_with("first")).count(), 19);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_walk_shows_a_viewer_what_they_may_see_once_and_in_order(
        hidden in proptest::collection::vec(any::<bool>(), 0..40),
        size in 1_usize..=50,
        ascending: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let mut wanted = Vec::new();
            for (n, hidden) in hidden.iter().enumerate() {
                let extra = if *hidden { json!({ "Target": [{ "MemberArn": world.bob }] }) } else { json!({}) };
                world.send(&world.alice, &n.to_string(), extra).await;
                if !hidden {
                    wanted.push(n.to_string());
                }
            }
            if !ascending {
                wanted.reverse();
            }
            let order = if ascending { "ASCENDING" } else { "DESCENDING" };
            let query = format!("sort-order={order}&max-results={size}");
            let seen = walk(&world, &world.carol, &query, async |_| {}).await;
            assert_eq!(seen, wanted);
            world.emulator.stop().await;
        });
    }
}

#[tokio::test]
async fn a_page_of_hidden_messages_is_empty_and_not_the_last() {
    let world = World::new().await;
    world.send(&world.alice, "open", json!({})).await;
    for _ in 0..3 {
        world.send(&world.alice, "closed", json!({ "Target": [{ "MemberArn": world.bob }] })).await;
    }
    let path = format!("{}?max-results=3", world.messages_path());
    let answer = world.ok("GET", &path, Some(&world.carol), Value::Null).await;
    assert_eq!(answer["ChannelMessages"], json!([]));
    assert!(answer["NextToken"].is_string());
}

#[tokio::test]
async fn a_token_of_another_query_is_refused() {
    let world = World::new().await;
    for _ in 0..3 {
        world.send(&world.alice, "x", json!({})).await;
    }
    let path = world.messages_path();
    let first = world.ok("GET", &format!("{path}?max-results=1"), Some(&world.alice), Value::Null).await;
    let token = first["NextToken"].as_str().unwrap();
    let next = format!("next-token={}", enc(token));
    // The size of a page may change on the way.
    world.ok("GET", &format!("{path}?max-results=2&{next}"), Some(&world.alice), Value::Null).await;
    let others = [
        (format!("{path}?sort-order=ASCENDING&{next}"), &world.alice),
        (format!("{path}?{next}"), &world.bob),
        (format!("{path}?next-token=made-up"), &world.alice),
        (format!("{}/memberships?{next}", world.channel_path()), &world.alice),
    ];
    for (path, viewer) in others {
        assert_eq!(world.refused("GET", &path, Some(viewer), Value::Null).await, 400, "{path}");
    }
}

#[tokio::test]
async fn time_bounds_take_in_both_ends() {
    let world = World::new().await;
    let (id, _) = world.send(&world.alice, "x", json!({})).await;
    let (_, message) = world.get(&id, &world.alice).await;
    let created = message["CreatedTimestamp"].as_f64().unwrap();
    let at = |offset: f64| {
        let moment = jiff::Timestamp::from_millisecond(0).unwrap()
            + jiff::SignedDuration::from_secs_f64(created + offset).round(jiff::Unit::Millisecond).unwrap();
        enc(&format!("{moment:.6}"))
    };
    let count = async |query: String| {
        let path = format!("{}?{query}", world.messages_path());
        let answer = world.ok("GET", &path, Some(&world.bob), Value::Null).await;
        answer["ChannelMessages"].as_array().unwrap().len()
    };
    assert_eq!(count(format!("not-before={}&not-after={}", at(0.0), at(0.0))).await, 1);
    assert_eq!(count(format!("not-before={}", at(0.001))).await, 0);
    assert_eq!(count(format!("not-after={}", at(-0.001))).await, 0);
}

#[tokio::test]
async fn page_sizes_orders_and_times_that_make_no_sense_are_refused() {
    let world = World::new().await;
    for query in [
        "max-results=0",
        "max-results=51",
        "max-results=many",
        "sort-order=UP",
        "not-before=yesterday",
        "not-after=1700000000",
        "sub-channel-id=a",
    ] {
        let path = format!("{}?{query}", world.messages_path());
        assert_eq!(world.refused("GET", &path, Some(&world.alice), Value::Null).await, 400, "{query}");
    }
}
