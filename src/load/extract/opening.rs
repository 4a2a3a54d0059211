//! Whose report it is and for which year, by the sentence that it opens with.

use super::normal::compact;
use super::title::{Title, body, parse};
use super::title_time::year_at_end;

/// Words that say of the title quoted behind them that it is this report's, with what may stand between.
const PUBLISHING: [&str; 13] =
    ["发布", "公布", "公开", "编制", "编写", "撰写", "制作", "形成", "起草", "制定", "印发", "现将", "现就"];
const MAKING: [&str; 4] = ["编制", "编写", "撰写", "起草"];
const BETWEEN: [&str; 5] = [":", "如下", "了", "完成", "本"];
/// A title ends, and what is said of it begins, within so many characters.
const NEAR: usize = 80;
/// Words that say of it that it is another paper.
const CITING: [&str; 6] = ["根据", "参照", "依据", "按照", "遵照", "对照"];

/// The years that the opening sentence speaks of as the year reported on: `《X2023年…报告》`, `从2023年1月1日`.
pub fn years_of_opening(opening: &str) -> Vec<u16> {
    let text = compact(opening);
    let mut years = Vec::new();
    years.extend(published(&text).iter().filter_map(|title| title.year));
    for (at, first) in text.match_indices("年1月1日") {
        if !ends_within_the_year(&text[at + first.len()..]) {
            years.extend(year_at_end(&text[..at]));
        }
    }
    years.dedup();
    years
}

/// Whether the figures are said to be of less than a year: `统计期限自2023年1月1日起至2023年6月30日止`.
pub fn is_of_part(opening: &str) -> bool {
    let text = compact(opening);
    let spans = text.match_indices("年1月1日").filter(|(at, _)| {
        let sentence = text[..*at].rsplit(['。', ';']).next().unwrap_or_default();
        ["统计", "数据", "期限"].iter().any(|word| sentence.contains(word))
    });
    let ends: Vec<bool> = spans.map(|(at, first)| ends_within_the_year(&text[at + first.len()..])).collect();
    !ends.is_empty() && ends.into_iter().all(|is_within| is_within)
}

/// Whose report it is, by its opening: `现发布《X2023年…报告》`, `现将X2023年…报告如下`, `本报告由X编制`.
pub fn body_of_opening(opening: &str) -> Option<Title> {
    let text = compact(opening);
    if let Some(title) = published(&text).into_iter().find(|title| !title.body.is_empty()) {
        return Some(title);
    }
    for (start, end) in
        [("现将", "公布如下"), ("现将", "报告如下"), ("现就", "报告如下"), ("现公布", "。"), ("现发布", "。")]
    {
        let Some(from) = text.find(start) else { continue };
        let rest = &text[from + start.len()..];
        let Some(to) = rest.find(end) else { continue };
        let words = rest[..to].replace("年度情况", "年度").replace("情况", "");
        let title = parse(&words).or_else(|| parse(&format!("{words}报告")));
        if let Some(title) = title.filter(|title| !title.body.is_empty() && !title.is_part) {
            return Some(title);
        }
    }
    let from = text.find("本报告由")? + "本报告由".len();
    let to = text[from..].find("编制")?;
    let body = body(&text[from..from + to]);
    (!body.is_empty()).then_some(Title { body, ..Title::default() })
}

/// The titles that an opening quotes as the one of this report. What it goes by is another paper.
fn published(text: &str) -> Vec<Title> {
    let quoted = text.match_indices('《').filter_map(|(at, mark)| {
        let behind = &text[at + mark.len()..];
        let near = behind.char_indices().nth(NEAR).map_or(behind, |(end, _)| &behind[..end]);
        let (quoted, _) = near.split_once('》')?;
        let after = &behind[quoted.len() + '》'.len_utf8()..];
        // The words since the last mark or the last quoted paper.
        let before = text[..at].char_indices().rev().nth(NEAR).map_or(0, |(start, _)| start);
        let words = text[before..at].rsplit(['。', ',', ';', '》']).next()?;
        let said = BETWEEN.iter().fold(words, |words, between| words.trim_end_matches(between));
        let is_published = PUBLISHING.iter().any(|word| said.ends_with(word));
        // Who makes a paper does not go by it.
        let is_made = MAKING.iter().any(|word| said.ends_with(word));
        let is_cited = words.ends_with('的') || !is_made && CITING.iter().any(|word| words.contains(word));
        let is_said = is_published || words.is_empty() && is_said_behind(after);
        if is_said && !is_cited { parse(quoted).filter(|title| !title.is_part) } else { None }
    });
    quoted.collect()
}

/// Whether the sentence goes on to say that the title quoted before it is this report's: `《…》由X编制`, `《…》现予公布`.
fn is_said_behind(after: &str) -> bool {
    let sentence = after.split(['。', ';']).next().unwrap_or_default();
    let is_made = sentence.starts_with('由') && MAKING.iter().any(|word| sentence.contains(word));
    is_made
        || ["现予公布", "现予以公布", "现予公开", "现予以公开", "现予发布"].iter().any(|said| sentence.contains(said))
}

/// Whether what begins on 1 January ends before December: `至6月30日`.
fn ends_within_the_year(behind: &str) -> bool {
    let until = behind.trim_start_matches(['起', ',', '至', '到', '-', '—', '–', '~']);
    let until = until.split_once('年').filter(|(year, _)| year.len() == 4).map_or(until, |(_, rest)| rest);
    let Some((month, _)) = until.split_once('月') else { return false };
    until.len() < behind.len() && month.parse::<u8>().is_ok_and(|month| month < 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_names_the_body_and_the_year() {
        let opening = "根据《条例》要求，现发布《样例市2023年政府信息公开工作年度报告》，本报告统计数据从2022年1月1日至12月31日。";
        assert_eq!(body_of_opening(opening).unwrap().body, "样例市");
        assert_eq!(years_of_opening(opening), [2023, 2022]);
        let opening = "现就样例市政府办公室 2019 年政府信息公开工作年度情况报告如下。";
        assert_eq!(body_of_opening(opening).unwrap().body, "样例市政府办公室");
    }

    #[test]
    fn what_an_opening_goes_by_is_not_this_report() {
        for opening in [
            "根据《样例省政府信息公开工作年度报告编写规范》，现将2023年工作情况报告如下。",
            "参照《样例省2022年政府信息公开工作年度报告》，样例市编制本报告。",
            "按照样例省发布的《样例省2022年政府信息公开工作年度报告》要求。",
            "现发布《样例省2022年政府信息公开工作年度报告格式》。",
            "现发布《样例市2023年上半年政府信息公开工作报告》。",
            "现将样例市2023年1-6月政府信息公开工作报告如下。",
            "《样例省2022年政府信息公开工作年度报告》要求各市编制本报告。",
            "根据省政府办公厅发布《样例省2022年政府信息公开工作年度报告》，报告如下。",
        ] {
            assert_eq!(body_of_opening(opening), None, "{opening}");
            assert!(years_of_opening(opening).is_empty(), "{opening}");
        }
        for opening in [
            "根据《条例》和《样例省2022年政府信息公开工作年度报告》要求，编制了《样例市2023年政府信息公开工作年度报告》。",
            "现将《样例市2023年政府信息公开工作年度报告》公布如下。",
            "《样例市2023年政府信息公开工作年度报告》由样例市人民政府办公室编制。",
            "《样例市2023年政府信息公开工作年度报告》已经市政府同意，现予公布。",
        ] {
            assert_eq!(body_of_opening(opening).unwrap().body, "样例市", "{opening}");
        }
        assert!(years_of_opening("数据从2023年1月1日起至2023年6月30日。").is_empty());
        assert!(is_of_part("本报告统计期限自2023年1月1日起至2023年6月30日止。"));
        for whole in ["统计期限自2023年1月1日起至2023年12月31日止。", "2024年1月1日至3月31日可以查阅。", "本报告如下。"]
        {
            assert!(!is_of_part(whole), "{whole}");
        }
        assert_eq!(years_of_opening("数据从2023年1月1日起至2023年12月31日。"), [2023]);
    }
}
