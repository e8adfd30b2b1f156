//! A runtime played by the test, on a clock that stands still until everybody waits.

use bytes::Bytes;
use tokio::{sync::oneshot::error::TryRecvError, task::JoinHandle};

use super::*;
use crate::invoke::work::Cause;

const TIMEOUT: Duration = Duration::from_secs(3);

/// An environment in a task, and the ends that the test holds.
struct Stage {
    work: Arc<Work>,
    calls: mpsc::Sender<Call>,
    exit: oneshot::Sender<()>,
    stop: CancellationToken,
    ended: JoinHandle<(Environment, Ended, Option<Invocation>)>,
}

impl Stage {
    fn set(concurrency: usize) -> Self {
        let work = Arc::new(Work::new());
        let (calls, receiver) = mpsc::channel(16);
        let (exit, exited) = oneshot::channel();
        let stop = CancellationToken::new();
        let mut environment = Environment::new(Arc::clone(&work), receiver, TIMEOUT, concurrency);
        let stopped = stop.clone();
        let ended = tokio::spawn(async move {
            let mut held = None;
            let ended = environment.serve(async { drop(exited.await) }, &stopped, &mut held).await;
            (environment, ended, held)
        });
        Self { work, calls, exit, stop, ended }
    }

    fn push(&self, request_id: &str) -> oneshot::Receiver<Outcome> {
        let (invocation, outcome) =
            Invocation::new("arn".to_owned(), request_id.to_owned(), Bytes::from_static(b"{}"));
        self.work.push(invocation);
        outcome
    }

    async fn poll(&self) -> oneshot::Receiver<Result<Delivery, Refusal>> {
        let (reply, delivery) = oneshot::channel();
        self.calls.send(Call::Next(reply)).await.unwrap_or_else(|_| panic!("the environment has ended"));
        delivery
    }

    async fn next(&self) -> Delivery {
        self.poll().await.await.unwrap().unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    async fn answer(&self, request_id: &str, invocation_id: Option<&str>) -> Result<(), Refusal> {
        let (reply, taken) = oneshot::channel();
        let call = Call::Answer {
            request_id: request_id.to_owned(),
            invocation_id: invocation_id.map(str::to_owned),
            outcome: Ok(Bytes::from_static(b"\"done\"")),
            reply,
        };
        self.calls.send(call).await.unwrap_or_else(|_| panic!("the environment has ended"));
        taken.await.unwrap()
    }
}

fn cause(outcome: Outcome) -> Cause {
    outcome.expect_err("the invocation failed").cause()
}

#[tokio::test(start_paused = true)]
async fn a_poll_waits_for_an_event_however_long_it_takes() {
    let stage = Stage::set(1);
    let mut poll = stage.poll().await;
    tokio::time::sleep(Duration::from_hours(5)).await;
    assert!(matches!(poll.try_recv(), Err(TryRecvError::Empty)));
    let outcome = stage.push("one");
    let delivery = poll.await.unwrap().unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_eq!(delivery.request_id, "one");
    assert_eq!(stage.answer("one", None).await, Ok(()));
    assert_eq!(outcome.await.unwrap().unwrap(), "\"done\"");
}

#[tokio::test(start_paused = true)]
async fn an_event_is_answered_once() {
    let stage = Stage::set(1);
    let _outcome = stage.push("one");
    let delivery = stage.next().await;
    assert_eq!(stage.answer("one", Some(&delivery.invocation_id)).await, Ok(()));
    assert_eq!(stage.answer("one", Some(&delivery.invocation_id)).await, Err(Refusal::Gone));
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_nothing_is_refused() {
    let stage = Stage::set(1);
    assert_eq!(stage.answer("never", None).await, Err(Refusal::UnknownRequest));
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_an_earlier_delivery_of_the_same_request_is_refused() {
    let stage = Stage::set(1);
    let _outcome = stage.push("one");
    let _delivery = stage.next().await;
    assert_eq!(stage.answer("one", Some("an earlier one")).await, Err(Refusal::Gone));
    assert_eq!(stage.answer("one", None).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_runtime_with_an_unanswered_event_gets_no_other() {
    let stage = Stage::set(1);
    let _outcome = stage.push("one");
    let _delivery = stage.next().await;
    assert!(matches!(stage.poll().await.await, Ok(Err(Refusal::State))));
}

#[tokio::test(start_paused = true)]
async fn a_poll_that_hung_up_loses_no_event() {
    let stage = Stage::set(1);
    drop(stage.poll().await);
    let _outcome = stage.push("one");
    assert_eq!(stage.next().await.request_id, "one");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_the_environment_and_fails_the_event() {
    let stage = Stage::set(1);
    let outcome = stage.push("one");
    let started = Instant::now();
    let _delivery = stage.next().await;
    let (mut environment, ended, _) = stage.ended.await.unwrap();
    assert_eq!((ended, started.elapsed()), (Ended::TimedOut, TIMEOUT));
    environment.fail(ended, None);
    assert_eq!(cause(outcome.await.unwrap()), Cause::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_ends_takes_its_event_with_it() {
    let stage = Stage::set(1);
    let outcome = stage.push("one");
    let _delivery = stage.next().await;
    stage.exit.send(()).unwrap();
    let (mut environment, ended, held) = stage.ended.await.unwrap();
    assert_eq!(ended, Ended::Exited);
    assert!(environment.working() && environment.initialised() && held.is_none());
    environment.fail(ended, None);
    assert_eq!(cause(outcome.await.unwrap()), Cause::Exited);
}

#[tokio::test(start_paused = true)]
async fn a_function_that_never_asks_for_an_event_is_given_up() {
    let stage = Stage::set(1);
    let started = Instant::now();
    let (mut environment, ended, _) = stage.ended.await.unwrap();
    assert_eq!((ended, started.elapsed()), (Ended::NeverReady, INIT_LIMIT + TIMEOUT));
    assert_eq!(environment.init_failure("one", ended, None).cause(), Cause::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn an_init_error_is_what_the_caller_reads() {
    let stage = Stage::set(1);
    let (reply, taken) = oneshot::channel();
    let body = Bytes::from_static(b"{\"errorType\":\"Config\"}");
    stage.calls.send(Call::InitError { body: body.clone(), reply }).await.unwrap_or_else(|_| panic!("ended"));
    assert_eq!(taken.await.unwrap(), Ok(()));
    let (mut environment, ended, _) = stage.ended.await.unwrap();
    let failure = environment.init_failure("one", ended, None);
    assert_eq!((failure.cause(), failure.body), (Cause::Init, body));
}

#[tokio::test(start_paused = true)]
async fn stopping_ends_the_environment() {
    let stage = Stage::set(1);
    let outcome = stage.push("one");
    let _delivery = stage.next().await;
    stage.stop.cancel();
    let (mut environment, ended, _) = stage.ended.await.unwrap();
    environment.fail(ended, None);
    assert_eq!((ended, cause(outcome.await.unwrap())), (Ended::Stopped, Cause::Stopping));
}

#[tokio::test(start_paused = true)]
async fn a_concurrent_runtime_has_several_events_at_a_time() {
    let stage = Stage::set(2);
    let (one, two) = (stage.push("one"), stage.push("two"));
    let (first, second) = (stage.next().await, stage.next().await);
    assert!(matches!(stage.poll().await.await, Ok(Err(Refusal::State))));
    for delivery in [second, first] {
        assert_eq!(stage.answer(&delivery.request_id, Some(&delivery.invocation_id)).await, Ok(()));
    }
    assert!(one.await.unwrap().is_ok() && two.await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_late_event_of_a_concurrent_runtime_fails_alone() {
    let stage = Stage::set(2);
    let late = stage.push("late");
    let delivery = stage.next().await;
    assert_eq!(cause(late.await.unwrap()), Cause::TimedOut);
    assert_eq!(stage.answer("late", Some(&delivery.invocation_id)).await, Err(Refusal::Gone));
    let punctual = stage.push("punctual");
    let delivery = stage.next().await;
    assert_eq!(stage.answer(&delivery.request_id, None).await, Ok(()));
    assert!(punctual.await.unwrap().is_ok());
}
