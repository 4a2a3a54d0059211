//! One year: bodies side by side, in groups that may be compared.

use serde::Serialize;

use super::charts::ChartKind;
use super::paging::{self, List};
use super::part::{Cell, Chart, Link, Table, TableRow};
use super::shell::Page;
use super::{PageKind, Scene, bodies, body, charts, compare, figure, value};
use crate::model::{Group, Indicator};

/// The bodies of a group in the year.
#[derive(Debug, Serialize)]
struct YearGroup {
    name: String,
    /// Its bodies, where the list of the year is not divided.
    table: Option<Table>,
    chart: Option<Chart>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct YearView {
    title: String,
    lead: String,
    /// The places that the list is divided into.
    places: Option<Table>,
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
    let portal = scene.portal();
    let at = portal.years().binary_search(&year).unwrap_or_default();
    let link = |&year: &u16| Link::new(scene.link_to(&PageKind::Year(year)), year.to_string());
    let reports = portal.coverage().reports(year).to_string();
    let groups = portal.groups(year).into_iter().map(|group| of_group(scene, year, group));
    let without_level =
        portal.without_level().into_iter().filter(|&position| scene.body(position).year(year).is_some());
    YearView {
        title: scene.fill("year.title", &[("year", &year.to_string())]),
        lead: scene.fill("year.lead", &[("year", &year.to_string()), ("reports", &reports)]),
        places: places(scene, year),
        groups: groups.collect(),
        // A divided list has them in their places.
        without_level: without_level
            .filter(|_| !scene.site.paging.splits(List::Year(year)))
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
    let comparison = |indicator| scene.comparison(year, group, indicator);
    let notes = compare::MAIN.iter().filter_map(|&indicator| compare::note(scene, comparison(indicator)?));
    YearGroup {
        table: (!scene.site.paging.splits(List::Year(year)))
            .then(|| group_table(scene, year, group, caption, &compare::MAIN)),
        chart: comparison(Indicator::DisclosureRate)
            .and_then(|c| charts::chart(scene, ChartKind::Comparison(c.indicator, year, group))),
        notes: notes.collect(),
        name,
    }
}

/// The places that the list of the year is divided into: how many reports they have, and how the disclosure rates of the largest
/// group are spread. `None` where the list is whole.
fn places(scene: &Scene, year: u16) -> Option<Table> {
    if !scene.site.paging.splits(List::Year(year)) {
        return None;
    }
    let portal = scene.portal();
    let of_year = portal.comparisons().filter(|comparison| comparison.year == year);
    let largest = paging::largest(of_year.filter(|comparison| comparison.indicator == Indicator::DisclosureRate));
    let spread = largest.map(|comparison| paging::spread(scene, comparison)).unwrap_or_default();
    let mut heads = vec![scene.words("paging.reports")];
    let mut caption = scene.fill("paging.year_caption", &[("year", &year.to_string())]);
    if let Some(comparison) = largest {
        heads.extend(paging::spread_heads(scene));
        let (indicator, group) = (comparison.indicator.name(scene.language), scene.group_name(comparison.group));
        caption.push_str(&scene.fill("paging.spread", &[("indicator", indicator), ("group", &group)]));
    }
    Some(paging::table(scene, List::Year(year), caption, heads, |place| {
        let members = &scene.site.paging.places.all[place].members;
        let reports = members.iter().filter(|member| scene.body(member.body).year(year).is_some()).count();
        let own = spread.get(place).cloned().unwrap_or_default();
        Some([Cell::text(reports.to_string())].into_iter().chain(own).collect())
    }))
}

/// The bodies of a group by some indicators, in the order of the portal: a table of this kind is no ranking.
pub fn group_table(scene: &Scene, year: u16, group: Group, caption: String, indicators: &[Indicator]) -> Table {
    let members = scene.bodies().iter().enumerate();
    let members = members.filter(|(_, body)| body.group() == Some(group));
    let rows = members.map(|(position, _)| row(scene, year, position, indicators));
    Table::new(caption, heads(scene, indicators), rows.collect()).class("sticky").sortable()
}

/// The bodies of a place by the main indicators, each with what it is: they are of several groups.
pub fn place_table(scene: &Scene, year: u16, positions: impl Iterator<Item = usize>, caption: String) -> Table {
    let rows = positions.map(|position| {
        let mut row = row(scene, year, position, &compare::MAIN);
        let group = bodies::group_name(scene, scene.body(position));
        row.head.note = match row.head.note.as_str() {
            "" => group,
            note => format!("{group} · {note}"),
        };
        row
    });
    Table::new(caption, heads(scene, &compare::MAIN), rows.collect()).class("sticky").filterable()
}

fn heads(scene: &Scene, indicators: &[Indicator]) -> Vec<Cell> {
    let indicators = indicators.iter().map(|&indicator| {
        Cell::link(scene.link_to(&PageKind::Indicator(indicator)), value::name_with_unit(scene, indicator)).number()
    });
    [Cell::text(scene.words("body.head"))].into_iter().chain(indicators).collect()
}

fn row(scene: &Scene, year: u16, position: usize, indicators: &[Indicator]) -> TableRow {
    match scene.body(position).year(year) {
        Some(body_year) => {
            let href = scene.link_to(&PageKind::BodyYear(position, year));
            let edition = body_year.report().edition();
            let cells = indicators.iter().map(|&indicator| {
                let outcome = &body_year.reading(indicator).outcome;
                let cell = body::reading_cell(scene, position, year, outcome).number();
                if outcome.is_ok() { cell.leads_to(figure::on_page(&href, indicator.inputs(edition))) } else { cell }
            });
            let cells = cells.collect();
            TableRow::new(Cell::link(href, scene.body_name(position)), cells)
        }
        None => {
            let href = scene.link_to(&PageKind::Body(position));
            let gap = Cell { title: scene.words("year.no_report"), ..Cell::gap().number() };
            let head = Cell::link(href, scene.body_name(position)).note(scene.words("year.no_report"));
            TableRow::new(head, vec![gap; indicators.len()])
        }
    }
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
    let portal = scene.portal();
    let heads = vec![
        Cell::text(scene.words("year.head")),
        Cell::text(scene.words("years.reports")).number(),
        Cell::text(scene.words("years.edition")),
        Cell::text(scene.words("years.groups")),
    ];
    let row = |&year: &u16| {
        let edition = crate::form::Edition::required_for(year).id();
        let groups: Vec<String> = portal.groups(year).into_iter().map(|group| scene.group_name(group)).collect();
        let cells = vec![
            Cell::text(portal.coverage().reports(year).to_string()).number(),
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
