//! What readers saw of each report, and what is otherwise the next time. Knows no file, no date and no words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Body, Portal};
use crate::form::{Edition, FigureKey, Layout, Unit};
use crate::report::{Figure, State};

/// A figure as it was shown: all of it that a reader can see change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    state: State,
    value: Option<Decimal>,
    unit: Unit,
}

impl Shown {
    /// A figure that was shown so; `None` where the state has a value and there is none, or the other way round.
    pub fn new(state: State, value: Option<Decimal>, unit: Unit) -> Option<Shown> {
        let has_value = state.has_value();
        // Nobody sees the unit of what is not there.
        let unit = if has_value { unit } else { Unit::Case };
        (has_value == value.is_some()).then_some(Shown { state, value, unit })
    }

    fn of(figure: &Figure) -> Shown {
        let shown = Shown::new(figure.state(), figure.value(), figure.unit());
        shown.expect("a figure has a value in just those states")
    }

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The number, where there was one.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// The unit of the value; 件 where there is none.
    pub fn unit(&self) -> Unit {
        self.unit
    }
}

/// A body as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownBody {
    /// The name.
    pub name: String,
    /// The English name, where there was one.
    pub name_en: Option<String>,
    /// Its reports by year: the edition, and the figures in the order of its layout.
    pub years: BTreeMap<u16, (Edition, Vec<Shown>)>,
}

/// All figures of a portal as they were shown, by the slug of their body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The bodies.
    pub bodies: BTreeMap<String, ShownBody>,
}

/// One report that is otherwise than it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportChange {
    /// The name of its body in URLs.
    pub slug: String,
    /// The name of its body.
    pub name: String,
    /// The English name, where there is one.
    pub name_en: Option<String>,
    /// The year reported on.
    pub year: u16,
    /// What is otherwise.
    pub what: WhatChanged,
}

/// What is otherwise about a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatChanged {
    /// It was not there.
    Added,
    /// These figures were others; never empty, in the order of the form.
    Figures(Vec<FigureChange>),
    /// It is no longer there.
    Removed,
}

/// One figure that is otherwise than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureChange {
    /// Which figure.
    pub key: FigureKey,
    /// As it was; `None` where the edition that was shown has no such figure.
    pub before: Option<Shown>,
    /// As it is; `None` where the edition that is shown has no such figure.
    pub after: Option<Shown>,
}

impl Snapshot {
    /// What the readers of a portal see.
    pub fn of(portal: &Portal) -> Snapshot {
        let years = |body: &Body| {
            let year = |year: &super::BodyYear| {
                let figures = &year.report().figures;
                (year.year, (figures.edition(), figures.iter().map(|(_, figure)| Shown::of(figure)).collect()))
            };
            body.years.iter().map(year).collect()
        };
        let shown =
            |body: &Body| ShownBody { name: body.name.clone(), name_en: body.name_en.clone(), years: years(body) };
        Snapshot { bodies: portal.bodies().iter().map(|body| (body.slug.clone(), shown(body))).collect() }
    }

    /// What is otherwise `after` this, report by report: by slug, then by year.
    pub fn changes_to(&self, after: &Snapshot) -> Vec<ReportChange> {
        let mut reports: BTreeMap<(&String, u16), [Option<&ShownBody>; 2]> = BTreeMap::new();
        for (side, snapshot) in [self, after].into_iter().enumerate() {
            for (slug, body) in &snapshot.bodies {
                for &year in body.years.keys() {
                    reports.entry((slug, year)).or_default()[side] = Some(body);
                }
            }
        }
        let change = |((slug, year), sides): ((&String, u16), [Option<&ShownBody>; 2])| {
            let [before, after] = sides.map(|body| body?.years.get(&year));
            let what = match (before, after) {
                (None, _) => WhatChanged::Added,
                (_, None) => WhatChanged::Removed,
                (Some(before), Some(after)) => match figures(before, after) {
                    changed if changed.is_empty() => return None,
                    changed => WhatChanged::Figures(changed),
                },
            };
            let body = sides[1].or(sides[0])?;
            let (name, name_en) = (body.name.clone(), body.name_en.clone());
            Some(ReportChange { slug: slug.clone(), name, name_en, year, what })
        };
        reports.into_iter().filter_map(change).collect()
    }
}

fn figures(before: &(Edition, Vec<Shown>), after: &(Edition, Vec<Shown>)) -> Vec<FigureChange> {
    let at = |(edition, shown): &(Edition, Vec<Shown>), key| shown.get(Layout::of(*edition).position(key)?).copied();
    let change = |&key: &FigureKey| FigureChange { key, before: at(before, key), after: at(after, key) };
    let is_new = |key: &&FigureKey| Layout::of(before.0).position(**key).is_none();
    let keys = Layout::of(before.0).keys().iter().chain(Layout::of(after.0).keys().iter().filter(is_new));
    let mut changed: Vec<FigureChange> = keys.map(change).filter(|change| change.before != change.after).collect();
    changed.sort_by_key(|change| change.key);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{key, numbers, portal};

    #[test]
    fn what_is_the_same_is_no_change() {
        let snapshot = Snapshot::of(&portal(vec![numbers("甲县", 2023, &[("requests/received/total", "5")])]));
        assert_eq!(snapshot.changes_to(&snapshot.clone()), []);
    }

    #[test]
    fn a_change_names_report_and_figure_with_both_sides() {
        let received = "requests/received/total";
        let before = Snapshot::of(&portal(vec![
            numbers("甲县", 2022, &[(received, "5")]),
            numbers("甲县", 2023, &[(received, "5")]),
            numbers("乙县", 2023, &[]),
        ]));
        let after = Snapshot::of(&portal(vec![
            numbers("甲县", 2023, &[(received, "6")]),
            numbers("甲县", 2024, &[(received, "5")]),
            numbers("乙县", 2023, &[]),
        ]));
        let changes = before.changes_to(&after);
        let shown: Vec<(u16, &WhatChanged)> = changes.iter().map(|change| (change.year, &change.what)).collect();
        let reported = |value: i64| Shown::new(State::Reported, Some(value.into()), Unit::Case);
        let figure = FigureChange { key: key(received), before: reported(5), after: reported(6) };
        let expected = [WhatChanged::Removed, WhatChanged::Figures(vec![figure]), WhatChanged::Added];
        assert_eq!(shown, [2022, 2023, 2024].into_iter().zip(&expected).collect::<Vec<_>>());
        assert!(changes.iter().all(|change| change.name == "甲县"));
    }

    #[test]
    fn a_figure_that_only_one_edition_has_is_not_on_the_other_form() {
        let shown = |edition: Edition| {
            let missing = Shown::new(State::Missing, None, Unit::Case).unwrap();
            (edition, vec![missing; Layout::of(edition).keys().len()])
        };
        let changed = figures(&shown(Edition::E2019), &shown(Edition::E2021));
        let other = changed.iter().find(|change| change.key == key("requests/other/total")).unwrap();
        assert!(other.before.is_some() && other.after.is_none());
        let unpaid = changed.iter().find(|change| change.key == key("requests/other.fee_unpaid/total")).unwrap();
        assert!(unpaid.before.is_none() && unpaid.after.is_some());
        assert!(!changed.iter().any(|change| change.key == key("requests/received/total")));
    }
}
