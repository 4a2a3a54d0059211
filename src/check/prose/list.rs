//! Compares a total in a sentence with the items that the same sentence lists after 其中.

use rust_decimal::Decimal;

use super::claim::stated;
use super::flow::Flow;
use super::mention::Mention;
use super::wording::has;
use crate::form::Check;
use crate::report::{CheckInstance, Outcome, Side};

/// Words by which an item is no part of a division but a deed of its own, or a part by another division.
const DEEDS: &[&str] = &[
    "通过", "利用", "依托", "涉及", "发布", "公开", "制发", "印发", "开展", "组织", "转发", "推送", "回应", "办理",
    "受理", "收到", "举办", "召开", "开设", "浏览", "同比", "增", "减", "另", "同时", "还", "新", "转载", "采集",
    "整改", "关停",
];
/// A list whose sum is further off than this part of its total divides something else.
const FURTHEST_PART: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Every list in one sentence, given its mentions in order.
pub fn read(flow: &Flow, sentence: &[Mention]) -> Vec<CheckInstance> {
    (1..sentence.len()).filter_map(|first| list_from(flow, sentence, first)).collect()
}

/// A list whose first item is at `first`.
fn list_from(flow: &Flow, sentence: &[Mention], first: usize) -> Option<CheckInstance> {
    let (opening, _) = sentence[first].between.split_once("其中")?;
    // Nothing but shares may stand between the total and its list.
    let total = sentence[..first].iter().rposition(|mention| mention.counter != '%')?;
    let total = &sentence[total];
    let total_follows = opening.trim_matches(|c| "，；：（、）".contains(c));
    let unsure = !total.exact || total.decimals > 0 || has(&total.before, &["增", "减", "同比", "较", "比"]);
    if unsure || total_follows.chars().count() > 12 || total_follows.contains(['，', '；', '。']) {
        return None;
    }
    let (items, ends_plainly) = items(sentence, first, total);
    let sum = |items: &[&Mention]| items.iter().map(|item| item.value).sum::<Decimal>();
    // What follows a complete list in the same sentence is no part of it.
    let complete = (2..=items.len()).rev().find(|&count| sum(&items[..count]) == total.value);
    let listed = &items[..complete.unwrap_or(items.len())];
    if complete.is_none() && !(ends_plainly && contradicts(total, &items, sum(&items))) {
        return None;
    }
    let left = stated(flow, total);
    let right = Side {
        value: sum(listed),
        expression: listed.iter().map(|item| item.value.to_string()).collect::<Vec<_>>().join(" + "),
        figures: Vec::new(),
        places: listed.iter().map(|item| flow.place(item.span.start, item.span.end)).collect(),
    };
    let outcome = if complete.is_some() { Outcome::Holds { left, right } } else { Outcome::Fails { left, right } };
    let quote = flow.quote(total.clause.start, listed.last()?.clause.end);
    Some(CheckInstance { check: Check::ProseList, at: "prose".to_owned(), quote, outcome })
}

/// The items from `first` on, and whether the list runs to the end of its sentence or half-sentence.
fn items<'a>(sentence: &'a [Mention], first: usize, total: &Mention) -> (Vec<&'a Mention>, bool) {
    let mut items = Vec::new();
    for mention in &sentence[first..] {
        let begun = !items.is_empty();
        if begun && (mention.between.contains('；') || (sentence[first].bracketed && mention.between.contains('）')))
        {
            return (items, true);
        }
        if begun && mention.between.contains("其中") {
            return (items, false);
        }
        if mention.counter == '%' {
            continue;
        }
        if !mention.exact || mention.decimals > 0 || !alike(total.counter, mention.counter) {
            return (items, false);
        }
        items.push(mention);
    }
    (items, true)
}

fn alike(a: char, b: char) -> bool {
    let pieces = "条件篇个份幅";
    a == b || (pieces.contains(a) && pieces.contains(b))
}

/// Whether a list that does not give its total is sure to be a division of it.
fn contradicts(total: &Mention, items: &[&Mention], sum: Decimal) -> bool {
    let by_applicant =
        items.len() == 2 && items[0].before.contains("自然人") && has(&items[1].before, &["法人", "其他组织"]);
    let same_counter = items.iter().all(|item| item.counter == total.counter);
    let parts_only = items.iter().all(|item| item.value <= total.value && !has(&item.before, DEEDS));
    let open_end = items.last().and_then(|item| item.after.as_deref()).is_none_or(|after| after.contains('等'));
    let near = (sum - total.value).abs() * FURTHEST_PART <= total.value;
    let with_rest = items.last().is_some_and(|item| item.before.starts_with("其他") || item.before.starts_with("其它"));
    if by_applicant {
        return same_counter && near && !open_end;
    }
    items.len() >= 3 && same_counter && parts_only && near && !open_end && (sum > total.value || with_rest)
}
