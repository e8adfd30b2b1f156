//! `link`: links, judged by their hosts.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::{Action, Find, Found, TextPart, Then};
use crate::finding::Severity;
use crate::registry::{OptionErrors, RuleOptions};
use crate::rule::BoxError;
use crate::text::Text;

mod host;
mod look_alike;
mod punycode;
mod scan;
mod separator;
mod tld;

use host::{Domains, Host};
use look_alike::Protected;
use scan::{Link as Scanned, links};

/// The category of what is found.
const CATEGORY: &str = "link";
/// Names to protect, at most: each host is compared with each.
const MAX_PROTECTED: usize = 100;

/// Hosts that only forward.
static SHORTENERS: LazyLock<Domains> = LazyLock::new(|| Domains::listed(include_str!("link/shorteners.txt")));

/// Hosts that are links however bare they stand, though their endings are words.
static WELL_KNOWN: LazyLock<Domains> = LazyLock::new(|| {
    Domains::listed(
        "t.me wa.me m.me youtu.be linktr.ee discord.gg lnk.bio about.me line.me telegram.me paypal.me cash.app \
         forms.gle redd.it twitch.tv notion.so amazon.it amazon.in ebay.it bbc.in cnn.it who.is g.page",
    )
});

/// Which names without `http://`, `www.`, port or path are links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bare {
    /// Those whose ending is hardly anything else.
    #[default]
    Likely,
    /// All whose ending is a top-level domain: `ok.so` too.
    All,
    /// None.
    None,
}

/// The options of `link`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    /// Domains that may be linked to; every other link is found.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Domains that must not be linked to.
    #[serde(default)]
    pub block: Vec<String>,
    /// Whether links to shorteners are found.
    #[serde(default)]
    pub shorteners: bool,
    /// Domains whose look-alikes are found.
    #[serde(default)]
    pub look_alikes_of: Vec<String>,
    /// Schemes that a link may have; others are found.
    #[serde(default)]
    pub protocols: Vec<String>,
    /// Which names that stand alone are links.
    #[serde(default)]
    pub bare: Bare,
    /// What a finding becomes.
    pub then: Then,
    /// The parts that are read.
    #[serde(default = "TextPart::all")]
    pub r#in: Vec<TextPart>,
}

impl RuleOptions for Link {
    const NAME: &'static str = CATEGORY;
    const PAGE: &'static str = include_str!("link.md");
    type Rule = LinkRule;

    fn build(self) -> Result<LinkRule, BoxError> {
        let mut errors = OptionErrors::default();
        let allow = Domains::read("allow", &self.allow, &mut errors);
        let block = Domains::read("block", &self.block, &mut errors);
        let protected = Domains::read("look-alikes-of", &self.look_alikes_of, &mut errors);
        if self.look_alikes_of.len() > MAX_PROTECTED {
            errors.push("look-alikes-of", format!("at most {MAX_PROTECTED} domains can be protected"));
        }
        for (index, protocol) in self.protocols.iter().enumerate() {
            if !protocol.starts_with(|first: char| first.is_ascii_lowercase())
                || !protocol
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-".contains(&byte))
            {
                errors.push(format!("protocols/{index}"), "expected a scheme such as `https`, without `://`");
            }
        }
        let is_narrowed =
            !block.is_empty() || self.shorteners || !protected.is_empty() || !self.protocols.is_empty();
        let action = Action::new(self.then, self.r#in).map_err(|more| errors.extend(more)).ok();
        let (Some(action), true) = (action, errors == OptionErrors::default()) else {
            return Err(errors.into());
        };
        let judge = Judge {
            all: !allow.is_empty() || !is_narrowed,
            allow,
            block,
            shorteners: self.shorteners,
            protected: Protected::of(protected),
            protocols: self.protocols,
            bare: self.bare,
        };
        let action = action.unfound_by(&judge)?;
        Ok(LinkRule { judge, action })
    }
}

/// Finds links.
#[derive(Debug)]
pub struct LinkRule {
    judge: Judge,
    action: Action,
}

impl Find for LinkRule {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        self.judge.find(text, found);
    }
}

rule_by_action!(LinkRule);

#[derive(Debug)]
struct Judge {
    allow: Domains,
    block: Domains,
    shorteners: bool,
    protected: Protected,
    protocols: Vec<String>,
    bare: Bare,
    /// Whether a link is found unless it is allowed.
    all: bool,
}

impl Judge {
    /// What is wrong with a link; `None` if nothing is.
    fn term(&self, scheme: Option<&str>, host: &Host) -> Option<&'static str> {
        let allowed = self.allow.longest(&host.real);
        let blocked = self.block.longest(&host.real).max(self.block.longest(&host.looks));
        if scheme.is_some_and(|scheme| !self.is_usual(scheme)) {
            Some("protocol")
        } else if blocked > allowed {
            Some("blocked")
        } else if allowed.is_some() {
            None
        } else if self.protected.pretends(host) {
            Some("look-alike")
        } else if self.shorteners && SHORTENERS.longest(&host.looks).is_some() {
            Some("shortener")
        } else {
            self.all.then_some(CATEGORY)
        }
    }

    fn is_usual(&self, scheme: &str) -> bool {
        let scheme = scheme.to_ascii_lowercase().replace("xx", "tt").replace("**", "tt");
        self.protocols.is_empty() || self.protocols.contains(&scheme)
    }

    fn is_known(&self, host: &str) -> bool {
        let lists = [&self.allow, &self.block, &WELL_KNOWN];
        lists.iter().any(|list| list.longest(host).is_some())
            || self.shorteners && SHORTENERS.longest(host).is_some()
    }
}

impl Find for Judge {
    fn find(&self, text: &Text<'_>, found: &mut Vec<Found>) {
        for reading in text.readings() {
            let read = reading.as_str();
            for link in links(read, self.bare, &|host| self.is_known(host)) {
                let Scanned { span, scheme, .. } = &link;
                let host = Host::of(&link, &reading, text.original());
                let scheme = scheme.clone().and_then(|scheme| read.get(scheme));
                let Some(term) = self.term(scheme, &host) else { continue };
                let severity = if term == "look-alike" { Severity::Severe } else { Severity::Moderate };
                found
                    .push(Found::new(reading.original(span.clone()), CATEGORY).term(term).severity(severity));
            }
        }
    }
}

#[cfg(test)]
mod tests;
