//! All bodies together, with what only shows when they are seen side by side. Built once from checked reports; the
//! order of the reports makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, Comparison, Coverage, Group, Indicator, Registry, series};
use crate::report::{CheckedReport, Scope};

/// Everything that the site and the published data are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    bodies: Vec<Body>,
    positions: BTreeMap<String, usize>,
    years: Vec<u16>,
    comparisons: Vec<Comparison>,
    coverage: Coverage,
}

impl Portal {
    /// Puts the reports together. Of two reports for one body (name and scope) and year, the first by source path is
    /// used. What the registry says of bodies without a report is not used.
    pub fn build(reports: Vec<CheckedReport>, registry: &Registry) -> Portal {
        let mut by_body: BTreeMap<(String, Scope), BTreeMap<u16, CheckedReport>> = BTreeMap::new();
        let mut reports = reports;
        reports.sort_by(|a, b| a.report().source.path.cmp(&b.report().source.path));
        for checked in reports {
            let report = checked.report();
            let years = by_body.entry((report.body.clone(), report.scope)).or_default();
            years.entry(report.year).or_insert(checked);
        }
        let slugs = series::slugs(by_body.keys(), registry);
        let mut bodies: Vec<Body> = by_body
            .into_iter()
            .zip(slugs)
            .map(|(((name, scope), years), slug)| series::body(name, scope, slug, years, registry))
            .collect();
        bodies.sort_by(|a, b| {
            let order = |body: &Body| (body.scope, body.level.is_none(), body.level);
            order(a).cmp(&order(b)).then_with(|| a.slug.cmp(&b.slug))
        });
        let positions = bodies.iter().enumerate().map(|(position, body)| (body.slug.clone(), position)).collect();
        let years: BTreeSet<u16> = bodies.iter().flat_map(|body| &body.years).map(|y| y.year).collect();
        let years: Vec<u16> = years.into_iter().collect();
        let comparisons = comparisons(&bodies, &years);
        let coverage = Coverage::of(&bodies);
        Portal { bodies, positions, years, comparisons, coverage }
    }

    /// All bodies: whole governments before agencies, higher levels before lower (unknown last), then by slug.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// The body with this slug.
    pub fn body(&self, slug: &str) -> Option<&Body> {
        self.position(slug).map(|position| &self.bodies[position])
    }

    /// The position in `bodies` of the body with this slug.
    pub fn position(&self, slug: &str) -> Option<usize> {
        self.positions.get(slug).copied()
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
        let wanted = (year, group, indicator);
        let found = self.comparisons.binary_search_by_key(&wanted, |c| (c.year, c.group, c.indicator));
        found.ok().map(|position| &self.comparisons[position])
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

fn comparisons(bodies: &[Body], years: &[u16]) -> Vec<Comparison> {
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (position, body) in bodies.iter().enumerate() {
        if let Some(level) = body.level {
            groups.entry(Group { scope: body.scope, level }).or_default().push(position);
        }
    }
    let mut all = Vec::new();
    for &year in years {
        for (&group, members) in &groups {
            if members.iter().any(|&body| bodies[body].year(year).is_some()) {
                let compare = |&indicator: &Indicator| Comparison::of(bodies, members, year, group, indicator);
                all.extend(Indicator::ALL.iter().map(compare));
            }
        }
    }
    all
}
