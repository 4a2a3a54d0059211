//! The home page: what this is, how much there is, how requests end, where to find one's own city.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::outcome::OUTCOMES;
use super::part::{Cell, Fact, Link, Table, TableRow};
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
    outcomes: Option<Table>,
    outcomes_note: String,
    groups: Vec<bodies::GroupView>,
    findings: String,
    findings_link: Link,
    years: Vec<Link>,
    /// What changed most, in the portal's latest year.
    changes: Vec<HomeChange>,
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
    let portal = scene.site.portal;
    let reports: usize = scene.bodies().iter().map(|body| body.years.len()).sum();
    let total = portal.coverage().total;
    let all_findings = || scene.bodies().iter().flat_map(|body| &body.years).flat_map(|year| &year.findings);
    let conflicts = all_findings().filter(|finding| finding.severity == Severity::Conflict).count();
    let fact = |key: &str, value: Cell| Fact { label: scene.words(&format!("home.fact.{key}")), value };
    let span = match (portal.years().first(), portal.years().last()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first}–{last}"),
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
    ];
    let description = scene.site.config.description.get(scene.language).to_owned();
    HomeView {
        heading: scene.site.config.title.get(scene.language).to_owned(),
        lead: description.clone(),
        facts,
        outcomes: outcomes(scene),
        outcomes_note: scene.words("home.outcomes_note"),
        groups: bodies::groups(scene),
        findings: scene.fill("home.findings", &[("count", &count(conflicts))]),
        findings_link: Link::new(scene.link_to(&PageKind::Findings), scene.words("home.findings_link")),
        guide: guide::links(scene),
        changes: changes(scene),
        changes_note: changes_note(scene),
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

fn changes(scene: &Scene) -> Vec<HomeChange> {
    let change = |(position, points): (usize, Decimal)| HomeChange {
        body: Link::new(scene.link_to_anchor(&PageKind::Body(position), "disclosure"), scene.body_name(position)),
        group: bodies::group_name(scene, scene.body(position)),
        points: number::points(scene.language, points),
    };
    words::changed_most(scene, CHANGES).into_iter().map(change).collect()
}

fn changes_note(scene: &Scene) -> String {
    let year = scene.site.portal.years().last().copied().unwrap_or_default();
    let (before, year) = (year.saturating_sub(1).to_string(), year.to_string());
    scene.fill("home.changes_note", &[("year", &year), ("before", &before)])
}

/// How requests ended, one row for each group of bodies in its latest year: whole governments and single agencies count
/// the same requests twice, and levels may too, so there is no sum over groups.
fn outcomes(scene: &Scene) -> Option<Table> {
    let portal = scene.site.portal;
    let mut latest: BTreeMap<Group, u16> = BTreeMap::new();
    for &year in portal.years() {
        latest.extend(portal.groups(year).into_iter().map(|group| (group, year)));
    }
    let mut heads = vec![
        Cell::text(scene.words("group.head")),
        Cell::text(scene.words("year.head")).class("number"),
        Cell::text(scene.words("group.reports")).class("number"),
        Cell::text(scene.term("form.row.handled.short")).class("number"),
    ];
    heads.extend(OUTCOMES.map(|outcome| Cell::text(outcome.name(scene)).class("number")));
    let rows: Vec<TableRow> = latest.into_iter().filter_map(|(group, year)| group_row(scene, year, group)).collect();
    if rows.is_empty() {
        return None;
    }
    Some(Table::new(scene.words("home.outcomes_caption"), heads, rows).class("sticky"))
}

/// Only reports with all outcomes are added up; how many those are stands in the row.
fn group_row(scene: &Scene, year: u16, group: Group) -> Option<TableRow> {
    let mut counted = 0;
    let mut all = 0;
    let mut handled = Decimal::ZERO;
    let mut sums = [Decimal::ZERO; OUTCOMES.len()];
    for body in scene.bodies().iter().filter(|body| body.scope == group.scope && body.level == Some(group.level)) {
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
    let reports = scene.fill("group.counted", &[("counted", &counted.to_string()), ("all", &all.to_string())]);
    let number = |value: Decimal| {
        let cell =
            if counted == 0 { Cell::text(number::MISSING).class("gap") } else { Cell::text(number::exact(value)) };
        cell.class("number")
    };
    let part = |value: Decimal| {
        let few = handled < Decimal::TEN;
        let rate = if few { None } else { number::percent(value, handled) };
        number(value).note(if counted == 0 { String::new() } else { rate.unwrap_or_default() })
    };
    let page = Cell::link(scene.link_to(&PageKind::Year(year)), year.to_string());
    let mut cells = vec![page.class("number"), Cell::text(reports).class("number"), number(handled)];
    cells.extend(sums.map(part));
    let scope = scene.term(&format!("form.scope.{}.name", group.scope.id()));
    let explain = scene.term(&format!("form.scope.{}.explain", group.scope.id()));
    let mut head = Cell::text(scene.group_name(group));
    head.title = format!("{scope}: {explain}");
    Some(TableRow::new(head, cells))
}
