//! Hosts as they are and as they look, and lists of domains.

use std::collections::HashSet;

use super::punycode;
use crate::registry::OptionErrors;
use crate::text::Reading;

use super::scan::Link;

/// Entries of one list of domains, at most.
const MAX_DOMAINS: usize = 10_000;

/// The host of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// As a reader takes it: lower case, look-alike letters as what they look like.
    pub(super) looks: String,
    /// As a browser takes it, in the letters that a browser shows.
    pub(super) real: String,
}

impl Host {
    pub(super) fn of(link: &Link, reading: &Reading<'_>, original: &str) -> Self {
        let (mut looks, mut real) = (Vec::new(), Vec::new());
        for span in &link.labels {
            let label = reading.as_str().get(span.clone()).unwrap_or_default();
            let written = original.get(reading.original(span.clone())).unwrap_or_default();
            looks.push(label.to_lowercase());
            // ASCII that reads differently is an encoding, which a browser decodes too.
            real.push(shown(if written.is_ascii() { label } else { written }));
        }
        Self { looks: looks.join("."), real: real.join(".") }
    }
}

/// A label as a browser shows it: lower case, `xn--` decoded.
pub(super) fn shown(label: &str) -> String {
    let lower = label.to_lowercase();
    lower.strip_prefix("xn--").and_then(punycode::decode).unwrap_or(lower)
}

/// A set of domains; each stands for its subdomains too.
#[derive(Clone, Debug, Default)]
pub(super) struct Domains(HashSet<String>);

impl Domains {
    /// Reads the list of an option.
    pub(super) fn read(option: &str, list: &[String], errors: &mut OptionErrors) -> Self {
        if list.len() > MAX_DOMAINS {
            errors.push(option, format!("{} domains; a list has at most {MAX_DOMAINS}", list.len()));
        }
        let mut domains = HashSet::with_capacity(list.len());
        for (index, domain) in list.iter().enumerate() {
            match check(domain) {
                Ok(()) => {
                    domains.insert(domain.split('.').map(shown).collect::<Vec<_>>().join("."));
                }
                Err(message) => errors.push(format!("{option}/{index}"), message),
            }
        }
        Self(domains)
    }

    /// Domains that are known to be good, separated by white space.
    pub(super) fn listed(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self(lines.flat_map(str::split_whitespace).map(str::to_owned).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How long the longest domain is that the host is or belongs to.
    pub(super) fn longest(&self, host: &str) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let starts = std::iter::once(0).chain(host.match_indices('.').map(|(at, _)| at + 1));
        let mut parents = starts.filter_map(|start| host.get(start..));
        parents.find(|parent| self.0.contains(*parent)).map(str::len)
    }
}

fn check(domain: &str) -> Result<(), String> {
    if let Some(rest) = domain.strip_prefix("*.") {
        return Err(format!("write `{rest}`; its subdomains are meant too"));
    }
    if let Some((_, rest)) = domain.split_once("://") {
        let host = rest.split('/').next().unwrap_or_default();
        return Err(format!("expected a domain, found an address; write `{host}`"));
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && label
                .chars()
                .all(|char| !char.is_ascii() || char.is_ascii_alphanumeric() || char == '-' || char == '_')
            && !label.chars().any(|char| char.is_whitespace() || char.is_control())
    };
    if domain.len() <= 253 && domain.split('.').all(is_label) {
        Ok(())
    } else {
        Err("expected a domain such as `example.com`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_for_its_subdomains_and_the_longest_one_counts() {
        let domains = Domains::listed("example.com files.example.com münchen.de");
        let cases = [
            ("example.com", Some(11)),
            ("a.b.example.com", Some(11)),
            ("x.files.example.com", Some(17)),
            ("badexample.com", None),
            ("example.com.evil.org", None),
            ("com", None),
            ("", None),
            ("www.münchen.de", Some(11)),
        ];
        for (host, expected) in cases {
            assert_eq!(domains.longest(host), expected, "{host}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused_with_advice() {
        let cases = [
            ("*.example.com", "write `example.com`"),
            ("https://example.com/x", "write `example.com`"),
            ("example.com/x", "expected a domain"),
            ("", "expected a domain"),
            ("a..b", "expected a domain"),
            ("a b", "expected a domain"),
        ];
        for (domain, message) in cases {
            assert!(check(domain).is_err_and(|error| error.contains(message)), "{domain}");
        }
        for domain in ["example.com", "localhost", "münchen.de", "xn--mnchen-3ya.de", "_x.example.co.uk"] {
            assert_eq!(check(domain), Ok(()), "{domain}");
        }
    }
}
