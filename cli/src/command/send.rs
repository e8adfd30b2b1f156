//! `send`: one message to an emulator, and what becomes of it.

use std::io::{self, Write};
use std::time::Duration;

use clap::Args;
use serde_json::{Map, Value};

use crate::chime::{ChimeError, Endpoint};
use crate::delivery::{self, Delivery, Draft, Outcome};
use crate::directory::{self, DirectoryError, Found, Wanted};
use crate::escape::Escaped;
use crate::failure::{Ending, Failure, Result};
use crate::input;
use crate::options::parse_duration;
use crate::terminal::{self, BAD, CHANGED, FAINT, GOOD, STRONG};

/// Send a message to an emulator as a user, wait for its outcome and print it
///
/// Speaks to the emulator only: nothing is signed. Push texts can be sent, but no reader can get them back.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 delivered (as sent or rewritten), 3 denied, 4 failed, 5 no outcome within --wait, \
1 the emulator refused or did not answer, 2 the command line cannot be used.

Examples:
  channel-flow send 'You idiot, my card is 4111 1111 1111 1111'
  channel-flow send --as bob --target carol 'just between us'
  echo '…' | channel-flow send --json - | jq -r .outcome")]
pub(crate) struct Send {
    /// The text, `-` for standard input
    #[arg(value_name = "TEXT|-", allow_hyphen_values = true)]
    text: String,

    /// Where the emulator is
    #[arg(long, value_name = "URL", env = "AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING", hide_env_values = true, default_value = "http://127.0.0.1:4510", value_parser = Endpoint::new)]
    endpoint: Endpoint,

    /// Who sends: a user's name, id or ARN. Without it, the channel's first member who is no administrator
    #[arg(long = "as", value_name = "NAME|ARN")]
    sender: Option<String>,

    /// Where to. Without it, the only channel of the only app instance
    #[arg(long, value_name = "ARN")]
    channel: Option<String>,

    /// Metadata, at most 1,024 characters on one line
    #[arg(long, value_name = "TEXT")]
    metadata: Option<String>,

    /// The title of the push notification, at most 50 characters
    #[arg(long, value_name = "TEXT")]
    push_title: Option<String>,

    /// The body of the push notification, at most 150 characters
    #[arg(long, value_name = "TEXT")]
    push_body: Option<String>,

    /// A message attribute. May be given several times, a name too
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = attribute)]
    attributes: Vec<(String, String)>,

    /// The only member who shall see it
    #[arg(long, value_name = "NAME|ARN")]
    target: Option<String>,

    /// How long to wait for the outcome
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = parse_duration)]
    wait: Duration,

    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Send {
    pub(crate) async fn run(self) -> Result {
        let content = input::text(self.text)?;
        let wanted = Wanted {
            channel: self.channel.as_deref(),
            sender: self.sender.as_deref(),
            target: self.target.as_deref(),
        };
        let found = directory::find(&self.endpoint, wanted).await?;
        let draft = Draft {
            content,
            metadata: self.metadata,
            push_title: self.push_title,
            push_body: self.push_body,
            attributes: self.attributes,
            target: found.target.as_ref().map(|target| target.arn.clone()),
        };
        let delivery =
            delivery::deliver(&self.endpoint, &found.channel, &found.sender.arn, &draft, self.wait);
        let delivery = delivery.await.map_err(refused)?;
        if self.json {
            terminal::json_line(&report(&delivery, &found))?;
        } else {
            show(&mut terminal::stdout(), &delivery, &found, &draft)?;
        }
        Ok(ending(delivery.outcome))
    }
}

fn refused(error: ChimeError) -> Failure {
    // A message that breaks a limit is the command line's fault.
    if error.status() == Some(400) { Failure::input(error) } else { DirectoryError::Chime(error).into() }
}

fn ending(outcome: Outcome) -> Ending {
    match outcome {
        Outcome::Delivered | Outcome::Rewritten => Ending::Success,
        Outcome::Denied => Ending::Denied,
        Outcome::Failed => Ending::Undelivered,
        Outcome::Pending => Ending::Pending,
    }
}

fn attribute(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) =
        text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The report for scripts, in the API's own words where it has them.
fn report(delivery: &Delivery, found: &Found) -> Value {
    let mut report = Map::new();
    report.insert("outcome".to_owned(), delivery.outcome.as_str().into());
    report.insert("message_id".to_owned(), delivery.message_id.as_str().into());
    report.insert("channel_arn".to_owned(), found.channel.as_str().into());
    report.insert("sender_arn".to_owned(), found.sender.arn.as_str().into());
    let elapsed = u64::try_from(delivery.elapsed.as_millis()).unwrap_or(u64::MAX);
    report.insert("elapsed_ms".to_owned(), elapsed.into());
    if let Some(message) = &delivery.message {
        report.insert("message".to_owned(), message.clone());
    }
    report.into()
}

/// The report for people.
fn show(out: &mut impl Write, delivery: &Delivery, found: &Found, draft: &Draft) -> io::Result<()> {
    let (style, what) = match delivery.outcome {
        Outcome::Delivered => (GOOD, "delivered as sent"),
        Outcome::Rewritten => (CHANGED, "delivered, rewritten"),
        Outcome::Denied => (BAD, "denied: nobody will see it"),
        Outcome::Failed => (BAD, "failed: its processor could not be reached"),
        Outcome::Pending => (BAD, "still pending: no outcome in time"),
    };
    let whom =
        found.target.as_ref().map(|target| format!(" to {}", Escaped(&target.name))).unwrap_or_default();
    writeln!(
        out,
        "{STRONG}{}{STRONG:#}{whom}: {style}{what}{style:#} {FAINT}({} ms, message {}){FAINT:#}",
        Escaped(&found.sender.name),
        delivery.elapsed.as_millis(),
        delivery.message_id,
    )?;
    if delivery.outcome != Outcome::Rewritten {
        return Ok(());
    }
    let content = delivery.member("Content").unwrap_or_default();
    if content != draft.content {
        writeln!(out, "  content   {}", Escaped(content))?;
    }
    let metadata = delivery.member("Metadata");
    if metadata != draft.metadata.as_deref() {
        writeln!(out, "  metadata  {}", Escaped(metadata.unwrap_or_default()))?;
    }
    if let Some(attributes) = delivery.message.as_ref().and_then(|message| message.get("MessageAttributes")) {
        writeln!(out, "  attributes")?;
        terminal::json_block(out, attributes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_split_at_the_first_equals_sign() {
        assert_eq!(attribute("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(attribute("a="), Ok(("a".to_owned(), String::new())));
        assert!(attribute("a").is_err());
        assert!(attribute("=b").is_err());
    }
}
