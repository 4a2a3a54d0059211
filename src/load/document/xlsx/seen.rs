//! Which rows and columns of a sheet are seen, and whether it shows zeros: what the crate that reads workbooks does not say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::archive::{Archive, Trouble};
use super::super::relations::{decoded, related};
use super::super::xml::{self, Element};
use super::conditional::{Looks, place};
use super::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS};

/// Where nearly every workbook has its main part.
const MAIN_PART: &str = "xl/workbook.xml";
/// In a row of this height, in points, nothing is seen.
const LOWEST: f64 = 1.0;
/// In a column of this width, in digits, nothing is seen.
const NARROWEST: f64 = 0.2;

/// The rows of a sheet, counted from 0: all of them, and those that are seen.
#[derive(Debug, Default)]
pub struct Axis {
    /// For each of the first ones, and the one behind them, how many that are seen stand before it. All others are seen.
    before: Vec<u32>,
    /// Those of the first ones that are seen.
    seen: Vec<u32>,
}

impl Axis {
    fn of(hidden: &BTreeSet<u32>) -> Axis {
        let Some(&last) = hidden.last() else { return Axis::default() };
        let seen: Vec<u32> = (0..=last).filter(|at| !hidden.contains(at)).collect();
        let mut count = 0;
        let mut before = vec![0];
        for at in 0..=last {
            count += u32::from(!hidden.contains(&at));
            before.push(count);
        }
        Axis { before, seen }
    }

    /// How many that are seen stand before one: its number among them, where it is seen itself.
    pub fn before(&self, at: u32) -> u32 {
        let first = self.before.len().saturating_sub(1);
        match self.before.get(at as usize) {
            Some(&before) => before,
            None => self.seen.len() as u32 + (at - first as u32),
        }
    }

    /// Which one it is that has this number among those that are seen.
    pub fn original(&self, number: u32) -> u32 {
        let first = self.before.len().saturating_sub(1) as u32;
        self.seen.get(number as usize).copied().unwrap_or_else(|| first + number - self.seen.len() as u32)
    }
}

/// What is seen of a sheet.
#[derive(Debug)]
pub struct Seen {
    /// Its rows.
    pub rows: Axis,
    /// The columns that are hidden. What stands in them keeps its place: without it the cells of a row would move along.
    hidden_columns: BTreeSet<u32>,
    /// Whether a zero is shown as one.
    pub zeros: bool,
    /// The cells with a formula, by row and column, from 0.
    formulas: BTreeSet<(u32, u32)>,
    /// Whether formulas are shown in place of their results.
    shows_formulas: bool,
}

impl Seen {
    /// What is seen of the sheet in a part.
    ///
    /// # Errors
    /// The part cannot be read.
    pub fn of(part: &str) -> Result<Seen, Trouble> {
        let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
        let mut zeros = true;
        let mut next = 1;
        let (mut formulas, mut shows_formulas, mut cell) = (BTreeSet::new(), false, None);
        xml::starts(part, |element| match element.name {
            "sheetView" => {
                zeros &= !says(element, "showZeros", false);
                shows_formulas |= says(element, "showFormulas", true);
            }
            "c" => cell = element.attribute("r").and_then(|at| place(&at)),
            "f" if formulas.len() < MOST_CELLS => formulas.extend(cell),
            "col" if is_hidden(element, "width", NARROWEST) => {
                let (first, last) = (number(element, "min"), number(element, "max"));
                let (first, last) = (first.unwrap_or(1).max(1), last.unwrap_or(0).min(MOST_COLUMNS));
                columns.extend((first..=last).map(|at| at - 1));
            }
            "row" => {
                let at = number(element, "r").unwrap_or(next);
                next = at.saturating_add(1);
                if (1..=MOST_ROWS).contains(&at) && is_hidden(element, "ht", LOWEST) {
                    rows.insert(at - 1);
                }
            }
            _ => {}
        })?;
        Ok(Seen { rows: Axis::of(&rows), hidden_columns: columns, zeros, formulas, shows_formulas })
    }

    /// Where an area that begins at a row and a column begins among the rows that are seen, and how many rows and columns of it
    /// are; `None` where no row of it is.
    pub fn area(&self, (row, column): (u32, u32), (rows, columns): (u32, u32)) -> Option<((u32, u32), (u32, u32))> {
        let start = self.rows.before(row);
        let rows = self.rows.before(row.saturating_add(rows)) - start;
        (rows > 0).then_some(((start, column), (rows, columns)))
    }

    /// Whether a cell on the sheet has a formula.
    pub fn is_formula(&self, at: (u32, u32)) -> bool {
        self.formulas.contains(&at)
    }

    /// Whether a cell on the sheet shows a formula where its result is stored.
    pub fn shows_formula(&self, at: (u32, u32)) -> bool {
        self.shows_formulas && self.is_formula(at)
    }

    /// Whether a column is hidden.
    pub fn is_hidden(&self, column: u32) -> bool {
        self.hidden_columns.contains(&column)
    }
}

/// The parts of a workbook that hold its sheets, by the names of the sheets.
pub struct Parts<'a> {
    archive: Archive<'a>,
    names: BTreeMap<String, String>,
    styles: Option<String>,
}

impl<'a> Parts<'a> {
    /// Those of a workbook.
    ///
    /// # Errors
    /// It has no main part, or that cannot be read.
    pub fn of(bytes: &'a [u8]) -> Result<Parts<'a>, Trouble> {
        let mut archive = Archive::open(bytes)?;
        let main = related(&mut archive, "").unwrap_or_default().into_iter().find(|one| one.kind == "officeDocument");
        let main = main.map(|one| one.part).filter(|name| archive.has(name)).unwrap_or_else(|| MAIN_PART.to_owned());
        let text = decoded(&mut archive, &main)?;
        let root = xml::parse(&text)?;
        let mut names = BTreeMap::new();
        let parts = related(&mut archive, &main).unwrap_or_default();
        for sheet in root.child("sheets").into_iter().flat_map(Element::elements) {
            let (Some(name), Some(id)) = (sheet.attribute("name"), sheet.attribute("id")) else { continue };
            let Some(part) = parts.iter().find(|part| part.id == id) else { continue };
            // Some write the path from the root of the archive, and no `/` before it.
            let from_root = part.part.split_once('/').map(|(_, rest)| rest).filter(|rest| archive.has(rest));
            let part = if archive.has(&part.part) { &part.part } else { from_root.unwrap_or(&part.part) };
            names.insert(name.into_owned(), part.to_owned());
        }
        let styles = parts.into_iter().find(|part| part.kind == "styles").map(|part| part.part);
        Ok(Parts { archive, names, styles })
    }

    /// The looks that conditional formats give cells.
    pub fn looks(&mut self) -> Looks {
        let text = self.styles.as_ref().and_then(|part| decoded(&mut self.archive, part).ok());
        text.and_then(|text| Some(Looks::of(&xml::parse(&text).ok()?))).unwrap_or_default()
    }

    /// The text of the part that holds a sheet.
    ///
    /// # Errors
    /// It is not there or cannot be read.
    pub fn text(&mut self, sheet: &str) -> Result<String, Trouble> {
        let part = self.names.get(sheet).ok_or(Trouble::Broken)?;
        decoded(&mut self.archive, part)
    }
}

fn number(element: &Element<'_>, name: &str) -> Option<u32> {
    element.attribute(name)?.parse().ok()
}

/// Whether an attribute says this.
fn says(element: &Element<'_>, name: &str, what: bool) -> bool {
    let said = element.attribute(name);
    said.is_some_and(|said| matches!(&*said, "1" | "true" | "on") == what)
}

/// Whether a row or a column is hidden: said so, or with so little extent that nothing is seen of it.
fn is_hidden(element: &Element<'_>, extent: &str, least: f64) -> bool {
    let is_nothing = |extent: &str| extent.parse::<f64>().is_ok_and(|extent| extent <= least);
    says(element, "hidden", true) || element.attribute(extent).is_some_and(|extent| is_nothing(&extent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_seen(axis: &Axis, at: u32) -> bool {
        axis.before(at) < axis.before(at + 1)
    }

    #[test]
    fn what_is_seen_is_counted_without_what_is_hidden() {
        let axis = Axis::of(&BTreeSet::from([1, 2, 5]));
        let seen: Vec<u32> = (0..10).filter(|&at| is_seen(&axis, at)).collect();
        assert_eq!(seen, [0, 3, 4, 6, 7, 8, 9]);
        for (number, at) in (0..).zip(seen) {
            assert_eq!((axis.before(at), axis.original(number)), (number, at));
        }
        let all = Axis::of(&BTreeSet::new());
        assert!(is_seen(&all, 7) && all.before(7) == 7 && all.original(7) == 7);
    }

    #[test]
    fn rows_columns_and_zeros_are_hidden_in_several_ways() {
        let seen = Seen::of(
            "<worksheet><sheetViews><sheetView showZeros='0'/></sheetViews><cols><col min='2' max='16384' hidden='1'/></cols>\
             <sheetData><row hidden='true'/><row r='4' ht='0.75'/><row hidden='0'/></sheetData></worksheet>",
        )
        .unwrap();
        assert!(!seen.zeros);
        assert_eq!((0..6).filter(|&row| is_seen(&seen.rows, row)).collect::<Vec<_>>(), [1, 2, 4, 5]);
        assert!(!seen.is_hidden(0) && seen.is_hidden(1) && seen.is_hidden(MOST_COLUMNS - 1));
        assert_eq!(seen.area((2, 0), (2, 2)), Some(((1, 0), (1, 2))));
        assert_eq!(seen.area((3, 0), (1, 1)), None);
    }
}
