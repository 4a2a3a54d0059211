//! `portal.json`: the same as the CSV files, nested by body and year, for programs. A number is a JSON number
//! where every reader gets it back exactly, else a string: nothing is lost to floating point.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::csv::{end, number};
use crate::model::{Body, BodyYear, Portal, Reading};
use crate::report::{Figure, Finding, Place, State};
use crate::text::Language;
use crate::text::finding::message;

/// `portal.json`, one line a body. What is not known is left out; a figure without a value has no `value`.
pub fn portal_json(portal: &Portal) -> Vec<u8> {
    let mut bytes = b"{\"bodies\":[\n".to_vec();
    for (position, one) in portal.bodies().iter().enumerate() {
        if position > 0 {
            bytes.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut bytes, &body(one)).expect("a JSON value is written to memory");
    }
    bytes.extend_from_slice(b"\n]}\n");
    bytes
}

fn body(body: &Body) -> Value {
    let mut object = Object::default();
    object.put("body_id", body.slug.as_str());
    object.put("body", body.name.as_str());
    object.maybe("body_en", body.name_en.as_deref());
    object.put("scope", body.scope.id());
    object.maybe("level", body.level.map(|level| level.id()));
    object.maybe("parent", body.parent.as_deref());
    object.maybe("region_code", body.region_code.as_deref());
    let population = body.population.iter().map(|(year, population)| {
        (year.to_string(), json!({ "value": population.value, "source": population.source }))
    });
    object.put("population", population.collect::<Map<_, _>>());
    let years = body.years.iter().map(|body_year| (body_year.year.to_string(), report(body_year)));
    object.put("years", years.collect::<Map<_, _>>());
    Value::Object(object.0)
}

fn report(body_year: &BodyYear) -> Value {
    let report = body_year.report();
    let mut object = Object::default();
    object.put("edition", report.edition().id());
    object.put("title", report.title.as_str());
    object.put("source", report.source.path.as_str());
    object.put("sha256", report.source.sha256.as_str());
    object.put("kind", report.source.kind.id());
    let further: Vec<Value> = body_year
        .further()
        .iter()
        .map(|file| json!({ "source": file.path, "sha256": file.sha256, "kind": file.kind.id() }))
        .collect();
    object.maybe("further", Some(further).filter(|further| !further.is_empty()));
    object.maybe("published", report.published.as_deref());
    object.maybe("url", report.url.as_deref());
    object.put("figures_reported", body_year.read.count(State::Reported));
    object.put("figures_total", body_year.read.total());
    let mut figures = Map::new();
    for (key, one) in report.figures.iter() {
        let rows = figures.entry(key.table.id()).or_insert_with(|| json!({}));
        rows[key.row.id()][key.column.id()] = figure(one);
    }
    object.put("figures", figures);
    let settled: Vec<Value> = body_year.settled().iter().map(finding).collect();
    object.maybe("settled", Some(settled).filter(|settled| !settled.is_empty()));
    object.put("findings", body_year.findings.iter().map(finding).collect::<Vec<_>>());
    let checks = body_year.check_counts().into_iter().map(|(check, count)| {
        let counts = json!({ "held": count.held, "failed": count.failed, "undecided": count.undecided });
        (check.id().to_owned(), counts)
    });
    object.put("checks", checks.collect::<Map<_, _>>());
    let indicators = body_year.readings().iter().map(|one| (one.indicator.id().to_owned(), reading(one)));
    object.put("indicators", indicators.collect::<Map<_, _>>());
    Value::Object(object.0)
}

fn figure(figure: &Figure) -> Value {
    let mut object = Object::default();
    object.maybe("value", figure.value().map(decimal));
    object.put("status", figure.state().id());
    object.put("unit", figure.unit().name());
    object.maybe("place", figure.place().map(|place| place.to_string()));
    object.maybe("raw", Some(figure.raw()).filter(|raw| !raw.is_empty()));
    let sums: Vec<Value> =
        figure.sums().iter().map(|sum| json!({ "check": sum.check.id(), "where": sum.at })).collect();
    object.maybe("sums", Some(sums).filter(|sums| !sums.is_empty()));
    object.maybe("readings", Some(figure.readings().to_vec()).filter(|readings| !readings.is_empty()));
    object.maybe(
        "correction",
        figure.correction().map(|correction| {
            let mut object = Object::default();
            object.put("was", correction.was.id());
            object.maybe("value", correction.value.map(decimal));
            object.put("unit", correction.unit.name());
            object.put("why", correction.why.as_str());
            object.put("evidence", correction.evidence.as_str());
            object.0
        }),
    );
    Value::Object(object.0)
}

fn finding(finding: &Finding) -> Value {
    let mut object = Object::default();
    object.put("check", finding.check.id());
    object.put("where", finding.at.as_str());
    object.maybe("left", finding.left.as_ref().map(|side| decimal(side.value)));
    object.maybe("right", finding.right.as_ref().map(|side| decimal(side.value)));
    object.maybe("difference", finding.difference().map(decimal));
    object.put("severity", finding.severity.id());
    object.put("places", finding.places().iter().map(Place::to_string).collect::<Vec<_>>());
    object.put("message_zh", message(finding, Language::Zh));
    object.put("message_en", message(finding, Language::En));
    Value::Object(object.0)
}

fn reading(reading: &Reading) -> Value {
    let mut object = Object::default();
    match &reading.outcome {
        Ok(value) => {
            object.put("available", true);
            object.put("value", number(&value.measure).parse::<Decimal>().map_or(Value::Null, decimal));
            object.maybe("numerator", value.measure.numerator().map(decimal));
            object.maybe("denominator", value.measure.denominator().map(decimal));
            let bound = |bound: f64| end(bound).parse::<Decimal>().map_or(Value::Null, decimal);
            object.maybe("interval", value.interval.map(|interval| [bound(interval.low), bound(interval.high)]));
            object.put("disputed", value.disputed);
        }
        Err(reason) => {
            object.put("available", false);
            object.put("reason", reason.code());
        }
    }
    object.put("unit", reading.indicator.unit());
    Value::Object(object.0)
}

/// As a JSON number if that reads back as the same number, else as a string.
fn decimal(value: Decimal) -> Value {
    let number = match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) if whole.abs() < 1 << 53 => Some(json!(whole)),
        Some(_) => None,
        None => value.to_f64().filter(|f| f.to_string().parse() == Ok(value)).map(|f| json!(f)),
    };
    number.unwrap_or_else(|| json!(value.to_string()))
}

/// A JSON object under construction; its members keep their order.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
