//! Shares of counts, with the interval in which the true share lies with 95 % confidence.

use serde::Serialize;

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_964;

/// A share, and its interval by Wilson.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Ratio {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Ratio {
    /// So many of so many; `None` of none.
    pub(crate) fn of(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let (n, p) = (real(whole), real(part) / real(whole));
        let square = Z * Z;
        let middle = p + square / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let scale = 1.0 + square / n;
        let bound = |bound: f64| (bound / scale).clamp(0.0, 1.0);
        // The bounds of none and of all are exact; rounding must not move them.
        let low = if part == 0 { 0.0 } else { bound(middle - reach) };
        let high = if part == whole { 1.0 } else { bound(middle + reach) };
        Some(Self { value: p, low, high })
    }

    /// F1 of these counts.
    ///
    /// Among the rows that are positive or were hit, a share J is both, and F1 is 2J / (1 + J). That grows
    /// with J, so the bounds of Wilson's interval for J are mapped to those of F1.
    pub(crate) fn f1(both: u64, either: u64) -> Option<Self> {
        let f1 = |share: f64| 2.0 * share / (1.0 + share);
        let Self { value, low, high } = Self::of(both, either)?;
        Some(Self { value: f1(value), low: f1(low), high: f1(high) })
    }
}

/// A count for calculations.
#[expect(clippy::cast_precision_loss, reason = "no corpus has 2^52 rows")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rounded(ratio: Option<Ratio>) -> Option<(f64, f64, f64)> {
        let round = |share: f64| (share * 10_000.0).round() / 10_000.0;
        ratio.map(|ratio| (round(ratio.value), round(ratio.low), round(ratio.high)))
    }

    /// Values of R's `prop.test(correct = FALSE)`.
    #[test]
    fn intervals_are_wilsons() {
        assert_eq!(rounded(Ratio::of(81, 263)), Some((0.308, 0.2553, 0.3662)));
        assert_eq!(rounded(Ratio::of(0, 20)), Some((0.0, 0.0, 0.1611)));
        assert_eq!(rounded(Ratio::of(20, 20)), Some((1.0, 0.8389, 1.0)));
        assert_eq!(Ratio::of(0, 0), None);
    }

    #[test]
    fn f1_is_that_of_precision_and_recall() {
        // 60 found rightly, 20 wrongly, 40 missed.
        let (precision, recall) = (60.0 / 80.0, 60.0 / 100.0);
        let f1 = Ratio::f1(60, 120).unwrap();
        assert!((f1.value - 2.0 * precision * recall / (precision + recall)).abs() < 1e-12);
        assert!(f1.low < f1.value && f1.value < f1.high);
    }

    proptest! {
        #[test]
        fn a_share_lies_in_its_interval(part in 0_u64..1000, more in 0_u64..1000) {
            if let Some(Ratio { value, low, high }) = Ratio::of(part, part + more) {
                prop_assert!((0.0..=1.0).contains(&low) && low <= value && value <= high && high <= 1.0);
            }
        }
    }
}
