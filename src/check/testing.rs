//! Small reports for the tests of the checks: every figure 0 but the given ones, and prose of the given lines.

use std::sync::Arc;

use crate::form::{Column, Edition, FigureKey, Row, Unit};
use crate::report::testing::report_of;
use crate::report::{Figure, Figures, Place, Report, Section, SectionKind, Words};

/// A place on a line.
pub fn place(line: u32) -> Place {
    Place::new(line, 1, 1)
}

/// A consistent report of a whole government (甲市, 2023 or 2020), but for the given cells (`table/row/column`).
pub fn report(edition: Edition, cells: &[(&str, i64)]) -> Report {
    let mut figures = Figures::from_fn(edition, |key| Figure::reported(0.into(), key.column.unit(), place(100), "0"));
    for (at, value) in cells {
        let key = key(at);
        assert!(figures.get(key).is_some(), "{at} is no figure of the edition");
        figures.set(key, Figure::reported((*value).into(), Unit::Case, place(100), &value.to_string()));
    }
    Report { body: "甲市".to_owned(), ..report_of(figures) }
}

/// Puts `text` into the report as its section 一, one paragraph for each block between blank lines.
pub fn with_prose(mut report: Report, text: &str) -> Report {
    let mut paragraphs: Vec<Vec<(u32, Words)>> = vec![Vec::new()];
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            paragraphs.push(Vec::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push((number, line.into()));
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    report.source.text = Arc::from(text);
    report.sections = vec![Section { kind: SectionKind::Overview, heading: String::new(), paragraphs }];
    report
}

fn key(at: &str) -> FigureKey {
    let mut parts = at.split('/');
    let mut next = || parts.next().unwrap_or_default();
    next();
    let row = Row::from_id(next()).unwrap_or_else(|| panic!("row of {at}"));
    let column = Column::from_id(next()).unwrap_or_else(|| panic!("column of {at}"));
    FigureKey { table: row.table(), row, column }
}
