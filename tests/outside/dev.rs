//! What scripts rely on: the one line of `dev --json`, and how it ends.

use std::fs;
use std::net::TcpStream;
use std::path::Path;

use serde_json::Value;

use super::program::{Dev, Ended, eventually};

#[test]
fn dev_prints_one_line_that_names_all_it_made() {
    let dev = Dev::start::<&str>([]);
    let line = dev.info.as_object().unwrap();
    let keys: Vec<&str> = line.keys().map(String::as_str).collect();
    let mut expected = vec![
        "endpoint",
        "lambda_endpoint",
        "region",
        "account",
        "app_instance_arn",
        "admin_arn",
        "channel_arn",
        "channel_flow_arn",
        "function_arn",
        "users",
    ];
    expected.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, expected);
    let prefix = dev.text("app_instance_arn").to_owned();
    assert!(prefix.starts_with("arn:aws:chime:us-east-1:111122223333:app-instance/"));
    for (key, kind) in
        [("admin_arn", "user"), ("channel_arn", "channel"), ("channel_flow_arn", "channel-flow")]
    {
        assert!(dev.text(key).starts_with(&format!("{prefix}/{kind}/")), "{key}");
    }
    assert_eq!(dev.text("function_arn"), "arn:aws:lambda:us-east-1:111122223333:function:channel-flow");
    assert_eq!((dev.text("region"), dev.text("account")), ("us-east-1", "111122223333"));
    assert_eq!(dev.text("endpoint"), dev.text("lambda_endpoint"));
    let names: Vec<&str> =
        line["users"].as_array().unwrap().iter().map(|user| user["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["alice", "bob", "carol"]);
    assert!(
        line["users"]
            .as_array()
            .unwrap()
            .iter()
            .all(|user| user["arn"].as_str().unwrap().starts_with(&prefix))
    );
    assert_eq!(dev.close_stdin().rest, "", "one line and no more");
}

#[test]
fn port_zero_gives_each_its_own_port() {
    let (one, other) = (Dev::start::<&str>([]), Dev::start::<&str>([]));
    assert_ne!(address(&one), address(&other));
    assert!(TcpStream::connect(address(&one)).is_ok() && TcpStream::connect(address(&other)).is_ok());
}

#[test]
fn a_closed_stdin_ends_it_and_its_functions() {
    ends_with_its_functions(Dev::close_stdin);
}

#[test]
fn a_sigterm_ends_it_and_its_functions() {
    ends_with_its_functions(Dev::terminate);
}

fn ends_with_its_functions(end: impl FnOnce(Dev) -> Ended) {
    let dev = Dev::start(["--environments", "2"]);
    let (address, process) = (address(&dev), dev.process_id());
    let children = eventually("the functions run", || {
        let children = children_of(process);
        (!children.is_empty()).then_some(children)
    });
    let ended = end(dev);
    assert!(ended.status.success(), "{}: {}", ended.status, ended.stderr);
    for child in children {
        eventually("the function is gone", || (!Path::new(&format!("/proc/{child}")).exists()).then_some(()));
    }
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

fn address(dev: &Dev) -> String {
    dev.text("endpoint").strip_prefix("http://").unwrap().to_owned()
}

/// The processes whose parent this is. A process that has ended and was not waited for counts too.
fn children_of(parent: u32) -> Vec<u32> {
    let processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    processes
        .filter(|process| {
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // The name, in parentheses, may hold anything; the state and the parent follow it.
            let parent_field = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1));
            parent_field == Some(parent.to_string().as_str())
        })
        .collect()
}

#[test]
fn emulate_leaves_out_what_it_did_not_make() {
    let line = super::program::first_line_of(["emulate", "--listen", "127.0.0.1:0", "--json"]);
    let line: Value = serde_json::from_str(&line).unwrap();
    for key in ["endpoint", "lambda_endpoint", "region", "account"] {
        assert!(line[key].is_string(), "{key}");
    }
    for key in ["app_instance_arn", "admin_arn", "channel_arn", "channel_flow_arn", "users"] {
        assert!(line.get(key).is_none(), "{key}");
    }
}
