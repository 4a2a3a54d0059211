//! An indicator of one body over the years. A year without a report or without a value is a gap: nothing is
//! interpolated and no change is computed across it.

use rust_decimal::Decimal;

use super::{Indicator, Reading};
use crate::form::Edition;

/// How a value changed. Up and down are neither good nor bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Of a share, in percentage points: 70 % after 65 % is 5.
    Points(Decimal),
    /// Of a count or ratio: the difference, and the percentage of the earlier value (`None` where that is 0).
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
    /// The indicator has a break here: its figures are not counted as in the year before, whose report uses another
    /// edition. The change, if there is one, is across the break.
    pub break_before: bool,
}

/// A longest stretch of consecutive years that all have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// First year.
    pub first: u16,
    /// Last year.
    pub last: u16,
    /// The change from the first to the last year; `None` for a single year.
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
    /// The point of a year, if the year lies between the first and the last report.
    pub fn point(&self, year: u16) -> Option<&Point> {
        self.points.iter().find(|point| point.year == year)
    }

    /// Whether any year has a value.
    pub fn has_values(&self) -> bool {
        !self.runs.is_empty()
    }
}
