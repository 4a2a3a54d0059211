//! An indicator of one body over the years. A year without a report or without a value is a gap: nothing is
//! interpolated and no change is computed across it.

use rust_decimal::Decimal;

use super::{BodyYear, Editions, Indicator, Measure, Reading};
use crate::form::Edition;

/// How a value changed. Up and down are neither good nor bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Of a share, in percentage points: 70 % after 65 % is 5.
    Points(Decimal),
    /// Of a count or ratio: the difference, and the percentage of the earlier value (`None` where that is not above 0).
    Amount { difference: Decimal, percent: Option<Decimal> },
}

/// Why a point has no change from the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoChange {
    /// The first year of the body.
    First,
    /// The year has no report.
    NoReport,
    /// The year before has no report.
    NoReportBefore,
    /// The indicator is not available in this year.
    NotAvailable,
    /// The indicator was not available in the year before (also: the other edition does not have it).
    NotAvailableBefore,
    /// A rate over fewer than 10 cases, in this year or the year before: written as counts, not compared.
    FewCases,
    /// The numbers are too large to be computed with exactly.
    TooLarge,
}

/// One year of a trend.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The year.
    pub year: u16,
    /// The edition of the year's report; `None` where there is no report.
    pub edition: Option<Edition>,
    /// The indicator; `None` where there is no report.
    pub reading: Option<Reading>,
    /// The change from the year before.
    pub change: Result<Change, NoChange>,
    /// The indicator has a break here: its figures are not counted as in the report before, which uses another edition.
    /// The change, if there is one, is across the break.
    pub break_before: bool,
}

/// A longest stretch of consecutive years that all have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// First year.
    pub first: u16,
    /// Last year.
    pub last: u16,
    /// The change from the first to the last year; `None` for a single year and for numbers too large to compute with.
    pub change: Option<Change>,
    /// The indicator has a break within the stretch.
    pub across_break: bool,
}

/// An indicator of one body, for every year from the body's first report to its last, also those without a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Which indicator.
    pub indicator: Indicator,
    /// One point a year, oldest first, without holes.
    pub points: Vec<Point>,
    /// The stretches with values, oldest first. More than one means that there is a gap between them.
    pub runs: Vec<Run>,
}

impl Trend {
    /// The trend over the years of a body, oldest first.
    pub(super) fn of(indicator: Indicator, years: &[BodyYear]) -> Trend {
        let mut points: Vec<Point> = Vec::new();
        for body_year in years {
            let next = points.last().map_or(body_year.year, |point| point.year + 1);
            points.extend((next..body_year.year).map(|year| Point {
                year,
                edition: None,
                reading: None,
                change: Err(NoChange::NoReport),
                break_before: false,
            }));
            let edition = body_year.report().edition();
            let edition_before = points.iter().rev().find_map(|point| point.edition);
            let reading = body_year.reading(indicator).clone();
            points.push(Point {
                year: body_year.year,
                edition: Some(edition),
                change: change_from(points.last(), &reading),
                reading: Some(reading),
                break_before: indicator.editions() == Editions::BothWithBreak
                    && edition_before.is_some_and(|before| before != edition),
            });
        }
        let runs = runs(&points);
        Trend { indicator, points, runs }
    }

    /// The point of a year, if the year lies between the first and the last report.
    pub fn point(&self, year: u16) -> Option<&Point> {
        self.points.iter().find(|point| point.year == year)
    }

    /// Whether any year has a value.
    pub fn has_values(&self) -> bool {
        !self.runs.is_empty()
    }
}

impl Point {
    /// The value, where there is one.
    pub fn measure(&self) -> Option<&Measure> {
        self.reading.as_ref()?.value().map(|value| &value.measure)
    }
}

fn change_from(before: Option<&Point>, reading: &Reading) -> Result<Change, NoChange> {
    let before = before.ok_or(NoChange::First)?;
    let now = reading.value().ok_or(NoChange::NotAvailable)?;
    if before.reading.is_none() {
        return Err(NoChange::NoReportBefore);
    }
    let before = before.measure().ok_or(NoChange::NotAvailableBefore)?;
    if before.few() || now.measure.few() {
        return Err(NoChange::FewCases);
    }
    change(before, &now.measure).ok_or(NoChange::TooLarge)
}

/// The change between two measures of one indicator; `None` where the numbers are too large.
fn change(before: &Measure, now: &Measure) -> Option<Change> {
    let (earlier, later) = (before.number(), now.number());
    let difference = later.checked_sub(earlier)?;
    if let (Measure::Share { .. }, Measure::Share { .. }) = (before, now) {
        return difference.checked_mul(Decimal::ONE_HUNDRED).map(Change::Points);
    }
    let percent = if earlier > Decimal::ZERO {
        Some(difference.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(earlier)?)
    } else {
        None
    };
    Some(Change::Amount { difference, percent })
}

fn runs(points: &[Point]) -> Vec<Run> {
    points
        .chunk_by(|a, b| a.measure().is_some() == b.measure().is_some())
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let (from, to) = (first.measure()?, last.measure()?);
            Some(Run {
                first: first.year,
                last: last.year,
                change: if run.len() > 1 && !from.few() && !to.few() { change(from, to) } else { None },
                across_break: run[1..].iter().any(|point| point.break_before),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{decimal, numbers, portal};
    use crate::report::CheckedReport;

    fn trend(indicator: Indicator, reports: Vec<CheckedReport>) -> Trend {
        portal(reports).bodies()[0].trend(indicator)
    }

    fn received(year: u16, value: &'static str) -> CheckedReport {
        numbers("甲县", year, &[("requests/received/total", value)])
    }

    #[test]
    fn no_change_is_computed_across_a_missing_year() {
        let trend = trend(Indicator::Received, vec![received(2021, "10"), received(2023, "20"), received(2024, "25")]);
        let changes: Vec<_> = trend.points.iter().map(|point| (point.year, point.change)).collect();
        let by =
            |difference, percent| Change::Amount { difference: decimal(difference), percent: Some(decimal(percent)) };
        assert_eq!(
            changes,
            [
                (2021, Err(NoChange::First)),
                (2022, Err(NoChange::NoReport)),
                (2023, Err(NoChange::NoReportBefore)),
                (2024, Ok(by("5", "25"))),
            ]
        );
        let runs: Vec<_> = trend.runs.iter().map(|run| (run.first, run.last, run.change)).collect();
        assert_eq!(runs, [(2021, 2021, None), (2023, 2024, Some(by("5", "25")))]);
    }

    #[test]
    fn a_rate_of_few_cases_has_no_change() {
        let year = |year, handled, granted| {
            let figures = [("requests/handled/total", handled), ("requests/granted/total", granted)];
            numbers("甲县", year, &figures)
        };
        let trend = trend(
            Indicator::FullDisclosureRate,
            vec![year(2021, "40", "10"), year(2022, "9", "9"), year(2023, "8", "2")],
        );
        assert_eq!(trend.points[1].change, Err(NoChange::FewCases));
        assert_eq!(trend.points[2].change, Err(NoChange::FewCases));
        assert_eq!(trend.runs[0].change, None);
    }

    #[test]
    fn a_year_without_a_value_is_a_gap_too() {
        let trend =
            trend(Indicator::Received, vec![received(2021, "10"), numbers("甲县", 2022, &[]), received(2023, "20")]);
        assert_eq!(trend.points[1].change, Err(NoChange::NotAvailable));
        assert_eq!(trend.points[2].change, Err(NoChange::NotAvailableBefore));
        assert_eq!(trend.runs.len(), 2);
    }

    #[test]
    fn a_count_that_comes_from_zero_has_no_percentage() {
        let trend = trend(Indicator::Received, vec![received(2021, "0"), received(2022, "5")]);
        assert_eq!(trend.points[1].change, Ok(Change::Amount { difference: decimal("5"), percent: None }));
    }

    #[test]
    fn rates_change_in_percentage_points() {
        let report = |year, granted| {
            numbers("甲县", year, &[("requests/granted/total", granted), ("requests/handled/total", "20")])
        };
        let trend = trend(Indicator::FullDisclosureRate, vec![report(2021, "13"), report(2022, "14")]);
        assert_eq!(trend.points[1].change, Ok(Change::Points(decimal("5"))));
    }

    #[test]
    fn a_change_of_form_ends_some_series_and_breaks_others() {
        let reports = || {
            [2020, 2021]
                .map(|year| {
                    let cells = [("proactive/licences/decisions", "8"), ("proactive/normative_documents/made", "3")];
                    numbers("甲县", year, &cells)
                })
                .to_vec()
        };
        let licences = trend(Indicator::Licences, reports());
        assert!(licences.points[1].break_before && licences.runs[0].across_break);
        let made = trend(Indicator::NormativeDocumentsMade, reports());
        assert_eq!(made.points[1].change, Err(NoChange::NotAvailableBefore));
        assert_eq!((made.runs.len(), made.runs[0].first), (1, 2021));
        let made = trend(Indicator::NormativeDocumentsMade2019, reports());
        assert_eq!((made.runs.len(), made.runs[0].last), (1, 2020));
    }
}
