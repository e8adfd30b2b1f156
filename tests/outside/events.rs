//! Every golden event, read by the processor and answered.

use std::fs;
use std::path::PathBuf;

use channel_flow::{CallbackRequest, Decision, FlowEvent};
use serde_json::Value;

use super::program::repository;

/// All golden events, with their paths.
fn golden() -> Vec<(PathBuf, Value)> {
    let profiles =
        ["measured", "documented", "rich"].map(|name| repository("tests/fixtures/events").join(name));
    let mut events = Vec::new();
    for path in profiles.iter().flat_map(|profile| fs::read_dir(profile).unwrap()) {
        let path = path.unwrap().path();
        let event = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        events.push((path, event));
    }
    assert!(events.len() >= 10);
    events
}

#[test]
fn every_golden_event_is_read_whole() {
    for (path, json) in golden() {
        let event =
            FlowEvent::parse(&json.to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let message = &json["ChannelMessage"];
        assert_eq!(event.callback_id.as_str(), json["CallbackId"]);
        assert_eq!(event.message.message_id.as_str(), message["MessageId"]);
        assert_eq!(event.message.channel_arn.as_str(), message["ChannelArn"]);
        assert_eq!(event.message.content.as_deref(), message["Content"].as_str());
        assert_eq!(event.message.metadata.as_deref(), message["Metadata"].as_str());
        assert_eq!(event.message.sender.arn.as_deref(), message["Sender"]["Arn"].as_str());
        assert_eq!(event.message.last_edited_timestamp.as_deref(), message["LastEditedTimestamp"].as_str());
        assert_eq!(event.unreadable, [""; 0], "{}", path.display());
    }
}

#[test]
fn a_release_echoes_what_the_event_carried_and_nothing_else() {
    let echoed = ["MessageId", "Content", "Metadata", "PushNotification", "MessageAttributes", "ContentType"];
    for (path, json) in golden() {
        let event = FlowEvent::parse(&json.to_string()).unwrap();
        let callback = CallbackRequest::new(&event, &Decision::NoChange).to_json();
        assert_eq!(callback["CallbackId"], json["CallbackId"]);
        let message = callback["ChannelMessage"].as_object().unwrap();
        for key in echoed.into_iter().chain(["SubChannelId"]) {
            let sent = message.get(key).map(known);
            let came = json["ChannelMessage"].get(key).map(known).filter(|value| !is_nothing(value));
            assert_eq!(sent.filter(|value| !is_nothing(value)), came, "{}: {key}", path.display());
        }
        for key in message.keys() {
            assert!(json["ChannelMessage"].get(key).is_some(), "{}: {key} was invented", path.display());
        }
    }
}

/// A value without the members that Chime's model of a callback does not have.
fn known(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(members) = value.as_object_mut() {
        members.retain(|key, member| key != "Sound" && !member.is_null());
    }
    value
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}

#[test]
fn every_golden_event_says_where_its_shape_comes_from() {
    let table = fs::read_to_string(repository("tests/fixtures/events/README.md")).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ") && line.contains(".json"));
    assert_eq!(rows.count(), golden().len());
    for (path, _) in golden() {
        let name = format!(
            "{}/{}",
            path.parent().unwrap().file_name().unwrap().display(),
            path.file_name().unwrap().display()
        );
        assert!(table.contains(&format!("| {name} |")), "{name} has no row");
    }
}
