//! Reads what a mention says of administrative reviews and lawsuits over information disclosure.

use super::claim::{Certainty, Claim};
use super::mention::Mention;
use super::setting::{Whose, names_others, whose};
use super::wording::{FILLERS, LINKS, has, only, without_dates, without_end};
use crate::form::{Check, Column, FigureKey, Row};
use crate::report::Report;

const REVIEW: &[Row] = &[Row::Review];
const LITIGATION: &[Row] = &[Row::LitigationDirect, Row::LitigationAfterReview];

/// What reviews and lawsuits are called. The longest name that fits is taken.
const NAMES: &[(&str, &str, &[Row])] = &[
    ("未经复议直接起诉", "litigation_direct", &[Row::LitigationDirect]),
    ("未经复议直接提起行政诉讼", "litigation_direct", &[Row::LitigationDirect]),
    ("未经复议直接提起诉讼", "litigation_direct", &[Row::LitigationDirect]),
    ("直接起诉", "litigation_direct", &[Row::LitigationDirect]),
    ("复议后起诉", "litigation_after_review", &[Row::LitigationAfterReview]),
    ("经复议后起诉", "litigation_after_review", &[Row::LitigationAfterReview]),
    ("复议后提起诉讼", "litigation_after_review", &[Row::LitigationAfterReview]),
    ("复议后提起行政诉讼", "litigation_after_review", &[Row::LitigationAfterReview]),
    ("行政复议", "review", REVIEW),
    ("行政复议案件", "review", REVIEW),
    ("行政复议案", "review", REVIEW),
    ("行政复议申请", "review", REVIEW),
    ("复议案件", "review", REVIEW),
    ("复议", "review", REVIEW),
    ("行政诉讼", "litigation", LITIGATION),
    ("行政诉讼案件", "litigation", LITIGATION),
    ("诉讼案件", "litigation", LITIGATION),
    ("诉讼", "litigation", LITIGATION),
];

/// Words before the name that leave it the body's own case.
const ROUND: &[&str] = &[
    "因",
    "由",
    "政府信息公开",
    "信息公开",
    "政府信息",
    "依申请公开",
    "依申请",
    "申请",
    "工作",
    "引起",
    "引发",
    "被",
    "提起",
    "提出",
    "发生",
    "产生",
    "涉及",
    "涉",
    "有关",
    "相关",
    "类",
    "申请人",
    "对",
    "公开",
    "答复",
    "不服",
    "而",
    "导致",
    "、",
    "和",
    "及",
    "政务公开",
    "全市",
    "全区",
    "全县",
    "我市",
    "我区",
    "我县",
    "我局",
    "本机关",
    "本单位",
];
/// Words that may instead speak of cases of others that the body decides.
const AS_AUTHORITY: &[&str] = &["办理", "受理", "审理", "审结", "收到", "接收", "办结", "处理", "应对"];

/// Reads a mention; `topic` is whether the paragraph is about requests for information.
pub fn read(report: &Report, mention: &Mention, topic: bool) -> Option<Claim> {
    let said = mention.sentence_before();
    if !(topic || has(&said, &["信息公开", "政务公开", "依申请"])) {
        return None;
    }
    named_before(report, mention, &said).or_else(|| named_after(report, mention))
}

/// 引起行政复议 2 件.
fn named_before(report: &Report, mention: &Mention, said: &str) -> Option<Claim> {
    let text = without_end(&mention.before, LINKS);
    let (name, id, rows) =
        NAMES.iter().filter(|(name, ..)| text.ends_with(name)).max_by_key(|(name, ..)| name.len())?;
    let rest = text.strip_suffix(name)?;
    let follows = mention.after.as_deref().unwrap_or_default();
    if !only(follows, &[LINKS, FILLERS, &["案件"]]) {
        return None;
    }
    if rest.contains("复议") || (*id == "review" && has(rest, &["诉讼", "起诉"])) {
        return both(mention, rest, id);
    }
    let named = without_dates(rest);
    let own = only(&named, &[FILLERS, ROUND, &[report.body.as_str()]]);
    let authority = only(&named, &[FILLERS, ROUND, AS_AUTHORITY, &[report.body.as_str()]]);
    let subject = ROUND.iter().filter_map(|word| named.find(word)).min().map_or("", |at| &named[..at]);
    let by_own_name = !subject.is_empty()
        && whose(report, without_end(subject, FILLERS)) == Whose::Own
        && only(&named[subject.len()..], &[FILLERS, ROUND]);
    let certainty = match () {
        () if own || by_own_name => {
            if names_others(report, &mention.lead) || has(said, &["其他部门", "部门"]) {
                Certainty::OnlyIfEqual
            } else {
                Certainty::Sure
            }
        }
        () if authority => Certainty::OnlyIfEqual,
        () => return None,
    };
    Some(claim(id, rows, certainty))
}

/// 2 件行政复议, 有 1 件被提起行政诉讼.
fn named_after(report: &Report, mention: &Mention) -> Option<Claim> {
    let after = mention.after.as_deref()?;
    let (name, id, rows) = NAMES
        .iter()
        .filter(|(name, ..)| after.strip_suffix(name).is_some_and(|rest| only(rest, &[FILLERS, ROUND])))
        .max_by_key(|(name, ..)| name.len())?;
    let rest = after.strip_suffix(name)?;
    let plain = only(&mention.before, &[FILLERS, ROUND]) && !rest.contains("复议");
    (plain && !names_others(report, &mention.lead)).then(|| claim(id, rows, Certainty::Sure))
}

/// 行政复议、行政诉讼均为 0 件, 行政复议和行政诉讼共 5 件. 均 and 各 speak of each kind, 共 of both together.
fn both(mention: &Mention, rest: &str, id: &str) -> Option<Claim> {
    let first = ["行政复议案件", "行政复议", "复议"].iter().find_map(|name| {
        let joined = rest.trim_end_matches(['、', '和', '及', '与', '或']);
        (joined != rest).then(|| joined.strip_suffix(name)).flatten()
    })?;
    if id != "litigation" || !only(first, &[FILLERS, ROUND]) {
        return None;
    }
    let link = mention.before.strip_prefix(rest)?;
    let certainty = if has(link, &["共", "合计", "总计"]) || mention.value.is_zero() {
        Certainty::Sure
    } else {
        Certainty::OnlyIfEqual
    };
    if has(link, &["均", "各"]) && !mention.value.is_zero() {
        return None;
    }
    Some(Claim { at: "remedies".to_owned(), ..claim(id, &[Row::Review, LITIGATION[0], LITIGATION[1]], certainty) })
}

fn claim(id: &str, rows: &[Row], certainty: Certainty) -> Claim {
    let keys = rows.iter().map(|&row| FigureKey::remedies(row, Column::Total)).collect();
    Claim { check: Check::ProseRemedies, at: format!("remedies/{id}"), readings: vec![keys], certainty }
}
