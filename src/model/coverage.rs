//! Which body has a report for which year, and how much of it was read.

use serde::Serialize;

use super::Body;
use crate::report::{Figures, State};

/// How many figures of one or more reports are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReadCounts {
    /// By state.
    counts: [usize; State::ALL.len()],
}

impl ReadCounts {
    /// Counts the figures of a report.
    pub fn of(figures: &Figures) -> ReadCounts {
        let mut counts = [0; State::ALL.len()];
        figures.iter().for_each(|(_, figure)| counts[figure.state() as usize] += 1);
        ReadCounts { counts }
    }

    /// Figures in this state.
    pub fn count(&self, state: State) -> usize {
        self.counts[state as usize]
    }

    /// Figures of the edition.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Figures that have a value: reported, inferred or corrected.
    pub fn with_value(&self) -> usize {
        self.count(State::Reported) + self.count(State::Inferred) + self.count(State::Corrected)
    }

    /// Both together.
    pub fn plus(self, other: ReadCounts) -> ReadCounts {
        let mut counts = self.counts;
        counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        ReadCounts { counts }
    }
}

/// One body in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverageCell {
    /// There is a report.
    Report(ReadCounts),
    /// There is none, though there are reports for years before and after.
    Gap,
    /// There is none, and the year is before the first or after the last report of the body.
    Outside,
}

/// One body over the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// Position of the body in `Portal::bodies`.
    pub body: usize,
    /// One cell for each of `Coverage::years`.
    pub cells: Vec<CoverageCell>,
}

/// Bodies by years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Every year from the first to the last report of the portal, also those without any report.
    pub years: Vec<u16>,
    /// One row for each body, in the order of `Portal::bodies`.
    pub rows: Vec<CoverageRow>,
    /// All reports together.
    pub total: ReadCounts,
}

impl Coverage {
    pub(super) fn of(bodies: &[Body]) -> Coverage {
        let all_years = || bodies.iter().flat_map(|body| body.years.iter());
        let first = all_years().map(|body_year| body_year.year).min();
        let last = all_years().map(|body_year| body_year.year).max();
        let years: Vec<u16> = first.zip(last).map(|(first, last)| (first..=last).collect()).unwrap_or_default();
        let cell = |body: &Body, year: u16| match body.year(year) {
            Some(body_year) => CoverageCell::Report(body_year.read),
            None if (body.first().year..body.latest().year).contains(&year) => CoverageCell::Gap,
            None => CoverageCell::Outside,
        };
        let row = |(position, body): (usize, &Body)| CoverageRow {
            body: position,
            cells: years.iter().map(|&year| cell(body, year)).collect(),
        };
        let rows = bodies.iter().enumerate().map(row).collect();
        let total = all_years().fold(ReadCounts::default(), |sum, body_year| sum.plus(body_year.read));
        Coverage { years, rows, total }
    }

    /// How many reports there are for a year.
    pub fn reports(&self, year: u16) -> usize {
        let Some(column) = self.years.iter().position(|&y| y == year) else { return 0 };
        self.rows.iter().filter(|row| matches!(row.cells[column], CoverageCell::Report(_))).count()
    }
}
