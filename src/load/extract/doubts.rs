//! What the prose says against taking a report as it stands: that its figures are of another time than its title says, or that it
//! was corrected or withdrawn. That is said to the maintainer and changes no figure.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::normal::{compact, has_any};
use super::notes::Notes;
use super::title_time;
use crate::check::rare;
use crate::diagnostic::Severity;
use crate::load::document::{Content, Line};
use crate::report::Place;

/// Words by which a sentence speaks of the time that the figures are of.
const OF_FIGURES: [&str; 5] = ["统计", "数据", "期限", "时限", "报告期"];
/// Words by which the time is said to be that of the figures, also where it is `上半年`.
const SPANS: [&str; 6] = ["统计期限", "统计时限", "统计时间", "统计周期", "统计区间", "报告期"];
/// Words for what is compared with, and what is in force since or until then.
const OF_OTHERS: [&str; 8] = ["较", "相比", "同比", "同期", "施行", "实施", "有效期", "任期"];
/// How a report calls itself.
const ITSELF: [&str; 8] = ["本报告", "此报告", "该报告", "原报告", "本年报", "此件", "年度报告", "工作年报"];
/// Words for a report that no longer holds.
const WITHDRAWN: [&str; 8] = ["作废", "更正公告", "更正说明", "更正版", "更正如下", "予以更正", "更正后", "勘误"];
/// Words for one that does not hold yet.
const DRAFTS: [&str; 6] = ["征求意见稿", "送审稿", "讨论稿", "初稿", "(草案)", "稿)"];
/// A caption that says so by itself is no longer than this, in characters.
const LONGEST_CAPTION: usize = 40;

/// Says where the opening or section one, which begins at `opening_end`, speaks of another year than `year` or of a part of it, and
/// nowhere of the whole year. The years of the opening are looked at elsewhere. `title`: where the report's own year stands.
pub fn say_time(lines: &[Line], opening_end: usize, title: Option<Place>, year: u16, notes: &mut Notes<'_>) {
    let mut other: Option<(&Line, Spoken)> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.content != Content::Prose || !line.text.contains(['月', '半', '季']) {
            continue;
        }
        for spoken in times(&compact(&line.text)) {
            if spoken.year == Some(year) && !spoken.is_part {
                return;
            }
            if at >= opening_end || spoken.is_part {
                other.get_or_insert((line, spoken));
            }
        }
    }
    let Some((line, spoken)) = other else { return };
    let place = Some(Place::of_line(line.number));
    match spoken.year.filter(|other| *other != year && !spoken.is_part) {
        Some(found) => {
            let words = [("found", found.to_string()), ("used", year.to_string())];
            notes.add_with(Severity::Warning, "years-disagree", place, title, &words);
        }
        None => notes.add(Severity::Warning, "period-part", place, &[("found", spoken.sentence)]),
    }
}

/// Says where the file says that a report is corrected or withdrawn, or a draft.
pub fn say_withdrawn(text: &str, lines: &[Line], notes: &mut Notes<'_>) {
    // The last is 草案 in brackets, which may be full-width ones.
    static WORDS: LazyLock<AhoCorasick> =
        LazyLock::new(|| rare(WITHDRAWN.into_iter().chain(DRAFTS).chain(["草案", "稿"])));
    // In most files none of these stands.
    if !WORDS.is_match(text) {
        return;
    }
    for line in lines.iter().filter(|line| line.content == Content::Prose && WORDS.is_match(&*line.text)) {
        let text = compact(&line.text);
        let is_caption = text.chars().count() <= LONGEST_CAPTION && !text.contains(['。', ';', ',']);
        let is_withdrawn = |sentence: &&str| {
            let of_itself = has_any(sentence, &ITSELF);
            let says_so = || of_itself || is_caption && has_any(sentence, &["公告", "说明", "勘误", "更正版"]);
            has_any(sentence, &WITHDRAWN) && says_so() || is_caption && has_any(sentence, &DRAFTS) && of_itself
        };
        let withdrawn = text.split(['。', ';']).find(is_withdrawn);
        if let Some(sentence) = withdrawn {
            let words = [("found", sentence.chars().take(LONGEST_CAPTION).collect())];
            notes.add(Severity::Warning, "report-withdrawn", Some(Place::of_line(line.number)), &words);
            return;
        }
    }
}

/// A time that a sentence gives as that of the figures.
struct Spoken {
    year: Option<u16>,
    /// Whether it is less than a year, or from one year into the next.
    is_part: bool,
    sentence: String,
}

fn times(text: &str) -> impl Iterator<Item = Spoken> {
    text.split(['。', ';']).filter_map(|sentence| {
        let has = |words: &[&str]| has_any(sentence, words);
        let is_year = sentence.contains("1月1日") && sentence.contains("12月31日");
        if has(&OF_OTHERS) || !(is_year || has(&OF_FIGURES)) {
            return None;
        }
        let plain = ["日起", "日,", "日止"].iter().fold(sentence.to_owned(), |plain, end| plain.replace(end, "日"));
        let time = title_time::read(&plain, true);
        let names_part = has_any(&plain, &["半年", "季", "月度", "月份", "月报"]);
        let is_part = time.is_part && (!names_part || has(&SPANS));
        let year = if let [year] = time.years[..] { Some(year) } else { None };
        (is_part || (is_year && year.is_some())).then(|| Spoken { year, is_part, sentence: sentence.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_figures_are_told_from_other_times() {
        for (text, expected) in [
            ("2022年1月1日至12月31日,全市共收到申请3件", vec![(Some(2022), false)]),
            ("本报告所列数据的统计期限自2023年1月1日起,至2023年12月31日止", vec![(Some(2023), false)]),
            ("本报告所列数据的统计期限自2023年1月1日起,至2023年6月30日止", vec![(Some(2023), true)]),
            ("统计期限为2022年7月1日至2023年6月30日", vec![(Some(2022), true)]),
            ("统计期限为2023年上半年", vec![(Some(2023), true)]),
            ("数据截至2023年12月31日", vec![]),
            ("每季度开展政府网站数据统计", vec![]),
            ("较2022年1月1日至12月31日增加3件", vec![]),
            ("自2023年1月1日起施行,有效期至2025年12月31日", vec![]),
            ("2023年6月1日至6月30日开展宣传月活动", vec![]),
        ] {
            let found: Vec<_> = times(text).map(|spoken| (spoken.year, spoken.is_part)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
