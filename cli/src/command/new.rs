//! `new`: a project to start from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::{Ending, Failure, Result};
use crate::scaffold::{self, Blanks, File, Kind};
use crate::terminal::{self, FAINT, STRONG};

/// Start a project: a rulebook for the ready-made function, or a function with a rule of its own
///
/// The project is a folder with rules, their tests, what it takes to deploy them, and a README that says what
/// to do. It builds on a checkout of channel-flow, which is in no package registry.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 the project is there; 1 it cannot be written; 2 the command line cannot be used, \
or the folder is there already.

Examples:
  channel-flow new moderation
  channel-flow new moderation --with-rule
  channel-flow new ../moderation --channel-flow ~/src/channel-flow")]
pub(crate) struct New {
    /// The folder, whose name is the project's: small letters, digits and hyphens
    #[arg(value_name = "NAME")]
    folder: PathBuf,

    /// Make a function of its own, with a kind of rule in Rust
    #[arg(long)]
    with_rule: bool,

    /// The checkout of channel-flow to build on, instead of the one that this command was built from
    #[arg(long, value_name = "PATH")]
    channel_flow: Option<PathBuf>,
}

impl New {
    pub(crate) fn run(self) -> Result {
        let name = self.folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !scaffold::is_name(name) {
            return Err(Failure::input(format!("`{}` is no name for a project", self.folder.display()))
                .help(
                    "take small letters, digits and single hyphens, a letter first, such as `moderation`",
                ));
        }
        let checkout = checkout(self.channel_flow.as_deref())?;
        let kind = if self.with_rule { Kind::Rule } else { Kind::Rulebook };
        let files = scaffold::files(kind, Blanks { name, checkout: &checkout });
        if let Some(parent) = self.folder.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))?;
        }
        fs::create_dir(&self.folder).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::input(format!("`{}` is there already", self.folder.display()))
                    .help("choose another name; nothing was changed")
            }
            _ => unwritable(&self.folder, &error),
        })?;
        write(&self.folder, &files)?;
        if kind == Kind::Rule {
            lock(&checkout, &self.folder)?;
        }
        say(&mut terminal::stdout(), &self.folder, name, kind, &files)?;
        Ok(Ending::Success)
    }
}

/// The checkout to build on.
fn checkout(given: Option<&Path>) -> Result<PathBuf> {
    let path = given.unwrap_or(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    let checkout = path.canonicalize().ok().filter(|path| path.join("processor/Cargo.toml").is_file());
    checkout.ok_or_else(|| {
        Failure::input(format!("there is no checkout of channel-flow at `{}`", path.display()))
            .help("name one with `--channel-flow PATH`; it is the folder with `processor/` in it")
    })
}

fn write(folder: &Path, files: &[File]) -> Result<()> {
    for File { path, text, .. } in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))?;
        }
        fs::write(&path, text).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}

/// Starts the project with the versions that channel-flow itself is tested with; cargo removes what it does not
/// need.
fn lock(checkout: &Path, folder: &Path) -> Result<()> {
    let (from, to) = (checkout.join("Cargo.lock"), folder.join("Cargo.lock"));
    match fs::copy(from, &to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(&to, &error)),
        _ => Ok(()),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::failed(&io::Error::other(format!("cannot write `{}`: {error}", path.display())))
}

fn say(out: &mut impl Write, folder: &Path, name: &str, kind: Kind, files: &[File]) -> io::Result<()> {
    writeln!(out, "{STRONG}{}{STRONG:#}", folder.display())?;
    for File { path, about, .. } in files.iter().filter(|file| !file.about.is_empty()) {
        writeln!(out, "  {path:<16}  {FAINT}{about}{FAINT:#}")?;
    }
    writeln!(out, "\n{STRONG}# Next{STRONG:#}\ncd {}", quoted(folder))?;
    let lines = match kind {
        Kind::Rulebook => "channel-flow test rulebook.yaml\n\
             channel-flow explain --rulebook rulebook.yaml 'Bluebird ships on Friday'\n\
             channel-flow dev --rulebook rulebook.yaml"
            .to_owned(),
        Kind::Rule => {
            format!("cargo test\ncargo build\nchannel-flow dev --function {name}=target/debug/{name}")
        }
    };
    writeln!(out, "{lines}")?;
    out.flush()
}

/// The path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_where_a_shell_would_take_it_apart() {
        let cases = [("../a/b-1", "../a/b-1"), ("my chats/a", "'my chats/a'"), ("it's/a", r"'it'\''s/a'")];
        for (path, expected) in cases {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
