//! What is known of each row of table `requests` before the sums are asked, and the readings that are possible for a row
//! that is damaged.

use rust_decimal::prelude::ToPrimitive;

use super::align::{Alignment, Trust};
use super::glued::{digits, unglued};
use super::grid::{self, Cells, Reading, WIDTH};
use super::observed::Observed;
use super::similarity::RowPatterns;
use super::slot::{Held, Slot, windows};
use crate::form::Row;

/// What is known of one row before the sums are asked.
pub enum RowState<'a> {
    /// All seven cells, and the row's own words.
    Certain(Whole<'a>),
    /// The row's own words, and cells that do not simply fill the columns.
    Damaged(Damaged<'a>),
    /// The row's own words and cells, all of them empty or marks for nothing.
    Blank(&'a [Slot]),
    /// Found by its order alone.
    Unsure(&'a Observed),
    /// Without cells of its own, where cells stand that are no other row's: they may be its.
    Beside(&'a Observed),
    /// Not there, but a row with its cells where it would stand, of which the words say something else.
    Reworded(&'a Observed),
    /// The words are there, and no cells: lost ones, or empty ones that left nothing. Not for the sums to say.
    Bare,
    /// It is not there, though later rows are.
    Lost,
    /// The table ends before it.
    CutOff,
}

/// A row with all its cells: numbers, marks for nothing and, where the table's own borders say so, empty ones.
pub struct Whole<'a> {
    /// The cells by column.
    pub slots: Vec<&'a Slot>,
    /// Whether the table's own borders say which cell stands in which column.
    pub is_fixed: bool,
}

/// A row with cells lost, moved, glued or empty.
pub struct Damaged<'a> {
    /// The row as it stands.
    pub piece: &'a Observed,
    /// The numbers that could be cells, in order, with the slots that hold them.
    pub numbers: Vec<(i64, &'a Slot)>,
    /// The seven slots that are the row's columns by geometry, where that is beyond doubt.
    pub window: Option<&'a [Slot]>,
    /// Whether the table's own borders say so.
    pub is_fixed: bool,
}

/// The state of every row of the form, from the alignment.
pub fn states<'a>(pieces: &'a [Observed], patterns: &RowPatterns, alignment: &Alignment) -> Vec<RowState<'a>> {
    let rows = patterns.rows.as_slice();
    let last = alignment.matches.last().and_then(|m| rows.iter().position(|row| *row == m.row));
    let behind = empty_behind(pieces, alignment);
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let Some(place) = alignment.matches.iter().position(|m| m.row == *row) else {
                let is_another = |piece: &&Observed| patterns.says_another(at, &piece.words);
                if let Some(other) = unclaimed(pieces, rows, alignment, at).find(|piece| !is_another(piece)) {
                    return RowState::Beside(other);
                }
                if let Some(other) = unclaimed(pieces, rows, alignment, at).find(is_another) {
                    return RowState::Reworded(other);
                }
                return if last.is_some_and(|last| at < last) { RowState::Lost } else { RowState::CutOff };
            };
            let found = &alignment.matches[place];
            let piece = &pieces[found.piece];
            // A row without words beside it may be the one that the words belong to.
            let beside = [found.piece.wrapping_sub(1), found.piece + 1];
            let nameless = |at: &usize| pieces.get(*at).filter(|other| other.words.is_empty() && has_cells(other));
            let slipped = beside.iter().find_map(nameless);
            if piece.slots.iter().all(|slot| slot.held == Held::Empty)
                && let Some(other) = unclaimed(pieces, rows, alignment, at)
                    .find(|piece| !patterns.says_another(at, &piece.words))
                    .or(slipped)
            {
                return RowState::Beside(other);
            }
            let slipped = slipped.is_some();
            if found.trust == Trust::Order || slipped || alignment.contested.contains(row) {
                return RowState::Unsure(piece);
            }
            state(piece, behind)
        })
        .collect()
}

/// Whether most of a row's cells stand there, marks for nothing among them.
fn has_cells(piece: &Observed) -> bool {
    let is_cell = |slot: &&Slot| slot.number().is_some() || slot.held == Held::Mark;
    piece.slots.iter().filter(is_cell).count() > WIDTH / 2
}

/// Cells that are no known row's, where those of the row at `at` would stand: behind the rows before it, before the rows
/// behind it.
fn unclaimed<'a>(
    pieces: &'a [Observed],
    rows: &[Row],
    alignment: &Alignment,
    at: usize,
) -> impl Iterator<Item = &'a Observed> {
    let index = |row: Row| rows.iter().position(|other| *other == row);
    let before = alignment.matches.iter().rev().find(|found| index(found.row) < Some(at));
    let behind = alignment.matches.iter().find(|found| index(found.row) > Some(at));
    let from = before.map_or(0, |found| found.piece + 1);
    let to = behind.map_or(from, |found| found.piece);
    let own = alignment.matches.iter().find(|found| index(found.row) == Some(at)).map(|found| found.piece);
    (from..to).filter(move |piece| Some(*piece) != own).map(|piece| &pieces[piece]).filter(|piece| has_cells(piece))
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
    let by_borders = by_borders(piece, behind);
    let is_fixed = by_borders.is_some();
    let window = by_borders.or_else(|| window(&piece.slots, behind));
    if numbers.is_empty() && clear {
        let last = || piece.slots.len().checked_sub(WIDTH).map(|start| &piece.slots[start..]);
        return window.or_else(last).map_or(RowState::Bare, RowState::Blank);
    }
    let together = window.filter(|window| is_fixed || window.iter().all(|slot| slot.held != Held::Empty));
    if let Some(window) = together.filter(|_| clear) {
        return RowState::Certain(Whole { slots: window.iter().collect(), is_fixed });
    }
    if numbers.len() == WIDTH && clear {
        let cells: Cells = std::array::from_fn(|column| Some(numbers[column].0));
        if grid::row_holds(&cells) == Some(true) {
            let slots = numbers.into_iter().map(|(_, slot)| slot).collect();
            return RowState::Certain(Whole { slots, is_fixed: false });
        }
    }
    RowState::Damaged(Damaged { piece, numbers, window, is_fixed })
}

/// The seven slots that are the row's columns by the borders of the table: all that it has, or those before as many empty
/// cells as stand behind the total in all whole rows, and nothing elsewhere. Of a row with fewer or more cells than the others
/// an empty first one may be its label's, and the figures moved along.
fn by_borders(piece: &Observed, behind: Option<usize>) -> Option<&[Slot]> {
    if !piece.is_certain {
        return None;
    }
    let slots = piece.slots.as_slice();
    let behind = if slots.len() == WIDTH { 0 } else { behind? };
    let start = slots.len().checked_sub(WIDTH + behind)?;
    let (before, rest) = slots.split_at(start);
    let (window, after) = rest.split_at(WIDTH);
    let is_empty = |slots: &[Slot]| slots.iter().all(|slot| slot.held == Held::Empty);
    let is_known = piece.is_even || !is_empty(&window[..1]) || is_empty(window);
    (is_known && is_empty(before) && is_empty(after)).then_some(window)
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
    if let Some(window) = damaged.window.filter(|_| damaged.is_fixed) {
        return vec![std::array::from_fn(|column| window[column].count()).into()];
    }
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
