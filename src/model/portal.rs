//! All bodies together, with what only shows when they are seen side by side. Built once from checked reports; the
//! order of the reports makes no difference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::comparison::Member;
use super::{Body, Comparison, Coverage, Group, Indicator, Registry, series};
use crate::report::{CheckedReport, Scope};

/// Everything that the site and the published data are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    bodies: Vec<Body>,
    positions: BTreeMap<String, usize>,
    years: Vec<u16>,
    comparisons: Vec<Arc<Comparison>>,
    coverage: Coverage,
}

impl Portal {
    /// Puts the reports together. Of two reports for one body (name and scope) and year, the first by source path is
    /// used. What the registry says of bodies without a report is not used.
    pub fn build(reports: Vec<CheckedReport>, registry: &Registry) -> Portal {
        Portal::build_after(None, reports, registry)
    }

    /// The same, where only some reports have changed since another portal was built with the same registry: bodies whose
    /// reports are the very same are taken over from it, and comparisons of what has not changed.
    pub fn build_after(before: Option<&Portal>, reports: Vec<CheckedReport>, registry: &Registry) -> Portal {
        let bodies_before = before.map_or(&[][..], Portal::bodies);
        let known: BTreeMap<(&str, Scope), &Body> =
            bodies_before.iter().map(|body| ((body.name.as_str(), body.scope), body)).collect();
        let mut by_body: BTreeMap<(String, Scope), BTreeMap<u16, CheckedReport>> = BTreeMap::new();
        let mut reports = reports;
        reports.sort_by(|a, b| a.report().source.path.cmp(&b.report().source.path));
        for checked in reports {
            let report = checked.report();
            let years = by_body.entry((report.body.clone(), report.scope)).or_default();
            years.entry(report.year).or_insert(checked);
        }
        let slugs = series::slugs(by_body.keys(), registry);
        let found: Vec<((String, Scope), BTreeMap<u16, CheckedReport>)> = by_body.into_iter().collect();
        let mut bodies: Vec<Body> = found
            .into_par_iter()
            .zip(slugs)
            .map(|(((name, scope), years), slug)| match known.get(&(name.as_str(), scope)) {
                Some(body) if body.is_of(&years) => Body { slug, ..(*body).clone() },
                _ => series::body(name, scope, slug, years, registry),
            })
            .collect();
        bodies.sort_by(|a, b| {
            let order = |body: &Body| (body.scope, body.level.is_none(), body.level);
            order(a).cmp(&order(b)).then_with(|| a.slug.cmp(&b.slug))
        });
        let positions = bodies.iter().enumerate().map(|(position, body)| (body.slug.clone(), position)).collect();
        let years: BTreeSet<u16> = bodies.iter().flat_map(|body| body.years.iter()).map(|y| y.year).collect();
        let years: Vec<u16> = years.into_iter().collect();
        let comparisons = comparisons(&bodies, &years, before);
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
    pub fn comparisons(&self) -> impl DoubleEndedIterator<Item = &Comparison> + Clone {
        self.comparisons.iter().map(Arc::as_ref)
    }

    /// One comparison, `None` where no body of the group has a report for the year.
    pub fn comparison(&self, year: u16, group: Group, indicator: Indicator) -> Option<&Comparison> {
        self.comparison_at(year, group, indicator).map(Arc::as_ref)
    }

    fn comparison_at(&self, year: u16, group: Group, indicator: Indicator) -> Option<&Arc<Comparison>> {
        let wanted = (year, group, indicator);
        let found = self.comparisons.binary_search_by_key(&wanted, |c| (c.year, c.group, c.indicator));
        found.ok().map(|position| &self.comparisons[position])
    }

    /// The comparisons of an indicator, by year (oldest first) and group.
    pub fn comparisons_of(&self, indicator: Indicator) -> impl DoubleEndedIterator<Item = &Comparison> + Clone {
        self.comparisons().filter(move |comparison| comparison.indicator == indicator)
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

/// All comparisons. Those whose members say the same as `before` are taken over from it.
fn comparisons(bodies: &[Body], years: &[u16], before: Option<&Portal>) -> Vec<Arc<Comparison>> {
    let is_same_body = |(a, b): (&Body, &Body)| (&a.slug, &a.name, a.scope) == (&b.slug, &b.name, b.scope);
    let is_same_list =
        |other: &&Portal| other.bodies.len() == bodies.len() && bodies.iter().zip(&other.bodies).all(is_same_body);
    let before = before.filter(is_same_list);
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (position, body) in bodies.iter().enumerate() {
        if let Some(group) = body.group() {
            groups.entry(group).or_default().push(position);
        }
    }
    let mut all = Vec::new();
    for &year in years {
        for (&group, members) in &groups {
            let members: Vec<Member> =
                members.iter().map(|&body| Member { body, body_year: bodies[body].year(year) }).collect();
            if members.iter().any(|member| member.body_year.is_some()) {
                let says_the_same = |other: &&Portal| {
                    members.iter().all(|one| bodies[one.body].says_the_same_for(year, &other.bodies[one.body]))
                };
                let before = before.filter(says_the_same);
                let compare = |&indicator: &Indicator| {
                    let known = before.and_then(|other| other.comparison_at(year, group, indicator));
                    let made = || Arc::new(Comparison::of(&members, year, group, indicator));
                    known.map_or_else(made, Arc::clone)
                };
                // Those that nobody has a value of take no time, so no thread takes several at once.
                all.par_extend(Indicator::ALL.par_iter().with_max_len(1).map(compare));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::form::Edition;
    use crate::model::CoverageCell;
    use crate::model::testing::{key, numbers, portal, report};
    use crate::report::{self, Figure, Figures};

    #[test]
    fn two_reports_for_one_year_leave_the_first_by_path() {
        let twice = |path: &str, value| {
            let mut one = report("甲县", Scope::Government, 2023, &[]);
            one.source.path = path.to_owned();
            one.title = value;
            check(one)
        };
        let reports = vec![twice("reports/b.txt", "second".to_owned()), twice("reports/a.txt", "first".to_owned())];
        let portal = portal(reports);
        assert_eq!(portal.bodies()[0].years.len(), 1);
        assert_eq!(portal.bodies()[0].latest().report().title, "first");
    }

    #[test]
    fn the_order_of_the_reports_makes_no_difference() {
        let reports = || vec![numbers("甲县", 2022, &[]), numbers("乙县", 2023, &[]), numbers("甲县", 2023, &[])];
        let mut turned = reports();
        turned.reverse();
        assert_eq!(portal(reports()), portal(turned));
    }

    #[test]
    fn what_is_taken_over_from_the_portal_before_is_as_it_would_be_made() {
        let (a, b, c) = (numbers("佳县", 2022, &[]), numbers("甲县", 2023, &[]), numbers("佳县", 2023, &[]));
        let registry = Registry::default();
        // Another number; another number of the year before, which puts an unchanged report in doubt; another edition.
        let d = numbers("甲县", 2023, &[("requests/received/total", "9")]);
        let e = numbers("佳县", 2022, &[("requests/carried_over/total", "3")]);
        let f = numbers("佳县", 2023, &[("requests/carried_in/total", "4")]);
        let received = d.report().figure(key("requests/received/total")).unwrap().clone();
        let mut figures = Figures::from_fn(Edition::E2019, |key| Figure::missing(key.column.unit()));
        figures.set(key("requests/received/total"), received);
        let g = check(report::Report { figures, ..d.report().clone() });
        let steps = [
            vec![&b],
            vec![&a, &b],
            vec![&a, &b, &c],
            vec![&b, &c],
            vec![&a],
            vec![&b],
            vec![&d],
            vec![&a, &d, &f],
            vec![&e, &d, &f],
            vec![&e, &b, &f],
            vec![&e, &d, &f],
            vec![&e, &g, &f],
        ];
        let mut before = Portal::build(Vec::new(), &registry);
        for step in steps {
            let reports = || step.iter().map(|one| (*one).clone()).collect();
            let after = Portal::build_after(Some(&before), reports(), &registry);
            assert_eq!(after, Portal::build(reports(), &registry));
            before = after;
        }
    }

    #[test]
    fn bodies_of_one_sound_get_different_slugs() {
        let reports = vec![
            numbers("佳县", 2023, &[]),
            numbers("甲县", 2023, &[]),
            check(report("甲县", Scope::Agency, 2023, &[])),
            numbers("家县", 2023, &[]),
        ];
        let portal = portal(reports);
        let slug = |name: &str, scope| {
            let found = portal.bodies().iter().find(|body| body.name == name && body.scope == scope);
            found.unwrap().slug.clone()
        };
        assert_eq!(slug("佳县", Scope::Government), "jiaxian");
        assert_eq!(slug("家县", Scope::Government), "jiaxian-government");
        assert_eq!(slug("甲县", Scope::Government), "jiaxian-2");
        assert_eq!(slug("甲县", Scope::Agency), "jiaxian-agency");
        assert_eq!(portal.body("jiaxian-2").unwrap().name, "甲县");
    }

    #[test]
    fn the_registry_outranks_the_name() {
        let registry: Registry =
            toml::from_str("[[body]]\nname = \"固原市\"\nslug = \"guyuan\"\nen = \"Guyuan\"\nlevel = \"prefecture\"")
                .unwrap();
        let portal = Portal::build(vec![numbers("固原市", 2023, &[])], &registry);
        let body = portal.body("guyuan").unwrap();
        assert_eq!(body.level, Some(crate::report::Level::Prefecture));
        assert_eq!(body.name_in(crate::text::Language::En), "Guyuan");
    }

    #[test]
    fn a_conflict_between_two_years_marks_both() {
        let reports = vec![
            numbers("甲县", 2022, &[("requests/carried_over/total", "3"), ("requests/received/total", "1")]),
            numbers("甲县", 2023, &[("requests/carried_in/total", "4"), ("requests/received/total", "1")]),
        ];
        let portal = portal(reports);
        let disputed = |year, indicator| {
            let body_year = portal.bodies()[0].year(year).unwrap();
            body_year.reading(indicator).value().unwrap().disputed
        };
        assert!(disputed(2022, Indicator::CarriedOver));
        assert!(disputed(2023, Indicator::Workload));
        assert!(!disputed(2022, Indicator::Received) && !disputed(2023, Indicator::Received));
        let later = portal.bodies()[0].latest();
        assert!(later.findings.iter().any(|finding| finding.check == crate::form::Check::RequestsCarry));
        assert!(later.check_counts().iter().any(|(check, count)| check.id() == "requests.carry" && count.failed == 1));
    }

    #[test]
    fn coverage_tells_a_gap_from_before_and_after() {
        let reports = vec![
            numbers("甲县", 2020, &[("requests/received/total", "1")]),
            numbers("甲县", 2022, &[]),
            numbers("乙县", 2021, &[]),
        ];
        let portal = portal(reports);
        let coverage = portal.coverage();
        assert_eq!(coverage.years, [2020, 2021, 2022]);
        let kinds = |row: usize| {
            let kind = |cell: &CoverageCell| match cell {
                CoverageCell::Report(read) => format!("{}/{}", read.with_value(), read.total()),
                CoverageCell::Gap => "gap".to_owned(),
                CoverageCell::Outside => "outside".to_owned(),
            };
            coverage.rows[row].cells.iter().map(kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(0), ["1/198", "gap", "0/200"]);
        assert_eq!(kinds(1), ["outside", "0/200", "outside"]);
        assert_eq!(portal.bodies()[0].gaps(), [2021]);
        assert_eq!(coverage.reports(2021), 1);
    }

    #[test]
    fn no_report_gives_an_empty_portal() {
        let portal = portal(Vec::new());
        assert!(portal.bodies().is_empty() && portal.years().is_empty() && portal.coverage().years.is_empty());
    }
}
