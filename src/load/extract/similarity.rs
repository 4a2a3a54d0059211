//! How alike a damaged label and a printed one are: by the letters that both have, in the same order.

use std::sync::LazyLock;

use super::normal::{compact, half_width, letters};
use crate::form::{Edition, Row, RowLabel};

/// A text to compare with, prepared for the bit-parallel longest common subsequence (Hyyrö 2004): one bit a letter,
/// so at most 64 letters count.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// For each letter the places where it stands, sorted by letter.
    masks: Vec<(char, u64)>,
    length: usize,
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
        Pattern { masks, length: letters.len().min(64) }
    }

    /// How many letters of `text` stand in the pattern in the same order (length of the longest common subsequence).
    pub fn common(&self, text: &[char]) -> usize {
        let mut row = u64::MAX;
        for letter in text {
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

    /// The share of the pattern's letters that `text` has in order, 0 to 1.
    pub fn recall(&self, text: &[char]) -> f64 {
        if self.length == 0 { 0.0 } else { self.common(text) as f64 / self.length as f64 }
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

/// A [`Pattern`] for a label of the form, with a mask for each code: every label is compared with every row.
#[derive(Debug)]
struct LabelPattern {
    masks: Vec<u64>,
    length: usize,
}

impl LabelPattern {
    fn new(text: &str) -> LabelPattern {
        let codes = codes(&letters(text));
        let mut masks = vec![0; ALPHABET.len() + 1];
        for (at, code) in codes.iter().take(64).enumerate() {
            masks[*code as usize] |= 1 << at;
        }
        LabelPattern { masks, length: codes.len().min(64) }
    }

    fn common(&self, text: &[u16]) -> usize {
        let mut row = u64::MAX;
        for code in text {
            let matches = self.masks[*code as usize];
            let hit = row & matches;
            row = row.wrapping_add(hit) | (row & !matches);
        }
        let used = if self.length == 64 { u64::MAX } else { (1 << self.length) - 1 };
        (!row & used).count_ones() as usize
    }

    fn recall(&self, text: &[u16]) -> f64 {
        if self.length == 0 { 0.0 } else { self.common(text) as f64 / self.length as f64 }
    }

    fn precision(&self, text: &[u16]) -> f64 {
        if text.is_empty() { 0.0 } else { self.common(text) as f64 / text.len() as f64 }
    }
}

/// A row of the form, prepared for comparing.
#[derive(Debug)]
pub struct RowPattern {
    /// The row.
    pub row: Row,
    core: LabelPattern,
    core_codes: Vec<u16>,
    whole: LabelPattern,
    group: LabelPattern,
    number: Option<u8>,
}

impl RowPattern {
    fn new(row: Row, label: RowLabel) -> RowPattern {
        RowPattern {
            row,
            core: LabelPattern::new(label.core),
            core_codes: codes(&letters(label.core)),
            whole: LabelPattern::new(&format!("{}{}", label.group, label.own)),
            group: LabelPattern::new(label.group),
            number: label.number,
        }
    }

    /// The prepared rows of an edition, by `Row as usize`.
    pub fn all(edition: Edition) -> &'static [RowPattern] {
        static ROWS: LazyLock<[Vec<RowPattern>; 2]> = LazyLock::new(|| {
            Edition::ALL.map(|edition| Row::ALL.iter().map(|&row| RowPattern::new(row, row.label(edition))).collect())
        });
        &ROWS[edition as usize]
    }

    /// How well an observed label fits the row: 0 to 1. Half for the row's own words that are there, half for how much
    /// of what is there belongs to the row; a printed number that agrees or contradicts moves it by a tenth.
    pub fn fit(&self, label: &Observation) -> f64 {
        let fit = 0.5 * self.core.recall(&label.codes) + 0.5 * self.whole.precision(&label.codes);
        let number = match (self.number, label.number) {
            (Some(printed), Some(seen)) if printed == seen => 0.1,
            (Some(_), Some(_)) | (None, Some(_)) => -0.1,
            _ => 0.0,
        };
        (fit + number).clamp(0.0, 1.0)
    }

    /// The share of the row's own words that are there.
    pub fn recall(&self, label: &Observation) -> f64 {
        self.core.recall(&label.codes)
    }

    /// Whether the label holds, beside this row's words, those of `other` too, which this row's own label does not: two
    /// labels that slipped into one row.
    pub fn shares_with(&self, other: &RowPattern, label: &Observation) -> bool {
        other.row != self.row && other.recall(label) >= 0.8 && self.whole.precision(&other.core_codes) < 0.75
    }

    /// Whether the label is the group's and nothing of it is the row's own.
    pub fn is_group_alone(&self, label: &Observation) -> bool {
        self.group.recall(&label.codes) >= 0.8 && self.group.precision(&label.codes) >= 0.95
    }

    /// The share of what is there that belongs to the row or its group.
    pub fn precision(&self, label: &Observation) -> f64 {
        self.whole.precision(&label.codes)
    }

    /// How well an observed label fits the group that the row stands in, alone.
    pub fn group_fit(&self, label: &Observation) -> f64 {
        0.5 * self.group.recall(&label.codes) + 0.5 * self.group.precision(&label.codes)
    }
}

/// An observed label, prepared for comparing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observation {
    codes: Vec<u16>,
    number: Option<u8>,
}

impl Observation {
    /// Prepares an observed label: its letters, and the last number that is followed by a dot or comma (`5.`).
    pub fn new(text: &str) -> Observation {
        let mut number = None;
        let mut before = None;
        let has_digit = text.chars().any(|c| half_width(c).is_ascii_digit());
        let compact = if has_digit { compact(text) } else { String::new() };
        let mut chars = compact.chars().filter(|c| *c != '\\').peekable();
        while let Some(c) = chars.next() {
            let lone_digit = c.is_ascii_digit() && !before.is_some_and(|b: char| b.is_ascii_digit());
            if lone_digit && chars.peek().is_some_and(|next| matches!(next, '.' | '、' | ',' | '。' | '．')) {
                number = c.to_digit(10).map(|digit| digit as u8);
            }
            before = Some(c);
        }
        Observation { codes: codes(&letters(text)), number }
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(label: &str, edition: Edition) -> Row {
        let observed = Observation::new(label);
        let rows = RowPattern::all(edition).iter();
        let in_table = rows.filter(|p| p.row.table() == crate::form::Table::Requests);
        in_table.max_by(|a, b| a.fit(&observed).total_cmp(&b.fit(&observed))).unwrap().row
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
    fn common_is_the_longest_common_subsequence() {
        for (pattern, text, expected) in [("行政许可", "行政处罚许可", 4), ("甲乙丙丁", "丁丙乙甲", 1), ("甲", "", 0)]
        {
            assert_eq!(Pattern::new(pattern).common(&text.chars().collect::<Vec<_>>()), expected);
        }
    }
}
