//! One year: bodies side by side, in groups that may be compared.

use serde::Serialize;

use super::charts::ChartKind;
use super::part::{Cell, Chart, Link, Table, TableRow};
use super::shell::Page;
use super::{PageKind, Scene, body, charts, compare};
use crate::model::{Group, Indicator};

/// The bodies of a group in the year.
#[derive(Debug, Serialize)]
struct YearGroup {
    name: String,
    table: Table,
    chart: Option<Chart>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct YearView {
    title: String,
    lead: String,
    groups: Vec<YearGroup>,
    without_level: Vec<Link>,
    earlier: Option<Link>,
    later: Option<Link>,
    #[serde(skip)]
    years: Link,
}

impl Page for YearView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }

    fn crumbs(&self) -> Vec<Link> {
        vec![self.years.clone()]
    }
}

pub fn view(scene: &Scene, year: u16) -> YearView {
    let portal = scene.site.portal;
    let at = portal.years().binary_search(&year).unwrap_or_default();
    let link = |&year: &u16| Link::new(scene.link_to(&PageKind::Year(year)), year.to_string());
    let reports = portal.coverage().reports(year).to_string();
    let groups = portal.groups(year).into_iter().map(|group| of_group(scene, year, group));
    let without_level =
        portal.without_level().into_iter().filter(|&position| scene.body(position).year(year).is_some());
    YearView {
        title: scene.fill("year.title", &[("year", &year.to_string())]),
        lead: scene.fill("year.lead", &[("year", &year.to_string()), ("reports", &reports)]),
        groups: groups.collect(),
        without_level: without_level
            .map(|position| Link::new(scene.link_to(&PageKind::BodyYear(position, year)), scene.body_name(position)))
            .collect(),
        earlier: at.checked_sub(1).and_then(|before| portal.years().get(before)).map(link),
        later: portal.years().get(at + 1).map(link),
        years: Link::new(scene.link_to(&PageKind::Years), scene.words("nav.years")),
    }
}

fn of_group(scene: &Scene, year: u16, group: Group) -> YearGroup {
    let name = scene.group_name(group);
    let caption = scene.fill("year.caption", &[("group", &name), ("year", &year.to_string())]);
    let comparison = |indicator| scene.site.portal.comparison(year, group, indicator);
    let notes = compare::MAIN.iter().filter_map(|&indicator| compare::note(scene, comparison(indicator)?));
    YearGroup {
        table: group_table(scene, year, group, caption, &compare::MAIN),
        chart: comparison(Indicator::DisclosureRate)
            .and_then(|c| charts::chart(scene, ChartKind::Comparison(c.indicator, year, group))),
        notes: notes.collect(),
        name,
    }
}

/// The bodies of a group by some indicators, in the order of the portal: a table of this kind is no ranking.
pub fn group_table(scene: &Scene, year: u16, group: Group, caption: String, indicators: &[Indicator]) -> Table {
    let mut heads = vec![Cell::text(scene.words("body.head"))];
    heads.extend(indicators.iter().map(|&indicator| {
        Cell::link(scene.link_to(&PageKind::Indicator(indicator)), indicator.name(scene.language)).class("number")
    }));
    let members = scene.bodies().iter().enumerate();
    let members = members.filter(|(_, body)| body.scope == group.scope && body.level == Some(group.level));
    let rows = members.map(|(position, member)| match member.year(year) {
        Some(body_year) => {
            let href = scene.link_to(&PageKind::BodyYear(position, year));
            let cells = indicators
                .iter()
                .map(|&indicator| body::reading_cell(scene, position, body_year, indicator).class("number"));
            TableRow::new(Cell::link(href, scene.body_name(position)), cells.collect())
        }
        None => {
            let href = scene.link_to(&PageKind::Body(position));
            let gap = Cell {
                title: scene.words("year.no_report"),
                ..Cell::text(crate::render::number::MISSING).class("gap number")
            };
            let head = Cell::link(href, scene.body_name(position)).note(scene.words("year.no_report"));
            TableRow::new(head, vec![gap; indicators.len()])
        }
    });
    Table::new(caption, heads, rows.collect()).class("sticky").sortable()
}

#[derive(Debug, Serialize)]
pub struct YearsView {
    title: String,
    lead: String,
    table: Table,
}

impl Page for YearsView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn index(scene: &Scene) -> YearsView {
    let portal = scene.site.portal;
    let heads = vec![
        Cell::text(scene.words("year.head")),
        Cell::text(scene.words("years.reports")).class("number"),
        Cell::text(scene.words("years.edition")),
        Cell::text(scene.words("years.groups")),
    ];
    let row = |&year: &u16| {
        let edition = crate::form::Edition::required_for(year).id();
        let groups: Vec<String> = portal.groups(year).into_iter().map(|group| scene.group_name(group)).collect();
        let cells = vec![
            Cell::text(portal.coverage().reports(year).to_string()).class("number"),
            Cell::text(scene.term(&format!("form.edition.{edition}.name"))),
            Cell::text(groups.join(&scene.words("summary.comma"))),
        ];
        TableRow::new(Cell::link(scene.link_to(&PageKind::Year(year)), year.to_string()), cells)
    };
    let rows = portal.years().iter().rev().map(row).collect();
    YearsView {
        title: scene.words("years.title"),
        lead: scene.words("years.lead"),
        table: Table::new(scene.words("years.caption"), heads, rows).class("years"),
    }
}
