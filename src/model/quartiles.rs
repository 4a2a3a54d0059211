//! Median and quartiles of a group, exact.

use rust_decimal::Decimal;
use serde::Serialize;

/// Quartiles by linear interpolation between the sorted values at position (n − 1)·q counted from 0 (Hyndman and Fan
/// 1996, definition 7; `QUARTILE.INC` in spreadsheets).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
        let mut values = values;
        values.sort();
        let at = |quarters: usize| {
            let steps = (values.len() - 1) * quarters;
            let (below, rest) = (steps / 4, steps % 4);
            if rest == 0 {
                return Some(values[below]);
            }
            let gap = values[below + 1].checked_sub(values[below])?;
            values[below].checked_add(gap.checked_mul(Decimal::from(rest))?.checked_div(Decimal::from(4))?)
        };
        if values.len() < 2 {
            return None;
        }
        Some(Quartiles { count: values.len(), lower: at(1)?, median: at(2)?, upper: at(3)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quartiles(values: &[i64]) -> Option<[String; 3]> {
        let found = Quartiles::of(values.iter().map(|&v| v.into()).collect())?;
        Some([found.lower, found.median, found.upper].map(|v| v.normalize().to_string()))
    }

    #[test]
    fn quartiles_are_those_of_a_spreadsheet() {
        assert_eq!(quartiles(&[4, 1, 3, 2]), Some(["1.75", "2.5", "3.25"].map(String::from)));
        assert_eq!(quartiles(&[7, 15, 36, 39, 40, 41]), Some(["20.25", "37.5", "39.75"].map(String::from)));
        assert_eq!(quartiles(&[1, 2]), Some(["1.25", "1.5", "1.75"].map(String::from)));
    }

    #[test]
    fn one_body_has_no_quartiles() {
        assert_eq!(quartiles(&[]), None);
        assert_eq!(quartiles(&[5]), None);
    }

    #[test]
    fn numbers_too_large_give_no_quartiles_and_no_panic() {
        assert_eq!(Quartiles::of(vec![Decimal::MIN, Decimal::MAX]), None);
    }
}
