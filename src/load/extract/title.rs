//! Whose report it is and for which year: from its title, else from its opening sentence.

use super::normal::{compact, is_chinese};

/// What a title or an opening sentence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The words, without blanks.
    pub text: String,
    /// The body's name as it stands there, without blanks; empty where none does.
    pub body: String,
    /// The year reported on, if it is there.
    pub year: Option<u16>,
    /// First and last line that it stands on, counted from 1.
    pub lines: (u32, u32),
}

/// How a report calls itself, after the body and the year, longest first.
const NAMES: [&str; 10] = [
    "政府信息和政务公开工作",
    "政府信息与政务公开工作",
    "政府信息公开工作",
    "政府信息公开",
    "政务信息公开工作",
    "政务信息公开",
    "政务公开工作",
    "政务公开",
    "信息公开工作",
    "信息公开",
];

/// Reads a title from a text that is one: `X2023年政府信息公开工作年度报告` in its variants, on one line. `None` where the
/// text is none.
pub fn parse(text: &str) -> Option<Title> {
    let text = compact(text);
    let text = text.trim_matches(|c: char| matches!(c, '#' | '*' | '《' | '》' | '"' | '“' | '”' | '|'));
    if text.chars().count() > 70 || text.contains(['。', ';', ',']) {
        return None;
    }
    let (name_at, name) = NAMES
        .iter()
        .filter_map(|name| Some((text.rfind(name)?, *name)))
        .min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())))?;
    let after = &text[name_at + name.len()..];
    let is_report = ["年报", "年度报告", "报告"].iter().any(|word| after.contains(word));
    if !is_report || after.chars().count() > 24 {
        return None;
    }
    let (before, year_before) = without_year(&text[..name_at]);
    let (_, year_after) = without_year(after);
    Some(Title { text: text.to_owned(), body: body(&before), year: year_before.or(year_after), lines: (0, 0) })
}

/// The title among the first lines (number and text): on one line, or split over up to four that follow one another.
pub fn find(lines: &[(u32, &str)]) -> Option<Title> {
    let mut best: Option<Title> = None;
    for first in 0..lines.len() {
        for count in 1..=4.min(lines.len() - first) {
            let run = &lines[first..first + count];
            let joined: String = run.iter().map(|(_, text)| *text).collect();
            let Some(mut title) = parse(&joined) else { continue };
            title.lines = (run[0].0, run[count - 1].0);
            // The one that says most; of these the shortest; of these the first.
            let worth = |title: &Title| {
                let said = u8::from(!title.body.is_empty()) + u8::from(title.year.is_some());
                (said, std::cmp::Reverse(title.lines.1 - title.lines.0))
            };
            if best.as_ref().is_none_or(|best| worth(&title) > worth(best)) {
                best = Some(title);
            }
        }
    }
    best
}

/// The years that the opening sentence speaks of as the year reported on: `《X2023年…报告》`, `从2023年1月1日`.
pub fn years_of_opening(opening: &str) -> Vec<u16> {
    let text = compact(opening);
    let mut years = Vec::new();
    for quoted in text.split('《').skip(1).filter_map(|part| part.split_once('》')).map(|(quoted, _)| quoted) {
        years.extend(parse(quoted).and_then(|title| title.year));
    }
    for (at, _) in text.match_indices("年1月1日") {
        years.extend(year_at_end(&text[..at]));
    }
    years.dedup();
    years
}

/// Whose report it is, by its opening: `现发布《X2023年…报告》`, `现将X2023年…报告如下`, `本报告由X编制`.
pub fn body_of_opening(opening: &str) -> Option<Title> {
    let text = compact(opening);
    let quoted = text.split('《').skip(1).filter_map(|part| part.split_once('》')).map(|(quoted, _)| quoted);
    for quoted in quoted {
        if let Some(title) = parse(quoted).filter(|title| !title.body.is_empty()) {
            return Some(title);
        }
    }
    for (start, end) in
        [("现将", "公布如下"), ("现将", "报告如下"), ("现就", "报告如下"), ("现公布", "。"), ("现发布", "。")]
    {
        let Some(from) = text.find(start) else { continue };
        let rest = &text[from + start.len()..];
        let Some(to) = rest.find(end) else { continue };
        let words = rest[..to].replace("年度情况", "年度").replace("情况", "");
        let title = parse(&words).or_else(|| parse(&format!("{words}报告")));
        if let Some(title) = title.filter(|title| !title.body.is_empty()) {
            return Some(title);
        }
    }
    let from = text.find("本报告由")? + "本报告由".len();
    let to = text[from..].find("编制")?;
    let body = body(&text[from..from + to]);
    (!body.is_empty()).then_some(Title { text: String::new(), body, year: None, lines: (0, 0) })
}

/// Takes the year out of a piece of a title: `2023年度`, `２０２３年`, `二〇二三年`.
fn without_year(text: &str) -> (String, Option<u16>) {
    for (at, _) in text.match_indices('年') {
        if let Some(year) = year_at_end(&text[..at]) {
            let digits = text[..at].chars().rev().take(4).map(char::len_utf8).sum::<usize>();
            let rest = text[at + '年'.len_utf8()..].trim_start_matches('度');
            return (format!("{}{rest}", &text[..at - digits]), Some(year));
        }
    }
    // `X2023政府信息公开…`: digits without 年, at the very end.
    if let Some(year) = year_at_end(text) {
        let digits = text.chars().rev().take(4).map(char::len_utf8).sum::<usize>();
        return (text[..text.len() - digits].to_owned(), Some(year));
    }
    // `2023X政府信息公开…`: at the very start.
    let start = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match year_at_end(&text[..start]) {
        Some(year) if start == 4 => (text[start..].to_owned(), Some(year)),
        _ => (text.to_owned(), None),
    }
}

/// The year that a text ends in, in Arabic or Chinese digits.
fn year_at_end(text: &str) -> Option<u16> {
    let mut digits: Vec<u16> = Vec::new();
    let mut chars = text.chars().rev();
    for c in chars.by_ref().take(4) {
        digits.push(match c {
            '0'..='9' => c as u16 - '0' as u16,
            '〇' | '○' | '零' | 'Ｏ' | 'O' | '０' => 0,
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            _ => return None,
        });
    }
    // A fifth digit makes it no year.
    if digits.len() < 4 || chars.next().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let year = digits.iter().rev().fold(0, |year, digit| year * 10 + digit);
    (2008..=2100).contains(&year).then_some(year)
}

fn body(text: &str) -> String {
    // A name of which a character is lost is another name.
    if text.contains('\u{fffd}') {
        return String::new();
    }
    let text: String =
        text.chars().filter(|c| is_chinese(*c) || c.is_alphanumeric() || "()（）、·".contains(*c)).collect();
    let text =
        text.trim_start_matches(['、', ')', '）']).trim_start_matches("关于").trim_end_matches(['、', '(', '（']);
    text.trim_end_matches("年度").trim_end_matches('的').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_their_variants() {
        for (text, body, year) in [
            ("固原市 2023 年政府信息公开工作年度报告", "固原市", Some(2023)),
            ("2023年度样例市政府信息公开工作年度报告", "样例市", Some(2023)),
            ("2023年样例县信息公开年度报告", "样例县", Some(2023)),
            ("样例市人民政府办公室2022年度政务公开年报", "样例市人民政府办公室", Some(2022)),
            ("样例市二〇二一年政府信息公开工作报告", "样例市", Some(2021)),
            ("青 铜 峡 市２０２１年政府信息公开工作年度报告", "青铜峡市", Some(2021)),
            ("样例县政府信息公开工作2020年年度报告", "样例县", Some(2020)),
            ("样例县政府信息公开工作年度报告（2020年）", "样例县", Some(2020)),
            ("2023年政府信息公开工作年度报告", "", Some(2023)),
            ("样例市人民政府2023年政府信息公开工作年度报告", "样例市人民政府", Some(2023)),
            ("2023样例市政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样(yang)例(li)市(shi)2023年(nian)政(zheng)府信息公开工作年度报告", "样例市", Some(2023)),
            ("## 样例市2023年政府信息公开工作年度报告", "样例市", Some(2023)),
            ("样\u{fffd}市2023年政府信息公开工作年度报告", "", Some(2023)),
        ] {
            let title = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((title.body.as_str(), title.year), (body, year), "{text}");
        }
    }

    #[test]
    fn sentences_and_other_papers_are_no_titles() {
        for text in [
            "2023年，样例市加强政府信息公开工作，报告如下",
            "样例市2023年政府工作报告",
            "政府信息公开指南",
            "三、收到和处理政府信息公开申请情况",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_over_several_lines_is_one() {
        let lines =
            [(3, "样例区人民政府办公室"), (5, "2022 年政府信息公开工作年度报告"), (7, "根据《条例》，现报告。")];
        let title = find(&lines).unwrap();
        assert_eq!((title.body.as_str(), title.year, title.lines), ("样例区人民政府办公室", Some(2022), (3, 5)));
    }

    #[test]
    fn the_opening_names_the_body_and_the_year() {
        let opening = "根据《条例》要求，现发布《样例市2023年政府信息公开工作年度报告》，本报告统计数据从2022年1月1日至12月31日。";
        assert_eq!(body_of_opening(opening).unwrap().body, "样例市");
        assert_eq!(years_of_opening(opening), [2023, 2022]);
        let opening = "现就样例市政府办公室 2019 年政府信息公开工作年度情况报告如下。";
        assert_eq!(body_of_opening(opening).unwrap().body, "样例市政府办公室");
    }
}
