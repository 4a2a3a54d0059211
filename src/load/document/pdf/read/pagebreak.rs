//! A table that goes on on the next page, as one table: heads that are printed again are left out, cells that the break cut
//! are put together.

use super::grid::{Sheet, SheetCell};
use super::lines::is_value;

/// Columns of the two parts may be this far apart, in mm.
const APART: f32 = 1.6;

/// Puts the part of a table that is on the next page to what was before it. Gives the part back where it is no such part.
pub fn join(table: &mut Sheet, mut next: Sheet) -> Result<(), Box<Sheet>> {
    let Some(columns) = common(&table.columns, &next.columns) else { return Err(Box::new(next)) };
    spread(table, &columns);
    spread(&mut next, &columns);
    drop_repeated_heads(table, &mut next);
    if next.rows == 0 {
        return Ok(());
    }
    let offset = table.rows - usize::from(is_row_cut(table, &next));
    let end = table.rows;
    for cell in next.cells {
        let moved = SheetCell { top: cell.top + offset, bottom: cell.bottom + offset, ..cell };
        let above = (moved.top == offset)
            .then(|| {
                let same =
                    |one: &&mut SheetCell| one.bottom == end && (one.left, one.right) == (moved.left, moved.right);
                table.cells.iter_mut().find(same)
            })
            .flatten();
        match above {
            Some(above) if offset < end || is_one_cell(above, &moved) => {
                if above.text.is_empty() {
                    above.at = moved.at;
                }
                // Numbers from both pages stay apart: they are no number.
                if is_value(&above.text) && is_value(&moved.text) {
                    above.text.push(' ');
                }
                above.text.push_str(&moved.text);
                above.bottom = moved.bottom;
            }
            _ => table.cells.push(moved),
        }
    }
    table.rows = offset + next.rows;
    table.closed[1] = next.closed[1];
    table.cells.sort_by_key(|cell| (cell.top, cell.left));
    Ok(())
}

/// The columns of both parts, where those of the one are among those of the other and both are as wide.
fn common(a: &[f32], b: &[f32]) -> Option<Vec<f32>> {
    let near = |x: f32, all: &[f32]| all.iter().any(|y| (x - y).abs() < APART);
    let (more, fewer) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let ends = near(more[0], &fewer[..1]) && near(more[more.len() - 1], &fewer[fewer.len() - 1..]);
    (ends && fewer.len() > 2 && fewer.iter().all(|x| near(*x, more))).then(|| more.to_vec())
}

/// Counts a table's columns by those of both parts.
fn spread(table: &mut Sheet, columns: &[f32]) {
    let nearest = |x: f32| {
        let distance = |index: &usize| (columns[*index] - x).abs();
        (0..columns.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    };
    let new: Vec<usize> = table.columns.iter().map(|x| nearest(*x)).collect();
    for cell in &mut table.cells {
        (cell.left, cell.right) = (new[cell.left], new[cell.right].max(new[cell.left] + 1));
    }
    table.columns = columns.to_vec();
}

/// Rows without figures with which both parts begin.
fn drop_repeated_heads(table: &Sheet, next: &mut Sheet) {
    let texts = |sheet: &Sheet, row: usize| -> Vec<String> {
        sheet.row(row).map(|cell| cell.text.replace(' ', "")).filter(|text| !text.is_empty()).collect()
    };
    let same = |row: &usize| {
        let (before, now) = (texts(table, *row), texts(next, *row));
        before == now && now.len() > 1 && !now.iter().any(|text| is_value(text))
    };
    let repeated = (0..next.rows.min(table.rows)).take_while(same).count();
    // Cells that reach out of the heads begin below them.
    next.cells.retain(|cell| cell.bottom > repeated);
    for cell in &mut next.cells {
        (cell.top, cell.bottom) = (cell.top.saturating_sub(repeated), cell.bottom - repeated);
    }
    next.rows -= repeated;
}

/// Whether the last row before the break and the first behind it are one. Where no line closes the one and none opens the
/// other, they are. Where a line is drawn there all the same, one of them has only words, the other has figures, and the
/// words behind the break do not begin a row.
fn is_row_cut(table: &Sheet, next: &Sheet) -> bool {
    let last: Vec<&SheetCell> = table.cells.iter().filter(|cell| cell.bottom == table.rows).collect();
    let first: Vec<&SheetCell> = next.row(0).collect();
    let edges = |cells: &[&SheetCell]| -> Vec<(usize, usize)> { cells.iter().map(|c| (c.left, c.right)).collect() };
    if edges(&last) != edges(&first) {
        return false;
    }
    let values = |cells: &[&SheetCell]| cells.iter().filter(|cell| is_value(&cell.text)).count();
    let clash = last.iter().zip(&first).any(|(a, b)| is_value(&a.text) && is_value(&b.text));
    let begins = first.iter().any(|cell| begins_item(&cell.text));
    if clash || begins {
        return false;
    }
    let exclusive = (values(&last) == 0) != (values(&first) == 0);
    let open = !table.closed[1] && !next.closed[0];
    if open && exclusive {
        return true;
    }
    // Where every row's words begin with a mark, words without one go on.
    let before = last.iter().rev().find(|cell| !is_value(&cell.text) && !cell.text.is_empty());
    let item = before.is_some_and(|cell| begins_item(&cell.text));
    let words = first.iter().any(|cell| !is_value(&cell.text) && !cell.text.is_empty());
    item && (exclusive || (words && values(&last) == 0))
}

/// Whether two cells, one above the other with a break between them, are one that spans rows.
fn is_one_cell(above: &SheetCell, below: &SheetCell) -> bool {
    let spans = above.bottom - above.top > 1 || below.bottom - below.top > 1;
    let (is_number, starts) = (is_value(&above.text) || is_value(&below.text), begins_item(&below.text));
    spans && !is_number && (below.text.is_empty() || !starts)
}

/// `（一）`, `1.`, `三、`: the mark of a new item.
pub fn begins_item(text: &str) -> bool {
    let numeral = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let bare = text.trim_start().trim_start_matches(['（', '(']);
    let digits = bare.chars().take_while(|c| numeral(*c)).count();
    let after = bare.trim_start_matches(numeral).trim_start().chars().next();
    (1..=3).contains(&digits) && after.is_some_and(|c| "、.．)）,，".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]], closed: [bool; 2]) -> Sheet {
        let cells = rows.iter().enumerate().flat_map(|(top, row)| {
            row.iter().enumerate().map(move |(left, text)| SheetCell {
                top,
                bottom: top + 1,
                left,
                right: left + 1,
                text: (*text).to_owned(),
                at: (1, 0.0, 0.0),
            })
        });
        let columns = (0..=rows[0].len()).map(|index| index as f32 * 20.0).collect();
        Sheet { columns, rows: rows.len(), cells: cells.collect(), page: 1, top: 0.0, closed }
    }

    fn joined(mut a: Sheet, b: Sheet) -> Vec<Vec<String>> {
        join(&mut a, b).unwrap();
        (0..a.rows).map(|row| a.row(row).map(|cell| cell.text.clone()).collect()).collect()
    }

    #[test]
    fn a_row_that_no_line_ends_goes_on() {
        let rows = joined(
            sheet(&[&["1.国家", "0", ""], &["5.要求行政机关", "", ""]], [true, false]),
            sheet(&[&["确认", "3", "0"], &["（六）", "1", "1"]], [false, true]),
        );
        assert_eq!(rows, [vec!["1.国家", "0", ""], vec!["5.要求行政机关确认", "3", "0"], vec!["（六）", "1", "1"]]);
    }

    #[test]
    fn a_row_with_its_own_figures_is_a_row_of_its_own() {
        let rows = joined(
            sheet(&[&["行政许可", "2", "0"]], [true, true]),
            sheet(&[&["行政处罚", "", ""], &["收费", "1", "2"]], [true, true]),
        );
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn heads_that_are_printed_again_are_heads_once() {
        let head: &[&str] = &["内容", "制发", "废止"];
        let rows = joined(
            sheet(&[head, &["规章", "1", "2"]], [true, true]),
            sheet(&[head, &["文件", "3", "4"]], [true, true]),
        );
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2], ["文件", "3", "4"]);
    }

    #[test]
    fn another_table_is_not_joined() {
        let mut a = sheet(&[&["规章", "1", "2"]], [true, true]);
        let mut b = sheet(&[&["规章", "1", "2"]], [true, true]);
        b.columns = vec![0.0, 11.0, 33.0, 60.0];
        assert!(join(&mut a, b).is_err());
    }
}
