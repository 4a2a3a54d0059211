//! A report as a part of a line: its figures by the identifiers of the form, each with its state, its place and what stands
//! there, then its prose and its findings. Figures come back through their constructors only.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::check::check_with;
use crate::form::{Check, Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::load::hint;
use crate::report::{
    CheckInstance, ExtraRow, Figure, FigureParts, Figures, Finding, Place, Report, Scope, Section, SectionKind,
    SourceFile, SourceKind, Spot, State, SumRef,
};
use crate::text::Language;
use crate::text::finding::message;

/// A report as it is written. The file and its text stand in the line.
#[derive(Serialize)]
pub struct ReportOut<'a> {
    body: &'a str,
    scope: Scope,
    year: u16,
    edition: Edition,
    kind: SourceKind,
    title: &'a str,
    published: Option<&'a str>,
    url: Option<&'a str>,
    figures: Vec<FigureOut<'a>>,
    extra_rows: Vec<RowOut<'a>>,
    findings: Vec<FindingOut>,
    sections: &'a [Section],
}

/// The same as it is read. Findings are made of the figures again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportIn<'a> {
    body: String,
    scope: Scope,
    year: u16,
    edition: Edition,
    kind: SourceKind,
    title: String,
    published: Option<String>,
    url: Option<String>,
    #[serde(borrow)]
    figures: Vec<FigureIn<'a>>,
    extra_rows: Vec<RowIn>,
    #[serde(rename = "findings")]
    _findings: IgnoredAny,
    sections: Vec<SectionIn>,
}

#[derive(Serialize)]
struct FigureOut<'a> {
    table: Table,
    row: Row,
    column: Column,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Box<RawValue>>,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceOut>,
    #[serde(skip_serializing_if = "str::is_empty")]
    raw: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sums: Vec<SumOut<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    readings: &'a [String],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureIn<'a> {
    table: Table,
    row: Row,
    column: Column,
    state: State,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    unit: Cow<'a, str>,
    place: Option<PlaceIn>,
    #[serde(default)]
    raw: String,
    #[serde(default)]
    sums: Vec<SumIn>,
    #[serde(default)]
    readings: Vec<String>,
}

#[derive(Serialize)]
struct SumOut<'a> {
    check: &'static str,
    #[serde(rename = "where")]
    at: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SumIn {
    check: String,
    #[serde(rename = "where")]
    at: String,
}

/// A place in the text. The spot in the original is left out where the original is the text.
#[derive(Serialize)]
struct PlaceOut {
    line: u32,
    column: u32,
    length: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    spot: Option<Spot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceIn {
    line: u32,
    column: u32,
    length: u32,
    #[serde(default)]
    spot: Spot,
}

#[derive(Serialize)]
struct RowOut<'a> {
    table: Table,
    label: &'a str,
    cells: Vec<CellOut<'a>>,
    place: PlaceOut,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowIn {
    table: Table,
    label: String,
    cells: Vec<CellIn>,
    place: PlaceIn,
}

#[derive(Serialize)]
struct CellOut<'a> {
    raw: &'a str,
    place: PlaceOut,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CellIn {
    raw: String,
    place: PlaceIn,
}

/// What disagrees in this report alone, before corrections, for programs that use the line as it is.
#[derive(Serialize)]
struct FindingOut {
    check: &'static str,
    #[serde(rename = "where")]
    at: String,
    severity: &'static str,
    left: Option<Box<RawValue>>,
    right: Option<Box<RawValue>>,
    quote: String,
    places: Vec<PlaceOut>,
    message_zh: String,
    message_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionIn {
    kind: SectionKind,
    heading: String,
    paragraphs: Vec<Vec<(u32, String)>>,
}

impl<'a> ReportOut<'a> {
    /// `None` where a number cannot be written down.
    pub fn new(report: &'a Arc<Report>, prose: &Arc<[CheckInstance]>) -> Option<ReportOut<'a>> {
        let figure = |(key, figure): (FigureKey, &'a Figure)| {
            let sum = |sum: &'a SumRef| SumOut { check: sum.check.id(), at: &sum.at };
            Some(FigureOut {
                table: key.table,
                row: key.row,
                column: key.column,
                state: figure.state(),
                value: match figure.value() {
                    Some(value) => Some(number(value)?),
                    None => None,
                },
                unit: figure.unit().name(),
                place: figure.place().map(PlaceOut::from),
                raw: figure.raw(),
                sums: figure.sums().iter().map(sum).collect(),
                readings: figure.readings(),
            })
        };
        let cell = |(raw, place): &'a (String, Place)| CellOut { raw, place: PlaceOut::from(*place) };
        let row = |row: &'a ExtraRow| RowOut {
            table: row.table,
            label: &row.label,
            cells: row.cells.iter().map(cell).collect(),
            place: PlaceOut::from(row.place),
        };
        Some(ReportOut {
            body: &report.body,
            scope: report.scope,
            year: report.year,
            edition: report.edition(),
            kind: report.source.kind,
            title: &report.title,
            published: report.published.as_deref(),
            url: report.url.as_deref(),
            figures: report.figures.iter().map(figure).collect::<Option<_>>()?,
            extra_rows: report.extra_rows.iter().map(row).collect(),
            findings: check_with(Arc::clone(report), Arc::clone(prose))
                .findings()
                .iter()
                .map(FindingOut::new)
                .collect(),
            sections: &report.sections,
        })
    }
}

impl ReportIn<'_> {
    /// The report of a file, or why these parts make none.
    pub fn report(self, source: SourceFile) -> Result<Report, &'static str> {
        // No reader gives others, and pages and files are named by them.
        if !hint::is_name(&self.body) || !hint::YEARS.contains(&self.year) {
            return Err("body");
        }
        let keys = Layout::of(self.edition).keys();
        let is_form = |(figure, key): (&FigureIn<'_>, &FigureKey)| {
            (figure.table, figure.row, figure.column) == (key.table, key.row, key.column)
        };
        if self.figures.len() != keys.len() || !self.figures.iter().zip(keys).all(is_form) {
            return Err("figures");
        }
        let figures: Option<Vec<Figure>> = self.figures.into_iter().map(FigureIn::figure).collect();
        let mut figures = figures.ok_or("figures")?.into_iter();
        let next = |key: FigureKey| figures.next().unwrap_or_else(|| Figure::missing(key.column.unit()));
        let section = |section: SectionIn| Section {
            kind: section.kind,
            heading: section.heading,
            paragraphs: section
                .paragraphs
                .into_iter()
                .map(|pieces| pieces.into_iter().map(|(line, words)| (line, words.into())).collect())
                .collect(),
        };
        let row = |row: RowIn| ExtraRow {
            table: row.table,
            label: row.label,
            cells: row.cells.into_iter().map(|cell| (cell.raw, cell.place.place())).collect(),
            place: row.place.place(),
        };
        Ok(Report {
            source: SourceFile { kind: self.kind, ..source },
            title: self.title,
            body: self.body,
            scope: self.scope,
            year: self.year,
            published: self.published,
            url: self.url,
            sections: self.sections.into_iter().map(section).collect(),
            figures: Figures::from_fn(self.edition, next),
            extra_rows: self.extra_rows.into_iter().map(row).collect(),
        })
    }
}

impl FigureIn<'_> {
    fn figure(self) -> Option<Figure> {
        let unit = Unit::from_name(&self.unit)?;
        let value = match self.value {
            Some(written) => Some(decimal(written.get())?),
            None => None,
        };
        let sum = |sum: SumIn| {
            let check = Check::ALL.into_iter().find(|check| check.id() == sum.check)?;
            Some(SumRef { check, at: sum.at })
        };
        let sums = self.sums.into_iter().map(sum).collect::<Option<Vec<_>>>()?;
        let place = self.place.map(|place| place.place());
        let parts =
            FigureParts { state: self.state, value, unit, place, raw: &self.raw, sums, readings: self.readings };
        parts.figure()
    }
}

impl From<Place> for PlaceOut {
    fn from(place: Place) -> PlaceOut {
        let Place { line, column, length, spot } = place;
        PlaceOut { line, column, length, spot: Some(spot).filter(|spot| *spot != Spot::Line) }
    }
}

impl PlaceIn {
    fn place(&self) -> Place {
        Place::new(self.line, self.column, self.length).at(self.spot)
    }
}

impl FindingOut {
    fn new(finding: &Finding) -> FindingOut {
        let value = |side: &crate::report::Side| number(side.value);
        FindingOut {
            check: finding.check.id(),
            at: finding.at.clone(),
            severity: finding.severity.id(),
            left: finding.left.as_ref().and_then(value),
            right: finding.right.as_ref().and_then(value),
            quote: finding.quote.clone(),
            places: finding.places().into_iter().map(PlaceOut::from).collect(),
            message_zh: message(finding, Language::Zh),
            message_en: message(finding, Language::En),
        }
    }
}

/// As a JSON number with the very digits of the value where every reader gets it back exactly, else as a string.
fn number(value: Decimal) -> Option<Box<RawValue>> {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let text = format!("{sign}{}", value.abs());
    let is_exact = match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => whole.unsigned_abs() < 1 << 53,
        None => value.to_f64().is_some_and(|float| float.to_string().parse() == Ok(value)),
    };
    let is_plain = is_exact && !(value.is_zero() && value.is_sign_negative());
    RawValue::from_string(if is_plain { text } else { format!("\"{text}\"") }).ok()
}

/// The value that [`number`] wrote; nothing else is one.
fn decimal(written: &str) -> Option<Decimal> {
    let text = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
    // A zero keeps its sign.
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut value = Decimal::from_str_exact(digits).ok()?;
    value.set_sign_negative(digits.len() < text.len());
    (number(value)?.get() == written).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_with_its_digits() {
        for (text, written) in [
            ("0", "0"),
            ("215", "215"),
            ("-3", "-3"),
            ("0.4000", "0.4000"),
            ("10335.99536", "10335.99536"),
            ("9007199254740993", "\"9007199254740993\""),
            ("-9223372036854775808", "\"-9223372036854775808\""),
            ("0.12345678901234567890", "\"0.12345678901234567890\""),
            ("-0.00", "\"-0.00\""),
        ] {
            let mut value: Decimal = text.parse().unwrap();
            value.set_sign_negative(text.starts_with('-'));
            let json = number(value).unwrap();
            assert_eq!(json.get(), written);
            let back = decimal(json.get()).unwrap();
            assert_eq!((back.mantissa(), back.scale()), (value.mantissa(), value.scale()));
            assert_eq!(back.is_sign_negative(), value.is_sign_negative());
        }
        for damaged in ["1e3", "01", "--1", "+1", "1_0", "\"215\"", "", "null", "-", "1.", "\"x\""] {
            assert_eq!(decimal(damaged), None, "{damaged}");
        }
    }
}
