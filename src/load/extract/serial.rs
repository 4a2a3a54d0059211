//! A column of serial numbers at the left of a table, which the form does not have. It is known by its head and taken off;
//! where it cannot be told from the figures beside it, the table is not read. It does not know what the rows mean.

use super::layout::LaidRow;
use super::normal::compact;
use super::remedies;
use super::slot::{Held, Slot};
use crate::form::Table;

/// Takes the column off the rows of `table`. False where it is there and may stand among the figures.
pub fn take_off(rows: &mut [LaidRow], table: Table) -> bool {
    let is_head = |row: &LaidRow| row.cells.iter().any(|cell| says_serial(&cell.text));
    let Some(first) = rows.iter().position(is_head) else { return true };
    rows[first..].iter_mut().all(|row| take_off_row(row, table))
}

/// 序号, or heads that begin with it where nothing divides them; where it runs downwards only 序 may be on the line.
fn says_serial(text: &str) -> bool {
    // Most cells are a digit or two.
    if text.len() < '序'.len_utf8() || !text.contains(['序', '编']) {
        return false;
    }
    let first = text.split_whitespace().next().map(compact);
    matches!(first.as_deref(), Some("序" | "编号")) || compact(text).starts_with("序号")
}

fn take_off_row(row: &mut LaidRow, table: Table) -> bool {
    let held: Vec<Held> = row.cells.iter().map(|cell| Slot::held(&cell.text)).collect();
    let filled = held.iter().filter(|held| **held != Held::Empty).count();
    let Some(left) = held.first() else { return true };
    if let Some(head) = row.cells.iter().position(|cell| says_serial(&cell.text)) {
        // A head further right says that the numbers are there.
        return held[..head].iter().all(|held| *held == Held::Empty);
    }
    let is_serial = match (held.contains(&Held::Label), table) {
        (true, _) if *left == Held::Label => {
            let figures = row.glued || held.iter().any(|held| matches!(held, Held::Number(_) | Held::Several(_)));
            return row.is_certain || !figures;
        }
        (true, _) => true,
        (false, Table::Remedies) => match row.is_certain {
            true => row.cells.len() == remedies::WIDTH + 1,
            false => filled == remedies::WIDTH + 1 && *left != Held::Empty,
        },
        (false, _) => false,
    };
    if is_serial {
        row.cells.remove(0);
    }
    is_serial || filled == 0
}
