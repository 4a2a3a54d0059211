//! How a number is written for a reader. Exact: what is not rounded on purpose is written as it stands. Knows nothing
//! of why a number is missing.

use rust_decimal::prelude::*;

use crate::report::plain;
use crate::text::{Language, fill};

/// What stands for a number that is not there. The page says why beside it.
pub const MISSING: &str = "—";

const MINUS: char = '−';

/// A figure as it stands, with thousands separators and every decimal it came with: `10,335.99536`, `−3`.
pub fn exact(value: Decimal) -> String {
    let plain = plain(value);
    if plain.len() <= 3 && plain.bytes().all(|byte| byte.is_ascii_digit()) { plain } else { grouped(&plain) }
}

/// `part` of `whole` in percent with one decimal, half up: `70.4 %`. `None` where `whole` is zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<String> {
    if let (Some(part), Some(whole)) = (case_count(part), case_count(whole)) {
        let tenths = (part * 2000 + whole).checked_div(2 * whole)?;
        return Some(format!("{}\u{a0}%", grouped(&format!("{}.{}", tenths / 10, tenths % 10))));
    }
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole).map(percent_value)
}

/// The value, if it is a count of ordinary size: nearly all are, and whole numbers are divided faster.
fn case_count(value: Decimal) -> Option<u64> {
    u64::try_from(value.mantissa()).ok().filter(|count| value.scale() == 0 && *count < 1 << 50)
}

/// A value that is in percent already, with one decimal, half up: `70.4 %`.
pub fn percent_value(value: Decimal) -> String {
    format!("{}\u{a0}%", tenths(value))
}

/// An interval in percent: `64.0–76.1 %`. Both ends in percent; an end that is no number is written as a dash.
pub fn interval(low: f64, high: f64) -> String {
    let end = |value: f64| Decimal::from_f64(value).map_or_else(|| MISSING.to_owned(), tenths);
    format!("{}–{}\u{a0}%", end(low), end(high))
}

/// From one year to another: `2019–2023`; the year alone where it is one.
pub fn years(first: u16, last: u16) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// A change in percentage points with its sign and its unit in words: `+1.2 个百分点`, `−0.4 percentage points`.
pub fn points(language: Language, value: Decimal) -> String {
    fill(language, "site.number.points", &[("value", &signed(&tenths(value)))])
}

/// A change in counts with its sign: `+12`, `−3`, `0`.
pub fn change(value: Decimal) -> String {
    signed(&exact(value))
}

/// A number for a chart's axis or mark, with thousands separators: `1,200`. Whole numbers up to 2⁵³ and decimals of up
/// to 15 digits are written exactly.
pub fn chart_count(value: f64) -> String {
    if value.is_finite() { grouped(&value.to_string()) } else { MISSING.to_owned() }
}

/// A percentage for a chart's axis or part, `value` from 0 to 100, rounded to whole percent: `20 %`.
pub fn chart_percent(value: f64) -> String {
    if value.is_finite() { format!("{}\u{a0}%", grouped(&value.round().to_string())) } else { MISSING.to_owned() }
}

/// One decimal, half up (away from zero), with thousands separators.
fn tenths(value: Decimal) -> String {
    let rounded = value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    grouped(&format!("{rounded:.1}"))
}

/// A plus sign before a number that is above zero, as written by this module.
fn signed(written: &str) -> String {
    let zero = written.chars().all(|c| matches!(c, '0' | '.' | ','));
    if zero || written.starts_with(MINUS) { written.to_owned() } else { format!("+{written}") }
}

/// `digits` (an optional hyphen, digits, an optional point and digits) with separators and a proper minus sign. A zero
/// has no sign.
fn grouped(digits: &str) -> String {
    let (negative, digits) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::with_capacity(digits.len() + 6);
    if negative && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        out.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_figure_keeps_every_digit_it_came_with() {
        for (value, written) in [
            ("0", "0"),
            ("7", "7"),
            ("999", "999"),
            ("1000", "1,000"),
            ("10335.99536", "10,335.99536"),
            ("10335.50", "10,335.50"),
            ("9007199254740993", "9,007,199,254,740,993"),
            ("-3", "−3"),
            ("-1234.5", "−1,234.5"),
            ("-0", "0"),
        ] {
            assert_eq!(exact(decimal(value)), written);
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_from_the_exact_fraction() {
        for (part, whole, written) in [
            (150, 213, Some("70.4\u{a0}%")),
            (15, 214, Some("7.0\u{a0}%")),
            (0, 5, Some("0.0\u{a0}%")),
            (5, 5, Some("100.0\u{a0}%")),
            (1, 2000, Some("0.1\u{a0}%")),
            (1, 2001, Some("0.0\u{a0}%")),
            (3, 0, None),
        ] {
            assert_eq!(percent(part.into(), whole.into()).as_deref(), written, "{part} of {whole}");
        }
    }

    #[test]
    fn counts_are_divided_as_all_numbers_are() {
        for whole in (0u64..60).chain([999, 1000, 2000, 4000, 123_457, (1 << 50) - 1]) {
            for part in (0..=whole.min(70)).chain([whole, whole / 3, whole * 2, whole / 2000]) {
                let (part, whole) = (Decimal::from(part), Decimal::from(whole));
                let divided = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole));
                assert_eq!(percent(part, whole), divided.map(percent_value), "{part} of {whole}");
            }
        }
    }

    #[test]
    fn changes_carry_their_sign_and_zero_carries_none() {
        for (value, written) in [("12", "+12"), ("-3", "−3"), ("0", "0"), ("1200", "+1,200")] {
            assert_eq!(change(decimal(value)), written);
        }
        for (value, zh, en) in [
            ("1.24", "+1.2 个百分点", "+1.2 percentage points"),
            ("-0.45", "−0.5 个百分点", "−0.5 percentage points"),
            ("-0.04", "0.0 个百分点", "0.0 percentage points"),
        ] {
            assert_eq!(points(Language::Zh, decimal(value)), zh);
            assert_eq!(points(Language::En, decimal(value)), en);
        }
    }

    #[test]
    fn an_interval_is_two_ends_with_one_unit() {
        assert_eq!(interval(63.97, 76.149), "64.0–76.1\u{a0}%");
        assert_eq!(interval(f64::NAN, 100.0), "—–100.0\u{a0}%");
    }

    #[test]
    fn numbers_of_charts_are_written_like_figures() {
        for (value, written) in [(0.0, "0"), (-0.0, "0"), (10335.99536, "10,335.99536"), (1e12, "1,000,000,000,000")] {
            assert_eq!(chart_count(value), written);
        }
        assert_eq!(chart_count(f64::NAN), MISSING);
        assert_eq!(chart_percent(25.0), "25\u{a0}%");
    }
}
