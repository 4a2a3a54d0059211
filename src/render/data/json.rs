//! `portal.json`: the same as the CSV files, nested by body and year, for programs. A number is a JSON number
//! where every reader gets it back exactly, else a string: nothing is lost to floating point. With a year it holds the reports of
//! that year alone, and the bodies that have one.

use std::fmt::Display;
use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::csv::{end, rounded};
use super::files;
use super::in_order::in_order;
use crate::form::{Column, FigureKey, Table};
use crate::model::{Body, BodyYear, Portal, Reading};
use crate::render::members::Members;
use crate::report::{Correction, Figure, Finding, State};
use crate::text::Language;
use crate::text::finding::message;

/// `portal.json`, one line a body. What is not known is left out; a figure without a value has no `value`.
pub fn portal_json(portal: &Portal, year: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"bodies\":[\n")?;
    let bodies = portal.bodies().iter().map(|body| (body, files::reports(body, year)));
    let bodies: Vec<_> = bodies.filter(|(_, reports)| !reports.is_empty()).enumerate().collect();
    in_order(&bodies, out, |(position, one), line| {
        if *position > 0 {
            line.extend_from_slice(b",\n");
        }
        Ok(serde_json::to_writer(line, &Written(one))?)
    })?;
    out.write_all(b"\n]}\n")
}

/// A value that is written when it is asked for. The file is too large to be made of [`Value`]s first.
struct Written<'a, T>(&'a T);

/// What is written as its own words.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A list of values that are written when they are asked for.
fn list<T>(values: &[T]) -> Vec<Written<'_, T>> {
    values.iter().map(Written).collect()
}

/// A member that is there only with a value.
fn maybe<M: SerializeMap>(map: &mut M, name: &str, value: Option<impl Serialize>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, &value))
}

/// A body with some of its reports.
impl Serialize for Written<'_, (&Body, &[BodyYear])> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (body, reports) = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("body_id", &body.slug)?;
        map.serialize_entry("body", &body.name)?;
        maybe(&mut map, "body_en", body.name_en.as_deref())?;
        map.serialize_entry("scope", body.scope.id())?;
        maybe(&mut map, "level", body.level.map(|level| level.id()))?;
        maybe(&mut map, "parent", body.parent.as_deref())?;
        maybe(&mut map, "region_code", body.region_code.as_deref())?;
        let population = body
            .population
            .iter()
            .map(|(year, population)| (year, json!({ "value": population.value, "source": population.source })));
        map.serialize_entry("population", &Members(population.collect()))?;
        let years = reports.iter().map(|year| (year.year, Written(year)));
        map.serialize_entry("years", &Members(years.collect()))?;
        map.end()
    }
}

impl Serialize for Written<'_, BodyYear> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let body_year = self.0;
        let report = body_year.report();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("edition", report.edition().id())?;
        map.serialize_entry("title", &report.title)?;
        map.serialize_entry("source", &report.source.path)?;
        map.serialize_entry("sha256", &report.source.sha256)?;
        map.serialize_entry("kind", report.source.kind.id())?;
        let further: Vec<Value> = body_year
            .further()
            .iter()
            .map(|file| json!({ "source": file.path, "sha256": file.sha256, "kind": file.kind.id() }))
            .collect();
        maybe(&mut map, "further", Some(further).filter(|further| !further.is_empty()))?;
        maybe(&mut map, "published", report.published.as_deref())?;
        maybe(&mut map, "url", report.url.as_deref())?;
        map.serialize_entry("figures_reported", &body_year.read.count(State::Reported))?;
        map.serialize_entry("figures_total", &body_year.read.total())?;
        let layout = report.figures.layout();
        let tables = Table::ALL.iter().map(|&table| {
            let rows = layout.rows(table).map(move |(row, columns)| {
                let figure = move |&column: &Column| {
                    let figure = report.figure(FigureKey { table, row, column })?;
                    Some((column.id(), Written(figure)))
                };
                (row.id(), Members(columns.iter().filter_map(figure).collect()))
            });
            (table.id(), Members(rows.collect()))
        });
        map.serialize_entry("figures", &Members(tables.collect()))?;
        maybe(&mut map, "settled", Some(list(body_year.settled())).filter(|settled| !settled.is_empty()))?;
        map.serialize_entry("findings", &list(&body_year.findings))?;
        let checks = body_year.check_counts().into_iter().map(|(check, count)| {
            let counts = [("held", count.held), ("failed", count.failed), ("undecided", count.undecided)];
            (check.id(), Members(counts.into()))
        });
        map.serialize_entry("checks", &Members(checks.collect()))?;
        let indicators = body_year.readings().iter().map(|one| (one.indicator.id(), Written(one)));
        map.serialize_entry("indicators", &Members(indicators.collect()))?;
        map.end()
    }
}

impl Serialize for Written<'_, Figure> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figure = self.0;
        let mut map = serializer.serialize_map(None)?;
        let whole = figure.whole_number().filter(|whole| whole.abs() < EXACT).map(Number::Whole);
        maybe(&mut map, "value", whole.or_else(|| figure.value().map(decimal)))?;
        map.serialize_entry("status", figure.state().id())?;
        map.serialize_entry("unit", figure.unit().name())?;
        maybe(&mut map, "place", figure.place().map(Shown))?;
        maybe(&mut map, "raw", Some(figure.raw()).filter(|raw| !raw.is_empty()))?;
        let sums: Vec<Value> =
            figure.sums().iter().map(|sum| json!({ "check": sum.check.id(), "where": sum.at })).collect();
        maybe(&mut map, "sums", Some(sums).filter(|sums| !sums.is_empty()))?;
        maybe(&mut map, "readings", Some(figure.readings()).filter(|readings| !readings.is_empty()))?;
        maybe(&mut map, "correction", figure.correction().map(Written))?;
        map.end()
    }
}

impl Serialize for Written<'_, Correction> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let correction = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("was", correction.was.id())?;
        maybe(&mut map, "value", correction.value.map(decimal))?;
        map.serialize_entry("unit", correction.unit.name())?;
        map.serialize_entry("why", &correction.why)?;
        map.serialize_entry("evidence", &correction.evidence)?;
        map.end()
    }
}

impl Serialize for Written<'_, Finding> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("check", finding.check.id())?;
        map.serialize_entry("where", &finding.at)?;
        maybe(&mut map, "left", finding.left.as_ref().map(|side| decimal(side.value)))?;
        maybe(&mut map, "right", finding.right.as_ref().map(|side| decimal(side.value)))?;
        maybe(&mut map, "difference", finding.difference().map(decimal))?;
        map.serialize_entry("severity", finding.severity.id())?;
        map.serialize_entry("places", &finding.places().into_iter().map(Shown).collect::<Vec<_>>())?;
        map.serialize_entry("message_zh", &message(finding, Language::Zh))?;
        map.serialize_entry("message_en", &message(finding, Language::En))?;
        map.end()
    }
}

impl Serialize for Written<'_, Reading> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reading = self.0;
        let mut map = serializer.serialize_map(None)?;
        match &reading.outcome {
            Ok(value) => {
                let bound = |bound: f64| end(bound).parse().ok().map(decimal);
                map.serialize_entry("available", &true)?;
                map.serialize_entry("value", &decimal(rounded(&value.measure)))?;
                maybe(&mut map, "numerator", value.measure.numerator().map(decimal))?;
                maybe(&mut map, "denominator", value.measure.denominator().map(decimal))?;
                let interval = value.interval().map(|interval| [interval.low, interval.high].map(bound));
                maybe(&mut map, "interval", interval)?;
                map.serialize_entry("disputed", &value.disputed)?;
                map.serialize_entry("inferred", &value.inferred)?;
                map.serialize_entry("corrected", &value.corrected)?;
            }
            Err(reason) => {
                map.serialize_entry("available", &false)?;
                map.serialize_entry("reason", &reason.code())?;
            }
        }
        map.serialize_entry("unit", reading.indicator.unit())?;
        map.end()
    }
}

/// A number of JSON where every reader gets the same number back from it, else its digits in a text.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Real(f64),
    Text(String),
}

/// Whole numbers up to here are floats without loss.
const EXACT: i64 = 1 << 53;

fn decimal(value: Decimal) -> Number {
    if value.is_integer() {
        let whole = value.to_i64().filter(|whole| whole.abs() < EXACT);
        return whole.map_or_else(|| Number::Text(value.to_string()), Number::Whole);
    }
    // So many digits, and such a power of ten, are floats without loss: their quotient is the nearest float, and the number is
    // the shortest that this float is nearest to.
    if value.mantissa().unsigned_abs() < 1_000_000_000_000_000 && value.scale() <= 22 {
        return Number::Real(value.mantissa() as f64 / 10_f64.powi(value.scale() as i32));
    }
    // Of two texts that are as short and as near, one writer takes the one and the next the other.
    let is_written = |real: &f64| serde_json::to_string(real).is_ok_and(|written| written.parse() == Ok(value));
    let real = value.to_f64().filter(|real| real.to_string().parse() == Ok(value) && is_written(real));
    real.map_or_else(|| Number::Text(value.to_string()), Number::Real)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_between_two_texts_is_written_as_text() {
        let value: Decimal = "2098009495407921.3".parse().unwrap();
        assert_eq!(serde_json::to_string(&decimal(value)).unwrap(), "\"2098009495407921.3\"");
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_it_was(digits in 0u128..1 << 96, cut in 0u32..96, scale in 0u32..=28, below in any::<bool>()) {
            let digits = (digits >> cut) as i128;
            let value = Decimal::from_i128_with_scale(if below { -digits } else { digits }, scale);
            let written = serde_json::to_string(&decimal(value)).unwrap();
            prop_assert_eq!(written.trim_matches('"').parse(), Ok(value));
            prop_assert!(digits.unsigned_abs() >= 1_000_000_000_000_000 || scale > 22 || !written.starts_with('"'), "short ones are numbers");
            if !written.starts_with('"') {
                let real: f64 = written.parse().unwrap();
                prop_assert_eq!(real.to_string().parse(), Ok(value), "no reader loses any of it");
            }
        }
    }
}
