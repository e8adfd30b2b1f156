//! Lines to copy into a shell: they send a message to the world of `dev` and show what became of it.
//!
//! Everything from the first heading on is shell, the headings are its comments.

use std::borrow::Cow;
use std::io::{self, Write};

use channel_flow_emulator::Config;

use crate::terminal::STRONG;
use crate::world::World;

/// A text of which the shipped rulebook masks a word and a number.
pub(crate) const TEXT: &str = "You idiot, my card is 4111 1111 1111 1111";

/// What the lines are made of.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    program: String,
    url: &'a str,
    region: String,
    channel: &'a str,
    user: &'a str,
    name: &'a str,
}

impl<'a> Lines<'a> {
    /// Lines for the first user of a world.
    pub(crate) fn new(url: &'a str, world: &'a World) -> Self {
        let user = world.users.first();
        Self {
            // As it was called, so that the line works where this one did.
            program: std::env::args().next().unwrap_or_else(|| "channel-flow".to_owned()),
            url,
            region: Config::default().region,
            channel: &world.channel,
            user: user.map_or(&*world.admin, |user| &*user.arn),
            name: user.map_or("admin", |user| &*user.name),
        }
    }

    /// Prints them.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        heading(out, "Send a message")?;
        let Self { url, channel, user, name, region, .. } = self;
        let (program, address) = (quoted(&self.program), quoted(url));
        writeln!(out, "{program} send --endpoint {address} --as {name} '{TEXT}'\n")?;

        heading(out, "The same with the AWS CLI")?;
        writeln!(
            out,
            "export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION={region} AWS_PAGER="
        )?;
        writeln!(out, "export AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING={address}")?;
        let bearer = format!("--channel-arn {channel} --chime-bearer {user}");
        writeln!(
            out,
            "aws chime-sdk-messaging send-channel-message {bearer} --type STANDARD --persistence PERSISTENT --content '{TEXT}'"
        )?;
        writeln!(
            out,
            "aws chime-sdk-messaging list-channel-messages {bearer} --max-results 1 --query 'ChannelMessages[].[Status.Value,Content]' --output text\n"
        )?;

        heading(out, "The same with boto3")?;
        write!(
            out,
            r#"python3 - <<'EOF'
import boto3, time
chime = boto3.client("chime-sdk-messaging", endpoint_url="{url}", region_name="{region}",
                     aws_access_key_id="test", aws_secret_access_key="test")
at = {{"ChannelArn": "{channel}",
      "ChimeBearer": "{user}"}}
sent = chime.send_channel_message(**at, Content="{TEXT}", Type="STANDARD", Persistence="PERSISTENT")
while (message := chime.get_channel_message(**at, MessageId=sent["MessageId"])["ChannelMessage"])["Status"]["Value"] == "PENDING":
    time.sleep(0.1)
print(message["Status"]["Value"], message["Content"], sep="\t")
EOF
"#
        )?;
        out.flush()
    }
}

fn heading(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "{STRONG}# {text}{STRONG:#}")
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word_in_a_shell() {
        let cases = [
            ("target/debug/channel-flow", "target/debug/channel-flow"),
            ("/my files/channel-flow", "'/my files/channel-flow'"),
            ("http://[::1]:4510", "'http://[::1]:4510'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
        ];
        for (word, expected) in cases {
            assert_eq!(quoted(word), expected);
        }
    }
}
