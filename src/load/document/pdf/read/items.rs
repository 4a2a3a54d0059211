//! Labels of a table without lines that begin with a mark, (一) or 1., each with the one line of numbers that stands beside
//! it: at its first line, or anywhere down to its last. The marks say where a label over several lines begins.

use super::columns::Row;
use super::flow::TextLine;
use super::lines::Run;
use super::pagebreak::begins_item;

/// Beginnings nearer to each other than this, in mm, are below each other.
const SAME: f32 = 0.8;
/// Lines further apart than this, in sizes of the type, are not of one cell.
const APART: f32 = 2.2;
/// So much, in sizes of the type, numbers may stand above the first or below the last line of their label.
const LOOSE: f32 = 0.35;

/// A label with a mark: its runs as (line, run) from top to bottom.
#[derive(Debug)]
struct Item {
    runs: Vec<(usize, usize)>,
    page: u32,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    size: f32,
}

impl Item {
    fn label(&self, lines: &[TextLine]) -> Run {
        let runs: Vec<&Run> = self.runs.iter().map(|&(line, run)| &lines[line].runs[run]).collect();
        Run {
            text: runs.iter().map(|run| run.text.as_str()).collect(),
            left: self.left,
            right: self.right,
            ..runs[0].clone()
        }
    }

    fn is_beside(&self, line: &TextLine) -> bool {
        let loose = LOOSE * self.size;
        line.page == self.page && (self.top - loose..=self.bottom + loose).contains(&line.middle_of_numbers())
    }
}

/// Takes the labels with marks off the lines, with the numbers beside them: rows and names of groups, each with its index
/// among the lines. `cells` lays a line over the columns of the line with that index. What is left of the lines stays.
pub fn take(lines: &mut [TextLine], cells: impl Fn(&TextLine, usize) -> Vec<Option<Run>>) -> Vec<(usize, Row)> {
    let items = items(lines);
    let with_values: Vec<usize> =
        (0..lines.len()).filter(|&index| lines[index].runs.iter().any(Run::is_value)).collect();
    // The innermost label beside each line of numbers has it.
    let owner = |line: usize| {
        let beside = (0..items.len()).filter(|&item| items[item].is_beside(&lines[line]));
        beside.max_by(|&a, &b| items[a].left.total_cmp(&items[b].left))
    };
    let owners: Vec<(usize, Option<usize>)> = with_values.into_iter().map(|line| (line, owner(line))).collect();
    let mut rows = Vec::new();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut own = owners.iter().filter(|(_, owner)| *owner == Some(index)).map(|(line, _)| *line);
        let label = item.label(lines);
        let first = item.runs[0].0;
        match (own.next(), own.next()) {
            (Some(line), None) => {
                // Words right of the label are no part of it, and may hide a number.
                let is_own = |run: &Run| run.is_value() || (!run.is_unit() && run.left > label.right);
                let is_item = |at: usize| items.iter().any(|item| item.runs.contains(&(line, at)));
                let numbers = lines[line].runs.iter().enumerate().filter(|(at, run)| is_own(run) && !is_item(*at));
                let numbers: Vec<(usize, &Run)> = numbers.collect();
                taken.extend(numbers.iter().map(|(run, _)| (line, *run)));
                let others = numbers.into_iter().map(|(_, run)| run.clone());
                let runs = std::iter::once(label.clone()).chain(others).collect();
                let row = TextLine { page: item.page, runs };
                rows.push((line, Row::Cells(row.clone(), cells(&row, line))));
            }
            (None, _) => {
                let row = TextLine { page: item.page, runs: vec![label] };
                rows.push((first, Row::Text(row)));
            }
            // Two lines of numbers beside one label: whose they are is not known.
            _ => continue,
        }
        taken.extend(&item.runs);
    }
    for (index, line) in lines.iter_mut().enumerate() {
        let mut at = 0;
        line.runs.retain(|_| {
            at += 1;
            !taken.contains(&(index, at - 1))
        });
    }
    rows
}

fn items(lines: &[TextLine]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for (at, run) in line.runs.iter().enumerate().filter(|(_, run)| !run.is_value()) {
            if begins_item(&run.text) && !run.text.contains('。') {
                items.push(Item {
                    runs: vec![(index, at)],
                    page: line.page,
                    left: run.left,
                    right: run.right,
                    top: run.middle,
                    bottom: run.middle,
                    size: run.size,
                });
                continue;
            }
            let above = items.iter_mut().rev().find(|item| item.left < run.right && run.left < item.right);
            let Some(above) = above.filter(|item| item.page == line.page) else { continue };
            let below =
                (above.left - run.left).abs() < SAME || ((above.left + above.right) / 2.0 - run.centre()).abs() < SAME;
            let step = run.middle - above.bottom;
            if below && step > 0.5 * run.size && step <= APART * run.size {
                above.runs.push((index, at));
                (above.left, above.right) = (above.left.min(run.left), above.right.max(run.right));
                above.bottom = run.middle;
            }
        }
    }
    items
}
