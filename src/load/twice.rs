//! Several files of one report: a PDF and its text, a scan, a table of figures that somebody collected. The better-read one
//! is used, the others are named beside it, and every cell in which they disagree is said. Knows what was read, not how.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::form::{FigureKey, Unit};
use crate::report::{Figure, Place, Report, SourceFile, State};

/// Files that differ in fewer figures than this are one report with mistakes.
const FEWEST_DIFFERENT: usize = 4;

/// One report with all files that hold it.
#[derive(Debug)]
pub struct Choice {
    /// As the file that is used has it.
    pub used: Arc<Report>,
    /// As the others have it, sorted by path.
    pub others: Vec<Arc<Report>>,
}

impl Choice {
    /// The files of the others, without repeats.
    pub fn further(&self) -> Vec<SourceFile> {
        let mut files: Vec<SourceFile> = self.others.iter().map(|other| other.source.clone()).collect();
        files.dedup_by(|a, b| a.path == b.path);
        files.retain(|file| file.path != self.used.source.path);
        files
    }

    /// What the files say differently: of each cell that both have read, unless a correction settles it.
    pub fn disagreements(&self, is_settled: impl Fn(FigureKey) -> bool) -> Vec<Diagnostic> {
        let used = &self.used;
        let mut problems = Vec::new();
        for other in &self.others {
            let file = |report: &Report| format!("content/{}", report.source.path);
            if other.edition() != used.edition() && has_values(other) {
                let problem = Diagnostic::new(Severity::Warning, "files-disagree-edition", file(used));
                let problem = problem.with("found", used.edition().id()).with("other", other.edition().id());
                problems.push(problem.with("file", file(other)));
            }
            for (key, own, its) in shared(used, other).filter(|(key, ..)| !is_settled(*key)) {
                if same(own, its) {
                    continue;
                }
                let shown = |figure: &Figure| {
                    let value = figure.value().unwrap_or_default();
                    if figure.unit() == Unit::Case {
                        value.to_string()
                    } else {
                        format!("{value}{}", figure.unit().name())
                    }
                };
                let problem = Diagnostic::new(Severity::Warning, "files-disagree", file(used));
                let problem = problem.with("table", key.table).with("row", key.row).with("column", key.column);
                let problem = problem.with("found", shown(own)).with("other", shown(its)).with("file", file(other));
                let problem = match own.place() {
                    Some(place) => problem.at(span(&used.source, place)),
                    None => problem,
                };
                problems.push(match its.place() {
                    Some(place) => problem.and_at(file(other), span(&other.source, place)),
                    None => problem,
                });
            }
        }
        problems
    }
}

/// Puts the files of each report together. Files that say to be of one body and year and plainly hold different reports are
/// an error, and none of them is used: which of them is the report of that year, nobody has said.
pub fn choose(mut reports: Vec<Arc<Report>>) -> (Vec<Choice>, Vec<Diagnostic>) {
    reports.sort_by(|one, other| one.whose().cmp(&other.whose()));
    let (mut choices, mut problems) = (Vec::new(), Vec::new());
    for group in reports.chunk_by(|one, other| one.whose() == other.whose()) {
        let mut group = group.to_vec();
        group.sort_by_cached_key(|report| worth(report));
        let used = group.remove(0);
        group.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        let different: Vec<&Arc<Report>> = group.iter().filter(|other| are_different(&used, other)).collect();
        if different.is_empty() {
            choices.push(Choice { used, others: group });
            continue;
        }
        for other in different {
            let file = format!("content/{}", other.source.path);
            let problem = Diagnostic::new(Severity::Error, "files-differ", file).with("body", &used.body);
            problems.push(problem.with("year", used.year).with("first", format!("content/{}", used.source.path)));
        }
    }
    choices.sort_by(|a, b| a.used.source.path.cmp(&b.used.source.path));
    (choices, problems)
}

/// The best file sorts first: the most figures reported, as published before collected before a picture, the most figures
/// inferred, then the first by path.
fn worth(report: &Report) -> (std::cmp::Reverse<usize>, crate::report::SourceKind, std::cmp::Reverse<usize>, String) {
    let count = |state| std::cmp::Reverse(report.figures.count(state));
    (count(State::Reported), report.source.kind, count(State::Inferred), report.source.path.clone())
}

fn has_values(report: &Report) -> bool {
    report.figures.iter().any(|(_, figure)| figure.value().is_some())
}

/// The figures that both have read.
fn shared<'a>(one: &'a Report, other: &'a Report) -> impl Iterator<Item = (FigureKey, &'a Figure, &'a Figure)> {
    one.figures.iter().filter_map(|(key, own)| {
        let its = other.figure(key)?;
        (own.value().is_some() && its.value().is_some()).then_some((key, own, its))
    })
}

fn same(one: &Figure, other: &Figure) -> bool {
    let yuan = |figure: &Figure| {
        let value = figure.value()?;
        if figure.unit() == Unit::WanYuan { value.checked_mul(Decimal::from(10_000)) } else { Some(value) }
    };
    (one.unit() == other.unit() && one.value() == other.value()) || (yuan(one).is_some() && yuan(one) == yuan(other))
}

/// Whether two files hold different reports: of the figures that are not zero in both, more than half are not the same.
/// Most figures of most reports are zero, so zeros tell nothing.
fn are_different(one: &Report, other: &Report) -> bool {
    let is_zero = |figure: &Figure| figure.value().is_some_and(|value| value.is_zero());
    let telling: Vec<bool> = shared(one, other)
        .filter(|(_, own, its)| !(is_zero(own) && is_zero(its)))
        .map(|(_, own, its)| same(own, its))
        .collect();
    let different = telling.iter().filter(|same| !**same).count();
    different >= FEWEST_DIFFERENT && different * 2 > telling.len()
}

fn span(source: &SourceFile, place: Place) -> Span {
    let line = source.text.lines().nth((place.line as usize).saturating_sub(1)).unwrap_or_default();
    Span { column: place.column, length: place.length, spot: place.spot, ..Span::of_line(place.line, line) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Edition, Layout};
    use crate::report::testing::report_of;
    use crate::report::{Figures, SourceKind};

    /// A report of which the first `read` figures are read, each as `value` says by its position.
    fn report(path: &str, kind: SourceKind, read: usize, value: impl Fn(usize) -> i64) -> Arc<Report> {
        let mut at = 0;
        let figures = Figures::from_fn(Edition::E2021, |key| {
            at += 1;
            let value = value(at - 1);
            match at <= read {
                true => Figure::reported(value.into(), key.column.unit(), Place::new(1, 1, 1), &value.to_string()),
                false => Figure::unreadable(key.column.unit(), None, "", vec![]),
            }
        });
        let mut report = report_of(figures);
        (report.source.path, report.source.kind, report.source.text) = (path.to_owned(), kind, Arc::from("12\n"));
        Arc::new(report)
    }

    fn used(reports: Vec<Arc<Report>>) -> String {
        choose(reports).0[0].used.source.path.clone()
    }

    #[test]
    fn the_better_read_file_is_used() {
        use SourceKind::{Collected, Image, Published};
        let same = |_| 1;
        assert_eq!(used(vec![report("a", Published, 10, same), report("b", Published, 11, same)]), "b");
        assert_eq!(used(vec![report("a", Collected, 10, same), report("b", Published, 10, same)]), "b");
        assert_eq!(used(vec![report("a", Image, 0, same), report("b", Collected, 1, same)]), "b");
        assert_eq!(used(vec![report("b", Published, 10, same), report("a", Published, 10, same)]), "a");
    }

    #[test]
    fn every_cell_in_which_two_files_disagree_is_said_with_both_places() {
        let second = |at| if at == 3 { 7 } else { 1 };
        let (choices, problems) = choose(vec![
            report("a", SourceKind::Published, 200, |_| 1),
            report("b", SourceKind::Published, 200, second),
        ]);
        assert!(problems.is_empty());
        let key = Layout::of(Edition::E2021).keys()[3];
        let said = choices[0].disagreements(|_| false);
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].code, said[0].file.as_str()), ("files-disagree", "content/a"));
        assert_eq!(said[0].also.as_ref().unwrap().file, "content/b");
        assert!(said[0].arguments.contains(&("row", key.row.to_string())));
        assert!(choices[0].disagreements(|settled| settled == key).is_empty());
        assert_eq!(choices[0].further().len(), 1);
    }

    #[test]
    fn two_different_reports_under_one_title_are_both_left_out() {
        // Two small reports: nearly all is zero in both, and what is not differs.
        let few = |number: i64| move |at: usize| if at.is_multiple_of(20) { number } else { 0 };
        let (choices, problems) = choose(vec![
            report("a", SourceKind::Published, 200, few(5)),
            report("b", SourceKind::Published, 200, few(6)),
        ]);
        assert!(choices.is_empty());
        assert_eq!((problems[0].code, problems[0].severity), ("files-differ", Severity::Error));
    }

    #[test]
    fn yuan_and_ten_thousand_yuan_are_the_same_amount() {
        let amount = |value: &str, unit| Figure::reported(value.parse().unwrap(), unit, Place::new(1, 1, 1), value);
        assert!(same(&amount("2.5", Unit::WanYuan), &amount("25000", Unit::Yuan)));
        assert!(!same(&amount("2.5", Unit::WanYuan), &amount("2.5", Unit::Yuan)));
    }
}
