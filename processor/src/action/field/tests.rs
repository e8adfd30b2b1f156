use crate::message::Message;
use crate::registry::RuleOptions;
use crate::rule::{Context, Rule};
use crate::rules::{CardNumber, NationalId, PhoneNumber};
use crate::testing;
use crate::verdict::Verdict;

/// What a kind makes of metadata.
async fn masked<K: RuleOptions>(metadata: &str) -> String {
    let options = serde_json::json!({ "then": "mask" });
    let rule = serde_json::from_value::<K>(options).unwrap().build().unwrap();
    let mut event = testing::event("x");
    event.message_mut().metadata = Some(metadata.to_owned());
    match rule.evaluate(&Message::of(&event), &Context::until(testing::soon())).await.unwrap() {
        Verdict::Edit(patch) => patch.get().metadata.clone().unwrap(),
        _ => metadata.to_owned(),
    }
}

#[tokio::test]
async fn ids_in_metadata_are_left() {
    for metadata in [
        r#"{"id":"4111111111111111"}"#,
        r#"{"clientId":"623070382485","at":"1504478725","key":"uploads/4111111111111111/0431283437.png"}"#,
        r#"{"sku":"063-46-2297","ref":"87821226G","parent":"0431283437"}"#,
        r#"{"to":["app-instance-user-0431283437"]}"#,
        "4111111111111111",
        "063-46-2297",
    ] {
        assert_eq!(masked::<CardNumber>(metadata).await, metadata);
        assert_eq!(masked::<PhoneNumber>(metadata).await, metadata);
        assert_eq!(masked::<NationalId>(metadata).await, metadata);
    }
}

#[tokio::test]
async fn what_a_field_is_named_after_is_found_in_it() {
    let card = r#"{"a":1,"cardNumber":"4111111111111111"}"#;
    assert_eq!(masked::<CardNumber>(card).await, r#"{"a":1,"cardNumber":"************1111"}"#);
    for (before, after) in [
        (r#"{"phone":"2125550142"}"#, r#"{"phone":"******0142"}"#),
        (
            r#"{"mobileNumbers":["2125550142","2125550143"]}"#,
            r#"{"mobileNumbers":["******0142","******0143"]}"#,
        ),
        (r#"{"from":"+12125550142"}"#, r#"{"from":"+*******0142"}"#),
        (r#"{"note":"ask 212-555-0142"}"#, r#"{"note":"ask ***-***-0142"}"#),
    ] {
        assert_eq!(masked::<PhoneNumber>(before).await, after);
        assert_eq!(masked::<PhoneNumber>(after).await, after);
    }
    let ssn = r#"{"userSsn":"063-46-2297"}"#;
    assert_eq!(masked::<NationalId>(ssn).await, r#"{"userSsn":"***-**-2297"}"#);
}
