//! One head of a column, as each question about heads sees it.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use super::brackets::{NUMERALS, OF_THE_YEAR, notes, outside_brackets};
use super::kept::Kept;
use super::normal::{compact, is_chinese, letters};
use super::qualified::{HARMLESS, ROWS};
use super::similarity::Pattern;
use super::turns::Turns;
use crate::form::{Column, Edition, Layout, Row, Table};

/// The heads of the columns of table `proactive`, by their words.
pub static COLUMNS: LazyLock<BTreeMap<&str, Pattern>> = LazyLock::new(|| {
    let of_row = |edition, row, columns: &'static [Column]| {
        columns.iter().map(move |column| column.label(edition, row).own).map(|words| (words, Pattern::new(words)))
    };
    let rows = Edition::ALL.into_iter().flat_map(|edition| {
        Layout::of(edition).rows(Table::Proactive).flat_map(move |(row, columns)| of_row(edition, row, columns))
    });
    rows.collect()
});

/// Words of heads that only one edition has, without digits and marks.
fn of_edition(edition: Edition) -> &'static [&'static str] {
    match edition {
        Edition::E2019 => &["制作数量", "公开数量", "对外公开", "上一年", "项目数量", "采购", "其他对外管理服务事项"],
        Edition::E2021 => &["制发件数", "废止件数", "现行有效", "收费金额"],
    }
}

/// What tells the heads of table `requests` from one another, in whatever words they are written.
const APPLICANT_WORDS: [&str; 5] = ["自然人", "企业", "科研", "公益", "法律"];

/// Whether the letters of a head are those of the total, in whatever words.
pub fn is_total(words: &str) -> bool {
    matches!(words.trim_end_matches('件'), "总计" | "合计" | "总数" | "总和" | "共计" | "小计")
}

/// Which applicant a head of table `requests` names, by its letters; `None` where it names none or several.
fn applicant(cell: &str) -> Option<usize> {
    let mut named = APPLICANT_WORDS.iter().enumerate().filter(|(_, word)| cell.contains(**word)).map(|(at, _)| at);
    let others = match cell {
        "公民" | "个人" | "公民个人" => Some(0),
        "其他" | "其它" | "其他组织" => Some(5),
        total if is_total(total) => Some(6),
        _ => None,
    };
    match (named.next(), named.next()) {
        (Some(0), None) if cell.starts_with("自然人") => Some(0),
        // 企事业单位 is a group.
        (Some(0), None) => None,
        (Some(1), None) if cell.contains("企事业") => None,
        (Some(one), None) => Some(one),
        (None, _) => others,
        _ => None,
    }
}

/// What the heads of table `proactive` end with.
const COUNTED: [&str; 3] = ["件数", "数量", "金额"];
/// Letters of heads that do not tell what is counted.
const OF_MANY: &str = "本年上一件数量金额";
/// Letters of which one is enough to make another head: those of people, of another time, of a share, of a part and of what is only
/// asked for or owed.
const TELLING: &str = "人户届月初率均比网受申应";
/// Words of heads that change nothing, besides those of labels.
const PLAIN: [&str; 9] = ["许可", "处罚", "强制", "实际", "出台", "做出", "截至", "截止", "人民币"];

/// Whether a text without brackets is one head that says what is counted. A whole line of heads is not one.
pub fn is_one_count(text: &str) -> bool {
    let counted = || COUNTED.iter().map(|what| text.matches(what).count()).sum::<usize>();
    COUNTED.iter().any(|what| text.ends_with(what)) && counted() == 1 && !text.contains("信息内容")
}

/// Words of heads, and others that mean the same.
const ALIKE: [(&str, &str); 3] = [("上一年", "上年"), ("废止", "失效"), ("增", "新增")];

/// The words that turn a meaning in each of [`COLUMNS`].
static TURNS: LazyLock<Vec<Turns>> = LazyLock::new(|| {
    let alike =
        |own: &str| ALIKE.iter().filter(|(words, _)| own.contains(words)).map(|(_, other)| *other).collect::<String>();
    COLUMNS.keys().map(|own| Turns::of(&[*own, &alike(own)].concat())).collect()
});

/// Whether words are a head that says what stands below it: not a whole line of heads, and not 备注.
fn is_measure(words: &str) -> bool {
    let measures = words.chars().filter(|c| matches!(c, '数' | '额' | '率')).count();
    let is_change = measures == 0 && words.contains(['增', '减']);
    (measures == 1 || is_change || is_total(words)) && !words.contains("信息内容")
}

/// Whether a compact head has words of its own: two letters together that no head of the table has, or one that tells enough. One
/// alone may be damaged.
fn has_own_words(text: &str) -> bool {
    let outside = outside_brackets(text);
    let known = ROWS.iter().copied().chain(HARMLESS).chain(PLAIN);
    let rest = known.fold(outside, |rest, words| rest.replace(words, "-"));
    let is_own = |c: char| {
        let of_form = NUMERALS.contains(c) || OF_THE_YEAR.contains(c) || COLUMNS.keys().any(|head| head.contains(c));
        is_chinese(c) && !of_form
    };
    let chars: Vec<char> = rest.chars().collect();
    chars.iter().any(|c| TELLING.contains(*c)) || chars.windows(2).any(|two| two.iter().all(|c| is_own(*c)))
}

/// Whether a note may change what is counted. Up to when something is counted is looked at with other times.
fn is_telling(note: &str) -> bool {
    !note.starts_with('截') && !ALIKE.iter().any(|(_, other)| note == *other)
}

/// What is known of a head by its letters.
#[derive(Debug)]
pub struct Head {
    /// The letters themselves.
    pub words: String,
    /// How many they are.
    pub length: usize,
    /// Which applicant it names, counted from 0 in the order of the form; `None` where it names none or several.
    pub applicant: Option<usize>,
    /// Whether it says what is counted.
    pub counts: bool,
    /// Whether it says what stands below it, in whatever words.
    pub is_measure: bool,
    /// Whether it has words or notes that no head of table `proactive` has.
    is_other: bool,
    /// The words by which it means something else than they do.
    turns: Turns,
    /// Which of the words that only one edition has are there, a bit for each, by edition.
    pub editions: [u32; 2],
    /// How alike it is to the heads of table `proactive`, in the order of [`COLUMNS`].
    likeness: Vec<f64>,
}

impl Head {
    /// Looks at a head.
    pub fn of(text: &str) -> Rc<Head> {
        thread_local! {
            static KEPT: Kept<Head> = Kept::default();
        }
        KEPT.with(|kept| kept.of(text, Head::new))
    }

    fn new(text: &str) -> Head {
        static EDITIONS: LazyLock<[Vec<Pattern>; 2]> = LazyLock::new(|| {
            Edition::ALL.map(|edition| of_edition(edition).iter().map(|head| Pattern::new(head)).collect())
        });
        let letters = letters(text);
        let words: String = letters.iter().collect();
        let plain = compact(text);
        let counts = letters.len() > 2 && is_one_count(plain.split('(').next().unwrap_or_default());
        let is_there = |pattern: &Pattern| pattern.recall(&letters) >= 0.75 && pattern.precision(&letters) >= 0.4;
        let bits = |patterns: &Vec<Pattern>| {
            patterns.iter().rev().fold(0, |bits, pattern| bits << 1 | u32::from(is_there(pattern)))
        };
        Head {
            applicant: applicant(&words),
            length: letters.len(),
            counts,
            is_measure: counts || is_measure(&outside_brackets(&plain)),
            is_other: has_own_words(&plain) || notes(&plain).any(is_telling),
            turns: Turns::of(&plain),
            editions: EDITIONS.each_ref().map(bits),
            likeness: COLUMNS.values().map(|column| column.likeness(&letters)).collect(),
            words,
        }
    }

    /// Whether it says that something else is counted than in a column, by its place among [`COLUMNS`]: it has words that no head of the
    /// form has (撤销处理决定数量), or letters of its own where that column's head says what it is, and none of those: 修订 for 废止.
    pub fn means_another(&self, column: usize) -> bool {
        let Some(own) = COLUMNS.keys().nth(column) else { return false };
        let telling = |words: &str| words.chars().filter(|c| !OF_MANY.contains(*c)).collect::<Vec<char>>();
        let has = |letter: char| self.words.contains(letter);
        // 本年项目数量 for 上一年项目数量, 本年减少 for 本年增/减, 废止和修改 for 废止.
        let is_of_other_year = own.starts_with('上') && has('本') && !has('上');
        // The end of 本年增/减 may be lost.
        let is_half = own.contains('减')
            && match (has('增'), has('减')) {
                (true, true) => false,
                (true, false) => has('加'),
                (false, true) => true,
                (false, false) => self.counts,
            };
        let is_money = has('额') && !own.contains('额');
        let is_turned = TURNS.get(column).is_some_and(|of_own| self.turns.beyond(*of_own)) || is_total(&self.words);
        let (own, others) = (telling(own), telling(&self.words));
        let shares_none = others.len() > 1 && !others.iter().any(|letter| own.contains(letter));
        shares_none || is_of_other_year || is_half || has('修') || self.is_other || is_turned || is_money
    }

    /// Whether it has words that only another edition has.
    pub fn is_of_other_edition(&self, edition: Edition) -> bool {
        let has = |one: Edition| self.editions[one as usize] != 0;
        !has(edition) && Edition::ALL.into_iter().any(has)
    }

    /// Whether it is a head of the form, of whatever row.
    pub fn is_of_form(&self) -> bool {
        self.likeness.iter().enumerate().any(|(at, likeness)| *likeness >= 0.9 && !self.means_another(at))
    }

    /// Which of these columns of a row of table `proactive` it is most like, and how much: 0 to 1.
    pub fn nearest(&self, columns: &[usize]) -> Option<(usize, f64)> {
        let fits = columns.iter().map(|column| self.likeness[*column]).enumerate();
        fits.max_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// Where the head of a column stands among [`COLUMNS`].
pub fn place(column: Column, row: Row, edition: Edition) -> Option<usize> {
    let words = column.label(edition, row).own;
    COLUMNS.keys().position(|head| *head == words)
}
