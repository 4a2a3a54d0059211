//! How an indicator is computed: sums of figures, and what is done with them. A sum is of all its figures or it is not
//! there: a partial sum cannot come out of this file.

use rust_decimal::Decimal;

use super::NotAvailable;
use crate::form::{Column, FigureKey, Row, Unit};
use crate::report::{Report, State};

/// What is computed.
pub(super) enum Formula {
    /// A sum.
    Count(Sum),
    /// One sum as a share of another.
    Share { part: Sum, whole: Sum },
    /// One sum for every `per` of another.
    Per { part: Sum, whole: Sum, per: u32 },
    /// A sum for every `per` persons.
    PerPopulation { part: Sum, per: u32 },
}

impl Formula {
    /// Every figure that goes in, in no order, possibly with repeats.
    pub(super) fn inputs(&self) -> Vec<FigureKey> {
        match self {
            Formula::Count(sum) | Formula::PerPopulation { part: sum, .. } => sum.keys().collect(),
            Formula::Share { part, whole } | Formula::Per { part, whole, .. } => {
                part.keys().chain(whole.keys()).collect()
            }
        }
    }
}

/// Figures that are added, less figures that are taken off.
pub(super) struct Sum {
    added: Vec<FigureKey>,
    taken_off: Vec<FigureKey>,
}

impl Sum {
    /// One column of some rows.
    pub(super) fn of_rows(rows: &[Row], column: Column) -> Sum {
        let key = |&row: &Row| FigureKey { table: row.table(), row, column };
        Sum { added: rows.iter().map(key).collect(), taken_off: Vec::new() }
    }

    /// Both together.
    pub(super) fn and(mut self, other: Sum) -> Sum {
        self.added.extend(other.added);
        self.taken_off.extend(other.taken_off);
        self
    }

    /// This less the other.
    pub(super) fn without(mut self, other: Sum) -> Sum {
        self.added.extend(other.taken_off);
        self.taken_off.extend(other.added);
        self
    }

    fn keys(&self) -> impl Iterator<Item = FigureKey> + '_ {
        self.added.iter().chain(&self.taken_off).copied()
    }

    /// The sum of a report's figures, amounts in 万元. It is not available when any figure has no value.
    pub(super) fn of(&self, report: &Report) -> Result<Decimal, NotAvailable> {
        let mut total = Decimal::ZERO;
        for key in &self.added {
            total = total.checked_add(value(report, *key)?).ok_or(NotAvailable::TooLarge)?;
        }
        for key in &self.taken_off {
            total = total.checked_sub(value(report, *key)?).ok_or(NotAvailable::TooLarge)?;
        }
        Ok(total)
    }
}

fn value(report: &Report, key: FigureKey) -> Result<Decimal, NotAvailable> {
    let figure = report.figure(key).ok_or_else(|| NotAvailable::Lacking(vec![(key, State::Missing)]))?;
    let value = figure.value().ok_or_else(|| NotAvailable::Lacking(vec![(key, figure.state())]))?;
    match figure.unit() {
        Unit::Yuan => value.checked_div(Decimal::from(10_000)).ok_or(NotAvailable::TooLarge),
        Unit::Case | Unit::Item | Unit::WanYuan => Ok(value),
    }
}
