//! Small questions about wording: is a text made of nothing but given words, does it end in one of them. Text that is
//! not known word by word makes a mention unsure, and an unsure mention says nothing.

use memchr::memmem;

/// Words that may stand before or within any mention without changing what it counts.
pub const FILLERS: &[&str] = &[
    "共",
    "总共",
    "共计",
    "累计",
    "合计",
    "一共",
    "总计",
    "新",
    "并",
    "已",
    "均",
    "各",
    "依法",
    "依规",
    "按规定",
    "及时",
    "规范",
    "认真",
    "全部",
    "其中",
    "实际",
    "总",
    "的",
    "了",
    "有",
    "年度",
    "全年",
    "本年度",
    "本年",
    "今年",
    "年内",
    "度",
    "今年以来",
    "截至目前",
    "截止目前",
    "截至",
    "截止",
    "目前",
    "底",
    "末",
    "期间",
    "我们",
    "里",
    "中",
];

/// Words that may stand between what is counted and the number.
pub const LINKS: &[&str] = &[
    "共计", "合计", "总计", "总数", "总量", "数量", "件数", "数", "量", "为", "是", "有", "达", "达到", "了", "的",
    "共", "均", "均为", "各", "事项", "案件", "情况", "分别", "约为",
];

/// Whether `text` is made of `words` alone, in any order and number. Dates are left out of account.
pub fn only(text: &str, words: &[&[&str]]) -> bool {
    let text = without_dates(text);
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for at in 0..text.len() {
        if !reached[at] {
            continue;
        }
        for word in words.iter().copied().flatten() {
            if text[at..].starts_with(word) {
                reached[at + word.len()] = true;
            }
        }
    }
    reached[text.len()]
}

/// `text` without words of `links` at its end.
pub fn without_end<'a>(text: &'a str, links: &[&str]) -> &'a str {
    let mut text = text;
    while let Some(shorter) = links.iter().find_map(|link| text.strip_suffix(link)) {
        text = shorter;
    }
    text
}

/// `text` without words of `links` at its start.
pub fn without_start<'a>(text: &'a str, links: &[&str]) -> &'a str {
    let mut text = text;
    while let Some(shorter) = links.iter().find_map(|link| text.strip_prefix(link)) {
        text = shorter;
    }
    text
}

/// Whether any of `words` stands in `text`.
pub fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| find(text, word).is_some())
}

/// Where `word` stands first in `text`, in bytes.
pub fn find(text: &str, word: &str) -> Option<usize> {
    // Preparing a search costs more than searching a clause, so the plain `find` is slow here.
    memmem::find(text.as_bytes(), word.as_bytes())
}

/// `text` without dates (2023年, 12月, 31日).
pub fn without_dates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if "年月日".contains(c) && !digits.is_empty() {
            digits.clear();
        } else {
            out.push_str(&digits);
            digits.clear();
            out.push(c);
        }
    }
    out.push_str(&digits);
    out
}
