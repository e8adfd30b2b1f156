use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{command, run};

/// The path of a folder that is not there yet.
fn folder(directory: &tempfile::TempDir, name: &str) -> String {
    directory.path().join(name).to_str().unwrap().to_owned()
}

/// The commands that are printed at the end.
fn next(stdout: &str) -> Vec<&str> {
    stdout.lines().skip_while(|line| *line != "# Next").skip(1).collect()
}

/// Runs a line as a shell with the command in its path would.
fn shell(line: &str) -> std::process::Output {
    let program = Path::new(env!("CARGO_BIN_EXE_channel-flow")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
    Command::new("sh").args(["-ec", line]).env("PATH", path).output().unwrap()
}

#[test]
fn a_rulebook_passes_its_own_cases_by_the_printed_lines() {
    let directory = tempfile::tempdir().unwrap();
    let project = folder(&directory, "moderation");
    let made = run(&["new", &project]);
    assert_eq!((made.code, &*made.stderr), (0, ""), "{made:?}");
    for file in ["rulebook.yaml", "README.md", "template.yaml", "Makefile", "samconfig.toml", ".gitignore"] {
        assert!(Path::new(&project).join(file).is_file(), "{file}");
    }
    let lines = next(&made.stdout);
    let (last, first) = lines.split_last().unwrap();
    assert_eq!(*last, "channel-flow dev --rulebook rulebook.yaml");
    let done = shell(&first.join("\n"));
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{shown}");
    assert!(shown.contains("rulebook.yaml: ok: 3 cases"), "{shown}");
    assert!(shown.contains("[confidential] ships on Friday"), "{shown}");
}

#[test]
fn the_lines_of_its_readme_work() {
    let directory = tempfile::tempdir().unwrap();
    let project = folder(&directory, "moderation");
    assert_eq!(run(&["new", &project]).code, 0);
    let readme = fs::read_to_string(Path::new(&project).join("README.md")).unwrap();
    let lines: Vec<&str> = readme.lines().filter(|line| line.starts_with("channel-flow ")).collect();
    assert_eq!(lines.len(), 6, "{lines:?}");
    for verb in ["check", "test", "explain"] {
        let line = lines.iter().find(|line| line.starts_with(&format!("channel-flow {verb} "))).unwrap();
        let done = shell(&format!("cd {project}\n{line}"));
        assert!(done.status.success(), "{line}: {done:?}");
    }
}

#[test]
fn a_function_has_a_package_a_rule_and_the_versions_of_the_checkout() {
    let directory = tempfile::tempdir().unwrap();
    let project = folder(&directory, "my-rules");
    let made = run(&["new", "--with-rule", &project]);
    assert_eq!((made.code, &*made.stderr), (0, ""), "{made:?}");
    for file in
        ["Cargo.toml", "Cargo.lock", "src/main.rs", "src/shouting.rs", "src/shouting.md", "template.yaml"]
    {
        assert!(Path::new(&project).join(file).is_file(), "{file}");
    }
    assert_eq!(
        next(&made.stdout)[1..],
        ["cargo test", "cargo build", "channel-flow dev --function my-rules=target/debug/my-rules"]
    );
}

#[test]
fn a_folder_that_is_there_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let project = folder(&directory, "moderation");
    fs::create_dir(&project).unwrap();
    let made = run(&["new", &project]);
    assert_eq!((made.code, &*made.stdout), (2, ""), "{made:?}");
    assert!(made.stderr.contains("is there already"), "{made:?}");
    assert_eq!(fs::read_dir(&project).unwrap().count(), 0);
}

#[test]
fn a_name_and_a_checkout_that_cannot_be_used_are_explained() {
    let directory = tempfile::tempdir().unwrap();
    let bad = run(&["new", &folder(&directory, "My Rules")]);
    assert_eq!(bad.code, 2);
    assert!(bad.stderr.contains("is no name for a project") && bad.stderr.contains("help: "), "{bad:?}");
    let project = folder(&directory, "rules");
    let lost = run(&["new", &project, "--channel-flow", directory.path().to_str().unwrap()]);
    assert_eq!(lost.code, 2);
    assert!(lost.stderr.contains("no checkout of channel-flow at"), "{lost:?}");
    assert!(!Path::new(&project).exists());
}

#[test]
fn a_name_alone_is_a_folder_here() {
    let directory = tempfile::tempdir().unwrap();
    let made = command(&["new", "moderation"]).current_dir(&directory).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    assert!(directory.path().join("moderation/rulebook.yaml").is_file());
}
