//! One side of a comparison, added up from figures of a report. A side with a figure that has no value is no number.

use rust_decimal::Decimal;

use crate::form::FigureKey;
use crate::report::{Outcome, Report, Side};

/// Beyond this many parts, an expression leaves out the parts that are 0.
const SHORT_SUM: usize = 4;

/// The sum of the figures at `keys`, or the figures that have no value.
pub fn sum(report: &Report, keys: &[FigureKey]) -> Result<Side, Vec<FigureKey>> {
    let lacking: Vec<FigureKey> = keys.iter().copied().filter(|&key| report.value(key).is_none()).collect();
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let values: Vec<Decimal> = keys.iter().filter_map(|&key| report.value(key)).collect();
    // Numbers too large to add are no counts of anything: the side is as good as not there.
    let total = values.iter().try_fold(Decimal::ZERO, |total, value| total.checked_add(*value));
    Ok(Side {
        value: total.ok_or_else(|| keys.to_vec())?,
        expression: expression(&values),
        figures: keys.to_vec(),
        places: keys.iter().filter_map(|&key| report.figure(key)?.place()).collect(),
    })
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
    let shown: Vec<String> = values
        .iter()
        .filter(|value| values.len() <= SHORT_SUM || !value.is_zero())
        .map(|value| value.normalize().to_string())
        .collect();
    if shown.is_empty() { "0".to_owned() } else { shown.join(" + ").replace("+ -", "− ") }
}
