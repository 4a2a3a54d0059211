//! What stands in one cell: a number, nothing, a mark for nothing, several numbers, something illegible, or a label.

use std::borrow::{Borrow, Cow};

use compact_str::CompactString;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::normal::{compact, half_width, is_chinese};
use crate::form::Unit;
use crate::load::document::Cell;
use crate::report::Place;

/// A number as it stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The value, exact.
    pub value: Decimal,
    /// The unit that the cell itself gives, if it does.
    pub unit: Option<Unit>,
    /// Whether the cell calls it more or less than something else: `增12`, `减12`, `+12`.
    pub is_change: bool,
}

impl Number {
    /// Whether it is a whole number and can be no other: `4.0` is 4, but `4.000` may be four thousand.
    pub fn is_whole(&self) -> bool {
        self.value.is_integer() && self.value.scale() != 3
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// One number and nothing else.
    Number(Number),
    /// Nothing at all.
    Empty,
    /// A mark that stands for nothing: `/`, `-`, `—`, `无`.
    Mark,
    /// Several numbers with blanks between them: cells that were glued together.
    Several(Vec<Number>),
    /// Digits of several cells without anything between them, or with blanks that mean nothing.
    Run,
    /// Something that is neither a number nor words.
    Illegible,
    /// Words.
    Label,
}

/// A cell with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What it holds.
    pub held: Held,
    /// Where it stands.
    pub place: Place,
    /// What stands there, verbatim.
    pub raw: CompactString,
}

/// Counts above this are no counts of requests but cells that were glued together.
pub const LARGEST_COUNT: i64 = 1_000_000_000;

impl Slot {
    /// Looks at a cell.
    pub fn of(cell: &Cell) -> Slot {
        Slot { held: held(&cell.text), place: cell.place, raw: cell.text.clone() }
    }

    /// Looks at a cell that may hold the digits of several.
    pub fn glued(cell: &Cell) -> Slot {
        let digits = cell.text.chars().any(|c| c.is_ascii_digit()) && !cell.text.chars().any(is_chinese);
        Slot { held: if digits { Held::Run } else { held(&cell.text) }, place: cell.place, raw: cell.text.clone() }
    }

    /// What stands there, without marks of Markdown and full-width forms.
    pub fn plain(&self) -> String {
        unmarked(&self.raw).chars().map(half_width).collect()
    }

    /// The digits of a run, without the blanks among them.
    pub fn digits(&self) -> String {
        compact(&self.raw)
    }

    /// What a text would hold as a cell.
    pub fn held(text: &str) -> Held {
        held(text)
    }

    /// The number, if the cell holds exactly one.
    pub fn number(&self) -> Option<Number> {
        match self.held {
            Held::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The count that the cell holds, if it holds one: a whole number, not negative, no change, not beyond belief.
    pub fn count(&self) -> Option<i64> {
        let number = self.number()?;
        let fits = number.is_whole() && !number.is_change && matches!(number.unit, None | Some(Unit::Case));
        // Nearly all have no decimals, and their number is there as it is.
        let whole = match number.value.scale() {
            0 => i64::try_from(number.value.mantissa()).ok(),
            _ => number.value.to_i64(),
        };
        whole.filter(|count| fits && (0..=LARGEST_COUNT).contains(count))
    }

    /// Whether what stands there, if it is no count, may be a damaged `value`. Where digits can be read they must be its own: letters
    /// that look like digits count as them, a mark of what was lost as any. Numbers in words are never another one.
    pub fn may_be(&self, value: i64) -> bool {
        if let Held::Several(numbers) = &self.held
            && numbers.iter().any(|number| number.value.to_i64() == Some(value))
        {
            return true;
        }
        let seen: String = compact(&self.plain()).chars().filter_map(look).collect();
        let is_legible = seen.contains(|c: char| c.is_ascii_digit());
        !self.raw.contains(is_numeral) && (!is_legible || matches(&seen, &value.to_string()))
    }

    /// Whether something else than digits stands in the cell, and it is no count: `5*`, `增5`, `近百`.
    pub fn is_marked(&self) -> bool {
        !self.is_plain() && self.digits().chars().any(|c| !c.is_ascii_digit())
    }

    /// Whether the cell is as it should be: a count, empty, or a mark for nothing.
    pub fn is_plain(&self) -> bool {
        self.count().is_some() || matches!(self.held, Held::Empty | Held::Mark)
    }
}

/// A character of a damaged number as the digit that it looks like, `?` for one that may be any; `None` for marks beside it.
fn look(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'l' | 'I' | 'i' | '|' => Some('1'),
        'O' | 'o' => Some('0'),
        '?' | '\u{fffd}' | '■' | '□' | '█' => Some('?'),
        c if c.is_ascii_alphabetic() => Some('?'),
        _ => None,
    }
}

/// Whether `digits` are what is seen, each `?` one of them or more.
fn matches(seen: &str, digits: &str) -> bool {
    match (seen.as_bytes().split_first(), digits.as_bytes().split_first()) {
        (None, None) => true,
        (Some((b'?', _)), Some(_)) => (1..=digits.len()).any(|count| matches(&seen[1..], &digits[count..])),
        (Some((seen_digit, _)), Some((digit, _))) if seen_digit == digit => matches(&seen[1..], &digits[1..]),
        _ => false,
    }
}

/// The words for numbers.
fn is_numeral(c: char) -> bool {
    "零〇○一二三四五六七八九十百千万两".contains(c)
}

/// The most words beside a number that is no label.
const MOST_WORDS: usize = 3;

/// The words before and behind a number that is not exact.
const ABOUT: [char; 9] = ['近', '约', '逾', '超', '上', '几', '数', '余', '多'];

/// Words before a number that say what became of it.
const CHANGES: [&str; 9] = ["同比增长", "新增", "增加", "增长", "减少", "下降", "合计", "共", "达"];

/// Whether the text is a number with words that are no unit of it, or in words, or not exact: `12注`, `12人次`, `十二`, `近百`,
/// `新增12`. As the beginning of a row it may be the number of a label.
pub fn is_worded_number(text: &str) -> bool {
    let begins = |c: char| c.is_whitespace() || half_width(c).is_ascii_digit() || is_numeral(c) || ABOUT.contains(&c);
    let change = CHANGES.iter().find(|change| text.starts_with(**change));
    if change.is_none() && !text.starts_with(begins) {
        return false;
    }
    let text = compact(text);
    let number = change.and_then(|change| text.strip_prefix(change)).unwrap_or(&text).trim_matches(ABOUT);
    let words = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_short = || words.chars().all(is_chinese) && (1..=MOST_WORDS).contains(&words.chars().count());
    let is_about = words.is_empty() && number.len() < text.len();
    let is_note = is_about || words.starts_with('(') || words.starts_with("其中") || (words != "其他" && is_short());
    let is_noted = words.len() < number.len() && is_note;
    is_noted || (!number.is_empty() && number.chars().all(is_numeral))
}

/// Where stretches of `width` cells begin that hold everything that is not empty.
pub fn windows<S: Borrow<Slot>>(slots: &[S], width: usize) -> Vec<usize> {
    let is_filled = |slot: &S| slot.borrow().held != Held::Empty;
    let (Some(first), Some(last)) = (slots.iter().position(is_filled), slots.iter().rposition(is_filled)) else {
        return Vec::new();
    };
    (0..(slots.len() + 1).saturating_sub(width)).filter(|start| *start <= first && last < start + width).collect()
}

/// The stretch of `width` cells that holds everything that is not empty, where there is exactly one.
pub fn only_window<S: Borrow<Slot>>(slots: &[S], width: usize) -> Option<&[S]> {
    match windows(slots, width)[..] {
        [start] => Some(&slots[start..start + width]),
        _ => None,
    }
}

fn held(text: &str) -> Held {
    // Most cells of a report.
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain
        && (text.len() == 1 || !text.starts_with('0'))
        && let Ok(value) = text.parse::<u32>()
    {
        return Held::Number(Number { value: Decimal::from(value), unit: None, is_change: false });
    }
    // So are labels. No number and no mark begins like these.
    let begins_label = |c: char| matches!(c, '（' | '\u{4e00}'..='\u{9fff}') && !matches!(c, '减' | '增' | '无');
    if text.starts_with(begins_label) && text.chars().any(is_chinese) {
        return Held::Label;
    }
    // Nor has a number so many words.
    if has_words(text) {
        return Held::Label;
    }
    let folded: String = unmarked(text).chars().map(half_width).collect();
    if folded.contains('\u{200f}') && is_turned(&folded) {
        return Held::Illegible;
    }
    let joined = compact(&folded);
    if joined.is_empty() {
        return Held::Empty;
    }
    if matches!(joined.as_str(), "/" | "\\" | "-" | "--" | "—" | "——" | "–" | "―" | "−" | "无" | "无。")
    {
        return Held::Mark;
    }
    let parts: Vec<&str> = folded.split_whitespace().collect();
    if parts.len() == 1 || is_one_number(&parts) {
        if let Some(number) = number(&joined) {
            return Held::Number(number);
        }
    } else if let Some(numbers) = parts.iter().map(|part| number(part)).collect::<Option<Vec<_>>>() {
        return Held::Several(numbers);
    }
    if joined.chars().any(is_chinese) { Held::Label } else { Held::Illegible }
}

/// Whether marks of writing from right to left stand in a number, which is then seen in another order than it is written.
fn is_turned(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let inner = text.trim_matches(|c: char| c == '\u{200f}' || c.is_whitespace());
    text.contains(is_digit) && !inner.chars().all(is_digit) && !inner.chars().any(is_chinese)
}

/// Whether more Chinese characters stand beside each other than the sign and the unit of a number take.
fn has_words(text: &str) -> bool {
    const MOST_BESIDE_A_NUMBER: usize = 3;
    let mut together = 0;
    text.chars().any(|c| {
        together = if is_chinese(c) { together + 1 } else { 0 };
        together > MOST_BESIDE_A_NUMBER
    })
}

/// A cell without what Markdown adds to it: emphasis around it, escaped characters, broken lines.
fn unmarked(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '\\', '<', '&', '`']) {
        return Cow::Borrowed(text);
    }
    let text = ["<br>", "<br/>", "<br />", "&nbsp;"].iter().fold(text.to_owned(), |text, mark| text.replace(mark, " "));
    let mut inner = text.trim();
    for mark in ["***", "**", "__", "*", "_", "`"] {
        if inner.len() > 2 * mark.len()
            && let Some(within) = inner.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
        {
            inner = within;
            break;
        }
    }
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// `5000 元`, `减 2`: blanks between a number and its unit, or a word that is its sign, divide nothing.
fn is_one_number(parts: &[&str]) -> bool {
    matches!(parts, [_, unit] if unit.chars().all(is_chinese)) || matches!(parts, ["减" | "增", _])
}

/// What stands for minus: also the short dash that word processors make of it, and hyphens.
const MINUS: &str = "-−－–‐‑﹣";

/// Reads one number, with thousands separators, sign or unit. Nothing that could be two things is a number: `00`, `010`,
/// `1.`, `12,34` are none.
fn number(text: &str) -> Option<Number> {
    let (text, unit) = split_unit(text);
    let sign = text.chars().next().filter(|c| MINUS.contains(*c) || "减+增".contains(*c));
    let (negative, digits) = (
        sign.is_some_and(|sign| MINUS.contains(sign) || sign == '减'),
        sign.map_or(text, |sign| &text[sign.len_utf8()..]),
    );
    let is_change = matches!(sign, Some('减' | '+' | '增'));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let well_grouped = groups.len() == 1
        || (all_digits(groups[0]) && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3 && all_digits(g)));
    let plain = groups.concat();
    if !well_grouped || !all_digits(&plain) || (plain.len() > 1 && plain.starts_with('0')) {
        return None;
    }
    let text = match fraction {
        Some(fraction) => format!("{plain}.{fraction}"),
        None => plain,
    };
    let mut value: Decimal = text.parse().ok()?;
    value.set_sign_negative(negative && !value.is_zero());
    Some(Number { value, unit, is_change })
}

fn split_unit(text: &str) -> (&str, Option<Unit>) {
    let units = [
        ("万元", Some(Unit::WanYuan)),
        ("元", Some(Unit::Yuan)),
        ("件", Some(Unit::Case)),
        ("项", Some(Unit::Item)),
        ("个", None),
        ("条", None),
    ];
    for (name, unit) in units {
        if let Some(rest) = text.strip_suffix(name) {
            return (rest, unit);
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        match held(text) {
            Held::Number(number) => Some(number.value.to_string()),
            _ => None,
        }
    }

    fn slot(text: &str) -> Slot {
        Slot::of(&Cell { text: text.into(), place: Place::of_line(1) })
    }

    #[test]
    fn a_damaged_cell_is_a_number_only_where_what_is_legible_says_so() {
        for (text, value, expected) in [
            ("?", 11, true),
            ("*", 11, true),
            ("1?", 11, true),
            ("l1", 11, true),
            ("1l", 11, true),
            ("1,1", 11, true),
            ("11*", 11, true),
            ("11注", 11, true),
            ("12*", 11, false),
            ("12注", 11, false),
            ("12%", 11, false),
            ("O*", 0, true),
            ("0*", 11, false),
            ("?9", 11, false),
            ("十一", 11, false),
            ("零", 0, false),
            ("12 1", 12, true),
            ("12 1", 11, false),
        ] {
            assert_eq!(slot(text).may_be(value), expected, "{text} {value}");
        }
        assert!(!slot(&["?".repeat(40).as_str(), "1"].concat()).may_be(10));
    }

    #[test]
    fn numbers_with_words_are_no_labels() {
        for (text, expected) in [
            ("12注", true),
            ("近百", true),
            ("新增12", true),
            ("上年", false),
            ("合计", false),
            ("十二", true),
            ("二○", true),
            ("〇", true),
            ("3其他", false),
            ("2.重复", false),
            ("其他", false),
            ("12", false),
        ] {
            assert_eq!(is_worded_number(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_exactly() {
        for (text, expected) in [
            ("0", "0"),
            ("213", "213"),
            ("10335.99536", "10335.99536"),
            ("73802895.90元", "73802895.90"),
            ("1,234,567", "1234567"),
            ("１２３", "123"),
            ("-6", "-6"),
            ("减2", "-2"),
            ("5000 元", "5000"),
            (" 7 ", "7"),
        ] {
            assert_eq!(value(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_things_is_no_number() {
        for text in ["00", "010", "1.", "12,34", "1 2", "", "-", "/", "无", "O", "l0", "1.2.3", "规章", "0.", "1e5"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_in_the_cell_is_kept() {
        assert!(matches!(held("5000元"), Held::Number(Number { unit: Some(Unit::Yuan), .. })));
        assert!(matches!(held("2.5万元"), Held::Number(Number { unit: Some(Unit::WanYuan), .. })));
    }

    #[test]
    fn kinds_of_cells_are_told_apart() {
        assert_eq!(held("\u{a0}"), Held::Empty);
        assert_eq!(held("——"), Held::Mark);
        assert!(matches!(held("0 0 3"), Held::Several(numbers) if numbers.len() == 3));
        assert_eq!(held("00"), Held::Illegible);
        for text in ["本年增/减（如-3）", "（一）予以公开", "一、本年新收5", "件", "(二)", "元0", "增/减", "无法提供"]
        {
            let expected = if text.chars().any(is_chinese) { Held::Label } else { Held::Illegible };
            assert_eq!(held(text), expected, "{text}");
        }
        assert_eq!((held("（1）"), held("（")), (Held::Illegible, Held::Illegible));
    }
}
