//! The ways in which real reports are damaged on their way here, one at a time.

use gongkai::form::Table;

use crate::clean::{Line, Sheet};
use crate::random::Random;

const STRAY: [char; 14] = ['工', '自', '心', '予', '物', '曰', '口', '己', '入', '木', '未', '士', '大', '丁'];

/// Does one harm.
pub fn harm(sheet: &mut Sheet, random: &mut Random) {
    let Some(at) = any_row(sheet, random) else { return };
    match random.below(21) {
        0 => drop_cell(&mut sheet.lines[at], random),
        1 => shift_right(&mut sheet.lines[at], random),
        2 => shift_left(&mut sheet.lines[at], random),
        3 => glue(&mut sheet.lines[at], random, " "),
        4 => glue(&mut sheet.lines[at], random, ""),
        5 | 6 => blank(&mut sheet.lines[at], random),
        7 => glue_down(sheet, at, random),
        8 => shift_down(sheet, at, random),
        9 | 10 => garble_label(&mut sheet.lines[at], random),
        11 => shorten_label(&mut sheet.lines[at], random),
        12 => split_label(sheet, at, random),
        13 => {
            sheet.lines.remove(at);
        }
        14 => cut_table(sheet, at),
        15 => break_page(sheet, at, random),
        16 => move_group_label(sheet, at),
        17 => join_rows(sheet, at),
        18 => garble_heading(sheet, random),
        19 => lose_label(&mut sheet.lines[at]),
        _ => lose_values(&mut sheet.lines[at]),
    }
}

fn any_row(sheet: &Sheet, random: &mut Random) -> Option<usize> {
    let rows: Vec<usize> = (0..sheet.lines.len()).filter(|at| is_row(&sheet.lines[*at])).collect();
    (!rows.is_empty()).then(|| *random.pick(&rows))
}

fn is_row(line: &Line) -> bool {
    line.table.is_some() && !line.head && line.cells.len() > line.values
}

fn any_cell(line: &Line, random: &mut Random) -> Option<usize> {
    let filled: Vec<usize> = (line.values..line.cells.len()).filter(|at| !line.cells[*at].is_empty()).collect();
    (!filled.is_empty()).then(|| *random.pick(&filled))
}

fn drop_cell(line: &mut Line, random: &mut Random) {
    if let Some(at) = any_cell(line, random) {
        line.cells.remove(at);
    }
}

fn shift_right(line: &mut Line, random: &mut Random) {
    if let Some(at) = any_cell(line, random) {
        line.cells.insert(at, String::new());
        if random.chance(60) {
            line.cells.pop();
        }
    }
}

fn shift_left(line: &mut Line, random: &mut Random) {
    if let Some(at) = any_cell(line, random) {
        line.cells.remove(at);
        line.cells.push(String::new());
    }
}

fn glue(line: &mut Line, random: &mut Random, between: &str) {
    let Some(at) = any_cell(line, random).filter(|at| at + 1 < line.cells.len()) else { return };
    let next = line.cells.remove(at + 1);
    line.cells[at] = format!("{}{between}{next}", line.cells[at]).trim().to_owned();
    // Two whole numbers glued to another whole number in a table without sums are another figure of the source.
    if between.is_empty() && line.table == Some(Table::Proactive) && line.cells.len() - line.values < 2 {
        line.cells[at].push('?');
    }
}

fn blank(line: &mut Line, random: &mut Random) {
    if let Some(at) = any_cell(line, random) {
        line.cells[at] = String::new();
    }
}

/// A cell merged over several rows: its numbers stand in the first one.
fn glue_down(sheet: &mut Sheet, at: usize, random: &mut Random) {
    let count = 2 + random.below(2);
    let rows = at..at + count;
    let fits = sheet.lines.get(rows.clone()).is_some_and(|lines| {
        lines
            .iter()
            .all(|line| is_row(line) && line.table == Some(Table::Requests) && line.cells.len() - line.values >= 7)
    });
    if fits {
        let column = random.below(7);
        let numbers: Vec<String> = sheet.lines[rows.clone()]
            .iter_mut()
            .map(|line| std::mem::take(&mut line.cells[line.values + column]))
            .collect();
        let first = &mut sheet.lines[at];
        first.cells[first.values + column] = numbers.join(" ");
        // The first row says now what stood in the others, whose gaps leave no trace.
        sheet.overwritten |= sheet.style.loses_gaps();
    }
}

/// A number slips into the row below and covers the one that stood there.
fn shift_down(sheet: &mut Sheet, at: usize, random: &mut Random) {
    let both = sheet.lines.get(at..at + 2).is_some_and(|lines| {
        lines
            .iter()
            .all(|line| is_row(line) && line.table == Some(Table::Requests) && line.cells.len() - line.values >= 7)
    });
    if both {
        let column = random.below(7);
        let upper = &mut sheet.lines[at];
        let number = std::mem::take(&mut upper.cells[upper.values + column]);
        let lower = &mut sheet.lines[at + 1];
        let cell = lower.values + column;
        sheet.overwritten |= lower.cells[cell] != number;
        lower.cells[cell] = number;
    }
}

fn garble(text: &str, random: &mut Random, percent: usize) -> String {
    text.chars()
        .filter_map(|c| match random.below(100) {
            roll if roll < percent / 2 => None,
            roll if roll < percent => Some(*random.pick(&STRAY)),
            _ => Some(c),
        })
        .collect()
}

fn garble_label(line: &mut Line, random: &mut Random) {
    let percent = *random.pick(&[10, 20, 35, 60]);
    for cell in &mut line.cells[..line.values] {
        *cell = garble(cell, random, percent);
    }
}

fn shorten_label(line: &mut Line, random: &mut Random) {
    if let Some(cell) = line.cells[..line.values].iter_mut().rfind(|cell| !cell.is_empty()) {
        let length = cell.chars().count();
        *cell = cell.chars().take(length - random.below(length.div_ceil(2))).collect();
    }
}

/// The label goes over two lines; the numbers stand on the first or on the second.
fn split_label(sheet: &mut Sheet, at: usize, random: &mut Random) {
    let line = sheet.lines[at].clone();
    let Some(cell) = line.cells[..line.values].iter().rposition(|cell| !cell.is_empty()) else { return };
    let length = line.cells[cell].chars().count();
    let cut = random.below(length + 1);
    let head: String = line.cells[cell].chars().take(cut).collect();
    let tail: String = line.cells[cell].chars().skip(cut).collect();
    let (with_values, alone) = if random.chance(50) { (head.clone(), tail.clone()) } else { (tail, head.clone()) };
    let mut rest = line.clone();
    rest.cells[cell].clone_from(&with_values);
    let mut cells = vec![String::new(); line.values];
    cells[cell] = alone;
    cells.push(String::new());
    let piece = Line { values: cells.len(), cells, table: line.table, head: false };
    let alone_first = rest.cells[cell] != head;
    sheet.lines[at] = rest;
    sheet.lines.insert(if alone_first { at } else { at + 1 }, piece);
}

fn cut_table(sheet: &mut Sheet, at: usize) {
    let table = sheet.lines[at].table;
    let end = (at..sheet.lines.len()).find(|line| sheet.lines[*line].table != table).unwrap_or(sheet.lines.len());
    sheet.lines.drain(at..end);
}

fn break_page(sheet: &mut Sheet, at: usize, random: &mut Random) {
    let table = sheet.lines[at].table;
    let heads: Vec<Line> = sheet.lines.iter().filter(|line| line.head && line.table == table).cloned().collect();
    let number = Line { cells: vec![format!("- {} -", 1 + random.below(9))], values: 1, table: None, head: false };
    let empty = Line { cells: vec![String::new()], values: 1, table: None, head: false };
    let mut between = vec![empty.clone(), number, empty];
    if random.chance(50) && table != Some(Table::Proactive) {
        between.extend(heads);
    }
    sheet.lines.splice(at..at, between);
}

/// The label of a group stands beside the row below. A row's own label stays.
fn move_group_label(sheet: &mut Sheet, at: usize) {
    let next_is_row = at + 1 < sheet.lines.len() && is_row(&sheet.lines[at + 1]) && sheet.lines[at + 1].values >= 2;
    let line = &mut sheet.lines[at];
    if next_is_row && line.cells[1..line.values.max(1)].iter().any(|cell| !cell.is_empty()) {
        let label = std::mem::take(&mut line.cells[0]);
        sheet.lines[at + 1].cells[0] = label;
    }
}

fn join_rows(sheet: &mut Sheet, at: usize) {
    if at + 1 < sheet.lines.len() && is_row(&sheet.lines[at + 1]) {
        let next = sheet.lines.remove(at + 1);
        sheet.lines[at].cells.extend(next.cells);
    }
}

fn garble_heading(sheet: &mut Sheet, random: &mut Random) {
    let headings: Vec<usize> = (0..sheet.lines.len()).filter(|at| sheet.lines[*at].cells[0].contains("、")).collect();
    let Some(&at) = (!headings.is_empty()).then(|| random.pick(&headings)) else { return };
    if random.chance(25) {
        sheet.lines.remove(at);
    } else if sheet.lines[at].table.is_none() {
        sheet.lines[at].cells[0] = garble(&sheet.lines[at].cells[0], random, 35);
    }
}

fn lose_label(line: &mut Line) {
    for cell in &mut line.cells[..line.values] {
        cell.clear();
    }
}

fn lose_values(line: &mut Line) {
    line.cells.truncate(line.values);
    line.cells.push(String::new());
}

/// All cells of one row of table `requests` move along and come in again on the other side: nothing shows it but the sums.
pub fn turn(sheet: &mut Sheet, random: &mut Random) {
    let rows: Vec<usize> = (0..sheet.lines.len())
        .filter(|at| is_row(&sheet.lines[*at]) && sheet.lines[*at].table == Some(Table::Requests))
        .collect();
    if !rows.is_empty() {
        let line = &mut sheet.lines[*random.pick(&rows)];
        let filled = line.cells.iter().rposition(|cell| !cell.is_empty()).map_or(line.values, |last| last + 1);
        if filled > line.values {
            let by = random.below(filled - line.values);
            line.cells[line.values..filled].rotate_left(by);
        }
    }
}
