//! How a number is written for a reader. Exact: what is not rounded on purpose is written as it stands.

use rust_decimal::Decimal;

use crate::text::Language;

/// A figure as it stands, with thousands separators: `10,335.99536`, `−3`.
pub fn exact(value: Decimal) -> String {
    value.to_string()
}

/// `part` of `whole` in percent with one decimal, half up: `70.4 %`. `None` where `whole` is zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<String> {
    let _ = (part, whole);
    None
}

/// A value that is in percent already, with one decimal: `70.4 %`.
pub fn percent_value(value: Decimal) -> String {
    value.to_string()
}

/// An interval in percent: `64.0–76.1 %`. Both ends in percent.
pub fn interval(low: f64, high: f64) -> String {
    format!("{low}–{high}")
}

/// A change in percentage points, with its sign: `+1.2 个百分点`.
pub fn points(language: Language, value: Decimal) -> String {
    let _ = language;
    value.to_string()
}

/// A change in counts, with its sign: `+12`, `−3`, `0`.
pub fn change(value: Decimal) -> String {
    value.to_string()
}

/// A number for a chart's axis or mark, with thousands separators: `1,200`.
pub fn chart_count(value: f64) -> String {
    value.to_string()
}

/// A percentage for a chart's axis, `value` from 0 to 100: `20 %`.
pub fn chart_percent(value: f64) -> String {
    value.to_string()
}

/// What stands for a number that is not there. The page says why beside it.
pub const MISSING: &str = "—";
