//! The rows of a table on the lines of its section, however they came to be laid out there: a row a line, its borders
//! tabs, bars or blanks; a cell a line; or no borders at all. Knows what labels and numbers look like; nothing of what
//! they say.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;

use super::grid;
use super::normal::{compact, is_chinese, is_page_number};
use super::run;
use super::slot::{Held, Slot};
use crate::form::Table;
use crate::load::document::{Cell, Content, Line, is_bar};
use crate::report::place_of;

/// One row as laid out: its cells, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidRow {
    /// The cells, labels and figures alike.
    pub cells: Vec<Cell>,
    /// Whether figures stand in one cell without borders between them.
    pub glued: bool,
    /// Whether all cells of the row are there, empty ones too, as they are in a table of the original.
    pub is_certain: bool,
    /// Whether the row has as many cells as most rows of its table.
    pub is_even: bool,
}

impl LaidRow {
    /// A row of which cells may be lost.
    pub fn loose(cells: Vec<Cell>) -> LaidRow {
        LaidRow { cells, glued: false, is_certain: false, is_even: true }
    }

    /// The row that stands on a line.
    pub fn of(line: &Line, cells: &[Cell]) -> LaidRow {
        LaidRow { cells: cells.to_vec(), glued: false, is_certain: line.is_certain, is_even: true }
    }
}

/// The rows found on some lines.
#[derive(Debug, Default)]
pub struct Laid {
    /// The rows, in order.
    pub rows: Vec<LaidRow>,
    /// The lines without borders that turned out to be cells, by their number: they are no running text.
    pub cells_of_prose: BTreeSet<u32>,
}

/// With fewer lines than this that are nothing but a number, cells do not stand one a line.
const LEAST_LONE: usize = 4;
/// The longest label on a line of its own, in characters.
const LONGEST_LABEL: usize = 60;
/// The most words on a line whose cells are divided by blanks, in characters: two labels.
const LONGEST_SPACED: usize = 90;
/// The most pieces of a line whose cells are divided by blanks: two rows of the longest table, every character apart.
const MOST_SPACED: usize = 400;
/// The longest text that is nothing but a cell's number, in characters.
const LONGEST_VALUE: usize = 24;

/// Lays out the lines of the section in which `table` is to be found.
pub fn lay_out(lines: &[Line], table: Table) -> Laid {
    if let Some(laid) = run::lay_out(lines, table) {
        return laid;
    }
    let kinds: Vec<Kind<'_>> = lines.iter().map(kind).collect();
    let mut laid =
        if is_one_a_line(&kinds, lines, table) { one_a_line(&kinds, lines, table) } else { row_a_line(lines, table) };
    if table == Table::Requests {
        mark_uneven(&mut laid.rows);
    }
    laid
}

/// A table has as many cells in each row. Where a row has another number of them, one may be lost, or the borders of its label
/// are. Where no more stand behind a label than a row's figures less one, a column is lost, and no row is as it should be.
fn mark_uneven(rows: &mut [LaidRow]) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_certain && row.cells.len() > grid::WIDTH) {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    let Some((usual, _)) = counts.into_iter().max_by_key(|(_, rows)| *rows) else { return };
    let is_even = |row: &LaidRow| row.cells.len() == usual;
    let is_whole = !rows.iter().any(|row| row.is_certain && is_even(row) && lacks_figures(row));
    rows.iter_mut().for_each(|row| row.is_even = is_whole && is_even(row));
}

/// Whether a row with a number has fewer cells behind its words than a row has figures.
fn lacks_figures(row: &LaidRow) -> bool {
    let is = |cell: &Cell, held: fn(&Held) -> bool| held(&Slot::held(&cell.text));
    let number = row.cells.iter().position(|cell| is(cell, |held| matches!(held, Held::Number(_))));
    let words =
        number.and_then(|number| row.cells[..number].iter().rposition(|cell| is(cell, |held| *held == Held::Label)));
    words.is_some_and(|words| row.cells.len() - words - 1 < grid::WIDTH)
}

fn row_a_line(lines: &[Line], table: Table) -> Laid {
    let mut laid = Laid::default();
    for line in lines {
        match &line.content {
            Content::Empty => {}
            Content::Row(cells) => laid.rows.push(LaidRow::of(line, cells)),
            Content::Prose => match spaced_cells(line, table) {
                Some(cells) => {
                    if cells.len() > 2 {
                        laid.cells_of_prose.insert(line.number);
                    }
                    laid.rows.push(LaidRow::loose(cells));
                }
                None if could_be_label(&line.text) => {
                    laid.rows.push(LaidRow::loose(vec![whole(line, line.text.trim())]));
                }
                None => {}
            },
        }
    }
    laid
}

/// A cell of what stands alone on a line.
fn whole(line: &Line, text: &str) -> Cell {
    let before = place_of(text, &line.text).map_or(0, |at| line.text[..at].chars().count() as u32);
    Cell { text: text.into(), place: line.place(before + 1, text.chars().count() as u32) }
}

/// A line without borders that is words followed by numbers only, or many numbers: its borders were blanks.
fn spaced_cells(line: &Line, table: Table) -> Option<Vec<Cell>> {
    let mut parts: Vec<(u32, &str)> = Vec::new();
    let mut column = 1;
    for part in line.text.split(|c: char| c.is_whitespace()) {
        if !part.is_empty() {
            parts.push((column, part));
        }
        column += part.chars().count() as u32 + 1;
        if parts.len() > MOST_SPACED {
            return None;
        }
    }
    let is_value = |text: &str| {
        text == "无"
            || !compact(text).chars().any(is_chinese) && text.chars().any(|c| c.is_ascii_digit() || "/-—".contains(c))
    };
    let values = parts.iter().rev().take_while(|(_, part)| is_value(part)).count();
    let words = parts.len() - values;
    let length: usize = parts[..words].iter().map(|(_, part)| part.chars().count()).sum();
    // Numbers alone are a row only where there are many of them, as in table `remedies`, or just as many as a row of table
    // `requests` has, between the lines of its label.
    let is_row = values >= 10 || (table == Table::Requests && values == grid::WIDTH);
    let few = if words == 0 { !is_row } else { values == 0 || (values < 2 && length > 16) };
    if few || length > LONGEST_SPACED {
        return None;
    }
    let cell = |column: u32, text: String| {
        let length = text.chars().count() as u32;
        Cell { text: text.into(), place: line.place(column, length) }
    };
    let mut cells: Vec<Cell> = Vec::new();
    let mut label: Option<(u32, String)> = None;
    for (at, &(column, part)) in parts[..words].iter().enumerate() {
        // A number among words is the end of another row, unless it is the number of what follows.
        let is_mark = parts.get(at + 1).is_some_and(|(_, next)| next.starts_with(['.', '、', '．']));
        if matches!(Slot::held(part), Held::Number(_)) && !part.chars().any(is_chinese) && !is_mark {
            cells.extend(label.take().map(|(column, text)| cell(column, text)));
            cells.push(cell(column, part.to_owned()));
            continue;
        }
        match &mut label {
            Some((_, text)) => *text = format!("{text} {part}"),
            None => label = Some((column, part.to_owned())),
        }
    }
    cells.extend(label.map(|(column, text)| cell(column, text)));
    cells.extend(parts[words..].iter().map(|&(column, part)| cell(column, part.to_owned())));
    Some(cells)
}

/// A short line without a full stop may be a label whose cells stand on another line. A page number is none.
fn could_be_label(text: &str) -> bool {
    let compact = compact(text);
    let letters = compact.chars().filter(|c| is_chinese(*c)).count();
    (1..=40).contains(&letters) && !compact.contains(['。', ';']) && !is_page_number(text)
}

/// What a line is, where cells stand one a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    /// Nothing that counts: blank, a page number, a list mark alone, a letter of a label that runs downwards.
    Nothing,
    /// A border and nothing beside it.
    Border,
    /// A number, a mark for nothing, or what was one.
    Value(&'a str),
    /// Words that may be a label.
    Label(&'a str),
    /// A row of several cells, or running text.
    Other,
}

fn kind(line: &Line) -> Kind<'_> {
    let text = match &line.content {
        Content::Row(cells) => {
            let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
            match (filled.next(), filled.next()) {
                (Some(only), None) => only.text.as_str(),
                (None, _) => line.text.as_str(),
                _ => return Kind::Other,
            }
        }
        _ => line.text.as_str(),
    };
    let bare = text.trim().trim_start_matches(is_bar).trim_end_matches(is_bar).trim();
    if bare.is_empty() {
        return if text.contains(is_bar) { Kind::Border } else { Kind::Nothing };
    }
    let length = bare.chars().count();
    // `-3` and `3` may be figures, `- 3 -` and 第 3 页 are none.
    let marked = bare.starts_with('第') || (bare.ends_with(is_dash) && bare.starts_with(is_dash));
    if marked && is_page_number(bare) || is_list_mark(bare) || is_downwards(bare) {
        return Kind::Nothing;
    }
    let held = Slot::held(bare);
    if length <= LONGEST_VALUE {
        match held {
            Held::Number(_) | Held::Mark | Held::Several(_) => return Kind::Value(bare),
            Held::Illegible if bare.chars().any(char::is_alphanumeric) => return Kind::Value(bare),
            _ => {}
        }
    }
    let ends = bare.ends_with(['。', '；', ';', '：', ':', '，']) || bare.contains('。');
    let chinese = bare.chars().any(is_chinese);
    if held == Held::Label && length <= LONGEST_LABEL && chinese && !ends { Kind::Label(bare) } else { Kind::Other }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '－' | '·')
}

/// `1.` on a line of its own: the label follows.
fn is_list_mark(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits) && matches!(text[digits..].trim(), "." | "、" | "．")
}

/// A letter of the merged label that the form prints downwards beside the outcomes.
fn is_downwards(text: &str) -> bool {
    let mut letters = text.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if "三、本年度办理结果".contains(letter))
}

/// Whether cells stand one a line: many lines are nothing but a number, and more of them than numbers stand in rows.
fn is_one_a_line(kinds: &[Kind<'_>], lines: &[Line], table: Table) -> bool {
    let lone = kinds.iter().filter(|kind| matches!(kind, Kind::Value(_))).count();
    if lone < LEAST_LONE {
        return false;
    }
    let is_number = |cell: &&Cell| cell.text.chars().any(|c| c.is_ascii_digit()) && !cell.text.chars().any(is_chinese);
    let in_rows: usize = lines
        .iter()
        .zip(kinds)
        .filter(|(_, kind)| **kind == Kind::Other)
        .map(|(line, _)| match &line.content {
            Content::Row(cells) => cells.iter().filter(is_number).count(),
            Content::Prose => spaced_cells(line, table).map_or(0, |cells| cells.iter().filter(is_number).count()),
            Content::Empty => 0,
        })
        .sum();
    lone > in_rows
}

/// Rows of cells that stand one a line: a label, then the figures behind it. A label over several lines is several rows
/// here, as in every other layout. Where a cell was empty nothing may be left of it; that a row lacks cells is seen later.
fn one_a_line(kinds: &[Kind<'_>], lines: &[Line], table: Table) -> Laid {
    let mut laid = Laid::default();
    let is_value = |kind: &Kind<'_>| matches!(kind, Kind::Value(_));
    let first = kinds.iter().position(is_value).unwrap_or_default();
    let last = kinds.iter().rposition(is_value).unwrap_or_default();
    let filled = kinds.iter().filter(|kind| matches!(kind, Kind::Value(_) | Kind::Label(_))).count();
    // Borders on lines of their own stand between cells; elsewhere a lone border is an empty cell.
    let between = kinds.iter().filter(|kind| **kind == Kind::Border).count() * 2 > filled;
    let mut border_before = false;
    let mut row: Vec<Cell> = Vec::new();
    let flush = |row: &mut Vec<Cell>, laid: &mut Laid| {
        if !row.is_empty() {
            laid.rows.push(LaidRow::loose(std::mem::take(row)));
        }
    };
    for (at, (kind, line)) in kinds.iter().zip(lines).enumerate() {
        match *kind {
            Kind::Nothing => {
                border_before &= line.text.trim().is_empty();
                continue;
            }
            Kind::Border if between && !border_before => {
                border_before = true;
                continue;
            }
            Kind::Border if !row.is_empty() => {
                row.push(Cell { text: CompactString::default(), place: line.place(1, 0) })
            }
            Kind::Border => {}
            Kind::Value(text) => {
                // The row of figures of this table has no words of its own.
                let on_a_head = table == Table::Remedies && row.len() == 1 && Slot::held(&row[0].text) == Held::Label;
                if on_a_head {
                    flush(&mut row, &mut laid);
                }
                row.push(whole(line, text));
                laid.cells_of_prose.insert(line.number);
            }
            Kind::Label(text) => {
                let goes_on = row.len() == 1 && is_numbered(&row[0].text) && !starts_label(text);
                if goes_on && Slot::held(&row[0].text) == Held::Label {
                    row[0].text.push_str(text);
                } else {
                    flush(&mut row, &mut laid);
                    row.push(whole(line, text));
                }
                let within = (first..=last).contains(&at) || kinds[at..].iter().take(2).any(is_value);
                if within && line.content == Content::Prose {
                    laid.cells_of_prose.insert(line.number);
                }
            }
            Kind::Other => {
                flush(&mut row, &mut laid);
                match &line.content {
                    Content::Row(cells) => laid.rows.push(LaidRow::of(line, cells)),
                    _ => laid.rows.extend(spaced_cells(line, table).map(LaidRow::loose)),
                }
            }
        }
        border_before = false;
    }
    flush(&mut row, &mut laid);
    laid
}

/// `1.属于国家秘密`: a label with an Arabic number before it.
fn is_numbered(text: &str) -> bool {
    let text = compact(text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(['.', '、', '．'])
}

/// Whether the words begin a label of their own: with a number of any kind, or a section of the law.
fn starts_label(text: &str) -> bool {
    let text = compact(text);
    let bare = text.trim_start_matches('(');
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第".contains(c);
    bare.starts_with(numeral)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::document::format_for;

    fn laid(text: &str) -> Vec<Vec<String>> {
        let lines = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap().lines;
        let rows = lay_out(&lines, Table::Requests).rows.into_iter();
        rows.map(|row| row.cells.into_iter().map(|cell| cell.text.into()).collect()).collect()
    }

    #[test]
    fn cells_one_a_line_become_rows_behind_their_labels() {
        let expected: Vec<Vec<&str>> = vec![
            vec!["一、本年新收", "8", "1", "9"],
            vec!["三、本年度办理结果"],
            vec!["1.申请人无正当理由逾期不补正、行政机关不再处理", "0", "-", "0"],
        ];
        let plain = "一、本年新收\n8\n1\n9\n三、本年度办理结果\n1.申请人无正当理由逾期不补正\n、行政机关不再处理\n0\n- 3 -\n-\n0\n";
        assert_eq!(laid(plain), expected);
        assert_eq!(laid(&plain.replace('\n', "\n\n")), expected);
        assert_eq!(laid(&plain.replace('\n', " |\n")), expected);
        assert_eq!(laid(&plain.replace('\n', "\n|\n")), expected);
    }

    #[test]
    fn a_border_alone_is_an_empty_cell_where_borders_end_lines() {
        let text = "（一）予以公开 |\n4 |\n|\n0 |\n0 |\n4 |\n（二）部分公开 |\n0 |\n0 |\n|\n0 |\n0 |\n";
        assert_eq!(laid(text)[0], ["（一）予以公开", "4", "", "0", "0", "4"]);
        let text = "（一）予以公开\n|\n4\n|\n|\n0\n|\n0\n|\n4\n|\n（二）部分公开\n|\n0\n|\n0\n";
        assert_eq!(laid(text)[0], ["（一）予以公开", "4", "", "0", "0", "4"]);
    }
}
