//! How far a run is, on a terminal.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::ratio::real;

/// How often the line is drawn.
const EVERY: Duration = Duration::from_millis(100);

/// Cells of the bar.
const WIDTH: u64 = 30;

/// A line on standard error that says how far a run is; nothing where that is no terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    drawn: Option<Instant>,
    started: Instant,
    read: Arc<AtomicU64>,
    /// The size of the corpus in bytes, where it is known.
    size: Option<u64>,
}

/// Counts the bytes that are read through it.
#[derive(Debug)]
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Progress {
    /// Watches how far a file is read.
    pub(crate) fn of_file(file: File) -> (Self, Box<dyn Read + Send>) {
        let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
        Self::of(file, size)
    }

    /// Watches how far an input of unknown size is read.
    pub(crate) fn of(input: impl Read + Send + 'static, size: Option<u64>) -> (Self, Box<dyn Read + Send>) {
        let read = Arc::new(AtomicU64::new(0));
        let shown = io::stderr().is_terminal();
        let progress = Self { shown, drawn: None, started: Instant::now(), read: Arc::clone(&read), size };
        (progress, Box::new(Counted(input, read)))
    }

    /// Draws the line now and then.
    pub(crate) fn show(&mut self, texts: u64) {
        if self.shown && self.drawn.is_none_or(|drawn| drawn.elapsed() >= EVERY) {
            self.drawn = Some(Instant::now());
            let line = line(texts, self.read.load(Ordering::Relaxed), self.size, self.started.elapsed());
            let mut error = anstream::stderr();
            // A line that cannot be drawn is none that is missed.
            drop(write!(error, "\r\x1b[2K{line}").and_then(|()| error.flush()));
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            drop(write!(anstream::stderr(), "\r\x1b[2K"));
        }
    }
}

fn line(texts: u64, read: u64, size: Option<u64>, elapsed: Duration) -> String {
    let rate = real(texts) / elapsed.as_secs_f64().max(0.001);
    let Some(size) = size.filter(|size| *size > 0) else { return format!("{texts} texts, {rate:.0}/s") };
    let share = (u128::from(read.min(size)) * 100 / u128::from(size)).try_into().unwrap_or(100_u64);
    let cells = |count: u64, cell: &str| cell.repeat(usize::try_from(count).unwrap_or_default());
    let full = share * WIDTH / 100;
    format!("{}{} {share:3} %  {texts} texts, {rate:.0}/s", cells(full, "█"), cells(WIDTH - full, "░"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_shows_the_share_that_is_read() {
        let second = Duration::from_secs(1);
        let half = line(500, 50, Some(100), second);
        assert_eq!((half.matches('█').count(), half.matches('░').count()), (15, 15));
        assert!(half.ends_with("  50 %  500 texts, 500/s"), "{half}");
        assert_eq!(line(500, 50, None, second), "500 texts, 500/s");
        // A file may grow while it is read.
        assert!(line(1, 300, Some(100), second).contains("100 %"));
    }
}
