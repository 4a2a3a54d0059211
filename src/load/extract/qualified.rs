//! What stands before the words of a row of table `proactive`: `部门行政规范性文件`, `公安局 行政处罚`. The form has numbers and
//! clauses there; anything else may make the row one of others, or of a part of what the form counts.

use std::sync::LazyLock;

use super::brackets::{NUMERALS, OF_THE_YEAR, names_own};
use super::elsewhere::Own;
use super::head::COLUMNS;
use super::kept::Kept;
use super::normal::{compact, letters};
use crate::form::{Edition, Layout, Table};
use crate::report::Scope;

/// The head of the column of labels.
const CONTENT: &str = "信息内容";

/// What a cell says besides the form's words.
struct Said {
    /// Before the words of a row, where those are there.
    before_row: Option<Rest>,
    /// In the whole cell.
    whole: Rest,
}

/// Words that the form does not have: not only numbers, clauses, words for the report's year and heads. `None` where there are none.
type Rest = Option<String>;

/// Whether words that the form does not have stand before those of a row, in its cell or in the one before.
pub fn is_qualified(labels: &[String], own: &Own<'_>) -> bool {
    thread_local! {
        static KEPT: Kept<Said> = Kept::default();
    }
    let said = |label: &String| KEPT.with(|kept| kept.of(label, Said::of));
    let is_of_others = |rest: &Rest| rest.as_ref().is_some_and(|rest| !names_own(rest, own));
    let named = labels.iter().enumerate().rev().find_map(|(at, label)| {
        let said = said(label);
        said.before_row.is_some().then_some((at, said))
    });
    let Some((at, row)) = named else { return false };
    let is_beside = || at.checked_sub(1).is_some_and(|beside| is_of_others(&said(&labels[beside]).whole));
    // A government makes no other 规章.
    let is_governments = || own.scope == Scope::Government && labels[at].contains("政府规章");
    let is_other =
        |rest: &Rest| is_of_others(rest) && !(rest.as_deref().is_some_and(is_government) && is_governments());
    row.before_row.as_ref().is_some_and(is_other) || is_beside()
}

/// What governments write before 规章.
fn is_government(words: &str) -> bool {
    matches!(words, "政府" | "地方政府")
}

impl Said {
    fn of(label: &str) -> Said {
        let words = compact(label);
        Said { before_row: before_row(&words).map(rest), whole: rest(&words) }
    }
}

/// What stands before the words of a row, the longest that are there; `None` where none are.
fn before_row(words: &str) -> Option<&str> {
    static ROWS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let rows = Edition::ALL
            .into_iter()
            .flat_map(|edition| Layout::of(edition).rows(Table::Proactive).map(move |(row, _)| row.label(edition).own));
        let mut rows: Vec<&str> = rows.collect();
        rows.sort_by_key(|words| std::cmp::Reverse(words.len()));
        rows
    });
    ROWS.iter().find_map(|row| words.find(row)).map(|at| &words[..at])
}

/// What is left of words without those that the form has there.
fn rest(words: &str) -> Rest {
    let rest = COLUMNS.keys().chain([&CONTENT]).fold(words.to_owned(), |rest, head| rest.replace(head, ""));
    let is_of_form = |letter: &char| NUMERALS.contains(*letter) || OF_THE_YEAR.contains(*letter);
    let is_other = !letters(&rest).iter().all(is_of_form);
    is_other.then(|| rest.trim_matches(['(', ')']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_and_clauses_stand_before_a_row() {
        let own = Own { body: "样例市", scope: Scope::Government, year: 2023 };
        for (labels, expected) in [
            (&["规章"][..], false),
            (&["2.规范性文件"], false),
            (&["第二十条第（一）项", "行政规范性文件"], false),
            (&["第二十条 第（五）项 信息内容 本年处理决定数量 行政许可"], false),
            (&["本年度行政许可"], false),
            (&["（一）", "本市行政许可"], false),
            (&["其他对外管理服务事项"], false),
            (&["政府集中采购"], false),
            (&["总计"], false),
            (&["部门行政规范性文件"], true),
            (&["部门规范性文件"], true),
            (&["本级行政规范性文件"], true),
            (&["部门规章"], true),
            (&["政府规章"], false),
            (&["地方政府规章"], false),
            (&["市政府规章"], true),
            (&["其他行政许可"], true),
            (&["公安局", "行政处罚"], true),
            (&["第（六）项", "重大行政处罚"], true),
        ] {
            let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
            assert_eq!(is_qualified(&labels, &own), expected, "{labels:?}");
        }
    }
}
