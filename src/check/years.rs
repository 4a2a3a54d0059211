//! What must agree between two consecutive reports of one body (`requests.carry`, `proactive.stock`).

use super::side::{compare, sum};
use crate::form::{Check, Column, Edition, FigureKey, Row};
use crate::report::{CheckInstance, Finding, Outcome, Report, Severity, Side};

/// Checks a report against the report of the same body for the year before. Reports that are not of consecutive years
/// give nothing: no check reaches over a gap. Findings belong to the later report: sides name only its figures and
/// places, and `details` holds the `earlier_year` and the `later_year`.
pub fn check_across(earlier: &Report, later: &Report) -> (Vec<CheckInstance>, Vec<Finding>) {
    if earlier.year + 1 != later.year {
        return (Vec::new(), Vec::new());
    }
    let mut instances = carry(earlier, later);
    instances.extend(stock(earlier, later));
    let findings = instances.iter().filter_map(|instance| finding(earlier, later, instance)).collect();
    (instances, findings)
}

fn carry(earlier: &Report, later: &Report) -> Vec<CheckInstance> {
    Column::APPLICANTS
        .into_iter()
        .chain([Column::Total])
        .map(|column| {
            let carried_in = FigureKey::requests(Row::CarriedIn, column);
            let carried_over = sum(earlier, &[FigureKey::requests(Row::CarriedOver, column)]).map(of_the_year_before);
            instance(Check::RequestsCarry, carried_in, compare(sum(later, &[carried_in]), carried_over))
        })
        .collect()
}

/// Only where both years use the edition of 2021: the older one does not ask for what is in force.
fn stock(earlier: &Report, later: &Report) -> Vec<CheckInstance> {
    if earlier.edition() != Edition::E2021 || later.edition() != Edition::E2021 {
        return Vec::new();
    }
    [Row::Rules, Row::NormativeDocuments]
        .into_iter()
        .map(|row| {
            let in_force = FigureKey::proactive(row, Column::InForce);
            let parts = [
                sum(earlier, &[in_force]).map(of_the_year_before),
                sum(later, &[FigureKey::proactive(row, Column::Made)]),
                sum(later, &[FigureKey::proactive(row, Column::Repealed)]),
            ];
            instance(Check::ProactiveStock, in_force, compare(sum(later, &[in_force]), roll_forward(parts)))
        })
        .collect()
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

fn instance(check: Check, key: FigureKey, outcome: Outcome) -> CheckInstance {
    CheckInstance { check, at: key.to_string(), quote: String::new(), outcome }
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
    use crate::check::testing::report;

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

    #[test]
    fn no_check_reaches_over_a_missing_year() {
        let (earlier, later) = pair(&[("requests/carried_over/total", 3)], &[]);
        assert_eq!(check_across(&earlier, &later).1.len(), 1);
        assert!(check_across(&Report { year: 2021, ..earlier }, &later).0.is_empty());
    }
}
