//! The CSV files: RFC 4180, UTF-8 without a byte order mark, `\n` line ends, sorted by their key columns as text. A
//! header is the column names of the [`dictionary`](super::dictionary), so the two cannot differ. With a year a file holds the
//! reports of that year alone.

use std::io::{self, Write};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::in_order::in_order;
use super::lines::{Cell, Lines, quoted};
use super::{Dataset, dictionary, files};
use crate::form::{Edition, FigureKey, Layout};
use crate::model::{Body, BodyYear, Measure, Portal, Reading, Value};
use crate::report::{Figure, Finding, Report, State, plain};
use crate::text::Language;
use crate::text::finding::message;

/// `figures.csv`: one row per figure of the edition that a report uses.
pub fn figures_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Figures, |body, body_year, year, lines| {
        let report = body_year.report();
        let [name, source] = [&body.name, &report.source.path].map(|text| quoted(text));
        let edition = report.edition().id();
        for &key in keys(report.edition()) {
            let Some(figure) = report.figure(key) else { continue };
            let [table, row, column] = [key.table.id(), key.row.id(), key.column.id()];
            let place = figure.place();
            let cells = [
                Cell::Ready(&name),
                Cell::Ready(year),
                Cell::Ready(edition),
                Cell::Ready(table),
                Cell::Ready(row),
                Cell::Ready(column),
                figure.whole_number().map_or_else(|| Cell::from(written(figure.value())), Cell::Whole),
                Cell::Ready(figure.state().id()),
                Cell::Ready(figure.unit().name()),
                Cell::Ready(&source),
                place.as_ref().map_or(Cell::Ready(""), |place| Cell::Shown(place)),
                Cell::from(figure.raw()),
                Cell::Ready(&body.slug),
                Cell::from(note(figure)),
            ];
            lines.add([edition, table, row, column], cells);
        }
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
    &KEYS[edition as usize]
}

/// `findings.csv`: one row per check that does not hold.
pub fn findings_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Findings, |body, body_year, year, lines| {
        for finding in &body_year.findings {
            let cells = [
                Cell::from(&body.name),
                Cell::Ready(year),
                Cell::Ready(finding.check.id()),
                Cell::from(&finding.at),
                Cell::from(written(finding.left.as_ref().map(|side| side.value))),
                Cell::from(written(finding.right.as_ref().map(|side| side.value))),
                Cell::from(written(finding.difference())),
                Cell::Ready(finding.severity.id()),
                Cell::from(places(finding)),
                Cell::from(message(finding, Language::Zh)),
                Cell::from(message(finding, Language::En)),
                Cell::Ready(&body.slug),
            ];
            lines.add([finding.check.id(), &finding.at], cells);
        }
    })
}

/// `checks.csv`: how the instances of each check came out, per body and year; all zero where it had none.
pub fn checks_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Checks, |body, body_year, year, lines| {
        let name = quoted(&body.name);
        for (check, count) in body_year.check_counts() {
            let cells = [
                Cell::Ready(&name),
                Cell::Ready(year),
                Cell::Ready(check.id()),
                Cell::Shown(&count.held),
                Cell::Shown(&count.failed),
                Cell::Shown(&count.undecided),
                Cell::Ready(&body.slug),
            ];
            lines.add([check.id()], cells);
        }
    })
}

/// `indicators.csv`: one row per body, year and indicator, also where it is not available.
pub fn indicators_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Indicators, |body, body_year, year, lines| {
        let name = quoted(&body.name);
        for reading in body_year.readings() {
            let value = reading.value();
            let interval = value.and_then(Value::interval);
            let truth = |said: Option<bool>| Cell::Ready(said.map_or("", |said| if said { "true" } else { "false" }));
            let cells = [
                Cell::Ready(&name),
                Cell::Ready(year),
                Cell::Ready(reading.indicator.id()),
                Cell::from(value.map(|value| number(&value.measure)).unwrap_or_default()),
                Cell::from(written(value.and_then(|value| value.measure.numerator()))),
                Cell::from(written(value.and_then(|value| value.measure.denominator()))),
                Cell::from(interval.map(|interval| end(interval.low)).unwrap_or_default()),
                Cell::from(interval.map(|interval| end(interval.high)).unwrap_or_default()),
                Cell::Ready(reading.indicator.unit()),
                truth(Some(value.is_some())),
                Cell::from(reason(reading)),
                Cell::Ready(&body.slug),
                truth(value.map(|value| value.disputed)),
                truth(value.map(|value| value.inferred)),
                truth(value.map(|value| value.corrected)),
            ];
            lines.add([reading.indicator.id()], cells);
        }
    })
}

/// `bodies.csv`: one row per body.
pub fn bodies_csv(portal: &Portal, out: &mut dyn Write) -> io::Result<()> {
    head(out, Dataset::Bodies)?;
    let mut lines = Lines::new();
    for body in portal.bodies() {
        let years: Vec<String> = body.years.iter().map(|body_year| body_year.year.to_string()).collect();
        let cells = [
            Cell::Ready(&body.slug),
            Cell::from(&body.name),
            Cell::from(body.name_en.as_deref().unwrap_or_default()),
            Cell::Ready(body.scope.id()),
            Cell::Ready(body.level.map_or("", |level| level.id())),
            Cell::from(body.parent.as_deref().unwrap_or_default()),
            Cell::from(body.region_code.as_deref().unwrap_or_default()),
            Cell::from(years.join(";")),
        ];
        lines.add([&body.slug], cells);
    }
    lines.write(out)
}

/// `reports.csv`: one row per report.
pub fn reports_csv(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    by_report(portal, year, out, Dataset::Reports, |body, body_year, year, lines| {
        let Report { source, title, published, url, .. } = body_year.report();
        let cells = [
            Cell::from(&body.name),
            Cell::Ready(year),
            Cell::Ready(body_year.report().edition().id()),
            Cell::from(title),
            Cell::from(source.path.as_str()),
            Cell::from(&source.sha256),
            Cell::from(published.as_deref().unwrap_or_default()),
            Cell::from(url.as_deref().unwrap_or_default()),
            Cell::Shown(&body_year.read.count(State::Reported)),
            Cell::Shown(&body_year.read.total()),
            Cell::Shown(&body_year.findings.len()),
            Cell::Ready(&body.slug),
            Cell::Ready(source.kind.id()),
        ];
        lines.add([], cells);
    })
}

/// A file whose first two columns are body and year: the lines that `lines` adds for each report, or each of one year, with what
/// they are sorted by besides. Only those of one body and year are sorted at a time, so that a large portal needs no more memory than
/// a small one.
fn by_report<'p, const K: usize>(
    portal: &'p Portal,
    year: Option<u16>,
    out: &mut dyn Write,
    dataset: Dataset,
    lines: impl Fn(&'p Body, &'p BodyYear, &str, &mut Lines<'p, K>) + Sync,
) -> io::Result<()> {
    let mut reports: Vec<(&str, String, &Body, &BodyYear)> = portal
        .bodies()
        .iter()
        .flat_map(|body| {
            files::reports(body, year).iter().map(move |y| (body.name.as_str(), y.year.to_string(), body, y))
        })
        .collect();
    reports.sort_by(|a, b| (a.0, &a.1, &a.2.slug).cmp(&(b.0, &b.1, &b.2.slug)));
    head(out, dataset)?;
    let alike: Vec<&[_]> = reports.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)).collect();
    in_order(&alike, out, |reports, bytes| {
        let mut alike = Lines::new();
        reports.iter().for_each(|(_, year, body, body_year)| lines(body, body_year, year, &mut alike));
        alike.write(bytes)
    })
}

/// The names of the columns.
fn head(out: &mut dyn Write, dataset: Dataset) -> io::Result<()> {
    let description = dictionary().iter().find(|description| description.dataset == dataset);
    let columns = description.expect("the dictionary holds every table").columns;
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    writeln!(out, "{}", names.join(","))
}

/// A number as it stands; the empty cell where there is none.
fn written(value: Option<Decimal>) -> String {
    value.map(plain).unwrap_or_default()
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
pub(super) fn rounded(measure: &Measure) -> Decimal {
    match measure {
        Measure::Count(value) => *value,
        Measure::Share { .. } | Measure::Ratio { .. } => measure.number().round_dp(6),
    }
}

fn number(measure: &Measure) -> String {
    match measure {
        Measure::Count(value) => plain(*value),
        Measure::Share { .. } | Measure::Ratio { .. } => format!("{:.6}", rounded(measure)),
    }
}

/// One end of an interval, with 6 decimals.
pub(super) fn end(end: f64) -> String {
    format!("{end:.6}")
}

fn reason(reading: &Reading) -> String {
    reading.outcome.as_ref().err().map(|reason| reason.code()).unwrap_or_default()
}
