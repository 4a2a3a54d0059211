//! Table `requests` (section 三): rows by their words, cells by the columns, and what was damaged by the sums.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::align::{Trust, align};
use super::grid::{self, Cells, Reading, Sums, WIDTH};
use super::heads;
use super::notes::Notes;
use super::observed::Observed;
use super::row_state::{Damaged, Foreign, RowState, Whole, foreign_below, one_open, readings, state, states};
use super::runs;
use super::similarity::RowPatterns;
use super::slot::{Held, Slot};
use crate::diagnostic::Severity;
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit, identities};
use crate::report::{Figure, Figures, Place, State, SumRef};

/// With more uncertain rows than this the sums prove too little: a number that is itself foreign to its row could fit.
const MOST_UNCERTAIN: usize = 5;

/// Reads the table from the pieces of its region. Gives the rows found; fills `figures`.
pub fn read(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    if runs::are_runs(pieces) {
        return runs::read(pieces, edition, figures, notes);
    }
    // Words alone are no table.
    if !pieces.iter().any(|piece| piece.slots.len() > WIDTH / 2) {
        return 0;
    }
    let rows: Vec<Row> = Layout::of(edition).rows(Table::Requests).map(|(row, _)| row).collect();
    let alignment = align(pieces, Table::Requests, edition);
    let states = states(pieces, RowPatterns::of(edition, Table::Requests), &alignment);
    let heads_are_named = heads::requests_are_named(pieces);
    let mut table = Reader { rows: &rows, sums: sums(&rows), heads_are_named, figures, notes };
    table.notes.add_extra(Table::Requests, pieces, &alignment.extra);
    table.read(&states, alignment.extra.is_empty());
    name_sums(figures);
    alignment.matches.iter().filter(|m| m.trust == Trust::Words).count()
}

/// The sums of the table by the position of its rows.
pub fn sums(rows: &[Row]) -> Sums {
    let index = |row: Row| rows.iter().position(|r| *r == row).expect("every edition has the rows of its own sums");
    Sums {
        received: index(Row::Received),
        carried_in: index(Row::CarriedIn),
        outcomes: (0..rows.len()).filter(|at| rows[*at].is_outcome()).collect(),
        handled: index(Row::Handled),
        carried_over: index(Row::CarriedOver),
    }
}

struct Reader<'r, 'd> {
    rows: &'r [Row],
    sums: Sums,
    /// Whether all columns are known by their heads.
    heads_are_named: bool,
    figures: &'r mut Figures,
    notes: &'r mut Notes<'d>,
}

impl Reader<'_, '_> {
    fn read(&mut self, states: &[RowState<'_>], no_extra: bool) {
        if states.iter().all(|state| matches!(state, RowState::Certain(_))) {
            self.read_whole(states);
            return;
        }
        if no_extra && self.read_by_order(states) {
            return;
        }
        self.read_damaged(states);
    }

    /// Every row is there with all its cells. A sum that does not hold is the report's own affair, unless moving a
    /// row's cells along would mend all of them: then two readings fit, and the cells that differ are open.
    fn read_whole(&mut self, states: &[RowState<'_>]) {
        let grid: Vec<Cells> = states.iter().map(certain_cells).collect();
        for (at, state) in states.iter().enumerate() {
            self.put_certain(at, state);
        }
        let failing: Vec<usize> = (0..grid.len()).filter(|row| grid::row_holds(&grid[*row]) == Some(false)).collect();
        let filled = grid.iter().filter(|cells| cells.iter().flatten().any(|count| *count != 0)).count();
        let known = self.heads_are_named && states.iter().all(is_fixed);
        if !known && failing.len() >= 3 && failing.len() * 2 > filled {
            self.distrust(states);
            return;
        }
        let holds = |grid: &[Cells]| grid::adds_up(grid, &self.sums);
        if holds(&grid) {
            return;
        }
        let mut open: Vec<(usize, usize, i64)> = Vec::new();
        for row in 0..grid.len() {
            if is_fixed(&states[row]) || failing.iter().any(|failing| *failing != row) {
                continue;
            }
            for moved in moves(&grid[row]) {
                let mut trial = grid.clone();
                trial[row] = moved;
                if holds(&trial) {
                    let differing = (0..WIDTH).filter(|column| moved[*column] != grid[row][*column]);
                    open.extend(differing.filter_map(|column| moved[column].map(|value| (row, column, value))));
                }
            }
        }
        if let [upper, lower] = failing[..]
            && !is_fixed(&states[upper])
            && !is_fixed(&states[lower])
        {
            for column in 0..WIDTH {
                let mut trial = grid.clone();
                (trial[upper][column], trial[lower][column]) = (grid[lower][column], grid[upper][column]);
                if holds(&trial) {
                    open.extend(grid[lower][column].map(|value| (upper, column, value)));
                    open.extend(grid[upper][column].map(|value| (lower, column, value)));
                }
            }
        }
        for (row, column, value) in open {
            let RowState::Certain(Whole { slots, .. }) = &states[row] else { continue };
            let slot = slots[column];
            let readings = vec![slot.raw.to_string(), value.to_string()];
            self.put(row, column, Figure::unreadable(Unit::Case, Some(slot.place), &slot.raw, readings));
            let words = [
                ("row", self.rows[row].id().to_owned()),
                ("column", Column::REQUESTS[column].id().to_owned()),
                ("found", slot.raw.to_string()),
                ("other", value.to_string()),
            ];
            self.notes.add(Severity::Warning, "cell-two-readings", Some(slot.place), &words);
        }
    }

    /// Most rows do not add up: the columns are not the form's, whatever their heads say or no longer say.
    fn distrust(&mut self, states: &[RowState<'_>]) {
        for (row, state) in states.iter().enumerate() {
            let RowState::Certain(Whole { slots, .. }) = state else { continue };
            for (column, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.count().is_some()) {
                self.put_unreadable(row, column, Some(slot.place), &slot.raw, &[]);
            }
        }
        self.notes.add(Severity::Warning, "heads-order", None, &[("table", Table::Requests.id().to_owned())]);
    }

    /// Some rows are known by their order alone. They are believed only when the table is whole and every sum holds.
    fn read_by_order(&mut self, states: &[RowState<'_>]) -> bool {
        let mut slots: Vec<Vec<&Slot>> = Vec::new();
        for state in states {
            match state {
                RowState::Certain(whole) => slots.push(whole.slots.clone()),
                RowState::Unsure(piece) => match self::state(piece, None) {
                    RowState::Certain(whole) => slots.push(whole.slots),
                    _ => return false,
                },
                _ => return false,
            }
        }
        let grid: Vec<Cells> = slots.iter().map(|slots| certain_cells_of(slots)).collect();
        let holds = grid::adds_up(&grid, &self.sums);
        if holds {
            for (row, slots) in slots.iter().enumerate() {
                for (column, slot) in slots.iter().enumerate() {
                    self.put_reported(row, column, slot);
                }
            }
        }
        holds
    }

    /// The general case: certain rows stand, the others are read as far as the sums leave one reading.
    fn read_damaged(&mut self, states: &[RowState<'_>]) {
        let accepted = self.accept_blanks(states);
        let has_damage =
            states.iter().any(|state| !matches!(state, RowState::Certain(_) | RowState::Blank(_) | RowState::CutOff));
        let mut grid: Vec<Cells> = vec![[None; WIDTH]; states.len()];
        let mut uncertain: Vec<(usize, Vec<Reading>)> = Vec::new();
        for (at, state) in states.iter().enumerate() {
            match state {
                RowState::Certain(_) => {
                    grid[at] = certain_cells(state);
                    if has_damage && !is_fixed(state) && grid::row_holds(&grid[at]) == Some(false) {
                        uncertain.push((at, one_open(&grid[at])));
                    }
                }
                RowState::Damaged(damaged) if accepted[at] => {
                    let window = damaged.window.expect("only rows with known columns are accepted");
                    grid[at] = std::array::from_fn(|column| window[column].count());
                }
                RowState::Damaged(damaged) => {
                    let foreign = at.checked_sub(1).map_or(Foreign::No, |above| foreign_below(&states[above]));
                    uncertain.push((at, readings(damaged, foreign)));
                }
                RowState::Lost | RowState::Bare | RowState::Unsure(_) | RowState::Beside(_) | RowState::Reworded(_) => {
                    uncertain.push((at, vec![[None; WIDTH].into()]))
                }
                RowState::Blank(_) | RowState::CutOff => {}
            }
        }
        // The rows with the fewest readings first: contradictions show early.
        uncertain.sort_by_key(|(at, readings)| (readings.len(), *at));
        let solutions = if uncertain.len() <= MOST_UNCERTAIN {
            grid::solve(&grid, &self.sums, &uncertain).unwrap_or_default()
        } else {
            Vec::new()
        };

        let decided: Vec<Option<Vec<Vec<i64>>>> = (0..states.len())
            .map(|at| {
                let place = uncertain.iter().position(|(row, _)| *row == at)?;
                (!solutions.is_empty()).then(|| (0..WIDTH).map(|column| values(&solutions, place, column)).collect())
            })
            .collect();
        for (at, state) in states.iter().enumerate() {
            let decided = decided[at].as_deref();
            match state {
                RowState::Certain(_) if !uncertain.iter().any(|(row, _)| *row == at) => self.put_certain(at, state),
                RowState::Certain(whole) => self.put_failing(at, &whole.slots, decided),
                RowState::Damaged(damaged) if accepted[at] => self.put_window(at, damaged, None),
                RowState::Damaged(damaged) => self.put_damaged(at, damaged, decided),
                RowState::Blank(window) => self.put_blank(at, window),
                RowState::Unsure(piece) => self.put_unsure(at, piece, decided.filter(|_| claims(states, piece) == 1)),
                RowState::Beside(piece) => self.put_beside(at, piece, decided.filter(|_| claims(states, piece) == 1)),
                RowState::Reworded(piece) => self.put_unsure(at, piece, None),
                RowState::Lost => self.put_lost(at, decided),
                RowState::Bare => self.put_lost(at, None),
                RowState::CutOff => {}
            }
        }
        self.put_glued(states, &decided);
    }

    /// Numbers glued into one cell that belong to it and to the empty cells below it (a merged cell of the original):
    /// where the sums give each of these cells just its number, that is what they are inferred to be.
    fn put_glued(&mut self, states: &[RowState<'_>], decided: &[Option<Vec<Vec<i64>>>]) {
        for (at, state) in states.iter().enumerate() {
            let RowState::Damaged(Damaged { window: Some(window), .. }) = state else { continue };
            for (column, slot) in window.iter().enumerate() {
                let Held::Several(numbers) = &slot.held else { continue };
                let each_fits = numbers.iter().enumerate().all(|(below, number)| {
                    let known = decided.get(at + below).and_then(Option::as_ref);
                    let empty_below = below == 0 || matches!(&states.get(at + below), Some(RowState::Damaged(Damaged { window: Some(window), .. })) if window[column].held == Held::Empty);
                    empty_below && known.is_some_and(|known| number.value.to_i64().is_some_and(|n| known[column] == [n]))
                });
                if each_fits {
                    for (below, number) in numbers.iter().enumerate() {
                        if let Some(value) = number.value.to_i64() {
                            self.put_inferred(at + below, column, value, Some(slot.place), &slot.raw);
                        }
                    }
                }
            }
        }
    }

    /// Tables that print zero as nothing: a row with empty cells is taken as it stands when, with the empty cells as
    /// nothing, every column that it has a number in adds up, and the row itself does. (Moved or lost numbers would
    /// break a column.) The empty cells stay blank.
    fn accept_blanks(&self, states: &[RowState<'_>]) -> Vec<bool> {
        let mut grid: Vec<Cells> = Vec::new();
        for state in states {
            grid.push(match state {
                RowState::Certain(_) => certain_cells(state).map(|count| count.or(Some(0))),
                RowState::Blank(_) => [Some(0); WIDTH],
                RowState::Damaged(Damaged { window: Some(window), .. }) if window.iter().all(Slot::is_plain) => {
                    std::array::from_fn(|column| Some(window[column].count().unwrap_or(0)))
                }
                _ => return vec![false; states.len()],
            });
        }
        let columns: Vec<bool> =
            (0..WIDTH).map(|column| grid::column_holds(&grid, &self.sums, column) == Some(true)).collect();
        // A column also adds up when a number stands in the wrong row of it: some row then does not.
        let rows_hold = states.iter().zip(&grid).all(|(state, cells)| {
            let total_blank = match state {
                RowState::Damaged(Damaged { window: Some(window), .. }) => window[WIDTH - 1].count().is_none(),
                RowState::Certain(whole) => whole.slots[WIDTH - 1].count().is_none(),
                _ => false,
            };
            total_blank || grid::row_holds(cells) == Some(true)
        });
        states
            .iter()
            .zip(&grid)
            .map(|(state, cells)| {
                let RowState::Damaged(Damaged { window: Some(window), .. }) = state else { return false };
                let numbers_hold = (0..WIDTH).all(|column| window[column].count().is_none() || columns[column]);
                let total_blank = window[WIDTH - 1].count().is_none();
                numbers_hold && if total_blank { rows_hold } else { grid::row_holds(cells) == Some(true) }
            })
            .collect()
    }

    fn key(&self, row: usize, column: usize) -> FigureKey {
        FigureKey::requests(self.rows[row], Column::REQUESTS[column])
    }

    fn put(&mut self, row: usize, column: usize, figure: Figure) {
        self.figures.set(self.key(row, column), figure);
    }

    fn put_certain(&mut self, row: usize, state: &RowState<'_>) {
        if let RowState::Certain(Whole { slots, .. }) = state {
            slots.iter().enumerate().for_each(|(column, slot)| self.put_as_it_stands(row, column, slot));
        }
    }

    /// A cell that holds a count, or nothing.
    fn put_as_it_stands(&mut self, row: usize, column: usize, slot: &Slot) {
        match slot.count() {
            Some(_) => self.put_reported(row, column, slot),
            None => self.put(row, column, Figure::blank(Unit::Case, slot.place, &slot.raw)),
        }
    }

    fn put_reported(&mut self, row: usize, column: usize, slot: &Slot) {
        if let Some(number) = slot.number() {
            self.put(row, column, Figure::reported(number.value, Unit::Case, slot.place, &slot.raw));
        }
    }

    /// Puts an inferred figure; which sums it follows from is known when all figures are there.
    fn put_inferred(&mut self, row: usize, column: usize, value: i64, place: Option<Place>, raw: &str) {
        self.put(row, column, Figure::inferred(Decimal::from(value), Unit::Case, place, raw, Vec::new()));
    }

    fn put_unreadable(&mut self, row: usize, column: usize, place: Option<Place>, raw: &str, readings: &[i64]) {
        self.put(row, column, Figure::unreadable(Unit::Case, place, raw, written(readings)));
    }

    /// A row with all its cells that does not add up, in a table that is damaged elsewhere. What the sums leave is never put
    /// over a number that can be read.
    fn put_failing(&mut self, row: usize, slots: &[&Slot], decided: Option<&[Vec<i64>]>) {
        let mut open = decided.is_none();
        for (column, slot) in slots.iter().enumerate() {
            match decided.map(|decided| decided[column].as_slice()) {
                Some([value]) if slot.count() == Some(*value) => self.put_reported(row, column, slot),
                other => {
                    open = true;
                    let mut readings = other.unwrap_or_default().to_vec();
                    readings.extend(slot.count().filter(|_| !readings.is_empty()));
                    readings.sort_unstable();
                    readings.dedup();
                    self.put_unreadable(row, column, Some(slot.place), &slot.raw, &readings);
                }
            }
        }
        if open && let Some(first) = slots.first() {
            self.note_row(row, "row-unreadable", first.place, &raw_of(slots.iter().copied()));
        }
    }

    fn put_damaged(&mut self, row: usize, damaged: &Damaged<'_>, decided: Option<&[Vec<i64>]>) {
        let piece = damaged.piece;
        if damaged.is_fixed {
            self.put_window(row, damaged, decided);
            return;
        }
        let Some(decided) = decided else {
            for column in 0..WIDTH {
                self.put_unreadable(row, column, Some(piece.place), &piece.raw(), &[]);
            }
            self.note_row(row, "row-unreadable", piece.place, &piece.raw());
            return;
        };
        let fits_window = damaged.window.is_some_and(|window| {
            (0..WIDTH).all(|column| match (window[column].count(), decided[column].as_slice()) {
                (Some(count), [value]) => count == *value,
                (Some(_), _) => false,
                (None, _) => true,
            })
        });
        if fits_window {
            self.put_window(row, damaged, Some(decided));
            return;
        }
        // A row of as many cells as columns, filled at both ends, may stand as it is and not add up, or have moved: two readings.
        let is_whole = |window: &&[Slot]| {
            let is_filled = |slot: Option<&Slot>| slot.is_some_and(|slot| slot.held != Held::Empty);
            window.len() == piece.slots.len() && is_filled(window.first()) && is_filled(window.last())
        };
        if let Some(window) = damaged.window.filter(is_whole) {
            self.put_both_ways(row, window, decided);
            return;
        }
        // Where a cell's number is one and the same in all readings, it stands there; else only the sums know it.
        let values: Option<Cells> = decided
            .iter()
            .map(|values| if let [value] = values[..] { Some(Some(value)) } else { None })
            .collect::<Option<Vec<_>>>()
            .and_then(|v| v.try_into().ok());
        let counts: Vec<i64> = damaged.numbers.iter().map(|(count, _)| *count).collect();
        let ways: Vec<grid::Placement> = match values {
            Some(values) => grid::placements(counts.len().min(WIDTH + 1))
                .into_iter()
                .filter(|way| {
                    grid::cells(way, &counts).iter().zip(&values).all(|(cell, value)| cell.is_none() || cell == value)
                })
                .collect(),
            None => Vec::new(),
        };
        // What stands there and can be read is not put over.
        let damaged_cells = piece.slots.iter().filter(|slot| !slot.is_plain());
        let is_any = |slot: &Slot| decided.iter().any(|values| matches!(values[..], [value] if slot.may_be(value)));
        let contradicted = damaged_cells.into_iter().any(|slot| !is_any(slot));
        let mut open = false;
        for (column, readings) in decided.iter().enumerate() {
            let mut numbers = ways.iter().map(|way| way[column]);
            let first = numbers.next().flatten();
            let own = first.filter(|_| numbers.all(|number| number == first)).map(|at| damaged.numbers[at].1);
            match (readings.as_slice(), own) {
                (&[value], Some(slot)) if slot.count() == Some(value) => self.put_reported(row, column, slot),
                (&[value], _) if !contradicted => {
                    self.put_inferred(row, column, value, Some(piece.place), &piece.raw());
                }
                (readings, _) => {
                    open = true;
                    self.put_unreadable(row, column, Some(piece.place), &piece.raw(), readings);
                }
            }
        }
        let code = if open { "row-unreadable" } else { "row-inferred" };
        self.note_row(row, code, piece.place, &piece.raw());
    }

    /// The columns are known by geometry: numbers stand, empty cells are blank, what is illegible follows from the sums.
    fn put_window(&mut self, row: usize, damaged: &Damaged<'_>, decided: Option<&[Vec<i64>]>) {
        let Some(window) = damaged.window else { return };
        let mut said: Vec<&str> = Vec::new();
        for (column, slot) in window.iter().enumerate() {
            if slot.count().is_some() {
                self.put_reported(row, column, slot);
            } else if slot.is_plain() {
                self.put(row, column, Figure::blank(Unit::Case, slot.place, &slot.raw));
            } else {
                let code = match decided.map(|decided| decided[column].as_slice()) {
                    Some(&[value]) if slot.may_be(value) => {
                        self.put_inferred(row, column, value, Some(slot.place), &slot.raw);
                        "row-inferred"
                    }
                    other => {
                        self.put_unreadable(row, column, Some(slot.place), &slot.raw, other.unwrap_or_default());
                        "row-unreadable"
                    }
                };
                if !said.contains(&code) {
                    said.push(code);
                    self.note_row(row, code, slot.place, &slot.raw);
                }
            }
        }
    }

    /// What stands in a cell of its own column and is what the sums leave; all else of the row is open.
    fn put_both_ways(&mut self, row: usize, window: &[Slot], decided: &[Vec<i64>]) {
        for (column, slot) in window.iter().enumerate() {
            match (slot.count(), decided[column].as_slice()) {
                (Some(count), &[value]) if count == value => self.put_reported(row, column, slot),
                (_, readings) => self.put_unreadable(row, column, Some(slot.place), &slot.raw, readings),
            }
        }
        if let Some(first) = window.first() {
            self.note_row(row, "row-unreadable", first.place, &raw_of(window.iter()));
        }
    }

    fn put_blank(&mut self, row: usize, window: &[Slot]) {
        for (column, slot) in window.iter().enumerate() {
            self.put(row, column, Figure::blank(Unit::Case, slot.place, &slot.raw));
        }
    }

    fn put_unsure(&mut self, row: usize, piece: &Observed, decided: Option<&[Vec<i64>]>) {
        let raw = piece.raw();
        // What the sums leave for this row is just what stands in the row found by its order: it is this row. If they leave
        // something else, there are two readings.
        let mut decided = decided;
        // Marks for nothing are never something.
        decided = decided.filter(|_| !matches!(state(piece, None), RowState::Blank(_)));
        if let (RowState::Certain(Whole { slots, .. }), Some(values)) = (state(piece, None), decided) {
            if slots.iter().zip(values).all(|(slot, values)| slot.count().is_some_and(|count| *values == [count])) {
                slots.iter().enumerate().for_each(|(column, slot)| self.put_reported(row, column, slot));
                return;
            }
            decided = None;
        }
        let mut open = false;
        for column in 0..WIDTH {
            match decided.map(|decided| decided[column].as_slice()) {
                Some(&[value]) => self.put_inferred(row, column, value, Some(piece.place), &raw),
                other => {
                    open = true;
                    self.put_unreadable(row, column, Some(piece.place), &raw, other.unwrap_or_default());
                }
            }
        }
        self.note_row(
            row,
            if open { "row-unsure" } else { "row-inferred" },
            piece.place,
            &format!("{} {raw}", piece.label),
        );
    }

    /// What stands beside the row is believed to be its own only where the sums leave just that.
    fn put_beside(&mut self, row: usize, piece: &Observed, decided: Option<&[Vec<i64>]>) {
        let is_left = |slots: &[&Slot]| {
            let fits = |(slot, values): (&&Slot, &Vec<i64>)| slot.count().is_some_and(|count| *values == [count]);
            decided.is_some_and(|decided| slots.iter().zip(decided).all(fits))
        };
        let is_own = matches!(state(piece, None), RowState::Certain(Whole { slots, .. }) if is_left(&slots));
        self.put_unsure(row, piece, decided.filter(|_| is_own));
    }

    fn put_lost(&mut self, row: usize, decided: Option<&[Vec<i64>]>) {
        for column in 0..WIDTH {
            if let Some(&[value]) = decided.map(|decided| decided[column].as_slice()) {
                self.put_inferred(row, column, value, None, "");
            }
        }
        let words = [("table", Table::Requests.id().to_owned()), ("row", self.rows[row].id().to_owned())];
        self.notes.add(Severity::Warning, "row-lost", None, &words);
    }

    fn note_row(&mut self, row: usize, code: &'static str, place: Place, found: &str) {
        let severity = if code == "row-inferred" { Severity::Note } else { Severity::Warning };
        let words = [
            ("table", Table::Requests.id().to_owned()),
            ("row", self.rows[row].id().to_owned()),
            ("found", found.to_owned()),
        ];
        self.notes.add(severity, code, Some(place), &words);
    }
}

/// Of how many rows a piece may be: what stands once is one row's, and which is not known.
fn claims(states: &[RowState<'_>], piece: &Observed) -> usize {
    let is_it = |state: &&RowState<'_>| match state {
        RowState::Unsure(other) | RowState::Beside(other) => std::ptr::eq(*other, piece),
        _ => false,
    };
    states.iter().filter(is_it).count()
}

/// Names for every inferred figure the sums that it follows from: those that hold it and lack no other figure.
pub fn name_sums(figures: &mut Figures) {
    let inferred: Vec<(FigureKey, Figure)> = figures
        .iter()
        .filter(|(_, figure)| figure.state() == State::Inferred)
        .map(|(key, figure)| (key, figure.clone()))
        .collect();
    for (key, figure) in inferred {
        let known = |key: &FigureKey| figures.get(*key).is_some_and(|figure| figure.value().is_some());
        let sums = identities(figures.edition())
            .iter()
            .filter(|identity| identity.left.contains(&key) || identity.right.contains(&key))
            .filter(|identity| identity.left.iter().chain(&identity.right).all(known))
            .map(|identity| SumRef { check: identity.check, at: identity.place() })
            .collect();
        if let Some(value) = figure.value() {
            figures.set(key, Figure::inferred(value, figure.unit(), figure.place(), figure.raw(), sums));
        }
    }
}

/// The readings that are named of a cell: more than four say nothing.
pub fn written(readings: &[i64]) -> Vec<String> {
    if readings.len() <= 4 { readings.iter().map(i64::to_string).collect() } else { Vec::new() }
}

/// The values that a cell has in the solutions, sorted; none where a solution leaves it open.
fn values(solutions: &[grid::Solution], place: usize, column: usize) -> Vec<i64> {
    let Some(mut values) = solutions.iter().map(|solution| solution[place][column]).collect::<Option<Vec<i64>>>()
    else {
        return Vec::new();
    };
    values.sort_unstable();
    values.dedup();
    values
}

fn certain_cells(state: &RowState<'_>) -> Cells {
    match state {
        RowState::Certain(whole) => certain_cells_of(&whole.slots),
        _ => [None; WIDTH],
    }
}

fn is_fixed(state: &RowState<'_>) -> bool {
    matches!(state, RowState::Certain(Whole { is_fixed: true, .. }))
}

fn certain_cells_of(slots: &[&Slot]) -> Cells {
    std::array::from_fn(|column| slots[column].count())
}

fn raw_of<'s>(slots: impl Iterator<Item = &'s Slot>) -> String {
    slots.map(|slot| slot.raw.as_str()).collect::<Vec<_>>().join(" ")
}

/// Other orders that a row's cells could have come from: turned round as a whole, or one cell moved.
fn moves(cells: &Cells) -> Vec<Cells> {
    let mut all: Vec<Cells> = Vec::new();
    for by in 1..WIDTH {
        let mut turned = *cells;
        turned.rotate_left(by);
        all.push(turned);
    }
    for from in 0..WIDTH {
        for to in (0..WIDTH).filter(|to| *to != from) {
            let mut moved = cells.to_vec();
            let cell = moved.remove(from);
            moved.insert(to, cell);
            all.extend(<Cells>::try_from(moved));
        }
    }
    all.retain(|moved| moved != cells);
    all
}
