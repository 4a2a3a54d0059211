//! Median and quartiles of a group, exact.

use rust_decimal::Decimal;

/// Quartiles by linear interpolation between the sorted values at position (n − 1)·q counted from 0 (Hyndman and Fan
/// 1996, definition 7; `QUARTILE.INC` in spreadsheets).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quartiles {
    /// How many values they are from; at least 2.
    pub count: usize,
    /// First quartile.
    pub lower: Decimal,
    /// Median.
    pub median: Decimal,
    /// Third quartile.
    pub upper: Decimal,
}

impl Quartiles {
    /// The quartiles of `values` in any order; `None` for fewer than 2 values.
    pub fn of(values: Vec<Decimal>) -> Option<Quartiles> {
        let _ = values;
        todo!()
    }
}
