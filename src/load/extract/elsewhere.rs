//! Words above a table or in its heads by which its figures are not the report's own: another year's, another body's, or in
//! another unit than the form's. No sum shows any of that, so such a table is left open.

use super::body_name::is_other_office;
use super::heads::{is_like_head, names_last_year};
use super::normal::{compact, is_chinese};
use super::section::alone;
use super::slot::{Held, Slot};
use crate::form::Table;
use crate::load::document::{Content, Line};
use crate::report::{Place, Scope};

/// What says so, and where.
pub struct Elsewhere {
    /// The diagnostic: `table-year`, `table-body` or `table-unit`.
    pub code: &'static str,
    pub place: Place,
    pub found: String,
}

/// Whose report it is, and of when.
pub struct Own<'a> {
    pub body: &'a str,
    pub scope: Scope,
    pub year: u16,
}

/// A caption is no longer than this, in characters.
const LONGEST_CAPTION: usize = 40;
/// What a year is named for that says nothing of whose figures these are.
const OTHER_YEARS_FOR: [&str; 18] = [
    "结转", "较", "比", "修订", "版", "印发", "格式", "填报", "填表", "制表", "报送", "发布", "公布", "日期", "时间",
    "更新", "编制", "以来",
];
/// Before these the figures of a period begin, however it is written.
const PERIODS: [&str; 2] = ["期间", "统计"];
/// How offices end that report for themselves.
const OFFICES: [&str; 10] = ["委员会", "管委会", "街道办事处", "局", "委", "厅", "镇", "乡", "中心", "公司"];
/// How the words behind the name of the body that a table is about begin.
const ABOUT: [&str; 7] = ["收到", "主动公开", "政府信息公开", "信息公开", "行政复议", "情况", "统计"];

/// What stands above the table of a section, or in its heads. `before`: the lines between the report's opening and the
/// section; `lines`: those of the section, from its heading.
pub fn of_table(before: &[Line], lines: &[Line], table: Table, own: &Own<'_>) -> Option<Elsewhere> {
    let found = |code: &'static str, line: &Line, text: &str| {
        Some(Elsewhere { code, place: Place::of_line(line.number), found: text.trim().to_owned() })
    };
    for line in before {
        if let Some(text) = alone(line).filter(|text| is_caption(text))
            && names_other(&compact(text), own, true)
        {
            return found("table-body", line, text);
        }
    }
    let first_row = lines.iter().position(has_number).unwrap_or(lines.len());
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !has_number(line)) {
        for text in texts(line).filter(|text| is_caption(text)) {
            if !text.chars().any(is_telling) {
                continue;
            }
            let words = compact(text);
            if names_multiple(&words) {
                return found("table-unit", line, text);
            }
            let of_other_year = names_other_year(&words, own);
            let is_head =
                (of_other_year || names_last_year(&words)) && table == Table::Proactive && is_like_head(&words);
            if is_head || of_other_year && at < first_row {
                return found("table-year", line, text);
            }
            if at < first_row && names_other(&words, own, false) {
                return found("table-body", line, text);
            }
        }
    }
    None
}

fn texts(line: &Line) -> impl Iterator<Item = &str> {
    let cells = match &line.content {
        Content::Row(cells) => cells.as_slice(),
        _ => &[],
    };
    alone(line).filter(|_| cells.is_empty()).into_iter().chain(cells.iter().map(|cell| cell.text.as_str()))
}

fn has_number(line: &Line) -> bool {
    let Content::Row(cells) = &line.content else { return false };
    cells.iter().any(|cell| matches!(Slot::held(&cell.text), Held::Number(_) | Held::Several(_)))
}

/// Whether a word that this file looks for may be there: a multiple, a year, an office.
fn is_telling(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿' | '年' | '局' | '委' | '厅' | '镇' | '乡' | '处' | '心' | '司')
}

fn is_caption(text: &str) -> bool {
    !text.contains(['。', '；', '，']) && text.chars().nth(LONGEST_CAPTION).is_none()
}

/// Whether counts stand in tens, thousands, ten thousands: `（单位：万件）`. After a number or 每 it is a sum, not a unit.
fn names_multiple(words: &str) -> bool {
    let chars: Vec<char> = words.chars().collect();
    let is_multiple = |at: usize| {
        "十百千万亿".contains(chars[at])
            && chars.get(at + 1).is_some_and(|next| "件项条个".contains(*next))
            && (words.contains("单位") || at.checked_sub(1).is_some_and(|before| chars[before] == '('))
    };
    let follows_number = |at: usize| {
        at.checked_sub(1)
            .map(|before| chars[before])
            .is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万亿两几数余多每上近超过".contains(c))
    };
    (0..chars.len()).any(|at| is_multiple(at) && !follows_number(at))
}

/// Whether a year is named as that of the figures, and it is not the report's.
fn names_other_year(words: &str, own: &Own<'_>) -> bool {
    let years: Vec<(u16, &str)> = words
        .match_indices('年')
        .filter_map(|(at, year)| {
            let digits = words[..at]
                .rfind(|c: char| !c.is_ascii_digit())
                .map_or(0, |last| last + words[last..].chars().next().map_or(0, char::len_utf8));
            let digits = &words[digits..at];
            Some((digits.parse().ok().filter(|_| digits.len() == 4)?, &words[at + year.len()..]))
        })
        .collect();
    // A day is one on which something was written, unless a period is named.
    let is_day = |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('月');
    let is_period = PERIODS.iter().any(|word| words.contains(word));
    !years.is_empty()
        && years.iter().all(|(year, rest)| *year != own.year && (is_period || !is_day(rest)))
        && !OTHER_YEARS_FOR.iter().any(|word| words.contains(word))
}

/// Whether the words begin with the name of another office, and go on with its year or with what the table is about.
fn names_other(words: &str, own: &Own<'_>, needs_year: bool) -> bool {
    let words =
        words.trim_start_matches(|c: char| "一二三四五六七八九十、()附件表.:".contains(c) || c.is_ascii_digit());
    OFFICES.iter().flat_map(|office| words.match_indices(office).map(|(at, office)| at + office.len())).any(|end| {
        let (name, rest) = words.split_at(end);
        let goes_on = rest.starts_with("20") && rest.contains('年')
            || !needs_year && ABOUT.iter().any(|word| rest.starts_with(word));
        goes_on && name.chars().all(is_chinese) && is_other_office(own.body, own.scope, name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: Own<'_> = Own { body: "样例市", scope: Scope::Government, year: 2023 };

    #[test]
    fn a_unit_of_many_is_none_of_the_form() {
        for (words, expected) in [
            ("处理决定数量(单位:万件)", true),
            ("本年处理决定数量(千件)", true),
            ("单位:万件、万元", true),
            ("单位:件、万元", false),
            ("答复申请3万件", false),
            ("(每百件)", false),
        ] {
            assert_eq!(names_multiple(words), expected, "{words}");
        }
    }

    #[test]
    fn a_year_is_another_where_it_is_that_of_the_figures() {
        for (words, expected) in [
            ("三、2022年收到和处理政府信息公开申请情况", true),
            ("三、2023年收到和处理政府信息公开申请情况", false),
            ("(统计期间:2022年1月1日—12月31日)", true),
            ("(统计期间:2023年1月1日—2023年12月31日)", false),
            ("填报日期:2024年1月10日", false),
            ("2024年1月10日", false),
            ("(2021年版格式)", false),
            ("二、2022年结转政府信息公开申请数量", false),
        ] {
            assert_eq!(names_other_year(words, &CITY), expected, "{words}");
        }
    }

    #[test]
    fn an_office_is_another_where_it_is_not_the_reports_own() {
        let office = Own { body: "样例市教育局", scope: Scope::Agency, year: 2023 };
        for (words, own, expected) in [
            ("样例市教育局收到和处理政府信息公开申请情况", &CITY, true),
            ("三、样例市教育局2023年", &CITY, true),
            ("三、收到和处理政府信息公开申请情况", &CITY, false),
            ("样例市收到和处理政府信息公开申请情况", &CITY, false),
            ("市教育局收到和处理政府信息公开申请情况", &office, false),
            ("样例市民政局收到和处理政府信息公开申请情况", &office, true),
        ] {
            assert_eq!(names_other(words, own, false), expected, "{words}");
        }
    }
}
