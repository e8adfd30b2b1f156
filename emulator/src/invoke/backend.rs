//! Every function by name, wherever its code runs.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use tokio::{sync::Mutex, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    InvokeError, LambdaConfig, StartError, Target,
    deployment::Deployment,
    http::Remote,
    name::{self, FunctionName},
    slot::Slot,
    work::{Failure, Invocation, Kind, Outcome, Work},
};

/// All functions and the tasks that keep their environments.
pub(super) struct Backends {
    by_name: BTreeMap<String, Backend>,
    stop: CancellationToken,
    slots: Mutex<JoinSet<()>>,
}

enum Backend {
    Pool(Arc<Work>),
    Remote(Remote),
}

impl Backends {
    /// Checks every function, then starts all their environments.
    pub(super) async fn start(config: &LambdaConfig) -> Result<Self, StartError> {
        let mut by_name = BTreeMap::new();
        let mut places = Vec::new();
        let stop = CancellationToken::new();
        for function in &config.functions {
            if !name::is_name(&function.name) {
                return Err(StartError::Name(function.name.clone()));
            }
            let backend = match &function.target {
                Target::Endpoint(base) => Backend::Remote(Remote::new(&function.name, base)?),
                Target::Binary(binary) => {
                    let deployment = Arc::new(Deployment::new(function, binary, config).await?);
                    let work = Arc::new(Work::new());
                    for label in labels(&function.name, function.environments) {
                        places.push(Slot::new(
                            Arc::clone(&deployment),
                            Arc::clone(&work),
                            stop.clone(),
                            label,
                        ));
                    }
                    Backend::Pool(work)
                }
            };
            if by_name.insert(function.name.clone(), backend).is_some() {
                return Err(StartError::Duplicate(function.name.clone()));
            }
        }
        let slots = Mutex::new(places.into_iter().map(Slot::run).collect());
        Ok(Self { by_name, stop, slots })
    }

    /// A pool without environments; the test plays the function.
    #[cfg(test)]
    pub(super) fn played_by_test(name: &str, work: Arc<Work>) -> Self {
        Self {
            by_name: BTreeMap::from([(name.to_owned(), Backend::Pool(work))]),
            stop: CancellationToken::new(),
            slots: Mutex::new(JoinSet::new()),
        }
    }

    /// The names of all functions.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Whether there is such a function.
    pub(super) fn contains(&self, function: &FunctionName) -> bool {
        self.by_name.contains_key(function.name())
    }

    /// Whether an event for this function can be accepted now.
    pub(super) async fn admit(&self, function: &FunctionName) -> Result<(), InvokeError> {
        match self.by_name.get(function.name()) {
            None => Err(InvokeError::NotFound(function.arn())),
            Some(_) if self.stop.is_cancelled() => Err(InvokeError::Stopping),
            Some(Backend::Pool(_)) => Ok(()),
            Some(Backend::Remote(remote)) => remote.reach().await,
        }
    }

    /// Runs the function once.
    pub(super) async fn invoke(
        &self,
        function: &FunctionName,
        request_id: &str,
        payload: Bytes,
        kind: Kind,
    ) -> Outcome {
        match self.by_name.get(function.name()) {
            Some(Backend::Pool(work)) => {
                let (invocation, outcome) = Invocation::new(function.arn(), request_id.to_owned(), payload);
                work.push(invocation);
                tokio::select! {
                    outcome = outcome => outcome.unwrap_or_else(|_| Err(Failure::stopping())),
                    () = self.stop.cancelled() => Err(Failure::stopping()),
                }
            }
            Some(Backend::Remote(remote)) => remote.invoke(function, request_id, payload, kind).await,
            None => Err(Failure::stopping()),
        }
    }

    /// Ends every environment and waits for it.
    pub(super) async fn stop(&self) {
        self.stop.cancel();
        let mut slots = self.slots.lock().await;
        while slots.join_next().await.is_some() {}
    }
}

/// What stands before the output of each environment; the number only where there are several.
fn labels(name: &str, environments: usize) -> Vec<String> {
    match environments {
        0 | 1 => vec![name.to_owned()],
        _ => (1..=environments).map(|number| format!("{name}/{number}")).collect(),
    }
}
