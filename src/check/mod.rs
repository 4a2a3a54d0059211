//! What must equal what: adds up the sums within one report, compares its prose with its tables, and follows two
//! consecutive reports of a body from one year to the next. Each instance of a check holds, fails with both sides and
//! their places, or cannot be decided with what is missing. Knows nothing of files, nor of words shown to people.
//!
//! Only [`check`] makes a `CheckedReport`, so nothing unchecked can be published.

mod form;
mod prose;
mod side;
mod sums;
mod years;

use crate::form::Check;
use crate::report::{CheckInstance, CheckedReport, Finding, Outcome, Report, Severity};

pub use years::check_across;

/// Checks one report by itself. Instances and findings come in the order of `Check::ALL`, those of one check in the
/// order of the form or of the text.
pub fn check(report: Report) -> CheckedReport {
    let mut instances = sums::check(&report);
    instances.extend(prose::check(&report));
    instances.extend(form::check(&report));
    instances.sort_by_key(|instance| order(instance.check));
    let findings = instances.iter().filter_map(|instance| finding(&report, instance)).collect();
    CheckedReport::new(report, instances, findings)
}

fn order(check: Check) -> usize {
    Check::ALL.iter().position(|&other| other == check).unwrap_or(usize::MAX)
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
