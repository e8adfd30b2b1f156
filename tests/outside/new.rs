//! A project of `new --with-rule`, built, tested and run by the lines that it prints.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::program::{Dev, channel_flow, program};

/// Runs cargo as the lines do, without the network, and with what is built already.
fn cargo(verb: &str, options: &[&str], project: &Path, target: &Path) -> Output {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .arg(verb)
        .args(options)
        .current_dir(project)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .unwrap()
}

#[test]
fn a_project_with_a_rule_builds_passes_its_tests_and_runs() {
    let directory = tempfile::tempdir().unwrap();
    // A name that no package of this workspace has: they share a folder of built programs.
    let project = directory.path().join("scaffolded-rules");
    let made = channel_flow(["new".as_ref(), "--with-rule".as_ref(), project.as_os_str()]);
    assert!(made.status.success(), "{made:?}");
    let target = program("channel-flow").ancestors().nth(2).unwrap().to_owned();
    // As this workspace has it, so that its dependencies need not be built again.
    let dependencies = ["--offline", "--config", "profile.dev.package.\"*\".debug=false"];
    for (verb, options) in [("fmt", &["--check"][..]), ("test", &dependencies), ("build", &dependencies)] {
        let done = cargo(verb, options, &project, &target);
        let said =
            [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(done.status.success(), "{verb}: {said}");
        assert!(verb != "test" || said.contains("2 passed"), "{said}");
    }

    let built = target.join("debug/scaffolded-rules");
    let dev = Dev::start(["--function".to_owned(), format!("scaffolded-rules={}", built.display())]);
    let sent =
        channel_flow(["send", "--endpoint", dev.text("endpoint"), "--as", "alice", "WHERE IS MY ORDER"]);
    let shown = String::from_utf8_lossy(&sent.stdout);
    assert!(sent.status.success() && shown.contains("where is my order"), "{shown}");
    assert!(dev.close_stdin().status.success());
    fs::remove_file(built).unwrap();
}
