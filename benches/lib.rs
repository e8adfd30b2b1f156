//! Benches only; run them with `make bench`. What they share: telling the time, and tables.

use std::time::{Duration, Instant};

/// The middle one; not a number of no numbers.
#[must_use]
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A count to calculate with.
#[must_use]
pub fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// Since then.
#[must_use]
pub fn microseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e6
}

/// How long something takes, in microseconds.
pub fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    std::hint::black_box(work());
    microseconds(start)
}

/// Does something until the time is up, at least once.
pub fn passes<T>(time: Duration, mut pass: impl FnMut() -> T) -> Vec<T> {
    let start = Instant::now();
    let mut found = vec![pass()];
    while start.elapsed() < time {
        found.push(pass());
    }
    found
}
