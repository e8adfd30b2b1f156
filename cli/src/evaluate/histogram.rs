//! Times, counted in buckets: quantiles of any number of them in little memory.

use std::time::Duration;

/// Buckets for each power of two.
const STEPS: u64 = 16;

/// How many times were about so long; a quantile is at most 1/16 off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    sum: Duration,
}

impl Histogram {
    /// Adds a time.
    pub(crate) fn add(&mut self, time: Duration) {
        let bucket = bucket(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        if self.counts.len() <= bucket {
            self.counts.resize(bucket + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(bucket) {
            *count += 1;
        }
        self.total += 1;
        self.sum += time;
    }

    /// The time that this share of all, in percent, does not exceed.
    pub(crate) fn quantile(&self, percent: u64) -> Duration {
        let rank = (self.total * percent).div_ceil(100).max(1);
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Duration::from_nanos(upper(bucket));
            }
        }
        Duration::ZERO
    }

    /// The mean.
    pub(crate) fn mean(&self) -> Duration {
        u32::try_from(self.total).ok().and_then(|total| self.sum.checked_div(total)).unwrap_or_default()
    }
}

/// The bucket of a time: linear up to 16 ns, then 16 to each power of two.
fn bucket(nanos: u64) -> usize {
    let power = nanos.max(1).ilog2().saturating_sub(STEPS.ilog2());
    let bucket = u64::from(power) * STEPS + (nanos >> power);
    usize::try_from(bucket).unwrap_or(usize::MAX)
}

/// The longest time of a bucket.
fn upper(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    let power = (bucket / STEPS).saturating_sub(1);
    let step = bucket - power * STEPS;
    ((u128::from(step + 1) << power) - 1).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantiles_are_those_of_the_times() {
        let mut times = Histogram::default();
        for micros in 1..=100 {
            times.add(Duration::from_micros(micros));
        }
        for (percent, micros) in [(50, 50.0), (99, 99.0), (100, 100.0)] {
            let found = times.quantile(percent).as_secs_f64() * 1e6;
            assert!((1.0..1.07).contains(&(found / micros)), "{percent}: {found}");
        }
        assert_eq!(times.mean(), Duration::from_nanos(50_500));
        assert_eq!(Histogram::default().quantile(50), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn a_time_is_at_most_a_sixteenth_below_the_end_of_its_bucket(nanos in any::<u64>()) {
            let end = upper(bucket(nanos));
            prop_assert!(end >= nanos && end - nanos <= nanos / 16);
            prop_assert!(nanos == 0 || bucket(nanos - 1) <= bucket(nanos));
        }
    }
}
