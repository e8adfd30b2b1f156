//! Lambda's queue of asynchronous events: delivered at least once, retried after errors.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
    time::sleep,
};
use tracing::{debug, warn};
use uuid::Uuid;

use super::{
    InvokeError,
    backend::Backends,
    name::FunctionName,
    work::{Cause, Kind},
};

/// How far apart the two deliveries of a duplicated event are: what was measured on the real service.
const DUPLICATE_AFTER: Duration = Duration::from_millis(139);

/// Events that were accepted and are not done.
pub(super) struct Queue {
    events: mpsc::UnboundedSender<Event>,
    deliver_twice: bool,
    dispatcher: Mutex<JoinSet<()>>,
}

/// No `Debug`: a payload holds somebody's message.
struct Event {
    function: FunctionName,
    request_id: String,
    payload: Bytes,
    after: Duration,
}

impl Queue {
    /// An empty queue whose failed events are tried again after each of `retry_delays`.
    pub(super) fn start(backends: Arc<Backends>, retry_delays: Vec<Duration>, deliver_twice: bool) -> Self {
        let (events, receiver) = mpsc::unbounded_channel();
        let mut dispatcher = JoinSet::new();
        dispatcher.spawn(dispatch(receiver, backends, retry_delays.into()));
        Self { events, deliver_twice, dispatcher: Mutex::new(dispatcher) }
    }

    /// Adds an event and returns its request id.
    pub(super) fn accept(&self, function: &FunctionName, payload: Bytes) -> Result<String, InvokeError> {
        let request_id = Uuid::new_v4().to_string();
        let first = Event {
            function: function.clone(),
            request_id: request_id.clone(),
            payload: payload.clone(),
            after: Duration::ZERO,
        };
        self.events.send(first).map_err(|_| InvokeError::Stopping)?;
        if self.deliver_twice {
            let second = Event {
                function: function.clone(),
                request_id: Uuid::new_v4().to_string(),
                payload,
                after: DUPLICATE_AFTER,
            };
            self.events.send(second).map_err(|_| InvokeError::Stopping)?;
        }
        Ok(request_id)
    }

    /// Forgets every event.
    pub(super) async fn stop(&self) {
        self.dispatcher.lock().await.shutdown().await;
    }
}

/// Starts a delivery for each event; ends, and ends them, when it is dropped.
async fn dispatch(
    mut events: mpsc::UnboundedReceiver<Event>,
    backends: Arc<Backends>,
    retry_delays: Arc<[Duration]>,
) {
    let mut deliveries = JoinSet::new();
    loop {
        tokio::select! {
            Some(event) = events.recv() => {
                deliveries.spawn(deliver(event, Arc::clone(&backends), Arc::clone(&retry_delays)));
            }
            Some(_done) = deliveries.join_next() => {}
            else => return,
        }
    }
}

/// Invokes until it works or the retries are used up. Every try has the same request id.
async fn deliver(event: Event, backends: Arc<Backends>, retry_delays: Arc<[Duration]>) {
    let Event { function, request_id, payload, after } = event;
    sleep(after).await;
    let mut delays = retry_delays.iter();
    loop {
        let failure = match backends.invoke(&function, &request_id, payload.clone(), Kind::Event).await {
            Ok(_ignored) => {
                debug!(function = function.name(), request_id, "the event is done");
                return;
            }
            Err(failure) if failure.cause() == Cause::Stopping => return,
            Err(failure) => failure,
        };
        let Some(delay) = delays.next() else {
            warn!(function = function.name(), request_id, %failure, "the event failed and its retries are used up");
            return;
        };
        warn!(function = function.name(), request_id, %failure, retry_after = ?delay, "the event failed");
        sleep(*delay).await;
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::invoke::work::{Failure, Invocation, Work};

    const ARN: &str = "arn:aws:lambda:us-east-1:111122223333:function:moderate";

    fn queue(retry_delays: &[u64], deliver_twice: bool) -> (Queue, Arc<Work>) {
        let work = Arc::new(Work::new());
        let backends = Arc::new(Backends::played_by_test("moderate", Arc::clone(&work)));
        let delays = retry_delays.iter().copied().map(Duration::from_secs).collect();
        (Queue::start(backends, delays, deliver_twice), work)
    }

    fn function() -> FunctionName {
        FunctionName::parse(ARN, "us-east-1", "111122223333").unwrap()
    }

    fn fail(invocation: Invocation) {
        invocation.finish(Err(Failure::returned(Bytes::new())));
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_event_is_tried_again_after_each_delay_and_then_given_up() {
        let (queue, work) = queue(&[60, 120], false);
        let started = Instant::now();
        let request_id = queue.accept(&function(), Bytes::from_static(b"{}")).unwrap();
        for seconds in [0, 60, 180] {
            let invocation = work.take().await;
            assert_eq!(started.elapsed().as_secs(), seconds);
            assert_eq!(invocation.request_id, request_id, "a retry keeps the request id");
            fail(invocation);
        }
        let none_came = tokio::time::timeout(Duration::from_hours(6), work.take()).await;
        assert!(none_came.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn an_event_that_worked_is_not_tried_again() {
        let (queue, work) = queue(&[60, 120], false);
        queue.accept(&function(), Bytes::from_static(b"{}")).unwrap();
        fail(work.take().await);
        work.take().await.finish(Ok(Bytes::new()));
        let none_came = tokio::time::timeout(Duration::from_hours(6), work.take()).await;
        assert!(none_came.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn an_invocation_that_vanishes_with_the_emulator_is_not_tried_again() {
        let (queue, work) = queue(&[60], false);
        queue.accept(&function(), Bytes::from_static(b"{}")).unwrap();
        drop(work.take().await);
        let none_came = tokio::time::timeout(Duration::from_hours(6), work.take()).await;
        assert!(none_came.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_duplicated_event_arrives_139_ms_later_under_another_request_id() {
        let (queue, work) = queue(&[], true);
        let started = Instant::now();
        queue.accept(&function(), Bytes::from_static(b"{\"n\":1}")).unwrap();
        let first = work.take().await;
        assert_eq!(started.elapsed(), Duration::ZERO);
        let second = work.take().await;
        assert_eq!(started.elapsed(), DUPLICATE_AFTER);
        assert_eq!(first.payload, second.payload);
        assert_ne!(first.request_id, second.request_id);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stopped_queue_takes_no_events() {
        let (queue, _work) = queue(&[], false);
        queue.stop().await;
        assert!(matches!(queue.accept(&function(), Bytes::new()), Err(InvokeError::Stopping)));
    }
}
