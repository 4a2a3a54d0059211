//! The body of a Word document: its paragraphs and tables in reading order, laid out with their merged cells, each with
//! its place.

use std::collections::BTreeMap;

use super::super::assembly::{Assembly, GridCell, ILLEGIBLE, MOST_LETTERS};
use super::super::xml::Element;
use super::inline::{self, Fields, Inline, accepted};
use super::style::{Lists, Look, Styles, ground};
use crate::report::{Spot, TableCell};

/// A row with no more cells than this that holds a table is there for the layout of the page.
const MOST_LAYOUT_CELLS: usize = 2;
/// The most columns that a cell or a gap can span: beyond what is read at all.
const WIDEST: usize = 1000;

/// A body in the making.
pub struct Body<'s> {
    styles: &'s Styles,
    lists: Lists,
    fields: Fields,
    assembly: Assembly,
    paragraphs: u32,
    tables: u32,
    /// The place of everything, while what a text box or a layout cell holds is read.
    inside: Option<Spot>,
    /// How characters look in the table that is read, and in its cell.
    around: Look,
    /// Text of paragraphs whose end was deleted: it belongs to the next one.
    carried: String,
    /// Whether the document takes in another file here.
    pub embeds: bool,
    /// The tables that were not read, for their columns are seen from right to left; counted from 1.
    pub mirrored: Vec<u32>,
}

impl<'s> Body<'s> {
    /// Nothing yet.
    pub fn new(styles: &'s Styles, lists: Lists) -> Body<'s> {
        Body {
            styles,
            lists,
            fields: Fields::default(),
            assembly: Assembly::default(),
            paragraphs: 0,
            tables: 0,
            inside: None,
            around: Look::default(),
            carried: String::new(),
            embeds: false,
            mirrored: Vec::new(),
        }
    }

    /// What was put together.
    pub fn finish(self) -> Assembly {
        self.assembly
    }

    /// Reads what stands in an element, block by block.
    pub fn blocks(&mut self, element: &Element<'_>) {
        for block in accepted(element) {
            if self.assembly.is_full() {
                return;
            }
            match block.name {
                "p" => self.paragraph(block),
                "tbl" => self.table(block),
                "altChunk" => self.embeds = true,
                _ => {}
            }
        }
        if !self.carried.is_empty() {
            let rest = std::mem::take(&mut self.carried);
            self.line(&rest, self.inside.unwrap_or(Spot::Document { paragraph: self.paragraphs, cell: None }));
        }
    }

    fn paragraph(&mut self, paragraph: &Element<'_>) {
        let (found, label) = self.inline(paragraph);
        let spot = self.inside.unwrap_or_else(|| {
            self.paragraphs += 1;
            Spot::Document { paragraph: self.paragraphs, cell: None }
        });
        match label {
            None => self.carried.push_str(&found.text),
            Some(label) => {
                let label = label.trim_start_matches(ILLEGIBLE);
                let text = format!("{label}{}{}", std::mem::take(&mut self.carried), found.text);
                text.split('\n').for_each(|line| self.line(line, spot));
            }
        }
        self.in_boxes(&found, spot);
    }

    /// A line; where tabs divide it, a row of cells.
    fn line(&mut self, line: &str, spot: Spot) {
        let cell = |text: &str| GridCell { text: text.to_owned(), columns: 1, rows: 1, spot };
        let filled = line.split('\t').filter(|piece| !piece.trim().is_empty()).count();
        match filled >= 2 {
            true => self.assembly.loose_row(line.split('\t').map(cell).collect()),
            false => self.assembly.paragraph(line, spot),
        }
    }

    fn in_boxes(&mut self, found: &Inline<'_, '_>, spot: Spot) {
        let carried = std::mem::take(&mut self.carried);
        let outer = self.inside.replace(spot);
        found.boxes.iter().for_each(|content| self.blocks(content));
        self.inside = outer;
        self.carried = carried;
    }

    /// The text of a paragraph, and the number that Word prints before it, illegible where that is not known; `None` in its
    /// stead where the paragraph's end was deleted, so that it goes on in the next.
    fn inline<'e, 'a>(&mut self, paragraph: &'e Element<'a>) -> (Inline<'e, 'a>, Option<String>) {
        let properties = paragraph.child("pPr");
        let style = self.styles.name_of(properties);
        let found = inline::read(paragraph, style.as_deref(), self.styles, &mut self.fields, self.around);
        self.embeds |= found.embeds;
        let mark = properties.and_then(|properties| properties.child("rPr"));
        if mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            return (found, None);
        }
        let label = self.lists.next(properties, style.as_deref(), self.styles);
        let mut label = label.unwrap_or_else(|| ILLEGIBLE.to_string());
        if label.ends_with(|c: char| c.is_ascii()) {
            label.push(' ');
        }
        (found, Some(label))
    }

    fn table(&mut self, table: &Element<'_>) {
        self.tables += 1;
        let number = self.tables;
        if self.styles.mirrors(table) {
            self.mirrored.push(number);
            return;
        }
        let outside = std::mem::replace(&mut self.around, self.styles.look_in(table));
        let rows = accepted(table).into_iter().filter(|row| row.name == "tr");
        let is_there = |row: &&Element<'_>| {
            let properties = row.child("trPr");
            let is_gone = |row: &Element<'_>| row.child("del").is_some() || row.switch("hidden") == Some(true);
            !properties.is_some_and(|row| is_gone(row) || is_flat(row))
        };
        let mut grid: Vec<Vec<GridCell>> = Vec::new();
        // Merged cells that may go on in the next row: by their first column, the row and the cell that they began as.
        let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut later: Vec<(Spot, &Element<'_>)> = Vec::new();
        for (row, row_number) in rows.filter(is_there).zip(1..) {
            let cells: Vec<&Element<'_>> = accepted(row).into_iter().filter(|cell| is_cell(cell)).collect();
            let spot = |cell: u32| Spot::Document {
                paragraph: self.paragraphs,
                cell: Some(TableCell { table: number, row: row_number, cell }),
            };
            let holds_table = |cell: &&Element<'_>| accepted(cell).iter().any(|block| block.name == "tbl");
            if cells.len() <= MOST_LAYOUT_CELLS && cells.iter().any(holds_table) {
                self.assembly.table(std::mem::take(&mut grid));
                open.clear();
                let spots: Vec<Spot> = (1..=cells.len() as u32).map(spot).collect();
                for (cell, spot) in cells.into_iter().zip(spots) {
                    let outer = self.inside.replace(spot);
                    self.blocks(cell);
                    self.inside = outer;
                }
                continue;
            }
            let mut laid: Vec<GridCell> = Vec::new();
            let mut still_open = BTreeMap::new();
            let gap = count(row.child("trPr"), "gridBefore");
            let mut column = gap;
            if gap > 0 {
                laid.push(GridCell { text: String::new(), columns: gap, rows: 1, spot: spot(1) });
            }
            let spots: Vec<Spot> = (1..=cells.len() as u32).map(spot).collect();
            for (cell, spot) in cells.into_iter().zip(spots) {
                let properties = cell.child("tcPr");
                let columns = count(properties, "gridSpan").max(1);
                let start = column;
                column = column.saturating_add(columns);
                let text = self.cell(cell, spot, &mut later);
                let beside = properties.and_then(|cell| cell.child("hMerge"));
                if beside.is_some_and(|merge| goes_on(merge))
                    && let Some(before) = laid.last_mut()
                {
                    before.columns = before.columns.saturating_add(columns);
                    continue;
                }
                match merge(properties) {
                    Some(true) if open.contains_key(&start) => {
                        let (first_row, first_cell) = open[&start];
                        grid[first_row][first_cell].rows += 1;
                        still_open.insert(start, (first_row, first_cell));
                        continue;
                    }
                    Some(_) => drop(still_open.insert(start, (grid.len(), laid.len()))),
                    None => {}
                }
                laid.push(GridCell { text, columns, rows: 1, spot });
            }
            open = still_open;
            grid.push(laid);
        }
        self.assembly.table(grid);
        self.around = outside;
        for (spot, block) in later {
            let outer = self.inside.replace(spot);
            match block.name {
                "tbl" => self.table(block),
                _ => self.blocks(block),
            }
            self.inside = outer;
        }
    }

    /// The text of a cell. Tables and text boxes in it are put off until after the table.
    fn cell<'e, 'a>(&mut self, cell: &'e Element<'a>, spot: Spot, later: &mut Vec<(Spot, &'e Element<'a>)>) -> String {
        let mut text = String::new();
        let mut unread = false;
        let around = self.around;
        self.around.ground = cell.child("tcPr").and_then(ground).or(around.ground);
        for block in accepted(cell) {
            match block.name {
                "p" => {
                    let (found, label) = self.inline(block);
                    unread |= found.picture || found.embeds || !found.boxes.is_empty();
                    later.extend(found.boxes.iter().map(|&content| (spot, content)));
                    match label.as_deref() {
                        None => {
                            text.push_str(&found.text);
                            continue;
                        }
                        Some("") => text.push_str(&found.text),
                        Some(label) if found.text.chars().any(is_word) => {
                            text.extend([label.trim_start_matches(ILLEGIBLE), " ", &found.text]);
                        }
                        // A printed number before a figure or in an empty cell: which is the figure is not known.
                        Some(_) => {
                            text.push(ILLEGIBLE);
                            text.push_str(&found.text);
                        }
                    }
                    text.push('\n');
                }
                "tbl" => {
                    unread = true;
                    later.push((spot, block));
                }
                "altChunk" => {
                    unread = true;
                    self.embeds = true;
                }
                // A placeholder, or what is seen in one way or another.
                "sdt" | "AlternateContent" => unread = true,
                _ => {}
            }
        }
        self.around = around;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let is_number = letters <= MOST_LETTERS && text.contains(char::is_numeric);
        if unread && (is_number || text.trim().is_empty()) {
            text.push(ILLEGIBLE);
        }
        text
    }
}

fn is_cell(element: &Element<'_>) -> bool {
    element.name == "tc" && element.child("tcPr").is_none_or(|properties| properties.child("cellDel").is_none())
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// A number of columns that a property gives; 0 where it gives none, never more than are read.
fn count(properties: Option<&Element<'_>>, name: &str) -> usize {
    let value = properties.and_then(|properties| properties.value(name));
    value.and_then(|value| value.trim().parse::<u64>().ok()).map_or(0, |columns| columns.min(WIDEST as u64) as usize)
}

/// Whether a cell goes on from the row above (`true`) or begins a merged cell (`false`); `None` where it is not merged.
fn merge(properties: Option<&Element<'_>>) -> Option<bool> {
    let properties = properties?;
    let tracked = properties.child("cellMerge").and_then(|merge| merge.attribute("vMerge"));
    match (properties.child("vMerge"), tracked) {
        (Some(merge), _) => Some(goes_on(merge)),
        (None, Some(tracked)) => Some(tracked == "cont"),
        (None, None) => None,
    }
}

fn goes_on(merge: &Element<'_>) -> bool {
    merge.attribute("val").is_none_or(|kind| kind == "continue")
}

/// The least height of a row, in twentieths of a point, in which something can be seen.
const LEAST_HEIGHT: u32 = 20;

/// Whether a row is exactly so low that nothing of it is seen.
fn is_flat(properties: &Element<'_>) -> bool {
    let height = properties.child("trHeight").filter(|height| height.attribute("hRule").as_deref() == Some("exact"));
    let exact = height.and_then(|height| height.attribute("val")?.parse::<u32>().ok());
    exact.is_some_and(|height| height > 0 && height <= LEAST_HEIGHT)
}
