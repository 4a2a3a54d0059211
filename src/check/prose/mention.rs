//! Every counted number in the prose, with the clause and the sentence that it stands in. What it counts is not
//! decided here.

use std::ops::Range;

use rust_decimal::Decimal;

use super::flow::{Flow, NUMBERING};

/// A number with the word that it counts in (`214 件`, `7.09%`).
#[derive(Debug, Clone)]
pub struct Mention {
    /// The number; shares in percent.
    pub value: Decimal,
    /// How many decimals are printed.
    pub decimals: u32,
    /// Whether the number is stated exactly: no 余, 约 or 万, no gap or range in it.
    pub exact: bool,
    /// The word that it counts in, `%` for shares.
    pub counter: char,
    /// Position of the number and its counter in the flow.
    pub span: Range<usize>,
    /// Position of the clause.
    pub clause: Range<usize>,
    /// The sentence that it stands in, by number.
    pub sentence: usize,
    /// The words of the sentence before the clause.
    pub lead: String,
    /// The words of the clause before the number, from the number before it on.
    pub before: String,
    /// The words of the clause after the counter, `None` where another number follows in the clause.
    pub after: Option<String>,
    /// The words between the counted number before it in the sentence (or the sentence's start) and this one.
    pub between: String,
    /// Whether the clause stands in a bracket.
    pub bracketed: bool,
}

impl Mention {
    /// Whether the number is exact and counts cases, documents or the like.
    pub fn counts_cases(&self) -> bool {
        self.exact && self.decimals == 0 && "件份宗起例条个".contains(self.counter)
    }

    /// Whether the number is an exact share.
    pub fn is_share(&self) -> bool {
        self.exact && self.counter == '%'
    }

    /// All words of the sentence before the number.
    pub fn sentence_before(&self) -> String {
        format!("{}{}", self.lead, self.before)
    }
}

const COUNTERS: &str = "件条个次篇份宗起例项部期%人家场幅种类批名户册";
/// A sentence longer than this has lost its full stops (or is none), and no mention in it is sure.
const LONGEST_SENTENCE: usize = 4000;
fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
}

fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, '，' | '；' | '：' | '（' | '）' | NUMBERING)
}

/// All counted numbers, in the order of the text.
pub fn mentions(flow: &Flow) -> Vec<Mention> {
    let text = &flow.text;
    let mut all = Vec::new();
    let mut sentence = 0;
    let mut start = 0;
    for end in 0..=text.len() {
        let ends = text.get(end).is_none_or(|&c| ends_sentence(c));
        if ends {
            if end - start <= LONGEST_SENTENCE {
                in_sentence(text, start..end, sentence, &mut all);
            }
            sentence += 1;
            start = end + 1;
        }
    }
    all
}

/// Where the sentences of the flow stand, in order, numbered as in `Mention::sentence`; a paragraph's end is seen by `true`.
pub fn sentences(flow: &Flow) -> Vec<(Range<usize>, bool)> {
    let mut all = Vec::new();
    let mut start = 0;
    for (end, c) in flow.text.iter().enumerate().filter(|(_, c)| ends_sentence(**c)) {
        all.push((start..end, *c == '\n'));
        start = end + 1;
    }
    all.push((start..flow.text.len(), false));
    all
}

struct Number {
    span: Range<usize>,
    digits: String,
    exact: bool,
    counter: Option<char>,
}

fn in_sentence(text: &[char], sentence: Range<usize>, index: usize, all: &mut Vec<Mention>) {
    let numbers: Vec<Number> = numbers(text, sentence.clone()).into_iter().filter(|n| n.counter.is_some()).collect();
    let words = |range: Range<usize>| text[range].iter().collect::<String>();
    for (position, number) in numbers.iter().enumerate() {
        let Ok(value) = number.digits.parse::<Decimal>() else { continue };
        let previous_end = position.checked_sub(1).map_or(sentence.start, |p| numbers[p].span.end);
        let is_end = |at: usize| ends_clause(text[at]);
        // 、 parts clauses only after a number: before one it joins words (公民、法人).
        let clause_start = (sentence.start..number.span.start)
            .rev()
            .find(|&at| is_end(at) || (text[at] == '、' && position > 0 && at == previous_end))
            .map_or(sentence.start, |at| at + 1);
        let next_start = numbers.get(position + 1).map_or(sentence.end, |n| n.span.start);
        let clause_end =
            (number.span.end..sentence.end).find(|&at| is_end(at) || text[at] == '、').unwrap_or(sentence.end);
        all.push(Mention {
            value,
            decimals: value.scale(),
            exact: number.exact,
            counter: number.counter.unwrap_or_default(),
            span: number.span.clone(),
            clause: clause_start..clause_end,
            sentence: index,
            lead: words(sentence.start..clause_start),
            before: words(clause_start.max(previous_end)..number.span.start).trim_start_matches('、').to_owned(),
            after: (clause_end <= next_start).then(|| words(number.span.end..clause_end)),
            between: words(previous_end..number.span.start),
            bracketed: clause_start > sentence.start && text[clause_start - 1] == '（',
        });
    }
}

fn numbers(text: &[char], sentence: Range<usize>) -> Vec<Number> {
    let mut all = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = String::new();
        while at < sentence.end {
            let c = text[at];
            let digit_follows = |offset: usize| text.get(at + offset).is_some_and(char::is_ascii_digit);
            if c.is_ascii_digit() || (c == '.' && digit_follows(1) && !digits.contains('.')) {
                digits.push(c);
            } else if !(c == ',' && digit_follows(1) && digit_follows(2) && digit_follows(3) && !digit_follows(4)) {
                break;
            }
            at += 1;
        }
        let before = start.checked_sub(1).filter(|&b| b >= sentence.start).map(|b| text[b]);
        let unsure = |c: char| " -—–~～.,/约近超逾第达足至到".contains(c) || c.is_ascii_alphanumeric();
        // 达到 N 件 and 共收到 N 件 are exact; 1 至 2 件 is a range.
        let range = matches!(before, Some('至' | '到')) && start >= 2 && text[start - 2].is_ascii_digit();
        let loose = before.is_some_and(|c| unsure(c) && !"达至到".contains(c));
        let mut exact = !range && !loose && digits.len() <= 12;
        while at < sentence.end && "万亿千百余多来几 ".contains(text[at]) {
            exact = false;
            at += 1;
        }
        let counter = text.get(at).copied().filter(|c| at < sentence.end && COUNTERS.contains(*c));
        if counter.is_some() {
            at += 1;
            let follows = text.get(at).copied().unwrap_or('。');
            // 人次 and 件次 count occasions; 以上, 余 and 左右 are no exact numbers.
            let next = text.get(at + 1).copied().unwrap_or('。');
            if "次余多".contains(follows)
                || (follows == '以' && "上下内".contains(next))
                || (follows == '左' && next == '右')
            {
                exact = false;
            }
        }
        all.push(Number { span: start..at, digits, exact, counter });
        at = at.max(start + 1);
    }
    all
}
