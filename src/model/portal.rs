//! All bodies together, with what only shows when they are seen side by side. Built once from checked reports; the
//! order of the reports makes no difference.

use super::{Body, Comparison, Coverage, Group, Indicator, Registry};
use crate::report::CheckedReport;

/// Everything that the site and the published data are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    bodies: Vec<Body>,
    years: Vec<u16>,
    comparisons: Vec<Comparison>,
    coverage: Coverage,
}

impl Portal {
    /// Puts the reports together. Of two reports for one body (name and scope) and year, the first by source path is
    /// used. What the registry says of bodies without a report is not used.
    pub fn build(reports: Vec<CheckedReport>, registry: &Registry) -> Portal {
        let _ = (reports, registry);
        todo!()
    }

    /// All bodies: whole governments before agencies, higher levels before lower (unknown last), then by slug.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// The body with this slug.
    pub fn body(&self, slug: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.slug == slug)
    }

    /// Every year that has a report, oldest first.
    pub fn years(&self) -> &[u16] {
        &self.years
    }

    /// Every comparison, by year (oldest first), group and indicator. A group is there for a year when at least one
    /// of its bodies has a report for it.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.comparisons
    }

    /// One comparison, `None` where no body of the group has a report for the year.
    pub fn comparison(&self, year: u16, group: Group, indicator: Indicator) -> Option<&Comparison> {
        self.comparisons.iter().find(|c| c.year == year && c.group == group && c.indicator == indicator)
    }

    /// The groups that have a report for the year, in order.
    pub fn groups(&self, year: u16) -> Vec<Group> {
        let mut groups: Vec<Group> = self.comparisons.iter().filter(|c| c.year == year).map(|c| c.group).collect();
        groups.dedup();
        groups
    }

    /// The positions of bodies whose level is not known, so that they are compared with none.
    pub fn without_level(&self) -> Vec<usize> {
        (0..self.bodies.len()).filter(|&body| self.bodies[body].level.is_none()).collect()
    }

    /// Which body has a report for which year.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}
