//! The home page: what this is, how much there is, how requests end, where to find one's own city.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::outcome::OUTCOMES;
use super::paging::{self, PlaceEntry};
use super::part::{Cell, Fact, LegendEntry, Link};
use super::shell::Page;
use super::{PageKind, Scene, bodies, guide, words};
use crate::form::{Column, FigureKey, Row};
use crate::model::Group;
use crate::render::number;
use crate::report::Severity;

#[derive(Debug, Serialize)]
pub struct HomeView {
    heading: String,
    lead: String,
    facts: Vec<Fact>,
    /// What to do where there are no reports; `""` where there are some.
    empty: String,
    /// The names of the outcomes, each with the class of its colour.
    outcomes: Vec<LegendEntry>,
    /// What the whole of them is called.
    handled: String,
    endings: Vec<Ending>,
    groups: Vec<bodies::GroupView>,
    /// The places of a large portal, which has no groups here.
    places: Vec<PlaceEntry>,
    years: Vec<Link>,
    /// What changed most, in the portal's latest year.
    changes: Vec<HomeChange>,
    /// What is taken for a change; `""` where there is no year before the latest.
    changes_note: String,
    guide: Vec<Link>,
    #[serde(skip)]
    description: String,
}

impl Page for HomeView {
    fn title(&self) -> String {
        String::new()
    }

    fn description(&self) -> String {
        self.description.clone()
    }
}

pub fn view(scene: &Scene) -> HomeView {
    let portal = scene.portal();
    let reports: usize = scene.bodies().iter().map(|body| body.years.len()).sum();
    let total = portal.coverage().total;
    let all_findings = || scene.bodies().iter().flat_map(|body| body.years.iter()).flat_map(|year| &year.findings);
    let conflicts = all_findings().filter(|finding| finding.severity == Severity::Conflict).count();
    let fact = |key: &str, value: Cell| Fact { label: scene.words(&format!("home.fact.{key}")), value };
    let span = match (portal.years().first(), portal.years().last()) {
        (Some(&first), Some(&last)) => number::years(first, last),
        _ => number::MISSING.to_owned(),
    };
    let count = |n: usize| number::exact(Decimal::from(n));
    let facts = vec![
        fact("bodies", Cell::link(scene.link_to(&PageKind::Bodies), count(scene.bodies().len()))),
        fact("years", Cell::link(scene.link_to(&PageKind::Years), span)),
        fact("reports", Cell::link(scene.link_to(&PageKind::Coverage), count(reports))),
        fact("figures", {
            let of = scene.fill("home.fact.figures_of", &[("total", &count(total.total()))]);
            Cell::link(scene.link_to(&PageKind::Data), count(total.with_value())).note(of)
        }),
        fact("findings", {
            Cell::link(scene.link_to(&PageKind::Findings), count(conflicts))
                .note(scene.words("home.fact.findings_note"))
        }),
    ];
    let description = scene.site.config.description.get(scene.language).to_owned();
    let (changes, comparable) = changes(scene);
    HomeView {
        heading: scene.site.config.title.get(scene.language).to_owned(),
        lead: description.clone(),
        facts,
        empty: if reports == 0 { scene.words("home.empty") } else { String::new() },
        outcomes: OUTCOMES.map(|outcome| LegendEntry::new(outcome.class, outcome.name(scene))).into(),
        handled: scene.term("form.row.handled.short"),
        endings: endings(scene),
        groups: bodies::groups(scene),
        places: paging::places(scene),
        guide: guide::links(scene),
        changes_note: changes_note(scene, changes.is_empty(), comparable),
        changes,
        years: portal
            .years()
            .iter()
            .rev()
            .map(|&year| Link::new(scene.link_to(&PageKind::Year(year)), year.to_string()))
            .collect(),
        description,
    }
}

/// A body whose disclosure rate changed.
#[derive(Debug, Serialize)]
struct HomeChange {
    body: Link,
    group: String,
    points: String,
}

/// How many changes are shown.
const CHANGES: usize = 5;

/// What changed most, and how many bodies could be asked for a change.
fn changes(scene: &Scene) -> (Vec<HomeChange>, usize) {
    let change = |(position, points): (usize, Decimal)| HomeChange {
        body: Link::new(scene.link_to_anchor(&PageKind::Body(position), "disclosure"), scene.body_name(position)),
        group: bodies::group_name(scene, scene.body(position)),
        points: number::points(scene.language, points),
    };
    let (most, comparable) = words::changed_most(scene, CHANGES);
    (most.into_iter().map(change).collect(), comparable)
}

fn changes_note(scene: &Scene, none: bool, comparable: usize) -> String {
    let &[.., before, year] = scene.years() else { return String::new() };
    if before + 1 != year {
        return String::new();
    }
    let key = match (none, comparable) {
        (true, 0) => "home.changes_unknown",
        (true, _) => "home.changes_none",
        (false, _) => "home.changes_note",
    };
    let (count, all) = (comparable.to_string(), scene.bodies().len().to_string());
    scene.fill(key, &[("year", &year.to_string()), ("before", &before.to_string()), ("count", &count), ("all", &all)])
}

/// How the requests of a group ended, in its latest year.
#[derive(Debug, Serialize)]
struct Ending {
    group: Cell,
    year: Link,
    /// How many reports have all outcomes.
    counted: String,
    handled: String,
    /// In the order of the outcomes; without numbers where no report has all of them.
    parts: Vec<EndingPart>,
    /// Whether the parts are all of a whole that is large enough for shares, so that a strip may be drawn.
    is_whole: bool,
}

/// One outcome: its number, its share, and its stretch of a strip that is 100 wide.
#[derive(Debug, Serialize)]
struct EndingPart {
    class: &'static str,
    count: String,
    share: String,
    from: String,
    width: String,
}

/// One row for each group of bodies in its latest year: whole governments and single agencies count the same requests
/// twice, and levels may too, so there is no sum over groups.
fn endings(scene: &Scene) -> Vec<Ending> {
    let portal = scene.portal();
    let mut latest: BTreeMap<Group, u16> = BTreeMap::new();
    for &year in portal.years() {
        latest.extend(portal.groups(year).into_iter().map(|group| (group, year)));
    }
    latest.into_iter().filter_map(|(group, year)| ending(scene, year, group)).collect()
}

/// Only reports with all outcomes are added up; how many those are stands in the row.
fn ending(scene: &Scene, year: u16, group: Group) -> Option<Ending> {
    let mut counted = 0;
    let mut all = 0;
    let mut handled = Decimal::ZERO;
    let mut sums = [Decimal::ZERO; OUTCOMES.len()];
    for body in scene.bodies().iter().filter(|body| body.group() == Some(group)) {
        let Some(report) = body.year(year).map(|year| year.report()) else { continue };
        all += 1;
        let totals: Option<Vec<Decimal>> = OUTCOMES.iter().map(|outcome| outcome.total(report)).collect();
        let own = report.value(FigureKey::requests(Row::Handled, Column::Total));
        let (Some(totals), Some(own)) = (totals, own) else { continue };
        counted += 1;
        handled = handled.checked_add(own)?;
        for (sum, part) in sums.iter_mut().zip(totals) {
            *sum = sum.checked_add(part)?;
        }
    }
    if all == 0 {
        return None;
    }
    let few = handled < Decimal::TEN;
    let number = |value: Decimal| if counted == 0 { number::MISSING.to_owned() } else { number::exact(value) };
    let mut end = Decimal::ZERO;
    let mut parts = Vec::new();
    for (outcome, sum) in OUTCOMES.iter().zip(sums) {
        let from = end;
        end = end.checked_add(sum)?;
        let hundredth = |value: Decimal| {
            let share = value.checked_mul(Decimal::ONE_HUNDRED).and_then(|value| value.checked_div(handled));
            share.unwrap_or_default().round_dp(2).normalize().to_string()
        };
        parts.push(EndingPart {
            class: outcome.class.css(),
            count: number(sum),
            share: if few { String::new() } else { number::percent(sum, handled).unwrap_or_default() },
            from: hundredth(from),
            width: hundredth(sum),
        });
    }
    let scope = scene.term(&format!("form.scope.{}.name", group.scope.id()));
    let explain = scene.term(&format!("form.scope.{}.explain", group.scope.id()));
    Some(Ending {
        group: Cell { title: format!("{scope}: {explain}"), ..Cell::text(scene.group_name(group)) },
        year: Link::new(scene.link_to(&PageKind::Year(year)), year.to_string()),
        counted: scene.fill("home.counted", &[("counted", &counted.to_string()), ("all", &all.to_string())]),
        handled: number(handled),
        parts,
        is_whole: !few && end == handled,
    })
}
