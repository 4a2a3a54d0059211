//! The CSV files: RFC 4180, UTF-8 without a byte order mark, `\n` line ends, sorted by their key columns as text. A
//! header is the column names of the [`dictionary`](super::dictionary), so the two cannot differ. With a year a file holds the
//! reports of that year alone.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Dataset, dictionary, files};
use crate::form::{Check, Edition, FigureKey, Layout};
use crate::model::{Body, BodyYear, CheckCount, Measure, Portal, Reading, Value};
use crate::report::{Figure, Finding, Report, State, plain};
use crate::text::Language;
use crate::text::finding::message;

/// `figures.csv`: one row per figure of the edition that a report uses.
pub fn figures_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Figures, 6, |body, body_year, year| {
        let report = body_year.report();
        let figures = keys(report.edition()).iter().filter_map(|&key| Some((key, report.figure(key)?)));
        let rows = figures.map(|(key, figure)| {
            [
                Cow::from(&body.name),
                Cow::from(year),
                Cow::from(report.edition().id()),
                Cow::from(key.table.id()),
                Cow::from(key.row.id()),
                Cow::from(key.column.id()),
                Cow::from(written(figure.value())),
                Cow::from(figure.state().id()),
                Cow::from(figure.unit().name()),
                Cow::from(&report.source.path),
                Cow::from(or_empty(figure.place())),
                Cow::from(figure.raw()),
                Cow::from(&body.slug),
                Cow::from(note(figure)),
            ]
        });
        rows.collect()
    })
}

/// The keys of an edition in the order of the file.
fn keys(edition: Edition) -> &'static [FigureKey] {
    static KEYS: LazyLock<[Vec<FigureKey>; Edition::ALL.len()]> = LazyLock::new(|| {
        Edition::ALL.map(|edition| {
            let mut keys = Layout::of(edition).keys().to_vec();
            keys.sort_by_key(|key| (key.table.id(), key.row.id(), key.column.id()));
            keys
        })
    });
    Edition::ALL.iter().position(|&one| one == edition).map_or(&[], |at| &KEYS[at])
}

/// `findings.csv`: one row per check that does not hold.
pub fn findings_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Findings, 4, |body, body_year, year| {
        let rows = body_year.findings.iter().map(|finding| {
            [
                Cow::from(&body.name),
                Cow::from(year),
                Cow::from(finding.check.id()),
                Cow::from(&finding.at),
                Cow::from(written(finding.left.as_ref().map(|side| side.value))),
                Cow::from(written(finding.right.as_ref().map(|side| side.value))),
                Cow::from(written(finding.difference())),
                Cow::from(finding.severity.id()),
                Cow::from(places(finding)),
                Cow::from(message(finding, Language::Zh)),
                Cow::from(message(finding, Language::En)),
                Cow::from(&body.slug),
            ]
        });
        rows.collect()
    })
}

/// `checks.csv`: how the instances of each check came out, per body and year; all zero where it had none.
pub fn checks_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Checks, 3, |body, body_year, year| {
        let row = |(check, count): (Check, CheckCount)| {
            [
                Cow::from(&body.name),
                Cow::from(year),
                Cow::from(check.id()),
                Cow::from(count.held.to_string()),
                Cow::from(count.failed.to_string()),
                Cow::from(count.undecided.to_string()),
                Cow::from(&body.slug),
            ]
        };
        body_year.check_counts().into_iter().map(row).collect()
    })
}

/// `indicators.csv`: one row per body, year and indicator, also where it is not available.
pub fn indicators_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Indicators, 3, |body, body_year, year| {
        let row = |reading: &Reading| {
            let value = reading.value();
            let interval = value.and_then(Value::interval);
            [
                Cow::from(&body.name),
                Cow::from(year),
                Cow::from(reading.indicator.id()),
                Cow::from(or_empty(value.map(|value| number(&value.measure)))),
                Cow::from(written(value.and_then(|value| value.measure.numerator()))),
                Cow::from(written(value.and_then(|value| value.measure.denominator()))),
                Cow::from(or_empty(interval.map(|interval| end(interval.low)))),
                Cow::from(or_empty(interval.map(|interval| end(interval.high)))),
                Cow::from(reading.indicator.unit()),
                Cow::from(value.is_some().to_string()),
                Cow::from(reason(reading)),
                Cow::from(&body.slug),
                Cow::from(or_empty(value.map(|value| value.disputed))),
                Cow::from(or_empty(value.map(|value| value.inferred))),
            ]
        };
        body_year.readings().iter().map(row).collect()
    })
}

/// `bodies.csv`: one row per body.
pub fn bodies_csv(portal: &Portal, out: &mut dyn Write) -> io::Result<()> {
    let rows = portal.bodies().iter().map(|body| {
        let years: Vec<String> = body.years.iter().map(|body_year| body_year.year.to_string()).collect();
        [
            Cow::from(&body.slug),
            Cow::from(&body.name),
            Cow::from(or_empty(body.name_en.as_ref())),
            Cow::from(body.scope.id()),
            Cow::from(or_empty(body.level.map(|level| level.id()))),
            Cow::from(or_empty(body.parent.as_ref())),
            Cow::from(or_empty(body.region_code.as_ref())),
            Cow::from(years.join(";")),
        ]
    });
    let mut table = Table::new(out, Dataset::Bodies, 1)?;
    table.write(rows.collect(), 0)?;
    table.finish()
}

/// `reports.csv`: one row per report.
pub fn reports_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Reports, 2, |body, body_year, year| {
        let Report { source, title, published, url, .. } = body_year.report();
        vec![[
            Cow::from(&body.name),
            Cow::from(year),
            Cow::from(body_year.report().edition().id()),
            Cow::from(title),
            Cow::from(source.path.as_str()),
            Cow::from(&source.sha256),
            Cow::from(or_empty(published.as_ref())),
            Cow::from(or_empty(url.as_ref())),
            Cow::from(body_year.read.count(State::Reported).to_string()),
            Cow::from(body_year.read.total().to_string()),
            Cow::from(body_year.findings.len().to_string()),
            Cow::from(&body.slug),
            Cow::from(source.kind.id()),
        ]]
    })
}

/// A row, cell by cell.
type Row<'a, const N: usize> = [Cow<'a, str>; N];

/// A file whose first two columns are body and year: the rows that `rows` gives for each report, or each of one year. Only the
/// rows of one body and year are held and sorted at a time, so that a large portal needs no more memory than a small one.
fn by_report<const N: usize>(
    portal: &Portal,
    year: Option<u16>,
    out: &mut dyn Write,
    dataset: Dataset,
    keys: usize,
    rows: impl for<'a> Fn(&'a Body, &'a BodyYear, &'a str) -> Vec<Row<'a, N>>,
) -> io::Result<()> {
    let mut reports: Vec<(&str, String, &Body, &BodyYear)> = portal
        .bodies()
        .iter()
        .flat_map(|body| {
            files::reports(body, year).iter().map(move |y| (body.name.as_str(), y.year.to_string(), body, y))
        })
        .collect();
    reports.sort_by(|a, b| (a.0, &a.1, &a.2.slug).cmp(&(b.0, &b.1, &b.2.slug)));
    let mut table = Table::new(out, dataset, keys)?;
    for alike in reports.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        let rows = alike.iter().map(|(_, year, body, body_year)| rows(body, body_year, year));
        let all = rows.reduce(|mut all, more| {
            all.extend(more);
            all
        });
        table.write(all.unwrap_or_default(), 2)?;
    }
    table.finish()
}

/// A CSV file that is being written.
struct Table<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    keys: usize,
}

impl<'w> Table<'w> {
    /// Begins with the header. Rows are sorted by their first `keys` cells.
    fn new(out: &'w mut dyn Write, dataset: Dataset, keys: usize) -> io::Result<Table<'w>> {
        let description = dictionary().iter().find(|description| description.dataset == dataset);
        let columns = description.expect("the dictionary holds every table").columns;
        let mut table = Table { writer: csv::Writer::from_writer(out), keys };
        table.writer.write_record(columns.iter().map(|column| column.name))?;
        Ok(table)
    }

    /// Adds rows, sorted among themselves; rows that are alike in their keys keep their order. All have the same first
    /// `alike` cells.
    fn write<const N: usize>(&mut self, mut rows: Vec<Row<N>>, alike: usize) -> io::Result<()> {
        rows.sort_by(|a, b| a[alike..self.keys].cmp(&b[alike..self.keys]));
        for row in rows {
            self.writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A number as it stands; the empty cell where there is none.
fn written(value: Option<Decimal>) -> String {
    value.map(plain).unwrap_or_default()
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
        Measure::Count(value) => plain(*value),
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
