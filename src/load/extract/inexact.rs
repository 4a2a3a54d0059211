//! Words by which a figure is not what a report says of the whole year: in a note below a table, or in a remark beside a
//! collected value.

use super::normal::has_any;

/// The words, Latin ones in small letters.
pub const WORDS: [&str; 26] = [
    "估算",
    "估计",
    "估值",
    "暂估",
    "暂定",
    "暂时",
    "大约",
    "约为",
    "左右",
    "预计",
    "推算",
    "不完整",
    "不完全",
    "不全",
    "不含",
    "未核",
    "待核",
    "存疑",
    "上年数",
    "去年数",
    "estimat",
    "provisional",
    "preliminary",
    "incomplete",
    "partial",
    "half-year",
];

/// Whether one of them stands in a text.
pub fn is_inexact(text: &str) -> bool {
    has_any(text, &WORDS)
}
