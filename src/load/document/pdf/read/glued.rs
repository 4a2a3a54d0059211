//! Pieces of a line that stand so close that they were taken for one: a label and the number behind it, numbers of two
//! columns, the name of a group and an item's. What stands below them tells them apart; where it does not, they stay as
//! they are.

use super::columns::Band;
use super::flow::TextLine;
use super::lines::{Run, is_value};
use super::pagebreak::begins_item;

/// Beginnings nearer to each other than this, in mm, are below each other.
const SAME: f32 = 0.8;

/// The lines of a table with their pieces apart; `bands` are the columns of numbers under each.
pub fn divided(lines: &[TextLine], bands: &[Vec<Band>]) -> Vec<TextLine> {
    let items: Vec<f32> =
        lines.iter().flat_map(|line| &line.runs).filter(|run| begins_item(&run.text)).map(|run| run.left).collect();
    let divide = |(line, bands): (&TextLine, &Vec<Band>)| {
        let runs = line.runs.iter().flat_map(|run| pieces(run, bands, &items)).collect();
        TextLine { page: line.page, runs }
    };
    lines.iter().zip(bands).map(divide).collect()
}

fn pieces(run: &Run, bands: &[Band], items: &[f32]) -> Vec<Run> {
    if is_value(&run.text) {
        return numbers(run, bands).unwrap_or_else(|| vec![run.clone()]);
    }
    let mut pieces = Vec::new();
    let (words, tail) = tail(run, bands);
    match item(&words, items) {
        Some((group, item)) => pieces.extend([group, item]),
        None => pieces.push(words),
    }
    pieces.extend(tail);
    pieces
}

/// A run of several numbers, each over a column of its own.
fn numbers(run: &Run, bands: &[Band]) -> Option<Vec<Run>> {
    let count = run.text.chars().count();
    let chars: Vec<char> = run.text.chars().collect();
    let mut parts: Vec<Run> = Vec::new();
    let mut start = 0;
    while start < count {
        let end = (start..count).find(|&at| chars[at] == ' ').unwrap_or(count);
        parts.extend(run.part(start, end));
        start = end + 1;
    }
    let columns: Vec<Vec<usize>> = parts
        .iter()
        .map(|part| bands.iter().enumerate().filter(|(_, band)| band.is_over(part)).map(|(index, _)| index).collect())
        .collect();
    let single = columns.iter().all(|columns| columns.len() == 1);
    let apart = columns.windows(2).all(|pair| pair[0] != pair[1]);
    (single && apart && parts.iter().all(|part| is_value(&part.text))).then_some(parts)
}

/// Words, and the numbers at their end that stand over columns right of all the words.
fn tail(run: &Run, bands: &[Band]) -> (Run, Vec<Run>) {
    let whole = || (run.clone(), Vec::new());
    let chars: Vec<char> = run.text.chars().collect();
    let is_part =
        |c: &char| *c == ' ' || is_value(&c.to_string()) || matches!(c, '.' | ',' | '，' | '件' | '元' | '万');
    let mut start = chars.len() - chars.iter().rev().take_while(|c| is_part(c)).count();
    // What is counted may end a word: the number begins with a sign of its own.
    while start < chars.len() && !is_value(&chars[start].to_string()) {
        start += 1;
    }
    let (Some(words), Some(rest)) = (run.part(0, start), run.part(start, chars.len())) else { return whole() };
    let Some(first) = bands.iter().find(|band| band.is_over(&rest)) else { return whole() };
    if words.right > first.left + SAME {
        return whole();
    }
    match numbers(&rest, bands) {
        Some(parts) => (words, parts),
        None => whole(),
    }
}

/// The name of a group and what stands beside it, where that begins an item below which others begin.
fn item(run: &Run, items: &[f32]) -> Option<(Run, Run)> {
    let chars: Vec<char> = run.text.chars().collect();
    let begins = |at: &usize| {
        let is_rest = chars[*at - 1].is_numeric() || "（(第".contains(chars[*at - 1]);
        !is_rest
            && begins_item(&chars[*at..].iter().take(8).collect::<String>())
            && items.iter().any(|left| (left - run.places[*at].0).abs() < SAME)
    };
    let at = (1..chars.len()).filter(|&at| chars[at] != ' ').find(begins)?;
    Some((run.part(0, at)?, run.part(at, chars.len())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, left: f32) -> Run {
        let places: Vec<(f32, f32)> =
            (0..).zip(text.chars()).map(|(at, _)| left + 2.0 * at as f32).map(|x| (x, x + 2.0)).collect();
        Run { text: text.to_owned(), left, right: left + 2.0 * places.len() as f32, places, middle: 10.0, size: 4.0 }
    }

    fn texts(run: Run, bands: &[(f32, f32)], items: &[f32]) -> Vec<String> {
        let bands: Vec<Band> = bands.iter().map(|&(left, right)| Band { left, right }).collect();
        pieces(&run, &bands, items).into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn a_number_behind_its_label_is_told_by_its_column() {
        let columns = [(29.0, 33.0), (40.0, 42.0)];
        assert_eq!(texts(run("或重新出具已获取信息12", 8.0), &columns, &[]), ["或重新出具已获取信息", "12"]);
        assert_eq!(texts(run("或重新出具12", 8.0), &columns, &[]), ["或重新出具12"]);
        assert_eq!(texts(run("或重新出具已获取信息之12", 8.0), &columns, &[]), ["或重新出具已获取信息之12"]);
    }

    #[test]
    fn numbers_of_two_columns_are_two() {
        assert_eq!(texts(run("12 5", 30.0), &[(30.0, 34.0), (36.0, 38.0)], &[]), ["12", "5"]);
        assert_eq!(texts(run("12 5", 30.0), &[(30.0, 38.0)], &[]), ["12 5"]);
    }

    #[test]
    fn a_group_stands_beside_its_item() {
        assert_eq!(texts(run("（四）无法 2、没有", 10.0), &[], &[22.0]), ["（四）无法", "2、没有"]);
        assert_eq!(texts(run("（四）无法 2、没有", 10.0), &[], &[30.0]), ["（四）无法 2、没有"]);
    }
}
