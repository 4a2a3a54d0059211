//! Reads what a mention says of how requests ended: granted, refused, not available and so on, and carried over.

use super::claim::{Certainty, Claim};
use super::mention::Mention;
use super::requests::{Kind, TOTAL, Thread, cells};
use super::setting::names_others;
use super::wording::{FILLERS, LINKS, only, without_end, without_start};
use crate::form::{Check, Edition, Layout, Row};
use crate::report::Report;

/// How an outcome is called, and its row or group of rows. Longer names first where one ends in another.
const OUTCOMES: &[(&str, &str)] = &[
    ("予以公开及部分公开", "disclosed"),
    ("予以公开和部分公开", "disclosed"),
    ("予以公开与部分公开", "disclosed"),
    ("予以公开或部分公开", "disclosed"),
    ("予以公开、部分公开", "disclosed"),
    ("公开及部分公开", "disclosed"),
    ("公开和部分公开", "disclosed"),
    ("不予公开", "refused"),
    ("不予以公开", "refused"),
    ("部分公开", "partly_granted"),
    ("予以部分公开", "partly_granted"),
    ("予以公开", "granted"),
    ("全部公开", "granted"),
    ("同意公开", "granted"),
    ("无法提供", "unavailable"),
    ("无法提供的", "unavailable"),
    ("不予处理", "not_processed"),
    ("其他处理", "other"),
    ("作其他处理", "other"),
    ("国家秘密", "refused.state_secret"),
    ("其他法律行政法规禁止公开", "refused.prohibited_by_law"),
    ("法律、行政法规禁止公开", "refused.prohibited_by_law"),
    ("法律行政法规禁止公开", "refused.prohibited_by_law"),
    ("三安全一稳定", "refused.safety_and_stability"),
    ("第三方合法权益", "refused.third_party_rights"),
    ("三类内部事务信息", "refused.internal_affairs"),
    ("内部事务信息", "refused.internal_affairs"),
    ("四类过程性信息", "refused.process_information"),
    ("过程性信息", "refused.process_information"),
    ("行政执法案卷", "refused.enforcement_files"),
    ("行政查询事项", "refused.inquiry_matters"),
    ("本机关不掌握相关政府信息", "unavailable.not_held"),
    ("本机关不掌握", "unavailable.not_held"),
    ("不掌握相关政府信息", "unavailable.not_held"),
    ("没有现成信息需要另行制作", "unavailable.needs_creation"),
    ("没有现成信息", "unavailable.needs_creation"),
    ("补正后申请内容仍不明确", "unavailable.unclear"),
    ("信访举报投诉类申请", "not_processed.complaint"),
    ("信访举报投诉类", "not_processed.complaint"),
    ("重复申请", "not_processed.repeated"),
    ("要求提供公开出版物", "not_processed.publication"),
    ("逾期不补正", "other.not_corrected_in_time"),
    ("结转下年度继续办理", "carried_over"),
    ("结转下年继续办理", "carried_over"),
    ("结转至下年度继续办理", "carried_over"),
    ("结转到下年度继续办理", "carried_over"),
    ("结转下一年度继续办理", "carried_over"),
    ("结转下年度办理", "carried_over"),
    ("结转下一年度", "carried_over"),
    ("结转至下一年度", "carried_over"),
    ("结转下年度", "carried_over"),
    ("结转至下年度", "carried_over"),
    ("结转到下年度", "carried_over"),
    ("结转下年", "carried_over"),
    ("转下年度继续办理", "carried_over"),
    ("上年度结转", "carried_in"),
    ("上一年度结转", "carried_in"),
    ("上年结转", "carried_in"),
];

/// 予以公开 12 件, 有 3 件不予公开, 因不掌握等原因无法提供 4 件.
pub fn read(report: &Report, mention: &Mention, thread: Thread) -> Option<(Option<Claim>, Kind)> {
    if !(thread.topic || thread.follows_total) {
        return None;
    }
    let around: &[&[&str]] = &[
        FILLERS,
        &[
            "属于",
            "属",
            "作出",
            "答复",
            "决定",
            "对",
            "因",
            "申请",
            "政府信息",
            "信息",
            "：",
            "一是",
            "二是",
            "三是",
            "需",
            "由",
        ],
    ];
    let tail = &["申请", "信息", "政府信息", "类", "答复", "决定", "事项", "处理"];
    let next_year = report.year.saturating_add(1);
    let before = ["结转", "结转至", "结转到", "结转入"]
        .iter()
        .fold(mention.before.clone(), |text, carried| text.replace(&format!("{carried}{next_year}年"), "结转下年"));
    let mut text = without_end(&before, LINKS);
    let named = loop {
        let named = OUTCOMES.iter().filter(|(name, _)| text.ends_with(name)).max_by_key(|(name, _)| name.len());
        if named.is_some() {
            break named;
        }
        let shorter = without_end(tail.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text), LINKS);
        if shorter == text {
            break None;
        }
        text = shorter;
    };
    let (id, certainty) = if let Some((name, id)) = named {
        let rest = text.strip_suffix(name)?;
        let reason = rest.starts_with('因') || rest.starts_with("由于") || rest.starts_with("其中因");
        let follows = mention.after.as_deref().unwrap_or_default();
        if !only(follows, &[LINKS, FILLERS, &["申请", "信息", "答复"]]) {
            return None;
        }
        if only(rest, around) || (reason && rest.contains('等') && !names_others(report, rest)) {
            (*id, Certainty::Sure)
        } else if reason {
            (*id, Certainty::OnlyIfEqual)
        } else {
            return None;
        }
    } else {
        // The number first: 3 件不予公开.
        let after =
            without_start(mention.after.as_deref()?, &["申请", "信息", "为", "属于", "属", "作", "因", "的", "是"]);
        let (name, id) =
            OUTCOMES.iter().filter(|(name, _)| after.starts_with(name)).max_by_key(|(name, _)| name.len())?;
        let rest = after.strip_prefix(name)?;
        let whole = only(rest, &[LINKS, tail, FILLERS]) && only(&mention.before, around);
        whole.then_some((*id, Certainty::Sure))?
    };
    let rows = outcome_rows(report.edition(), id);
    if rows.is_empty() {
        return None;
    }
    let mut readings = vec![cells(&rows, &TOTAL)];
    if rows == [Row::Granted] {
        // Some reports call all that was disclosed, in whole or in part, 予以公开.
        readings.push(cells(&[Row::Granted, Row::PartlyGranted], &TOTAL));
    }
    let claim = Claim { check: Check::ProseOutcome, at: format!("requests/{id}"), readings, certainty };
    Some((Some(claim), Kind::Part(rows[0].group())))
}

/// The rows that a name stands for; none where the edition does not have them.
pub fn outcome_rows(edition: Edition, id: &str) -> Vec<Row> {
    match id {
        "disclosed" => vec![Row::Granted, Row::PartlyGranted],
        id => Layout::of(edition).rows_of(id).collect(),
    }
}
