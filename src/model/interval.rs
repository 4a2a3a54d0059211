//! How far a rate of few cases could move: the Wilson score interval. Display only, and the one place where floating
//! point is used: the square root has no exact value.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A 95 % interval for a share; both ends are fractions between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether it lies wholly below the other (`Less`) or above it (`Greater`); `Equal` where the two meet, and no difference
    /// is told.
    pub fn beyond(&self, other: &Interval) -> Ordering {
        if self.high < other.low {
            Ordering::Less
        } else if self.low > other.high {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }
}

/// The 97.5 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % Wilson score interval without continuity correction (Wilson 1927; Newcombe 1998, method 3) of `part` of
/// `whole` cases. `None` where it has no meaning: no cases, a negative number, or a part above the whole.
pub fn wilson(part: Decimal, whole: Decimal) -> Option<Interval> {
    if whole <= Decimal::ZERO || part < Decimal::ZERO || part > whole {
        return None;
    }
    let n = whole.to_f64()?;
    let p = part.to_f64()? / n;
    let z2 = Z * Z;
    let middle = p + z2 / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).max(0.0).sqrt();
    let scale = 1.0 + z2 / n;
    // Rounding errors must not push an end past the share itself or past 0 and 1, which are exact for none and all.
    let low = if part.is_zero() { 0.0 } else { ((middle - reach) / scale).clamp(0.0, p) };
    let high = if part == whole { 1.0 } else { ((middle + reach) / scale).clamp(p, 1.0) };
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn percent(part: i64, whole: i64) -> (f64, f64) {
        let interval = wilson(part.into(), whole.into()).unwrap();
        let round = |x: f64| (x * 1000.0).round() / 10.0;
        (round(interval.low), round(interval.high))
    }

    #[test]
    fn reference_values_come_out() {
        assert_eq!(percent(1, 1), (20.7, 100.0));
        assert_eq!(percent(6, 8), (40.9, 92.9));
        assert_eq!(percent(8, 20), (21.9, 61.3));
        assert_eq!(percent(13, 13), (77.2, 100.0));
        assert_eq!(percent(150, 213), (64.0, 76.1));
    }

    #[test]
    fn no_share_has_no_interval() {
        for (part, whole) in [(0, 0), (1, 0), (-1, 5), (6, 5), (1, -5)] {
            assert_eq!(wilson(part.into(), whole.into()), None, "{part}/{whole}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(49),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn the_interval_holds_the_share_and_stays_between_0_and_1(whole in 1i64..10_000_000, part in 0i64..10_000_000) {
            let part = part.min(whole);
            let interval = wilson(part.into(), whole.into()).unwrap();
            let share = part as f64 / whole as f64;
            prop_assert!(0.0 <= interval.low && interval.low <= share);
            prop_assert!(share <= interval.high && interval.high <= 1.0);
            prop_assert!(interval.low < interval.high);
        }

        #[test]
        fn none_mirrors_all(whole in 1i64..100_000, part in 0i64..100_000) {
            let part = part.min(whole);
            let one = wilson(part.into(), whole.into()).unwrap();
            let other = wilson((whole - part).into(), whole.into()).unwrap();
            prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-9);
        }
    }
}
