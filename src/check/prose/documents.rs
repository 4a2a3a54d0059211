//! Reads what a mention says of normative documents and rules: how many were made, repealed, kept in force.

use super::claim::{Certainty, Claim};
use super::mention::Mention;
use super::wording::{FILLERS, LINKS, has, only, without_end};
use crate::form::{Check, Column, FigureKey, Layout, Row};
use crate::report::Report;

const OBJECTS: &[(&str, Row)] = &[
    ("行政规范性文件", Row::NormativeDocuments),
    ("规范性文件", Row::NormativeDocuments),
    ("政府规章", Row::Rules),
    ("规章", Row::Rules),
];
const MAKE: &[&str] = &["制发", "制定", "出台", "印发", "新制定", "新制发", "制定出台", "制定印发", "制订"];
const REPEAL: &[&str] = &["废止", "宣布失效", "失效"];
const KEEP: &[&str] = &["现行有效", "保留", "继续有效", "继续保留"];
const PUBLISH: &[&str] = &[
    "主动公开",
    "公开",
    "发布",
    "梳理发布",
    "集中公开",
    "归集公开",
    "按程序",
    "网站",
    "政府网站",
    "全市",
    "全区",
    "全县",
    "梳理",
];
const JOINTS: &[&str] = &["和", "及", "并", "、", "已", "予以", "的", "等"];

/// What was said of documents up to here in the sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Thread {
    /// The kind of document that the sentence speaks of.
    pub object: Option<Row>,
    /// Where the clause that names it begins.
    pub from: Option<usize>,
}

impl Thread {
    /// The thread at a mention: the kind that is named since the number before it, or else the one before, where
    /// nothing but what was done to the documents is said since.
    pub fn at(self, mention: &Mention, starts_sentence: bool) -> Thread {
        let named = OBJECTS
            .iter()
            .filter(|(name, _)| has(&mention.between, &[name]))
            .filter_map(|(name, row)| mention.between.rfind(name).map(|at| (at + name.len(), *row)))
            .max_by_key(|(end, _)| *end);
        let clause_of = |end: usize| {
            let begun =
                mention.between[..end].rfind(['，', '；', '：', '（', '、']).map_or(0, |at| at + '，'.len_utf8());
            mention.span.start.checked_sub(mention.between[begun..].chars().count())
        };
        let deed =
            |text: &str| only(text, &[MAKE, REPEAL, KEEP, JOINTS, FILLERS, &["，", "；", "：", "（", "修改", "修订"]]);
        match named {
            Some((end, row)) if deed(&mention.between[end..]) => Thread { object: Some(row), from: clause_of(end) },
            Some(_) => Thread::default(),
            None if !starts_sentence && deed(&mention.between) => self,
            None => Thread::default(),
        }
    }
}

/// Reads a mention in its thread; `said` is the whole sentence.
pub fn read(report: &Report, mention: &Mention, thread: Thread, said: &str) -> Option<Claim> {
    let row = thread.object?;
    let follows = mention.after.as_deref().unwrap_or_default();
    if !"件份部个".contains(mention.counter) || !only(follows, &[LINKS, FILLERS, &["规范性文件"]]) {
        return None;
    }
    let text = without_end(&mention.before, LINKS);
    let named = OBJECTS.iter().find_map(|(name, _)| text.strip_suffix(name));
    let deed = named.unwrap_or(text);
    let says = |words: &[&str]| has(deed, words);
    let others: &[&[&str]] = &[
        FILLERS,
        JOINTS,
        &["行政", "我市", "我区", "我县", "我局", "本级", "本机关", "由", "全市", "全区", "全县", "全省", "全镇"],
    ];
    let only_with = |verbs: &[&str]| only(deed, &[&[verbs], others].concat());
    let column = if says(MAKE) && only_with(MAKE) {
        Column::Made
    } else if says(REPEAL) && only_with(REPEAL) {
        Column::Repealed
    } else if says(KEEP) && only_with(KEEP) {
        Column::InForce
    } else if named.is_some() && only_with(PUBLISH) {
        // Published, or only named: any of the counts may be meant, or none.
        let columns = [Column::Made, Column::Disclosed, Column::InForce, Column::PublicTotal];
        let readings = columns.iter().filter_map(|&column| key(report, row, column)).map(|key| vec![key]).collect();
        return Some(claim(row, None, readings, Certainty::OnlyIfEqual));
    } else {
        return None;
    };
    // 废止 10 件，宣布失效 2 件: the table's count of repealed ones may be either or both.
    let split = column == Column::Repealed
        && has(said, &["失效"])
        && has(said, &["废止"])
        && !(says(&["失效"]) && says(&["废止"]));
    // A review of some documents keeps and repeals some: only one of all says how many are in force.
    let context = mention.sentence_before();
    let of_some = named.is_none()
        && (has(deed, &["保留"]) || has(&context, &["清理", "涉及"]))
        && !has(&context, &["全面", "全部", "所有", "现行有效"]);
    let certainty = if split || of_some { Certainty::OnlyIfEqual } else { Certainty::Sure };
    Some(claim(row, Some(column), vec![vec![key(report, row, column)?]], certainty))
}

fn key(report: &Report, row: Row, column: Column) -> Option<FigureKey> {
    let key = FigureKey::proactive(row, column);
    Layout::of(report.edition()).position(key).map(|_| key)
}

fn claim(row: Row, column: Option<Column>, readings: Vec<Vec<FigureKey>>, certainty: Certainty) -> Claim {
    let at = match column {
        Some(column) => format!("proactive/{row}/{column}"),
        None => format!("proactive/{row}"),
    };
    Claim { check: Check::ProseDocuments, at, readings, certainty }
}
