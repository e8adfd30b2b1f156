//! The files of a new project. They are templates in `templates/`, but for those that this repository has
//! for itself: the SAM template and its settings are adapted, so that there is one of each.

use std::path::Path;

/// What a project is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rules for the ready-made function.
    Rulebook,
    /// A function with a rule of its own.
    Rule,
}

/// What the templates leave open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blanks<'a> {
    /// The project's name.
    pub(crate) name: &'a str,
    /// The checkout of channel-flow.
    pub(crate) checkout: &'a Path,
}

/// A file of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: &'static str,
    pub(crate) text: String,
    /// What it is for; nothing where it goes without saying.
    pub(crate) about: &'static str,
}

const TEMPLATE: &str = include_str!("../../template.yaml");
const SAM: &str = include_str!("../../samconfig.toml");
const GITIGNORE: &str = include_str!("../templates/gitignore");

const BUILD: &str =
    "      BuildMethod: rust-cargolambda\n      BuildProperties:\n        Binary: bootstrap\n";
const CODE: &str = "      CodeUri: processor\n";
const LOG: &str = "          CHANNEL_FLOW_LOG: !Ref LogLevel\n";

/// All files of a project, in the order in which people should look at them.
pub(crate) fn files(kind: Kind, blanks: Blanks<'_>) -> Vec<File> {
    let file = |path, about, text: &str| File { path, about, text: filled(text, blanks) };
    let own = match kind {
        Kind::Rulebook => vec![
            file(
                "rulebook.yaml",
                "the rules and their cases",
                include_str!("../templates/rulebook/rulebook.yaml"),
            ),
            file("README.md", "what to do with them", include_str!("../templates/rulebook/README.md")),
            file("template.yaml", "what to deploy", &template(kind, blanks)),
            file("Makefile", "how SAM builds it", include_str!("../templates/rulebook/Makefile")),
        ],
        Kind::Rule => vec![
            file(
                "rulebook.yaml",
                "the rules and their cases",
                include_str!("../templates/rule/rulebook.yaml"),
            ),
            file("src/shouting.rs", "a kind of rule", include_str!("../templates/rule/src/shouting.rs")),
            file("src/shouting.md", "its page", include_str!("../templates/rule/src/shouting.md")),
            file("src/main.rs", "the function", include_str!("../templates/rule/src/main.rs")),
            file("Cargo.toml", "", include_str!("../templates/rule/Cargo.toml.in")),
            file("README.md", "what to do with them", include_str!("../templates/rule/README.md")),
            file("template.yaml", "what to deploy", &template(kind, blanks)),
        ],
    };
    own.into_iter().chain([file("samconfig.toml", "", SAM), file(".gitignore", "", GITIGNORE)]).collect()
}

/// The repository's own SAM template for a project that stands by itself.
fn template(kind: Kind, blanks: Blanks<'_>) -> String {
    let here = TEMPLATE.replace(CODE, "      CodeUri: .\n");
    match kind {
        Kind::Rulebook => here
            .replace(BUILD, "      BuildMethod: makefile\n")
            .replace(LOG, &format!("{LOG}          CHANNEL_FLOW_RULEBOOK: /var/task/rulebook.yaml\n")),
        Kind::Rule => here.replace(BUILD, &BUILD.replace("bootstrap", blanks.name)),
    }
}

fn filled(text: &str, Blanks { name, checkout }: Blanks<'_>) -> String {
    let processor = checkout.join("processor").display().to_string();
    text.replace("{{name}}", name)
        .replace("{{checkout}}", &checkout.display().to_string())
        // A JSON string is a TOML string.
        .replace("{{processor}}", &serde_json::Value::from(processor).to_string())
}

/// Whether a project can have this name: a package, a binary and a stack are called so.
pub(crate) fn is_name(name: &str) -> bool {
    let words = || name.split('-');
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && words().all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
        // cargo gives these names a meaning of its own.
        && !matches!(name, "test" | "core" | "std" | "alloc" | "build" | "deps" | "examples" | "incremental")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: Kind, path: &str) -> String {
        let blanks = Blanks { name: "moderation", checkout: Path::new("/with space/channel-flow") };
        files(kind, blanks).into_iter().find(|file| file.path == path).unwrap().text
    }

    #[test]
    fn no_blank_is_left() {
        for kind in [Kind::Rulebook, Kind::Rule] {
            for file in files(kind, Blanks { name: "moderation", checkout: Path::new("/c") }) {
                assert!(!file.text.contains("{{"), "{}", file.path);
                assert!(file.text.ends_with('\n'), "{}", file.path);
            }
        }
    }

    #[test]
    fn the_sam_template_is_adapted() {
        for kind in [Kind::Rulebook, Kind::Rule] {
            let template = text(kind, "template.yaml");
            assert!(template.contains("\n      CodeUri: .\n") && !template.contains("CodeUri: processor"));
        }
        let rulebook = text(Kind::Rulebook, "template.yaml");
        assert!(rulebook.contains("\n      BuildMethod: makefile\n") && !rulebook.contains("Binary:"));
        assert!(rulebook.contains("\n          CHANNEL_FLOW_RULEBOOK: /var/task/rulebook.yaml\n"));
        assert!(text(Kind::Rulebook, "Makefile").contains("\nbuild-Processor:\n\tcargo lambda build "));
        assert!(text(Kind::Rule, "template.yaml").contains("\n        Binary: moderation\n"));
    }

    #[test]
    fn a_path_is_quoted_as_toml_needs_it() {
        let cargo = text(Kind::Rule, "Cargo.toml");
        assert!(
            cargo.contains("channel-flow = { path = \"/with space/channel-flow/processor\" }"),
            "{cargo}"
        );
    }

    #[test]
    fn names_are_those_of_packages() {
        for name in ["moderation", "my-rules-2"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "-a", "a-", "A", "2a", "a b", "a_b", "é", "test", "a--b"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
