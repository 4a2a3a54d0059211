//! Table `proactive` (section 二). No sum checks its cells, so a row is read only when its own words name it and all its
//! cells are there; anything less is not read.

use rust_decimal::Decimal;

use super::align::{Match, Trust, align};
use super::heads;
use super::normal::compact;
use super::notes::Notes;
use super::observed::Observed;
use super::slot::{Held, LARGEST_COUNT, Number, Slot};
use crate::diagnostic::Severity;
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::report::{Figure, Figures};

/// Reads the table from the pieces of its region. Gives the number of rows found; fills `figures`.
pub fn read(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let rows: Vec<(Row, &[Column])> = Layout::of(edition).rows(Table::Proactive).collect();
    let names: Vec<Row> = rows.iter().map(|(row, _)| *row).collect();
    let alignment = align(pieces, &names, edition);
    for &(row, columns) in &rows {
        let Some(found) = alignment.matches.iter().find(|m| m.row == row) else { continue };
        let piece = &pieces[found.piece];
        let sure = found.trust == Trust::Words && !alignment.contested.contains(&row);
        let in_order = heads::proactive_in_order(&pieces[..found.piece], row, columns, edition);
        let cells = if sure && in_order { cells(piece, columns) } else { None };
        let head_unit = amount_unit(&pieces[..found.piece], row);
        for (at, &column) in columns.iter().enumerate() {
            let key = FigureKey::proactive(row, column);
            let figure = match &cells {
                Some(cells) => match (cells[at].number(), &cells[at].held) {
                    (Some(number), _) if allowed(number, column) => {
                        let printed = if column == Column::Amount { head_unit } else { Some(column.unit()) };
                        match number.unit.or(printed) {
                            Some(unit) => Figure::reported(number.value, unit, cells[at].place, &cells[at].raw),
                            None => {
                                let words = [("row", row.id().to_owned()), ("found", cells[at].raw.clone())];
                                notes.add(Severity::Warning, "amount-without-unit", Some(cells[at].place), &words);
                                Figure::unreadable(column.unit(), Some(cells[at].place), &cells[at].raw, vec![])
                            }
                        }
                    }
                    (Some(_), _) => {
                        let words = [
                            ("row", row.id().to_owned()),
                            ("column", column.id().to_owned()),
                            ("found", cells[at].raw.clone()),
                        ];
                        notes.add(Severity::Warning, "cell-impossible", Some(cells[at].place), &words);
                        Figure::unreadable(column.unit(), Some(cells[at].place), &cells[at].raw, vec![])
                    }
                    _ => Figure::blank(column.unit(), cells[at].place, &cells[at].raw),
                },
                // Found by its order alone, without cells: no better than not found.
                None if !piece.has_values() && !has_digits(&piece.label) => continue,
                None => Figure::unreadable(column.unit(), Some(piece.place), &shown(piece), vec![]),
            };
            figures.set(key, figure);
        }
        if cells.is_none() && (piece.has_values() || has_digits(&piece.label)) {
            let words = [
                ("table", Table::Proactive.id().to_owned()),
                ("row", row.id().to_owned()),
                ("found", shown(piece)),
                ("expected", columns.len().to_string()),
            ];
            let code = match (sure, in_order) {
                (true, true) => "row-cells",
                (true, false) => "row-heads",
                (false, _) => "row-unsure",
            };
            notes.add(Severity::Warning, code, Some(piece.place), &words);
        }
    }
    notes.add_extra(pieces, &alignment.extra);
    let found = |m: &&Match| m.trust == Trust::Words && !pieces[m.piece].slots.is_empty();
    alignment.matches.iter().filter(found).count()
}

/// The row's cells, one for each column: as many numbers as columns, or a number or mark in each; or nothing but empty
/// cells. Numbers with an empty cell among them may have been moved along, and nothing could tell.
fn cells<'a>(piece: &'a Observed, columns: &[Column]) -> Option<Vec<&'a Slot>> {
    let filled: Vec<&Slot> = piece.slots.iter().filter(|slot| slot.held != Held::Empty).collect();
    if filled.iter().any(|slot| !matches!(slot.held, Held::Number(_) | Held::Mark)) || has_digits(&piece.label) {
        return None;
    }
    if filled.len() == columns.len() {
        // An empty cell between two filled ones is one cell too many.
        let first = piece.slots.iter().position(|slot| slot.held != Held::Empty)?;
        let together = piece.slots[first..first + columns.len()].iter().all(|slot| slot.held != Held::Empty);
        return together.then_some(filled);
    }
    let all_empty = filled.is_empty() && piece.slots.len() >= columns.len();
    all_empty.then(|| piece.slots.iter().take(columns.len()).collect())
}

/// The unit of an amount that its cell does not give: what the nearest head above says. The form prints 万元 above fees and
/// nothing above procurement, where an amount without a unit could be ten thousand times another. A head with a 元 that is
/// not plainly the unit may be a damaged 万元, and gives none.
fn amount_unit(above: &[Observed], row: Row) -> Option<Unit> {
    let head = above.iter().rev().find(|piece| piece.label.contains("金额"));
    let printed = if row == Row::Fees { Some(Unit::WanYuan) } else { None };
    let words = head.map(|head| compact(&head.label)).unwrap_or_default();
    match words {
        words if words.contains("万元") => Some(Unit::WanYuan),
        words if ["单位:元", "(元)"].iter().any(|plain| words.contains(plain)) => Some(Unit::Yuan),
        words if words.contains('元') => None,
        _ => printed,
    }
}

/// Only a change may be negative, only an amount may have a fraction or be in yuan.
fn allowed(number: Number, column: Column) -> bool {
    let money = matches!(number.unit, Some(Unit::Yuan | Unit::WanYuan));
    // Beyond belief for anything counted: two numbers that were glued.
    if column != Column::Amount && number.value.abs() > Decimal::from(LARGEST_COUNT) {
        return false;
    }
    match column {
        Column::ItemsChange => number.value.is_integer() && !money,
        Column::Amount => !number.value.is_sign_negative() && (money || number.unit.is_none()),
        _ => number.value.is_integer() && !number.value.is_sign_negative() && !money,
    }
}

/// Digits inside a label that is no note in brackets: a number stuck to its label.
fn has_digits(label: &str) -> bool {
    let mut depth = 0i32;
    label.chars().map(super::normal::half_width).any(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth <= 0 && c.is_ascii_digit()
    })
}

fn shown(piece: &Observed) -> String {
    format!("{} {}", piece.label, piece.raw()).trim().to_owned()
}
