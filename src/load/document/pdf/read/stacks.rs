//! Numbers that their columns had no room for, in a table without lines: their parts stand on lines closer to each other
//! than lines of type are, around the line of their row. What is in the middle of its row is put together; of anything else
//! it is not known which part comes first or is missing, and it is illegible.

use super::columns::Band;
use super::flow::TextLine;
use super::lines::{ILLEGIBLE, Run};

/// Lines nearer to each other than this, in sizes of the type, are of one row: lines of one cell stand further apart.
const NEAR: f32 = 0.95;
/// Places nearer to each other than this, in sizes of the type, are on one line.
const SAME: f32 = 0.2;

/// The lines with the parts of each row's numbers on one of them.
pub fn put_together(lines: &mut [TextLine], bands: &[Vec<Band>]) {
    let is_part = |run: &Run| run.is_value() || run.is_unit();
    let parts: Vec<usize> = (0..lines.len()).filter(|&index| lines[index].runs.iter().any(is_part)).collect();
    let near = |&a: &usize, &b: &usize| {
        let (a, b) = (&lines[a], &lines[b]);
        a.page == b.page && b.middle_of_numbers() - a.middle_of_numbers() < NEAR * b.runs[0].size
    };
    let groups: Vec<Vec<usize>> = parts.chunk_by(near).filter(|group| group.len() > 1).map(<[usize]>::to_vec).collect();
    for group in groups {
        let middle = |index: usize| lines[index].middle_of_numbers();
        let centre = (middle(group[0]) + middle(group[group.len() - 1])) / 2.0;
        let size = lines[group[0]].runs[0].size;
        let distance = |index: &usize| ((middle(*index) - centre).abs() * 1000.0) as i64;
        let Some(main) = group.iter().copied().min_by_key(distance) else { continue };
        let (row, columns) = (middle(main), &bands[main]);
        let is_centred = (row - centre).abs() < SAME * size;
        let mut all: Vec<Run> = Vec::new();
        for &index in &group {
            let (own, words) = std::mem::take(&mut lines[index].runs).into_iter().partition(is_part);
            lines[index].runs = words;
            all.extend::<Vec<Run>>(own);
        }
        let mut numbers: Vec<Run> = Vec::new();
        for band in columns {
            let (here, others) = all.into_iter().partition(|run| band.is_over(run));
            all = others;
            numbers.extend(one_number(here, row, size, is_centred));
        }
        // What is over no column is left to stand on the row's line, where it makes a cell too many.
        numbers.extend(all);
        numbers.sort_by(|a, b| a.left.total_cmp(&b.left));
        numbers.iter_mut().for_each(|run| run.middle = row);
        lines[main].runs.extend(numbers);
    }
}

/// The parts of one column as one number, from top to bottom.
fn one_number(parts: Vec<Run>, row: f32, size: f32, is_centred: bool) -> Option<Run> {
    let first = parts.first()?.clone();
    let digits = |run: &Run| run.text.chars().all(char::is_numeric);
    let whole = match &parts[..] {
        [only] => (only.is_value() && (only.middle - row).abs() < SAME * size).then(|| only.text.clone()),
        [upper, lower] => {
            let around = ((upper.middle + lower.middle) / 2.0 - row).abs() < SAME * size && upper.middle < row;
            let fits = digits(upper) && (lower.is_unit() || (digits(lower) && lower.text.len() <= upper.text.len()));
            (around && fits).then(|| format!("{}{}", upper.text, lower.text))
        }
        _ => None,
    };
    let text = whole.filter(|_| is_centred).unwrap_or_else(|| ILLEGIBLE.to_string());
    Some(Run { text, ..first })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(middle: f32, runs: &[(&str, f32)]) -> TextLine {
        let run = |&(text, left): &(&str, f32)| {
            let right = left + 2.0 * text.chars().count() as f32;
            Run { text: text.to_owned(), places: Vec::new(), left, right, middle, size: 4.0 }
        };
        TextLine { page: 1, runs: runs.iter().map(run).collect() }
    }

    fn texts(mut lines: Vec<TextLine>) -> Vec<String> {
        let columns = [(30.0, 34.0), (40.0, 44.0)].map(|(left, right)| Band { left, right });
        let columns = vec![columns.to_vec(); lines.len()];
        put_together(&mut lines, &columns);
        lines.iter().map(TextLine::text).collect()
    }

    #[test]
    fn parts_around_their_row_are_one_number() {
        let lines = vec![
            line(10.0, &[("27", 30.0)]),
            line(12.6, &[("一、新收", 10.0), ("9", 41.0)]),
            line(15.2, &[("5", 31.0)]),
            line(22.0, &[("二、结转", 10.0), ("0", 31.0), ("1", 41.0)]),
        ];
        assert_eq!(texts(lines), ["", "一、新收 275 9", "", "二、结转 0 1"]);
    }

    #[test]
    fn a_part_that_is_not_around_its_row_is_illegible() {
        let lines = vec![line(10.0, &[("27", 30.0)]), line(12.6, &[("一、新收", 10.0), ("9", 41.0)])];
        let texts = texts(lines);
        assert!(texts.iter().all(|text| !text.contains("27") && !text.contains('9')), "{texts:?}");
    }
}
