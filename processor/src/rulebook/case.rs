//! `tests`: messages, and what the rulebook says should become of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

use super::read::Reader;
use crate::event::{Attributes, ChannelArn, ChannelMessage, MessageId, PushNotification};
use crate::message::Message;
use crate::outcome::{Decision, Mode, Outcome};
use crate::pipeline::Pipeline;
use crate::registry::node::{Node, Value, quoted};
use crate::registry::unknown;

/// How long a message of a case may be judged.
const TIME: Duration = Duration::from_secs(10);
/// The app instance of a message that does not say.
const APP_INSTANCE: &str =
    "arn:aws:chime:us-east-1:111122223333:app-instance/00000000-0000-4000-8000-000000000000";
const CHANNEL: &str = "00000000-0000-4000-8000-000000000001";

pub(super) const CASE: &[&str] = &["name", "message", "becomes", "because", "found"];
pub(super) const MESSAGE: &[&str] =
    &["content", "metadata", "content_type", "sender", "channel", "push", "attributes", "edit", "persistent"];
pub(super) const BECOMES: &[&str] = &["denied", "content", "metadata", "push", "attributes"];
const PUSH: &[&str] = &["title", "body"];

/// What came of one case under `tests`.
#[derive(Debug)]
pub struct TestResult {
    /// The name of the case, or the beginning of its message.
    pub name: String,
    /// The file that the case stands in.
    pub file: String,
    /// The line that it begins in, from 1.
    pub line: u64,
    /// What is not as the case says; nothing if it passed.
    pub differences: Vec<Difference>,
    /// What the rules said of the message.
    pub outcome: Outcome,
}

impl TestResult {
    /// Whether everything is as the case says.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// One thing that is not as a case says. The texts are those of the case's own message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `decision`, `content`, `metadata`, `push-title`, `push-body`, `attributes`, `because` or
    /// `found`.
    pub what: &'static str,
    /// What the case says.
    pub expected: String,
    /// What is.
    pub actual: String,
}

/// A case that is ready to run.
#[derive(Debug)]
pub(super) struct Case {
    name: String,
    file: String,
    line: u64,
    message: Message,
    becomes: Option<Becomes>,
    because: Option<BTreeSet<String>>,
    found: Option<BTreeSet<String>>,
}

/// What should become of a message.
#[derive(Debug)]
enum Becomes {
    Unchanged,
    /// With this code, if the case names one.
    Denied(Option<String>),
    /// Its parts are these where the case names them.
    Parts(Parts),
}

#[derive(Debug, Default)]
struct Parts {
    content: Option<String>,
    metadata: Option<String>,
    push: PushNotification,
    attributes: Option<Attributes>,
}

impl Case {
    pub(super) async fn run(&self, pipeline: &Pipeline) -> TestResult {
        let outcome = pipeline.decide(&self.message, Instant::now() + TIME).await;
        let mut differences = Vec::new();
        let mut differ = |what, expected: String, actual: String| {
            if expected != actual {
                differences.push(Difference { what, expected, actual });
            }
        };
        match &self.becomes {
            Some(Becomes::Parts(parts)) if !matches!(outcome.decision, Decision::Deny(_)) => {
                parts.compare(&self.after(&outcome), &mut differ);
            }
            Some(becomes) => differ("decision", becomes.describe(), self.actual(becomes, &outcome)),
            None => {}
        }
        let mut sets = |what, expected: &Option<BTreeSet<String>>, actual: BTreeSet<String>| {
            if let Some(expected) = expected {
                differ(what, listed(expected), listed(&actual));
            }
        };
        sets("because", &self.because, outcome.acting_rules().into_iter().map(str::to_owned).collect());
        let enforced = outcome.steps.iter().filter(|step| step.mode == Mode::Enforce);
        let findings = enforced.flat_map(|step| &step.findings);
        sets("found", &self.found, findings.map(|finding| finding.category.to_string()).collect());
        TestResult { name: self.name.clone(), file: self.file.clone(), line: self.line, differences, outcome }
    }

    /// The message as it would be delivered.
    fn after(&self, outcome: &Outcome) -> Message {
        let mut after = self.message.clone();
        if let Decision::Update(patch) = &outcome.decision {
            after.apply(patch);
        }
        after
    }

    fn actual(&self, becomes: &Becomes, outcome: &Outcome) -> String {
        match (&outcome.decision, becomes) {
            (Decision::NoChange, _) => "unchanged".to_owned(),
            (Decision::Update(_), _) => format!("`{}`", self.after(outcome).content()),
            (Decision::Deny(_), Becomes::Denied(None)) => "denied".to_owned(),
            (Decision::Deny(_), _) => {
                format!("denied with the code `{}`", outcome.denial_code().unwrap_or_default())
            }
        }
    }
}

impl Becomes {
    fn describe(&self) -> String {
        match self {
            Self::Unchanged => "unchanged".to_owned(),
            Self::Denied(None) => "denied".to_owned(),
            Self::Denied(Some(code)) => format!("denied with the code `{code}`"),
            Self::Parts(Parts { content: Some(content), .. }) => format!("`{content}`"),
            Self::Parts(_) => "delivered".to_owned(),
        }
    }
}

impl Parts {
    fn compare(&self, after: &Message, differ: &mut impl FnMut(&'static str, String, String)) {
        let push = after.push();
        let texts = [
            ("content", &self.content, Some(after.content())),
            ("metadata", &self.metadata, after.metadata()),
            ("push-title", &self.push.title, push.and_then(|push| push.title.as_deref())),
            ("push-body", &self.push.body, push.and_then(|push| push.body.as_deref())),
        ];
        for (what, expected, actual) in texts {
            if let Some(expected) = expected {
                differ(what, expected.clone(), actual.unwrap_or_default().to_owned());
            }
        }
        for (name, expected) in self.attributes.iter().flatten() {
            let shown = |values: &[String]| format!("{name}: [{}]", values.join(", "));
            differ("attributes", shown(expected), shown(after.attribute(name).unwrap_or_default()));
        }
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

impl Reader<'_> {
    /// Reads the cases; `ids` are those of the rules.
    pub(super) fn cases(&mut self, tests: &Node, ids: &[&str]) -> Vec<Case> {
        self.list(tests, "cases").iter().filter_map(|node| self.case(node, ids)).collect()
    }

    fn case(&mut self, node: &Node, ids: &[&str]) -> Option<Case> {
        self.mapping(node, "a case", CASE)?;
        let name = node.get("name").and_then(|name| self.text(name, "a name"));
        let becomes = node.get("becomes").and_then(|becomes| self.becomes(becomes));
        let mut set = |key| {
            let node: &Node = node.get(key)?;
            Some(
                self.list(node, "names")
                    .iter()
                    .filter_map(|item| Some((item.at, self.text(item, "a name")?)))
                    .collect(),
            )
        };
        let (because, found): (Option<Vec<_>>, Option<Vec<_>>) = (set("because"), set("found"));
        for (at, id) in because.iter().flatten().filter(|(_, id)| !ids.contains(id)) {
            self.note(*at, unknown("rule", id, ids));
        }
        if ["becomes", "because", "found"].iter().all(|key| node.get(key).is_none()) {
            self.note(node.at, "the case expects nothing; say what its message `becomes`, `because` of what, or what is `found`");
        }
        let Some(written) = node.get("message") else {
            self.note(node.at, "the case has no `message`");
            return None;
        };
        let message = self.message(written)?;
        let shown = |message: &Message| quoted(message.content()).trim_matches('`').to_owned();
        let names = |names: Vec<(_, &str)>| names.into_iter().map(|(_, name)| name.to_owned()).collect();
        Some(Case {
            name: name.map_or_else(|| shown(&message), str::to_owned),
            file: self.files.get(node.at.file).map(|file| file.name.clone()).unwrap_or_default(),
            line: node.at.line,
            message,
            becomes,
            because: because.map(names),
            found: found.map(names),
        })
    }

    fn becomes(&mut self, node: &Node) -> Option<Becomes> {
        match &node.value {
            Value::Text(text) if text == "unchanged" => return Some(Becomes::Unchanged),
            Value::Text(text) if text == "denied" => return Some(Becomes::Denied(None)),
            Value::Text(text) => {
                return Some(Becomes::Parts(Parts { content: Some(text.clone()), ..Parts::default() }));
            }
            _ => {}
        }
        self.mapping(node, "`unchanged`, `denied`, a text, or a mapping", BECOMES)?;
        if let Some(code) = node.get("denied") {
            return Some(Becomes::Denied(self.text(code, "the code of a denial").map(str::to_owned)));
        }
        Some(Becomes::Parts(Parts {
            content: self.part(node, "content"),
            metadata: self.part(node, "metadata"),
            push: node.get("push").map(|push| self.push(push)).unwrap_or_default(),
            attributes: node.get("attributes").map(|attributes| self.attributes(attributes)),
        }))
    }

    fn part(&mut self, node: &Node, key: &str) -> Option<String> {
        node.get(key).and_then(|node| self.text(node, "text")).map(str::to_owned)
    }

    fn message(&mut self, node: &Node) -> Option<Message> {
        let fixed = format!("{APP_INSTANCE}/channel/{CHANNEL}");
        let mut message =
            ChannelMessage::new(ChannelArn::new(fixed).ok()?, MessageId::new("0".repeat(64)).ok()?);
        message.sender.arn = Some(format!("{APP_INSTANCE}/user/somebody"));
        message.sender.name = Some("Somebody".to_owned());
        message.persistence = Some("PERSISTENT".to_owned());
        if let Value::Text(content) = &node.value {
            message.content = Some(content.clone());
            return Some(message.into());
        }
        self.mapping(node, "the text of a message, or a mapping", MESSAGE)?;
        message.content = self.part(node, "content");
        message.metadata = self.part(node, "metadata");
        message.content_type = self.part(node, "content_type");
        message.push = node.get("push").map(|push| self.push(push));
        message.attributes = node.get("attributes").map(|attributes| self.attributes(attributes));
        if let Some(sender) = node.get("sender") {
            self.sender(sender, &mut message);
        }
        if let Some(channel) = node.get("channel")
            && let Some(arn) = self.text(channel, "the ARN or the id of a channel")
        {
            match ChannelArn::new(arn_of("channel", arn)) {
                Ok(arn) => message.channel_arn = arn,
                Err(error) => self.note(channel.at, error.to_string()),
            }
        }
        if self.flag(node, "edit") == Some(true) {
            message.last_edited_timestamp = Some("2026-01-02T03:04:05.678Z".to_owned());
        }
        if self.flag(node, "persistent") == Some(false) {
            message.persistence = Some("NON_PERSISTENT".to_owned());
        }
        Some(message.into())
    }

    fn flag(&mut self, node: &Node, key: &str) -> Option<bool> {
        let flag = node.get(key)?;
        if let Value::Bool(flag) = flag.value {
            return Some(flag);
        }
        self.note(flag.at, format!("expected `true` or `false`, found {}", flag.describe()));
        None
    }

    fn sender(&mut self, node: &Node, message: &mut ChannelMessage) {
        let what = "the ARN or the id of a user";
        let arn = match &node.value {
            Value::Map(_) => {
                self.mapping(node, "a sender", &["arn", "name"]);
                if let Some(name) = self.part(node, "name") {
                    message.sender.name = Some(name);
                }
                node.get("arn").and_then(|arn| self.text(arn, what))
            }
            _ => self.text(node, what),
        };
        if let Some(arn) = arn {
            message.sender.arn = Some(arn_of("user", arn));
        }
    }

    fn push(&mut self, node: &Node) -> PushNotification {
        self.mapping(node, "a push notification", PUSH);
        PushNotification { title: self.part(node, "title"), body: self.part(node, "body"), kind: None }
    }

    fn attributes(&mut self, node: &Node) -> Attributes {
        let Value::Map(entries) = &node.value else {
            self.note(node.at, format!("expected attributes by name, found {}", node.describe()));
            return BTreeMap::new();
        };
        let mut attributes = BTreeMap::new();
        for (key, values) in entries {
            let values = self.texts(values, "text").into_iter().map(|(_, value)| value.to_owned());
            attributes.insert(key.name.clone(), values.collect());
        }
        attributes
    }
}

/// The ARN of a channel or user of which only the id is written.
fn arn_of(kind: &str, written: &str) -> String {
    if written.contains(':') { written.to_owned() } else { format!("{APP_INSTANCE}/{kind}/{written}") }
}
