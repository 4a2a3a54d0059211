//! What is known of each row of table `requests` before the sums are asked, and the readings that are possible for a row
//! that is damaged.

use rust_decimal::prelude::ToPrimitive;

use super::align::{Alignment, Trust};
use super::glued::{digits, unglued};
use super::grid::{self, Cells, Reading, WIDTH};
use super::observed::Observed;
use super::slot::{Held, Slot, windows};
use crate::form::Row;

/// What is known of one row before the sums are asked.
pub enum RowState<'a> {
    /// All seven cells, and the row's own words.
    Certain(Vec<&'a Slot>),
    /// The row's own words, and cells that do not simply fill the columns.
    Damaged(Damaged<'a>),
    /// The row's own words and cells, all of them empty or marks for nothing.
    Blank(&'a Observed),
    /// Found by its order alone.
    Unsure(&'a Observed),
    /// The words are there, the cells are not; or neither is, though later rows are.
    Lost,
    /// The table ends before it.
    CutOff,
}

/// A row with cells lost, moved, glued or empty.
pub struct Damaged<'a> {
    /// The row as it stands.
    pub piece: &'a Observed,
    /// The numbers that could be cells, in order, with the slots that hold them.
    pub numbers: Vec<(i64, &'a Slot)>,
    /// The seven slots that are the row's columns by geometry, where that is beyond doubt.
    pub window: Option<&'a [Slot]>,
}

/// The state of every row of the form, from the alignment.
pub fn states<'a>(pieces: &'a [Observed], rows: &[Row], alignment: &Alignment) -> Vec<RowState<'a>> {
    let last = alignment.matches.last().and_then(|m| rows.iter().position(|row| *row == m.row));
    let behind = empty_behind(pieces, alignment);
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let Some(found) = alignment.matches.iter().find(|m| m.row == *row) else {
                return if last.is_some_and(|last| at < last) { RowState::Lost } else { RowState::CutOff };
            };
            let piece = &pieces[found.piece];
            // A row without words beside it may be the one that the words belong to.
            let beside = [found.piece.wrapping_sub(1), found.piece + 1];
            let nameless = |at: &usize| {
                pieces.get(*at).is_some_and(|other| other.words.is_empty() && other.numbers().count() > WIDTH / 2)
            };
            let slipped = beside.iter().any(nameless);
            if found.trust == Trust::Order || slipped || alignment.contested.contains(row) {
                return RowState::Unsure(piece);
            }
            state(piece, behind)
        })
        .collect()
}

/// How many empty cells stand behind the total, where all whole rows of the table agree on it.
fn empty_behind(pieces: &[Observed], alignment: &Alignment) -> Option<usize> {
    let mut all = alignment.matches.iter().filter_map(|m| {
        let slots = &pieces[m.piece].slots;
        let last = slots.iter().rposition(|slot| slot.held != Held::Empty)?;
        let whole = last + 1 >= WIDTH && slots[last + 1 - WIDTH..=last].iter().all(|slot| slot.count().is_some());
        (m.trust == Trust::Words && whole).then(|| slots.len() - 1 - last)
    });
    let first = all.next()?;
    all.all(|behind| behind == first).then_some(first)
}

/// The state of a row whose own words name it. `behind`: how many empty cells stand behind the total in whole rows.
pub fn state(piece: &Observed, behind: Option<usize>) -> RowState<'_> {
    let numbers: Vec<(i64, &Slot)> =
        piece.slots.iter().filter_map(|slot| slot.count().map(|count| (count, slot))).collect();
    let clear = piece.slots.iter().all(|slot| slot.count().is_some() || matches!(slot.held, Held::Empty | Held::Mark));
    if numbers.is_empty() && clear {
        return if piece.slots.len() < WIDTH { RowState::Lost } else { RowState::Blank(piece) };
    }
    let window = window(&piece.slots, behind);
    let together = window.is_some_and(|window| window.iter().all(|slot| slot.count().is_some()));
    if numbers.len() == WIDTH && clear {
        let cells: Cells = std::array::from_fn(|column| Some(numbers[column].0));
        if together || grid::row_holds(&cells) == Some(true) {
            return RowState::Certain(numbers.into_iter().map(|(_, slot)| slot).collect());
        }
    }
    RowState::Damaged(Damaged { piece, numbers, window })
}

/// The seven slots that hold everything that is not empty: where there is exactly one such stretch, or by the number of
/// empty cells that stand behind the total in all other rows.
fn window(slots: &[Slot], behind: Option<usize>) -> Option<&[Slot]> {
    let starts = windows(slots, WIDTH);
    let start = match starts[..] {
        [start] => start,
        _ => slots.len().checked_sub(WIDTH + behind?).filter(|start| starts.contains(start))?,
    };
    Some(&slots[start..start + WIDTH])
}

/// Whether one of a row's numbers may be another row's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// All are its own.
    No,
    /// One may have slipped down from the row above.
    Possible,
}

/// A number slips down from where nothing is left. In a row whose lost cells hold something illegible, nothing slipped.
pub fn foreign_below(state: &RowState<'_>) -> Foreign {
    match state {
        RowState::Certain(_) | RowState::CutOff => Foreign::No,
        RowState::Damaged(damaged) if !damaged.piece.slots.iter().all(Slot::is_plain) => Foreign::No,
        _ => Foreign::Possible,
    }
}

/// Every reading of a damaged row: its numbers laid over the columns in order. Numbers in one cell may be cells that were
/// glued side by side, or a cell that is lost; and where cells are lacking, any number of several digits may be two that
/// were glued without a trace. Below a row that is itself damaged a number may have slipped down from there.
pub fn readings(damaged: &Damaged<'_>, foreign: Foreign) -> Vec<Reading> {
    let alone: Vec<i64> = damaged.numbers.iter().map(|(count, _)| *count).collect();
    let mut apart: Vec<i64> = Vec::new();
    for slot in &damaged.piece.slots {
        match &slot.held {
            Held::Several(numbers) => apart.extend(numbers.iter().filter_map(|number| number.value.to_i64())),
            _ => apart.extend(slot.count()),
        }
    }
    let mut rows: Vec<(Vec<i64>, Option<i64>)> = Vec::new();
    if foreign == Foreign::Possible {
        rows.extend((0..alone.len()).map(|at| ([&alone[..at], &alone[at + 1..]].concat(), Some(alone[at]))));
    }
    let cut = unglued(&digits(damaged.piece.slots.iter()), WIDTH);
    rows.extend([alone, apart].into_iter().chain(cut).map(|numbers| (numbers, None)));
    rows.retain(|(numbers, _)| numbers.len() <= WIDTH);
    rows.sort();
    rows.dedup();
    let mut all: Vec<Reading> = Vec::new();
    for (numbers, slipped) in rows {
        let placements = grid::placements(numbers.len());
        all.extend(placements.iter().map(|placement| Reading { cells: grid::cells(placement, &numbers), slipped }));
    }
    all.sort();
    all.dedup();
    if all.is_empty() { vec![[None; WIDTH].into()] } else { all }
}

/// The readings of a row that does not add up: one of its cells is not its own.
pub fn one_open(cells: &Cells) -> Vec<Reading> {
    (0..WIDTH)
        .map(|open| {
            let mut reading = *cells;
            reading[open] = None;
            reading.into()
        })
        .collect()
}
