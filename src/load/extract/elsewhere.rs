//! Words above a table or in its heads by which its figures are not the report's own: another year's, another body's, or in
//! another unit than the form's. No sum shows any of that, so such a table is left open.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::body_name::is_other_office;
use super::brackets::{is_harmless, names_other_scope, names_other_unit, names_own};
use super::heads::{is_head_of_last_year, is_like_head};
use super::inexact::{self, is_inexact};
use super::normal::{compact, ends_number, has_any, is_chinese};
use super::observed::{Observed, is_of_label, names_row};
use super::qualified::{is_qualified, is_reworded};
use super::section::alone;
use super::slot::{Held, Slot};
use super::title::{self, Title};
use super::title_time;
use crate::check::any_of;
use crate::form::Table;
use crate::load::document::{Content, Line};
use crate::report::{Place, Scope};

/// What says so, and where.
#[derive(Clone)]
pub struct Elsewhere {
    /// The diagnostic: `table-year`, `table-body`, `table-unit` or `table-part`.
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
const OTHER_YEARS_FOR: [&str; 21] = [
    "结转",
    "较",
    "比",
    "修订",
    "版",
    "印发",
    "格式",
    "填报",
    "填表",
    "制表",
    "报送",
    "发布",
    "公布",
    "更新",
    "编制",
    "国务院",
    "条例",
    "规定",
    "以前",
    "之前",
    "底",
];
/// The year before, in words.
const LAST_YEAR: [&str; 3] = ["上年", "上一年", "去年"];
/// Words for figures of more or less than a year, or of none of the form's counts.
const OTHER_SPANS: [&str; 9] = ["累计", "历年", "近三年", "近几年", "以来", "至今", "占比", "单位:%", "(%)"];
/// Words of heads over other counts than the form's.
const OTHER_COUNTS: [&str; 8] = ["处罚金额", "决定金额", "同比", "增长", "比例", "%", "受理", "申请"];
/// The same where the rest of the head is the form's.
const OTHER_OF_A_HEAD: [&str; 11] =
    ["不含", "不包括", "(除", "(部分)", "预计", "计划", "拟", "减免", "应收", "预算", "草案"];
/// The same of heads over applicants and results.
const NOT_ALL: [&str; 3] = ["不含", "不包括", "(除"];
/// What makes many of one, and what of it is counted.
const MULTIPLES: [char; 5] = ['十', '百', '千', '万', '亿'];
const COUNTED: [char; 4] = ['件', '项', '条', '个'];
/// What announces a unit; else one stands in a bracket.
const UNIT: &str = "单位";
/// How what stands in brackets begins or ends that is of others than the report's body, or no count of cases.
const IN_BRACKETS: [&str; 8] = ["本级)", "机关)", "(全", "(仅", "次)", "(人)", "(户)", "(家)"];
/// How offices end that report for themselves.
const OFFICES: [&str; 8] = ["委员会", "管委会", "街道办事处", "局", "厅", "镇", "乡", "中心"];
/// What a name of several has.
const SEVERAL: [&str; 4] = ["及", "各", "部门", "直"];
/// How the words behind the name of the body that a table is about begin.
const ABOUT: [&str; 7] = ["收到", "主动公开", "政府信息公开", "信息公开", "行政复议", "情况", "统计"];

/// What stands above each of the tables, or in its heads. `opening_end`: where the report's opening ends, as an index of `lines`;
/// `places`: the lines of each section, from its heading. A title that is of a part of the body (`（市本级）`) stands above all of them.
pub fn of_tables(
    lines: &[Line],
    opening_end: usize,
    places: &[(Range<usize>, Table); 3],
    title: Option<&Title>,
    own: &Own<'_>,
) -> [Option<Elsewhere>; 3] {
    if let Some(title) = title.filter(|title| names_other_scope(&title.text, own)) {
        let (place, found) = (Place::of_line(title.lines.0), title.text.clone());
        return [(); 3].map(|()| Some(Elsewhere { code: "table-part", place, found: found.clone() }));
    }
    let last = places.iter().map(|(region, _)| region.start).max().unwrap_or(0);
    // The title of another body or another year stands above all that follows.
    let other = (opening_end..last).find_map(|at| Some((at, other_above(&lines[at], own)?)));
    places.each_ref().map(|(region, table)| {
        let above = other.as_ref().filter(|(at, _)| *at < region.start).map(|(_, other)| other.clone());
        let above = above.or_else(|| over_heading(lines.get(opening_end..region.start)?, own));
        above.or_else(|| in_section(&lines[region.clone()], *table, own))
    })
}

/// What stands directly over a section's heading and begins with another year: the name of a sheet, or of a part of the file.
fn over_heading(before: &[Line], own: &Own<'_>) -> Option<Elsewhere> {
    let line = before.iter().rev().find(|line| line.content != Content::Empty)?;
    // A number alone may be the last cell of the table above.
    let is_dated = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('年');
    let text = alone(line).filter(is_dated).filter(|text| is_caption(text))?;
    names_other_year(&compact(text), own).then(|| found("table-year", line, text))
}

/// Makes the rows none of the form's whose labels name another year, a part of one or a multiple, or say more than the form
/// that may make other figures of them: `行政处罚（2022年）`, `行政处罚（市本级）`, `部门规章`, and `公安局` in a cell behind `行政处罚`.
pub fn turn_rows(pieces: &mut [Observed], table: Table, own: &Own<'_>) {
    for piece in pieces {
        let is_other = || {
            let words = compact(&piece.label);
            let is_of_other_time = names_other_year(&words, own) || names_other_span(&words);
            let is_noted = || piece.words.notes().iter().any(|note| !names_own(note, own));
            is_of_other_time || carries_elsewhere(&words, own) || names_multiple(&words) || is_noted()
        };
        let is_of_part = table == Table::Proactive
            && (is_qualified(&piece.labels, own) || piece.has_values() && is_reworded(&piece.label));
        if piece.words.may_be_elsewhere() && is_other() || says_more(piece, table) || is_of_part {
            piece.words = piece.words.made_elsewhere();
        }
    }
}

/// Whether words that the form does not have stand in a cell of their own between a row's name and its figures.
fn says_more(piece: &Observed, table: Table) -> bool {
    let [.., name, more] = piece.labels.as_slice() else { return false };
    let is_of_form = |words: &str| is_of_label(words, table) || is_like_head(words) || is_harmless(&compact(words));
    piece.has_values() && names_row(name, table) && !is_of_form(more)
}

/// Whether a year beside 结转 is not the one from or into which the report carries requests over.
fn carries_elsewhere(words: &str, own: &Own<'_>) -> bool {
    let Some((before, behind)) = words.split_once("结转") else { return false };
    let is_into_next = words.contains("下年") || words.contains("继续办理");
    let are = |words: &str, year: u16| title_time::read(words, true).years.into_iter().all(|named| named == year);
    match is_into_next {
        true => !are(before, own.year) || !are(behind, own.year + 1),
        false => !are(words, own.year - 1),
    }
}

fn found(code: &'static str, line: &Line, text: &str) -> Elsewhere {
    Elsewhere { code, place: Place::of_line(line.number), found: text.trim().to_owned() }
}

fn other_above(line: &Line, own: &Own<'_>) -> Option<Elsewhere> {
    let text = alone(line).filter(|text| is_caption(text))?;
    if names_other(&compact(text), own, true) {
        return Some(found("table-body", line, text));
    }
    let title = Some(text).filter(|text| text.contains("报")).and_then(title::parse);
    let is_other = title.and_then(|title| title.year).is_some_and(|year| year != own.year);
    is_other.then(|| found("table-year", line, text))
}

fn in_section(lines: &[Line], table: Table, own: &Own<'_>) -> Option<Elsewhere> {
    let mut is_above = true;
    for line in lines {
        if has_number(line) {
            is_above = false;
            continue;
        }
        for text in telling(line) {
            let words = compact(text);
            if !may_say_so(&words, table) {
                continue;
            }
            let is_money = || match table {
                Table::Proactive => counts_money(&words),
                Table::Requests | Table::Remedies => is_above && names_money(&words),
            };
            if names_multiple(&words) || names_other_unit(&words) || is_money() {
                return Some(found("table-unit", line, text));
            }
            let is_head = || table == Table::Proactive && is_like_head(&words);
            let is_note = || is_note(&words);
            if names_other_year(&words, own) && (is_above || is_head() || is_note()) {
                return Some(found("table-year", line, text));
            }
            let is_other = || match table {
                Table::Proactive => names_other_count(&words) || is_head() && has_any(&words, &OTHER_OF_A_HEAD),
                Table::Requests | Table::Remedies => is_above && has_any(&words, &NOT_ALL),
            };
            let is_doubted = || is_note() && (names_part(&words) || is_inexact(&words));
            let is_of_others = || names_other_span(&words) || names_other_scope(&words, own);
            if is_of_others() && (is_above || is_head()) || is_cell(line) && is_other() || is_doubted() {
                return Some(found("table-part", line, text));
            }
            if is_above && names_other(&words, own, false) {
                return Some(found("table-body", line, text));
            }
        }
    }
    None
}

/// The captions and cells of a line in which a word that this file looks for may be.
fn telling(line: &Line) -> impl Iterator<Item = &str> {
    texts(line).filter(|text| text.chars().any(is_telling) && is_caption(text))
}

fn texts(line: &Line) -> impl Iterator<Item = &str> {
    let cells = match &line.content {
        Content::Row(cells) => cells.as_slice(),
        _ => &[],
    };
    alone(line).filter(|_| cells.is_empty()).into_iter().chain(cells.iter().map(|cell| cell.text.as_str()))
}

fn is_cell(line: &Line) -> bool {
    matches!(line.content, Content::Row(_))
}

fn has_number(line: &Line) -> bool {
    let Content::Row(cells) = &line.content else { return false };
    // Numbers stand behind the words.
    cells.iter().rev().any(|cell| matches!(Slot::held(&cell.text), Held::Number(_) | Held::Several(_)))
}

/// Whether a word that this file looks for may be there: a multiple, a year, an office, a part of a year, another count, a doubt.
fn is_telling(c: char) -> bool {
    matches!(
        c,
        '十' | '百'
            | '千'
            | '万'
            | '亿'
            | '年'
            | '局'
            | '委'
            | '厅'
            | '镇'
            | '乡'
            | '处'
            | '心'
            | '月'
            | '季'
            | '计'
            | '占'
            | '%'
            | '％'
            | '额'
            | '元'
            | '同'
            | '增'
            | '例'
            | '理'
            | '请'
            | '不'
            | '除'
            | '部'
            | '拟'
            | '应'
            | '草'
            | '预'
            | '估'
            | '暂'
            | '级'
            | '关'
            | '全'
            | '仅'
            | '次'
            | '人'
            | '户'
            | '家'
            | '位'
            | '约'
            | '左'
            | '推'
            | '核'
            | '疑'
    )
}

/// Whether any of the words stands there without which nothing here is said. The form's own labels and heads have none of them,
/// but for a few.
pub fn may_say_so(words: &str, table: Table) -> bool {
    static WORDS: LazyLock<[AhoCorasick; 2]> = LazyLock::new(|| {
        let multiples = MULTIPLES.iter().flat_map(|many| COUNTED.map(|one| format!("({many}{one}")));
        let fixed = [&LAST_YEAR[..], &OTHER_SPANS, &inexact::WORDS, &OFFICES, &IN_BRACKETS, &[UNIT, "元"]].concat();
        let words: Vec<String> =
            title_time::words().chain(multiples).chain(fixed.into_iter().map(str::to_owned)).collect();
        [NOT_ALL.to_vec(), [&OTHER_COUNTS[..], &OTHER_OF_A_HEAD].concat()].map(|own| {
            let words = words.iter().map(String::as_str).chain(own);
            any_of(words)
        })
    });
    WORDS[usize::from(table == Table::Proactive)].is_match(words)
}

fn is_caption(text: &str) -> bool {
    // No character takes more than four bytes.
    text.len() <= LONGEST_CAPTION * 4
        && !text.trim_end().trim_end_matches('。').contains(['。', '；', '，'])
        && text.chars().nth(LONGEST_CAPTION).is_none()
}

/// Whether counts stand in tens, thousands, ten thousands: `（单位：万件）`. After a number or 每 it is a sum, not a unit.
fn names_multiple(words: &str) -> bool {
    let chars: Vec<char> = words.chars().collect();
    let is_multiple = |at: usize| {
        MULTIPLES.contains(&chars[at])
            && chars.get(at + 1).is_some_and(|next| COUNTED.contains(next))
            && (words.contains(UNIT) || at.checked_sub(1).is_some_and(|before| chars[before] == '('))
    };
    let follows_number = |at: usize| {
        at.checked_sub(1).map(|before| chars[before]).is_some_and(|c| ends_number(c) || "每上近超过".contains(c))
    };
    (0..chars.len()).any(|at| is_multiple(at) && !follows_number(at))
}

/// Whether a head of table `proactive` is over counts and gives them a unit of money or of many: `本年处理决定数量（万元）`.
fn counts_money(words: &str) -> bool {
    let behind = ["件数(", "数量("].iter().flat_map(|count| words.split(count).skip(1));
    let mut units = behind.map(|rest| rest.split(')').next().unwrap_or_default().trim_start_matches([':', '单', '位']));
    units.any(|unit| match unit.trim_start_matches(MULTIPLES) {
        "" => !unit.is_empty(),
        rest => rest == "元",
    })
}

/// Whether the words give a unit of money alone, in brackets or where one is announced.
fn names_money(words: &str) -> bool {
    let announced = [UNIT, "("].iter().flat_map(|mark| words.split(mark).skip(1));
    let mut units = announced.map(|rest| rest.trim_start_matches([':', '为']).trim_start_matches(MULTIPLES));
    units.any(|unit| unit.strip_prefix('元').is_some_and(|rest| rest.is_empty() || rest.starts_with(')')))
}

/// Whether a year or a period is named as that of the figures, and it is not the report's. A day is one on which something was
/// written.
fn names_other_year(words: &str, own: &Own<'_>) -> bool {
    let years = title_time::read(words, true).years;
    let is_other = match years.as_slice() {
        [] => LAST_YEAR.iter().any(|year| words.contains(year)) && !is_head_of_last_year(words) && is_of_figures(words),
        [before] if before + 1 == own.year && is_head_of_last_year(words) => false,
        years => !years.contains(&own.year),
    };
    let is_harmless = || OTHER_YEARS_FOR.iter().any(|word| words.contains(word)) || words.ends_with('制');
    // A day is one on which something was written, but for the last of those that are counted.
    let is_up_to = |until: &str| title_time::year_at_end(until).is_some_and(|year| year != own.year);
    if words.contains('截') && words.split_once("年12月").is_some_and(|(until, _)| is_up_to(until)) {
        return true;
    }
    // With months, or up to its end, the year is one of a period.
    is_other && (!is_harmless() || (!years.is_empty() && words.contains(['月', '截'])))
}

/// Whether figures of more or less than a year are named, or shares: `(上半年)`, `截至6月30日`, `单位:%`.
pub fn names_other_span(words: &str) -> bool {
    names_part(words) || has_any(words, &OTHER_SPANS)
}

/// Whether figures of less than a year are named.
fn names_part(words: &str) -> bool {
    let to_date = has_any(words, &["截至", "截止"]) && words.contains('月') && !words.contains("12月");
    to_date || title_time::read(words, true).is_part
}

/// Whether the words are a note on what stands above them.
fn is_note(words: &str) -> bool {
    let words = words.trim_start_matches(['*', '※', '(']);
    ["注", "备注", "说明", "以上数据"].iter().any(|note| words.starts_with(note))
}

/// Whether a head of table `proactive` is over another count than decisions, documents or amounts of the form.
fn names_other_count(words: &str) -> bool {
    has_any(words, &OTHER_COUNTS)
}

/// Whether the words are a head, or speak of figures as a whole.
fn is_of_figures(words: &str) -> bool {
    // A head that begins with it, or ends with it in brackets.
    let in_brackets = words.strip_suffix(')').and_then(|words| words.rsplit_once('(')).map(|(_, inner)| inner);
    let begins = |words: &str| LAST_YEAR.iter().any(|year| words.starts_with(year));
    is_like_head(words) || has_any(words, &["数据", "情况", "统计"]) || begins(words) || in_brackets.is_some_and(begins)
}

/// Whether the words begin with the name of another office, and go on with its year or with what the table is about. `is_above`
/// the section there must be nothing else, or the words for such a report.
fn names_other(words: &str, own: &Own<'_>, is_above: bool) -> bool {
    let words =
        words.trim_start_matches(|c: char| "一二三四五六七八九十、()附件表.:".contains(c) || c.is_ascii_digit());
    OFFICES.iter().flat_map(|office| words.match_indices(office).map(|(at, office)| at + office.len())).any(|end| {
        let (name, rest) = words.split_at(end);
        let behind_year = rest.starts_with("20").then(|| rest.split_once('年')).flatten().map(|(_, behind)| behind);
        let goes_on = match behind_year {
            Some(behind) if is_above => {
                let behind = behind.trim_start_matches('度');
                behind.is_empty() || ABOUT.iter().any(|word| behind.starts_with(word))
            }
            Some(_) => true,
            None => !is_above && ABOUT.iter().any(|word| rest.starts_with(word)),
        };
        let is_one = !SEVERAL.iter().any(|word| name.contains(word));
        goes_on && is_one && name.chars().all(is_chinese) && is_other_office(own.body, own.scope, name)
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
            assert!(!expected || may_say_so(words, Table::Requests), "{words}");
        }
    }

    #[test]
    fn a_part_of_a_year_a_share_or_another_count_is_none_of_the_form() {
        for (words, expected) in [
            ("(上半年)", true),
            ("(1-6月)", true),
            ("截至6月30日", true),
            ("历年累计数量", true),
            ("单位:%", true),
            ("本年处理决定数量", false),
            ("三、本年度办理结果", false),
            ("截至2023年12月31日", false),
            ("(统计期间:2023年1月1日—2023年12月31日)", false),
        ] {
            assert_eq!(names_other_span(words), expected, "{words}");
            assert!(!expected || may_say_so(words, Table::Requests), "{words}");
        }
        for (words, expected) in [
            ("处罚金额(万元)", true),
            ("同比增长(%)", true),
            ("本年受理件数", true),
            ("本年收费金额(单位:万元)", false),
            ("上一年项目数量", false),
            ("本年增/减", false),
            ("采购总金额", false),
        ] {
            assert_eq!(names_other_count(words), expected, "{words}");
            assert!(!expected || may_say_so(words, Table::Proactive), "{words}");
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
            ("统计时间:2022年1月1日至12月31日", true),
            ("2022年1月1日至2022年12月31日", true),
            ("三、收到和处理政府信息公开申请情况(二〇二二年度)", true),
            ("(上年度数据)", true),
            ("上年制发件数", true),
            ("2022年制发件数", true),
            ("样表:国务院办公厅2021年制", false),
            ("依据《政府信息公开条例》(2019年)", false),
            ("政府信息公开情况统计表(2024年1月)", false),
            ("统计人:张三2024年1月8日", false),
            ("数据统计至2024年1月5日", false),
            ("(二)全市2022年以前制发的规范性文件", false),
            ("上一年项目数量", false),
            ("2022年项目数量", false),
            ("比上年增/减", false),
            ("三、2008年以来收到和处理政府信息公开申请情况", true),
            ("2023年以来收到和处理政府信息公开申请情况", false),
        ] {
            assert_eq!(names_other_year(words, &CITY), expected, "{words}");
            assert!(!expected || may_say_so(words, Table::Requests), "{words}");
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
            ("市直部门及乡镇信息公开情况", &CITY, false),
            ("样例市民政局收到和处理政府信息公开申请情况", &office, true),
        ] {
            assert_eq!(names_other(words, own, false), expected, "{words}");
            assert!(!expected || may_say_so(words, Table::Requests), "{words}");
        }
        for (words, expected) in [
            ("样例市教育局2023年", true),
            ("样例市教育局2023年政府信息公开工作年度报告", true),
            ("市公安局2023年警营开放日活动", false),
            ("市委2023年", false),
        ] {
            assert_eq!(names_other(words, &CITY, true), expected, "{words}");
        }
        let street = Own { body: "样例街道", scope: Scope::Government, year: 2023 };
        assert!(!names_other("样例街道办事处2023年", &street, true));
    }
}
