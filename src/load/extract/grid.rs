//! Table `requests` as a grid of counts, and the readings of its uncertain rows that the sums leave possible.
//!
//! A row whose cells are all there is certain. A row with a cell lost, shifted, glued or blank has several readings: every
//! way to lay its numbers over the columns in their order. The sums decide between them, for all uncertain rows at once;
//! what they do not decide stays open. Knows rows, columns and sums by their index; nothing of words or places.

use crate::form::Column;

/// Columns of the table, the last of which is the total.
pub const WIDTH: usize = Column::REQUESTS.len();

/// One row's cells; `None` where the number is not known.
pub type Cells = [Option<i64>; WIDTH];

/// The sums of the table by row index: `received + carried_in = handled + carried_over`, `handled = Σ outcomes`.
#[derive(Debug, Clone)]
pub struct Sums {
    /// Index of the row `received`.
    pub received: usize,
    /// Index of the row `carried_in`.
    pub carried_in: usize,
    /// Indices of the outcome rows.
    pub outcomes: Vec<usize>,
    /// Index of the row `handled`.
    pub handled: usize,
    /// Index of the row `carried_over`.
    pub carried_over: usize,
}

/// One way to lay a row's numbers over the columns: for each column the index of the number that stands there.
pub type Placement = [Option<usize>; WIDTH];

/// One way to read an uncertain row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// The cells that this way knows.
    pub cells: Cells,
    /// A number that stands in the row and is left out, because it slipped down from the row above.
    pub slipped: Option<i64>,
}

impl From<Cells> for Reading {
    fn from(cells: Cells) -> Reading {
        Reading { cells, slipped: None }
    }
}

/// A consistent reading of all uncertain rows: their cells, in the order in which the rows were given.
pub type Solution = Vec<Cells>;

/// More readings than this are as good as none.
const MOST_SOLUTIONS: usize = 64;
/// More steps than this are not tried: a table so damaged is not read.
const MOST_STEPS: usize = 60_000;

/// Whether the row adds up, where all of it is known.
pub fn row_holds(cells: &Cells) -> Option<bool> {
    let mut sum = 0i64;
    for cell in &cells[..WIDTH - 1] {
        sum += (*cell)?;
    }
    Some(sum == cells[WIDTH - 1]?)
}

/// Every way to lay `count` numbers over the columns in their order.
pub fn placements(count: usize) -> Vec<Placement> {
    fn lay(column: usize, number: usize, count: usize, so_far: &mut Placement, all: &mut Vec<Placement>) {
        if count - number > WIDTH - column {
            return;
        }
        if column == WIDTH {
            all.push(*so_far);
            return;
        }
        if number < count {
            so_far[column] = Some(number);
            lay(column + 1, number + 1, count, so_far, all);
        }
        so_far[column] = None;
        lay(column + 1, number, count, so_far, all);
    }
    let mut all = Vec::new();
    lay(0, 0, count, &mut [None; WIDTH], &mut all);
    all
}

/// The cells that a placement gives.
pub fn cells(placement: &Placement, numbers: &[i64]) -> Cells {
    placement.map(|at| at.map(|at| numbers[at]))
}

/// All consistent readings of the uncertain rows. `grid` holds the certain rows; `uncertain` names the others, each with
/// the readings that are possible for it. `None` when there are too many to try or to keep.
pub fn solve(grid: &[Cells], sums: &Sums, uncertain: &[(usize, Vec<Reading>)]) -> Option<Vec<Solution>> {
    let chosen = Vec::new();
    let mut search = Search { grid: grid.to_vec(), sums, uncertain, chosen, steps: 0, solutions: Vec::new() };
    for (row, _) in uncertain {
        search.grid[*row] = [None; WIDTH];
    }
    search.descend(0).then_some(search.solutions)
}

struct Search<'a> {
    grid: Vec<Cells>,
    sums: &'a Sums,
    uncertain: &'a [(usize, Vec<Reading>)],
    chosen: Vec<&'a Reading>,
    steps: usize,
    solutions: Vec<Solution>,
}

impl Search<'_> {
    /// Tries every reading of the rows from `depth` on. False when the search was given up.
    fn descend(&mut self, depth: usize) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.solutions.len() > MOST_SOLUTIONS {
            return false;
        }
        let Some((row, readings)) = self.uncertain.get(depth) else {
            let mut filled = self.grid.clone();
            if fill(&mut filled, self.sums) && self.slips_agree(&filled) {
                let solution: Solution = self.uncertain.iter().map(|(row, _)| filled[*row]).collect();
                if !self.solutions.contains(&solution) {
                    self.solutions.push(solution);
                }
            }
            return true;
        };
        for reading in readings {
            self.grid[*row] = reading.cells;
            self.chosen.push(reading);
            // What is known so far may already contradict itself.
            let mut trial = self.grid.clone();
            let goes_on = !fill(&mut trial, self.sums) || self.descend(depth + 1);
            self.chosen.pop();
            if !goes_on {
                return false;
            }
        }
        self.grid[*row] = [None; WIDTH];
        true
    }

    /// Whether every number that is said to have slipped down is one that the row above lacks in that column.
    fn slips_agree(&self, filled: &[Cells]) -> bool {
        self.uncertain.iter().zip(&self.chosen).all(|((row, _), reading)| {
            let Some(slipped) = reading.slipped else { return true };
            let above = row.wrapping_sub(1);
            // One number slips one row; no chain of them is thought up.
            let mut others = self.uncertain.iter().zip(&self.chosen);
            if others.any(|((other, _), reading)| *other == above && reading.slipped.is_some()) {
                return false;
            }
            (0..WIDTH).any(|column| {
                reading.cells[column].is_none()
                    && self.grid.get(above).is_some_and(|cells| cells[column].is_none())
                    && filled.get(above).is_some_and(|cells| cells[column].is_none_or(|value| value == slipped))
            })
        })
    }
}

/// Fills in what follows from the sums; false when a sum cannot hold with numbers that are not negative.
fn fill(grid: &mut [Cells], sums: &Sums) -> bool {
    loop {
        let mut changed = false;
        for column in 0..WIDTH {
            let flow = ([sums.received, sums.carried_in], [sums.handled, sums.carried_over]);
            let left: Vec<(usize, usize)> = flow.0.iter().map(|&row| (row, column)).collect();
            let right: Vec<(usize, usize)> = flow.1.iter().map(|&row| (row, column)).collect();
            if !balance(grid, &left, &right, &mut changed) {
                return false;
            }
            let outcomes: Vec<(usize, usize)> = sums.outcomes.iter().map(|&row| (row, column)).collect();
            if !balance(grid, &[(sums.handled, column)], &outcomes, &mut changed) {
                return false;
            }
        }
        for row in 0..grid.len() {
            let parts: Vec<(usize, usize)> = (0..WIDTH - 1).map(|column| (row, column)).collect();
            if !balance(grid, &[(row, WIDTH - 1)], &parts, &mut changed) {
                return false;
            }
        }
        if !changed {
            return true;
        }
    }
}

/// Makes `left = right` hold where one number is open; all open ones are 0 where nothing is left for them.
fn balance(grid: &mut [Cells], left: &[(usize, usize)], right: &[(usize, usize)], changed: &mut bool) -> bool {
    let tally = |grid: &[Cells], side: &[(usize, usize)]| {
        let known: i64 = side.iter().filter_map(|&(row, column)| grid[row][column]).sum();
        let open: Vec<(usize, usize)> =
            side.iter().copied().filter(|&(row, column)| grid[row][column].is_none()).collect();
        (known, open)
    };
    let (known_left, open_left) = tally(grid, left);
    let (known_right, open_right) = tally(grid, right);
    let (rest, open) = match (open_left.is_empty(), open_right.is_empty()) {
        (true, true) => return known_left == known_right,
        (true, false) => (known_left - known_right, open_right),
        (false, true) => (known_right - known_left, open_left),
        (false, false) => return true,
    };
    if rest < 0 {
        return false;
    }
    if open.len() == 1 || rest == 0 {
        for (row, column) in open {
            grid[row][column] = Some(rest);
            *changed = true;
        }
    }
    true
}

/// Whether both sums of a column hold, where all of it is known.
pub fn column_holds(grid: &[Cells], sums: &Sums, column: usize) -> Option<bool> {
    let flow = grid[sums.received][column]? + grid[sums.carried_in][column]?
        == grid[sums.handled][column]? + grid[sums.carried_over][column]?;
    let mut outcomes = 0i64;
    for &row in &sums.outcomes {
        outcomes += grid[row][column]?;
    }
    Some(flow && grid[sums.handled][column]? == outcomes)
}

/// Whether the whole table is known and every sum of it holds.
pub fn adds_up(grid: &[Cells], sums: &Sums) -> bool {
    (0..WIDTH).all(|column| column_holds(grid, sums, column) == Some(true))
        && grid.iter().all(|cells| row_holds(cells) == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums() -> Sums {
        Sums { received: 0, carried_in: 1, outcomes: vec![2, 3], handled: 4, carried_over: 5 }
    }

    fn known(cells: [i64; WIDTH]) -> Cells {
        cells.map(Some)
    }

    /// 5 received, 3 and 2 handled, all natural persons but one business.
    fn grid() -> Vec<Cells> {
        vec![
            known([4, 1, 0, 0, 0, 0, 5]),
            known([0; WIDTH]),
            known([2, 1, 0, 0, 0, 0, 3]),
            known([2, 0, 0, 0, 0, 0, 2]),
            known([4, 1, 0, 0, 0, 0, 5]),
            known([0; WIDTH]),
        ]
    }

    fn readings(numbers: &[i64]) -> Vec<Reading> {
        placements(numbers.len()).iter().map(|placement| cells(placement, numbers).into()).collect()
    }

    #[test]
    fn a_lost_cell_is_found_by_the_sums() {
        let solutions = solve(&grid(), &sums(), &[(2, readings(&[2, 0, 0, 0, 0, 3]))]).unwrap();
        assert_eq!(solutions, [vec![known([2, 1, 0, 0, 0, 0, 3])]]);
    }

    #[test]
    fn a_lost_row_is_found_by_the_sums() {
        let solutions = solve(&grid(), &sums(), &[(3, vec![[None; WIDTH].into()])]).unwrap();
        assert_eq!(solutions, [vec![known([2, 0, 0, 0, 0, 0, 2])]]);
    }

    #[test]
    fn a_number_can_only_slip_from_a_row_that_lacks_it() {
        // The 2 of row 2 stands in row 3, whose own 2 it covers.
        let above = readings(&[1, 0, 0, 0, 0, 3]);
        let below =
            |slipped| vec![Reading { cells: [None, Some(0), Some(0), Some(0), Some(0), Some(0), Some(2)], slipped }];
        assert_eq!(solve(&grid(), &sums(), &[(2, above.clone()), (3, below(Some(2)))]).unwrap().len(), 1);
        assert_eq!(solve(&grid(), &sums(), &[(2, above), (3, below(Some(9)))]).unwrap().len(), 0);
    }

    #[test]
    fn two_lost_rows_stay_open() {
        let lost = vec![Reading::from([None; WIDTH])];
        let solutions = solve(&grid(), &sums(), &[(2, lost.clone()), (3, lost)]).unwrap();
        assert_eq!(solutions.len(), 1);
        assert_eq!(solutions[0][0][0], None);
        assert_eq!(solutions[0][0][2], Some(0), "nothing is left for this column");
    }

    #[test]
    fn a_table_that_does_not_add_up_has_no_reading() {
        let mut grid = grid();
        grid[4] = known([9, 1, 0, 0, 0, 0, 10]);
        assert_eq!(solve(&grid, &sums(), &[(2, readings(&[2, 0, 0, 0, 0, 3]))]).unwrap(), Vec::<Solution>::new());
    }

    #[test]
    fn placements_keep_the_order_of_the_numbers() {
        assert_eq!(placements(7).len(), 1);
        assert_eq!(placements(6).len(), 7);
        assert_eq!(placements(5).len(), 21);
        for placement in placements(4) {
            let order: Vec<usize> = placement.iter().flatten().copied().collect();
            assert_eq!(order, [0, 1, 2, 3]);
        }
    }
}
