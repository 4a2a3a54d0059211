//! Checked reports become one [`Portal`]: bodies, series, indicators, trends, comparisons, coverage, and the checks
//! between years. Knows nothing of files, HTML or charts.
//!
//! Absence is never zero here: an indicator is a [`Value`] or a [`NotAvailable`] that says why, a year without a
//! report is a gap, and no change, sum or order is had across either.

mod body;
mod changes;
mod comparison;
mod coverage;
mod formula;
mod funnel;
mod indicator;
mod interval;
mod level;
mod measure;
mod portal;
mod quartiles;
mod registry;
mod series;
mod slug;
mod trend;

pub use body::{Body, BodyYear, CheckCount};
pub use changes::{FigureChange, ReportChange, Shown, ShownBody, Snapshot, WhatChanged};
pub use comparison::{Against, Comparison, Entry, FEWEST, Group, NotCompared};
pub use coverage::{Coverage, CoverageCell, CoverageRow, ReadCounts};
pub use funnel::{Funnel, FunnelPoint, Limits, Standing};
pub use indicator::{Editions, Indicator, Kind};
pub use interval::{Interval, wilson};
pub use measure::{Measure, NotAvailable, Reading, Value};
pub use portal::Portal;
pub use quartiles::Quartiles;
pub use registry::{BodyEntry, Population, Registry, RegistryProblem, RegistryProblemKind};
pub use slug::slug;
pub use trend::{Change, NoChange, Point, Run, Trend};

#[cfg(test)]
pub(crate) mod testing;
