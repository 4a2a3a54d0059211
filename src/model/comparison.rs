//! Bodies of one year, one scope and one level side by side. Others are never compared, and a body whose level is not
//! known is compared with none.

use super::{Body, Indicator, Measure, NotAvailable, Quartiles, Value};
use crate::form::Edition;
use crate::report::{Level, Scope};

/// Bodies that may be compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// Whole governments, or single agencies.
    pub scope: Scope,
    /// The level of government.
    pub level: Level,
}

/// Where a body stands against the pooled rate of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The interval lies wholly below the overall rate.
    Below,
    /// The interval holds the overall rate: 与整体无明显差异.
    NotDistinguishable,
    /// The interval lies wholly above it.
    Above,
}

/// A body with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Position of the body in `Portal::bodies`.
    pub body: usize,
    /// The edition of its report.
    pub edition: Edition,
    /// The value.
    pub value: Value,
    /// Place from the largest value, counted from 1; equal values share a place. `None` for a rate of few cases.
    pub place: Option<usize>,
    /// Against the overall rate; `None` for counts and ratios, for few cases, and where the group has one body only.
    pub against: Option<Against>,
}

/// Why a body of the group has no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCompared {
    /// No report for the year.
    NoReport,
    /// The indicator is not available.
    NotAvailable(NotAvailable),
}

/// One indicator over the bodies of a group in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The year.
    pub year: u16,
    /// Which bodies.
    pub group: Group,
    /// Which indicator.
    pub indicator: Indicator,
    /// Bodies with a value: those with a place by value, largest first, then slug; after them those of few cases by slug.
    pub entries: Vec<Entry>,
    /// Bodies without a value, by position in `Portal::bodies`, and why.
    pub without: Vec<(usize, NotCompared)>,
    /// Median and quartiles of the entries that have a place; `None` for fewer than 2.
    pub quartiles: Option<Quartiles>,
    /// All entries together: the sum of counts, or the pooled rate (sum of parts over sum of wholes). `None` without
    /// entries or where the numbers are too large.
    pub overall: Option<Measure>,
}

/// Compares one indicator over the bodies of a group.
pub(super) fn compare(bodies: &[Body], year: u16, group: Group, indicator: Indicator) -> Comparison {
    let _ = (bodies, year, group, indicator);
    todo!()
}
