//! One indicator of one body over its years: all that the lists of an indicator may ask of a body, so that they need to be made
//! again only where that has changed.

use super::{Scene, bodies};
use crate::form::Edition;
use crate::model::{Body, Indicator, NotAvailable, Trend, Value};
use crate::report::{Level, Scope};

/// What an indicator comes to in a year, or why it does not.
pub type Computed = Result<Value, NotAvailable>;

/// An indicator of a body.
#[derive(Clone, Copy)]
pub struct Readings<'a> {
    /// Nothing else of it is told.
    body: &'a Body,
    indicator: Indicator,
}

impl<'a> Readings<'a> {
    /// Who asks for it has to note it.
    pub(super) fn new(body: &'a Body, indicator: Indicator) -> Readings<'a> {
        Readings { body, indicator }
    }

    /// Scope and level of the body: what it is compared with.
    pub fn group(&self) -> (Scope, Option<Level>) {
        (self.body.scope, self.body.level)
    }

    /// What the body is, in words.
    pub fn group_name(&self, scene: &Scene) -> String {
        bodies::group_name(scene, self.body)
    }

    /// What a year says, and by which edition; `None` where it has no report.
    pub fn year(&self, year: u16) -> Option<(Edition, &'a Computed)> {
        self.body.year(year).map(|one| (one.report().edition(), &one.reading(self.indicator).outcome))
    }

    /// What every year with a report says, and by which edition, oldest first.
    pub fn years(&self) -> impl Iterator<Item = (u16, Edition, &'a Computed)> {
        let indicator = self.indicator;
        self.body.years.iter().map(move |one| (one.year, one.report().edition(), &one.reading(indicator).outcome))
    }

    /// How it went on.
    pub fn trend(&self) -> Trend {
        self.body.trend(self.indicator)
    }
}
