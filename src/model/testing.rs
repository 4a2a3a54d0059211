//! Small reports for tests: every figure missing but the given ones, so that nothing adds up by accident.

use rust_decimal::Decimal;

use super::{Portal, Registry};
use crate::check::check;
use crate::form::{Column, Edition, FigureKey, Row, Unit};
use crate::report::testing::report_of;
use crate::report::{CheckedReport, Figure, Figures, Place, Report, Scope, usual_title};

/// A figure in the tests' own short form.
pub enum Cell {
    /// A number.
    Is(&'static str),
    /// The cell is empty.
    Blank,
    /// The cell cannot be read.
    Unreadable,
}

/// The key of `table/row/column`.
pub fn key(at: &str) -> FigureKey {
    let parts: Vec<&str> = at.split('/').collect();
    let row = Row::from_id(parts[1]).unwrap_or_else(|| panic!("row of {at}"));
    let column = Column::from_id(parts[2]).unwrap_or_else(|| panic!("column of {at}"));
    FigureKey { table: row.table(), row, column }
}

/// A report of the edition that the year requires.
pub fn report(body: &str, scope: Scope, year: u16, cells: &[(&str, Cell)]) -> Report {
    let edition = Edition::required_for(year);
    let place = Place::new(7, 1, 1);
    let mut figures = Figures::from_fn(edition, |key| Figure::missing(key.column.unit()));
    for (at, cell) in cells {
        let key = key(at);
        assert!(figures.get(key).is_some(), "{at} is no figure of the edition");
        let unit = key.column.unit();
        figures.set(
            key,
            match cell {
                Cell::Is(value) => Figure::reported(value.parse().unwrap(), unit, place, value),
                Cell::Blank => Figure::blank(unit, place, ""),
                Cell::Unreadable => Figure::unreadable(unit, Some(place), "?", vec!["1".into(), "7".into()]),
            },
        );
    }
    let mut report = report_of(figures);
    report.source.path = format!("reports/{body}/{year}.txt");
    report.source.sha256 = "00".repeat(32);
    Report { title: usual_title(body, year), body: body.to_owned(), scope, year, ..report }
}

/// A report of a whole government with numbers only, checked.
pub fn numbers(body: &str, year: u16, cells: &[(&str, &'static str)]) -> CheckedReport {
    let cells: Vec<(&str, Cell)> = cells.iter().map(|&(at, value)| (at, Cell::Is(value))).collect();
    check(report(body, Scope::Government, year, &cells))
}

/// A portal without a registry.
pub fn portal(reports: Vec<CheckedReport>) -> Portal {
    Portal::build(reports, &Registry::default())
}

/// A number.
pub fn decimal(value: &str) -> Decimal {
    value.parse().unwrap()
}

/// The unit of a cell that says 元 instead of 万元.
pub fn in_yuan(mut report: Report, at: &str, value: &str) -> Report {
    let place = Place::new(7, 1, 1);
    report.figures.set(key(at), Figure::reported(decimal(value), Unit::Yuan, place, value));
    report
}
