use std::cell::Cell;

use super::*;
use crate::chime::Request;
use crate::chime::testing::Scripted;

fn draft() -> Draft {
    Draft {
        content: "hello".to_owned(),
        metadata: Some("{}".to_owned()),
        attributes: vec![("tags".to_owned(), "a".to_owned()), ("tags".to_owned(), "b".to_owned())],
        ..Draft::default()
    }
}

fn message(status: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut message = json!({
        "Content": "hello",
        "Metadata": "{}",
        "MessageAttributes": { "tags": { "StringValues": ["a", "b"] } },
        "Status": { "Value": status },
    });
    change(&mut message);
    json!({ "ChannelMessage": message })
}

async fn delivered(draft: &Draft, answer: impl Fn(&Request) -> (u16, Value)) -> Delivery {
    let chime = Scripted::new(|request: &Request| match request.operation {
        "SendChannelMessage" => (201, json!({ "MessageId": "m" })),
        _ => answer(request),
    });
    deliver(&chime, "channel", "sender", draft, Duration::from_secs(10)).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_pending_message_is_looked_at_again() {
    let looks = Cell::new(0);
    let draft = draft();
    let delivery = delivered(&draft, |_| {
        looks.set(looks.get() + 1);
        (200, message(if looks.get() < 5 { "PENDING" } else { "SENT" }, |_| {}))
    });
    assert_eq!(delivery.await.outcome, Outcome::Delivered);
    assert_eq!(looks.get(), 5);
}

#[tokio::test(start_paused = true)]
async fn any_visible_change_is_a_rewriting() {
    let changes: [fn(&mut Value); 4] = [
        |message| message["Content"] = "hell*".into(),
        |message| message["Metadata"] = "{\"a\":1}".into(),
        |message| message["MessageAttributes"]["tags"]["StringValues"][1] = "c".into(),
        |message| drop(message.as_object_mut().unwrap().remove("MessageAttributes")),
    ];
    for change in changes {
        let delivery = delivered(&draft(), |_| (200, message("SENT", change))).await;
        assert_eq!(delivery.outcome, Outcome::Rewritten);
    }
}

#[tokio::test(start_paused = true)]
async fn a_plain_message_without_optional_members_is_as_sent() {
    let plain = Draft { content: "hello".to_owned(), ..Draft::default() };
    let answer = json!({ "ChannelMessage": { "Content": "hello", "Status": { "Value": "SENT" } } });
    let delivery = delivered(&plain, |_| (200, answer.clone())).await;
    assert_eq!(delivery.outcome, Outcome::Delivered);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_gone_was_denied() {
    let gone = json!({ "Code": "NotFound", "Message": "gone" });
    let delivery = delivered(&draft(), |_| (404, gone.clone())).await;
    assert_eq!((delivery.outcome, delivery.message), (Outcome::Denied, None));
}

#[tokio::test(start_paused = true)]
async fn a_failed_message_stays_with_its_sender() {
    let delivery = delivered(&draft(), |_| (200, message("FAILED", |_| {}))).await;
    assert_eq!(delivery.outcome, Outcome::Failed);
    assert_eq!(delivery.member("Content"), Some("hello"));
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_and_being_throttled_counts_as_waiting() {
    let throttled = json!({ "Code": "Throttled", "Message": "slow down" });
    for answer in [(200, message("PENDING", |_| {})), (429, throttled)] {
        let delivery = delivered(&draft(), |_| answer.clone()).await;
        assert_eq!(delivery.outcome, Outcome::Pending);
        assert_eq!(delivery.elapsed, Duration::from_secs(10));
    }
}

#[test]
fn only_what_was_given_is_sent() {
    assert_eq!(Value::Object(fields(&Draft::default())), json!({}));
    let full = Draft {
        push_title: Some("title".to_owned()),
        push_body: Some("body".to_owned()),
        target: Some("arn".to_owned()),
        ..draft()
    };
    assert_eq!(
        Value::Object(fields(&full)),
        json!({
            "Metadata": "{}",
            "PushNotification": { "Title": "title", "Body": "body", "Type": "DEFAULT" },
            "MessageAttributes": { "tags": { "StringValues": ["a", "b"] } },
            "Target": [{ "MemberArn": "arn" }],
        })
    );
}
