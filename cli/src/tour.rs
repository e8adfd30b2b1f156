//! The tour of `dev`: a few messages under the shipped rulebook, and whether each had the outcome it should.

use std::io::{self, Write};
use std::time::Duration;

use anstyle::Style;

use crate::chime::{self, Chime, ChimeError};
use crate::delivery::{self, Delivery, Draft, Outcome};
use crate::escape::Escaped;
use crate::failure::Failure;
use crate::terminal::{BAD, CHANGED, FAINT, GOOD, STRONG};
use crate::world::World;

/// How long an outcome may take; a function's first event waits until it has started.
const WAIT: Duration = Duration::from_secs(30);

/// The longest text that is shown whole, in characters.
const SHOWN: usize = 72;

/// One message, who sends it, and what should become of it.
#[derive(Debug)]
struct Stop {
    from: &'static str,
    /// The only one who shall see it.
    to: Option<&'static str>,
    text: String,
    expected: Expected,
}

/// What should become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    AsSent,
    Rewritten(&'static str),
    Denied,
}

fn stops() -> [Stop; 4] {
    let stop = |from, to, text: &str, expected| Stop { from, to, text: text.to_owned(), expected };
    [
        stop("alice", None, "Good morning, is the build green again?", Expected::AsSent),
        stop(
            "bob",
            None,
            "No, you idiot! The fix is on my card: 4111 1111 1111 1111.",
            Expected::Rewritten("No, you *****! The fix is on my card: **** **** **** 1111."),
        ),
        stop("carol", None, "Break it again and I will k.i.l.l you.", Expected::Denied),
        stop(
            "alice",
            Some("bob"),
            "Between us: write to alice@example.com",
            Expected::Rewritten("Between us: write to *****@example.com"),
        ),
    ]
}

/// Sends the messages one after another and shows each; tells whether all went as they should.
pub(crate) async fn walk(out: &mut impl Write, chime: &impl Chime, world: &World) -> Result<bool, Failure> {
    let mut right = true;
    for stop in stops() {
        right &= visit(out, chime, world, &stop).await?;
    }
    let verdict = if right {
        "Every message had the outcome it should have."
    } else {
        "The rules did not do what they should."
    };
    let style = if right { GOOD } else { BAD };
    writeln!(out, "{style}{verdict}{style:#}\n")?;
    out.flush()?;
    Ok(right)
}

async fn visit(
    out: &mut impl Write,
    chime: &impl Chime,
    world: &World,
    stop: &Stop,
) -> Result<bool, Failure> {
    let arn = |name: &str| world.users.iter().find(|user| user.name == name).map(|user| user.arn.clone());
    let sender = arn(stop.from).unwrap_or_else(|| world.admin.clone());
    let draft = Draft { content: stop.text.clone(), target: stop.to.and_then(arn), ..Draft::default() };
    show_sent(out, stop)?;
    let delivery = delivery::deliver(chime, &world.channel, &sender, &draft, WAIT)
        .await
        .map_err(|error| Failure::failed(&error))?;
    show_outcome(out, &delivery)?;
    let mut right = is_expected(&delivery, stop.expected);
    if !right {
        writeln!(out, "      {BAD}should be {}{BAD:#}", name(stop.expected))?;
    }
    if let Some(to) = stop.to {
        let others = world.users.iter().filter(|user| user.name != stop.from && user.name != to);
        for other in others {
            right &= show_hidden(out, chime, world, &delivery, other).await?;
        }
    }
    writeln!(out)?;
    out.flush()?;
    Ok(right)
}

fn show_sent(out: &mut impl Write, stop: &Stop) -> io::Result<()> {
    let to = stop.to.map(|to| format!(" to {to} only")).unwrap_or_default();
    writeln!(out, "{STRONG}{}{STRONG:#}{FAINT}{to}{FAINT:#}", stop.from)?;
    writeln!(out, "  {}", shortened(&stop.text))?;
    // So that a slow outcome is seen to be awaited.
    out.flush()
}

fn show_outcome(out: &mut impl Write, delivery: &Delivery) -> io::Result<()> {
    let milliseconds = delivery.elapsed.as_millis();
    let (style, words): (Style, &str) = match delivery.outcome {
        Outcome::Delivered => (GOOD, "delivered as sent"),
        Outcome::Rewritten => (CHANGED, "rewritten"),
        Outcome::Denied => (BAD, "denied"),
        Outcome::Failed => (BAD, "failed: the function could not be reached"),
        Outcome::Pending => (BAD, "still pending"),
    };
    writeln!(out, "   → {style}{words}{style:#} {FAINT}{milliseconds} ms{FAINT:#}")?;
    if delivery.outcome == Outcome::Rewritten {
        writeln!(out, "  {}", shortened(delivery.member("Content").unwrap_or_default()))?;
    }
    Ok(())
}

/// Shows that a third member cannot see a targeted message; tells whether that is so.
async fn show_hidden(
    out: &mut impl Write,
    chime: &impl Chime,
    world: &World,
    delivery: &Delivery,
    other: &crate::world::User,
) -> Result<bool, Failure> {
    let request = chime::get_channel_message(&other.arn, &world.channel, &delivery.message_id);
    let hidden = match chime.call(&request).await {
        Ok(_) => false,
        Err(ChimeError::Refused { status: 403, .. }) => true,
        Err(error) => return Err(Failure::failed(&error)),
    };
    let (style, words) = if hidden { (FAINT, "cannot see it") } else { (BAD, "can see it and should not") };
    writeln!(out, "   → {style}{} {words}{style:#}", other.name)?;
    Ok(hidden)
}

fn is_expected(delivery: &Delivery, expected: Expected) -> bool {
    match expected {
        Expected::AsSent => delivery.outcome == Outcome::Delivered,
        Expected::Rewritten(text) => {
            delivery.outcome == Outcome::Rewritten && delivery.member("Content") == Some(text)
        }
        Expected::Denied => delivery.outcome == Outcome::Denied,
    }
}

fn name(expected: Expected) -> String {
    match expected {
        Expected::AsSent => "delivered as sent".to_owned(),
        Expected::Rewritten(text) => format!("rewritten as: {text}"),
        Expected::Denied => "denied".to_owned(),
    }
}

/// A text that fits a line, with its length where it does not.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return Escaped(text).to_string();
    }
    let start: String = text.chars().take(SHOWN / 2).collect();
    format!("{}… {FAINT}({length} characters){FAINT:#}", Escaped(&start))
}

#[cfg(test)]
mod tests;
