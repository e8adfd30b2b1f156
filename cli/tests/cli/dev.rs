use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use crate::function::{World, listen};
use crate::program::{Up, run};

#[test]
fn the_line_names_everything_that_is_there() {
    let world = World::start(&[]);
    let app_instance = world.get("app_instance_arn");
    for key in ["admin_arn", "channel_arn", "channel_flow_arn"] {
        assert!(world.get(key).starts_with(&format!("{app_instance}/")), "{key}");
    }
    assert_eq!(world.get("function_arn"), "arn:aws:lambda:us-east-1:111122223333:function:test");
    let names: Vec<&str> =
        world.info["users"].as_array().unwrap().iter().map(|user| user["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["alice", "bob", "carol"]);
}

#[test]
fn a_data_file_keeps_the_world_and_its_messages() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("chat.db");
    let data = ["--data", data.to_str().unwrap()];
    let mut first = World::start(&data);
    let sent = run(&["send", "--endpoint", first.get("endpoint"), "--json", "hello"]).json();
    first.up.close_stdin();
    first.up.end();

    let second = World::start(&data);
    for key in ["app_instance_arn", "admin_arn", "channel_arn", "channel_flow_arn", "users"] {
        assert_eq!(first.info[key], second.info[key], "{key}");
    }
    // The flow leads to the function of this run.
    let again = run(&["send", "--endpoint", second.get("endpoint"), "--json", "oh heck"]).json();
    assert_eq!(again["message"]["Content"], "oh ****");
    assert_ne!(sent["message_id"], again["message_id"]);
}

#[test]
fn the_printed_line_sends_a_message_as_it_is() {
    let chime = Arc::new(OnceLock::new());
    let function = format!("test={}", listen(Arc::clone(&chime)));
    let mut up = Up::start("dev", &["--function", &function]);
    let url = up.line().strip_prefix("Chime is at ").unwrap().split(',').next().unwrap().to_owned();
    chime.set(url).unwrap();
    let heading = "# Send a message";
    while up.line() != heading {}
    let output = Command::new("sh").arg("-c").arg(up.line()).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{shown}");
    assert!(shown.starts_with("alice: delivered, rewritten"), "{shown}");
    assert!(shown.contains("You *****"), "{shown}");
}

#[test]
fn a_rulebook_that_does_not_load_is_bad_input_for_the_ready_made_function() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("broken.yaml");
    std::fs::write(&path, "version: 2\n").unwrap();
    let run = run(&["dev", "--listen", "127.0.0.1:0", "--rulebook", path.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("broken.yaml:1:"), "{run:?}");
}

#[test]
fn a_missing_ready_made_function_is_explained() {
    let original = Path::new(env!("CARGO_BIN_EXE_channel-flow"));
    let directory = tempfile::tempdir_in(original.parent().unwrap()).unwrap();
    let program = directory.path().join("channel-flow");
    // A copy would be busy while another test forks.
    std::fs::hard_link(original, &program).unwrap();
    let output = Command::new(program).args(["dev", "--listen", "127.0.0.1:0"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.contains("cargo build -p channel-flow --bin bootstrap"), "{stderr}");
}

#[test]
fn a_tour_that_stays_up_ends_with_its_outcomes_and_how_to_end_it() {
    let mut up = Up::start("dev", &["--tour"]);
    while up.line() != "# Send a message" {}
    while up.line() != "Every message had the outcome it should have." {}
    assert_eq!(up.line(), "");
    assert!(up.line().ends_with("stays up until Ctrl-C; the lines further up send more."));
    up.signal("INT");
    let (status, rest, _) = up.end();
    assert_eq!((status.code(), &*rest), (Some(0), ""));
}

#[test]
fn the_tour_is_right_with_the_ready_made_function() {
    let bootstrap = Path::new(env!("CARGO_BIN_EXE_channel-flow")).with_file_name("bootstrap");
    assert!(bootstrap.is_file(), "it is not built: run `cargo build -p channel-flow --bin bootstrap`");
    let run = run(&["dev", "--listen", "127.0.0.1:0", "--tour", "--once"]);
    assert_eq!((run.code, &*run.stderr), (0, ""), "{run:?}");
    assert!(run.stdout.ends_with("Every message had the outcome it should have.\n\n"), "{run:?}");
}
