//! Which body has a report for which year, and how much of it was read.

use serde::Serialize;

use super::paging::{self, List};
use super::part::{Cell, Link, Table, TableRow};
use super::shell::Page;
use super::{PageKind, Scene, data, figure};
use crate::model::{CoverageCell, CoverageRow};
use crate::render::data::Dataset;
use crate::render::number;
use crate::report::{SourceKind, State};

#[derive(Debug, Serialize)]
pub struct CoverageView {
    title: String,
    lead: String,
    table: Table,
    states: Table,
    data: Link,
}

impl Page for CoverageView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn view(scene: &Scene) -> CoverageView {
    let coverage = scene.portal().coverage();
    let total = coverage.total;
    let count = |n: usize| number::exact(n.into());
    let states = State::ALL.map(|state| {
        let name = scene.term(&format!("form.state.{}.name", state.id()));
        let cells = vec![Cell::text(figure::mark(scene, state)), Cell::text(count(total.count(state))).number()];
        let explain = scene.term(&format!("form.state.{}.explain", state.id()));
        TableRow::new(Cell::text(name).note(explain), cells)
    });
    let state_heads = vec![
        Cell::text(scene.words("coverage.state")),
        Cell::text(scene.words("coverage.mark")),
        Cell::text(scene.words("coverage.count")).number(),
    ];
    CoverageView {
        title: scene.words("coverage.title"),
        lead: scene.fill("coverage.lead", &[("read", &count(total.with_value())), ("total", &count(total.total()))]),
        table: match scene.site.paging.splits(List::Coverage) {
            true => places(scene),
            false => table(scene, 0..scene.count()),
        },
        states: Table::new(scene.words("coverage.states_caption"), state_heads, states.into()),
        data: data::way(scene, Dataset::Reports, None),
    }
}

/// Bodies by years: how much of each report was read.
pub fn table(scene: &Scene, positions: impl Iterator<Item = usize>) -> Table {
    let mut heads = vec![Cell::text(scene.words("body.head"))];
    heads.extend(scene.span().iter().map(|year| Cell::text(year.to_string()).number()));
    let rows = positions.map(|position| row(scene, scene.coverage_of(position))).collect();
    Table::new(scene.words("coverage.caption"), heads, rows).class("sticky").filterable()
}

fn row(scene: &Scene, row: &CoverageRow) -> TableRow {
    let cells = row.cells.iter().zip(scene.span()).map(|(cell, &year)| match cell {
        CoverageCell::Report(read) => {
            let (with_value, total) = (read.with_value().to_string(), read.total().to_string());
            let mut cell = Cell::link(
                scene.link_to(&PageKind::BodyYear(row.body, year)),
                scene.fill("coverage.cell", &[("read", &with_value), ("total", &total)]),
            );
            let kind = scene.body_year(row.body, year).report().source.kind;
            if kind == SourceKind::Image {
                cell.note = scene.words("coverage.image");
            } else if read.with_value() < read.total() {
                cell.note =
                    scene.fill("coverage.lacking", &[("count", &(read.total() - read.with_value()).to_string())]);
            }
            cell.number()
        }
        CoverageCell::Gap => Cell::text(scene.words("coverage.gap")).class("disputed").number(),
        CoverageCell::Outside => Cell::gap().number(),
    });
    let head = Cell::link(scene.link_to(&PageKind::Body(row.body)), scene.body_name(row.body));
    TableRow::new(head, cells.collect())
}

/// The places that the list is divided into, by years: how many bodies have a report.
fn places(scene: &Scene) -> Table {
    let coverage = scene.portal().coverage();
    let heads = coverage.years.iter().map(u16::to_string).collect();
    let caption = scene.words("paging.coverage_caption");
    paging::table(scene, List::Coverage, caption, heads, |place| {
        let members = &scene.site.paging.places.all[place].members;
        let cell = |year: usize| {
            let has_report = |cell: &CoverageCell| matches!(cell, CoverageCell::Report(_));
            let reports = members.iter().filter(|m| has_report(&coverage.rows[m.body].cells[year])).count();
            Cell::text(format!("{reports}/{}", members.len()))
        };
        Some((0..coverage.years.len()).map(cell).collect())
    })
}
