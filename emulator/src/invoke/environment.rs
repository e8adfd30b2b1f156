//! One execution environment: what its runtime may do when, and how its life ends.
//!
//! All state is in one task, so nothing can happen at the same time as anything else.

use std::{
    collections::VecDeque,
    future::{self, Future},
    pin::pin,
    process::ExitStatus,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    runtime_api::{Call, Delivery, Refusal},
    work::{Failure, Invocation, Outcome, Work},
};

/// How long a function may take to ask for its first event, on top of its own time-out.
///
/// Lambda gives initialisation ten seconds and then runs it once more within the first event's time-out.
const INIT_LIMIT: Duration = Duration::from_secs(10);

/// How long a runtime that reported an init error may take to exit.
const INIT_ERROR_GRACE: Duration = Duration::from_secs(1);

/// How many finished invocations are remembered, to tell a late answer from an invented one.
const REMEMBERED: usize = 64;

/// Why an environment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The emulator stops.
    Stopped,
    /// The process ended.
    Exited,
    /// An event was not answered in time.
    TimedOut,
    /// The first event was never asked for.
    NeverReady,
}

/// One environment, from the first call of its runtime to its end.
pub(super) struct Environment {
    work: Arc<Work>,
    calls: mpsc::Receiver<Call>,
    timeout: Duration,
    concurrency: usize,
    pollers: VecDeque<oneshot::Sender<Result<Delivery, Refusal>>>,
    in_flight: Vec<InFlight>,
    finished: VecDeque<String>,
    initialised: bool,
    init_by: Instant,
    init_failure: Option<Failure>,
}

/// An event that the runtime has and has not answered.
struct InFlight {
    invocation: Invocation,
    invocation_id: String,
    deadline: Instant,
}

impl Environment {
    /// An environment whose runtime speaks through `calls` and is given at most `concurrency` events of
    /// `work` at a time.
    pub(super) fn new(
        work: Arc<Work>,
        calls: mpsc::Receiver<Call>,
        timeout: Duration,
        concurrency: usize,
    ) -> Self {
        Self {
            work,
            calls,
            timeout,
            concurrency,
            pollers: VecDeque::new(),
            in_flight: Vec::new(),
            finished: VecDeque::new(),
            initialised: false,
            init_by: Instant::now() + INIT_LIMIT + timeout,
            init_failure: None,
        }
    }

    /// Serves the runtime until `exited`, a time-out or `stop`.
    ///
    /// `held` is an invocation that was taken from the queue and has not reached a runtime; it outlives
    /// this environment. Events in flight stay unanswered until [`Self::fail`], so that the process can
    /// be killed before anybody hears that it failed.
    pub(super) async fn serve(
        &mut self,
        exited: impl Future<Output = ()>,
        stop: &CancellationToken,
        held: &mut Option<Invocation>,
    ) -> Ended {
        let mut exited = pin!(exited);
        loop {
            self.pollers.retain(|poller| !poller.is_closed());
            let free = !self.pollers.is_empty() && self.in_flight.len() < self.concurrency;
            if free && let Some(invocation) = held.take() {
                *held = self.deliver(invocation);
                continue;
            }
            let limit = self.next_limit();
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ended::Stopped,
                Some(call) = self.calls.recv() => self.take(call),
                () = &mut exited => return Ended::Exited,
                () = until(limit) => if let Some(ended) = self.late() { return ended },
                invocation = self.work.take(), if free => *held = Some(invocation),
            }
        }
    }

    /// Whether the runtime ever asked for an event.
    pub(super) fn initialised(&self) -> bool {
        self.initialised
    }

    /// Whether the runtime has an event that it did not answer.
    pub(super) fn working(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// Fails every event in flight, now that the process is gone.
    pub(super) fn fail(&mut self, ended: Ended, status: Option<ExitStatus>) {
        for InFlight { invocation, .. } in self.in_flight.drain(..) {
            let failure = match ended {
                Ended::Stopped => Failure::stopping(),
                Ended::TimedOut => Failure::timed_out(&invocation.request_id, self.timeout),
                Ended::Exited | Ended::NeverReady => Failure::exited(&invocation.request_id, status),
            };
            invocation.finish(Err(failure));
        }
    }

    /// Why the runtime could not start, in its own words if it had any.
    pub(super) fn init_failure(
        &mut self,
        request_id: &str,
        ended: Ended,
        status: Option<ExitStatus>,
    ) -> Failure {
        match (self.init_failure.take(), ended) {
            (Some(failure), _) => failure,
            (None, Ended::NeverReady) => Failure::timed_out(request_id, INIT_LIMIT + self.timeout),
            (None, _) => Failure::exited(request_id, status),
        }
    }

    /// When something is late next.
    fn next_limit(&self) -> Option<Instant> {
        if self.initialised {
            self.in_flight.iter().map(|event| event.deadline).min()
        } else {
            Some(self.init_by)
        }
    }

    fn take(&mut self, call: Call) {
        // A runtime that hung up does not hear the reply; its process ends soon or its event times out.
        match call {
            Call::Next(poller) if self.in_flight.len() >= self.concurrency => {
                let _ = poller.send(Err(Refusal::State));
            }
            Call::Next(poller) => {
                self.initialised = true;
                self.pollers.push_back(poller);
            }
            Call::Answer { request_id, invocation_id, outcome, reply } => {
                let _ = reply.send(self.answer(&request_id, invocation_id.as_deref(), outcome));
            }
            Call::InitError { reply, .. } if self.initialised => {
                let _ = reply.send(Err(Refusal::State));
            }
            Call::InitError { body, reply } => {
                self.init_failure = Some(Failure::init(body));
                self.init_by = Instant::now() + INIT_ERROR_GRACE;
                let _ = reply.send(Ok(()));
            }
        }
    }

    fn answer(
        &mut self,
        request_id: &str,
        invocation_id: Option<&str>,
        outcome: Outcome,
    ) -> Result<(), Refusal> {
        let Some(index) = self.in_flight.iter().position(|event| event.invocation.request_id == request_id)
        else {
            let known = self.finished.iter().any(|finished| finished == request_id);
            return Err(if known { Refusal::Gone } else { Refusal::UnknownRequest });
        };
        // Retries keep the request id; only the invocation id tells an answer to an earlier try apart.
        if self
            .in_flight
            .get(index)
            .is_some_and(|event| invocation_id.is_some_and(|id| id != event.invocation_id))
        {
            return Err(Refusal::Gone);
        }
        let event = self.in_flight.swap_remove(index);
        self.remember(event.invocation.request_id.clone());
        event.invocation.finish(outcome);
        Ok(())
    }

    fn remember(&mut self, request_id: String) {
        if self.finished.len() == REMEMBERED {
            self.finished.pop_front();
        }
        self.finished.push_back(request_id);
    }

    /// Gives an event to the first runtime that still listens; gives it back if none does.
    fn deliver(&mut self, invocation: Invocation) -> Option<Invocation> {
        let invocation_id = Uuid::new_v4().to_string();
        let deadline = Instant::now() + self.timeout;
        let mut delivery = Delivery {
            request_id: invocation.request_id.clone(),
            invocation_id: invocation_id.clone(),
            deadline_ms: (SystemTime::now() + self.timeout)
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_millis()),
            arn: invocation.arn.clone(),
            trace_id: trace_id(),
            payload: invocation.payload.clone(),
        };
        while let Some(poller) = self.pollers.pop_front() {
            let Err(Ok(returned)) = poller.send(Ok(delivery)) else {
                self.in_flight.push(InFlight { invocation, invocation_id, deadline });
                return None;
            };
            delivery = returned;
        }
        Some(invocation)
    }

    /// Deals with what is out of time; says so if that ends the environment.
    fn late(&mut self) -> Option<Ended> {
        if !self.initialised {
            return Some(Ended::NeverReady);
        }
        if self.concurrency == 1 {
            return Some(Ended::TimedOut);
        }
        // Other events share the process. Managed instances report a late event and let it run on.
        let now = Instant::now();
        let late: Vec<InFlight> = self.in_flight.extract_if(.., |event| event.deadline <= now).collect();
        for InFlight { invocation, .. } in late {
            self.remember(invocation.request_id.clone());
            let failure = Failure::timed_out(&invocation.request_id, self.timeout);
            invocation.finish(Err(failure));
        }
        None
    }
}

async fn until(limit: Option<Instant>) {
    match limit {
        Some(limit) => sleep_until(limit).await,
        None => future::pending().await,
    }
}

/// An X-Ray trace header; nothing is sampled.
fn trace_id() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let root: String = Uuid::new_v4().simple().to_string().chars().take(24).collect();
    let parent: String = Uuid::new_v4().simple().to_string().chars().take(16).collect();
    format!("Root=1-{seconds:08x}-{root};Parent={parent};Sampled=0")
}

#[cfg(test)]
mod tests;
