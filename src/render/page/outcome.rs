//! How requests ended, in the six groups that are shown everywhere in one order and one colour each. A group with a
//! figure that is not there has no number: a partial sum would pass for a whole.

use rust_decimal::Decimal;

use super::Scene;
use crate::form::{Column, Edition, FigureKey, Layout, Row};
use crate::render::chart::Class;
use crate::report::Report;

/// A group of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Its colour.
    pub class: Class,
    /// The row, or the group of rows, that it adds up.
    id: &'static str,
}

/// All groups, in the order of the form.
pub const OUTCOMES: [Outcome; 6] = [
    Outcome { class: Class::Granted, id: "granted" },
    Outcome { class: Class::Partly, id: "partly_granted" },
    Outcome { class: Class::Refused, id: "refused" },
    Outcome { class: Class::Unavailable, id: "unavailable" },
    Outcome { class: Class::NotProcessed, id: "not_processed" },
    Outcome { class: Class::Other, id: "other" },
];

impl Outcome {
    /// The rows that it adds up in an edition.
    pub fn rows(self, edition: Edition) -> Vec<Row> {
        Layout::of(edition).rows_of(self.id).collect()
    }

    /// Its number of requests; `None` where one of its figures is not there.
    pub fn total(self, report: &Report) -> Option<Decimal> {
        self.rows(report.edition())
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, row| sum.checked_add(report.value(FigureKey::requests(row, Column::Total))?))
    }

    /// Its name.
    pub fn name(self, scene: &Scene) -> String {
        let kind = if matches!(self.class, Class::Granted | Class::Partly) { "row" } else { "group" };
        scene.term(&format!("form.{kind}.{}.short", self.id))
    }
}
