//! How far a rate of few cases could move: the Wilson score interval. Display only; no check or order depends on the
//! last digits, so it is the one place where floating point is used.

use rust_decimal::Decimal;

/// A 95 % interval for a share; both ends are fractions between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The 95 % Wilson score interval without continuity correction (Wilson 1927; Newcombe 1998, method 3) of `part` of
/// `whole` cases. `None` where it has no meaning: no cases, a negative number, or a part above the whole.
pub fn wilson(part: Decimal, whole: Decimal) -> Option<Interval> {
    let _ = (part, whole);
    todo!()
}
