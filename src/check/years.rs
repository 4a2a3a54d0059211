//! What must agree between two consecutive reports of one body (`requests.carry`, `proactive.stock`).

use super::side::{compare, sum};
use crate::form::{Check, Column, Edition, FigureKey, Row};
use crate::report::{CheckInstance, Finding, Outcome, Report, Severity, Side, Verdict};

/// Checks a report against the report of the same body for the year before. Reports that are not of consecutive years
/// give nothing: no check reaches over a gap. Findings belong to the later report: sides name only its figures and
/// places, and `details` holds the `earlier_year` and the `later_year`.
pub fn check_across(earlier: &Report, later: &Report) -> (Vec<CheckInstance>, Vec<Finding>) {
    let instances: Vec<CheckInstance> =
        compared(earlier, later).map(|(check, key)| instance(earlier, later, check, key)).collect();
    let findings = instances.iter().filter_map(|instance| finding(earlier, later, instance)).collect();
    (instances, findings)
}

/// [`check_across`], with no more of each instance than how it comes out: sides are made of texts, and nearly all of them
/// hold.
pub fn verdicts_across(earlier: &Report, later: &Report) -> (Vec<(Check, Verdict)>, Vec<Finding>) {
    let mut findings = Vec::new();
    let verdicts = compared(earlier, later).map(|(check, key)| {
        if holds(earlier, later, check, key) {
            return (check, Verdict::Holds);
        }
        let instance = instance(earlier, later, check, key);
        findings.extend(finding(earlier, later, &instance));
        (check, instance.outcome.verdict())
    });
    (verdicts.collect(), findings)
}

/// What is compared: which check, and the figure of the later report. Of what is in force only where both years use the
/// edition of 2021: the older one does not ask for it.
fn compared(earlier: &Report, later: &Report) -> impl Iterator<Item = (Check, FigureKey)> + use<> {
    let follows = earlier.year + 1 == later.year;
    let has_stock = follows && earlier.edition() == Edition::E2021 && later.edition() == Edition::E2021;
    let columns = Column::APPLICANTS.into_iter().chain([Column::Total]).filter(move |_| follows);
    let carry = columns.map(|column| (Check::RequestsCarry, FigureKey::requests(Row::CarriedIn, column)));
    let rows = [Row::Rules, Row::NormativeDocuments].into_iter().filter(move |_| has_stock);
    carry.chain(rows.map(|row| (Check::ProactiveStock, FigureKey::proactive(row, Column::InForce))))
}

fn instance(earlier: &Report, later: &Report, check: Check, key: FigureKey) -> CheckInstance {
    let right = match check {
        Check::RequestsCarry => sum(earlier, &[carried_over(key)]).map(of_the_year_before),
        _ => roll_forward([
            sum(earlier, &[key]).map(of_the_year_before),
            sum(later, &[FigureKey { column: Column::Made, ..key }]),
            sum(later, &[FigureKey { column: Column::Repealed, ..key }]),
        ]),
    };
    let outcome = compare(sum(later, &[key]), right);
    CheckInstance { check, at: key.to_string(), quote: String::new(), outcome }
}

/// Whether both sides of [`instance`] are the same number.
fn holds(earlier: &Report, later: &Report, check: Check, key: FigureKey) -> bool {
    let right = || match check {
        Check::RequestsCarry => earlier.value(carried_over(key)),
        _ => earlier
            .value(key)?
            .checked_add(later.value(FigureKey { column: Column::Made, ..key })?)?
            .checked_sub(later.value(FigureKey { column: Column::Repealed, ..key })?),
    };
    later.value(key).is_some_and(|left| right() == Some(left))
}

/// The figure of the year before that a figure is compared with by `check`; `None` for checks within one report.
pub fn figure_before(check: Check, key: FigureKey) -> Option<FigureKey> {
    match check {
        Check::RequestsCarry => Some(carried_over(key)),
        Check::ProactiveStock => Some(key),
        _ => None,
    }
}

/// Where the year before has what this year carried in.
fn carried_over(carried_in: FigureKey) -> FigureKey {
    FigureKey { row: Row::CarriedOver, ..carried_in }
}

/// What was in force, plus what was made, less what was repealed.
fn roll_forward(parts: [Result<Side, Vec<FigureKey>>; 3]) -> Result<Side, Vec<FigureKey>> {
    match parts {
        [Ok(before), Ok(made), Ok(repealed)] => Ok(Side {
            value: before
                .value
                .checked_add(made.value)
                .and_then(|sum| sum.checked_sub(repealed.value))
                .ok_or_else(|| made.figures.clone())?,
            expression: format!("{} + {} − {}", before.expression, made.expression, repealed.expression),
            figures: [made.figures, repealed.figures].concat(),
            places: [made.places, repealed.places].concat(),
        }),
        parts => Err(parts.into_iter().filter_map(Result::err).flatten().collect()),
    }
}

/// A number of the earlier report: its figures and places are not of the report that the finding belongs to.
fn of_the_year_before(side: Side) -> Side {
    Side { figures: Vec::new(), places: Vec::new(), ..side }
}

fn finding(earlier: &Report, later: &Report, instance: &CheckInstance) -> Option<Finding> {
    let Outcome::Fails { left, right } = &instance.outcome else { return None };
    Some(Finding {
        check: instance.check,
        at: instance.at.clone(),
        severity: Severity::Conflict,
        quote: String::new(),
        left: Some(left.clone()),
        right: Some(right.clone()),
        details: vec![("earlier_year", earlier.year.to_string()), ("later_year", later.year.to_string())],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{place, report};
    use crate::report::Figure;

    fn pair(earlier: &[(&str, i64)], later: &[(&str, i64)]) -> (Report, Report) {
        let earlier = Report { year: 2022, ..report(Edition::E2021, earlier) };
        (earlier, Report { year: 2023, ..report(Edition::E2021, later) })
    }

    #[test]
    fn stock_rolls_forward_from_the_year_before() {
        let at = |column: &str| format!("proactive/normative_documents/{column}");
        let (in_force, made, repealed) = (at("in_force"), at("made"), at("repealed"));
        let (earlier, later) = pair(&[(&in_force, 10)], &[(&in_force, 11), (&made, 4), (&repealed, 2)]);
        let (instances, findings) = check_across(&earlier, &later);
        assert_eq!(instances.len(), 9);
        let [finding] = findings.as_slice() else { panic!("one finding, not {findings:?}") };
        assert_eq!(finding.right.as_ref().unwrap().expression, "10 + 4 − 2");
        assert_eq!(finding.difference(), Some(1.into()));
        assert_eq!(finding.figures().len(), 3, "only figures of the later report");
    }

    proptest::proptest! {
        #[test]
        fn verdicts_are_those_of_the_instances(
            cells in proptest::collection::vec((0usize..200, 0i64..4, proptest::bool::ANY), 0..60),
        ) {
            let (mut earlier, mut later) = pair(&[], &[]);
            let keys: Vec<FigureKey> = later.figures.iter().map(|(key, _)| key).collect();
            for (at, value, is_later) in cells {
                let key = keys[at];
                let figure = match value {
                    0 => Figure::missing(key.column.unit()),
                    _ => Figure::reported(value.into(), key.column.unit(), place(3), "1"),
                };
                if is_later { &mut later } else { &mut earlier }.figures.set(key, figure);
            }
            let (instances, findings) = check_across(&earlier, &later);
            let expected: Vec<_> = instances.iter().map(|one| (one.check, one.outcome.verdict())).collect();
            proptest::prop_assert_eq!(verdicts_across(&earlier, &later), (expected, findings));
        }
    }

    #[test]
    fn no_check_reaches_over_a_missing_year() {
        let (earlier, later) = pair(&[("requests/carried_over/total", 3)], &[]);
        assert_eq!(check_across(&earlier, &later).1.len(), 1);
        assert!(check_across(&Report { year: 2021, ..earlier }, &later).0.is_empty());
    }
}
