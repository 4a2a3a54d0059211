//! One side of a comparison, added up from figures of a report. A side with a figure that has no value is no number.

use rust_decimal::Decimal;

use crate::form::FigureKey;
use crate::report::{Outcome, Report, Side, write_plain};

/// Beyond this many parts, an expression leaves out the parts that are 0.
const SHORT_SUM: usize = 4;

/// The sum of the figures at `keys`, or the figures that have no value.
pub fn sum(report: &Report, keys: &[FigureKey]) -> Result<Side, Vec<FigureKey>> {
    let mut values = Vec::with_capacity(keys.len());
    values.extend(keys.iter().map_while(|&key| report.value(key)));
    if values.len() < keys.len() {
        return Err(keys.iter().copied().filter(|&key| report.value(key).is_none()).collect());
    }
    let mut places = Vec::with_capacity(keys.len());
    places.extend(keys.iter().filter_map(|&key| report.figure(key)?.place()));
    Ok(Side {
        // Numbers too large to add are no counts of anything: the side is as good as not there.
        value: added(values.iter().copied().map(Some)).ok_or_else(|| keys.to_vec())?,
        expression: expression(&values),
        figures: keys.to_vec(),
        places,
    })
}

/// What the figures at `keys` add up to, where all of them have a value and it is no number beyond counting.
pub fn total(report: &Report, keys: &[FigureKey]) -> Option<Decimal> {
    added(keys.iter().map(|&key| report.value(key)))
}

fn added(mut values: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    values.try_fold(Decimal::ZERO, |total, value| total.checked_add(value?))
}

/// The two sides compared, or what is lacking on either.
pub fn compare(left: Result<Side, Vec<FigureKey>>, right: Result<Side, Vec<FigureKey>>) -> Outcome {
    match (left, right) {
        (Ok(left), Ok(right)) if left.value == right.value => Outcome::Holds { left, right },
        (Ok(left), Ok(right)) => Outcome::Fails { left, right },
        (left, right) => {
            let mut lacking: Vec<FigureKey> = [left, right].into_iter().filter_map(Result::err).flatten().collect();
            lacking.sort();
            lacking.dedup();
            Outcome::Undecided { lacking }
        }
    }
}

fn expression(values: &[Decimal]) -> String {
    let mut shown = String::with_capacity(48);
    for value in values.iter().filter(|value| values.len() <= SHORT_SUM || !value.is_zero()) {
        let value = value.normalize();
        let (sign, value) = match (shown.is_empty(), value.is_sign_negative()) {
            (true, _) => ("", value),
            (false, true) => (" − ", value.abs()),
            (false, false) => (" + ", value),
        };
        shown.push_str(sign);
        write_plain(&mut shown, value);
    }
    if shown.is_empty() { "0".to_owned() } else { shown }
}
