//! The CSV files: RFC 4180, UTF-8 without a byte order mark, `\n` line ends, sorted by their key columns as text. A
//! header is the column names of the [`dictionary`](super::dictionary), so the two cannot differ.

use std::fmt::Display;

use super::dictionary;
use crate::form::{Check, FigureKey};
use crate::model::{Body, BodyYear, CheckCount, Measure, Portal, Reading};
use crate::report::{Figure, Finding, Report, State};
use crate::text::Language;
use crate::text::finding::message;

/// `figures.csv`: one row per figure of the edition that a report uses.
pub fn figures_csv(portal: &Portal) -> Vec<u8> {
    by_report(portal, "figures", 6, |body, body_year| {
        let report = body_year.report();
        let row = |(key, figure): (FigureKey, &Figure)| {
            vec![
                body.name.clone(),
                report.year.to_string(),
                report.edition().id().to_owned(),
                key.table.id().to_owned(),
                key.row.id().to_owned(),
                key.column.id().to_owned(),
                or_empty(figure.value()),
                figure.state().id().to_owned(),
                figure.unit().name().to_owned(),
                report.source.path.clone(),
                or_empty(figure.place()),
                figure.raw().to_owned(),
                body.slug.clone(),
                note(figure),
            ]
        };
        report.figures.iter().map(row).collect()
    })
}

/// `findings.csv`: one row per check that does not hold.
pub fn findings_csv(portal: &Portal) -> Vec<u8> {
    by_report(portal, "findings", 4, |body, body_year| {
        let row = |finding: &Finding| {
            vec![
                body.name.clone(),
                body_year.year.to_string(),
                finding.check.id().to_owned(),
                finding.at.clone(),
                or_empty(finding.left.as_ref().map(|side| side.value)),
                or_empty(finding.right.as_ref().map(|side| side.value)),
                or_empty(finding.difference()),
                finding.severity.id().to_owned(),
                places(finding),
                message(finding, Language::Zh),
                message(finding, Language::En),
                body.slug.clone(),
            ]
        };
        body_year.findings.iter().map(row).collect()
    })
}

/// `checks.csv`: how the instances of each check came out, per body and year; all zero where it had none.
pub fn checks_csv(portal: &Portal) -> Vec<u8> {
    by_report(portal, "checks", 3, |body, body_year| {
        let row = |(check, count): (Check, CheckCount)| {
            vec![
                body.name.clone(),
                body_year.year.to_string(),
                check.id().to_owned(),
                count.held.to_string(),
                count.failed.to_string(),
                count.undecided.to_string(),
                body.slug.clone(),
            ]
        };
        body_year.check_counts().into_iter().map(row).collect()
    })
}

/// `indicators.csv`: one row per body, year and indicator, also where it is not available.
pub fn indicators_csv(portal: &Portal) -> Vec<u8> {
    by_report(portal, "indicators", 3, |body, body_year| {
        let row = |reading: &Reading| {
            let value = reading.value();
            let interval = value.and_then(|value| value.interval);
            vec![
                body.name.clone(),
                body_year.year.to_string(),
                reading.indicator.id().to_owned(),
                or_empty(value.map(|value| number(&value.measure))),
                or_empty(value.and_then(|value| value.measure.numerator())),
                or_empty(value.and_then(|value| value.measure.denominator())),
                or_empty(interval.map(|interval| end(interval.low))),
                or_empty(interval.map(|interval| end(interval.high))),
                reading.indicator.unit().to_owned(),
                value.is_some().to_string(),
                reason(reading),
                body.slug.clone(),
                or_empty(value.map(|value| value.disputed)),
            ]
        };
        body_year.readings().iter().map(row).collect()
    })
}

/// `bodies.csv`: one row per body.
pub fn bodies_csv(portal: &Portal) -> Vec<u8> {
    let row = |body: &Body| {
        let years: Vec<String> = body.years.iter().map(|body_year| body_year.year.to_string()).collect();
        vec![
            body.slug.clone(),
            body.name.clone(),
            or_empty(body.name_en.as_ref()),
            body.scope.id().to_owned(),
            or_empty(body.level.map(|level| level.id())),
            or_empty(body.parent.as_ref()),
            or_empty(body.region_code.as_ref()),
            years.join(";"),
        ]
    };
    let mut table = Table::new("bodies", 1);
    table.write(portal.bodies().iter().map(row).collect());
    table.into_bytes()
}

/// `reports.csv`: one row per report.
pub fn reports_csv(portal: &Portal) -> Vec<u8> {
    by_report(portal, "reports", 2, |body, body_year| {
        let Report { source, title, year, published, url, .. } = body_year.report();
        vec![vec![
            body.name.clone(),
            year.to_string(),
            body_year.report().edition().id().to_owned(),
            title.clone(),
            source.path.clone(),
            source.sha256.clone(),
            or_empty(published.as_ref()),
            or_empty(url.as_ref()),
            body_year.read.count(State::Reported).to_string(),
            body_year.read.total().to_string(),
            body_year.findings.len().to_string(),
            body.slug.clone(),
            source.kind.id().to_owned(),
        ]]
    })
}

/// A row, cell by cell.
type Row = Vec<String>;

/// A file whose first two columns are body and year: the rows that `rows` gives for each report. Only the rows of one
/// body and year are held and sorted at a time, so that a large portal needs little more memory than the file itself.
fn by_report(portal: &Portal, file: &str, keys: usize, rows: impl Fn(&Body, &BodyYear) -> Vec<Row>) -> Vec<u8> {
    let mut reports: Vec<(&str, String, &Body, &BodyYear)> = portal
        .bodies()
        .iter()
        .flat_map(|body| body.years.iter().map(move |y| (body.name.as_str(), y.year.to_string(), body, y)))
        .collect();
    reports.sort_by(|a, b| (a.0, &a.1, &a.2.slug).cmp(&(b.0, &b.1, &b.2.slug)));
    let mut table = Table::new(file, keys);
    for alike in reports.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        table.write(alike.iter().flat_map(|(_, _, body, body_year)| rows(body, body_year)).collect());
    }
    table.into_bytes()
}

/// A CSV file under construction.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    keys: usize,
}

impl Table {
    /// Begins with the header. Rows are sorted by their first `keys` cells.
    fn new(file: &str, keys: usize) -> Table {
        let description = dictionary().iter().find(|description| description.name == file);
        let columns = description.expect("the dictionary holds every file").columns;
        let mut table = Table { writer: csv::Writer::from_writer(Vec::new()), keys };
        table.write_row(columns.iter().map(|column| column.name));
        table
    }

    /// Adds rows, sorted among themselves; rows that are alike in their keys keep their order.
    fn write(&mut self, mut rows: Vec<Row>) {
        rows.sort_by(|a, b| a[..self.keys].cmp(&b[..self.keys]));
        rows.iter().for_each(|row| self.write_row(row));
    }

    fn write_row(&mut self, row: impl IntoIterator<Item = impl AsRef<[u8]>>) {
        self.writer.write_record(row).expect("a row as long as its header is written to memory");
    }

    fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory can be flushed")
    }
}

/// A value as text; the empty cell where there is none.
fn or_empty(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// What an inferred figure follows from; what an unreadable one could be; why a figure was corrected, and what shows it.
fn note(figure: &Figure) -> String {
    match figure.state() {
        State::Inferred => {
            let sums = figure.sums().iter().map(|sum| format!("{} {}", sum.check.id(), sum.at));
            sums.collect::<Vec<_>>().join(";")
        }
        State::Unreadable => figure.readings().join(";"),
        State::Corrected => {
            let correction = figure.correction();
            correction.map(|one| format!("{} ({})", one.why, one.evidence)).unwrap_or_default()
        }
        State::Reported | State::Blank | State::Missing => String::new(),
    }
}

fn places(finding: &Finding) -> String {
    let mut places: Vec<String> = finding.places().iter().map(ToString::to_string).collect();
    places.dedup();
    places.join(";")
}

/// Counts and amounts exactly; everything divided with 6 decimals.
pub(super) fn number(measure: &Measure) -> String {
    match measure {
        Measure::Count(value) => value.to_string(),
        Measure::Share { .. } | Measure::Ratio { .. } => format!("{:.6}", measure.number().round_dp(6)),
    }
}

/// One end of an interval, with 6 decimals.
pub(super) fn end(end: f64) -> String {
    format!("{end:.6}")
}

fn reason(reading: &Reading) -> String {
    reading.outcome.as_ref().err().map(|reason| reason.code()).unwrap_or_default()
}
