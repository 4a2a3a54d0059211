//! What an indicator amounts to for one body and year: a value that keeps its parts, or the reason why there is none.

use rust_decimal::Decimal;

use super::{Indicator, Interval};
use crate::form::{Edition, FigureKey};
use crate::report::State;
use crate::text::Language;

/// An exact number with its parts. A share stays a pair until it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A count of cases, or an amount.
    Count(Decimal),
    /// `part` of `whole` cases; 0 ≤ part ≤ whole, whole > 0.
    Share { part: Decimal, whole: Decimal },
    /// `part` for every `per` of `whole`: reviews per 100 cases. It may exceed `per`, so it is no share. whole > 0.
    Ratio { part: Decimal, whole: Decimal, per: Decimal },
}

impl Measure {
    /// As one number: the count; the share as a fraction between 0 and 1; the ratio already multiplied by `per`.
    pub fn number(&self) -> Decimal {
        todo!()
    }

    /// The number above the line; `None` for a count.
    pub fn numerator(&self) -> Option<Decimal> {
        match *self {
            Measure::Count(_) => None,
            Measure::Share { part, .. } | Measure::Ratio { part, .. } => Some(part),
        }
    }

    /// The number below the line; `None` for a count.
    pub fn denominator(&self) -> Option<Decimal> {
        match *self {
            Measure::Count(_) => None,
            Measure::Share { whole, .. } | Measure::Ratio { whole, .. } => Some(whole),
        }
    }

    /// Whether it is a rate over fewer than 10 cases: shown as counts, without a place in an order and without a bar.
    /// Never so for a count.
    pub fn few(&self) -> bool {
        self.denominator().is_some_and(|whole| whole < Decimal::TEN)
    }
}

/// An indicator that could be computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The number with its parts.
    pub measure: Measure,
    /// The 95 % interval, for shares only.
    pub interval: Option<Interval>,
    /// A finding of severity `conflict` touches one of its inputs: 数据不一致，待核实.
    pub disputed: bool,
    /// One of its inputs was not legible and follows from the sums.
    pub inferred: bool,
}

/// Why an indicator is not available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAvailable {
    /// Inputs that are blank, missing or unreadable, in the order of the form; never empty.
    Lacking(Vec<(FigureKey, State)>),
    /// The denominator is 0.
    ZeroDenominator,
    /// The report uses an edition that does not have the indicator; `needs` is the one that does.
    OtherEdition { needs: Edition },
    /// The maintainer gives no population for the year.
    NoPopulation,
    /// The part is negative or above the whole: the figures contradict each other, and no share can be had from them.
    Impossible { part: Decimal, whole: Decimal },
    /// A number is too large to be computed with exactly.
    TooLarge,
}

impl NotAvailable {
    /// The reason as published in `indicators.csv`, without words of any language: `zero_denominator`,
    /// `missing:requests/handled/total;blank:requests/granted/total`.
    pub fn code(&self) -> String {
        todo!()
    }

    /// The reason in one short sentence.
    pub fn words(&self, language: Language) -> String {
        let _ = language;
        todo!()
    }
}

/// One indicator of one body and year.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which indicator.
    pub indicator: Indicator,
    /// Its value, or why there is none.
    pub outcome: Result<Value, NotAvailable>,
}

impl Reading {
    /// The value, where there is one.
    pub fn value(&self) -> Option<&Value> {
        self.outcome.as_ref().ok()
    }
}
