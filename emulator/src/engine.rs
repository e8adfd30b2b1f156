//! Runs work in transactions, and afterwards sees to its effects.

use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::api::Input;
use crate::config::Config;
use crate::error::ApiError;
use crate::flow;
use crate::invoke::{InvokeError, Lambda};
use crate::quota::Quotas;
use crate::store::Store;
use crate::time::Moment;
use crate::work::{Change, Effect, Invocation, Work};

/// How long to wait before work in the background that failed is tried again: another program may have
/// locked the data file for a moment.
const PATIENCE: Duration = Duration::from_secs(1);

/// Changes that a slow watcher may fall behind before it loses some.
const CHANGES_KEPT: usize = 1024;

/// Everything that requests share.
#[derive(Debug)]
pub(crate) struct Engine {
    config: Config,
    store: Store,
    quotas: Option<Mutex<Quotas>>,
    invocations: mpsc::UnboundedSender<Invocation>,
    changes: broadcast::Sender<Change>,
    events: Option<Mutex<File>>,
}

impl Engine {
    pub(crate) fn new(
        config: Config,
        store: Store,
        events: Option<File>,
    ) -> (Engine, mpsc::UnboundedReceiver<Invocation>) {
        let (invocations, queue) = mpsc::unbounded_channel();
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let quotas = config.quotas.then(Mutex::default);
        (Engine { config, store, quotas, invocations, changes, events: events.map(Mutex::new) }, queue)
    }

    pub(crate) fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Counts a call against the quotas, if they are enforced.
    pub(crate) fn charge(&self, input: &Input) -> Result<(), ApiError> {
        let Some(quotas) = &self.quotas else { return Ok(()) };
        quotas.lock().unwrap_or_else(PoisonError::into_inner).charge(input, Instant::now())
    }

    /// Runs `task` in a transaction; its effects happen once the transaction is committed. Blocks.
    pub(crate) fn run<T>(
        &self,
        task: impl FnOnce(&mut Work<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let (result, effects) = self.store.transact(|tx| {
            let mut work = Work { tx, now: Moment::now(), config: &self.config, effects: Vec::new() };
            let result = task(&mut work)?;
            Ok::<_, ApiError>((result, work.effects))
        })?;
        for effect in effects {
            self.happen(effect);
        }
        Ok(result)
    }

    fn happen(&self, effect: Effect) {
        match effect {
            // The receiver is gone only when the emulator stops; then the message stays pending.
            Effect::Invoke(invocation) => drop(self.invocations.send(invocation)),
            // Nobody watching is no error.
            Effect::Announce(change) => drop(self.changes.send(change)),
            Effect::Report(record) => self.report(&record),
        }
    }

    fn report(&self, record: &Value) {
        let told = |name: &str| record.pointer(&format!("/detail/{name}")).and_then(Value::as_str);
        tracing::warn!(
            message_id = told("messageId"),
            channel = told("channelArn"),
            processor = told("processorResourceArn"),
            reason = told("failureReason"),
            "a processor could not be invoked"
        );
        if let Some(events) = &self.events {
            let mut file = events.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = file.write_all(format!("{record}\n").as_bytes()) {
                tracing::error!(%error, "the events file cannot be written");
            }
        }
    }
}

/// Runs `task` where blocking is allowed, and logs what goes wrong, since nobody waits for the answer.
async fn run_unasked<T: Send + 'static>(
    engine: &Arc<Engine>,
    task: impl FnOnce(&mut Work<'_>) -> Result<T, ApiError> + Send + 'static,
) -> Option<T> {
    let engine = Arc::clone(engine);
    match tokio::task::spawn_blocking(move || engine.run(task)).await {
        Ok(Ok(value)) => Some(value),
        Ok(Err(error)) => {
            tracing::error!(message = %error.message, "work in the background failed");
            None
        }
        Err(_) => {
            tracing::error!("work in the background panicked");
            None
        }
    }
}

/// Hands events to functions until the emulator stops. Slow functions do not hold up others.
pub(crate) async fn deliver(
    engine: Arc<Engine>,
    lambda: Lambda,
    mut queue: mpsc::UnboundedReceiver<Invocation>,
) {
    let mut deliveries = JoinSet::new();
    while let Some(invocation) = queue.recv().await {
        while deliveries.try_join_next().is_some() {}
        deliveries.spawn(deliver_one(Arc::clone(&engine), lambda.clone(), invocation));
    }
}

async fn deliver_one(engine: Arc<Engine>, lambda: Lambda, invocation: Invocation) {
    let Invocation { function, callback, payload } = invocation;
    match lambda.invoke_event(&function, payload).await {
        // An emulator that stops leaves its messages pending, to be delivered when it starts again.
        Ok(()) | Err(InvokeError::Stopping) => {}
        Err(error) => {
            let (callback, reason) = (Arc::new(callback), Arc::new(error.to_string()));
            loop {
                let (callback, reason) = (Arc::clone(&callback), Arc::clone(&reason));
                if run_unasked(&engine, move |work| flow::refused(work, &callback, &reason)).await.is_some() {
                    break;
                }
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}

/// Delivers again what was pending when the data was last in use.
pub(crate) async fn resume(engine: &Arc<Engine>) {
    run_unasked(engine, flow::resume).await;
}

/// Fails messages whose processor did not call back in time, until the emulator stops.
pub(crate) async fn expire(engine: Arc<Engine>) {
    loop {
        // No turn that begins from now on can end before a whole time to live is over.
        let ttl = engine.config.callback_ttl;
        let wait = match run_unasked(&engine, flow::expire).await {
            Some(next) => next.map_or(ttl, |next| next.since(Moment::now())).min(ttl),
            None => PATIENCE,
        };
        // The least wait keeps a time to live of zero from becoming a busy loop.
        tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
    }
}
