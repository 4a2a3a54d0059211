//! What stands before and behind the words of a row of table `proactive`: `部门行政规范性文件`, `公安局 行政处罚`, `行政许可咨询`. The
//! form has numbers and clauses there; anything else may make the row one of others, or of a part of what the form counts. So may
//! letters of no row among a row's: `行政处分`.

use std::sync::LazyLock;

use compact_str::CompactString;

use super::brackets::{NUMERALS, OF_THE_YEAR, names_own, outside_brackets};
use super::elsewhere::Own;
use super::head::COLUMNS;
use super::kept::Kept;
use super::normal::{compact, has_any, letters};
use crate::form::{Edition, Layout, Table};
use crate::report::Scope;

/// The head of the column of labels.
pub const CONTENT: &str = "信息内容";

/// Words behind a row's that change nothing, longer ones before those that they hold.
pub const HARMLESS: [&str; 24] = [
    "决定书",
    "决定",
    "事项",
    "项目",
    "案件",
    "件数",
    "数量",
    "总量",
    "总数",
    "总计",
    "合计",
    "小计",
    "情况",
    "办理",
    "措施",
    "金额",
    "总额",
    "收入",
    "万元",
    "单位",
    "件",
    "数",
    "等",
    "元",
];

/// The rows that have amounts.
const OF_MONEY: [&str; 2] = ["行政事业性收费", "政府集中采购"];

/// What a cell says besides the form's words.
struct Said {
    /// Before the words of a row, where those are there.
    before_row: Option<Rest>,
    /// Behind them.
    behind_row: Rest,
    /// In the whole cell.
    whole: Rest,
}

/// Words that the form does not have: not only numbers, clauses, words for the report's year and heads. `None` where there are none.
type Rest = Option<String>;

/// Whether words that the form does not have stand before those of a row, in its cell or in the one before, or behind them.
pub fn is_qualified(labels: &[CompactString], own: &Own<'_>) -> bool {
    thread_local! {
        static KEPT: Kept<Said> = Kept::default();
    }
    let said = |label: &CompactString| KEPT.with(|kept| kept.of(label, Said::of));
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
    row.before_row.as_ref().is_some_and(is_other) || is_of_others(&row.behind_row) || is_beside()
}

/// Whether a label without the words of a row has letters that no row's has with the others, or too few of them: `行政处分`, `行政文件`.
pub fn is_reworded(label: &str) -> bool {
    thread_local! {
        static KEPT: Kept<bool> = Kept::default();
    }
    *KEPT.with(|kept| kept.of(label, says_another))
}

fn says_another(label: &str) -> bool {
    let words = compact(label);
    if row_in(&words).is_some() {
        return false;
    }
    let own = letters(&without(&outside_brackets(&words), &HARMLESS));
    let own: Vec<char> = own.into_iter().filter(|letter| !is_of_form(letter)).collect();
    let is_of = |row: &&str| {
        let many = own.len() * 10 >= row.chars().count() * 6;
        own.iter().all(|letter| row.contains(*letter)) && (many || row.contains(&own.iter().collect::<String>()))
    };
    !own.is_empty() && !ROWS.iter().any(is_of)
}

/// What governments write before 规章.
fn is_government(words: &str) -> bool {
    matches!(words, "政府" | "地方政府")
}

impl Said {
    fn of(label: &str) -> Said {
        let words = compact(label);
        let row = row_in(&words);
        // What stands in brackets is looked at as a note.
        let behind = row.map(|(_, end)| without(&outside_brackets(&words[end..]), &HARMLESS));
        let is_money =
            row.is_some_and(|(start, end)| !OF_MONEY.contains(&&words[start..end]) && names_money(&words[end..]));
        Said {
            before_row: row.map(|(start, _)| rest(&words[..start])),
            behind_row: behind.and_then(|behind| rest(&behind)).or_else(|| is_money.then(|| words.clone())),
            whole: rest(&words),
        }
    }
}

/// The words of the table's rows, of both editions, the longest first.
pub static ROWS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let rows = Edition::ALL
        .into_iter()
        .flat_map(|edition| Layout::of(edition).rows(Table::Proactive).map(move |(row, _)| row.label(edition).own));
    let mut rows: Vec<&str> = rows.collect();
    rows.sort_by_key(|words| std::cmp::Reverse(words.len()));
    rows
});

/// Where the words of a row stand, the longest that are there; `None` where none are.
fn row_in(words: &str) -> Option<(usize, usize)> {
    ROWS.iter().find_map(|row| words.find(row).map(|at| (at, at + row.len())))
}

/// Whether sums of money are spoken of behind a row's words, before the next clause: `行政处罚金额`, `行政处罚（万元）`.
fn names_money(behind: &str) -> bool {
    behind.split('第').next().is_some_and(|own| has_any(own, &["元", "金额", "总额", "收入"]))
}

/// Words without heads of columns and others.
fn without(words: &str, others: &[&str]) -> String {
    let heads = COLUMNS.keys().chain([&CONTENT]).chain(others);
    heads.fold(words.to_owned(), |rest, head| rest.replace(head, ""))
}

/// Whether a letter is one of numbers, of clauses and of words for the report's year.
fn is_of_form(letter: &char) -> bool {
    NUMERALS.contains(*letter) || OF_THE_YEAR.contains(*letter)
}

/// What is left of words without those that the form has there.
fn rest(words: &str) -> Rest {
    let rest = without(words, &[]);
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
            (&["行政许可事项（件）"], false),
            (&["行政处罚决定数量"], false),
            (&["行政许可 第二十条第（六）项"], false),
            (&["行政许可咨询"], true),
            (&["行政许可金额"], true),
            (&["行政处罚（万元）"], true),
            (&["行政事业性收费金额（万元）"], false),
            (&["行政强制 第二十条第（八）项 信息内容 本年收费金额（单位：万元）"], false),
            (&["行政许可-法人"], true),
            (&["行政事业性收费户数"], true),
            (&["行政强制执行"], true),
            (&["其他行政许可"], true),
            (&["公安局", "行政处罚"], true),
            (&["第（六）项", "重大行政处罚"], true),
        ] {
            let labels: Vec<CompactString> = labels.iter().copied().map(CompactString::from).collect();
            assert_eq!(is_qualified(&labels, &own), expected, "{labels:?}");
        }
    }

    #[test]
    fn a_damaged_label_has_no_letters_of_others() {
        for (label, expected) in [
            ("行政处", false),
            ("许可", false),
            ("第（一）项 规范性文", false),
            ("行政事业收费（万元）", false),
            ("总计", false),
            ("行政处分", true),
            ("行政确认", true),
            ("一般性文件", true),
            ("行政文件", true),
        ] {
            assert_eq!(is_reworded(label), expected, "{label}");
        }
    }
}
