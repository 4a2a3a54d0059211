//! Bodies by their indicators, in their groups, for the latest years; and what is said of a group as a whole.

use serde::Serialize;

use super::paging::ROWS;
use super::part::{Link, Table};
use super::shell::Page;
use super::{PageKind, Scene, data, value, year};
use crate::model::{Comparison, Indicator, Kind};
use crate::render::data::Dataset;
use crate::render::number;

/// The indicators of overview tables.
pub const MAIN: [Indicator; 8] = [
    Indicator::Received,
    Indicator::Handled,
    Indicator::DisclosureRate,
    Indicator::RefusalRate,
    Indicator::UnavailableRate,
    Indicator::CarryOverRate,
    Indicator::Reviews,
    Indicator::Litigation,
];

#[derive(Debug, Serialize)]
struct CompareGroup {
    name: String,
    /// Its bodies; not there in a large portal, whose years have them on pages of their own.
    table: Option<Table>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CompareYear {
    year: String,
    link: Link,
    groups: Vec<CompareGroup>,
}

#[derive(Debug, Serialize)]
pub struct CompareView {
    title: String,
    lead: String,
    /// Where the tables are; `""` where they are here.
    note: String,
    years: Vec<CompareYear>,
    data: Link,
    indicators: Vec<Choice>,
    script: String,
}

/// An indicator to choose.
#[derive(Debug, Serialize)]
struct Choice {
    id: &'static str,
    name: String,
    /// Whether all its values lie between 0 and 100 %.
    is_share: bool,
}

impl Page for CompareView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

/// How many years the page holds at most; all others have pages of their own.
const YEARS: usize = 3;
/// About how many cells the page may hold: no chart stands beside them. With more of them each is a number and no more.
const CELLS: usize = 1500;

pub fn view(scene: &Scene) -> CompareView {
    let portal = scene.portal();
    let bodies = portal.bodies().len();
    let years = (CELLS / (bodies * Indicator::ALL.len()).max(1)).min(YEARS);
    let is_large = bodies > ROWS;
    let is_lean = years == 0 && !is_large;
    let of_year = |&year: &u16| CompareYear {
        year: year.to_string(),
        link: Link::new(
            scene.link_to(&PageKind::Year(year)),
            scene.fill("compare.year_link", &[("year", &year.to_string())]),
        ),
        groups: portal
            .groups(year)
            .into_iter()
            .map(|group| {
                let name = scene.group_name(group);
                let caption = scene.fill("year.caption", &[("group", &name), ("year", &year.to_string())]);
                let comparison = |&indicator: &Indicator| portal.comparison(year, group, indicator);
                let notes = MAIN.iter().filter_map(|indicator| note(scene, comparison(indicator)?)).collect();
                let table = || year::group_table(scene, year, group, caption, Indicator::ALL);
                let table = (!is_large)
                    .then(|| if is_lean { lean(table(), &scene.words("compare.disputed")) } else { table() });
                CompareGroup { table, notes, name }
            })
            .collect(),
    };
    CompareView {
        title: scene.words("compare.title"),
        lead: scene.words("compare.lead"),
        note: match (is_large, is_lean) {
            (true, _) => scene.words("compare.large"),
            (_, true) => scene.words("compare.lean"),
            _ => String::new(),
        },
        years: portal.years().iter().rev().take(years.max(1)).map(of_year).collect(),
        data: data::way(scene, Dataset::Indicators, None),
        indicators: Indicator::ALL
            .iter()
            .map(|indicator| Choice {
                id: indicator.id(),
                name: value::name_with_unit(scene, *indicator),
                is_share: indicator.kind() == Kind::Share,
            })
            .collect(),
        script: scene.link_to_path("static/compare.js"),
    }
}

/// A table whose cells hold a number and its state alone, not the counts behind it, the way to them, why it is not there, or where
/// a dispute is explained: that a number is `disputed` stands with its other marks.
fn lean(mut table: Table, disputed: &str) -> Table {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.text == number::MISSING {
            cell.mark.clear();
        }
        if cell.dispute.take().is_some() {
            let apart = if cell.mark.is_empty() { "" } else { " " };
            cell.mark.push_str(apart);
            cell.mark.push_str(disputed);
        }
        cell.title.clear();
        cell.note.clear();
        cell.href.clear();
    }
    table
}

/// What a comparison says of its group: median and quartiles, and how many bodies could not be computed. `None` where
/// there is nothing to compare.
pub fn note(scene: &Scene, comparison: &Comparison) -> Option<String> {
    let quartiles = comparison.quartiles?;
    let mut words = scene.fill(
        "compare.note",
        &[
            ("indicator", &value::name_with_unit(scene, comparison.indicator)),
            ("quartiles", &value::quartiles(scene, comparison.indicator, &quartiles)),
        ],
    );
    if !comparison.without.is_empty() {
        words.push_str(&scene.fill("compare.without", &[("count", &comparison.without.len().to_string())]));
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::part::{Cell, TableRow};

    #[test]
    fn a_lean_table_keeps_every_mark_and_what_can_be_done_with_it() {
        let inferred = Cell { mark: "inferred".to_owned(), ..Cell::text("3").note("3/10").number() };
        let disputed = Cell { dispute: Some(Link::new("#findings", "why")), ..inferred.clone() }.class("disputed");
        let gap = Cell { mark: "not computable".to_owned(), ..Cell::gap().number() };
        let row = TableRow::new(Cell::text("body"), vec![inferred, disputed, gap]);
        let whole = Table::new("caption", Vec::new(), vec![row]).class("sticky").sortable();
        let table = lean(whole.clone(), "disputed");
        let cells: Vec<[&str; 4]> =
            table.rows[0].cells.iter().map(|cell| [&*cell.text, &*cell.mark, &*cell.class, &*cell.note]).collect();
        assert_eq!(
            cells,
            [["3", "inferred", "", ""], ["3", "inferred disputed", "disputed", ""], [number::MISSING, "", "gap", ""]]
        );
        assert_eq!(table.class, whole.class);
    }
}
