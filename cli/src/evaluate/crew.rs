//! One reader, as many judges as there are cores, and their verdicts back in the order of the rows.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Runtime};

use super::corpus::{Corpus, Item, Row};
use super::verdict::Verdict;
use crate::failure::Failure;
use crate::judge::Judge;

/// Rows that are handed over at once: enough that handing over costs nothing.
const BATCH: usize = 256;

/// Who judges.
#[derive(Debug)]
pub(crate) struct Judges {
    /// The rulebook that is evaluated.
    pub(crate) now: Judge,
    /// The one that it is compared with.
    pub(crate) before: Option<Judge>,
}

/// A row and what became of it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) row: Row,
    /// `None` for a row that cannot be used.
    pub(crate) now: Option<Verdict>,
    pub(crate) before: Option<Verdict>,
}

type Rows = Receiver<(u64, Vec<io::Result<Row>>)>;

/// Hands every row, judged, to `each`, in the order of the corpus.
pub(crate) fn run(
    corpus: Corpus,
    judges: &Judges,
    mut each: impl FnMut(Judged) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let threads = threads();
    let runtimes: Vec<Runtime> = (0..threads)
        .map(|_| Builder::new_current_thread().enable_time().build())
        .collect::<io::Result<_>>()
        .map_err(|error| Failure::failed(&error))?;
    thread::scope(|scope| {
        let (give, take) = sync_channel(threads * 2);
        let (tell, told) = sync_channel(threads * 2);
        scope.spawn(move || read(corpus, &give));
        let take = Arc::new(Mutex::new(take));
        for runtime in runtimes {
            let (take, tell) = (Arc::clone(&take), tell.clone());
            scope.spawn(move || work(&runtime, &take, judges, &tell));
        }
        drop((take, tell));
        // On an error the channels close one after another, and every thread ends.
        in_order(told, |row| each(row.map_err(|error| unreadable(&error))?))
    })
}

/// How many judges there are.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::input(format!("cannot read on in the corpus: {error}"))
}

fn read(corpus: Corpus, give: &SyncSender<(u64, Vec<io::Result<Row>>)>) {
    let mut corpus = corpus.peekable();
    let mut number = 0;
    while corpus.peek().is_some() {
        let mut batch = Vec::with_capacity(BATCH);
        let mut broken = false;
        while let Some(row) = (batch.len() < BATCH && !broken).then(|| corpus.next()).flatten() {
            broken = row.is_err();
            batch.push(row);
        }
        if give.send((number, batch)).is_err() || broken {
            return;
        }
        number += 1;
    }
}

fn work(
    runtime: &Runtime,
    take: &Mutex<Rows>,
    judges: &Judges,
    tell: &SyncSender<(u64, Vec<io::Result<Judged>>)>,
) {
    loop {
        let taken = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, batch)) = taken else { return };
        let done = batch.into_iter().map(|row| Ok(runtime.block_on(judges.judge(row?)))).collect();
        if tell.send((number, done)).is_err() {
            return;
        }
    }
}

impl Judges {
    async fn judge(&self, row: Row) -> Judged {
        let Ok(Item { text, .. }) = &row.item else { return Judged { row, now: None, before: None } };
        let now = Some(Verdict::new(self.now.judge(text).await, text));
        let before = match &self.before {
            Some(before) => Some(Verdict::new(before.judge(text).await, text)),
            None => None,
        };
        Judged { row, now, before }
    }
}

/// Batches in the order of their numbers, whatever the order in which they come.
fn in_order<T>(
    batches: Receiver<(u64, Vec<T>)>,
    mut each: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for (number, batch) in batches {
        early.insert(number, batch);
        while let Some(batch) = early.remove(&next) {
            next += 1;
            batch.into_iter().try_for_each(&mut each)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_that_come_early_wait_for_their_turn() {
        let (tell, told) = sync_channel(9);
        for number in [2, 0, 3, 1] {
            tell.send((number, vec![number * 2, number * 2 + 1])).unwrap();
        }
        drop(tell);
        let mut seen = Vec::new();
        in_order(told, |row| {
            seen.push(row);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, (0..8).collect::<Vec<u64>>());
    }
}
