//! How an indicator is written: counts as they stand, rates with what they are rates of, few cases as counts, and what
//! is not available as a dash with its reason.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::part::Cell;
use super::{Scene, figure};
use crate::form::Unit;
use crate::model::{Change, FEWEST, Indicator, Kind, Measure, NotAvailable, Quartiles, Value};
use crate::render::chart::Estimate;
use crate::render::number;

/// An indicator in a table cell. Its dispute, if any, is for the caller to link.
pub fn cell(scene: &Scene, outcome: &Result<Value, NotAvailable>) -> Cell {
    match outcome {
        Err(NotAvailable::OtherEdition { .. }) => figure::not_on_form(scene),
        Err(reason) => Cell {
            text: number::MISSING.to_owned(),
            title: reason.words(scene.language),
            class: "gap".to_owned(),
            mark: scene.words("value.not_available"),
            ..Cell::default()
        },
        Ok(value) => {
            let mut cell = measure_cell(scene, &value.measure);
            let made: Vec<&str> = [("inferred", value.inferred), ("corrected", value.corrected)]
                .into_iter()
                .filter(|(_, is)| *is)
                .map(|(made, _)| made)
                .collect();
            let words =
                |part: &str| made.iter().map(|made| scene.words(&["value.", made, part].concat())).collect::<Vec<_>>();
            cell.mark = words("").join(&scene.words("summary.comma"));
            cell.title = words("_explain").join(&scene.term("check.place.separator"));
            cell
        }
    }
}

/// A measure alone.
pub fn measure_cell(scene: &Scene, measure: &Measure) -> Cell {
    let parts = |part: Decimal, whole: Decimal| format!("{}/{}", number::exact(part), number::exact(whole));
    match *measure {
        Measure::Count(value) => Cell::text(number::exact(value)),
        Measure::Share { part, whole } if measure.few() => Cell::text(few(scene, part, whole)).class("few"),
        // A review is no part of the requests: the two counts stand beside each other.
        Measure::Ratio { part, whole, .. } if measure.few() => Cell::text(parts(part, whole)).class("few"),
        Measure::Share { part, whole } => {
            Cell::text(number::percent(part, whole).unwrap_or_default()).note(parts(part, whole))
        }
        Measure::Ratio { part, whole, .. } => Cell::text(one_decimal(measure.number())).note(parts(part, whole)),
    }
}

/// A unit behind a number.
pub fn counted(scene: &Scene, unit: Unit, number: Decimal) -> String {
    let form = if number == Decimal::ONE { "one" } else { "many" };
    scene.term(&format!("form.counted.{}.{form}", unit_id(unit)))
}

/// `8 件中 6 件`.
fn few(scene: &Scene, part: Decimal, whole: Decimal) -> String {
    scene.fill("value.few", &[("part", &number::exact(part)), ("whole", &number::exact(whole))])
}

/// A measure in running text: `70.4 %（150/213）`, `214 件`.
pub fn in_words(scene: &Scene, indicator: Indicator, measure: &Measure) -> String {
    let cell = measure_cell(scene, measure);
    match indicator.kind() {
        Kind::Count(unit) => {
            let unit = counted(scene, unit, measure.number());
            scene.fill("value.with_unit", &[("value", &cell.text), ("unit", &unit)])
        }
        _ => with_parts(scene, cell),
    }
}

/// A number with what it is a rate of.
fn with_parts(scene: &Scene, cell: Cell) -> String {
    if cell.note.is_empty() {
        return cell.text;
    }
    scene.fill("value.with_parts", &[("value", &cell.text), ("parts", &cell.note)])
}

/// What an indicator is called where its numbers stand without a unit: with it, where they are no plain counts of cases.
pub fn name_with_unit(scene: &Scene, indicator: Indicator) -> String {
    let name = indicator.name(scene.language);
    let unit = match indicator.kind() {
        Kind::Share | Kind::Count(Unit::Case) => return name.to_owned(),
        Kind::Count(unit) => unit,
        Kind::Ratio(_) => Unit::Case,
    };
    with_unit(scene, name, unit)
}

/// What its numbers are counted in, behind the name of a column or an indicator.
pub fn with_unit(scene: &Scene, name: &str, unit: Unit) -> String {
    let unit = scene.term(&format!("form.unit.{}", unit_id(unit)));
    scene.fill("form.with_unit", &[("name", name), ("unit", &unit)])
}

/// A number of an indicator that is of no single body: a median, a pooled rate.
pub fn number_of(indicator: Indicator, value: Decimal) -> String {
    match indicator.kind() {
        Kind::Share => value.checked_mul(Decimal::ONE_HUNDRED).map(number::percent_value).unwrap_or_default(),
        Kind::Ratio(_) => one_decimal(value),
        Kind::Count(_) => number::exact(value.round_dp(2).normalize()),
    }
}

/// `中位数 70.4 %，中间一半 64.0 %–76.1 %（5 个机关）`; of few bodies the median alone.
pub fn quartiles(scene: &Scene, indicator: Indicator, quartiles: &Quartiles) -> String {
    let of = |value| number_of(indicator, value);
    scene.fill(
        if quartiles.count < FEWEST { "value.median" } else { "value.quartiles" },
        &[
            ("median", &of(quartiles.median)),
            ("lower", &of(quartiles.lower)),
            ("upper", &of(quartiles.upper)),
            ("count", &quartiles.count.to_string()),
        ],
    )
}

/// A change as written: `+12 件（+5.9 %）`, `−1.2 个百分点`.
pub fn change(scene: &Scene, indicator: Indicator, change: &Change) -> String {
    match *change {
        Change::Points(points) => number::points(scene.language, points),
        Change::Amount { difference, percent } => {
            let unit = match indicator.kind() {
                Kind::Count(unit) => unit,
                Kind::Share | Kind::Ratio(_) => Unit::Case,
            };
            let unit = counted(scene, unit, difference.abs());
            let difference = number::change(difference.round_dp(2).normalize());
            match percent {
                Some(percent) => {
                    let sign = if percent.is_sign_positive() && !percent.is_zero() { "+" } else { "" };
                    let percent = format!("{sign}{}", number::percent_value(percent));
                    let arguments = [("difference", &*difference), ("unit", &*unit), ("percent", &*percent)];
                    scene.fill("value.change", &arguments)
                }
                None => scene.fill("figure.with_unit", &[("value", &difference), ("unit", &unit)]),
            }
        }
    }
}

/// The 95 % interval of a share, in words; `None` for anything else.
pub fn interval(value: &Value) -> Option<String> {
    value.interval().map(|interval| number::interval(interval.low * 100.0, interval.high * 100.0))
}

/// An indicator as a mark of a chart. Shares are in percent.
pub fn estimate(scene: &Scene, outcome: Option<&Result<Value, NotAvailable>>) -> Estimate {
    let value = match outcome {
        Some(Ok(value)) => value,
        Some(Err(reason)) => return Estimate::Missing(gap_words(scene, reason)),
        None => return Estimate::Missing(scene.words("year.no_report")),
    };
    if let (true, Some(part), Some(whole)) =
        (value.measure.few(), value.measure.numerator(), value.measure.denominator())
    {
        return Estimate::Few(format!("{}/{}", number::exact(part), number::exact(whole)));
    }
    match drawn(value) {
        Some((number, interval)) => Estimate::Value {
            value: number,
            interval,
            text: measure_cell(scene, &value.measure).text,
            exact: exact(scene, value),
        },
        None => Estimate::Missing(number::MISSING.to_owned()),
    }
}

/// Why there is no number, in a word, as a table has it.
pub fn gap_words(scene: &Scene, reason: &NotAvailable) -> String {
    scene.words(match reason {
        NotAvailable::OtherEdition { .. } => "value.not_on_form",
        _ => "value.not_available",
    })
}

/// The number that is drawn and its interval, in percent where it is a share; `None` where nothing may be drawn.
pub fn drawn(value: &Value) -> Option<(f64, Option<(f64, f64)>)> {
    if value.measure.few() {
        return None;
    }
    let scale = if matches!(value.measure, Measure::Share { .. }) { 100.0 } else { 1.0 };
    let number = value.measure.number().to_f64()?;
    Some((number * scale, value.interval().map(|interval| (interval.low * scale, interval.high * scale))))
}

/// A value with what it is a rate of, its interval, and that it is disputed: `70.4 %（150/213） · 64.0–76.1 %`.
pub fn exact(scene: &Scene, value: &Value) -> String {
    let rate = with_parts(scene, measure_cell(scene, &value.measure));
    let disputed = value.disputed.then(|| scene.words("finding.disputed"));
    [Some(rate), interval(value), disputed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The name of a unit in the text tables.
fn unit_id(unit: Unit) -> &'static str {
    match unit {
        Unit::Case => "case",
        Unit::Item => "item",
        Unit::WanYuan => "wan_yuan",
        Unit::Yuan => "yuan",
    }
}

fn one_decimal(value: Decimal) -> String {
    let mut rounded = value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(1);
    number::exact(rounded)
}
