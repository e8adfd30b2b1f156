//! Hosts that a reader takes for another.

use super::host::{Domains, Host};
use crate::text::Text;

/// Letters that a name needs before one wrong letter is taken for a mistype of it, or before it is looked for
/// inside other names.
const LONG: usize = 6;

/// Names that others pretend to have.
#[derive(Debug, Default)]
pub(super) struct Protected {
    domains: Domains,
    /// The name of each domain: `paypal` of `paypal.com`, as its letters look.
    names: Vec<String>,
}

impl Protected {
    pub(super) fn of(domains: Domains) -> Self {
        let mut names: Vec<_> =
            domains.iter().map(|domain| look(&plain(domain.split('.').next().unwrap_or_default()))).collect();
        names.sort_unstable();
        names.dedup();
        Self { domains, names }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a host pretends to be a protected one.
    pub(super) fn pretends(&self, host: &Host) -> bool {
        if self.is_empty() || self.domains.longest(&host.real).is_some() {
            return false;
        }
        if self.domains.longest(&host.looks).is_some() {
            return true;
        }
        let mut labels: Vec<_> = host.real.split('.').collect();
        // What follows the last dot is nobody's name.
        if labels.len() > 1 {
            labels.pop();
        }
        let written = host.looks.split('.').take(labels.len()).map(str::to_owned);
        labels.into_iter().map(plain).chain(written).any(|label| self.resembles(&label))
    }

    fn resembles(&self, label: &str) -> bool {
        let whole = look(&label.replace('-', ""));
        let pieces: Vec<_> = label.split('-').map(look).collect();
        self.names.iter().any(|name| {
            whole == *name
                || pieces.iter().any(|piece| piece == name)
                || (name.len() >= LONG
                    && (whole.contains(name.as_str())
                        || whole.len().abs_diff(name.len()) <= 1
                            && strsim::damerau_levenshtein(&whole, name) == 1))
        })
    }
}

/// A label in plain letters. It is read on its own, so that other words beside it in the same script do not
/// make its letters true.
fn plain(label: &str) -> String {
    let text = Text::new(label);
    text.readings().next().map(|reading| reading.as_str().to_lowercase()).unwrap_or_default()
}

/// One spelling for all that look alike in the fonts of an address bar.
fn look(label: &str) -> String {
    let letters: String = label
        .chars()
        .filter_map(|char| match char {
            '0' => Some('o'),
            '1' | 'i' | '|' => Some('l'),
            '3' => Some('e'),
            '4' => Some('a'),
            '5' => Some('s'),
            '7' => Some('t'),
            '8' => Some('b'),
            '9' => Some('g'),
            '_' => None,
            other => Some(other),
        })
        .collect();
    letters.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_look_like_a_protected_one_pretend_to_be_it() {
        let protected = Protected::of(Domains::listed("paypal.com microsoft.com x.com"));
        let cases = [
            ("paypal.com", false),
            ("www.paypal.com", false),
            ("paypa1.com", true),
            ("paypai.com", true),
            ("paypal.net", true),
            ("paypal.com.evil.org", true),
            ("secure-paypal.com", true),
            ("pay-pal.com", true),
            ("paypall.com", true),
            ("papyal.com", true),
            ("mypaypalaccount.com", true),
            ("rnicrosoft.com", true),
            ("micros0ft.com", true),
            ("example.com", false),
            ("payments.com", false),
            ("xx.com", false),
            ("x.org", true),
            ("com", false),
        ];
        for (host, expected) in cases {
            let host = Host { looks: host.to_owned(), real: host.to_owned() };
            assert_eq!(protected.pretends(&host), expected, "{}", host.real);
        }
    }

    #[test]
    fn letters_of_another_script_give_a_host_away_only_where_they_look_like_others() {
        let protected = Protected::of(Domains::listed("paypal.com münchen.de"));
        let pretends = |looks: &str, real: &str| {
            protected.pretends(&Host { looks: looks.to_owned(), real: real.to_owned() })
        };
        assert!(pretends("paypal.com", "pаypal.com"));
        assert!(!pretends("munchen.de", "münchen.de"));
        assert!(!pretends("пример.рф", "пример.рф"));
    }
}
