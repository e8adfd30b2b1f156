//! Folded text and the way back to the original.

use std::ops::Range;

use super::explain::Why;

/// A text made from another one, and where each piece of it comes from.
#[derive(Default)]
pub(super) struct Mapped {
    pub(super) text: String,
    runs: Vec<Run>,
    /// Whether the pieces come in another order than in the original.
    scattered: bool,
}

/// A stretch of the text and where it comes from; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: u32,
    start: u32,
    /// Bytes of the original that are one indivisible unit here; 0 where every byte has its own.
    unit: u32,
    why: Option<Why>,
}

impl Mapped {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// A text whose pieces may come from anywhere.
    pub(super) fn scattered(bytes: usize) -> Self {
        Self { scattered: true, ..Self::with_capacity(bytes) }
    }

    /// Appends a piece of the original as it is.
    pub(super) fn copy(&mut self, piece: &str, start: usize) {
        if piece.is_empty() {
            return;
        }
        let (at, start) = (offset(self.text.len()), offset(start));
        let continues = self
            .runs
            .last()
            .is_some_and(|run| run.unit == 0 && start.checked_sub(run.start) == Some(at - run.at));
        if !continues {
            self.runs.push(Run { at, start, unit: 0, why: None });
        }
        self.text.push_str(piece);
    }

    /// Appends what stands for a piece of the original, perhaps nothing.
    pub(super) fn put(&mut self, text: &str, original: Range<usize>, why: Option<Why>) {
        let unit = offset(original.len());
        self.runs.push(Run { at: offset(self.text.len()), start: offset(original.start), unit, why });
        self.text.push_str(text);
    }

    /// Whether it is the original, which has `len` bytes, byte for byte.
    pub(super) fn is_original(&self, len: usize) -> bool {
        match self.runs.as_slice() {
            [] => len == 0,
            [run] => run.unit == 0 && run.start == 0 && self.text.len() == len,
            _ => false,
        }
    }

    /// The bytes of the original that a span of the text comes from, whole characters always.
    pub(super) fn original(&self, span: Range<usize>) -> Range<usize> {
        if span.start >= span.end {
            let at = self.original(span.start..span.start + 1).start;
            return at..at;
        }
        let first = self.run(span.start);
        let last = self.run(span.end - 1);
        if self.scattered {
            let pieces = (first..=last).filter_map(|index| self.piece(index, &span));
            return pieces
                .reduce(|all, piece| all.start.min(piece.start)..all.end.max(piece.end))
                .unwrap_or(0..0);
        }
        let start = self.piece(first, &span).map_or(0, |piece| piece.start);
        let end = self.piece(last, &span).map_or(start, |piece| piece.end);
        start..end
    }

    /// The run that holds an offset.
    fn run(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.at as usize <= at).saturating_sub(1)
    }

    /// Where the part of a run that lies in `span` comes from.
    fn piece(&self, index: usize, span: &Range<usize>) -> Option<Range<usize>> {
        let run = self.runs.get(index)?;
        let (at, start) = (run.at as usize, run.start as usize);
        if run.unit > 0 {
            return Some(start..start + run.unit as usize);
        }
        let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at as usize);
        let within = span.start.max(at)..span.end.min(end);
        (within.start < within.end).then(|| start + within.start - at..start + within.end - at)
    }

    /// The same text as made from what `inner` was made from, where this one was made from `inner`'s text.
    pub(super) fn after(self, inner: &Self) -> Self {
        let mut runs = Vec::with_capacity(self.runs.len() + inner.runs.len());
        for (index, run) in self.runs.iter().enumerate() {
            let (at, start) = (run.at as usize, run.start as usize);
            if run.unit > 0 {
                let span = start..start + run.unit as usize;
                let why = run.why.or_else(|| inner.runs.get(inner.run(start)).and_then(|run| run.why));
                let original = inner.original(span);
                runs.push(Run { start: offset(original.start), unit: offset(original.len()), why, ..*run });
                continue;
            }
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at as usize);
            let span = start..start + (end - at);
            for index in inner.run(span.start)..=inner.run(span.end.saturating_sub(1)) {
                let (Some(from), Some(piece)) = (inner.runs.get(index), inner.piece(index, &span)) else {
                    continue;
                };
                let here = at + (from.at as usize).saturating_sub(span.start);
                let unit = if from.unit > 0 { offset(piece.len()) } else { 0 };
                runs.push(Run { at: offset(here), start: offset(piece.start), unit, why: from.why });
            }
        }
        Self { text: self.text, runs, scattered: self.scattered || inner.scattered }
    }

    /// What was changed, in the order of the original: the bytes, what stands for them, and why. Neighbours that
    /// were changed for one reason are one.
    pub(super) fn changes(&self) -> Vec<(Range<usize>, String, Why)> {
        let mut changes = Vec::<(Range<usize>, String, Why)>::new();
        for (index, run) in self.runs.iter().enumerate() {
            let Some(why) = run.why else { continue };
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at as usize);
            let text = self.text.get(run.at as usize..end).unwrap_or_default();
            let original = run.start as usize..(run.start + run.unit) as usize;
            match changes.last_mut() {
                Some((before, folded, same)) if before.end == original.start && *same == why => {
                    before.end = original.end;
                    folded.push_str(text);
                }
                _ => changes.push((original, text.to_owned(), why)),
            }
        }
        changes.sort_by_key(|(original, ..)| original.start);
        changes
    }
}

/// A part of a message is far shorter than 4 GiB.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
