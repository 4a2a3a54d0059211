//! Of whom and of when a mention speaks. A number of another body, another year, part of a year or a plan is not what
//! the tables count, and a mention that may be one says nothing.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::any_of;
use super::wording::has;
use crate::report::{Report, Scope};

/// Whether the words before a number set it in the year of the report, or in no other time.
pub fn is_of_the_year(before: &str, year: u16, since: Since) -> bool {
    let mut text = before.to_owned();
    if has(&text, &["转", "以来"]) {
        for (phrase, plain) in PLAINER {
            if has(&text, &[phrase]) {
                text = text.replace(phrase, plain);
            }
        }
    }
    let times: Vec<(usize, bool)> = TIMES
        .find_overlapping_iter(&text)
        .map(|found| (found.start(), found.pattern().as_usize() < OTHER_TIMES.len()))
        .collect();
    let chars: Vec<char> = text.chars().collect();
    let mut own = true;
    for (at, (start, _)) in text.char_indices().enumerate() {
        let rest = &text[start..];
        let named = times.iter().filter(|(from, _)| *from == start).map(|(_, other)| *other).max();
        if let Some(other) = named {
            own = !other || (since == Since::Allowed && rest.starts_with("以来"));
        } else if chars[at].is_ascii_digit() && at.checked_sub(1).is_none_or(|b| !chars[b].is_ascii_digit()) {
            let digits: String = chars[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
            match chars.get(at + digits.len()) {
                Some('年') => {
                    let after: String = chars[at + digits.len() + 1..].iter().take(2).collect();
                    let carried = ["结转", "转来"].contains(&after.as_str()) || ends_in_carry(&chars[..at]);
                    own =
                        digits.parse() == Ok(year) || (carried && own) || (after == "以来" && since == Since::Allowed);
                }
                // A report counts from January to December: any other month starts or ends a part of the year.
                Some('月') if !matches!(digits.as_str(), "1" | "01" | "12") => own = false,
                _ => {}
            }
        }
    }
    own
}

/// Whether a count since an earlier year is what a table counts: it is for documents in force, and for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Documents.
    Allowed,
    /// Requests, reviews, lawsuits.
    Other,
}

fn ends_in_carry(chars: &[char]) -> bool {
    let end: String = chars[chars.len().saturating_sub(3)..].iter().collect();
    ["结转", "转至", "转到", "转入"].iter().any(|word| end.ends_with(word)) || end.contains("结转")
}

/// Cases carried over name their years as part of what they are, and some words for this year hold one for since then.
const PLAINER: &[(&str, &str)] = &[
    ("上年度结转", "结转来"),
    ("上一年度结转", "结转来"),
    ("上一年结转", "结转来"),
    ("上年结转", "结转来"),
    ("去年结转", "结转来"),
    ("结转下一年", "结转去"),
    ("结转下年", "结转去"),
    ("结转至下一年", "结转去"),
    ("结转至下年", "结转去"),
    ("结转到下年", "结转去"),
    ("转下年", "结转去"),
    ("转入下年", "结转去"),
    ("今年以来", "今年"),
    ("本年以来", "今年"),
    ("年以来现行有效", "现行有效"),
];
/// All of [`OTHER_TIMES`], then all of [`THIS_YEAR`].
static TIMES: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(OTHER_TIMES.iter().chain(THIS_YEAR)));
const OTHER_TIMES: &[&str] = &[
    "去年",
    "上年",
    "上一年",
    "往年",
    "历年",
    "前年",
    "同期",
    "同比",
    "明年",
    "下年",
    "下一年",
    "次年",
    "上半年",
    "下半年",
    "季度",
    "上月",
    "每年",
    "每月",
    "近两年",
    "近三年",
    "近五年",
    "三年来",
    "五年来",
    "以来",
    "力争",
    "计划",
    "预计",
    "较上",
    "较去",
    "较20",
    "相比",
    "环比",
];
const THIS_YEAR: &[&str] = &["今年", "本年", "全年", "当年", "本报告期", "年内"];

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Named as that of the whole body.
    Own,
    /// Nobody is named.
    Unsaid,
    /// Perhaps that of another body or of a part of this one.
    Other,
}

const OWN_GOVERNMENT: &[&str] = &[
    "全市",
    "全区",
    "全县",
    "全省",
    "全州",
    "全盟",
    "全旗",
    "全镇",
    "全乡",
    "我市",
    "我区",
    "我县",
    "我省",
    "我州",
    "我镇",
    "我乡",
    "我旗",
    "本市",
    "本区",
    "本县",
    "本镇",
    "本乡",
    "全市各级行政机关",
    "全市行政机关",
    "全县各级行政机关",
    "全市各级各部门",
    "全区各级各部门",
    "全县各级各部门",
    "全市各部门",
    "全县各部门",
    "全区各部门",
    "全市各部门、单位",
    "各级行政机关",
];
const OWN_AGENCY: &[&str] = &[
    "我局",
    "本局",
    "我委",
    "本委",
    "我办",
    "本办",
    "我厅",
    "本厅",
    "我院",
    "我处",
    "本机关",
    "本行政机关",
    "我单位",
    "本单位",
    "本部门",
    "我部门",
    "我中心",
];

/// Who is named in `subject`, the words of a clause before its verb with all filling words taken out.
pub fn whose(report: &Report, subject: &str) -> Whose {
    if subject.is_empty() {
        return Whose::Unsaid;
    }
    let phrases = if report.scope == Scope::Government { OWN_GOVERNMENT } else { OWN_AGENCY };
    if phrases.contains(&subject) || subject == report.body {
        return Whose::Own;
    }
    let short = |name: &str| name.replace("人民", "");
    let (body, named) = (short(&report.body), short(subject));
    let named_agency = report.scope == Scope::Agency
        && named.chars().count() >= 3
        && (body.ends_with(&named) || body.replace("办公室", "办").ends_with(&named));
    if named_agency { Whose::Own } else { Whose::Other }
}

/// Whether the words of a sentence before a clause may set it under another body than the report's.
pub fn names_others(report: &Report, lead: &str) -> bool {
    match report.scope {
        Scope::Government => {
            has(lead, &["局", "办公室", "委员会", "厅", "部门", "单位", "街道办", "所属", "下属", "本级", "办事处"])
        }
        Scope::Agency => has(
            lead,
            &[
                "全市",
                "全区",
                "全县",
                "全省",
                "各部门",
                "各单位",
                "各乡镇",
                "各镇",
                "下属",
                "所属",
                "直属",
                "基层",
                "各县",
            ],
        ),
    }
}
