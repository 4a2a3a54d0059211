//! Compares what the prose of a report says with its tables: every mention, not only the first.
//!
//! 1. `flow` makes one searchable run of characters of each section's paragraphs.
//! 2. `mention` finds every counted number in it, with its clause and sentence.
//! 3. This file follows the thread of the text: is the paragraph about requests, whose are they, what was the total.
//! 4. `requests`, `outcome`, `remedies`, `documents`, `share` and `list` each read what a mention counts, word by word; `setting`
//!    says of whom and of when it speaks. A mention with a word that they do not know says nothing.
//! 5. `claim` decides what was understood against the tables.

mod claim;
mod documents;
mod flow;
mod list;
mod mention;
mod outcome;
mod remedies;
mod requests;
mod setting;
mod share;
mod wording;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rust_decimal::Decimal;

use super::any_of;
use crate::report::{CheckInstance, Report, SectionKind, lines};
use flow::{Flow, NUMBERING};
use mention::{Mention, mentions, sentences};
use requests::{Kind, TOPIC};
use setting::{Since, is_of_the_year};
use wording::has;

/// Other things that are counted in 件 and handled: a count after one of these is not of requests for information.
const OTHER_TOPICS: &[&str] = &[
    "信箱",
    "留言",
    "热线",
    "12345",
    "建议",
    "提案",
    "来信",
    "来访",
    "网民",
    "咨询",
    "工单",
    "诉求",
    "行政许可",
    "行政处罚",
    "意见",
    "网站",
    "微信",
    "微博",
    "新媒体",
    "解读",
    "培训",
    "公报",
    "规范性文件",
    "检查",
    "投诉举报",
    "信访件",
];
/// Ways in which requests come in: a count of one is a part of the total and changes nothing else.
const MEANS: &[&str] = &[
    "网络", "网上", "在线", "线上", "线下", "信函", "邮寄", "信件", "当面", "现场", "邮件", "传真", "平台", "窗口",
    "书面",
];
const COMPARISONS: &[&str] =
    &["较上", "较去", "较20", "同比", "环比", "比上", "比去", "相比", "增加", "减少", "增长", "下降", "上升"];
/// A paragraph no longer than this is a heading of the next.
const LONGEST_HEADING: usize = 24;

/// Every mention in the prose that is sure to count something that a table counts too, in the order of the text.
pub fn check(report: &Report) -> Vec<CheckInstance> {
    let source: Vec<&str> = lines(&report.source.text).collect();
    report
        .sections
        .iter()
        .filter(|section| {
            matches!(
                section.kind,
                SectionKind::Opening | SectionKind::Overview | SectionKind::Problems | SectionKind::OtherMatters
            )
        })
        .filter(|section| section.paragraphs.iter().flatten().any(|(_, text)| text.chars().any(is_digit)))
        .flat_map(|section| in_section(report, &Flow::new(section, &report.source, &source)))
        .collect()
}

/// Without one nothing is counted.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn in_section(report: &Report, flow: &Flow) -> Vec<CheckInstance> {
    let mentions = mentions(flow);
    let mut rest = mentions.as_slice();
    let mut reader = Reader { report, flow, topic: false, foreign: false, total: None, instances: Vec::new() };
    let mut begins_paragraph = true;
    // Sentences without mentions, which are read only where one follows on the same thread.
    let mut unread: Vec<&[char]> = Vec::new();
    for (index, (place, ends_paragraph)) in sentences(flow).into_iter().enumerate() {
        if rest.is_empty() {
            break;
        }
        let letters = &flow.text[place];
        let numbered = letters.first().is_some_and(|c| matches!(*c, NUMBERING | '（') || c.is_ascii_digit());
        if numbered || begins_paragraph {
            reader.forget();
            unread.clear();
        }
        let (here, after) = rest.split_at(rest.partition_point(|mention| mention.sentence <= index));
        rest = after;
        if here.is_empty() {
            unread.push(letters);
        } else {
            unread.drain(..).for_each(|letters| reader.turn(&letters.iter().collect::<String>(), ""));
            reader.sentence(here, &letters.iter().collect::<String>());
            reader.instances.extend(list::read(flow, here));
        }
        begins_paragraph = ends_paragraph && letters.len() > LONGEST_HEADING;
    }
    reader.instances
}

/// Where in `text` the last word for requests begins, and the last for something else.
fn last_topics(text: &str) -> (Option<usize>, Option<usize>) {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(TOPIC.iter().chain(OTHER_TOPICS)));
    let (mut own, mut other) = (None, None);
    for found in WORDS.find_overlapping_iter(text) {
        let last = if found.pattern().as_usize() < TOPIC.len() { &mut own } else { &mut other };
        *last = (*last).max(Some(found.start()));
    }
    (own, other)
}

/// The thread of the text.
struct Reader<'a> {
    report: &'a Report,
    flow: &'a Flow<'a>,
    /// The paragraph is about requests for information.
    topic: bool,
    /// It speaks of another body's or another year's requests.
    foreign: bool,
    /// What it calls the total of the requests.
    total: Option<Decimal>,
    instances: Vec<CheckInstance>,
}

impl Reader<'_> {
    fn forget(&mut self) {
        (self.topic, self.foreign, self.total) = (false, false, None);
    }

    fn sentence(&mut self, mentions: &[Mention], text: &str) {
        let mut told = String::new();
        let mut follows_total = false;
        let mut remedies = false;
        let mut documents = documents::Thread::default();
        let mut kind_before: Option<Kind> = None;
        for (index, mention) in mentions.iter().enumerate() {
            self.turn(&mention.between, mention.after.as_deref().unwrap_or_default());
            documents = documents.at(mention, index == 0);
            let quoted = documents.from.unwrap_or(mention.clause.start).min(mention.clause.start);
            let compares = has(&mention.between, COMPARISONS);
            let setting = format!("{told}{}", mention.between);
            if !compares {
                told.clone_from(&setting);
            }
            let of_the_year = is_of_the_year(&setting, self.report.year, Since::Other) && !compares;
            if mention.is_share() {
                if let (Some(part), true) = (index.checked_sub(1).map(|i| &mentions[i]), of_the_year && !self.foreign) {
                    let found = share::read(
                        self.report,
                        self.flow,
                        mention,
                        (part, kind_before.as_ref()),
                        (self.topic, self.total),
                    );
                    self.instances.extend(found);
                }
                kind_before = None;
                continue;
            }
            kind_before = None;
            if !mention.exact || mention.decimals > 0 {
                follows_total = follows_total && compares;
                continue;
            }
            if !of_the_year && !compares && has(&mention.between, TOPIC) {
                self.foreign = true;
            }
            if of_the_year && mention.counts_cases() {
                let thread =
                    requests::Thread { topic: self.topic && !remedies, follows_total, has_total: self.total.is_some() };
                if let Some((claim, kind)) = requests::read(self.report, mention, thread) {
                    let found = claim.and_then(|claim| claim.decide(self.report, self.flow, mention));
                    let whole = kind == Kind::Total;
                    if whole || kind == Kind::Foreign {
                        self.foreign = found.is_none();
                        follows_total = found.is_some();
                        self.total = found.as_ref().map(|_| mention.value).or(self.total);
                    }
                    if let Some(found) = found.filter(|_| !self.foreign) {
                        self.instances.push(found);
                        kind_before = Some(kind);
                    }
                    continue;
                }
                let found = remedies::read(self.report, mention, self.topic)
                    .filter(|_| !self.foreign)
                    .and_then(|claim| claim.decide(self.report, self.flow, mention));
                if let Some(found) = found {
                    self.instances.push(found);
                    remedies = true;
                    continue;
                }
            }
            if is_of_the_year(&setting, self.report.year, Since::Allowed) && !compares {
                let found = documents::read(self.report, mention, documents, text)
                    .and_then(|claim| claim.decide(self.report, self.flow, mention));
                self.instances.extend(
                    found.map(|found| CheckInstance { quote: self.flow.quote(quoted, mention.clause.end), ..found }),
                );
            }
            follows_total = follows_total && (compares || has(&mention.before, MEANS));
        }
        let rest = mentions.last().map_or(text, |last| {
            let end = text.len().min(last.lead.len() + last.before.len());
            text.get(end..).unwrap_or_default()
        });
        self.turn(rest, "");
    }

    /// Follows what the text is about through some more of it: the last thing named counts.
    fn turn(&mut self, text: &str, after: &str) {
        match last_topics(text) {
            (Some(own), other) if other.is_none_or(|other| other < own) => self.topic = true,
            (_, Some(_)) => self.topic = false,
            _ => {}
        }
        if has(after, TOPIC) {
            self.topic = true;
        }
    }
}
