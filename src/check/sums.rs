//! The sums within the tables of one report (`requests.flow`, `requests.handled`, `requests.applicants`,
//! `remedies.total`).

use super::side;
use crate::form::{Identity, identities};
use crate::report::{CheckInstance, Outcome, Report, State};

/// Every sum of the report's edition, in the order of the form.
pub fn check(report: &Report) -> Vec<CheckInstance> {
    identities(report.edition()).iter().map(|identity| instance(report, identity)).collect()
}

/// Those of [`check`] that fail. Nearly all sums hold, and of those nothing need be written down.
pub fn failing(report: &Report) -> Vec<CheckInstance> {
    let differs =
        |identity: &&Identity| match (side::total(report, &identity.left), side::total(report, &identity.right)) {
            (Some(left), Some(right)) => left != right,
            _ => false,
        };
    let instances = identities(report.edition()).iter().filter(differs).map(|identity| instance(report, identity));
    instances.filter(|instance| matches!(instance.outcome, Outcome::Fails { .. })).collect()
}

fn instance(report: &Report, identity: &Identity) -> CheckInstance {
    let at = identity.place();
    // A sum that a figure was inferred from holds by construction: it says nothing about the report.
    let circular: Vec<_> = identity
        .left
        .iter()
        .chain(&identity.right)
        .copied()
        .filter(|&key| {
            report.figure(key).is_some_and(|figure| {
                figure.state() == State::Inferred
                    && figure.sums().iter().any(|sum| sum.check == identity.check && sum.at == at)
            })
        })
        .collect();
    let outcome = match side::compare(side::sum(report, &identity.left), side::sum(report, &identity.right)) {
        Outcome::Holds { .. } | Outcome::Fails { .. } if !circular.is_empty() => {
            Outcome::Undecided { lacking: circular }
        }
        outcome => outcome,
    };
    CheckInstance { check: identity.check, at, quote: String::new(), outcome }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{place, report};
    use crate::form::{Check, Column, Edition, FigureKey, Row, Unit};
    use crate::report::{Figure, SumRef};

    fn outcome<'a>(instances: &'a [CheckInstance], check: Check, at: &str) -> &'a Outcome {
        &instances.iter().find(|i| i.check == check && i.at == at).unwrap().outcome
    }

    #[test]
    fn a_sum_with_a_blank_part_is_undecided_and_says_which() {
        let mut report = report(Edition::E2021, &[]);
        let key = FigureKey::requests(Row::Granted, Column::Business);
        report.figures.set(key, Figure::blank(Unit::Case, place(3), ""));
        let instances = check(&report);
        for (check, at) in
            [(Check::RequestsHandled, "requests/*/business"), (Check::RequestsApplicants, "requests/granted")]
        {
            assert_eq!(outcome(&instances, check, at), &Outcome::Undecided { lacking: vec![key] });
        }
        assert!(matches!(outcome(&instances, Check::RequestsFlow, "requests/*/business"), Outcome::Holds { .. }));
    }

    #[test]
    fn a_failed_sum_has_both_sides_and_every_place() {
        let cells = [("requests/received/total", 5), ("requests/handled/total", 4)];
        let instances = check(&report(Edition::E2021, &cells));
        let Outcome::Fails { left, right } = outcome(&instances, Check::RequestsFlow, "requests/*/total") else {
            panic!("5 + 0 is not 4 + 0")
        };
        assert_eq!((left.expression.as_str(), right.expression.as_str()), ("5 + 0", "4 + 0"));
        assert_eq!((left.places.len(), right.figures.len()), (2, 2));
    }

    proptest::proptest! {
        #[test]
        fn what_fails_is_what_of_all_sums_fails(cells in proptest::collection::vec((0usize..200, 0i64..3), 0..40), inferred: bool) {
            let mut report = report(Edition::E2021, &[]);
            let keys: Vec<FigureKey> = report.figures.iter().map(|(key, _)| key).collect();
            let sums = vec![SumRef { check: Check::RequestsApplicants, at: "requests/granted".to_owned() }];
            for (at, value) in cells {
                let figure = match (value, inferred) {
                    (0, _) => Figure::blank(Unit::Case, place(3), ""),
                    (1, true) => Figure::inferred(value.into(), Unit::Case, None, "", sums.clone()),
                    _ => Figure::reported(value.into(), Unit::Case, place(3), "1"),
                };
                report.figures.set(keys[at], figure);
            }
            let fails = |instance: &CheckInstance| matches!(instance.outcome, Outcome::Fails { .. });
            let all: Vec<CheckInstance> = check(&report).into_iter().filter(fails).collect();
            proptest::prop_assert_eq!(failing(&report), all);
        }
    }

    #[test]
    fn an_inferred_figure_proves_no_sum_that_it_follows_from() {
        let mut report = report(Edition::E2021, &[]);
        let key = FigureKey::requests(Row::Granted, Column::Business);
        let sums = vec![SumRef { check: Check::RequestsApplicants, at: "requests/granted".to_owned() }];
        report.figures.set(key, Figure::inferred(0.into(), Unit::Case, None, "", sums));
        let instances = check(&report);
        assert_eq!(
            outcome(&instances, Check::RequestsApplicants, "requests/granted"),
            &Outcome::Undecided { lacking: vec![key] }
        );
        assert!(matches!(outcome(&instances, Check::RequestsHandled, "requests/*/business"), Outcome::Holds { .. }));
    }
}
