//! Tables without any borders: labels and figures in one run, with or without stray blanks. Finds where a label ends and
//! the digits of its row begin; where one figure ends and the next begins is not for this file.

use super::grid;
use super::layout::{Laid, LaidRow};
use super::normal::{compact, is_chinese};
use super::qualified::ROWS;
use super::remedies;
use super::section::placed_alone;
use crate::form::Table;
use crate::load::document::{Cell, Content, Line};

/// With fewer rows than this without borders the others decide what the layout is.
const LEAST_RUNS: usize = 5;
/// The same for table `proactive`, which has fewer rows.
const LEAST_PROACTIVE: usize = 3;

/// What heads of table `proactive` begin with.
const HEADS: [&str; 8] = ["信息内容", "第二十条", "本年", "现行", "上一年", "对外公开", "采购", "处理决定"];

/// The rows on the lines, if the table has no borders.
pub fn lay_out(lines: &[Line], table: Table) -> Option<Laid> {
    let mut laid = Laid::default();
    let (mut runs, mut touching) = (0, 0);
    let is_head = |line: &Line| line.text.contains("信息") && compact(&line.text).contains("信息内容");
    if table == Table::Proactive && !lines.iter().any(is_head) {
        return None;
    }
    // A run is known by its digits: nearly no text has so many outside of its rows.
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let least = match table {
        Table::Proactive => LEAST_PROACTIVE,
        Table::Requests => LEAST_RUNS * grid::WIDTH,
        Table::Remedies => remedies::WIDTH,
    };
    if lines.iter().filter_map(placed_alone).map(|(text, _)| digits(text)).sum::<usize>() < least {
        return None;
    }
    for line in lines {
        let Some((text, column)) = placed_alone(line) else {
            if let Content::Row(cells) = &line.content {
                laid.rows.push(LaidRow::of(line, cells));
            }
            continue;
        };
        let chars: Vec<char> = text.chars().collect();
        let found = match table {
            Table::Proactive => named_runs(&chars),
            Table::Requests => runs_of(&chars, grid::WIDTH),
            Table::Remedies => {
                runs_of(&chars, remedies::WIDTH).into_iter().filter(|run| run.to == chars.len()).collect()
            }
        };
        let found: Vec<Run> = found.into_iter().filter(|run| is_glued(&chars, run, table)).collect();
        runs += found.len();
        touching += found.iter().filter(|run| run.from == run.label_end).count();
        let cell = |from: usize, to: usize| {
            let raw: String = chars[from..to].iter().collect();
            let blanks = raw.chars().take_while(|c| c.is_whitespace()).count();
            let text = raw.trim().to_owned();
            let length = text.chars().count() as u32;
            Cell { text: text.into(), place: line.place(column + (from + blanks) as u32, length) }
        };
        let words = |from: usize, to: usize, rows: &mut Vec<LaidRow>| {
            let cells: Vec<Cell> = pieces(&chars, from, to, table).into_iter().map(|(a, b)| cell(a, b)).collect();
            let cells: Vec<Cell> = cells.into_iter().filter(|cell| !cell.text.is_empty()).collect();
            if !cells.is_empty() && cells.iter().map(|cell| cell.text.len()).sum::<usize>() < 600 {
                rows.push(LaidRow::loose(cells));
            }
        };
        let mut from = 0;
        for run in &found {
            let start = label_start(&chars[from..run.label_end], table).map_or(from, |at| from + at);
            let start = run.label.unwrap_or(start);
            words(from, start, &mut laid.rows);
            if table == Table::Remedies {
                words(start, run.label_end, &mut laid.rows);
                laid.rows.push(LaidRow { glued: true, ..LaidRow::loose(vec![cell(run.from, run.to)]) });
            } else {
                let cells = vec![cell(start, run.label_end), cell(run.from, run.to)];
                laid.rows.push(LaidRow { glued: true, ..LaidRow::loose(cells) });
            }
            laid.cells_of_prose.insert(line.number);
            from = run.to;
        }
        if !text.trim_end().ends_with(['。', '；']) {
            words(from, chars.len(), &mut laid.rows);
        }
    }
    let enough = match table {
        Table::Proactive => touching >= LEAST_PROACTIVE,
        Table::Requests => runs >= LEAST_RUNS && touching * 2 > LEAST_RUNS,
        Table::Remedies => runs == 1,
    };
    enough.then_some(laid)
}

/// Digits of a row in a line, by the indices of their first character and of the one behind the last.
struct Run {
    /// Where the label begins, where its own words say so.
    label: Option<usize>,
    /// Where the label ends.
    label_end: usize,
    from: usize,
    to: usize,
}

/// Every run of at least `least` digits, blanks among them not counted. A digit before a dot and words is the next label's
/// number.
fn runs_of(chars: &[char], least: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        while at < chars.len() && (chars[at].is_ascii_digit() || chars[at].is_whitespace()) {
            at += 1;
        }
        let mut to = at;
        let mut behind = chars[at..].iter().filter(|c| !c.is_whitespace());
        let is_mark = behind.next().is_some_and(|c| matches!(c, '.' | '．' | '、' | ',' | '，'));
        while to > from && chars[to - 1].is_whitespace() {
            to -= 1;
        }
        if is_mark && behind.next().is_some_and(|c| is_chinese(*c)) {
            to -= 1;
        }
        while to > from && chars[to - 1].is_whitespace() {
            to -= 1;
        }
        if chars[from..to].iter().filter(|c| c.is_ascii_digit()).count() >= least {
            let label_end = from - chars[..from].iter().rev().take_while(|c| c.is_whitespace()).count();
            runs.push(Run { label: None, label_end, from, to });
        }
    }
    runs
}

/// The figures behind each name of a row of table `proactive`, with a unit if one follows. In a sentence there is none.
fn named_runs(chars: &[char]) -> Vec<Run> {
    let names: Vec<Vec<char>> = ROWS.iter().map(|name| name.chars().collect()).collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(name) = names.iter().find(|name| chars[at..].starts_with(name)) else {
            at += 1;
            continue;
        };
        let (label, label_end) = (at, at + name.len());
        at = label_end;
        let from = at + chars[at..].iter().take_while(|c| c.is_whitespace()).count();
        let is_part = |c: &&char| c.is_ascii_digit() || c.is_whitespace() || matches!(**c, '.' | '-' | '−' | '－');
        let mut to = from + chars[from..].iter().take_while(is_part).count();
        for unit in [&['万', '元'][..], &['元'][..]] {
            if chars[to..].starts_with(unit) {
                to += unit.len();
                break;
            }
        }
        let sentence = chars.get(to).is_some_and(|c| "件项个宗，。、；,;%年月次余".contains(*c));
        while to > from && chars[to - 1].is_whitespace() {
            to -= 1;
        }
        if !sentence && chars[from..to].iter().any(char::is_ascii_digit) {
            runs.push(Run { label: Some(label), label_end, from, to });
            at = to;
        }
    }
    runs
}

/// Whether the run is no row whose borders are blanks.
fn is_glued(chars: &[char], run: &Run, table: Table) -> bool {
    let text: String = chars[run.from..run.to].iter().collect();
    let parts = text.split_whitespace().count();
    match table {
        Table::Proactive => true,
        Table::Requests => parts < grid::WIDTH || run.from == run.label_end,
        // Cells divided by blanks, some of them lost, are known by other means.
        Table::Remedies => parts < remedies::WIDTH * 2 / 3,
    }
}

/// Where in the words before a run its own label begins: at the last number of an item.
fn label_start(chars: &[char], table: Table) -> Option<usize> {
    if table != Table::Requests {
        return None;
    }
    let numeral = |c: Option<&char>| c.is_some_and(|c| "一二三四五六七".contains(*c));
    (0..chars.len()).rev().find(|&at| {
        let next = |by: usize| chars.get(at + by);
        let dot = |c: Option<&char>| c.is_some_and(|c| matches!(c, '、' | '.' | '．'));
        match chars[at] {
            '（' | '(' => numeral(next(1)) && next(2).is_some_and(|c| matches!(c, '）' | ')')),
            c if c.is_ascii_digit() => dot(next(1)),
            _ => numeral(next(0)) && dot(next(1)) && at.checked_sub(1).is_none_or(|before| chars[before] != '（'),
        }
    })
}

/// The words of heads, cut where one head ends and the next begins.
fn pieces(chars: &[char], from: usize, to: usize, table: Table) -> Vec<(usize, usize)> {
    let mut starts = vec![from];
    if table == Table::Proactive {
        let heads: Vec<Vec<char>> = HEADS.iter().map(|head| head.chars().collect()).collect();
        let mut in_year = false;
        for at in from..to {
            if let Some(head) = heads.iter().position(|head| chars[at..to].starts_with(head)) {
                // 本年处理决定数量 is one head.
                let inner = HEADS[head] == "处理决定" && in_year && at - starts.last().copied().unwrap_or(from) <= 2;
                if !inner && at > from {
                    starts.push(at);
                }
                in_year = HEADS[head] == "本年";
            }
        }
    }
    let ends = starts[1..].iter().copied().chain([to]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::document::format_for;

    fn laid(text: &str, table: Table) -> Option<Vec<Vec<String>>> {
        let lines = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap().lines;
        let rows = lay_out(&lines, table)?.rows.into_iter();
        Some(rows.map(|row| row.cells.into_iter().map(|cell| cell.text.into()).collect()).collect())
    }

    #[test]
    fn labels_end_where_digits_begin_and_keep_their_numbers() {
        let text = "自然人其他一、本年新收81 00009二、上年结转00 00000三、结果（一）予以公开4000004（三）不予公开\
                    1.属于国家秘密0000000 2.其他禁止公开0000000";
        let rows = laid(text, Table::Requests).unwrap();
        let expected: Vec<Vec<&str>> = vec![
            vec!["自然人其他"],
            vec!["一、本年新收", "81 00009"],
            vec!["二、上年结转", "00 00000"],
            vec!["三、结果"],
            vec!["（一）予以公开", "4000004"],
            vec!["（三）不予公开"],
            vec!["1.属于国家秘密", "0000000"],
            vec!["2.其他禁止公开", "0000000"],
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn sentences_are_no_table() {
        assert_eq!(laid("信息内容：行政许可0件，行政处罚0件，行政强制0件，规章0件。", Table::Proactive), None);
        let rows = laid("信息内容本年制发件数现行有效件数规章102行政许可40行政处罚7", Table::Proactive).unwrap();
        assert_eq!(rows[0], ["信息内容", "本年制发件数", "现行有效件数"]);
        assert_eq!(rows[1], ["规章", "102"]);
    }
}
