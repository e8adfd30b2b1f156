use serde_json::{Value, json};

use super::*;
use crate::chime::Request;
use crate::chime::testing::Scripted;
use crate::world::User;

fn world() -> World {
    let user = |name: &str| User { name: name.to_owned(), arn: format!("arn:{name}") };
    World {
        app_instance: "arn:app".to_owned(),
        admin: "arn:admin".to_owned(),
        channel: "arn:channel".to_owned(),
        flow: "arn:flow".to_owned(),
        users: vec![user("alice"), user("bob"), user("carol")],
    }
}

/// Delivers each message with what `rules` makes of it; nothing is a denial.
async fn walked(rules: impl Fn(&str) -> Option<String>, open: bool) -> (bool, String) {
    let sent = std::cell::RefCell::new((String::new(), String::new(), false));
    let chime = Scripted::new(|request: &Request| {
        let bearer = request.bearer.clone().unwrap_or_default();
        if request.operation == "SendChannelMessage" {
            let body = request.body.as_ref().unwrap();
            *sent.borrow_mut() =
                (bearer, body["Content"].as_str().unwrap().to_owned(), body["Target"].is_array());
            return (201, json!({ "MessageId": "m" }));
        }
        let (sender, text, targeted) = sent.borrow().clone();
        if targeted && !open && bearer != sender {
            return (403, json!({ "Code": "Forbidden", "Message": "not for you" }));
        }
        match rules(&text) {
            Some(content) => {
                (200, json!({ "ChannelMessage": { "Content": content, "Status": { "Value": "SENT" } } }))
            }
            None => (404, Value::Null),
        }
    });
    let mut out = anstream::StripStream::new(Vec::new());
    let right = walk(&mut out, &chime, &world()).await.unwrap();
    (right, String::from_utf8(out.into_inner()).unwrap())
}

fn shipped_rules(text: &str) -> Option<String> {
    let masked = text.replace("idiot", "*****").replace("4111 1111 1111", "**** **** ****");
    (!text.contains("k.i.l.l")).then_some(masked.replace("alice@", "*****@"))
}

#[tokio::test]
async fn a_world_whose_rules_work_is_right() {
    let (right, shown) = walked(shipped_rules, false).await;
    assert!(right, "{shown}");
    for line in ["→ delivered as sent", "→ rewritten", "→ denied", "→ carol cannot see it"] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

#[tokio::test]
async fn a_world_without_rules_is_wrong_and_says_where() {
    let (right, shown) = walked(|text| Some(text.to_owned()), false).await;
    assert!(!right);
    assert_eq!(shown.matches("should be").count(), 3, "{shown}");
}

#[tokio::test]
async fn a_world_that_denies_everything_is_wrong() {
    assert!(!walked(|_| None, false).await.0);
}

#[tokio::test]
async fn a_targeted_message_that_others_can_see_is_wrong() {
    let (right, shown) = walked(shipped_rules, true).await;
    assert!(!right);
    assert!(shown.contains("carol can see it and should not"));
}
