//! Bodies of one year, one scope and one level side by side. Others are never compared, and a body whose level is not
//! known is compared with none.

use std::cmp::{Ordering, Reverse};

use rust_decimal::Decimal;

use serde::{Deserialize, Serialize};

use super::{BodyYear, Indicator, Measure, NotAvailable, Quartiles, Value};
use crate::form::Edition;
use crate::report::{Level, Scope};

/// Bodies that may be compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Group {
    /// Whole governments, or single agencies.
    pub scope: Scope,
    /// The level of government.
    pub level: Level,
}

impl Group {
    /// Its name in addresses: `government-county`.
    pub fn id(self) -> String {
        format!("{}-{}", self.scope.id(), self.level.id())
    }
}

/// Where a body stands against the others of its group taken as one: a body is no part of what it is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Against {
    /// Its interval lies wholly below that of the others.
    Below,
    /// The two intervals meet: 与其他机关无明显差异.
    NotDistinguishable,
    /// Its interval lies wholly above that of the others.
    Above,
}

/// Of fewer bodies nobody can say what is usual among them: no quartiles are told, and no body is set against the others.
pub const FEWEST: usize = 4;

/// A body with a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Position of the body in `Portal::bodies`.
    pub body: usize,
    /// The edition of its report.
    pub edition: Edition,
    /// The value.
    pub value: Value,
    /// Place from the largest value, counted from 1; equal values share a place. `None` for a rate of few cases.
    pub place: Option<usize>,
    /// Against the others of the group; `None` for counts and ratios, for few cases on either side, and where fewer than
    /// [`FEWEST`] bodies have a value.
    pub against: Option<Against>,
}

/// Why a body of the group has no entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum NotCompared {
    /// No report for the year.
    NoReport,
    /// The indicator is not available.
    NotAvailable(NotAvailable),
}

/// One indicator over the bodies of a group in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The year.
    pub year: u16,
    /// Which bodies.
    pub group: Group,
    /// Which indicator.
    pub indicator: Indicator,
    /// Bodies with a value: those with a place by value, largest first, then slug; after them those of few cases by slug.
    pub entries: Vec<Entry>,
    /// Bodies without a value, by position in `Portal::bodies`, and why.
    pub without: Vec<(usize, NotCompared)>,
    /// Median and quartiles of the entries that have a place; `None` for fewer than 2.
    pub quartiles: Option<Quartiles>,
    /// All entries together: the sum of counts, or the pooled rate (sum of parts over sum of wholes). `None` without
    /// entries or where the numbers are too large.
    pub overall: Option<Measure>,
    /// The entries' positions, by body.
    by_body: Vec<u32>,
}

impl Comparison {
    /// The entry of a body, by its position in `Portal::bodies`.
    pub fn entry(&self, body: usize) -> Option<&Entry> {
        let found = self.by_body.binary_search_by_key(&body, |&at| self.entries[at as usize].body);
        found.ok().map(|place| &self.entries[self.by_body[place] as usize])
    }

    /// All entries but this one taken as one body; `None` where there is no other, or nothing to divide by.
    pub fn others(&self, entry: &Entry) -> Option<Measure> {
        rest_of(self.overall.as_ref()?, &entry.value.measure)
    }

    /// How many entries have a place.
    pub fn placed(&self) -> usize {
        self.entries.iter().filter(|entry| entry.place.is_some()).count()
    }

    /// Compares one indicator over the members of a group, in the order of slugs, which is that of `Portal::bodies`.
    pub(super) fn of(members: &[Member], year: u16, group: Group, indicator: Indicator) -> Comparison {
        let mut entries = Vec::with_capacity(members.len());
        let mut without = Vec::new();
        for &Member { body, body_year } in members {
            let Some(body_year) = body_year else {
                without.push((body, NotCompared::NoReport));
                continue;
            };
            match &body_year.reading(indicator).outcome {
                Ok(value) => entries.push(Entry {
                    body,
                    edition: body_year.report().edition(),
                    value: *value,
                    place: None,
                    against: None,
                }),
                Err(reason) => without.push((body, NotCompared::NotAvailable(reason.clone()))),
            }
        }
        let overall = pooled(&entries);
        if entries.len() >= FEWEST {
            let others = |entry: &Entry| rest_of(overall.as_ref()?, &entry.value.measure);
            entries.iter_mut().for_each(|entry| entry.against = against(&entry.value.measure, others(entry).as_ref()));
        }
        let (order, numbers) = in_order(&mut entries);
        let mut by_body = vec![0; entries.len()];
        (0..).zip(&order).for_each(|(place, &at)| by_body[at] = place);
        let entries = order.iter().map(|&at| entries[at].clone()).collect();
        let quartiles = Quartiles::of(numbers);
        Comparison { year, group, indicator, entries, without, quartiles, overall, by_body }
    }
}

/// A body of a group, by its position in `Portal::bodies`, with its report of a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) body: usize,
    pub(super) body_year: Option<&'a BodyYear>,
}

/// Gives the entries, which come by slug, their places, and tells their order: the largest value first, equal values sharing the
/// first place among them, and behind all others those of few cases, which have none. With it the values of those that have
/// one, the smallest first.
fn in_order(entries: &mut [Entry]) -> (Vec<usize>, Vec<Decimal>) {
    let (few, placed): (Vec<usize>, Vec<usize>) = (0..entries.len()).partition(|&at| entries[at].value.measure.few());
    let with_number = |at: usize| {
        let number = entries[at].value.measure.number();
        (scaled(number), number, at)
    };
    let mut placed: Vec<(i128, Decimal, usize)> = placed.into_iter().map(with_number).collect();
    // Equal values stay in the order of slugs.
    placed.sort_by_key(|&(scaled, number, _)| Reverse((scaled, number)));
    let mut before: Option<(usize, Decimal)> = None;
    for (position, &(_, number, at)) in placed.iter().enumerate() {
        let place = match before {
            Some((place, same)) if same == number => place,
            _ => position + 1,
        };
        entries[at].place = Some(place);
        before = Some((place, number));
    }
    let numbers = placed.iter().rev().map(|(_, number, _)| *number).collect();
    (placed.into_iter().map(|(.., at)| at).chain(few).collect(), numbers)
}

/// What tells most numbers apart at once: as many units of the last decimal that a number may have, or as near to it as there is.
fn scaled(number: Decimal) -> i128 {
    number.mantissa().saturating_mul(10i128.pow(Decimal::MAX_SCALE - number.scale()))
}

/// All entries taken as one body.
fn pooled(entries: &[Entry]) -> Option<Measure> {
    let sum = |part: fn(&Measure) -> Option<Decimal>| {
        entries.iter().try_fold(Decimal::ZERO, |sum, entry| sum.checked_add(part(&entry.value.measure)?))
    };
    match entries.first()?.value.measure {
        Measure::Count(_) => sum(|measure| Some(measure.number())).map(Measure::Count),
        Measure::Share { .. } => Measure::share(sum(Measure::numerator)?, sum(Measure::denominator)?).ok(),
        Measure::Ratio { per, .. } => Measure::ratio(sum(Measure::numerator)?, sum(Measure::denominator)?, per).ok(),
    }
}

/// What is left of a sum of measures without one of them.
fn rest_of(overall: &Measure, own: &Measure) -> Option<Measure> {
    let rest = |all: Decimal, own: Decimal| all.checked_sub(own);
    match (*overall, *own) {
        (Measure::Share { part, whole }, Measure::Share { part: own, whole: of }) => {
            Measure::share(rest(part, own)?, rest(whole, of)?).ok()
        }
        (Measure::Ratio { part, whole, per }, Measure::Ratio { part: own, whole: of, .. }) => {
            Measure::ratio(rest(part, own)?, rest(whole, of)?, per).ok()
        }
        (Measure::Count(all), Measure::Count(own)) => rest(all, own).map(Measure::Count),
        _ => None,
    }
}

/// As with the change from year to year: only where the two intervals do not meet is there a difference.
fn against(own: &Measure, others: Option<&Measure>) -> Option<Against> {
    let others = others.filter(|others| !others.few() && !own.few())?;
    let (own, others) = (own.interval()?, others.interval()?);
    Some(match own.beyond(&others) {
        Ordering::Less => Against::Below,
        Ordering::Equal => Against::NotDistinguishable,
        Ordering::Greater => Against::Above,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Portal;
    use crate::model::testing::{decimal, numbers, portal};

    fn county(name: &str, granted: &'static str, handled: &'static str) -> crate::report::CheckedReport {
        numbers(name, 2023, &[("requests/granted/total", granted), ("requests/handled/total", handled)])
    }

    fn places(portal: &Portal, comparison: &Comparison) -> Vec<(String, Option<usize>)> {
        comparison.entries.iter().map(|entry| (portal.bodies()[entry.body].slug.clone(), entry.place)).collect()
    }

    const COUNTIES: Group = Group { scope: Scope::Government, level: Level::County };

    #[test]
    fn equal_rates_share_a_place_and_few_cases_have_none() {
        let reports = vec![
            county("丁县", "5", "10"),
            county("丙县", "20", "40"),
            county("乙县", "30", "40"),
            county("甲县", "1", "10"),
            county("戊县", "8", "8"),
            county("己县", "9", "9"),
        ];
        let portal = portal(reports);
        let comparison = portal.comparison(2023, COUNTIES, Indicator::FullDisclosureRate).unwrap();
        let expected = [
            ("yixian", Some(1)),
            ("bingxian", Some(2)),
            ("dingxian", Some(2)),
            ("jiaxian", Some(4)),
            ("jixian", None),
            ("wuxian", None),
        ];
        assert_eq!(places(&portal, comparison), expected.map(|(slug, place)| (slug.to_owned(), place)));
        assert_eq!(comparison.quartiles.unwrap().count, 4);
        assert_eq!(comparison.overall, Some(Measure::Share { part: decimal("73"), whole: decimal("117") }));
    }

    #[test]
    fn a_body_is_set_against_the_others_and_told_apart_only_where_the_intervals_do_not_meet() {
        let reports = vec![
            county("甲县", "90", "100"),
            county("乙县", "10", "100"),
            county("丙县", "6", "10"),
            county("丁县", "4", "8"),
        ];
        let portal = portal(reports);
        let comparison = portal.comparison(2023, COUNTIES, Indicator::FullDisclosureRate).unwrap();
        let against: Vec<_> = comparison.entries.iter().map(|entry| entry.against).collect();
        assert_eq!(against, [Some(Against::Above), Some(Against::NotDistinguishable), Some(Against::Below), None]);
        let others = comparison.others(&comparison.entries[0]);
        assert_eq!(others, Some(Measure::Share { part: decimal("20"), whole: decimal("118") }));
    }

    /// The largest body alone would make most of what it is measured by.
    #[test]
    fn a_large_body_does_not_hide_behind_itself() {
        let small = ["乙县", "丙县", "丁县"].map(|name| county(name, "10", "20"));
        let portal = portal([county("甲县", "900", "1000")].into_iter().chain(small).collect());
        let comparison = portal.comparison(2023, COUNTIES, Indicator::FullDisclosureRate).unwrap();
        assert_eq!(comparison.entries[0].against, Some(Against::Above));
        assert!(comparison.entries[1..].iter().all(|entry| entry.against == Some(Against::Below)));
    }

    #[test]
    fn fewer_than_four_bodies_are_no_yardstick() {
        let portal = portal(vec![county("甲县", "90", "100"), county("乙县", "10", "100"), county("丙县", "6", "10")]);
        let comparison = portal.comparison(2023, COUNTIES, Indicator::FullDisclosureRate).unwrap();
        assert!(comparison.entries.iter().all(|entry| entry.against.is_none()));
    }

    #[test]
    fn bodies_without_a_value_are_named_with_the_reason() {
        let other_year = numbers("乙县", 2022, &[]);
        let portal = portal(vec![county("甲县", "1", "10"), other_year, numbers("丙县", 2023, &[])]);
        let comparison = portal.comparison(2023, COUNTIES, Indicator::FullDisclosureRate).unwrap();
        assert_eq!(comparison.entries.len(), 1);
        assert_eq!(comparison.entries[0].against, None);
        let without: Vec<_> = comparison
            .without
            .iter()
            .map(|(body, reason)| (portal.bodies()[*body].slug.as_str(), *reason == NotCompared::NoReport))
            .collect();
        assert_eq!(without, [("bingxian", false), ("yixian", true)]);
    }

    #[test]
    fn a_body_without_a_level_is_compared_with_none() {
        let portal = portal(vec![county("甲市", "1", "10"), county("乙县", "1", "10")]);
        assert_eq!(portal.without_level().len(), 1);
        assert_eq!(portal.groups(2023), [COUNTIES]);
        let comparison = portal.comparison(2023, COUNTIES, Indicator::Handled).unwrap();
        assert_eq!((comparison.entries.len(), comparison.without.len()), (1, 0));
    }
}
