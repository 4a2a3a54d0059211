//! Whose report it is and for which year, by one title.

use memchr::memmem;

use super::body_name::{body_and_scope, is_body};
use super::elsewhere::names_other_span;
use super::normal::{compact, has_any, is_chinese};
use super::title_time;
use crate::report::Scope;

/// What a title or an opening sentence says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The words, without blanks.
    pub text: String,
    /// The body's name as it stands there, without blanks; empty where none does.
    pub body: String,
    /// The year reported on, if it is there and the only one.
    pub year: Option<u16>,
    /// The years that it names where they are several, else none.
    pub years: Vec<u16>,
    /// Whether it speaks of less than a year.
    pub is_part: bool,
    /// First and last line that it stands on, counted from 1.
    pub lines: (u32, u32),
}

/// How a report calls itself, after the body and the year, longest first.
const NAMES: [&str; 10] = [
    "政府信息和政务公开工作",
    "政府信息与政务公开工作",
    "政府信息公开工作",
    "政府信息公开",
    "政务信息公开工作",
    "政务信息公开",
    "政务公开工作",
    "政务公开",
    "信息公开工作",
    "信息公开",
];

/// Words with which a sentence begins, and no title.
const SENTENCES: [&str; 12] =
    ["现将", "现就", "现发布", "现公布", "现向", "根据", "按照", "依据", "参照", "遵照", "为", "本报告"];
/// Words for a paper about such reports, behind the words for the report.
const OTHER_PAPERS: [&str; 6] = ["规范", "格式", "办法", "模板", "范本", "样式"];
/// What a notice does with the title that it quotes.
const NOTICES: [&str; 7] = ["印发", "发布", "公布", "公开", "下发", "转发", "报送"];
/// What stands in a form where a name would.
const UNFILLED: [char; 4] = ['\u{fffd}', '×', '○', '某'];
/// What is no part of a body's name.
const NO_NAMES: [&str; 24] = [
    "名称",
    "做好",
    "召开",
    "关于",
    "印发",
    "通知",
    "报告",
    "根据",
    "按照",
    "依据",
    "参照",
    "半年",
    "季度",
    "月份",
    "月度",
    "十二五",
    "十三五",
    "十四五",
    "十五五",
    "十六五",
    "统计表",
    "情况表",
    "汇总表",
    "一览表",
];

/// Reads a title from a text that is one: `X2023年政府信息公开工作年度报告` in its variants, on one line. `None` where the
/// text is none.
pub fn parse(text: &str) -> Option<Title> {
    let text = compact(text);
    // Most lines: every one of the names ends in it, or goes on with 工作.
    memmem::find(text.as_bytes(), "公开".as_bytes())?;
    if let Some(quoted) = of_notice(&text) {
        return Some(quoted);
    }
    let text = text.trim_matches(|c: char| matches!(c, '#' | '*' | '《' | '》' | '"' | '“' | '”' | '|'));
    let is_sentence = text.ends_with(':') || SENTENCES.iter().any(|word| text.starts_with(word));
    if is_sentence || text.chars().count() > 70 || text.contains(['。', ';', ',']) {
        return None;
    }
    let names = || NAMES.iter().filter_map(|name| Some((text.rfind(name)?, *name)));
    let first = names().min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())))?;
    let last = names().max_by_key(|(at, name)| (at + name.len(), name.len()))?;
    // An office may have it in its name: 样例市政务公开办公室.
    let is_of_office = first.0 < last.0 && is_body(&body(&title_time::read(&text[..last.0], true).rest));
    let (name_at, name) = if is_of_office { last } else { first };
    let (before, after) = (&text[..name_at], &text[name_at + name.len()..]);
    let is_report = ["年报", "年度报告", "报告"].iter().any(|word| after.contains(word));
    let is_other = OTHER_PAPERS.iter().any(|word| after.contains(word));
    // With the name of a report before it, two titles are run together.
    let are_two = ["报告", "年报"].iter().any(|word| before.contains(word));
    if !is_report || is_other || are_two || after.chars().count() > 24 {
        return None;
    }
    let is_yearly = ["年度", "年报"].iter().any(|word| text.contains(word));
    let (before, after) = (title_time::read(before, is_yearly), title_time::read(after, is_yearly));
    let mut years = before.years;
    years.extend(after.years);
    let months = [before.months, after.months].concat();
    let is_month = years.is_empty() && !months.is_empty();
    if is_month {
        years = months;
    }
    years.sort_unstable();
    years.dedup();
    let year = if let [year] = years[..] { Some(year) } else { None };
    if year.is_some() {
        years.clear();
    }
    let is_part = is_month || before.is_part || after.is_part || names_other_span(text);
    let own = body(&before.rest);
    let body = if names_other_office(&after.rest, &own) { String::new() } else { own };
    Some(Title { text: text.to_owned(), body, year, years, is_part, lines: (0, 0) })
}

/// The title that a notice quotes: `X关于印发《Y2023年…报告》的通知` is the report of Y.
fn of_notice(text: &str) -> Option<Title> {
    let (before, rest) = text.split_once('《')?;
    let (quoted, _) = rest.split_once('》')?;
    let is_notice = before.contains("关于") && NOTICES.iter().any(|word| before.ends_with(word));
    if is_notice { parse(quoted) } else { None }
}

/// The body's name in a piece of a title from which its years are taken. Empty where what stands there is no name.
pub fn body(text: &str) -> String {
    // A name of which a character is lost is another name.
    if text.contains(UNFILLED) || text.contains("XX") {
        return String::new();
    }
    let text: String =
        text.chars().filter(|c| is_chinese(*c) || c.is_alphanumeric() || "()（）、·".contains(*c)).collect();
    // A year stood there.
    let text = text.replace("()", "");
    let text =
        text.trim_start_matches(['、', ')', '）']).trim_start_matches("关于").trim_end_matches(['、', '(', '（']);
    let text = text.trim_end_matches("年度").trim_end_matches('的').trim_end_matches("关于");
    let is_said = NOTICES.iter().any(|words| text.starts_with(words) || text.ends_with(words));
    if has_time(text) || is_own(text) || is_said || has_any(text, &NO_NAMES) {
        return String::new();
    }
    text.to_owned()
}

/// Whether a body speaks of itself: 我局, 本机关. 本溪市 is a place.
fn is_own(text: &str) -> bool {
    const OWN: [&str; 12] = ["机关", "单位", "局", "委", "厅", "办", "市", "县", "区", "镇", "乡", "街道"];
    text.starts_with('我') || OWN.contains(&text.trim_start_matches('本'))
}

/// Whether an office other than `body` is named behind the words for the report: `…年度报告（样例市教育局）`.
fn names_other_office(behind: &str, body: &str) -> bool {
    let mut named = behind.split(|c: char| !is_chinese(c)).skip(1).filter(|name| is_body(name));
    named.any(|name| {
        let (name, scope) = body_and_scope(name);
        scope == Scope::Agency && name != body_and_scope(body).0
    })
}

/// Whether a year or day is left that could not be read. Other digits may be a name's own: 12345热线中心.
fn has_time(text: &str) -> bool {
    let is_time = |(at, _): (usize, &str)| text[..at].ends_with(|c: char| c.is_ascii_digit());
    ["年", "月", "日"].iter().any(|word| text.match_indices(word).any(is_time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_their_variants() {
        for (text, body, year) in [
            ("固原市 2023 年政府信息公开工作年度报告", "固原市", Some(2023)),
            ("2023年度样例市政府信息公开工作年度报告", "样例市", Some(2023)),
            ("2023年样例县信息公开年度报告", "样例县", Some(2023)),
            ("样例市人民政府办公室2022年度政务公开年报", "样例市人民政府办公室", Some(2022)),
            ("样例市二〇二一年政府信息公开工作报告", "样例市", Some(2021)),
            ("青 铜 峡 市２０２１年政府信息公开工作年度报告", "青铜峡市", Some(2021)),
            ("样例县政府信息公开工作2020年年度报告", "样例县", Some(2020)),
            ("样例县政府信息公开工作年度报告（2020年）", "样例县", Some(2020)),
            ("2023年政府信息公开工作年度报告", "", Some(2023)),
            ("样例市人民政府2023年政府信息公开工作年度报告", "样例市人民政府", Some(2023)),
            ("2023样例市政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样(yang)例(li)市(shi)2023年(nian)政(zheng)府信息公开工作年度报告", "样例市", Some(2023)),
            ("## 样例市2023年政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样例市人民政府关于2023年政府信息公开工作情况的报告", "样例市人民政府", Some(2023)),
            ("样例县人民政府办公室关于印发《样例市2023年政府信息公开工作年度报告》的通知", "样例市", Some(2023)),
            ("样例县人民政府办公室关于印发样例市2023年政府信息公开工作年度报告的通知", "", Some(2023)),
            ("2024年1月31日样例市2023年政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样例市2024年1月31日政府信息公开工作年度报告", "样例市", None),
            ("样例市政府信息公开工作年度报告（2023年1月1日至12月31日）", "样例市", Some(2023)),
            ("样例市2023年政府信息公开工作年度报告（2022年修订）", "样例市", Some(2023)),
            ("样例市“十四五”2023年政府信息公开工作年度报告", "", Some(2023)),
            ("日照市月湖区2023年政府信息公开工作年度报告", "日照市月湖区", Some(2023)),
            ("样例市2023年政府信息公开工作报告（2024年1月）", "样例市", Some(2023)),
            ("样例县2031人民政府2023年政府信息公开工作年度报告", "样例县2031人民政府", Some(2023)),
            ("样例市20023年政府信息公开工作年度报告", "", None),
            ("样\u{fffd}市2023年政府信息公开工作年度报告", "", Some(2023)),
            ("样例市(2023)政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样例市政府信息公开工作年度报告（2023）", "样例市", Some(2023)),
            ("××局2023年政府信息公开工作年度报告", "", Some(2023)),
            ("样例市XX局2023年政府信息公开工作年度报告", "", Some(2023)),
            ("**局2023年政府信息公开工作年度报告", "", Some(2023)),
            ("本溪市2023年政府信息公开工作年度报告", "本溪市", Some(2023)),
            ("关于公布样例市2023年政府信息公开工作年度报告的通知", "", Some(2023)),
            ("样例市政务公开办公室2023年政府信息公开工作年度报告", "样例市政务公开办公室", Some(2023)),
            ("样例市2023年政务公开和政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样例市2023年政府信息公开工作年度报告（样例市教育局）", "", Some(2023)),
            ("样例市教育局2023年政府信息公开工作年度报告-样例市教育局", "样例市教育局", Some(2023)),
            ("样例市2023年政府信息公开工作年度报告-样例市人民政府", "样例市", Some(2023)),
        ] {
            let title = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((title.body.as_str(), title.year), (body, year), "{text}");
        }
    }

    #[test]
    fn sentences_and_other_papers_are_no_titles() {
        for text in [
            "2023年，样例市加强政府信息公开工作，报告如下",
            "样例市2023年政府工作报告",
            "政府信息公开指南",
            "三、收到和处理政府信息公开申请情况",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn several_years_are_none_and_a_part_of_one_is_said() {
        for (text, years) in [
            ("样例市2022-2023年政府信息公开工作年度报告", [2022, 2023]),
            ("样例市2022、2023年政府信息公开工作年度报告", [2022, 2023]),
            ("样例市2022年至2023年政府信息公开工作年度报告", [2022, 2023]),
            ("样例市2024年政府信息公开工作计划暨2023年度报告", [2023, 2024]),
            ("样例市政府信息公开2022年工作总结和2023年年度报告", [2022, 2023]),
        ] {
            let title = parse(text).unwrap();
            assert_eq!(
                (title.body.as_str(), title.year, title.years.as_slice()),
                ("样例市", None, &years[..]),
                "{text}"
            );
        }
        for text in [
            "样例市2023年上半年政府信息公开工作报告",
            "样例市2023年第一季度政府信息公开工作报告",
            "样例市2023年1-6月政府信息公开工作报告",
            "样例市2023年政府信息公开半年报",
            "样例市2019年以来政府信息公开工作报告",
            "样例市2023年政府信息公开工作年度报告（截至6月）",
        ] {
            assert!(parse(text).unwrap().is_part, "{text}");
        }
    }

    #[test]
    fn a_sentence_or_two_titles_are_no_title() {
        for text in [
            "现将样例市2023年政府信息公开工作年度报告公布如下：",
            "参照样例省2022年政府信息公开工作年度报告",
            "样例市2023年政府信息公开工作年度报告编写规范",
            "样例县2022年政府信息公开工作年度报告2023年政府信息公开工作年度报告",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
