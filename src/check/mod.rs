//! What must equal what: adds up the sums within one report, compares its prose with its tables, and follows two
//! consecutive reports of a body from one year to the next. Each instance of a check holds, fails with both sides and
//! their places, or cannot be decided with what is missing. Knows nothing of files, nor of words shown to people.
//!
//! Only [`check`] makes a `CheckedReport`, so nothing unchecked can be published.

mod automaton;
mod form;
mod prose;
mod side;
mod sums;
mod years;

use std::sync::Arc;

use crate::form::Check;
use crate::report::{CheckInstance, CheckedReport, Finding, Outcome, Report, Severity, SourceKind, Verdict};

pub use automaton::{any_of, rare};
pub use sums::{follows_from, is_equal};
pub use years::{check_across, figure_before, verdicts_across};

/// Checks one report by itself. Instances and findings come in the order of `Check::ALL`, those of one check in the
/// order of the form or of the text.
pub fn check(report: impl Into<Arc<Report>>) -> CheckedReport {
    let report = report.into();
    let prose = prose(&report).into();
    check_with(report, prose)
}

/// What comparing the prose of a report with its tables says: a function of the report alone, and most of the work of
/// checking it, so it may be done before and remembered.
pub fn prose(report: &Report) -> Vec<CheckInstance> {
    prose::check(report)
}

/// [`check`], where what [`prose`] says of this very report is known.
pub fn check_with(report: Arc<Report>, prose: Arc<[CheckInstance]>) -> CheckedReport {
    let instances = with_sums(sums::failing(&report), &report, &prose);
    let findings = instances.iter().filter_map(|instance| finding(&report, instance)).collect();
    CheckedReport::new(report, prose, findings)
}

/// Every instance of every check within a report, in the order of `Check::ALL` and of the form.
pub fn instances(checked: &CheckedReport) -> Vec<CheckInstance> {
    let report = checked.report();
    with_sums(sums::check(report), report, checked.prose())
}

/// How every instance of every check within a report came out, in no certain order.
pub fn verdicts(checked: &CheckedReport) -> Vec<(Check, Verdict)> {
    let report = checked.report();
    let form = form_of(report);
    let others = checked.prose().iter().chain(&form);
    sums::verdicts(report).chain(others.map(|one| (one.check, one.outcome.verdict()))).collect()
}

fn with_sums(mut instances: Vec<CheckInstance>, report: &Report, prose: &[CheckInstance]) -> Vec<CheckInstance> {
    instances.extend_from_slice(prose);
    instances.extend(form_of(report));
    instances.sort_by_key(|instance| instance.check);
    instances
}

/// Instances about the form: a table that somebody made of figures, or a picture, says nothing about the one that the
/// report itself uses.
fn form_of(report: &Report) -> Vec<CheckInstance> {
    if report.source.kind == SourceKind::Published { form::check(report) } else { Vec::new() }
}

/// Checks a report with its corrections, and says which findings of the source's own figures (`original`) they settled.
pub fn check_corrected(original: impl Into<Arc<Report>>, corrected: impl Into<Arc<Report>>) -> CheckedReport {
    let checked = check(corrected);
    let still = |finding: &Finding| {
        let same =
            |other: &Finding| (other.check, &other.at, &other.quote) == (finding.check, &finding.at, &finding.quote);
        checked.findings().iter().any(same)
    };
    let before = check(original);
    let settled = before.findings().iter().filter(|finding| !still(finding)).cloned().collect();
    checked.with_settled(settled)
}

fn finding(report: &Report, instance: &CheckInstance) -> Option<Finding> {
    let Outcome::Fails { left, right } = &instance.outcome else { return None };
    let (severity, details) = match instance.check {
        Check::FormEdition => (Severity::Notice, form::edition_details(report)),
        Check::FormComplete => (Severity::Notice, form::missing_details(report)),
        _ => (Severity::Conflict, Vec::new()),
    };
    let sides = severity == Severity::Conflict;
    Some(Finding {
        check: instance.check,
        at: instance.at.clone(),
        severity,
        quote: instance.quote.clone(),
        left: sides.then(|| left.clone()),
        right: sides.then(|| right.clone()),
        details,
    })
}

#[cfg(test)]
mod testing;
