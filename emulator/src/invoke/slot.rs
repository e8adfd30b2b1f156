//! One place of a function's pool: an environment, and after it the next one.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::{
    deployment::Deployment,
    environment::{Ended, Environment},
    process::Process,
    runtime_api::RuntimeApi,
    work::{Failure, Invocation, Work},
};

/// The first pause after an environment that achieved nothing; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Keeps one environment of a function alive.
///
/// The first starts at once, so that the first message finds it warm, and so does the successor of one
/// that ended over an event. After an environment that never asked for an event, or left while it had
/// none, the next starts only when an event waits, and after a pause: a broken function costs one
/// attempt per event, not a processor.
pub(super) struct Slot {
    deployment: Arc<Deployment>,
    work: Arc<Work>,
    stop: CancellationToken,
    label: String,
    held: Option<Invocation>,
    fruitless: u32,
}

impl Slot {
    /// A place for environments of `deployment` that take from `work` until `stop`.
    pub(super) fn new(
        deployment: Arc<Deployment>,
        work: Arc<Work>,
        stop: CancellationToken,
        label: String,
    ) -> Self {
        Self { deployment, work, stop, label, held: None, fruitless: 0 }
    }

    /// Runs until `stop`; then no process of it is left.
    pub(super) async fn run(mut self) {
        let stop = self.stop.clone();
        loop {
            if self.fruitless > 0 {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = self.pause() => {}
                }
            }
            if !self.live().await {
                return;
            }
        }
    }

    /// Waits until another try is due and there is a reason for it.
    async fn pause(&mut self) {
        sleep(pause_after(self.fruitless)).await;
        if self.held.is_none() {
            self.held = Some(self.work.take().await);
        }
    }

    /// One environment from start to end; false when the emulator stops.
    async fn live(&mut self) -> bool {
        let started = match RuntimeApi::listen().await {
            Ok(api) => Process::spawn(&self.deployment, &api.address.to_string(), &self.label)
                .map(|process| (api, process)),
            Err(error) => Err(error),
        };
        let (RuntimeApi { address, calls, server: _server }, mut process) = match started {
            Ok(started) => started,
            Err(error) => {
                self.fruitless = self.fruitless.saturating_add(1);
                warn!(function = self.label, %error, "the function's process cannot be started");
                self.fail_held(|request_id| Failure::exited(request_id, None));
                return true;
            }
        };
        debug!(function = self.label, runtime_api = %address, "the function is starting");
        let Deployment { timeout, concurrency, .. } = *self.deployment;
        let mut environment = Environment::new(Arc::clone(&self.work), calls, timeout, concurrency);
        let ended = environment.serve(process.exited(), &self.stop, &mut self.held).await;
        let status = process.end().await;
        let working = environment.working();
        environment.fail(ended, status);
        let shown = status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
        match ended {
            Ended::Stopped => return false,
            Ended::TimedOut => {
                self.fruitless = 0;
                warn!(function = self.label, ?timeout, "the function timed out and was killed");
            }
            Ended::Exited if working => {
                self.fruitless = 0;
                warn!(
                    function = self.label,
                    status = shown,
                    "the function's process ended in the middle of an event"
                );
            }
            Ended::Exited if environment.initialised() => {
                self.fruitless = self.fruitless.saturating_add(1);
                warn!(
                    function = self.label,
                    status = shown,
                    "the function's process ended while it waited for an event"
                );
            }
            Ended::Exited | Ended::NeverReady => {
                self.fruitless = self.fruitless.saturating_add(1);
                self.fail_held(|request_id| environment.init_failure(request_id, ended, status));
                warn!(
                    function = self.label,
                    status = shown,
                    pause = ?pause_after(self.fruitless),
                    "the function ended before it asked for its first event; it starts again after a pause, when an event waits"
                );
            }
        }
        true
    }

    fn fail_held(&mut self, failure: impl FnOnce(&str) -> Failure) {
        if let Some(invocation) = self.held.take() {
            let failure = failure(&invocation.request_id);
            invocation.finish(Err(failure));
        }
    }
}

fn pause_after(fruitless: u32) -> Duration {
    let doublings = fruitless.saturating_sub(1).min(16);
    FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let pauses: Vec<u128> = (1..=9).map(|count| pause_after(count).as_millis()).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
        assert_eq!(pause_after(u32::MAX), LONGEST_PAUSE);
    }
}
