//! Table `remedies` (section 四): fifteen cells on one row without a label, in three blocks of four parts and a total.

use rust_decimal::Decimal;

use super::cuts::block_cuts;
use super::glued::{digits, unglued};
use super::notes::Notes;
use super::observed::Observed;
use super::slot::{Held, Slot, only_window};
use crate::diagnostic::Severity;
use crate::form::{Check, Edition, FigureKey, Layout, Table, Unit};
use crate::report::{Figure, Figures, Place, SumRef};

/// The figures of a block, of which the last is the total.
pub const BLOCK: usize = 5;
/// The figures of the row.
pub const WIDTH: usize = 3 * BLOCK;
/// With fewer numbers than this, too much is lost to say where the rest stood.
const LEAST: usize = 12;

/// Reads the table from the pieces of its region (behind the heads, before section 五). Gives 1 if a row was found.
pub fn read(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let keys: Vec<FigureKey> =
        Layout::of(edition).keys().iter().copied().filter(|key| key.table == Table::Remedies).collect();
    // The row of figures has no words of its own; a page break may cut it in two.
    let with_values: Vec<&Observed> =
        pieces.iter().filter(|piece| piece.words.is_empty() && piece.has_values()).collect();
    let Some(first) = with_values.first() else {
        let found = read_blank(pieces, &keys, figures);
        return if found == 0 { leave_worded(pieces, &keys, figures, notes) } else { found };
    };
    let slots: Vec<&Slot> = with_values.iter().flat_map(|piece| &piece.slots).collect();
    let mut reader = Reader { keys: &keys, figures, notes };
    let twice = with_values.len() > 1 && with_values.iter().any(|piece| piece.numbers().count() >= WIDTH);
    let understood = match slots[..] {
        [run] if run.held == Held::Run => reader.read_run(run),
        _ if with_values.len() == 1 && first.is_certain && slots.len() == WIDTH => {
            reader.put_by_borders(&slots);
            true
        }
        _ => !twice && reader.read(&slots, with_values.len() > 1),
    };
    if !understood {
        let raw = with_values.iter().map(|piece| piece.raw()).collect::<Vec<_>>().join(" ");
        leave_open(first.place, raw, &keys, figures, notes);
    }
    1
}

/// Leaves all cells open, of which `raw` stands there.
fn leave_open(place: Place, raw: String, keys: &[FigureKey], figures: &mut Figures, notes: &mut Notes<'_>) {
    for &key in keys {
        figures.set(key, Figure::unreadable(Unit::Case, Some(place), &raw, vec![]));
    }
    let words = [("found", raw), ("expected", WIDTH.to_string())];
    notes.add(Severity::Warning, "remedies-unreadable", Some(place), &words);
}

/// A row of which words stand in the first cell: what they make of the others is not known.
fn leave_worded(pieces: &[Observed], keys: &[FigureKey], figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let is_row = |piece: &&Observed| piece.slots.len() + 1 >= WIDTH && piece.has_values();
    let Some(row) = pieces.iter().find(is_row) else { return 0 };
    leave_open(row.place, format!("{} {}", row.label, row.raw()), keys, figures, notes);
    1
}

/// A row of nothing but empty cells or marks.
fn read_blank(pieces: &[Observed], keys: &[FigureKey], figures: &mut Figures) -> usize {
    let is_mark = |slot: &&Slot| slot.held == Held::Mark;
    let is_nothing = |slot: &Slot| matches!(slot.held, Held::Empty | Held::Mark);
    let rows = pieces.iter().filter(|piece| piece.words.is_empty() && piece.slots.iter().all(is_nothing));
    let cells = rows.map(|row| match row.slots.len() {
        WIDTH => row.slots.iter().collect(),
        _ => row.slots.iter().filter(is_mark).collect::<Vec<_>>(),
    });
    let Some(cells) = cells.into_iter().find(|cells| cells.len() == WIDTH) else { return 0 };
    for (&key, slot) in keys.iter().zip(cells) {
        figures.set(key, Figure::blank(Unit::Case, slot.place, &slot.raw));
    }
    1
}

type Cells = [Option<i64>; WIDTH];
/// For each column the index of the number that stands there.
type Placement = [Option<usize>; WIDTH];

struct Reader<'r, 'd> {
    keys: &'r [FigureKey],
    figures: &'r mut Figures,
    notes: &'r mut Notes<'d>,
}

impl Reader<'_, '_> {
    /// False when the row cannot be read at all.
    fn read(&mut self, slots: &[&Slot], in_pieces: bool) -> bool {
        let clear = slots.iter().all(|slot| slot.count().is_some() || matches!(slot.held, Held::Empty | Held::Mark));
        let numbers: Vec<&Slot> = slots.iter().copied().filter(|slot| slot.count().is_some()).collect();
        if numbers.len() == WIDTH && clear {
            return self.read_whole(&numbers, in_pieces);
        }
        let filled: Vec<&Slot> = slots.iter().copied().filter(|slot| slot.held != Held::Empty).collect();
        if filled.len() == WIDTH && clear && !in_pieces {
            self.put_slots(&filled);
            return true;
        }
        if clear && !in_pieces && self.read_blanks(slots) {
            return true;
        }
        numbers.len() >= LEAST && numbers.len() <= WIDTH && self.read_by_sums(slots, &numbers)
    }

    /// The digits of all fifteen cells without borders: what every way to cut them agrees on that makes all blocks add up.
    fn read_run(&mut self, run: &Slot) -> bool {
        let Some(ways) = block_cuts(&run.digits(), BLOCK, WIDTH / BLOCK).filter(|ways| !ways.is_empty()) else {
            return false;
        };
        let mut open = false;
        for (at, &key) in self.keys.iter().enumerate() {
            let value = ways[0][at];
            let figure = if ways.iter().all(|way| way[at] == value) {
                let sum = SumRef { check: Check::RemediesTotal, at: format!("{}/{}", Table::Remedies, key.row) };
                Figure::inferred(Decimal::from(value), Unit::Case, Some(run.place), &run.raw, vec![sum])
            } else {
                open = true;
                Figure::unreadable(Unit::Case, Some(run.place), &run.raw, vec![])
            };
            self.figures.set(key, figure);
        }
        let words = [("found", run.raw.to_string()), ("expected", WIDTH.to_string())];
        let (severity, code) =
            if open { (Severity::Warning, "remedies-unreadable") } else { (Severity::Note, "remedies-inferred") };
        self.notes.add(severity, code, Some(run.place), &words);
        true
    }

    /// All fifteen numbers. A block that does not add up is the report's own affair, unless turning the row round would
    /// mend all blocks: then the cells were moved along.
    fn read_whole(&mut self, numbers: &[&Slot], in_pieces: bool) -> bool {
        let cells: Cells = std::array::from_fn(|at| numbers[at].count());
        let holds = adds_up(&cells) == Some(true);
        let turned = (1..WIDTH).any(|by| {
            let mut turned = cells;
            turned.rotate_left(by);
            adds_up(&turned) == Some(true)
        });
        if !holds && (turned || in_pieces) {
            return false;
        }
        self.put_slots(numbers);
        true
    }

    /// Fifteen cells as the borders of the table show them: what is a count or nothing stands, what is illegible follows
    /// from its block or stays open.
    fn put_by_borders(&mut self, slots: &[&Slot]) {
        self.put_slots(slots);
        let is_clear = |slot: &&Slot| slot.is_plain();
        let mut said: Vec<&str> = Vec::new();
        for (block, keys) in slots.chunks(BLOCK).zip(self.keys.chunks(BLOCK)) {
            for (at, slot) in block.iter().enumerate().filter(|(_, slot)| !is_clear(slot)) {
                let others: Option<Vec<i64>> =
                    (0..BLOCK).filter(|other| *other != at).map(|other| block[other].count()).collect();
                let value = others.map(|others| match (others.split_last(), at == BLOCK - 1) {
                    (_, true) => others.iter().sum(),
                    (Some((total, parts)), false) => total - parts.iter().sum::<i64>(),
                    (None, false) => -1,
                });
                let sum = SumRef { check: Check::RemediesTotal, at: format!("{}/{}", Table::Remedies, keys[at].row) };
                let words = [("found", slot.raw.to_string()), ("expected", WIDTH.to_string())];
                let (figure, severity, code) = match value.filter(|value| *value >= 0 && slot.may_be(*value)) {
                    Some(value) => {
                        let value = Decimal::from(value);
                        let figure = Figure::inferred(value, Unit::Case, Some(slot.place), &slot.raw, vec![sum]);
                        (figure, Severity::Note, "remedies-inferred")
                    }
                    None => {
                        let figure = Figure::unreadable(Unit::Case, Some(slot.place), &slot.raw, vec![]);
                        (figure, Severity::Warning, "remedies-unreadable")
                    }
                };
                self.figures.set(keys[at], figure);
                // Once for the row: what is wrong with one cell of a broken table is wrong with all.
                if !said.contains(&code) {
                    said.push(code);
                    self.notes.add(severity, code, Some(slot.place), &words);
                }
            }
        }
    }

    /// Fifteen cells, whole blocks of which are empty, or in which no zero is printed at all: taken as they stand when all
    /// blocks add up with empty cells as nothing.
    fn read_blanks(&mut self, slots: &[&Slot]) -> bool {
        let Some(window) = only_window(slots, WIDTH) else { return false };
        let in_blocks = window.chunks(BLOCK).all(|block| {
            block.iter().all(|slot| slot.count().is_some()) || block.iter().all(|slot| slot.held == Held::Empty)
        });
        let no_zero = slots.len() == WIDTH && slots.iter().all(|slot| slot.count() != Some(0));
        let cells: Cells = std::array::from_fn(|at| Some(window[at].count().unwrap_or(0)));
        if !(in_blocks || no_zero) || adds_up(&cells) != Some(true) {
            return false;
        }
        self.put_slots(window);
        true
    }

    /// Some cells are lost or glued: every way to lay the numbers over the columns in order, as far as the totals allow.
    fn read_by_sums(&mut self, slots: &[&Slot], numbers: &[&Slot]) -> bool {
        let alone: Vec<i64> = numbers.iter().filter_map(|slot| slot.count()).collect();
        let mut rows = unglued(&digits(slots.iter().copied()), WIDTH);
        rows.retain(|row| row.len() >= LEAST);
        rows.push(alone.clone());
        let mut solutions: Vec<(Cells, Placement)> = Vec::new();
        for row in &rows {
            for way in ways(row.len()) {
                let mut cells: Cells = std::array::from_fn(|at| way[at].map(|number| row[number]));
                if complete(&mut cells) {
                    // Only a number that fills its own cell can be reported from there.
                    solutions.push((cells, if *row == alone { way } else { [None; WIDTH] }));
                }
            }
        }
        if slots.len() == WIDTH {
            // What can be read in a cell is not put over.
            let fits = |(slot, value): (&&Slot, &Option<i64>)| {
                !slot.is_marked() || value.is_none_or(|value| slot.may_be(value))
            };
            solutions.retain(|(cells, _)| slots.iter().zip(cells).all(fits));
        }
        if solutions.is_empty() {
            return false;
        }
        // Fifteen cells whose numbers are just what the totals leave: they stand where they are, the empty ones are empty.
        if let Some(window) = only_window(slots, WIDTH)
            && (0..WIDTH).all(|at| {
                let own = window[at].count();
                own.is_none() || solutions.iter().all(|(cells, _)| cells[at] == own)
            })
            && window.iter().all(|slot| slot.count().is_some() || slot.held == Held::Empty)
        {
            self.put_slots(window);
            return true;
        }
        let raw = slots.iter().map(|slot| slot.raw.as_str()).collect::<Vec<_>>().join(" ");
        let place = slots[0].place;
        let mut open = false;
        for (at, &key) in self.keys.iter().enumerate() {
            let mut values: Vec<Option<i64>> = solutions.iter().map(|(cells, _)| cells[at]).collect();
            values.sort_unstable();
            values.dedup();
            let mut own = solutions.iter().map(|(_, way)| way[at]);
            let first = own.next().flatten();
            let figure = match (values.as_slice(), first.filter(|_| own.all(|number| number == first))) {
                ([Some(_)], Some(number)) => {
                    let slot = numbers[number];
                    slot.number().map(|n| Figure::reported(n.value, Unit::Case, slot.place, &slot.raw))
                }
                ([Some(value)], None) => {
                    let sum = SumRef { check: Check::RemediesTotal, at: format!("{}/{}", Table::Remedies, key.row) };
                    Some(Figure::inferred(Decimal::from(*value), Unit::Case, Some(place), &raw, vec![sum]))
                }
                _ => None,
            };
            open |= figure.is_none();
            self.figures.set(key, figure.unwrap_or_else(|| Figure::unreadable(Unit::Case, Some(place), &raw, vec![])));
        }
        let words = [("found", raw), ("expected", WIDTH.to_string())];
        let (severity, code) =
            if open { (Severity::Warning, "remedies-unreadable") } else { (Severity::Note, "remedies-inferred") };
        self.notes.add(severity, code, Some(place), &words);
        true
    }

    fn put_slots(&mut self, slots: &[&Slot]) {
        for (&key, slot) in self.keys.iter().zip(slots) {
            let figure = match slot.number() {
                Some(number) => Figure::reported(number.value, Unit::Case, slot.place, &slot.raw),
                None => Figure::blank(Unit::Case, slot.place, &slot.raw),
            };
            self.figures.set(key, figure);
        }
    }
}

/// Whether all three blocks add up, where all is known.
fn adds_up(cells: &Cells) -> Option<bool> {
    let mut all = true;
    for block in cells.chunks(BLOCK) {
        let parts: i64 = block[..BLOCK - 1].iter().copied().collect::<Option<Vec<i64>>>()?.iter().sum();
        all &= parts == block[BLOCK - 1]?;
    }
    Some(all)
}

/// Fills in what the totals decide; false when a block cannot add up.
fn complete(cells: &mut Cells) -> bool {
    for block in cells.chunks_mut(BLOCK) {
        let known: i64 = block[..BLOCK - 1].iter().flatten().sum();
        let open: Vec<usize> = (0..BLOCK).filter(|at| block[*at].is_none()).collect();
        let value = match (open.as_slice(), block[BLOCK - 1]) {
            ([], Some(total)) if known == total => continue,
            ([at], None) => {
                block[*at] = Some(known);
                continue;
            }
            ([_], Some(total)) => total - known,
            (_, Some(total)) if total < known => return false,
            (_, Some(total)) if total == known => 0,
            (_, _) if open.is_empty() => return false,
            _ => continue,
        };
        if value < 0 {
            return false;
        }
        for at in open {
            block[at] = Some(value);
        }
    }
    true
}

/// Every way to lay `count` numbers over the fifteen columns in their order.
fn ways(count: usize) -> Vec<Placement> {
    let gaps = WIDTH - count;
    let mut all = Vec::new();
    let mut lost: Vec<usize> = (0..gaps).collect();
    loop {
        let mut number = 0;
        all.push(std::array::from_fn(|at| {
            if lost.contains(&at) {
                return None;
            }
            number += 1;
            Some(number - 1)
        }));
        // The next combination of lost columns.
        let Some(at) = (0..gaps).rev().find(|at| lost[*at] < WIDTH - gaps + at) else { break };
        lost[at] += 1;
        for next in at + 1..gaps {
            lost[next] = lost[next - 1] + 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_all_combinations() {
        assert_eq!(ways(15).len(), 1);
        assert_eq!(ways(14).len(), 15);
        assert_eq!(ways(13).len(), 105);
    }

    #[test]
    fn a_block_is_completed_only_by_its_own_total() {
        let mut cells: Cells = [Some(0); WIDTH];
        (cells[0], cells[4]) = (None, Some(3));
        assert!(complete(&mut cells));
        assert_eq!(cells[0], Some(3));
        (cells[0], cells[1], cells[4]) = (None, Some(4), Some(3));
        assert!(!complete(&mut cells));
    }
}
