//! One body put together from its reports: its slug, what the registry says of it, the checks between its years, its
//! indicators and trends.

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, BodyYear, CheckCount, Indicator, ReadCounts, Reading, Registry, level, slug};
use crate::check::{figure_before, verdicts, verdicts_across};
use crate::form::{Check, FigureKey};
use crate::report::{CheckedReport, Finding, Scope, Severity, Verdict};

/// A unique slug for each body, in the order given (by name, then scope). Slugs that the registry gives come first; of
/// two bodies with one default slug the first by name gets it, the other gets its scope added (`-agency`), and where
/// that is taken too, the first free of `-2`, `-3`….
pub(super) fn slugs<'a>(bodies: impl Iterator<Item = &'a (String, Scope)> + Clone, registry: &Registry) -> Vec<String> {
    let given = registry.slugs();
    let mut taken = BTreeSet::new();
    let mut chosen: BTreeMap<&(String, Scope), String> = BTreeMap::new();
    for body in bodies.clone() {
        if let Some(&wanted) = given.get(body.0.as_str())
            && taken.insert(wanted.to_owned())
        {
            chosen.insert(body, wanted.to_owned());
        }
    }
    for body in bodies.clone() {
        chosen.entry(body).or_insert_with(|| {
            let plain = given.get(body.0.as_str()).map_or_else(|| slug::slug(&body.0), |wanted| (*wanted).to_owned());
            let with_scope = format!("{plain}-{}", body.1.id());
            let numbered = (2..).map(|number| format!("{plain}-{number}"));
            let mut candidates = [plain.clone(), with_scope].into_iter().chain(numbered);
            candidates.find(|candidate| taken.insert(candidate.clone())).expect("the numbers do not end")
        });
    }
    bodies.map(|body| chosen[body].clone()).collect()
}

/// Puts a body together. `reports` is not empty.
pub(super) fn body(
    name: String,
    scope: Scope,
    slug: String,
    reports: BTreeMap<u16, CheckedReport>,
    registry: &Registry,
) -> Body {
    let entry = registry.get(&name).cloned().unwrap_or_default();
    let population = entry.populations();
    let reports: Vec<CheckedReport> = reports.into_values().collect();
    let across: Vec<Across> = (0..reports.len()).map(|at| before(&reports, at)).collect();
    let mut years: Vec<BodyYear> = Vec::new();
    for (at, checked) in reports.into_iter().enumerate() {
        let report = checked.report();
        let (verdicts_before, findings_before) = &across[at];
        let own = checked.findings().iter().chain(findings_before).filter(is_conflict).flat_map(Finding::figures);
        let after = across.get(at + 1).map_or(&[][..], |(_, findings)| findings);
        let mut disputed: Vec<FigureKey> =
            own.chain(after.iter().filter(is_conflict).flat_map(figures_of_the_year_before)).collect();
        disputed.sort();
        disputed.dedup();
        let readings = Indicator::ALL.iter().map(|&indicator| Reading {
            indicator,
            outcome: indicator.compute(report, population.get(&report.year), &disputed),
        });
        years.push(BodyYear {
            year: report.year,
            readings: readings.collect(),
            read: ReadCounts::of(&report.figures),
            counts: counts(verdicts(&checked).into_iter().chain(verdicts_before.iter().copied())),
            findings: in_order(checked.findings(), findings_before),
            disputed,
            checked,
        });
    }
    let level = entry.level.or_else(|| level::level(&name, scope));
    Body {
        slug,
        name,
        name_en: entry.en,
        scope,
        level,
        parent: entry.parent,
        region_code: entry.region_code,
        population,
        years: years.into(),
    }
}

/// How the checks between two years came out, and their findings.
type Across = (Vec<(Check, Verdict)>, Vec<Finding>);

/// What the checks say of a report and the one before it; nothing for the first, and nothing across a gap.
fn before(reports: &[CheckedReport], at: usize) -> Across {
    match at.checked_sub(1) {
        Some(earlier) => verdicts_across(reports[earlier].report(), reports[at].report()),
        None => (Vec::new(), Vec::new()),
    }
}

fn is_conflict(finding: &&Finding) -> bool {
    finding.severity == Severity::Conflict
}

/// The figures of the earlier report that a finding between two years concerns. The finding itself belongs to the
/// later report and names only figures of that.
fn figures_of_the_year_before(finding: &Finding) -> Vec<FigureKey> {
    let left = finding.left.iter().flat_map(|side| side.figures.iter().copied());
    left.filter_map(|key| figure_before(finding.check, key)).collect()
}

/// Both lists as one, in the order of `Check::ALL`; within a check, in the order that they had.
fn in_order(own: &[Finding], across: &[Finding]) -> Vec<Finding> {
    let mut all: Vec<Finding> = own.iter().chain(across).cloned().collect();
    all.sort_by_key(|finding| finding.check);
    all
}

/// How the instances came out, in the order of `Check::ALL`.
fn counts(verdicts: impl Iterator<Item = (Check, Verdict)>) -> [CheckCount; Check::ALL.len()] {
    let mut counts = [CheckCount::default(); Check::ALL.len()];
    for (check, verdict) in verdicts {
        let count = &mut counts[check as usize];
        match verdict {
            Verdict::Holds => count.held += 1,
            Verdict::Fails => count.failed += 1,
            Verdict::Undecided => count.undecided += 1,
        }
    }
    counts
}
