use std::net::TcpListener;
use std::process::{Command, Stdio};

use crate::program::{Up, run};

#[test]
fn one_line_says_that_it_is_ready_and_a_closed_stdin_ends_it() {
    let mut up = Up::start("emulate", &["--json"]);
    let info = up.ready();
    let keys: Vec<&str> = info.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["account", "endpoint", "lambda_endpoint", "region"]);
    assert_eq!((&info["region"], &info["account"]), (&"us-east-1".into(), &"111122223333".into()));
    assert_eq!(info["endpoint"], info["lambda_endpoint"]);
    up.close_stdin();
    let (status, rest, stderr) = up.end();
    assert_eq!((status.code(), &*rest), (Some(0), ""));
    assert!(stderr.contains("standard input is closed"), "{stderr}");
}

#[test]
fn signals_end_it_well() {
    for signal in ["TERM", "INT"] {
        let mut up = Up::start("emulate", &["--json"]);
        up.ready();
        up.signal(signal);
        assert_eq!(up.end().0.code(), Some(0), "{signal}");
    }
}

#[test]
fn the_functions_that_it_started_end_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let script = "mkfifo started && printf '#!/bin/sh\\necho $$ > started\\nexec sleep 1000\\n' > function && chmod +x function";
    // Written by another process: a file that this one holds open could not be run while another test forks.
    let written = Command::new("sh").args(["-c", script]).current_dir(&directory).status().unwrap();
    assert!(written.success());
    for end in [Up::close_stdin, |up: &mut Up| up.signal("TERM")] {
        let function = format!("mine={}", directory.path().join("function").display());
        let mut up = Up::start("emulate", &["--json", "--function", &function]);
        up.ready();
        let id = std::fs::read_to_string(directory.path().join("started")).unwrap();
        let alive =
            || Command::new("kill").args(["-0", id.trim()]).stderr(Stdio::null()).status().unwrap().success();
        assert!(alive());
        end(&mut up);
        assert_eq!(up.end().0.code(), Some(0));
        assert!(!alive());
    }
}

#[test]
fn without_json_a_closed_stdin_means_nothing() {
    let mut up = Up::start("emulate", &[]);
    assert!(up.line().starts_with("Chime is at http://127.0.0.1:"));
    up.close_stdin();
    up.signal("TERM");
    let (status, ..) = up.end();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn the_line_names_the_function() {
    let mut up = Up::start("emulate", &["--json", "--function", "mine=http://127.0.0.1:1"]);
    assert_eq!(up.ready()["function_arn"], "arn:aws:lambda:us-east-1:111122223333:function:mine");
}

#[test]
fn a_port_that_is_taken_is_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = run(&["emulate", "--listen", &address]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(&format!("cannot listen on {address}")), "{run:?}");
    assert!(run.stderr.contains("help: something listens there already"), "{run:?}");
}

#[test]
fn a_name_instead_of_an_address_is_explained() {
    let run = run(&["emulate", "--listen", "localhost:0"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("expected an IP address and a port"), "{run:?}");
}

#[test]
fn a_data_file_of_another_emulator_is_left_to_it() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("chat.db");
    let data = data.to_str().unwrap();
    let mut first = Up::start("emulate", &["--json", "--data", data]);
    first.ready();
    let second = run(&["emulate", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!((second.code, &*second.stdout), (2, ""), "{second:?}");
    assert!(second.stderr.contains("is in use by another emulator"), "{second:?}");

    // A killed emulator's claim dies with it.
    first.signal("KILL");
    first.end();
    Up::start("emulate", &["--json", "--data", data]).ready();
}

#[test]
fn a_function_that_cannot_run_is_explained() {
    let directory = tempfile::tempdir().unwrap();
    let plain = directory.path().join("plain");
    std::fs::write(&plain, "not a program").unwrap();
    let not_executable = format!("mine={}", plain.display());
    for function in ["mine=no/such/bootstrap", &not_executable, "mine=https://127.0.0.1:9000"] {
        let run = run(&["emulate", "--listen", "127.0.0.1:0", "--function", function]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{function}: {run:?}");
        assert!(run.stderr.contains("`mine`"), "{run:?}");
    }
}

#[test]
fn a_command_line_that_makes_no_sense_is_bad_input() {
    for line in [&["emulate", "--nonsense"][..], &["emulate", "--listen", "here"], &["dev", "--once"], &[]] {
        assert_eq!(run(line).code, 2, "{line:?}");
    }
}
