//! The sums within the tables of one report (`requests.flow`, `requests.handled`, `requests.applicants`,
//! `remedies.total`).

use super::side;
use crate::form::{Check, FigureKey, Identity, identities};
use crate::report::{CheckInstance, Figure, Outcome, Report, State, Verdict};

/// Every sum of the report's edition, in the order of the form.
pub fn check(report: &Report) -> Vec<CheckInstance> {
    identities(report.edition()).iter().map(|identity| instance(report, identity)).collect()
}

/// How each of [`check`] comes out: sides are made of texts, and nearly all of them hold.
pub fn verdicts(report: &Report) -> impl Iterator<Item = (Check, Verdict)> + '_ {
    let sums = Sums::of(report);
    identities(report.edition()).iter().map(move |identity| (identity.check, sums.verdict(identity)))
}

/// Those of [`check`] that fail.
pub fn failing(report: &Report) -> Vec<CheckInstance> {
    let sums = Sums::of(report);
    let fails = |identity: &&Identity| sums.verdict(identity) == Verdict::Fails;
    identities(report.edition()).iter().filter(fails).map(|identity| instance(report, identity)).collect()
}

/// Whether both sides of a sum are the same number, where both are numbers.
pub fn is_equal(report: &Report, identity: &Identity) -> Option<bool> {
    Sums::of(report).is_equal(identity)
}

/// What all sums of a report are made of. A figure is in several of them, and nearly all figures are whole numbers.
struct Sums<'a> {
    report: &'a Report,
    /// The whole numbers among the figures, in the order of the form.
    whole: Vec<Option<i64>>,
    /// Whether any sum may hold by construction.
    has_inferred: bool,
}

impl Sums<'_> {
    fn of(report: &Report) -> Sums<'_> {
        let whole = report.figures.iter().map(|(_, figure)| figure.whole_number()).collect();
        Sums { report, whole, has_inferred: report.figures.count(State::Inferred) > 0 }
    }

    fn verdict(&self, identity: &Identity) -> Verdict {
        match self.is_equal(identity) {
            Some(_) if self.has_inferred && circular(self.report, identity).next().is_some() => Verdict::Undecided,
            Some(true) => Verdict::Holds,
            Some(false) => Verdict::Fails,
            None => Verdict::Undecided,
        }
    }

    fn is_equal(&self, identity: &Identity) -> Option<bool> {
        let layout = self.report.figures.layout();
        let whole = |keys: &[FigureKey]| {
            keys.iter().try_fold(0i64, |total, &key| total.checked_add(self.whole[layout.position(key)?]?))
        };
        if let (Some(left), Some(right)) = (whole(&identity.left), whole(&identity.right)) {
            return Some(left == right);
        }
        Some(side::total(self.report, &identity.left)? == side::total(self.report, &identity.right)?)
    }
}

fn instance(report: &Report, identity: &Identity) -> CheckInstance {
    let circular: Vec<FigureKey> = circular(report, identity).collect();
    let outcome = match side::compare(side::sum(report, &identity.left), side::sum(report, &identity.right)) {
        Outcome::Holds { .. } | Outcome::Fails { .. } if !circular.is_empty() => {
            Outcome::Undecided { lacking: circular }
        }
        outcome => outcome,
    };
    CheckInstance { check: identity.check, at: identity.place(), quote: String::new(), outcome }
}

/// Whether a figure was inferred from the sum, by itself or among others.
pub fn follows_from(figure: &Figure, identity: &Identity) -> bool {
    figure.state() == State::Inferred
        && figure.sums().iter().any(|sum| sum.check == identity.check && sum.at == identity.place())
}

/// The figures that were inferred from the sum. Such a sum holds by construction: it says nothing about the report.
fn circular<'a>(report: &'a Report, identity: &'a Identity) -> impl Iterator<Item = FigureKey> + 'a {
    let follows = |key: &FigureKey| report.figure(*key).is_some_and(|figure| follows_from(figure, identity));
    identity.left.iter().chain(&identity.right).copied().filter(follows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{place, report};
    use crate::form::{Column, Edition, Row, Unit};
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
        fn verdicts_are_those_of_the_instances(cells in proptest::collection::vec((0usize..200, 0i64..3), 0..40), inferred: bool) {
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
            let all = check(&report);
            let expected: Vec<_> = all.iter().map(|one| (one.check, one.outcome.verdict())).collect();
            proptest::prop_assert_eq!(verdicts(&report).collect::<Vec<_>>(), expected);
            let fails = |instance: &CheckInstance| instance.outcome.verdict() == Verdict::Fails;
            proptest::prop_assert_eq!(failing(&report), all.into_iter().filter(fails).collect::<Vec<_>>());
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
