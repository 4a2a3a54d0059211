//! Tables without lines: what stands below each other is a column. Only numbers make columns; words may be of any width.
//! A label over several lines is one where its lines stand closer to each other than rows do.

use super::flow::TextLine;
use super::glued::divided;
use super::items::take;
use super::lines::{ILLEGIBLE, Run};
use super::stacks::put_together;

/// Lines of one cell are at most this much further apart than the closest ones of the table.
const LOOSE: f32 = 1.12;
/// Lines further apart than this, in sizes of the type, are not of one cell.
const APART: f32 = 2.2;
/// A number below a longer one at most this far away, in sizes of the type, may be its rest.
const WRAPPED: f32 = 1.65;

/// A row of a table without lines, or a line of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Running text, a label without figures.
    Text(TextLine),
    /// Cells from left to right: words, then one for each column of the table; `None` where nothing stands in it.
    Cells(TextLine, Vec<Option<Run>>),
}

/// Where one column of numbers is, in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The left edge of the number that begins first.
    pub left: f32,
    /// The right edge of the one that ends last.
    pub right: f32,
}

impl Band {
    /// Whether any of it stands below or above the run.
    pub fn is_over(&self, run: &Run) -> bool {
        self.left < run.right && run.left < self.right
    }
}

/// The lines as rows.
pub fn rows(lines: Vec<TextLine>) -> Vec<Row> {
    let mut all = Vec::new();
    let mut block: Vec<TextLine> = Vec::new();
    for line in lines {
        if divides(&line) {
            all.extend(block_rows(std::mem::take(&mut block)));
            all.push(Row::Text(line));
        } else {
            block.push(line);
        }
    }
    all.extend(block_rows(block));
    all
}

/// Headings and sentences stand between tables, never in them.
fn divides(line: &TextLine) -> bool {
    let [run] = &line.runs[..] else { return false };
    let text = run.text.trim();
    let numbered =
        text.chars().next().is_some_and(|c| "一二三四五六七".contains(c)) && text.chars().nth(1) == Some('、');
    let heading = numbered && ["情况", "事项", "总体", "概述"].iter().any(|word| text.contains(word));
    heading || text.contains('。') || text.chars().count() > 32
}

fn values(line: &TextLine) -> impl Iterator<Item = &Run> {
    line.runs.iter().filter(|run| run.is_value())
}

fn words(line: &TextLine) -> impl DoubleEndedIterator<Item = &Run> {
    line.runs.iter().filter(|run| !run.is_value() && !run.is_unit())
}

fn block_rows(lines: Vec<TextLine>) -> Vec<Row> {
    let many = lines.iter().any(|line| values(line).count() >= 3);
    let some = lines.iter().filter(|line| values(line).count() >= 1 && line.runs.len() >= 2).count() >= 2;
    if !many && !some {
        return lines.into_iter().map(Row::Text).collect();
    }
    let mut lines = divided(&lines, &bands(&lines));
    let columns = bands(&lines);
    put_together(&mut lines, &columns);
    lines.retain(|line| !line.runs.is_empty());
    let bands = bands(&lines);
    let lines = with_wrapped_numbers(lines, &bands);
    let bands: Vec<&Vec<Band>> = lines.iter().map(|(index, _)| &bands[*index]).collect();
    let mut lines: Vec<TextLine> = lines.iter().map(|(_, line)| line.clone()).collect();
    let mut all = take(&mut lines, |line, index| cells(line, bands[index]));
    let left: Vec<usize> = (0..lines.len()).filter(|&index| !lines[index].runs.is_empty()).collect();
    let bands: Vec<&Vec<Band>> = left.iter().map(|&index| bands[index]).collect();
    let lines: Vec<TextLine> = left.iter().map(|&index| lines[index].clone()).collect();
    all.extend(rest(&lines, &bands).into_iter().map(|(index, row)| (left[index], row)));
    // Words before the numbers that stand on the same line.
    all.sort_by_key(|(index, row)| (*index, matches!(row, Row::Cells(..))));
    all.into_iter().map(|(_, row)| row).collect()
}

/// What has no mark, as rows with the index of their line.
fn rest(lines: &[TextLine], bands: &[&Vec<Band>]) -> Vec<(usize, Row)> {
    let clusters = clusters(lines);
    let mut all = Vec::new();
    let mut done = vec![false; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        if done[index] {
            continue;
        }
        match clusters.iter().find(|cluster| cluster.lines.first() == Some(&index)) {
            Some(cluster) => {
                let (label, others) = label(lines, cluster);
                cluster.lines.iter().for_each(|&line| done[line] = true);
                let text = |run| (index, Row::Text(TextLine { page: line.page, runs: vec![run] }));
                all.extend(others.into_iter().map(text));
                let numbers: Vec<Run> = values(&lines[cluster.values]).cloned().collect();
                let joined = TextLine { page: line.page, runs: std::iter::once(label).chain(numbers).collect() };
                let cells = cells(&joined, bands[cluster.values]);
                all.push((index, Row::Cells(joined, cells)));
            }
            None => all.push((index, row(line, bands[index]))),
        }
    }
    all
}

fn row(line: &TextLine, bands: &[Band]) -> Row {
    match values(line).count() {
        0 if line.runs.len() < 2 => Row::Text(line.clone()),
        0 => Row::Cells(line.clone(), line.runs.iter().cloned().map(Some).collect()),
        _ => Row::Cells(line.clone(), cells(line, bands)),
    }
}

/// The columns of numbers that each line is laid over. Heads divide a table into parts; parts that fit into the same columns
/// have the same ones.
fn bands(lines: &[TextLine]) -> Vec<Vec<Band>> {
    let mut parts: Vec<(usize, Vec<Band>)> = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let is_head = |line: &TextLine| values(line).next().is_none() && words(line).count() >= 2;
        let end = (first + 1..lines.len()).find(|&end| is_head(&lines[end])).unwrap_or(lines.len());
        let mut own: Vec<&TextLine> = lines[first..end].iter().collect();
        own.sort_by_key(|line| std::cmp::Reverse(values(line).count()));
        let mut bands = Vec::new();
        own.iter().for_each(|line| values(line).for_each(|run| widen(&mut bands, run)));
        match parts.last_mut() {
            Some((until, before)) => match united(before, &bands) {
                Some(united) => (*until, *before) = (end, united),
                None => parts.push((end, bands)),
            },
            None => parts.push((end, bands)),
        }
        first = end;
    }
    let mut all = Vec::with_capacity(lines.len());
    for (until, bands) in parts {
        all.resize(until, bands);
    }
    all
}

/// Adds a number to the columns: to the one that it overlaps, or as a new one.
fn widen(bands: &mut Vec<Band>, run: &Run) {
    let mut over = (0..bands.len()).filter(|&index| bands[index].is_over(run));
    match (over.next(), over.next()) {
        (None, _) => bands.push(Band { left: run.left, right: run.right }),
        (Some(index), None) => {
            bands[index].left = bands[index].left.min(run.left);
            bands[index].right = bands[index].right.max(run.right);
        }
        // Over two columns: a merged cell, or one that is wider than its neighbours leave room.
        (Some(_), Some(_)) => {}
    }
    bands.sort_by(|a, b| a.left.total_cmp(&b.left));
}

/// The columns of two parts of a table, where one has none that the other lacks and none lies over two of the other.
fn united(a: &[Band], b: &[Band]) -> Option<Vec<Band>> {
    let (mut more, fewer) = if a.len() >= b.len() { (a.to_vec(), b) } else { (b.to_vec(), a) };
    for band in fewer {
        let mut over = more.iter_mut().filter(|one| one.left < band.right && band.left < one.right);
        let (Some(one), None) = (over.next(), over.next()) else { return None };
        (one.left, one.right) = (one.left.min(band.left), one.right.max(band.right));
    }
    more.windows(2).all(|pair| pair[0].right <= pair[1].left).then_some(more)
}

fn over<'a>(runs: impl Iterator<Item = &'a Run>, band: &Band) -> Vec<&'a Run> {
    runs.filter(|run| (band.left..=band.right).contains(&run.centre())).collect()
}

/// A number that its column had no room for goes on on the next line. Which line what stands there belongs to cannot be told
/// with certainty, so both stand in the cell, and are no number. Gives each line with the index that it had.
fn with_wrapped_numbers(lines: Vec<TextLine>, bands: &[Vec<Band>]) -> Vec<(usize, TextLine)> {
    let mut all: Vec<(usize, TextLine)> = Vec::new();
    for (index, mut line) in lines.into_iter().enumerate() {
        if let Some((before, upper)) = all.iter_mut().rev().find(|(_, line)| values(line).next().is_some())
            && upper.page == line.page
            && values(&line).count() < values(upper).count()
            && bands[*before] == bands[index]
        {
            let widest = |band: &Band| band.right - band.left;
            let is_rest = |run: &Run| {
                run.middle - upper.runs[0].middle <= WRAPPED * run.size
                    && bands[index].iter().any(|band| {
                        let above = over(values(upper), band);
                        (band.left..=band.right).contains(&run.centre())
                            && above.iter().any(|above| above.right - above.left > 0.8 * widest(band))
                    })
            };
            if values(&line).next().is_some() && values(&line).all(is_rest) {
                let rest: Vec<Run> = values(&line).cloned().collect();
                line.runs.retain(|run| !run.is_value());
                for part in rest {
                    let distance = |run: &&mut Run| ((run.centre() - part.centre()).abs() * 100.0) as i64;
                    if let Some(run) = upper.runs.iter_mut().filter(|run| run.is_value()).min_by_key(distance) {
                        run.text.push(' ');
                        run.text.push_str(&part.text);
                    }
                }
            }
        }
        if !line.runs.is_empty() {
            all.push((index, line));
        }
    }
    all
}

/// A label over several lines, with the one line that has its numbers.
#[derive(Debug)]
struct Cluster {
    /// Its lines, that of the numbers among them, in order.
    lines: Vec<usize>,
    /// The line with the numbers.
    values: usize,
}

/// Whether two pieces of words stand below each other.
fn is_below(upper: &Run, lower: &Run) -> bool {
    let shared = upper.right.min(lower.right) - upper.left.max(lower.left);
    shared > 0.3 * (upper.right - upper.left).min(lower.right - lower.left)
}

fn clusters(lines: &[TextLine]) -> Vec<Cluster> {
    // The words nearest to the numbers, line by line; lines of heads have none.
    let labels = lines.iter().enumerate().filter_map(|(index, line)| Some((index, words(line).next_back()?)));
    let labels: Vec<(usize, &Run)> = labels.filter(|(_, run)| !run.text.starts_with("第二十条")).collect();
    let mut groups: Vec<Vec<(usize, &Run)>> = Vec::new();
    for &(index, run) in &labels {
        // The group column and the items interleave: a line goes on where the last one below which it stands ended.
        let above = groups.iter_mut().rev().take(4).find(|group| {
            let (last, before) = group[group.len() - 1];
            lines[last].page == lines[index].page && is_below(before, run)
        });
        match above {
            Some(group) if run.middle - group[group.len() - 1].1.middle <= APART * run.size => group.push((index, run)),
            _ => groups.push(vec![(index, run)]),
        }
    }
    let steps = groups.iter().flat_map(|group| group.windows(2).map(|pair| pair[1].1.middle - pair[0].1.middle));
    let Some(tight) = steps.filter(|step| *step > 1.0).min_by(f32::total_cmp) else { return Vec::new() };
    let mut clusters = Vec::new();
    for group in groups {
        for cell in group.chunk_by(|a, b| b.1.middle - a.1.middle <= LOOSE * tight) {
            clusters.extend(cluster(lines, cell, tight));
        }
    }
    clusters
}

fn cluster(lines: &[TextLine], cell: &[(usize, &Run)], tight: f32) -> Option<Cluster> {
    let ((first, upper), (last, lower)) = (*cell.first()?, *cell.last()?);
    let mut members: Vec<usize> = cell.iter().map(|(index, _)| *index).collect();
    let bare = (first.saturating_sub(1)..=(last + 1).min(lines.len() - 1)).filter(|&index| {
        let line = &lines[index];
        let middle = line.runs[0].middle;
        line.page == lines[first].page
            && words(line).next().is_none()
            && (upper.middle - 0.3 * tight..=lower.middle + 0.3 * tight).contains(&middle)
    });
    members.extend(bare);
    members.sort_unstable();
    members.dedup();
    let mut with_values = members.iter().copied().filter(|&index| values(&lines[index]).next().is_some());
    let (Some(values), None) = (with_values.next(), with_values.next()) else { return None };
    // A row on one line is one already.
    (members.len() > 1 && cell.len() <= 5).then_some(Cluster { lines: members, values })
}

/// The joined words of a label, and other words on its lines.
fn label(lines: &[TextLine], cluster: &Cluster) -> (Run, Vec<Run>) {
    let mut label: Option<Run> = None;
    let mut others = Vec::new();
    for &index in &cluster.lines {
        let mut runs: Vec<Run> = words(&lines[index]).cloned().collect();
        let own = runs.pop();
        others.append(&mut runs);
        match (&mut label, own) {
            (Some(label), Some(own)) => {
                label.text.push_str(&own.text);
                (label.left, label.right) = (label.left.min(own.left), label.right.max(own.right));
            }
            (None, own) => label = own,
            (Some(_), None) => {}
        }
    }
    (label.unwrap_or_else(|| lines[cluster.values].runs[0].clone()), others)
}

fn cells(line: &TextLine, bands: &[Band]) -> Vec<Option<Run>> {
    let first = values(line).next().map_or(0.0, |run| run.left);
    // Words behind numbers are another table's, and a number over no column or two is in none: the line is left as it is.
    let stray =
        values(line).any(|run| bands.iter().filter(|band| !over([run].into_iter(), band).is_empty()).count() != 1);
    if stray || words(line).any(|run| run.left > first) {
        return line.runs.iter().cloned().map(Some).collect();
    }
    let own: Vec<Vec<&Run>> = bands.iter().map(|band| over(values(line), band)).collect();
    let is_empty = |index: usize| own[index].is_empty();
    // A number over an empty column beside its own may be two numbers.
    let is_two = |run: &Run| (0..bands.len()).any(|index| is_empty(index) && bands[index].is_over(run));
    let last = words(line).next_back();
    // Digits at the end of words may be the number of the first column; words over a column may hide one.
    let is_hidden = |index: usize| {
        let digits = last.is_some_and(|run| run.text.ends_with(|c: char| c.is_ascii_digit() || c == ILLEGIBLE));
        words(line).any(|run| bands[index].is_over(run)) || (digits && (0..index).all(is_empty))
    };
    let mut cells: Vec<Option<Run>> = words(line).cloned().map(Some).collect();
    for (index, here) in own.iter().enumerate() {
        let text: Vec<&str> = here.iter().map(|run| run.text.as_str()).collect();
        let run = here.first().copied().or_else(|| values(line).find(|run| bands[index].is_over(run))).or(last);
        let unsure = match is_empty(index) {
            true => is_hidden(index) || values(line).any(|run| bands[index].is_over(run)),
            false => here.iter().any(|run| is_two(run)),
        };
        let cell = match (unsure, here.is_empty()) {
            (true, _) => run.map(|run| Run { text: ILLEGIBLE.to_string(), ..run.clone() }),
            (false, true) => None,
            (false, false) => run.map(|run| Run { text: text.join(" "), ..run.clone() }),
        };
        cells.push(cell);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_at(middle: f32, runs: &[(&str, f32)]) -> TextLine {
        let run = |(text, left): &(&str, f32)| Run {
            text: (*text).to_owned(),
            places: (0..text.chars().count()).map(|at| left + 2.0 * at as f32).map(|x| (x, x + 2.0)).collect(),
            left: *left,
            right: left + 2.0 * text.chars().count() as f32,
            middle,
            size: 4.0,
        };
        TextLine { page: 1, runs: runs.iter().map(run).collect() }
    }

    fn texts(lines: Vec<TextLine>) -> Vec<Vec<String>> {
        let text = |row| match row {
            Row::Text(line) => vec![line.text()],
            Row::Cells(_, cells) => {
                cells.into_iter().map(|cell| cell.map(|run| run.text).unwrap_or_default()).collect()
            }
        };
        rows(lines).into_iter().map(text).collect()
    }

    #[test]
    fn a_gap_in_a_column_is_an_empty_cell() {
        let rows = texts(vec![
            line_at(10.0, &[("规章", 10.0), ("1", 50.0), ("12", 59.0), ("3", 70.0)]),
            line_at(20.0, &[("规范性文件", 10.0), ("4", 50.0), ("3", 70.0)]),
        ]);
        assert_eq!(rows, [["规章", "1", "12", "3"], ["规范性文件", "4", "", "3"]]);
    }

    #[test]
    fn a_label_over_two_lines_has_the_numbers_between_them() {
        let rows = texts(vec![
            line_at(10.0, &[("4.无正当理由", 10.0), ("1", 50.0), ("0", 60.0), ("3", 70.0)]),
            line_at(20.0, &[("5.要求确认", 10.0)]),
            line_at(23.0, &[("4", 50.0), ("2", 60.0), ("3", 70.0)]),
            line_at(26.0, &[("或重新出具", 10.0)]),
            line_at(36.0, &[("（六）其他", 10.0), ("4", 50.0), ("2", 60.0), ("3", 70.0)]),
        ]);
        assert_eq!(rows[1], ["5.要求确认或重新出具", "4", "2", "3"]);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn the_rest_of_a_number_is_no_number() {
        let rows = texts(vec![
            line_at(10.0, &[("甲", 10.0), ("1", 50.0), ("12", 60.0), ("23", 70.0)]),
            line_at(15.0, &[("8", 70.0)]),
            line_at(25.0, &[("乙", 10.0), ("1", 50.0), ("1", 60.0), ("3", 70.0)]),
        ]);
        assert_eq!(rows[0], ["甲", "1", "12", "23 8"]);
    }

    #[test]
    fn running_text_is_no_table() {
        let rows = rows(vec![
            line_at(10.0, &[("全年受理申", 10.0)]),
            line_at(16.0, &[("请", 10.0), ("7", 30.0), ("件", 40.0)]),
        ]);
        assert!(rows.iter().all(|row| matches!(row, Row::Text(_))));
    }
}
