//! A Chime whose answers a test writes down.

use std::cell::RefCell;

use serde_json::{Value, json};

use super::{Chime, ChimeError, Request};

/// Answers by a function, and remembers what it was asked.
pub(crate) struct Scripted<F> {
    answer: F,
    pub(crate) asked: RefCell<Vec<Request>>,
}

impl<F: Fn(&Request) -> (u16, Value)> Scripted<F> {
    pub(crate) fn new(answer: F) -> Self {
        Self { answer, asked: RefCell::default() }
    }
}

impl<F: Fn(&Request) -> (u16, Value)> Chime for Scripted<F> {
    async fn call(&self, request: &Request) -> Result<Value, ChimeError> {
        self.asked.borrow_mut().push(request.clone());
        let (status, body) = (self.answer)(request);
        super::answered(request.operation, status, None, body)
    }
}

#[tokio::test]
async fn all_pages_of_a_listing_are_joined() {
    let chime = Scripted::new(|request| {
        let target = request.target();
        (
            200,
            match target.split_once("next-token=").map(|(_, token)| token) {
                None => json!({ "ChannelFlows": [1, 2], "NextToken": "a" }),
                Some("a") => json!({ "ChannelFlows": [], "NextToken": "b" }),
                Some(_) => json!({ "ChannelFlows": [3], "NextToken": "" }),
            },
        )
    });
    let all = chime.list(super::list_channel_flows("arn"), "ChannelFlows").await.unwrap();
    assert_eq!(all, [1, 2, 3]);
    assert_eq!(chime.asked.borrow().len(), 3);
}

#[tokio::test]
async fn a_refusal_keeps_the_services_words() {
    let chime = Scripted::new(|_| (403, json!({ "Code": "Forbidden", "Message": "not a member" })));
    let error = chime.call(&super::list_app_instances()).await.unwrap_err();
    assert_eq!(error.to_string(), "ListAppInstances was refused: 403 Forbidden: not a member");
    assert_eq!(error.status(), Some(403));
}

#[tokio::test]
async fn an_answer_without_what_was_asked_for_is_not_the_services() {
    let chime = Scripted::new(|_| (200, Value::Null));
    let error = chime.text(&super::create_app_instance("a"), "AppInstanceArn").await.unwrap_err();
    assert!(matches!(error, ChimeError::Unexpected { expected: "AppInstanceArn", .. }));
}
