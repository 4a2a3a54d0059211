//! Reads what a mention says of requests: how many were received and handled, by whom they were made. How they ended is `outcome`'s.

use super::claim::{Certainty, Claim};
use super::mention::Mention;
use super::outcome;
use super::setting::{Whose, names_others, whose};
use super::wording::{FILLERS, LINKS, find, has, only, without_dates, without_end, without_start};
use crate::form::{Check, Column, FigureKey, Row};
use crate::report::Report;

/// Words that make a sentence one about requests for information.
pub const TOPIC: &[&str] =
    &["信息公开申请", "公开申请", "依申请公开", "政府信息申请", "信息公开的申请", "申请公开", "依申请办理"];

/// What requests are called, longest first.
const NOUNS: &[&str] = &[
    "依申请公开政府信息申请",
    "政府信息依申请公开申请",
    "政府信息公开依申请公开",
    "政府信息依申请公开件",
    "政府信息申请公开件",
    "政府信息申请公开",
    "依申请公开请求",
    "政府信息公开依申请",
    "政府信息依申请公开",
    "政府信息公开的申请",
    "政府信息公开申请件",
    "政府信息公开申请",
    "依申请公开政府信息",
    "依申请公开的申请",
    "信息公开的申请",
    "公开政府信息申请",
    "依申请公开申请件",
    "依申请公开申请",
    "申请公开政府信息",
    "信息公开申请件",
    "政府信息申请",
    "信息公开申请",
    "依申请公开件",
    "公开申请",
    "依申请公开",
    "依申请件",
    "依申请",
    "申请件",
    "申请",
];
/// Words that may stand between the verb and the noun.
const ASKERS: &[&str] = &[
    "群众",
    "公众",
    "社会公众",
    "市民",
    "公民",
    "自然人",
    "个人",
    "法人",
    "其他组织",
    "组织",
    "其他",
    "或者",
    "或",
    "和",
    "及",
    "与",
    "、",
    "申请人",
    "提出",
    "提交",
    "各类",
    "政府",
    "信息",
    "公开",
    "有关",
    "相关",
    "申请",
    "到",
    "完成",
    "完毕",
];
const RECEIVE: &[&str] = &["收到", "受理", "接收", "接到", "新收", "收", "登记"];
const FINISH: &[&str] = &["办结", "办理完成", "办理完毕", "办理办结"];
const ANSWER: &[&str] = &["答复", "回复", "办复"];
const PROCESS: &[&str] = &["办理", "处理"];

/// What a mention of requests is about, besides its claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// All requests received (or worked on) in the year: the whole that later parts are parts of.
    Total,
    /// A part of them: by applicant, by outcome, handled, carried over. The group that an outcome belongs to.
    Part(Option<&'static str>),
    /// Requests of another body, or so it may be: what follows in the paragraph may be theirs too.
    Foreign,
}

/// What the thread of the text so far says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread {
    /// The paragraph is about requests for information.
    pub topic: bool,
    /// The sentence has stated the total of the requests, and spoken of nothing else since.
    pub follows_total: bool,
    /// The paragraph has stated the total of the requests.
    pub has_total: bool,
}

/// Reads a mention; `None` where it counts something else, or is not sure to count requests.
pub fn read(report: &Report, mention: &Mention, thread: Thread) -> Option<(Option<Claim>, Kind)> {
    counted(report, mention, thread)
        .or_else(|| verb_alone(report, mention, thread))
        .or_else(|| applicant_alone(mention, thread))
        .or_else(|| outcome::read(report, mention, thread))
}

/// 收到政府信息公开申请 20 件, 自然人申请 19 件, 共收到 20 件政府信息公开申请.
fn counted(report: &Report, mention: &Mention, thread: Thread) -> Option<(Option<Claim>, Kind)> {
    let text = mention.before.as_str();
    let ends = without_end(text, LINKS);
    let found = |text: &str| NOUNS.iter().find(|noun| text.ends_with(**noun)).copied();
    let after = mention.after.as_deref().map(|after| without_start(after, &["的", "群众", "公众"]));
    let (noun, phrase) = if let Some(noun) = found(ends).or_else(|| found(text)) {
        let whole = if ends.ends_with(noun) { ends } else { text };
        (noun, whole.strip_suffix(noun)?)
    } else {
        let after = after?;
        let noun = NOUNS.iter().find(|noun| after.starts_with(**noun)).copied()?;
        if !only(after.strip_prefix(noun)?, &[LINKS, FILLERS]) {
            return None;
        }
        (noun, text)
    };
    if !(thread.topic || noun != "申请" && noun != "申请件" && has(noun, &["信息", "公开"])) {
        return None;
    }
    let verbs = [RECEIVE, FINISH, ANSWER, PROCESS];
    let first_verb = verbs.iter().copied().flatten().filter_map(|verb| find(phrase, verb)).min();
    let (subject, middle) = first_verb.map_or((phrase, ""), |at| phrase.split_at(at));
    let says = |words: &[&str]| has(middle, words);
    let asker = if first_verb.is_some() { middle } else { phrase };
    if !only(middle, &[RECEIVE, FINISH, ANSWER, PROCESS, ASKERS, FILLERS]) {
        return None;
    }
    let columns = columns_of(asker);
    if first_verb.is_none() {
        // 自然人申请 19 件; 政府信息公开申请共 20 件.
        if !only(phrase, &[FILLERS, ASKERS, &["由", "来自"]]) {
            return None;
        }
        return match columns {
            Some(columns) => Some((Some(by_applicant(&columns, Certainty::Sure)), Kind::Part(None))),
            None => {
                let readings = [received(&TOTAL), workload(&TOTAL), handled(&TOTAL)].into();
                Some((Some(total(Check::ProseReceived, Row::Received, readings, Certainty::OnlyIfEqual)), Kind::Total))
            }
        };
    }
    let named = without_fillers(subject);
    let lead_may_be_others = names_others(report, &mention.lead);
    let certainty = match whose(report, &named) {
        Whose::Other => return Some((None, Kind::Foreign)),
        Whose::Unsaid if lead_may_be_others => Certainty::OnlyIfEqual,
        _ => Certainty::Sure,
    };
    if let Some(columns) = columns {
        return Some((Some(by_applicant(&columns, certainty)), Kind::Part(None)));
    }
    let all = vec![received(&TOTAL), workload(&TOTAL), handled(&TOTAL)];
    let claim = if says(RECEIVE) {
        let readings = if says(FINISH) || says(ANSWER) || says(PROCESS) { all } else { all[..2].to_vec() };
        total(Check::ProseReceived, Row::Received, readings, certainty)
    } else if says(FINISH) {
        finished(report, mention, certainty)
    } else if says(ANSWER) {
        answered(report, mention, certainty)
    } else {
        let readings = vec![handled(&TOTAL), received(&TOTAL), workload(&TOTAL)];
        total(Check::ProseHandled, Row::Handled, readings, certainty)
    };
    Some((Some(claim), Kind::Total))
}

/// 新收 18 件; after a total in the same sentence also 办结 19 件, 办理完成 19 件, 已答复 19 件.
fn verb_alone(report: &Report, mention: &Mention, thread: Thread) -> Option<(Option<Claim>, Kind)> {
    let text = without_end(&mention.before, LINKS);
    let counts_on = |verbs: &[&str]| {
        let ends = verbs.iter().find_map(|verb| text.strip_suffix(verb));
        ends.is_some_and(|rest| only(rest, &[FILLERS, &["按时", "按期", "予以", "均已", "、", "和", "并"]]))
    };
    let ends_here = mention.after.as_deref().is_none_or(|after| only(after, &[LINKS, FILLERS, &["申请"]]));
    if !ends_here {
        return None;
    }
    if thread.topic
        && ["新收", "本年新收", "新收到"].iter().any(|verb| text.ends_with(verb))
        && counts_on(&["新收", "新收到"])
    {
        let claim = total(Check::ProseReceived, Row::Received, vec![received(&TOTAL)], Certainty::Sure);
        return Some((Some(claim), Kind::Part(None)));
    }
    if thread.topic && !thread.follows_total && counts_on(FINISH) {
        // 收到申请 20 件。全年办结 19 件，其中…
        let begins = mention.between == mention.sentence_before();
        let certainty = if thread.has_total && begins { Certainty::Sure } else { Certainty::OnlyIfEqual };
        return Some((Some(finished(report, mention, certainty)), Kind::Part(None)));
    }
    if !thread.follows_total {
        return None;
    }
    let claim = if counts_on(FINISH) {
        finished(report, mention, Certainty::Sure)
    } else if counts_on(ANSWER) {
        answered(report, mention, Certainty::Sure)
    } else {
        return None;
    };
    Some((Some(claim), Kind::Part(None)))
}

/// After a total in the same sentence: 自然人 19 件, 法人或其他组织 1 件, 商业企业 1 件.
fn applicant_alone(mention: &Mention, thread: Thread) -> Option<(Option<Claim>, Kind)> {
    if !thread.follows_total {
        return None;
    }
    let text = without_start(without_end(&mention.before, LINKS), &["其中", "由", "来自", "申请人为", "："]);
    let columns = match text {
        "自然人" | "公民" => vec![Column::NaturalPerson],
        "法人或其他组织" | "法人和其他组织" | "法人及其他组织" | "法人或者其他组织" => {
            organisations()
        }
        "商业企业" => vec![Column::Business],
        "科研机构" => vec![Column::Research],
        "社会公益组织" => vec![Column::PublicInterest],
        "法律服务机构" => vec![Column::LegalService],
        _ => return None,
    };
    Some((Some(by_applicant(&columns, Certainty::Sure)), Kind::Part(None)))
}

/// The column that adds up all applicants.
pub const TOTAL: [Column; 1] = [Column::Total];

fn organisations() -> Vec<Column> {
    Column::APPLICANTS[1..].to_vec()
}

/// The columns of the applicants that a phrase names, `None` where it names all or nobody.
fn columns_of(phrase: &str) -> Option<Vec<Column>> {
    let person = has(phrase, &["自然人", "公民", "个人"]);
    let organisation = has(phrase, &["法人", "组织"]);
    match (person, organisation) {
        (true, false) => Some(vec![Column::NaturalPerson]),
        (false, true) => Some(organisations()),
        _ => None,
    }
}

/// The figures of `rows` in `columns`.
pub fn cells(rows: &[Row], columns: &[Column]) -> Vec<FigureKey> {
    rows.iter().flat_map(|&row| columns.iter().map(move |&column| FigureKey::requests(row, column))).collect()
}

fn received(columns: &[Column]) -> Vec<FigureKey> {
    cells(&[Row::Received], columns)
}

/// What there was to deal with: received and carried in. Many reports call this received (or handled).
fn workload(columns: &[Column]) -> Vec<FigureKey> {
    cells(&[Row::Received, Row::CarriedIn], columns)
}

fn handled(columns: &[Column]) -> Vec<FigureKey> {
    cells(&[Row::Handled], columns)
}

fn total(check: Check, row: Row, readings: Vec<Vec<FigureKey>>, certainty: Certainty) -> Claim {
    Claim { check, at: format!("requests/{row}"), readings, certainty }
}

fn by_applicant(columns: &[Column], certainty: Certainty) -> Claim {
    let at = match columns {
        [column] => format!("requests/received/{column}"),
        _ => "requests/received".to_owned(),
    };
    let readings = vec![received(columns), workload(columns), handled(columns)];
    Claim { check: Check::ProseReceived, at, readings, certainty }
}

/// Handled. Fewer than the table's may leave out those carried in, and then says nothing.
fn finished(report: &Report, mention: &Mention, certainty: Certainty) -> Claim {
    let value = |row| report.value(FigureKey::requests(row, Column::Total));
    // Where it is not known how many were carried in, any smaller number may be that of this year's alone.
    let fewest = value(Row::Handled).zip(value(Row::CarriedIn)).map(|(all, before)| all - before);
    let of_this_year = value(Row::Handled).is_some_and(|all| mention.value < all)
        && fewest.is_none_or(|fewest| mention.value >= fewest);
    let certainty = if of_this_year { Certainty::OnlyIfEqual } else { certainty };
    total(Check::ProseHandled, Row::Handled, vec![handled(&TOTAL)], certainty)
}

/// Answered. Some requests are closed without an answer, so only more than there were is a contradiction.
fn answered(report: &Report, mention: &Mention, certainty: Certainty) -> Claim {
    let value = |row| report.value(FigureKey::requests(row, Column::Total));
    let most = value(Row::Received).zip(value(Row::CarriedIn)).map(|(received, before)| received + before);
    let certainty = if most.is_some_and(|most| mention.value > most) { certainty } else { Certainty::OnlyIfEqual };
    let readings = vec![handled(&TOTAL), received(&TOTAL), workload(&TOTAL)];
    total(Check::ProseHandled, Row::Handled, readings, certainty)
}

/// The words of a subject that name somebody.
fn without_fillers(subject: &str) -> String {
    let mut text = without_dates(subject);
    let fillers: Vec<&str> = FILLERS.iter().copied().chain(["共", "，", "、", "："]).collect();
    loop {
        let shorter = without_start(without_end(&text, &fillers), &fillers).to_owned();
        if shorter == text {
            return text;
        }
        text = shorter;
    }
}
