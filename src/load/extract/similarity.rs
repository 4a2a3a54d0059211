//! How alike a damaged label and a printed one are: by the letters that both have, in the same order.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::LazyLock;

use super::brackets::notes;
use super::elsewhere::may_say_so;
use super::kept::Kept;
use super::normal::{compact, letters};
use super::turns::Turns;
use crate::form::{Edition, Layout, Row, RowLabel, Table};

/// A label with fewer of a row's own words than this has not that row's words, if it has others.
const OWN_WORDS: f64 = 0.75;
/// Words of so many letters that have less than this share of a row's, and others beside them, are not damaged ones.
const LEAST_WORDS: usize = 4;
const OTHER_WORDS: f64 = 0.5;
/// Only words of so many letters: longer ones are often shortened, and in other words.
const SHORT: usize = 4;

/// A text to compare with, prepared for the bit-parallel longest common subsequence (Hyyrö 2004): one bit a letter,
/// so at most 64 letters count.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// For each letter the places where it stands, sorted by letter.
    masks: Vec<(char, u64)>,
    /// A bit for the last six bits of each letter: most other letters are known by it not to stand here.
    present: u64,
    length: usize,
}

fn present(letter: char) -> u64 {
    1 << (letter as u32 % 64)
}

impl Pattern {
    /// Prepares a text.
    pub fn new(text: &str) -> Pattern {
        let letters = letters(text);
        let mut masks: Vec<(char, u64)> = Vec::new();
        for (at, &letter) in letters.iter().take(64).enumerate() {
            match masks.binary_search_by_key(&letter, |(other, _)| *other) {
                Ok(found) => masks[found].1 |= 1 << at,
                Err(place) => masks.insert(place, (letter, 1 << at)),
            }
        }
        let present = masks.iter().fold(0, |all, (letter, _)| all | present(*letter));
        Pattern { masks, present, length: letters.len().min(64) }
    }

    /// How many letters of `text` stand in the pattern in the same order (length of the longest common subsequence).
    pub fn common(&self, text: &[char]) -> usize {
        let mut row = u64::MAX;
        // A letter that does not stand here changes nothing.
        for letter in text.iter().filter(|letter| self.present & present(**letter) != 0) {
            let found = self.masks.binary_search_by_key(letter, |(other, _)| *other);
            let matches = found.map_or(0, |found| self.masks[found].1);
            let hit = row & matches;
            row = row.wrapping_add(hit) | (row & !matches);
        }
        let used = if self.length == 64 { u64::MAX } else { (1 << self.length) - 1 };
        (!row & used).count_ones() as usize
    }

    /// How well `text` fits, 0 to 1: half for the pattern's letters that are there, half for how much of what is there is the
    /// pattern's.
    pub fn fit(&self, text: &[char]) -> f64 {
        let common = self.common(text) as f64;
        let share = |length: usize| if length == 0 { 0.0 } else { common / length as f64 };
        0.5 * share(self.length) + 0.5 * share(text.len())
    }

    /// What no text of so many letters can surpass in [`Pattern::fit`].
    pub fn best_fit(&self, letters: usize) -> f64 {
        let common = self.length.min(letters) as f64;
        0.5 * common / self.length.max(1) as f64 + 0.5 * common / letters.max(1) as f64
    }

    /// The lesser of [`Pattern::recall`] and [`Pattern::precision`].
    pub fn likeness(&self, text: &[char]) -> f64 {
        if self.length == 0 { 0.0 } else { self.common(text) as f64 / self.length.max(text.len()) as f64 }
    }

    /// The share of the pattern's letters that `text` has in order, 0 to 1.
    pub fn recall(&self, text: &[char]) -> f64 {
        if self.length == 0 { 0.0 } else { self.common(text) as f64 / self.length as f64 }
    }

    /// Whether [`Pattern::recall`] is at least so much.
    pub fn recalls(&self, text: &[char], share: f64) -> bool {
        // With fewer letters it cannot be.
        text.len() as f64 >= share * self.length as f64 && self.recall(text) >= share
    }

    /// The share of the letters of `text` that the pattern explains, 0 to 1.
    pub fn precision(&self, text: &[char]) -> f64 {
        if text.is_empty() { 0.0 } else { self.common(text) as f64 / text.len() as f64 }
    }
}

/// The letters of the form's labels, sorted: a letter's code is its place here, counted from 1; 0 is every other letter.
static ALPHABET: LazyLock<Vec<char>> = LazyLock::new(|| {
    let labels = Edition::ALL.into_iter().flat_map(|edition| Row::ALL.iter().map(move |row| row.label(edition)));
    let mut all: Vec<char> = labels.flat_map(|label| letters(&[label.group, label.own, label.core].concat())).collect();
    all.sort_unstable();
    all.dedup();
    all
});

fn codes(letters: &[char]) -> Vec<u16> {
    let code = |letter| ALPHABET.binary_search(letter).map_or(0, |place| place as u16 + 1);
    letters.iter().map(code).collect()
}

/// Labels of several rows prepared as [`Pattern`]s are, side by side: an observed label is compared with all rows at once, letter
/// by letter, which the processor does for several rows in one step.
#[derive(Debug)]
struct Labels {
    /// For each code a mask for each row, one code behind another.
    masks: Vec<u64>,
    lengths: Vec<usize>,
}

impl Labels {
    fn new(texts: &[String]) -> Labels {
        let rows = texts.len();
        let mut masks = vec![0; (ALPHABET.len() + 1) * rows];
        let mut lengths = Vec::with_capacity(rows);
        for (row, text) in texts.iter().enumerate() {
            let codes = codes(&letters(text));
            for (at, code) in codes.iter().take(64).enumerate() {
                masks[*code as usize * rows + row] |= 1 << at;
            }
            lengths.push(codes.len().min(64));
        }
        Labels { masks, lengths }
    }

    /// For each row how many letters of `text` stand in its label in the same order.
    fn common(&self, text: &[u16]) -> Vec<usize> {
        let mut states = vec![u64::MAX; self.lengths.len()];
        // Letters that no label has stand in no mask.
        for code in text.iter().filter(|code| **code != 0) {
            let start = *code as usize * states.len();
            for (state, mask) in states.iter_mut().zip(&self.masks[start..]) {
                let hit = *state & mask;
                *state = state.wrapping_add(hit) | (*state & !mask);
            }
        }
        let used = |length: usize| if length == 64 { u64::MAX } else { (1 << length) - 1 };
        states.iter().zip(&self.lengths).map(|(state, &length)| (!state & used(length)).count_ones() as usize).collect()
    }

    /// For each row the share of its label's letters that `text` has in order, 0 to 1.
    fn recall(&self, text: &[u16]) -> Vec<f64> {
        let share = |(common, &length): (usize, &usize)| if length == 0 { 0.0 } else { common as f64 / length as f64 };
        self.common(text).into_iter().zip(&self.lengths).map(share).collect()
    }

    /// For each row the share of the letters of `text` that its label explains, 0 to 1.
    fn precision(&self, text: &[u16]) -> Vec<f64> {
        let share = |common: usize| if text.is_empty() { 0.0 } else { common as f64 / text.len() as f64 };
        self.common(text).into_iter().map(share).collect()
    }
}

/// The rows of one table of an edition, prepared for comparing.
#[derive(Debug)]
pub struct RowPatterns {
    /// The rows.
    pub rows: Vec<Row>,
    edition: Edition,
    /// The table.
    pub table: Table,
    cores: Labels,
    wholes: Labels,
    groups: Labels,
    numbers: Vec<Option<u8>>,
    /// For each row whether its label has each other row's own words too.
    holds: Vec<Vec<bool>>,
    /// For each row the words of its label that would turn the meaning of another.
    turns: Vec<Turns>,
}

impl RowPatterns {
    fn new(rows: &[Row], edition: Edition, table: Table) -> RowPatterns {
        let labels: Vec<RowLabel> = rows.iter().map(|row| row.label(edition)).collect();
        let prepared = |text: &dyn Fn(&RowLabel) -> String| Labels::new(&labels.iter().map(text).collect::<Vec<_>>());
        let wholes = prepared(&|label| format!("{}{}", label.group, label.own));
        // By the row whose words they are, then by the row that may have them.
        let words = labels.iter().map(|label| wholes.precision(&codes(&letters(label.core))));
        let held: Vec<Vec<bool>> =
            words.map(|shares| shares.into_iter().map(|share| share >= 0.75).collect()).collect();
        RowPatterns {
            rows: rows.to_vec(),
            edition,
            table,
            cores: prepared(&|label| label.core.to_owned()),
            groups: prepared(&|label| label.group.to_owned()),
            numbers: labels.iter().map(|label| label.number).collect(),
            holds: (0..rows.len()).map(|row| held.iter().map(|held| held[row]).collect()).collect(),
            turns: labels.iter().map(|label| Turns::of(&compact(&[label.group, label.own].concat()))).collect(),
            wholes,
        }
    }

    /// The prepared rows of a table.
    pub fn of(edition: Edition, table: Table) -> &'static RowPatterns {
        static TABLES: LazyLock<[Vec<RowPatterns>; 2]> = LazyLock::new(|| {
            Edition::ALL.map(|edition| {
                let rows = |table: &Table| Layout::of(edition).rows(*table).map(|(row, _)| row).collect::<Vec<Row>>();
                Table::ALL.iter().map(|table| RowPatterns::new(&rows(table), edition, *table)).collect()
            })
        });
        &TABLES[edition as usize][table as usize]
    }

    /// Compares an observed label with every row.
    pub fn compare(&self, label: &Observation) -> Rc<Comparison> {
        let known = &label.0.compared[self.edition as usize][self.table as usize];
        Rc::clone(known.get_or_init(|| Rc::new(self.compare_anew(&label.0))))
    }

    fn compare_anew(&self, label: &Prepared) -> Comparison {
        let recall = self.cores.recall(&label.codes);
        let precision = self.wholes.precision(&label.codes);
        let fit = |((recall, precision), number): ((&f64, &f64), &Option<u8>)| {
            let fit = 0.5 * recall + 0.5 * precision;
            let number = match (number, label.number) {
                (Some(printed), Some(seen)) if *printed == seen => 0.1,
                (Some(_), Some(_)) | (None, Some(_)) => -0.1,
                _ => 0.0,
            };
            (fit + number).clamp(0.0, 1.0)
        };
        let fits = recall.iter().zip(&precision).zip(&self.numbers).map(fit).collect();
        Comparison { fits, group_alone: self.are_groups_alone(&label.codes), recall, precision }
    }

    /// Whether the label holds, beside this row's words, those of another too, which this row's own label does not: two labels
    /// that slipped into one row.
    pub fn is_shared(&self, row: usize, compared: &Comparison) -> bool {
        let others = compared.recall.iter().zip(&self.holds[row]).enumerate();
        others.into_iter().any(|(other, (recall, holds))| other != row && *recall >= 0.8 && !holds)
    }

    /// Whether the label holds a word that makes something else of the row's: 不予行政许可, 上年行政许可, 行政许可收费.
    pub fn is_turned(&self, row: usize, label: &Observation) -> bool {
        label.0.turns.beyond(self.turns[row])
    }

    /// Whether the label's words say something else than the row's.
    pub fn says_another(&self, row: usize, label: &Observation) -> bool {
        self.is_turned(row, label) || self.is_reworded(row, label)
    }

    /// Whether the label has other words in the place of the row's: two letters of them or more are there, but too few, and
    /// others beside them: 已主动公开 for 予以公开. Only table `requests` has rows that its sums would give to any words.
    fn is_reworded(&self, row: usize, label: &Observation) -> bool {
        let compared = self.compare(label);
        let (recall, length) = (compared.recall[row], self.cores.lengths[row]);
        let is_like = recall < OWN_WORDS && recall * length as f64 > 1.5;
        let letters = label.0.codes.len();
        let others = (1.0 - compared.precision[row]) * letters as f64;
        // Words of their own, too: 属于商业秘密 for 属于三类内部事务信息.
        let is_other = letters >= LEAST_WORDS && recall < OTHER_WORDS && others > 1.5;
        self.table == Table::Requests && (length <= SHORT && is_like && compared.precision[row] < 1.0 || is_other)
    }

    /// For each row how well an observed label fits the group that it stands in, alone.
    pub fn group_fits(&self, label: &Observation) -> Vec<f64> {
        let codes = &label.0.codes;
        let (recall, precision) = (self.groups.recall(codes), self.groups.precision(codes));
        recall.into_iter().zip(precision).map(|(recall, precision)| 0.5 * recall + 0.5 * precision).collect()
    }

    fn are_groups_alone(&self, codes: &[u16]) -> Vec<bool> {
        let shares = self.groups.recall(codes).into_iter().zip(self.groups.precision(codes)).zip(&self.groups.lengths);
        shares.map(|((recall, precision), length)| *length > 0 && recall >= 0.8 && precision >= 0.95).collect()
    }
}

/// An observed label compared with each row of a table.
#[derive(Debug)]
pub struct Comparison {
    /// How well it fits the row: 0 to 1. Half for the row's own words that are there, half for how much of what is there
    /// belongs to the row; a printed number that agrees or contradicts moves it by a tenth.
    pub fits: Vec<f64>,
    /// The share of the row's own words that are there.
    pub recall: Vec<f64>,
    /// The share of what is there that belongs to the row or its group.
    pub precision: Vec<f64>,
    /// Whether it is the label of the row's group and nothing of it is the row's own.
    pub group_alone: Vec<bool>,
}

/// An observed label, prepared for comparing.
#[derive(Debug, Clone)]
pub struct Observation(Rc<Prepared>);

#[derive(Debug, Clone)]
struct Prepared {
    letters: Vec<char>,
    codes: Vec<u16>,
    number: Option<u8>,
    turns: Turns,
    /// Whether a word is there without which no label speaks of another year, a part of one or a multiple.
    may_be_elsewhere: bool,
    /// The notes in brackets that may make other figures of the row's.
    notes: Vec<String>,
    /// What came of comparing it, by edition and table, once it was.
    compared: [[OnceCell<Rc<Comparison>>; Table::ALL.len()]; Edition::ALL.len()],
    /// The same label where it speaks of other figures than the report's.
    elsewhere: OnceCell<Rc<Prepared>>,
}

impl Observation {
    /// Prepares an observed label.
    pub fn new(text: &str) -> Observation {
        thread_local! {
            static KEPT: Kept<Prepared> = Kept::default();
        }
        Observation(KEPT.with(|kept| kept.of(text, Prepared::new)))
    }

    /// Whether the label may speak of other figures than the report's.
    pub fn may_be_elsewhere(&self) -> bool {
        self.0.may_be_elsewhere
    }

    /// The notes of the label, in brackets, that may make other figures of the row's.
    pub fn notes(&self) -> &[String] {
        &self.0.notes
    }

    /// The letters of the label.
    pub fn letters(&self) -> &[char] {
        &self.0.letters
    }

    /// The same label, known to speak of other figures than the report's: no row's words name it.
    pub fn made_elsewhere(&self) -> Observation {
        let elsewhere = || Rc::new(Prepared { turns: self.0.turns.made_elsewhere(), ..(*self.0).clone() });
        Observation(Rc::clone(self.0.elsewhere.get_or_init(elsewhere)))
    }

    /// Whether it is known to speak of other figures than the report's.
    pub fn is_elsewhere(&self) -> bool {
        self.0.turns.is_elsewhere()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.0.codes.is_empty()
    }
}

impl Prepared {
    /// The letters of a label, and the last number that is followed by a dot or comma (`5.`).
    fn new(text: &str) -> Prepared {
        let mut number = None;
        let mut before = None;
        let compacted = compact(text);
        let mut chars = compacted.chars().filter(|c| *c != '\\').peekable();
        while let Some(c) = chars.next() {
            let lone_digit = c.is_ascii_digit() && !before.is_some_and(|b: char| b.is_ascii_digit());
            if lone_digit && chars.peek().is_some_and(|next| matches!(next, '.' | '、' | ',' | '。' | '．')) {
                number = c.to_digit(10).map(|digit| digit as u8);
            }
            before = Some(c);
        }
        let letters = letters(text);
        let codes = codes(&letters);
        let notes: Vec<String> = notes(&compacted).map(str::to_owned).collect();
        Prepared {
            letters,
            codes,
            number,
            turns: Turns::of(&compacted),
            may_be_elsewhere: may_say_so(&compacted, Table::Requests)
                || compacted.contains("结转")
                || !notes.is_empty(),
            notes,
            compared: Default::default(),
            elsewhere: OnceCell::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::extract::kept::MOST_KEPT;

    fn best(label: &str, edition: Edition) -> Row {
        let observed = Observation::new(label);
        let patterns = RowPatterns::of(edition, Table::Requests);
        let compared = patterns.compare(&observed);
        let fits = &compared.fits;
        let best = (0..fits.len()).max_by(|a, b| fits[*a].total_cmp(&fits[*b])).unwrap();
        patterns.rows[best]
    }

    #[test]
    fn damaged_labels_still_fit_their_own_row_best() {
        for (label, row) in [
            ("5.属于三类内部", Row::RefusedInternalAffairs),
            ("公开1.属于国家秘密", Row::RefusedStateSecret),
            ("一、本年-新收政府信息公开申请数量", Row::Received),
            ("(六)其他处理1.逾期不补正", Row::OtherNotCorrectedInTime),
            ("2.其他法律行政止公开", Row::RefusedProhibitedByLaw),
            ("（四）无法提供1.本机关不掌握", Row::UnavailableNotHeld),
            ("5.要求行政机关 确认或重新出", Row::NotProcessedConfirmation),
            ("三、本年度办理结果（一）予以公开", Row::Granted),
            ("3. 其他", Row::OtherOther),
        ] {
            assert_eq!(best(label, Edition::E2021), row, "{label}");
        }
    }

    #[test]
    fn a_label_that_is_met_again_is_compared_as_it_was() {
        let (label, edition) = ("（一）予以公开", Edition::E2021);
        let fits = |table: &Table| RowPatterns::of(edition, *table).compare(&Observation::new(label)).fits.clone();
        let compared = || Table::ALL.iter().map(fits).collect::<Vec<_>>();
        let first = compared();
        assert!(first[0] != first[1] && Observation::new("").is_empty());
        // More than are kept.
        (0..=MOST_KEPT).for_each(|count| assert!(!Observation::new(&format!("第{count}项")).is_empty()));
        assert_eq!(compared(), first);
        assert_eq!(compared(), first);
    }

    #[test]
    fn common_is_the_longest_common_subsequence() {
        for (pattern, text, expected) in [("行政许可", "行政处罚许可", 4), ("甲乙丙丁", "丁丙乙甲", 1), ("甲", "", 0)]
        {
            assert_eq!(Pattern::new(pattern).common(&text.chars().collect::<Vec<_>>()), expected);
        }
    }
}
