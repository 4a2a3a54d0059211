//! One frame of lines with what stands in it, as rows and columns of cells. Cells without a line between them are one.

use super::glyphs::Glyph;
use super::lines::{ILLEGIBLE, Run, lines, numbers};
use super::rules::{Frame, clustered, root, unite};

/// A gap within a cell this wide, in sizes of the type, divides two pieces of text.
const GAP: f32 = 1.2;
/// What a word processor leaves free at both sides of a cell, in mm.
const PADDING: f32 = 3.8;
/// A cell with more characters than this, among few cells, is a page in a frame and no cell of a table.
const LONG: usize = 200;
/// The most columns and rows of one frame that are looked at.
const MOST: usize = 400;

/// A cell. Rows and columns are counted from 0; `bottom` and `right` are one beyond the last.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetCell {
    /// Its first row.
    pub top: usize,
    /// The row behind its last.
    pub bottom: usize,
    /// Its first column.
    pub left: usize,
    /// The column behind its last.
    pub right: usize,
    /// What stands in it.
    pub text: String,
    /// The page, counted from 1, and where its text begins (without text: where it does), in mm.
    pub at: (u32, f32, f32),
}

/// A table, or the part of one that is on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Where columns begin and the last one ends, in mm from the left edge of the page.
    pub columns: Vec<f32>,
    /// How many rows.
    pub rows: usize,
    /// The cells by row and column.
    pub cells: Vec<SheetCell>,
    /// Its first page, counted from 1.
    pub page: u32,
    /// Its upper edge there, in mm.
    pub top: f32,
    /// Whether lines close it at its upper and its lower end.
    pub closed: [bool; 2],
}

impl Sheet {
    /// The texts of a row, without the cells that begin above it.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &SheetCell> {
        self.cells.iter().filter(move |cell| cell.top == row)
    }
}

/// The cells of a frame. `None` where the frame is no table: a line, a box round a paragraph.
pub fn sheet(frame: &Frame, glyphs: &[Glyph], page: u32) -> Option<Sheet> {
    let [left, top, right, bottom] = frame.bounds();
    let columns = clustered(frame.upright.iter().map(|rule| rule.at).chain([left, right]).collect());
    let rows = clustered(frame.level.iter().map(|rule| rule.at).chain([top, bottom]).collect());
    let (width, height) = (columns.len() - 1, rows.len() - 1);
    if width == 0 || height == 0 || width * height < 2 || frame.upright.is_empty() || width > MOST || height > MOST {
        return None;
    }
    let cells = united(frame, &columns, &rows);
    let glyphs = &with_whole_numbers(glyphs, &cells, &columns, &rows);
    let mut found: Vec<SheetCell> = Vec::new();
    for (top, bottom, left, right) in cells {
        let inside = |glyph: &&Glyph| {
            (columns[left]..columns[right]).contains(&glyph.centre())
                && (rows[top]..rows[bottom]).contains(&glyph.middle)
        };
        let inside: Vec<Glyph> = glyphs.iter().filter(inside).copied().collect();
        let lines = lines(&inside, GAP);
        let first = lines.first().and_then(|line| line.first());
        let at = first.map_or((columns[left], rows[top]), |run| (run.left, run.middle - run.size / 2.0));
        let text = text(&lines, columns[right] - columns[left]);
        found.push(SheetCell { top, bottom, left, right, text, at: (page, at.0, at.1) });
    }
    let is_layout = found.len() < 4 && found.iter().any(|cell| cell.text.chars().count() > LONG);
    if found.len() < 2 || is_layout || found.iter().all(|cell| cell.text.is_empty()) {
        return None;
    }
    let closes = |at: f32| {
        let drawn: f32 =
            frame.level.iter().filter(|rule| (rule.at - at).abs() < 1.0).map(|rule| rule.to - rule.from).sum();
        drawn > 0.5 * (right - left)
    };
    let closed = [closes(top), closes(bottom)];
    Some(Sheet { columns, rows: height, cells: found, page, top, closed })
}

/// A number that runs over the border of its cell is cut by it into others. Where the rest is outside the table, it is moved
/// in; where it is in another cell, what belongs to which cannot be told, and the digits become illegible.
fn with_whole_numbers(
    glyphs: &[Glyph],
    cells: &[(usize, usize, usize, usize)],
    columns: &[f32],
    rows: &[f32],
) -> Vec<Glyph> {
    let mut whole = glyphs.to_vec();
    let home = |glyph: &Glyph| {
        cells.iter().position(|&(top, bottom, left, right)| {
            (columns[left]..columns[right]).contains(&glyph.centre())
                && (rows[top]..rows[bottom]).contains(&glyph.middle)
        })
    };
    for number in numbers(glyphs).into_iter().filter(|number| number.len() > 1) {
        let homes: Vec<Option<usize>> = number.iter().map(|&index| home(&glyphs[index])).collect();
        let mut inside: Vec<usize> = homes.iter().flatten().copied().collect();
        inside.dedup();
        match inside[..] {
            [only] if homes.contains(&None) => {
                let (_, _, left, right) = cells[only];
                let (room, first) = (columns[right] - columns[left], glyphs[number[0]].left);
                let last = glyphs[number[number.len() - 1]].right;
                // Its order stays; its size does not matter to what it says.
                let shrink = (room * 0.9 / (last - first)).min(1.0);
                for &index in &number {
                    let glyph = &mut whole[index];
                    glyph.left = columns[left] + room * 0.05 + (glyph.left - first) * shrink;
                    glyph.right = columns[left] + room * 0.05 + (glyph.right - first) * shrink;
                }
            }
            [_] | [] => {}
            _ => number.iter().for_each(|&index| whole[index].char = ILLEGIBLE),
        }
    }
    whole
}

/// Boxes of the grid between which no line is, as (top, bottom, left, right). A region that is no rectangle stays in
/// single boxes: which of its lines is missing is not known.
fn united(frame: &Frame, columns: &[f32], rows: &[f32]) -> Vec<(usize, usize, usize, usize)> {
    let (width, height) = (columns.len() - 1, rows.len() - 1);
    let mut group: Vec<usize> = (0..width * height).collect();
    let is_drawn = |level: bool, at: f32, from: f32, to: f32| {
        let rules = if level { &frame.level } else { &frame.upright };
        let covered: f32 = rules
            .iter()
            .filter(|rule| (rule.at - at).abs() < 0.9)
            .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
            .sum();
        covered > 0.5 * (to - from)
    };
    for row in 0..height {
        for column in 0..width {
            let here = row * width + column;
            if column + 1 < width && !is_drawn(false, columns[column + 1], rows[row], rows[row + 1]) {
                unite(&mut group, here, here + 1);
            }
            if row + 1 < height && !is_drawn(true, rows[row + 1], columns[column], columns[column + 1]) {
                unite(&mut group, here, here + width);
            }
        }
    }
    let mut regions: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for one in 0..width * height {
        regions.entry(root(&mut group, one)).or_default().push(one);
    }
    let mut cells = Vec::new();
    for boxes in regions.into_values() {
        let (tops, lefts) = (boxes.iter().map(|one| one / width), boxes.iter().map(|one| one % width));
        let (top, bottom) = (tops.clone().min().unwrap_or(0), tops.max().unwrap_or(0) + 1);
        let (left, right) = (lefts.clone().min().unwrap_or(0), lefts.max().unwrap_or(0) + 1);
        if boxes.len() == (bottom - top) * (right - left) {
            cells.push((top, bottom, left, right));
        } else {
            cells.extend(boxes.iter().map(|one| (one / width, one / width + 1, one % width, one % width + 1)));
        }
    }
    cells.sort_unstable_by_key(|&(top, _, left, _)| (top, left));
    cells
}

/// The text of a cell: its lines joined. Where a line ends and the next begins with a digit, they are two numbers unless
/// the line is full.
fn text(lines: &[Vec<Run>], width: f32) -> String {
    let mut text = String::new();
    // What the line above leaves free, and what would have to be free for one more digit.
    let (mut free, mut room) = (f32::MAX, 0.0);
    let mut last_digits = 0;
    for line in lines {
        for (index, run) in line.iter().enumerate() {
            let digits =
                text.ends_with(|c: char| c.is_ascii_digit()) && run.text.starts_with(|c: char| c.is_ascii_digit());
            let letters = text.ends_with(|c: char| c.is_ascii_alphabetic())
                && run.text.starts_with(|c: char| c.is_ascii_alphabetic());
            let goes_on = free <= room && last_digits >= 3 && run.text.chars().count() <= last_digits;
            if index > 0 || letters || (digits && !goes_on) {
                text.push(' ');
            }
            text.push_str(&run.text);
        }
        let tail = text.chars().rev().take_while(char::is_ascii_digit);
        last_digits = tail.count();
        let (first, last) = (line.first(), line.last());
        free = first.zip(last).map_or(f32::MAX, |(first, last)| width - (last.right - first.left));
        room = last.map_or(0.0, |last| PADDING + (last.right - last.left) / last.places.len() as f32);
    }
    text
}
