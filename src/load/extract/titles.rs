//! Which of the titles above a report is its own: pages name other reports there too. Between titles that contradict each
//! other none is chosen without a reason.

use super::body_name::{are_spellings, body_and_scope, is_body, is_plainly_another};
use super::normal::compact;
use super::title::{Title, parse};

/// How lines begin that lead to other papers.
const LEADING_AWAY: [&str; 19] = [
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "上一则",
    "下一则",
    "前一篇",
    "后一篇",
    "上篇",
    "下篇",
    "相关",
    "附件",
    "附:",
    "延伸阅读",
    "推荐阅读",
    "往年",
    "历年",
];
/// What stands in lines that say where on the site one is.
const WAYS: [&str; 6] = ["»", "›", "首页", "当前位置", "您的位置", "所在位置"];

/// The titles among the first lines (number and text), each on one line or split over up to four that follow one another:
/// first the one that says most, behind it those that contradict it.
pub fn find(lines: &[(u32, &str)]) -> Vec<Title> {
    let mut all: Vec<Title> = Vec::new();
    let lead_away: Vec<bool> = lines.iter().map(|(_, text)| leads_away(text)).collect();
    for first in 0..lines.len() {
        for count in 1..=4.min(lines.len() - first) {
            let run = &lines[first..first + count];
            if lead_away[first + count - 1] {
                break;
            }
            let joined: String = run.iter().map(|(_, text)| *text).collect();
            let Some(mut title) = parse(&joined) else { continue };
            title.lines = (run[0].0, run[count - 1].0);
            all.push(title);
        }
    }
    // The one that says most; of these the shortest; of these the first.
    let worth = |title: &Title| (said(title), std::cmp::Reverse(title.lines.1 - title.lines.0));
    let Some(best) = all.iter().rev().max_by_key(|title| worth(title)).cloned() else {
        return only_attached(lines).into_iter().collect();
    };
    let stands_elsewhere = |title: &Title| title.lines.1 < best.lines.0 || title.lines.0 > best.lines.1;
    let others = all.into_iter().filter(|title| title.lines.0 == title.lines.1 && stands_elsewhere(title));
    let mut titles: Vec<Title> = others.filter(|title| contradict(&best, title)).collect();
    titles.insert(0, best);
    titles
}

/// The title of the only report that is named as an attachment, where the file has no other title: it begins with a notice. What
/// has the name of a file stands elsewhere.
fn only_attached(lines: &[(u32, &str)]) -> Option<Title> {
    let attached = lines.iter().filter_map(|(number, text)| {
        let text = compact(text);
        let named = text.strip_prefix("附件")?.trim_start_matches(|c: char| c.is_ascii_digit());
        let title = parse(named.strip_prefix(':')?.trim_start_matches("1.").trim_start_matches("1、"))?;
        Some(Title { lines: (*number, *number), ..title })
    });
    let attached: Vec<Title> = attached.collect();
    match attached.as_slice() {
        [only] if said(only) == 2 && only.text.ends_with("报告") => Some(only.clone()),
        _ => None,
    }
}

/// What is known of the report besides its titles.
#[derive(Debug, Default)]
pub struct Known {
    /// Whose it is.
    pub body: Option<String>,
    /// The years that are named.
    pub years: Vec<u16>,
    /// Whether its figures are said to go to the end of a year.
    pub is_whole_year: bool,
}

/// What becomes of several titles that contradict each other.
#[derive(Debug)]
pub struct Choice {
    /// The report's title. Where none was chosen, it says only what all of them say.
    pub title: Title,
    /// Whether one was chosen.
    pub is_chosen: bool,
    /// Whether what is known bears it out.
    pub is_borne_out: bool,
}

/// Chooses the title that what is known bears out. The first of them is the one that says most.
pub fn choose(titles: &[Title], known: &Known) -> Choice {
    let do_any = |differ: fn(&Title, &Title) -> bool| {
        titles.iter().enumerate().any(|(at, one)| titles[..at].iter().any(|other| differ(one, other)))
    };
    let (years, bodies, parts) = (do_any(years_differ), do_any(bodies_differ), do_any(parts_differ));
    let fits = |title: &&Title| {
        let in_year = title.year.is_some() && known.years.iter().all(|year| title.year == Some(*year));
        let of_body = match &known.body {
            Some(body) => !title.body.is_empty() && is_same_body(body, &title.body),
            None => years,
        };
        (!years || in_year && !known.years.is_empty())
            && (!bodies || of_body)
            && (!parts || !title.is_part && known.is_whole_year)
    };
    let fitting: Vec<&Title> = titles.iter().filter(fits).collect();
    // Of those that say as much the first.
    let first = fitting.iter().rev().max_by_key(|title| said(title));
    if let Some(&first) = first.filter(|first| !fitting.iter().any(|title| contradict(first, title))) {
        return Choice { title: first.clone(), is_chosen: true, is_borne_out: true };
    }
    // The others name no year, so they may be headings of columns.
    let best = &titles[0];
    if !years && !parts && titles[1..].iter().all(|title| said(title) < said(best)) {
        return Choice { title: best.clone(), is_chosen: true, is_borne_out: false };
    }
    let is_one_body = titles.iter().all(|title| title.body == best.body);
    let title = Title {
        body: if is_one_body { best.body.clone() } else { String::new() },
        year: if years { None } else { best.year },
        is_part: titles.iter().any(|title| title.is_part),
        lines: (
            titles.iter().map(|title| title.lines.0).min().unwrap_or(0),
            titles.iter().map(|title| title.lines.1).max().unwrap_or(0),
        ),
        ..Title::default()
    };
    Choice { title, is_chosen: false, is_borne_out: false }
}

/// How much a title says: whose report, for which year.
fn said(title: &Title) -> u8 {
    u8::from(!title.body.is_empty()) + u8::from(title.year.is_some())
}

fn leads_away(line: &str) -> bool {
    let text = compact(line);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    // The marks of an element are no way.
    let is_way = text.contains('>') && !text.contains('<') || WAYS.iter().any(|word| text.contains(word));
    is_way || LEADING_AWAY.iter().any(|word| text.starts_with(word))
}

fn contradict(one: &Title, other: &Title) -> bool {
    years_differ(one, other) || bodies_differ(one, other) || parts_differ(one, other)
}

fn years_differ(one: &Title, other: &Title) -> bool {
    one.year.zip(other.year).is_some_and(|(one, other)| one != other)
}

fn parts_differ(one: &Title, other: &Title) -> bool {
    one.is_part != other.is_part && said(one) > 0 && said(other) > 0
}

/// Whether two titles name different bodies. What has no year may be the heading of a column, which says something only where
/// it plainly names another body.
fn bodies_differ(one: &Title, other: &Title) -> bool {
    if one.body.is_empty() || other.body.is_empty() || is_same_body(&one.body, &other.body) {
        return false;
    }
    let are_sure = one.year.is_some() && other.year.is_some();
    are_sure || is_body(&one.body) && is_plainly_another(&one.body, &other.body)
}

/// Whether two names are one body's: in full and short, or with the place above it.
fn is_same_body(one: &str, other: &str) -> bool {
    let (one, other) = (body_and_scope(one).0, body_and_scope(other).0);
    one.ends_with(&other) || other.ends_with(&one) || are_spellings(&one, &other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(lines: &[&str]) -> Vec<Title> {
        let lines: Vec<(u32, &str)> = (1..).zip(lines.iter().copied()).collect();
        find(&lines)
    }

    fn known(body: &str, year: u16) -> Known {
        let body = (!body.is_empty()).then(|| body.to_owned());
        Known { body, years: [year].into_iter().filter(|year| *year > 0).collect(), is_whole_year: true }
    }

    #[test]
    fn a_title_over_several_lines_is_one() {
        let lines =
            [(3, "样例区人民政府办公室"), (5, "2022 年政府信息公开工作年度报告"), (7, "根据《条例》，现报告。")];
        let [title] = &find(&lines)[..] else { panic!() };
        assert_eq!((title.body.as_str(), title.year, title.lines), ("样例区人民政府办公室", Some(2022), (3, 5)));
    }

    #[test]
    fn lines_that_lead_elsewhere_are_no_titles() {
        for other in [
            "上一篇：样例县2022年政府信息公开工作年度报告",
            "【下一篇】样例县2022年政府信息公开工作年度报告",
            "相关链接：样例县2022年政府信息公开工作年度报告",
            "附件：样例县2022年政府信息公开工作年度报告.pdf",
            "当前位置：首页 > 样例县2022年政府信息公开工作年度报告",
        ] {
            let found = titles(&[other, "2023年政府信息公开工作年度报告", other]);
            assert_eq!(found.iter().map(|title| title.year).collect::<Vec<_>>(), [Some(2023)], "{other}");
            assert_eq!(found[0].body, "", "{other}");
        }
    }

    #[test]
    fn titles_that_say_the_same_do_not_contradict() {
        for lines in [
            ["样例省样例市2023年政府信息公开工作年度报告", "样例市2023年政府信息公开工作年度报告"],
            ["样例市人民政府2023年政府信息公开工作年度报告", "样例市政府信息公开工作年度报告"],
            ["政府信息公开年报", "样例市2023年政府信息公开工作年度报告"],
            ["法定公开内容政府信息公开年报", "样例市2023年政府信息公开工作年度报告"],
            ["样例市2023年政府信息公开工作年度报告", "2023年度报告（信息公开工作报告）"],
        ] {
            let found = titles(&lines);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].year, Some(2023));
        }
    }

    #[test]
    fn of_titles_that_contradict_the_one_that_is_borne_out_is_chosen_or_none() {
        let of_years = titles(&["样例市2022年政府信息公开工作年度报告", "样例市2023年政府信息公开工作年度报告"]);
        let choice = choose(&of_years, &known("", 2023));
        assert_eq!((choice.title.year, choice.is_borne_out), (Some(2023), true));
        let choice = choose(&of_years, &known("样例市", 0));
        assert_eq!((choice.title.body.as_str(), choice.title.year, choice.is_chosen), ("样例市", None, false));

        let of_bodies = titles(&["样例县2023年政府信息公开工作年度报告", "样例区2023年政府信息公开工作年度报告"]);
        assert_eq!(choose(&of_bodies, &known("样例区", 2023)).title.body, "样例区");
        let choice = choose(&of_bodies, &known("", 2023));
        assert_eq!((choice.title.body.as_str(), choice.title.year, choice.is_chosen), ("", Some(2023), false));

        let of_place = titles(&["样例市2023年政府信息公开工作年度报告", "样例市教育局2023年政府信息公开工作年度报告"]);
        assert_eq!(choose(&of_place, &known("样例市教育局", 0)).title.body, "样例市教育局");
        assert_eq!(choose(&of_place, &known("", 0)).title.body, "");

        let other = titles(&["样例县2022年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告"]);
        let choice = choose(&other, &known("", 0));
        assert_eq!((choice.title.body.as_str(), choice.title.year), ("", None));
        let choice = choose(&other, &known("样例市", 2023));
        assert_eq!((choice.title.body.as_str(), choice.title.year), ("", Some(2023)));
    }

    #[test]
    fn a_year_and_a_part_of_it_contradict() {
        let of_parts = titles(&["2023年政府信息公开年报", "样例市2023年上半年政府信息公开工作报告"]);
        let known = Known { years: vec![2023], ..Known::default() };
        assert!(choose(&of_parts, &known).title.is_part);
        assert!(!choose(&of_parts, &Known { is_whole_year: true, ..known }).title.is_part);
    }

    #[test]
    fn the_heading_of_a_column_gives_way() {
        let found = titles(&["甲省政府信息公开年报", "乙市2023年政府信息公开工作年度报告"]);
        let choice = choose(&found, &known("", 2023));
        assert_eq!((found.len(), choice.title.body.as_str(), choice.is_borne_out), (2, "乙市", false));
    }
}
