//! Who sends, and where: found in the emulator where the command line does not say.

use serde_json::Value;

use crate::chime::{self, Chime, ChimeError};
use crate::failure::Failure;

/// What the command line says, names or ARNs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) channel: Option<&'a str>,
    pub(crate) sender: Option<&'a str>,
    pub(crate) target: Option<&'a str>,
}

/// What it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) channel: String,
    pub(crate) sender: Person,
    pub(crate) target: Option<Person>,
}

/// A user or bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) arn: String,
}

/// Why it cannot be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DirectoryError {
    #[error(transparent)]
    Chime(#[from] ChimeError),
    #[error("there is no {what} here")]
    None { what: &'static str },
    #[error("there are several {what}:\n{choices}")]
    Several { what: &'static str, choices: String, option: &'static str },
    #[error("no user is named `{name}`; there are {known}")]
    Unknown { name: String, known: String },
    #[error("`{0}` is not the ARN of a channel")]
    Channel(String),
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Self {
        let failure = match &error {
            DirectoryError::Chime(ChimeError::Unreachable { .. }) => {
                return Self::failed(&error).help(
                    "start an emulator with `channel-flow dev`, or say where one is with `--endpoint URL`",
                );
            }
            DirectoryError::Chime(_) => return Self::failed(&error),
            _ => Self::input(&error),
        };
        match error {
            DirectoryError::None { .. } => {
                failure.help("`channel-flow dev` starts an emulator with a channel and users")
            }
            DirectoryError::Several { option, .. } => failure.help(format!("choose one with {option}")),
            DirectoryError::Channel(_) => {
                failure.help("it looks like arn:aws:chime:REGION:ACCOUNT:app-instance/ID/channel/ID")
            }
            DirectoryError::Unknown { .. } | DirectoryError::Chime(_) => failure,
        }
    }
}

/// Finds the channel, the sender and the target.
///
/// Without a channel it is the only one of the only app instance. Without a sender it is the first member
/// who is no administrator.
pub(crate) async fn find(chime: &impl Chime, wanted: Wanted<'_>) -> Result<Found, DirectoryError> {
    if let Some(channel) = wanted.channel.filter(|channel| !is_channel(channel)) {
        return Err(DirectoryError::Channel(channel.to_owned()));
    }
    let instance = match [wanted.channel, wanted.sender].into_iter().flatten().find_map(instance_of) {
        Some(instance) => instance.to_owned(),
        None => only_instance(chime).await?,
    };
    let users = people(
        &chime.list(chime::list_app_instance_users(&instance), "AppInstanceUsers").await?,
        "AppInstanceUserArn",
        "",
    );
    let admins = people(
        &chime.list(chime::list_app_instance_admins(&instance), "AppInstanceAdmins").await?,
        "Arn",
        "/Admin",
    );
    let named = |name: &str| person(&users, name);
    let sender = wanted.sender.map(named).transpose()?;
    let target = wanted.target.map(named).transpose()?;

    // Administrators see every channel and its members; without one, what the sender sees has to do.
    let first = admins.first().or(sender.as_ref()).or(users.first());
    let viewer = first.ok_or(DirectoryError::None { what: "user" })?;
    let channel = match wanted.channel {
        Some(channel) => channel.to_owned(),
        None => only_channel(chime, &viewer.arn, &instance).await?,
    };
    let sender = match sender {
        Some(sender) => sender,
        None => first_member(chime, viewer, &channel, &admins).await?,
    };
    Ok(Found { channel, sender, target })
}

/// The app instance that an ARN belongs to.
fn instance_of(arn: &str) -> Option<&str> {
    const MARK: &str = ":app-instance/";
    let id = arn.find(MARK)? + MARK.len();
    let length = arn.get(id..)?.find('/').unwrap_or(arn.len() - id);
    arn.get(..id + length)
}

fn is_channel(arn: &str) -> bool {
    let rest = instance_of(arn).and_then(|instance| arn.strip_prefix(instance));
    rest.and_then(|rest| rest.strip_prefix("/channel/")).is_some_and(|id| !id.is_empty())
}

async fn only_instance(chime: &impl Chime) -> Result<String, DirectoryError> {
    let instances =
        people(&chime.list(chime::list_app_instances(), "AppInstances").await?, "AppInstanceArn", "");
    only(instances, "app instance", "app instances", "`--channel ARN`")
}

async fn only_channel(chime: &impl Chime, viewer: &str, instance: &str) -> Result<String, DirectoryError> {
    let mut channels = Vec::new();
    for privacy in ["PRIVATE", "PUBLIC"] {
        match chime.list(chime::list_channels(viewer, instance, privacy), "Channels").await {
            Ok(listed) => channels.extend(people(&listed, "ChannelArn", "")),
            // Only an administrator may list private channels.
            Err(error) if error.status() == Some(403) => {}
            Err(error) => return Err(error.into()),
        }
    }
    only(channels, "channel", "channels", "`--channel ARN`")
}

fn only(
    mut items: Vec<Person>,
    one: &'static str,
    several: &'static str,
    option: &'static str,
) -> Result<String, DirectoryError> {
    match (items.pop(), items.is_empty()) {
        (None, _) => Err(DirectoryError::None { what: one }),
        (Some(item), true) => Ok(item.arn),
        (Some(last), false) => {
            items.push(last);
            Err(DirectoryError::Several { what: several, choices: choices(&items), option })
        }
    }
}

async fn first_member(
    chime: &impl Chime,
    viewer: &Person,
    channel: &str,
    admins: &[Person],
) -> Result<Person, DirectoryError> {
    let listing = chime::list_channel_memberships(&viewer.arn, channel);
    let members = people(&chime.list(listing, "ChannelMemberships").await?, "Arn", "/Member");
    let is_admin = |person: &&Person| admins.iter().any(|admin| admin.arn == person.arn);
    let members: Vec<&Person> = members.iter().filter(|member| member.arn.contains("/user/")).collect();
    let chosen = members.iter().find(|member| !is_admin(member)).or(members.first());
    chosen.map(|&member| member.clone()).ok_or(DirectoryError::None { what: "member of the channel" })
}

/// Names and ARNs out of a listing; `at` leads to the object that holds them.
fn people(items: &[Value], arn: &str, at: &str) -> Vec<Person> {
    let person = |item: &Value| {
        let object = item.pointer(at)?;
        let arn = object.get(arn)?.as_str()?.to_owned();
        let name = object.get("Name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Person { name, arn })
    };
    items.iter().filter_map(person).collect()
}

/// The user with this name, id or ARN; an ARN may also be a bot's, which no listing here holds.
fn person(users: &[Person], name: &str) -> Result<Person, DirectoryError> {
    if name.starts_with("arn:") {
        let known = users.iter().find(|user| user.arn == name);
        return Ok(known
            .cloned()
            .unwrap_or_else(|| Person { name: last_segment(name).to_owned(), arn: name.to_owned() }));
    }
    let by_id: Vec<&Person> = users.iter().filter(|user| last_segment(&user.arn) == name).collect();
    let by_name: Vec<&Person> = users.iter().filter(|user| user.name == name).collect();
    match (by_id.as_slice(), by_name.as_slice()) {
        (&[user], _) | ([], &[user]) => Ok(user.clone()),
        ([], []) => {
            let known: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Err(DirectoryError::Unknown { name: name.to_owned(), known })
        }
        _ => {
            let same: Vec<Person> = by_id.into_iter().chain(by_name).cloned().collect();
            Err(DirectoryError::Several {
                what: "users of that name",
                choices: choices(&same),
                option: "their ARN",
            })
        }
    }
}

/// People, one a line, below what is said of them.
fn choices(people: &[Person]) -> String {
    let lines = people.iter().map(|person| format!("    {}  {}", person.arn, person.name));
    lines.collect::<Vec<_>>().join("\n")
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

#[cfg(test)]
mod tests;
