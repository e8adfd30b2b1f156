//! A function as it is typed: `NAME=PATH` or `NAME=http://…`.

use std::path::{self, PathBuf};
use std::str::FromStr;

use channel_flow_emulator::invoke::Target;

/// A name and where its code runs. Whether both can be used is for the emulator to say.
#[derive(Clone, Debug)]
pub(crate) struct NamedTarget {
    pub(crate) name: String,
    pub(crate) target: Target,
}

impl FromStr for NamedTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, target) = text
            .split_once('=')
            .filter(|(name, target)| !name.is_empty() && !target.is_empty())
            .ok_or("expected NAME=PATH or NAME=http://HOST:PORT")?;
        let target = if is_url(target) {
            Target::Endpoint(target.to_owned())
        } else {
            // The function runs in another directory than this one.
            let path = path::absolute(target).unwrap_or_else(|_| PathBuf::from(target));
            Target::Binary(path)
        };
        Ok(Self { name: name.to_owned(), target })
    }
}

fn is_url(target: &str) -> bool {
    let lower = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_absolute() {
        let function: NamedTarget = "mine=target/debug/mine".parse().unwrap();
        assert_eq!(function.name, "mine");
        let Target::Binary(path) = function.target else { panic!("not a binary") };
        assert!(path.is_absolute() && path.ends_with("target/debug/mine"));
    }

    #[test]
    fn a_path_may_hold_an_equals_sign() {
        let function: NamedTarget = "mine=/a=b/c".parse().unwrap();
        assert!(matches!(function.target, Target::Binary(path) if path.as_os_str() == "/a=b/c"));
    }

    #[test]
    fn a_url_is_an_endpoint() {
        for url in ["http://127.0.0.1:9000", "HTTP://localhost:3001/", "https://example.com", "http://"] {
            let function: NamedTarget = format!("f={url}").parse().unwrap();
            assert!(matches!(function.target, Target::Endpoint(endpoint) if endpoint == url), "{url}");
        }
    }

    #[test]
    fn a_function_needs_a_name_and_a_place() {
        for text in ["", "bootstrap", "=bootstrap", "name=", "/path/to/bootstrap"] {
            assert!(text.parse::<NamedTarget>().is_err(), "{text}");
        }
    }
}
