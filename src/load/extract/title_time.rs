//! The time that a piece of a title speaks of: years, or only a part of one. Dates are no such time.

use crate::load::hint::YEARS;

/// What a piece of a title says of time.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Time {
    /// The piece without its years and dates.
    pub rest: String,
    /// The years that it names, each once, in order.
    pub years: Vec<u16>,
    /// Whether it speaks of less than a year: `上半年`, `第一季度`, `1-6月`.
    pub is_part: bool,
    /// The years of single months. Beside a whole year such a month is when the paper was written.
    pub months: Vec<u16>,
}

/// What may stand between two years or two dates.
const BETWEEN: &str = "至到—–~-－、和及与/";
/// Words for less than a year.
const PARTS: [&str; 6] = ["半年", "季度", "季报", "月份", "月度", "月报"];
/// What is said of a paper and not of the year reported on, behind a year.
const OF_THE_PAPER: [&str; 6] = ["修订", "修正", "发布", "公布", "印发", "更新"];

/// The words of which one stands in every piece that names a year or a part of one.
pub fn words() -> impl Iterator<Item = String> {
    // Of 2008 to 2100, in every script that `digit` reads.
    let zeros_and_ones = "01〇○零ＯO０一".chars();
    let years = zeros_and_ones.flat_map(|second| ['2', '二'].map(|first| format!("{first}{second}")));
    years.chain(PARTS.map(str::to_owned)).chain([String::from("月")])
}

/// Reads a compact piece of a title. `is_yearly` where the title calls itself a yearly report: a month is then a date.
pub fn read(text: &str, is_yearly: bool) -> Time {
    let mut time = Time { is_part: PARTS.iter().any(|part| text.contains(part)), ..Time::default() };
    // Most texts: a month by itself is in Arabic digits, and every year from 2008 to 2100 has a zero.
    if !text.chars().any(|c| c.is_ascii_digit() || digit(c) == Some(0)) {
        time.rest.push_str(text);
        return time;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let Some(first) = moment(&chars, at, false) else {
            time.rest.push(c);
            at += 1;
            continue;
        };
        at = first.end;
        let mut last = first;
        let mut is_span = false;
        while let Some(next) = following(&chars, at).filter(|next| next.has_months() == first.has_months()) {
            (at, last, is_span) = (next.end, next, true);
            if !next.has_months() {
                time.add(first.year);
                time.add(next.year);
            }
        }
        if !first.has_months() {
            let behind: String = chars[at..].iter().take(2).collect();
            if !is_span && !OF_THE_PAPER.contains(&behind.as_str()) {
                time.add(first.year);
            }
        } else if is_span {
            time.is_part |= !is_whole_year(&first, &last);
            time.add(first.year);
        } else if first.day.is_none() && !is_yearly {
            time.months.extend(first.year);
        }
    }
    time
}

impl Time {
    fn add(&mut self, year: Option<u16>) {
        if let Some(year) = year.filter(|year| !self.years.contains(year)) {
            self.years.push(year);
        }
    }
}

/// A year, a month or a day as it is written.
#[derive(Clone, Copy)]
struct Moment {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
    /// Index of the character behind it.
    end: usize,
}

impl Moment {
    fn has_months(&self) -> bool {
        self.month.is_some()
    }
}

fn is_whole_year(first: &Moment, last: &Moment) -> bool {
    let is_one = last.year.is_none_or(|year| first.year == Some(year));
    is_one
        && first.month == Some(1)
        && last.month == Some(12)
        && first.day.unwrap_or(1) == 1
        && last.day.unwrap_or(31) == 31
}

/// What follows behind a word or a mark between two moments.
fn following(chars: &[char], at: usize) -> Option<Moment> {
    let marks = chars[at..].iter().take_while(|c| BETWEEN.contains(**c)).count();
    if marks > 0 { moment(chars, at + marks, true) } else { None }
}

/// `2023年`, `2023年1月31日`, `1月`, and a year without 年 at the start, at the end or among several. In words a month stands
/// behind a year or another month only: a place may be named so.
fn moment(chars: &[char], at: usize, follows: bool) -> Option<Moment> {
    if at > 0 && chars[at - 1].is_ascii_digit() {
        return None;
    }
    let Some(year) = chars.get(at..at + 4).and_then(year) else {
        let is_number = chars.get(at)?.is_ascii_digit();
        let (month, day, end) = if is_number || follows { month(chars, at)? } else { return None };
        return Some(Moment { year: None, month: Some(month), day, end });
    };
    let end = at + 4;
    match chars.get(end) {
        Some('年') => {
            if let Some((month, day, end)) = month(chars, end + 1) {
                return Some(Moment { year: Some(year), month: Some(month), day, end });
            }
            let end = end + 1 + usize::from(chars.get(end + 1) == Some(&'度'));
            Some(Moment { year: Some(year), month: None, day: None, end })
        }
        // A fifth digit makes it no year.
        Some(c) if c.is_ascii_digit() => None,
        next => {
            // In brackets, and not before the number of a paper: 函(2021)30号.
            let is_apart = matches!((chars[at.saturating_sub(1)], next), ('(', Some(')')) | ('【', Some('】')))
                && !chars.get(end + 1).is_some_and(char::is_ascii_digit);
            let is_bare = next.is_none()
                || at == 0
                || follows
                || is_apart
                || following(chars, end).is_some_and(|next| !next.has_months());
            is_bare.then_some(Moment { year: Some(year), month: None, day: None, end })
        }
    }
}

/// `1月`, `1月31日`, or the first of `1-6月`.
fn month(chars: &[char], at: usize) -> Option<(u8, Option<u8>, usize)> {
    let (month, end) = number(chars, at)?;
    if chars.get(end) != Some(&'月') {
        let marks = chars[end..].iter().take_while(|c| BETWEEN.contains(**c)).count();
        let (_, behind) = number(chars, end + marks).filter(|_| marks > 0)?;
        return (chars.get(behind) == Some(&'月')).then_some((month, None, end));
    }
    match number(chars, end + 1).filter(|(_, behind)| matches!(chars.get(*behind), Some('日' | '号'))) {
        Some((day, behind)) => Some((month, Some(day), behind + 1)),
        None => Some((month, None, end + 1)),
    }
}

/// A number of at most two digits, or in words up to 三十九, and the index behind it.
fn number(chars: &[char], at: usize) -> Option<(u8, usize)> {
    let rest = chars.get(at..)?;
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let text: String = rest[..digits].iter().collect();
        return (digits <= 2).then(|| text.parse().ok())?.map(|number| (number, at + digits));
    }
    let words = rest.iter().take_while(|c| "一二三四五六七八九十".contains(**c)).count();
    let one = |c: &char| digit(*c).and_then(|digit| u8::try_from(digit).ok());
    let number = match &rest[..words] {
        ['十'] => 10,
        ['十', c] => 10 + one(c)?,
        [c, '十'] => 10 * one(c)?,
        [tens, '十', c] => 10 * one(tens)? + one(c)?,
        [c] => one(c)?,
        _ => return None,
    };
    Some((number, at + words))
}

/// The year that a text ends in, in Arabic or Chinese digits.
pub fn year_at_end(text: &str) -> Option<u16> {
    let mut chars = text.chars().rev();
    let mut digits: Vec<char> = chars.by_ref().take(4).collect();
    digits.reverse();
    // A fifth digit makes it no year.
    year(&digits).filter(|_| !chars.next().is_some_and(|c| c.is_ascii_digit()))
}

fn year(digits: &[char]) -> Option<u16> {
    let digits: Vec<u16> = digits.iter().map(|&c| digit(c)).collect::<Option<_>>()?;
    let year = digits.iter().fold(0, |year, digit| year * 10 + digit);
    (digits.len() == 4 && YEARS.contains(&year)).then_some(year)
}

fn digit(c: char) -> Option<u16> {
    Some(match c {
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_has_one_of_the_words() {
        let all: Vec<String> = words().collect();
        let digits = |year: u16, scripts: [&str; 10]| {
            year.to_string().bytes().map(|digit| scripts[usize::from(digit - b'0')]).collect::<String>()
        };
        let arabic = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let chinese = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let zero = |zero| [&[zero][..], &chinese[1..]].concat().try_into().unwrap();
        for year in 2008..=2100 {
            for scripts in [arabic, chinese, zero("○"), zero("零"), zero("O"), zero("Ｏ"), zero("０")] {
                let text = format!("{}年", digits(year, scripts));
                assert_eq!(read(&text, true).years, [year], "{text}");
                assert!(all.iter().any(|word| text.contains(word)), "{text}");
            }
        }
        for text in ["上半年", "第一季度", "1-6月", "2023年一至六月"] {
            assert!(read(text, true).is_part && all.iter().any(|word| text.contains(word)), "{text}");
        }
    }

    #[test]
    fn dates_are_no_years_and_parts_are_said() {
        for (text, rest, years, is_part) in [
            ("样例市2023年度", "样例市", vec![2023], false),
            ("2024年1月31日样例市2023年", "样例市", vec![2023], false),
            ("二〇二四年一月三十一日样例市二〇二三年", "样例市", vec![2023], false),
            ("样例市2022-2023年", "样例市", vec![2022, 2023], false),
            ("样例市2021、2022、2023年", "样例市", vec![2021, 2022, 2023], false),
            ("样例市2022年至2023年", "样例市", vec![2022, 2023], false),
            ("2023年1月1日至12月31日样例市", "样例市", vec![2023], false),
            ("2023年1月1日至2023年12月31日样例市", "样例市", vec![2023], false),
            ("样例市2023年1-12月", "样例市", vec![2023], false),
            ("样例市2023年1月1日至6月30日", "样例市", vec![2023], true),
            ("样例市2023年1-6月", "样例市", vec![2023], true),
            ("样例市2023年一至六月", "样例市", vec![2023], true),
            ("样例市2023年上半年", "样例市上半年", vec![2023], true),
            ("（2022年修订）", "（修订）", vec![], false),
            ("日照市月湖区三月镇2023年", "日照市月湖区三月镇", vec![2023], false),
            ("样例市20023年", "样例市20023年", vec![], false),
            ("样例市(2023)", "样例市()", vec![2023], false),
            ("样例市【2023】", "样例市【】", vec![2023], false),
            ("国办公开办函(2021)30号", "国办公开办函(2021)30号", vec![], false),
        ] {
            let time = read(text, false);
            assert_eq!((time.rest.as_str(), time.years, time.is_part), (rest, years, is_part), "{text}");
        }
        // A single month is a part of a year only where no other year is named.
        assert_eq!((read("样例市2023年6月", false).months, read("样例市2023年6月", true).months), (vec![2023], vec![]));
    }
}
