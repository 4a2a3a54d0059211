//! Compares a percentage in the prose with the count before it and every whole that it may be a share of.

use rust_decimal::{Decimal, RoundingStrategy};

use super::claim::stated;
use super::flow::Flow;
use super::mention::Mention;
use super::outcome::outcome_rows;
use super::requests::Kind;
use super::wording::{has, only};
use crate::check::side;
use crate::form::{Check, Column, FigureKey, Row};
use crate::report::{CheckInstance, Outcome, Report, Side};

const WORDS: &[&str] = &[
    "占",
    "占比",
    "比",
    "比例",
    "比重",
    "为",
    "达",
    "到",
    "的",
    "总",
    "数",
    "量",
    "总数",
    "总量",
    "申请",
    "政府信息公开",
    "政府信息",
    "信息公开",
    "依申请公开",
    "公开",
    "全部",
    "全年",
    "件",
    "办结",
    "答复",
    "办理",
    "受理",
    "收到",
    "新收",
    "其",
    "了",
    "所",
    "有",
    "本年",
    "本年度",
    "，",
    "、",
];

/// A share of `part`, the count before it in the sentence. `kind` is what that count was understood to be, if it was;
/// `total` is what the paragraph itself calls the total.
pub fn read(
    report: &Report,
    flow: &Flow,
    share: &Mention,
    (part, kind): (&Mention, Option<&Kind>),
    (topic, total): (bool, Option<Decimal>),
) -> Option<CheckInstance> {
    let named = topic && has(&share.before, &["申请"]) && has(&share.before, &["总", "全部", "所有"]);
    let known = matches!(kind, Some(Kind::Part(_)));
    let plain = only(&share.before, &[WORDS]) && only(&share.between, &[WORDS, &["（", "）", "；"]]);
    if !part.counts_cases() || !plain || !(known || named) || (!share.bracketed && share.before.is_empty()) {
        return None;
    }
    let (wholes, lacking) = wholes(report, kind, total);
    let wholes: Vec<Side> = wholes.into_iter().filter(|w| !w.value.is_zero() && w.value >= part.value).collect();
    let left = stated(flow, share);
    let outcome = match wholes.iter().find(|whole| is_share(share, part.value, whole.value)) {
        Some(whole) => Outcome::Holds { left, right: quotient(flow, share, part, whole) },
        None if !lacking.is_empty() => Outcome::Undecided { lacking },
        None => Outcome::Fails { left, right: quotient(flow, share, part, wholes.first()?) },
    };
    let quote = flow.quote(part.clause.start, share.clause.end);
    Some(CheckInstance { check: Check::ProseShare, at: "prose".to_owned(), quote, outcome })
}

/// Every whole that a share of requests may be taken of, the likeliest first, and what is lacking for others.
fn wholes(report: &Report, kind: Option<&Kind>, total: Option<Decimal>) -> (Vec<Side>, Vec<FigureKey>) {
    let mut all: Vec<Side> = total
        .map(|value| Side { value, expression: value.to_string(), figures: Vec::new(), places: Vec::new() })
        .into_iter()
        .collect();
    let mut rows = vec![vec![Row::Received], vec![Row::Received, Row::CarriedIn], vec![Row::Handled]];
    if let Some(Kind::Part(Some(group))) = kind {
        rows.push(outcome_rows(report.edition(), group));
    }
    let mut lacking = Vec::new();
    for rows in rows {
        let keys: Vec<FigureKey> = rows.iter().map(|&row| FigureKey::requests(row, Column::Total)).collect();
        match side::sum(report, &keys) {
            Ok(side) => all.push(side),
            Err(keys) => lacking.extend(keys),
        }
    }
    lacking.sort();
    lacking.dedup();
    (all, lacking)
}

/// Whether the printed share is part ÷ whole, rounded or cut off at the printed decimals.
fn is_share(share: &Mention, part: Decimal, whole: Decimal) -> bool {
    let percent = percent(part, whole);
    [RoundingStrategy::MidpointAwayFromZero, RoundingStrategy::ToZero]
        .iter()
        .any(|&strategy| percent.round_dp_with_strategy(share.decimals, strategy) == share.value)
}

fn percent(part: Decimal, whole: Decimal) -> Decimal {
    part.checked_mul(Decimal::ONE_HUNDRED).and_then(|hundredfold| hundredfold.checked_div(whole)).unwrap_or_default()
}

fn quotient(flow: &Flow, share: &Mention, part: &Mention, whole: &Side) -> Side {
    let value =
        percent(part.value, whole.value).round_dp_with_strategy(share.decimals, RoundingStrategy::MidpointAwayFromZero);
    let whole_words =
        if whole.figures.len() > 1 { format!("({})", whole.expression) } else { whole.expression.clone() };
    let mut places = vec![flow.place(part.span.start, part.span.end)];
    places.extend(&whole.places);
    Side { value, expression: format!("{} ÷ {whole_words}", part.value), figures: whole.figures.clone(), places }
}
