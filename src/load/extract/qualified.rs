//! What stands before the words of a row of table `proactive`: `部门行政规范性文件`, `公安局 行政处罚`. The form has numbers and
//! clauses there; anything else may make the row one of others, or of a part of what the form counts.

use std::sync::LazyLock;

use super::brackets::{NUMERALS, OF_THE_YEAR, names_own};
use super::elsewhere::Own;
use super::head::COLUMNS;
use super::normal::{compact, letters};
use crate::form::{Edition, Layout, Table};

/// The head of the column of labels.
const CONTENT: &str = "信息内容";

/// Whether words that the form does not have stand before those of a row, in its cell or in the one before.
pub fn is_qualified(labels: &[String], own: &Own<'_>) -> bool {
    let words: Vec<String> = labels.iter().map(|label| compact(label)).collect();
    let named = words.iter().enumerate().rev().find_map(|(at, words)| Some((at, before_row(words)?)));
    let Some((at, before)) = named else { return false };
    let beside = at.checked_sub(1).map_or("", |beside| words[beside].as_str());
    [before, beside].into_iter().any(|words| !is_of_form(words, own))
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

/// Whether the words are a number, a clause, words for the report's year, a head, or the name of the report's own body.
fn is_of_form(words: &str, own: &Own<'_>) -> bool {
    let rest = COLUMNS.keys().chain([&CONTENT]).fold(words.to_owned(), |rest, head| rest.replace(head, ""));
    letters(&rest).iter().all(|letter| NUMERALS.contains(*letter) || OF_THE_YEAR.contains(*letter))
        || names_own(rest.trim_matches(['(', ')']), own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Scope;

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
            (&["政府规章"], true),
            (&["其他行政许可"], true),
            (&["公安局", "行政处罚"], true),
            (&["第（六）项", "重大行政处罚"], true),
        ] {
            let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
            assert_eq!(is_qualified(&labels, &own), expected, "{labels:?}");
        }
    }
}
