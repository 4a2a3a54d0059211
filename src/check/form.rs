//! Whether the report uses the form that its year requires (`form.edition`) and has all of it (`form.complete`).

use rust_decimal::Decimal;

use crate::form::{Check, Edition, Layout, Row, Table};
use crate::report::{CheckInstance, Outcome, Report, Side, State};

/// One instance of each check.
pub fn check(report: &Report) -> Vec<CheckInstance> {
    let edition = |edition: Edition| side(edition.id().parse().unwrap_or_default());
    let total = report.figures.iter().count();
    let there = total - report.figures.count(State::Missing);
    [
        (Check::FormEdition, edition(report.edition()), edition(Edition::required_for(report.year))),
        (Check::FormComplete, side(there.into()), side(total.into())),
    ]
    .into_iter()
    .map(|(check, left, right)| {
        let outcome =
            if left.value == right.value { Outcome::Holds { left, right } } else { Outcome::Fails { left, right } };
        CheckInstance { check, at: "form".to_owned(), quote: String::new(), outcome }
    })
    .collect()
}

fn side(value: Decimal) -> Side {
    Side { value, expression: value.to_string(), figures: Vec::new(), places: Vec::new() }
}

/// For a finding of `form.edition`: the edition `expected` and the one `found`.
pub fn edition_details(report: &Report) -> Vec<(&'static str, String)> {
    vec![
        ("expected", Edition::required_for(report.year).id().to_owned()),
        ("found", report.edition().id().to_owned()),
        ("year", report.year.to_string()),
    ]
}

/// For a finding of `form.complete`: how many figures are `missing` of how many in `total`, how many more are
/// `unreadable`, the tables that are `absent` as a whole, and the `rows` that are missing from tables that are there
/// (`table` or `table/row`, separated by blanks).
pub fn missing_details(report: &Report) -> Vec<(&'static str, String)> {
    let missing_in = |table: Table, row: Option<Row>| {
        report
            .figures
            .iter()
            .filter(|(key, _)| key.table == table && row.is_none_or(|row| key.row == row))
            .map(|(_, figure)| figure.state() == State::Missing)
            .collect::<Vec<bool>>()
    };
    let mut absent = Vec::new();
    let mut rows = Vec::new();
    for &table in Table::ALL {
        if missing_in(table, None).iter().all(|&missing| missing) {
            absent.push(table.id().to_owned());
            continue;
        }
        for (row, _) in Layout::of(report.edition()).rows(table) {
            if missing_in(table, Some(row)).contains(&true) {
                rows.push(format!("{table}/{row}"));
            }
        }
    }
    vec![
        ("missing", report.figures.count(State::Missing).to_string()),
        ("total", report.figures.iter().count().to_string()),
        ("unreadable", report.figures.count(State::Unreadable).to_string()),
        ("absent", absent.join(" ")),
        ("rows", rows.join(" ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::report;
    use crate::form::Unit;
    use crate::report::{Figure, Figures, Severity};

    #[test]
    fn a_form_of_another_year_is_a_notice() {
        let mut old = report(Edition::E2019, &[]);
        old.year = 2022;
        let checked = crate::check::check(old);
        let [finding] = checked.findings() else { panic!("one finding, not {:?}", checked.findings()) };
        assert_eq!((finding.check, finding.severity), (Check::FormEdition, Severity::Notice));
        assert_eq!(finding.details[..2], [("expected", "2021".to_owned()), ("found", "2019".to_owned())]);
    }

    #[test]
    fn an_absent_table_and_a_cut_table_are_told_apart() {
        let whole = report(Edition::E2021, &[]);
        let figures = Figures::from_fn(Edition::E2021, |key| match (key.table, key.row) {
            (Table::Remedies, _) | (_, Row::CarriedOver) => Figure::missing(Unit::Case),
            _ => whole.figure(key).unwrap().clone(),
        });
        let cut = Report { figures, ..whole };
        let details = missing_details(&cut);
        let expected = [("missing", "22"), ("total", "200"), ("unreadable", "0")];
        assert_eq!(details[..3], expected.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(details[3].1, "remedies");
        assert_eq!(details[4].1, "requests/carried_over");
    }
}
