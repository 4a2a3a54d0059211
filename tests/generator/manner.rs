//! The manner in which a body prints: how numbers and labels are written. None of it changes what a figure is.

use gongkai::form::{Column, Unit};
use rust_decimal::Decimal;

use super::known::Held;
use super::random::Random;

/// How numbers and labels are written in one report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// `１２`.
    pub full_width_digits: bool,
    /// `12,345`.
    pub thousands: bool,
    /// `减2` for -2.
    pub words_for_signs: bool,
    /// `2.5万元` in the cell, whatever the head says.
    pub unit_in_cell: bool,
    /// `12件`.
    pub count_with_unit: bool,
    /// `(一)` for `（一）`.
    pub half_width_brackets: bool,
    /// `1、` for `1.`.
    pub commas_after_numbers: bool,
    /// `1 .`
    pub blank_in_numbers: bool,
    /// Notes with digits in heads: `本年增/减（如-3）`.
    pub notes_in_heads: bool,
    /// The form's instructions are left in before the tables.
    pub instructions: bool,
    /// A sentence stands between a heading and its table.
    pub sentence_before_table: bool,
    /// Rows that the form does not have.
    pub extra_rows: bool,
    /// The notice that is cited is the other edition's.
    pub other_notice: bool,
    /// 规范性文件 without 行政 under the heads of 2021.
    pub short_name: bool,
    /// Section headings in other words.
    pub other_headings: bool,
    /// Lists inside section 一 that are numbered as the sections are.
    pub list_in_overview: bool,
}

impl Manner {
    /// A manner by chance; most reports are printed plainly. `plain_cells` leaves the numbers as they are.
    pub fn new(random: &mut Random, plain_cells: bool) -> Manner {
        let mut rarely = |percent| random.chance(percent);
        let mut manner = Manner {
            full_width_digits: rarely(6),
            thousands: rarely(6),
            words_for_signs: rarely(20),
            unit_in_cell: rarely(15),
            count_with_unit: rarely(4),
            half_width_brackets: rarely(30),
            commas_after_numbers: rarely(12),
            blank_in_numbers: rarely(8),
            notes_in_heads: rarely(8),
            instructions: rarely(8),
            sentence_before_table: rarely(12),
            extra_rows: rarely(6),
            other_notice: rarely(10),
            short_name: rarely(12),
            other_headings: rarely(15),
            list_in_overview: rarely(10),
        };
        if plain_cells {
            manner.full_width_digits = false;
            manner.thousands = false;
            manner.count_with_unit = false;
        }
        manner
    }

    /// What is printed in a cell.
    pub fn cell(&self, held: &Held, column: Column) -> String {
        let (value, unit) = match held {
            Held::Blank(mark) => return (*mark).to_owned(),
            Held::Number(value, unit) => (*value, *unit),
        };
        let mut text = self.number(value);
        // An amount in yuan stands under a head that does not say so.
        if column == Column::Amount && (self.unit_in_cell || unit == Unit::Yuan) {
            text.push_str(unit.name());
        }
        if column != Column::Amount && self.count_with_unit {
            text.push_str(column.unit().name());
        }
        text
    }

    fn number(&self, value: Decimal) -> String {
        let digits = value.abs().to_string();
        let (whole, fraction) = digits.split_once('.').map_or((&*digits, None), |(whole, rest)| (whole, Some(rest)));
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if self.thousands && at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push('.');
            text.push_str(fraction);
        }
        if value.is_sign_negative() && !value.is_zero() {
            text.insert(0, if self.words_for_signs { '减' } else { '-' });
        }
        if self.full_width_digits {
            text = text.chars().map(|c| if c.is_ascii_digit() { full_width(c) } else { c }).collect();
        }
        text
    }

    /// A label of the form, as this body prints it.
    pub fn label(&self, label: &str) -> String {
        let mut text = label.to_owned();
        if let Some((number, rest)) = label.split_once('.').filter(|(number, _)| number.len() == 1) {
            let mark = match (self.commas_after_numbers, self.blank_in_numbers) {
                (true, _) => "、",
                (_, true) => " . ",
                _ => ".",
            };
            text = format!("{number}{mark}{rest}");
        }
        if self.half_width_brackets {
            text = text.replace('（', "(").replace('）', ")");
        }
        text
    }
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) - u32::from('!') + u32::from('！')).unwrap_or(c)
}
