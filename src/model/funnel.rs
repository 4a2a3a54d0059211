//! How far rates of one group may lie from their common rate by chance alone, by the number of cases: a funnel plot
//! (Spiegelhalter 2005, "Funnel plots for comparing institutional performance", Statistics in Medicine 24:1185–1202).
//! Display only: floating point.

use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Comparison, Entry, Kind, Measure};

/// The fewest bodies with enough cases that make a plot.
const FEWEST: usize = 5;
/// Above this variance (in cases) the binomial distribution is taken as normal: the limits then differ by less than a
/// hundredth of their width, and the work would grow with the square root of the cases.
const NORMAL: f64 = 10_000.0;
/// The tails that the limits of 95 % and of 99.8 % leave on each side, and the same as points of the normal distribution.
const TAILS: [(f64, f64); 2] = [(0.025, 1.959_963_984_540_054), (0.001, 3.090_232_306_167_813)];

/// The limits for one number of cases; all fractions between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Lower and upper 95 % limit.
    pub near: (f64, f64),
    /// Lower and upper 99.8 % limit.
    pub far: (f64, f64),
}

/// Where a body lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Within the 95 % limits.
    Within,
    /// Outside the 95 % limits, within those of 99.8 %.
    Near,
    /// Above the upper 99.8 % limit.
    Above,
    /// Below the lower 99.8 % limit.
    Below,
}

impl Standing {
    /// Whether it lies outside the 99.8 % limits.
    pub fn is_outside(self) -> bool {
        matches!(self, Standing::Above | Standing::Below)
    }
}

/// One body of the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelPoint<'a> {
    /// The body with its value.
    pub entry: &'a Entry,
    /// How many cases its rate is of; at least 10.
    pub cases: u64,
    /// Its rate, between 0 and 1.
    pub rate: f64,
    /// The limits for so many cases.
    pub limits: Limits,
    /// Where its rate lies.
    pub standing: Standing,
}

/// The bodies of one comparison against their pooled rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel<'a> {
    /// The comparison.
    pub comparison: &'a Comparison,
    /// The pooled rate of all its bodies, those of few cases too: a share, neither none nor all.
    pub pooled: Measure,
    /// The bodies with enough cases, in the order of the comparison.
    pub points: Vec<FunnelPoint<'a>>,
    /// How many bodies have too few cases to be drawn.
    pub few: usize,
}

impl<'a> Funnel<'a> {
    /// The funnel of a rate; `None` for other indicators, for fewer than five bodies with 10 cases or more, and where
    /// the pooled rate is none or all, which leaves chance nothing to do.
    pub fn of(comparison: &'a Comparison) -> Option<Funnel<'a>> {
        let (pooled, target) = target(comparison)?;
        let few = comparison.entries.iter().filter(|entry| entry.value.measure.few()).count();
        let points: Vec<FunnelPoint> = comparison.entries.iter().filter_map(|entry| point(entry, target)).collect();
        (points.len() >= FEWEST).then_some(Funnel { comparison, pooled, points, few })
    }

    /// How many points the funnel of a comparison has, without working out their limits; `None` where there is no funnel.
    pub fn count(comparison: &Comparison) -> Option<usize> {
        target(comparison)?;
        let count = comparison.entries.iter().filter(|entry| is_drawn(entry)).count();
        (count >= FEWEST).then_some(count)
    }

    /// Some of the points that the funnel of a comparison has.
    pub fn some(comparison: &'a Comparison, range: Range<usize>) -> Vec<FunnelPoint<'a>> {
        let Some((_, target)) = target(comparison) else { return Vec::new() };
        let drawn = comparison.entries.iter().filter(|entry| is_drawn(entry));
        drawn.skip(range.start).take(range.len()).filter_map(|entry| point(entry, target)).collect()
    }

    /// The limits for a number of cases.
    pub fn limits(&self, cases: u64) -> Option<Limits> {
        limits(self.pooled.number().to_f64()?, cases)
    }
}

/// The pooled rate, which the limits are around, as it is and as a fraction; `None` for what is no rate, and where it is none
/// or all.
fn target(comparison: &Comparison) -> Option<(Measure, f64)> {
    let pooled = comparison.overall.filter(|_| comparison.indicator.kind() == Kind::Share)?;
    let target = pooled.number().to_f64()?;
    (target > 0.0 && target < 1.0).then_some((pooled, target))
}

/// Whether a body may be drawn: one with enough cases, and whole ones.
fn is_drawn(entry: &Entry) -> bool {
    let is_count = |value: Decimal| value.fract().is_zero();
    match entry.value.measure {
        Measure::Share { part, whole } => {
            !entry.value.measure.few() && is_count(part) && is_count(whole) && whole.to_u64().is_some()
        }
        _ => false,
    }
}

/// A body that may be drawn, with the limits for its cases; `None` for others.
fn point(entry: &Entry, target: f64) -> Option<FunnelPoint<'_>> {
    let Measure::Share { whole, .. } = entry.value.measure else { return None };
    if !is_drawn(entry) {
        return None;
    }
    let (cases, rate) = (whole.to_u64()?, entry.value.measure.number().to_f64()?);
    let limits = limits(target, cases)?;
    let outside = |(low, high): (f64, f64)| rate < low || rate > high;
    let standing = match (outside(limits.far), outside(limits.near)) {
        (true, _) if rate > target => Standing::Above,
        (true, _) => Standing::Below,
        (false, true) => Standing::Near,
        (false, false) => Standing::Within,
    };
    Some(FunnelPoint { entry, cases, rate, limits, standing })
}

/// The control limits around `target` for so many cases: exact binomial ones, interpolated between whole cases as in
/// appendix A.1.1 of the source. `None` where they have no meaning.
fn limits(target: f64, cases: u64) -> Option<Limits> {
    if !(target > 0.0 && target < 1.0) || cases == 0 {
        return None;
    }
    let n = cases as f64;
    let variance = n * target * (1.0 - target);
    let [near, far] = if variance > NORMAL {
        TAILS.map(|(_, z)| (target - z * variance.sqrt() / n, target + z * variance.sqrt() / n))
    } else {
        let spread = Distribution::around(target, cases);
        TAILS.map(|(tail, _)| (spread.quantile(tail) / n, spread.quantile(1.0 - tail) / n))
    };
    let within = |(low, high): (f64, f64)| (low.clamp(0.0, target), high.clamp(target, 1.0));
    Some(Limits { near: within(near), far: within(far) })
}

/// A binomial distribution, as far as its probabilities matter: from `first` on, their sum being 1.
struct Distribution {
    first: u64,
    chances: Vec<f64>,
}

impl Distribution {
    /// Chances below this part of the greatest one are left out.
    const NOTHING: f64 = 1e-18;

    /// From the likeliest number of cases outwards, so that nothing overflows or vanishes, however many cases there are.
    fn around(target: f64, cases: u64) -> Distribution {
        let n = cases as f64;
        let odds = target / (1.0 - target);
        let mode = (((n + 1.0) * target).floor() as u64).min(cases);
        let mut chances = Vec::new();
        let (mut chance, mut first) = (1.0, mode);
        while first > 0 && chance > Self::NOTHING {
            chance *= first as f64 / ((n - first as f64 + 1.0) * odds);
            chances.push(chance);
            first -= 1;
        }
        chances.reverse();
        chances.push(1.0);
        let (mut chance, mut last) = (1.0, mode);
        while last < cases && chance > Self::NOTHING {
            chance *= (n - last as f64) / (last as f64 + 1.0) * odds;
            chances.push(chance);
            last += 1;
        }
        let sum: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= sum);
        Distribution { first, chances }
    }

    /// The number of cases below which `p` of the distribution lies: the first whole number whose cumulated chance is
    /// above `p`, less the part of its own chance that lies above it.
    fn quantile(&self, p: f64) -> f64 {
        let mut cumulated = 0.0;
        for (cases, chance) in (self.first..).zip(&self.chances) {
            cumulated += chance;
            if cumulated > p {
                return cases as f64 - (cumulated - p) / chance;
            }
        }
        self.first as f64 + self.chances.len() as f64 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::model::testing::{numbers, portal};
    use crate::model::{Group, Indicator};
    use crate::report::{Level, Scope};

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn limits_are_those_of_the_binomial_distribution() {
        // By hand for 10 cases and one half: P(R ≤ 1) = 11/1024, P(R ≤ 2) = 56/1024; P(R ≤ 0) = 1/1024 < 0.001.
        let half = limits(0.5, 10).unwrap();
        let near = (2.0 - (56.0 / 1024.0 - 0.025) / (45.0 / 1024.0)) / 10.0;
        let far = (1.0 - (11.0 / 1024.0 - 0.001) / (10.0 / 1024.0)) / 10.0;
        assert!(close(half.near.0, near) && close(half.far.0, far), "{half:?}");
        // A rare outcome: P(R ≤ 1) = 0.984, so one case of ten is no sign of anything.
        let rare = limits(0.02, 10).unwrap();
        assert_eq!(rare.far.0, 0.0);
        assert!(rare.far.1 > 0.1, "{rare:?}");
    }

    #[test]
    fn limits_narrow_and_join_those_of_the_normal_distribution() {
        for target in [0.02, 0.3, 0.5, 0.97] {
            let mut before = f64::MAX;
            for cases in [10, 100, 1_000, 10_000, 39_000, 41_000, 1_000_000, 1_000_000_000_000, u64::MAX] {
                let Limits { near, far } = limits(target, cases).unwrap();
                assert!(0.0 <= far.0 && far.0 <= near.0 && near.0 <= target, "{target} {cases}");
                assert!(target <= near.1 && near.1 <= far.1 && far.1 <= 1.0, "{target} {cases}");
                assert!(far.1 - far.0 <= before, "{target} {cases}");
                before = far.1 - far.0;
            }
        }
        let sd = (0.5 * 0.5 / 39_000.0_f64).sqrt();
        let exact = limits(0.5, 39_000).unwrap();
        assert!((exact.far.1 - 0.5 - TAILS[1].1 * sd).abs() < 0.01 * sd + 0.5 / 39_000.0);
        assert_eq!(limits(0.0, 10), None);
        assert_eq!(limits(f64::NAN, 10), None);
        assert_eq!(limits(0.5, 0), None);
    }

    #[test]
    fn few_cases_other_groups_and_small_groups_are_left_out() {
        let county = |name: &str, granted: &'static str, handled: &'static str| {
            numbers(name, 2023, &[("requests/granted/total", granted), ("requests/handled/total", handled)])
        };
        let mut reports = vec![
            county("甲县", "50", "100"),
            county("乙县", "20", "40"),
            county("丙县", "30", "60"),
            county("丁县", "100", "200"),
            county("戊县", "5", "9"),
        ];
        reports.push(numbers("己省", 2023, &[("requests/granted/total", "500"), ("requests/handled/total", "1000")]));
        let group = Group { scope: Scope::Government, level: Level::County };
        let four = portal(reports.clone());
        let comparison = four.comparison(2023, group, Indicator::FullDisclosureRate).unwrap();
        assert_eq!(Funnel::of(comparison), None);
        reports.push(county("庚县", "190", "200"));
        let five = portal(reports);
        let comparison = five.comparison(2023, group, Indicator::FullDisclosureRate).unwrap();
        let funnel = Funnel::of(comparison).unwrap();
        assert_eq!((funnel.points.len(), funnel.few), (5, 1));
        let outside: Vec<u64> =
            funnel.points.iter().filter(|p| p.standing == Standing::Above).map(|p| p.cases).collect();
        assert_eq!(outside, [200]);
        assert_eq!(Funnel::of(five.comparison(2023, group, Indicator::Handled).unwrap()), None);
    }

    /// Shares of all sizes, few of them of counts that are not whole, and some measures that are no shares.
    fn measure() -> impl Strategy<Value = Measure> {
        let whole = prop_oneof![1u64..30, 1..100_000u64, any::<u64>().prop_map(|whole| whole.max(1))];
        let share = (whole, any::<u64>(), 0..20u8).prop_map(|(whole, part, kind)| {
            let part = match kind {
                0..4 => 0,
                4..8 => whole,
                _ => part % (whole + u64::from(whole < u64::MAX)),
            };
            let scale = u32::from(kind == 19);
            let [part, whole] = [part, whole].map(|count| Decimal::from_i128_with_scale(count.into(), scale));
            Measure::Share { part, whole }
        });
        prop_oneof![20 => share, 1 => any::<u32>().prop_map(|count| Measure::Count(count.into()))]
    }

    /// A comparison of one county with a rate and a count, to be filled with others.
    fn compared(indicator: Indicator) -> Comparison {
        let cells = [("requests/granted/total", "6"), ("requests/handled/total", "8")];
        let group = Group { scope: Scope::Government, level: Level::County };
        portal(vec![numbers("甲县", 2023, &cells)]).comparison(2023, group, indicator).unwrap().clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(49),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn the_count_is_that_of_the_funnel_that_is_drawn(
            measures in prop::collection::vec(measure(), 0..12),
            overall in prop::option::weighted(0.9, measure()),
            is_rate in prop::bool::weighted(0.9),
        ) {
            let mut comparison = compared(if is_rate { Indicator::FullDisclosureRate } else { Indicator::Handled });
            let one = comparison.entries[0].clone();
            let entry = |measure| Entry { value: crate::model::Value { measure, ..one.value }, ..one.clone() };
            comparison.entries = measures.into_iter().map(entry).collect();
            comparison.overall = overall;
            let funnel = Funnel::of(&comparison);
            prop_assert_eq!(Funnel::count(&comparison), funnel.as_ref().map(|funnel| funnel.points.len()));
            if let Some(funnel) = &funnel {
                prop_assert_eq!(&Funnel::some(&comparison, 0..12), &funnel.points);
            }
        }
    }
}
