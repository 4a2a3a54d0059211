//! The CSV files: RFC 4180, UTF-8 without a byte order mark, `\n` line ends, sorted by their key columns.

use crate::model::Portal;

/// `figures.csv`: one row per figure of the edition that a report uses.
pub fn figures_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}

/// `findings.csv`: one row per check that does not hold.
pub fn findings_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}

/// `checks.csv`: how the instances of each check came out, per body and year.
pub fn checks_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}

/// `indicators.csv`: one row per body, year and indicator, also where it is not available.
pub fn indicators_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}

/// `bodies.csv`: one row per body.
pub fn bodies_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}

/// `reports.csv`: one row per report.
pub fn reports_csv(portal: &Portal) -> Vec<u8> {
    let _ = portal;
    todo!()
}
