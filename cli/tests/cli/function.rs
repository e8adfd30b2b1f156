//! A function behind a Lambda endpoint, played by the test: it rewrites `heck` and `idiot` and denies `forbidden`.

use std::sync::{Arc, OnceLock};
use std::thread;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::program::Up;

/// Where the function finds the emulator, once there is one.
type Chime = Arc<OnceLock<String>>;

/// An emulator with a world in it, whose function is played here.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) up: Up,
    pub(crate) info: Value,
}

impl World {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let chime = Chime::default();
        let function = format!("test={}", listen(Arc::clone(&chime)));
        let mut all = vec!["--json", "--function", &function];
        all.extend(arguments);
        let mut up = Up::start("dev", &all);
        let info = up.ready();
        chime.set(info["endpoint"].as_str().unwrap().to_owned()).unwrap();
        Self { up, info }
    }

    pub(crate) fn get(&self, key: &str) -> &str {
        self.info[key].as_str().unwrap()
    }

    pub(crate) fn user(&self, name: &str) -> &str {
        let users = self.info["users"].as_array().unwrap();
        users.iter().find(|user| user["name"] == name).unwrap()["arn"].as_str().unwrap()
    }
}

/// Serves on a thread that lives as long as the tests; returns the endpoint.
pub(crate) fn listen(chime: Chime) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let router = Router::new()
                .route("/2015-03-31/functions/{name}/invocations", post(invoked))
                .with_state(chime);
            axum::serve(listener, router).await.unwrap();
        });
    });
    url
}

async fn invoked(Path(_): Path<String>, State(chime): State<Chime>, event: Bytes) -> &'static str {
    let event: Value = serde_json::from_slice(&event).unwrap();
    let message = &event["ChannelMessage"];
    let content = message["Content"].as_str().unwrap();
    let masked = content.replace("heck", "****").replace("idiot", "*****");
    let mut body = json!({
        "CallbackId": event["CallbackId"],
        "ChannelMessage": { "MessageId": message["MessageId"], "Content": masked },
    });
    if content.contains("forbidden") {
        body["DeleteResource"] = true.into();
    }
    let channel = utf8_percent_encode(message["ChannelArn"].as_str().unwrap(), NON_ALPHANUMERIC).to_string();
    let url = format!("{}/channels/{channel}?operation=channel-flow-callback", chime.get().unwrap());
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    "null"
}
