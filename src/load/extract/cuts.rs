//! Runs of digits that were the cells of a row, cut where the sums leave no other way. Knows digits, columns and sums; not
//! where they stand, nor what the rows are.

use super::grid::{Sums, WIDTH};

/// One row cut into its seven cells, the last the total.
pub type Cut = [i64; WIDTH];

/// A run with more cuts than this is not tried.
const MOST_CUTS: usize = 400;
/// More steps than this are not tried.
const MOST_STEPS: usize = 200_000;
/// No number of a run is longer.
const LONGEST: usize = 9;

/// Every way to cut `digits` into `count` numbers without leading zeros; `None` where there are too many. `fits` is asked
/// with the numbers so far.
pub fn cuts(digits: &str, count: usize, fits: &dyn Fn(&[i64]) -> bool) -> Option<Vec<Vec<i64>>> {
    struct Search<'a> {
        digits: &'a str,
        count: usize,
        fits: &'a dyn Fn(&[i64]) -> bool,
        numbers: Vec<i64>,
        found: Vec<Vec<i64>>,
        steps: usize,
    }
    impl Search<'_> {
        fn descend(&mut self, at: usize) -> bool {
            self.steps += 1;
            if self.steps > MOST_STEPS || self.found.len() > MOST_CUTS {
                return false;
            }
            let open = self.count - self.numbers.len();
            let rest = self.digits.len() - at;
            if open == 0 {
                if rest == 0 {
                    self.found.push(self.numbers.clone());
                }
                return true;
            }
            if rest < open || rest > open * LONGEST {
                return true;
            }
            let longest = if self.digits.as_bytes()[at] == b'0' { 1 } else { LONGEST.min(rest + 1 - open) };
            for length in 1..=longest {
                let Ok(number) = self.digits[at..at + length].parse() else { return true };
                self.numbers.push(number);
                let goes_on = !(self.fits)(&self.numbers) || self.descend(at + length);
                self.numbers.pop();
                if !goes_on {
                    return false;
                }
            }
            true
        }
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Vec::new());
    }
    let mut search = Search { digits, count, fits, numbers: Vec::new(), found: Vec::new(), steps: 0 };
    search.descend(0).then_some(search.found)
}

/// Every way to cut a run into a row of table `requests` that adds up.
pub fn row_cuts(digits: &str) -> Option<Vec<Cut>> {
    let adds_up =
        |numbers: &[i64]| numbers.len() < WIDTH || numbers[..WIDTH - 1].iter().sum::<i64>() == numbers[WIDTH - 1];
    let all = cuts(digits, WIDTH, &adds_up)?;
    Some(all.into_iter().filter_map(|numbers| numbers.try_into().ok()).collect())
}

/// Every way to cut a run into rows of `block` numbers each of which ends in its total.
pub fn block_cuts(digits: &str, block: usize, blocks: usize) -> Option<Vec<Vec<i64>>> {
    let adds_up = |numbers: &[i64]| {
        !numbers.len().is_multiple_of(block) || {
            let last = &numbers[numbers.len() - block..];
            last[..block - 1].iter().sum::<i64>() == last[block - 1]
        }
    };
    cuts(digits, block * blocks, &adds_up)
}

/// The values that each cell of the table can have when every sum holds, sorted; `rows` gives the cuts of each row. `None`
/// where no choice of cuts adds up, or there are too many to try.
pub fn solve(rows: &[Vec<Cut>], sums: &Sums) -> Option<Vec<[Vec<i64>; WIDTH]>> {
    let mut order = sums.outcomes.clone();
    order.sort_by_key(|&row| (rows[row].len(), row));
    let mut least = vec![[0i64; WIDTH]; order.len() + 1];
    for at in (0..order.len()).rev() {
        for column in 0..WIDTH {
            let lowest = rows[order[at]].iter().map(|cut| cut[column]).min()?;
            least[at][column] = least[at + 1][column] + lowest;
        }
    }
    let mut all: Vec<[Vec<i64>; WIDTH]> = vec![Default::default(); rows.len()];
    let mut any = false;
    let mut steps = 0;
    for handled in &rows[sums.handled] {
        let flows = flows(rows, sums, handled, &mut steps)?;
        if flows.is_empty() {
            continue;
        }
        let mut search = Outcomes { rows, order: &order, least: &least, handled, chosen: vec![], found: vec![] };
        if !search.descend(0, [0; WIDTH], &mut steps) {
            return None;
        }
        for chosen in &search.found {
            any = true;
            for (row, cut) in order.iter().zip(chosen) {
                take(&mut all[*row], cut);
            }
        }
        if !search.found.is_empty() {
            take(&mut all[sums.handled], handled);
            for [received, carried_in, carried_over] in &flows {
                take(&mut all[sums.received], received);
                take(&mut all[sums.carried_in], carried_in);
                take(&mut all[sums.carried_over], carried_over);
            }
        }
    }
    any.then_some(all)
}

fn take(values: &mut [Vec<i64>; WIDTH], cut: &Cut) {
    for (values, &value) in values.iter_mut().zip(cut) {
        if let Err(place) = values.binary_search(&value) {
            values.insert(place, value);
        }
    }
}

/// The cuts of the three rows that flow into and out of `handled`.
fn flows<'c>(rows: &'c [Vec<Cut>], sums: &Sums, handled: &Cut, steps: &mut usize) -> Option<Vec<[&'c Cut; 3]>> {
    let mut found = Vec::new();
    for received in &rows[sums.received] {
        for carried_in in &rows[sums.carried_in] {
            for carried_over in &rows[sums.carried_over] {
                *steps += 1;
                if *steps > MOST_STEPS || found.len() > MOST_CUTS {
                    return None;
                }
                let holds =
                    |column: usize| received[column] + carried_in[column] == handled[column] + carried_over[column];
                if (0..WIDTH).all(holds) {
                    found.push([received, carried_in, carried_over]);
                }
            }
        }
    }
    Some(found)
}

struct Outcomes<'c> {
    rows: &'c [Vec<Cut>],
    order: &'c [usize],
    /// The least that the rows from here on add, per column.
    least: &'c [[i64; WIDTH]],
    handled: &'c Cut,
    chosen: Vec<Cut>,
    found: Vec<Vec<Cut>>,
}

impl Outcomes<'_> {
    fn descend(&mut self, depth: usize, so_far: Cut, steps: &mut usize) -> bool {
        *steps += 1;
        if *steps > MOST_STEPS || self.found.len() > MOST_CUTS {
            return false;
        }
        if (0..WIDTH).any(|column| so_far[column] + self.least[depth][column] > self.handled[column]) {
            return true;
        }
        let Some(&row) = self.order.get(depth) else {
            if so_far == *self.handled {
                self.found.push(self.chosen.clone());
            }
            return true;
        };
        for cut in &self.rows[row] {
            self.chosen.push(*cut);
            let sum = std::array::from_fn(|column| so_far[column] + cut[column]);
            let goes_on = self.descend(depth + 1, sum, steps);
            self.chosen.pop();
            if !goes_on {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_where_its_row_adds_up() {
        assert_eq!(row_cuts("4000004").unwrap(), [[4, 0, 0, 0, 0, 0, 4]]);
        assert_eq!(row_cuts("120000012").unwrap(), [[12, 0, 0, 0, 0, 0, 12]]);
        assert!(row_cuts("00000000").unwrap().is_empty(), "no number has a leading zero");
        assert!(row_cuts("8100008").unwrap().is_empty());
        assert_eq!(row_cuts("11000000110").unwrap(), [[110, 0, 0, 0, 0, 0, 110]]);
        assert_eq!(row_cuts("101000011").unwrap(), [[1, 0, 10, 0, 0, 0, 11], [10, 1, 0, 0, 0, 0, 11]]);
    }

    #[test]
    fn columns_decide_between_two_cuts_of_a_row() {
        let sums = Sums { received: 0, carried_in: 1, outcomes: vec![2, 3], handled: 4, carried_over: 5 };
        let runs = ["101000011", "0000000", "101000011", "0000000", "101000011", "0000000"];
        let rows = |runs: [&str; 6]| runs.map(|run| row_cuts(run).unwrap()).to_vec();
        let open = solve(&rows(runs), &sums).unwrap();
        assert_eq!((open[2][0].as_slice(), open[2][6].as_slice()), (&[1, 10][..], &[11][..]));
        let runs = ["201000021", "0000000", "101000011", "100000010", "201000021", "0000000"];
        let solved = solve(&rows(runs), &sums).unwrap();
        assert_eq!(solved[2].clone().map(|values| values[0]), [10, 1, 0, 0, 0, 0, 11]);
        assert!(
            solve(&rows(["201000021", "0000000", "101000011", "0000000", "201000021", "0000000"]), &sums).is_none()
        );
    }
}
