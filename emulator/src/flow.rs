//! The life of a message: pending, then sent, denied or failed.
//!
//! A message in a channel with a flow passes from processor to processor. Each gets a turn, with a
//! callback id of its own that is good for one callback. The flow is the one that the channel had when
//! the message entered it; later changes of the flow do not reach messages under way.

use crate::config::{Omitted, SecondCallback};
use crate::error::ApiError;
use crate::event;
use crate::store::messages::{self, Message, Status};
use crate::store::turns::{self, Processor, State, Turn};
use crate::text::Text;
use crate::time::Moment;
use crate::work::{Effect, Invocation, Work};
use crate::{arn, store};

/// The processors of the channel's flow in the order they run; none if it has no flow.
pub(crate) fn processors(
    work: &Work<'_>,
    channel: &store::channels::Channel,
) -> Result<Vec<Processor>, ApiError> {
    let Some(flow) = &channel.flow else { return Ok(Vec::new()) };
    let json: String =
        work.tx.query_row("SELECT processors FROM channel_flow WHERE arn = ?", [flow], |row| row.get(0))?;
    let mut processors: Vec<Processor> = serde_json::from_str(&json)?;
    processors.sort_by_key(|processor| processor.execution_order);
    Ok(processors)
}

/// Stores a new message, and sends it on its way if there are processors.
pub(crate) fn enter(
    work: &mut Work<'_>,
    mut message: Message,
    processors: Vec<Processor>,
) -> Result<Status, ApiError> {
    let draft = message.text.clone();
    message.status = if processors.is_empty() { Status::Sent } else { Status::Pending };
    forget_unless_kept(&mut message);
    messages::insert(work.tx, &message)?;
    if processors.is_empty() {
        work.announce("CREATE", &message.channel, &message.id);
    } else {
        work.announce("PENDING_CREATE", &message.channel, &message.id);
        start_turn(work, &message, None, processors, draft)?;
    }
    Ok(message.status)
}

/// Applies an edit to a sent message, or sends the edit on its way if there are processors. Until it
/// arrives, readers see the version before it.
pub(crate) fn edit(
    work: &mut Work<'_>,
    mut message: Message,
    text: Text,
    processors: Vec<Processor>,
) -> Result<Status, ApiError> {
    if processors.is_empty() {
        message.text = text;
        message.edited = Some(work.now);
        message.updated = work.now;
        messages::save(work.tx, &message)?;
        work.announce("UPDATE", &message.channel, &message.id);
        return Ok(Status::Sent);
    }
    work.announce("PENDING_UPDATE", &message.channel, &message.id);
    let edited = Some(work.now);
    start_turn(work, &message, edited, processors, text)?;
    Ok(Status::Pending)
}

fn start_turn(
    work: &mut Work<'_>,
    message: &Message,
    edited: Option<Moment>,
    processors: Vec<Processor>,
    draft: Text,
) -> Result<(), ApiError> {
    let turn = Turn {
        callback: arn::callback_id(),
        channel: message.channel.clone(),
        message: message.id.clone(),
        edited,
        processors,
        draft,
        state: State::Open,
        expires: work.now.plus(work.config.callback_ttl),
    };
    turns::open(work.tx, &turn)?;
    invoke(work, message, &turn);
    Ok(())
}

fn invoke(work: &mut Work<'_>, message: &Message, turn: &Turn) {
    if let Some(processor) = turn.processors.first() {
        work.effects.push(Effect::Invoke(Invocation {
            function: processor.configuration.lambda.resource_arn.clone(),
            callback: turn.callback.clone(),
            payload: event::payload(work.config.event_profile, message, turn),
        }));
    }
}

/// What a processor says about a message.
pub(crate) struct Callback {
    pub(crate) id: String,
    pub(crate) channel: String,
    pub(crate) message: String,
    pub(crate) deny: bool,
    pub(crate) given: Text,
}

/// Takes a processor's callback. A callback id is good for one; denial wins over any rewriting.
pub(crate) fn call_back(work: &mut Work<'_>, callback: Callback) -> Result<(), ApiError> {
    let unknown = || ApiError::forbidden("The callback id is unknown or has expired.");
    let Some(turn) = turns::find(work.tx, &callback.id)? else {
        return if work.config.accept_unknown_callbacks {
            callback.given.accept(false)
        } else {
            Err(unknown())
        };
    };
    if turn.channel != callback.channel || turn.message != callback.message {
        return Err(unknown());
    }
    match turn.state {
        State::Spent => return Err(spent(work.config.second_callback, &callback.id)),
        State::Expired => return Err(unknown()),
        State::Open if turn.expires <= work.now => return Err(unknown()),
        State::Open => {}
    }
    if callback.deny {
        return deny(work, &turn);
    }
    let mut own = turn.draft.clone();
    if work.config.omitted == Omitted::Clear {
        own.metadata = None;
        own.push_notification = None;
    }
    let draft = own.overlaid(callback.given);
    draft.accept(false)?;
    pass_on(work, turn, draft)
}

fn spent(answer: SecondCallback, callback: &str) -> ApiError {
    match answer {
        SecondCallback::BadRequest => ApiError::bad_request(format!(
            "Unable to complete processing of non-pending message for callback id {callback}"
        )),
        SecondCallback::Conflict => {
            ApiError::conflict("Another callback for this message is being processed.")
        }
        SecondCallback::Forbidden => {
            ApiError::forbidden("You do not have sufficient access to perform this action.")
        }
    }
}

/// Ends a turn: the next processor's begins, or the message is delivered.
fn pass_on(work: &mut Work<'_>, turn: Turn, draft: Text) -> Result<(), ApiError> {
    turns::close(work.tx, &turn.callback, State::Spent)?;
    let mut message = pending(work, &turn)?;
    let rest: Vec<Processor> = turn.processors.into_iter().skip(1).collect();
    if !rest.is_empty() {
        return start_turn(work, &message, turn.edited, rest, draft);
    }
    message.text = draft;
    message.status = Status::Sent;
    message.edited = turn.edited.or(message.edited);
    message.updated = work.now;
    forget_unless_kept(&mut message);
    messages::save(work.tx, &message)?;
    let event = if turn.edited.is_some() { "UPDATE" } else { "CREATE" };
    work.announce(event, &turn.channel, &turn.message);
    Ok(())
}

/// A denied message vanishes; a denied edit leaves the version before it.
fn deny(work: &mut Work<'_>, turn: &Turn) -> Result<(), ApiError> {
    turns::close(work.tx, &turn.callback, State::Spent)?;
    if turn.edited.is_none() {
        messages::delete(work.tx, &turn.message)?;
    }
    work.announce(format!("DENIED_{}", turn.kind()), &turn.channel, &turn.message);
    Ok(())
}

/// A failed message stays for its sender to see; a failed edit leaves the version before it.
fn fail(work: &mut Work<'_>, turn: &Turn, state: State, detail: &str) -> Result<(), ApiError> {
    turns::close(work.tx, &turn.callback, state)?;
    if turn.edited.is_none() {
        let mut message = pending(work, turn)?;
        message.status = Status::Failed;
        message.detail = Some(detail.to_owned());
        message.updated = work.now;
        messages::save(work.tx, &message)?;
    }
    work.announce(format!("FAILED_{}", turn.kind()), &turn.channel, &turn.message);
    Ok(())
}

/// Takes note that Lambda refused an event, and falls back as the processor is set to. What a function
/// does with an event that Lambda accepted is not a refusal: such a message waits for its callback.
pub(crate) fn refused(work: &mut Work<'_>, callback: &str, reason: &str) -> Result<(), ApiError> {
    let Some(turn) = turns::find(work.tx, callback)?.filter(|turn| turn.state == State::Open) else {
        return Ok(());
    };
    let Some(processor) = turn.processors.first() else { return Ok(()) };
    let record = event::invocation_failure(work.config, work.now, &turn, processor, reason);
    work.effects.push(Effect::Report(record));
    if processor.fallback_action == "CONTINUE" {
        let draft = turn.draft.clone();
        return pass_on(work, turn, draft);
    }
    fail(work, &turn, State::Spent, "A processor of the channel flow could not be invoked.")
}

/// Fails what has waited too long for a callback, and says when to look again.
pub(crate) fn expire(work: &mut Work<'_>) -> Result<Option<Moment>, ApiError> {
    for turn in turns::overdue(work.tx, work.now)? {
        fail(work, &turn, State::Expired, "A processor of the channel flow did not call back in time.")?;
    }
    turns::forget(work.tx, work.now)?;
    Ok(turns::next_expiry(work.tx)?)
}

/// Delivers again what was waiting for a callback when the emulator stopped.
pub(crate) fn resume(work: &mut Work<'_>) -> Result<(), ApiError> {
    for turn in turns::all_open(work.tx)? {
        let message = pending(work, &turn)?;
        invoke(work, &message, &turn);
    }
    Ok(())
}

fn pending(work: &Work<'_>, turn: &Turn) -> Result<Message, ApiError> {
    messages::find(work.tx, &turn.channel, &turn.message)?
        .ok_or_else(|| ApiError::failure("A pending message is not in the store."))
}

/// Messages that are not persistent never become history; only who sent them and how they fared stays.
fn forget_unless_kept(message: &mut Message) {
    if !message.persistent {
        message.text = Text::default();
    }
}
