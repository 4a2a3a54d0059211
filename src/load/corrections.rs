//! Corrections: what stands beside a report in `NAME.corrections.toml`, read and put into its figures. Each names the value
//! that the source has, so a correction never survives the file that it was made for. Knows figures and their form; does not
//! know how a report was read.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::source;
use crate::check::{follows_from, is_equal};
use crate::diagnostic::{Diagnostic, Severity, Span, read_settings};
use crate::error::Error;
use crate::form::{Column, FigureKey, Identity, Row, Table, Unit, identities};
use crate::report::{Figure, Report, State};

/// How the name of a file of corrections ends, behind the report's name without its own ending.
pub const ENDING: &str = ".corrections.toml";
/// Numbers above this are typing errors; sums of as many as the form has still fit.
const LARGEST: i64 = 1_000_000_000_000;
/// The most decimals of an amount.
const MOST_DECIMALS: u32 = 8;
/// So many names are named in the place of one that the form does not have.
const MOST_NAMED: usize = 3;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    correction: Vec<TypedCorrection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedCorrection {
    table: Spanned<String>,
    row: Spanned<String>,
    column: Spanned<String>,
    source: Spanned<TypedNumber>,
    value: Spanned<TypedNumber>,
    unit: Option<Spanned<String>>,
    why: Spanned<String>,
    evidence: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "text or number")]
enum TypedNumber {
    Whole(i64),
    Text(String),
}

impl TypedNumber {
    fn text(&self) -> String {
        match self {
            TypedNumber::Whole(number) => number.to_string(),
            TypedNumber::Text(text) => text.trim().to_owned(),
        }
    }
}

/// One correction, as meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    key: FigureKey,
    /// What the source has, as it stands there; `""` for nothing.
    source: String,
    value: Decimal,
    unit: Option<Unit>,
    why: String,
    evidence: String,
    /// Where in the file: of the key, the source's value and the right value.
    spans: [Range<usize>; 3],
}

/// The corrections of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrections {
    /// The file, as a path below the portal's folder.
    pub shown: String,
    text: String,
    entries: Vec<Entry>,
}

/// Reads a file of corrections. `shown` is how diagnostics name it. What is wrong in it is left out and said; a file that is no
/// TOML or has a key unknown gives no correction at all.
///
/// # Errors
/// The file cannot be read.
pub fn read(shown: &str, file: &Path) -> Result<(Option<Corrections>, Vec<Diagnostic>), Error> {
    Ok(match source::read_text(shown, file)? {
        Ok(text) => parse(shown, text),
        Err(problem) if problem.code == "empty-file" => {
            (None, vec![Diagnostic::new(Severity::Error, "correction-none", shown)])
        }
        Err(problem) => (None, vec![*problem]),
    })
}

fn parse(shown: &str, text: String) -> (Option<Corrections>, Vec<Diagnostic>) {
    let typed: Typed = match read_settings(shown, &text) {
        Ok(typed) => typed,
        Err(problems) => return (None, problems),
    };
    let mut problems = Vec::new();
    let mut seen: BTreeMap<FigureKey, u32> = BTreeMap::new();
    let mut entries = Vec::new();
    for one in &typed.correction {
        match meant(shown, &text, one) {
            Ok(entry) => {
                let span = Span::of_bytes(&text, entry.spans[0].clone());
                let line = span.line;
                match seen.get(&entry.key) {
                    Some(first) => {
                        let problem = Diagnostic::new(Severity::Error, "correction-twice", shown).with("first", first);
                        problems.push(of_figure(problem, entry.key).at(span));
                    }
                    None => {
                        seen.insert(entry.key, line);
                        entries.push(entry);
                    }
                }
            }
            Err(problem) => problems.push(*problem),
        }
    }
    (Some(Corrections { shown: shown.to_owned(), text, entries }), problems)
}

fn meant(shown: &str, text: &str, typed: &TypedCorrection) -> Result<Entry, Box<Diagnostic>> {
    let problem = |code, span: Range<usize>, found: &str| {
        Diagnostic::new(Severity::Error, code, shown).at(Span::of_bytes(text, span)).with("found", found)
    };
    let unknown = |typed: &Spanned<String>, known: Vec<&str>| {
        let problem = problem("correction-name", typed.span(), typed.get_ref());
        Box::new(problem.with("expected", nearest(typed.get_ref(), known).join(", ")))
    };
    let table = Table::from_id(typed.table.get_ref())
        .ok_or_else(|| unknown(&typed.table, Table::ALL.iter().map(|table| table.id()).collect()))?;
    let of_table = |row: &&Row| row.table() == table;
    let row = Row::from_id(typed.row.get_ref())
        .filter(|row| row.table() == table)
        .ok_or_else(|| unknown(&typed.row, Row::ALL.iter().filter(of_table).map(|row| row.id()).collect()))?;
    let column = Column::from_id(typed.column.get_ref())
        .ok_or_else(|| unknown(&typed.column, Column::ALL.iter().map(|column| column.id()).collect()))?;
    for words in [&typed.why, &typed.evidence] {
        if words.get_ref().trim().is_empty() {
            return Err(Box::new(problem("correction-reason", words.span(), "")));
        }
    }
    let unit = match &typed.unit {
        None => None,
        Some(unit) => match (column, unit.get_ref().as_str()) {
            (Column::Amount, "万元") => Some(Unit::WanYuan),
            (Column::Amount, "元") => Some(Unit::Yuan),
            (_, found) => return Err(Box::new(problem("correction-unit", unit.span(), found))),
        },
    };
    let written = typed.value.get_ref().text();
    let value =
        number(&written, column).ok_or_else(|| Box::new(problem("correction-value", typed.value.span(), &written)))?;
    Ok(Entry {
        key: FigureKey { table, row, column },
        source: typed.source.get_ref().text(),
        value,
        unit,
        why: typed.why.get_ref().trim().to_owned(),
        evidence: typed.evidence.get_ref().trim().to_owned(),
        spans: [typed.table.span().start..typed.column.span().end, typed.source.span(), typed.value.span()],
    })
}

/// The few of the known names that are most like a typed one, the most like first.
fn nearest<'k>(typed: &str, mut known: Vec<&'k str>) -> Vec<&'k str> {
    let likeness = |name: &str| strsim::jaro_winkler(&typed.to_lowercase(), name);
    known.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    known.truncate(MOST_NAMED);
    known
}

/// A plain decimal that can stand in a column: only a change may be negative, only an amount may have a fraction.
fn number(written: &str, column: Column) -> Option<Decimal> {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let value: Decimal = (plain(whole) && plain(fraction)).then(|| written.parse().ok())??;
    let possible = match column {
        Column::ItemsChange => value.is_integer(),
        Column::Amount => !value.is_sign_negative() && value.scale() <= MOST_DECIMALS,
        _ => value.is_integer() && !value.is_sign_negative(),
    };
    (possible && value.abs() <= LARGEST.into()).then_some(value)
}

fn of_figure(problem: Diagnostic, key: FigureKey) -> Diagnostic {
    problem.with("table", key.table).with("row", key.row).with("column", key.column)
}

/// Puts corrections into a report. A correction whose source value is no longer there is not used. An inferred figure whose
/// sums do not hold with a corrected value is no longer known, and becomes unreadable.
pub fn apply(report: &Arc<Report>, files: &[Corrections]) -> (Arc<Report>, Vec<Diagnostic>) {
    let mut shared = Arc::clone(report);
    if files.is_empty() {
        return (shared, Vec::new());
    }
    let corrected = Arc::make_mut(&mut shared);
    let mut problems = Vec::new();
    let mut done: BTreeMap<FigureKey, String> = BTreeMap::new();
    for file in files {
        for entry in &file.entries {
            let problem = |severity, code, span: usize| {
                let problem = of_figure(Diagnostic::new(severity, code, &*file.shown), entry.key);
                problem.at(Span::of_bytes(&file.text, entry.spans[span].clone()))
            };
            let Some(figure) = report.figure(entry.key) else {
                let problem = problem(Severity::Error, "correction-no-figure", 0);
                problems.push(problem.with("edition", report.edition().id()));
                continue;
            };
            if let Some(first) = done.get(&entry.key) {
                problems.push(problem(Severity::Error, "correction-twice", 0).with("first", first));
                continue;
            }
            if !stands(figure, &entry.source) {
                let now = if figure.raw().is_empty() { "–" } else { figure.raw() };
                let stale = problem(Severity::Error, "correction-stale", 1).with("found", now);
                let stale = stale.with("expected", if entry.source.is_empty() { "–" } else { &entry.source });
                problems.push(stale.with("file", format!("content/{}", report.source.path)));
                continue;
            }
            let Some(unit) = unit(figure, entry) else {
                problems.push(problem(Severity::Error, "correction-unit", 2).with("found", ""));
                continue;
            };
            if figure.state() == State::Reported && figure.value() == Some(entry.value) && figure.unit() == unit {
                problems.push(problem(Severity::Warning, "correction-nothing", 2).with("found", entry.value));
                continue;
            }
            let new = Figure::corrected(figure, entry.value, unit, &entry.why, &entry.evidence);
            corrected.figures.set(entry.key, new);
            done.insert(entry.key, file.shown.clone());
        }
    }
    problems.extend(withdraw(corrected, files.first().map_or("", |file| &file.shown), !done.is_empty()));
    (shared, problems)
}

/// Whether the source still has what the correction was made for.
fn stands(figure: &Figure, source: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let same = flat(figure.raw()) == flat(source);
    let nothing = source.is_empty() && matches!(figure.state(), State::Blank | State::Missing);
    let as_number = figure.state() == State::Reported && source.parse().ok() == figure.value();
    same || nothing || as_number
}

/// The unit of the right value. An amount is in yuan or in 10,000 yuan as its report says; where the report does not say it
/// legibly, the correction must.
fn unit(figure: &Figure, entry: &Entry) -> Option<Unit> {
    let is_amount = entry.key.column == Column::Amount;
    // A zero is read in any unit.
    let says_unit = figure.state() == State::Reported && figure.value().is_some_and(|value| !value.is_zero());
    entry.unit.or_else(|| (!is_amount || says_unit).then_some(figure.unit()))
}

/// Takes back every inferred figure that follows from a sum which does not hold any more.
fn withdraw(report: &mut Report, shown: &str, any: bool) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if !any {
        return problems;
    }
    loop {
        let fails = |identity: &&Identity| is_equal(report, identity) != Some(true);
        let failing: Vec<&Identity> = identities(report.edition()).iter().filter(fails).collect();
        let lost: Vec<(FigureKey, Figure)> = report
            .figures
            .iter()
            .filter(|(_, figure)| failing.iter().any(|identity| follows_from(figure, identity)))
            .map(|(key, figure)| (key, Figure::unreadable(figure.unit(), figure.place(), figure.raw(), Vec::new())))
            .collect();
        if lost.is_empty() {
            return problems;
        }
        for (key, figure) in lost {
            problems.push(of_figure(Diagnostic::new(Severity::Warning, "correction-withdraws", shown), key));
            report.figures.set(key, figure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Check, Edition};
    use crate::report::testing::report_of;
    use crate::report::{Figures, Place, SumRef};

    const RECEIVED: &str = "table = \"requests\"\nrow = \"received\"\ncolumn = \"total\"\n";

    fn report(at: &str, figure: Figure) -> Report {
        let figures = Figures::from_fn(Edition::E2021, |key| match key.to_string() == at {
            true => figure.clone(),
            false => Figure::reported(0.into(), key.column.unit(), Place::new(9, 1, 1), "0"),
        });
        report_of(figures)
    }

    fn reported(value: i64, raw: &str) -> Figure {
        Figure::reported(value.into(), Unit::Case, Place::new(7, 2, 1), raw)
    }

    fn correct(figure: Figure, rest: &str) -> (Figure, Vec<(&'static str, Option<u32>)>) {
        let text = format!("[[correction]]\n{RECEIVED}{rest}why = \"印错\"\nevidence = \"https://example.org/\"\n");
        let (corrections, mut problems) = parse("content/reports/a.corrections.toml", text);
        let report = Arc::new(report("requests/received/total", figure));
        let (corrected, more) = apply(&report, corrections.as_slice());
        problems.extend(more);
        let key = FigureKey::requests(Row::Received, Column::Total);
        let seen = problems.iter().map(|one| (one.code, one.span.as_ref().map(|span| span.line))).collect();
        (corrected.figure(key).unwrap().clone(), seen)
    }

    #[test]
    fn a_corrected_figure_keeps_what_the_source_has() {
        let (figure, problems) = correct(reported(12, "１２"), "source = \"１２\"\nvalue = 21\n");
        assert_eq!(problems, []);
        assert_eq!((figure.state(), figure.value(), figure.raw()), (State::Corrected, Some(21.into()), "１２"));
        assert_eq!(figure.place(), Some(Place::new(7, 2, 1)));
        let correction = figure.correction().unwrap();
        assert_eq!((correction.was, correction.value), (State::Reported, Some(12.into())));
        assert_eq!((correction.why.as_str(), correction.evidence.as_str()), ("印错", "https://example.org/"));
    }

    #[test]
    fn what_the_source_lacks_or_cannot_be_read_can_be_settled() {
        let place = Place::new(7, 2, 1);
        for (figure, source) in [
            (Figure::missing(Unit::Case), ""),
            (Figure::blank(Unit::Case, place, "/"), "/"),
            (Figure::blank(Unit::Case, place, "/"), ""),
            (Figure::unreadable(Unit::Case, Some(place), "1<2", vec![]), "1<2"),
            (reported(1286, "1,286"), "1286"),
        ] {
            let (figure, problems) = correct(figure, &format!("source = \"{source}\"\nvalue = \"3\"\n"));
            assert_eq!((figure.state(), figure.value(), problems), (State::Corrected, Some(3.into()), vec![]));
        }
    }

    #[test]
    fn a_correction_of_what_is_no_longer_there_is_not_used() {
        for (figure, source) in [
            (reported(13, "13"), "12"),
            (reported(12, "12"), ""),
            (Figure::missing(Unit::Case), "12"),
            (Figure::unreadable(Unit::Case, None, "1<2", vec![]), ""),
        ] {
            let (after, problems) = correct(figure.clone(), &format!("source = \"{source}\"\nvalue = 3\n"));
            assert_eq!((after, problems), (figure, vec![("correction-stale", Some(5))]));
        }
    }

    #[test]
    fn what_cannot_be_meant_is_said_with_its_line() {
        for (rest, code, line) in [
            ("source = 12\nvalue = -1\n", "correction-value", 6),
            ("source = 12\nvalue = \"1.5\"\n", "correction-value", 6),
            ("source = 12\nvalue = \"1e3\"\n", "correction-value", 6),
            ("source = 12\nvalue = \"一\"\n", "correction-value", 6),
            ("source = 12\nvalue = \"99999999999999999999999999999999\"\n", "correction-value", 6),
            ("source = 12\nvalue = 1.5\n", "settings-kind", 6),
            ("source = 12\nvalue = 12\n", "correction-nothing", 6),
            ("source = 12\nvalue = 1\nunit = \"元\"\n", "correction-unit", 7),
            ("source = 12\nvalue = 1\nreason = \"\"\n", "settings-unknown-key", 7),
        ] {
            let (figure, problems) = correct(reported(12, "12"), rest);
            assert_eq!((figure.state(), problems), (State::Reported, vec![(code, Some(line))]), "{rest}");
        }
    }

    #[test]
    fn an_amount_has_a_unit_from_its_report_or_from_its_correction() {
        let read = Figure::reported(3.into(), Unit::Yuan, Place::new(7, 2, 1), "3");
        let unread = Figure::unreadable(Unit::WanYuan, Some(Place::new(7, 2, 1)), "3", vec![]);
        let zero = Figure::reported(0.into(), Unit::WanYuan, Place::new(7, 2, 1), "3");
        for (figure, unit, expected) in [
            (read, "", Some(Unit::Yuan)),
            (zero.clone(), "", None),
            (zero, "unit = \"元\"\n", Some(Unit::Yuan)),
            (unread.clone(), "", None),
            (unread.clone(), "unit = \"元\"\n", Some(Unit::Yuan)),
            (unread, "unit = \"万元\"\n", Some(Unit::WanYuan)),
        ] {
            let text = format!(
                "[[correction]]\ntable = \"proactive\"\nrow = \"fees\"\ncolumn = \"amount\"\nsource = 3\nvalue = 4\n\
                 {unit}why = \"x\"\nevidence = \"x\"\n"
            );
            let (corrections, _) = parse("a", text);
            let report = Arc::new(report("proactive/fees/amount", figure.clone()));
            let (corrected, problems) = apply(&report, corrections.as_slice());
            let after = corrected.figure(FigureKey::proactive(Row::Fees, Column::Amount)).unwrap();
            let codes: Vec<_> = problems.iter().map(|one| one.code).collect();
            match expected {
                Some(unit) => assert_eq!((after.state(), after.unit(), codes), (State::Corrected, unit, vec![])),
                None => assert_eq!((after, codes), (&figure, vec!["correction-unit"])),
            }
        }
    }

    #[test]
    fn of_two_corrections_of_one_figure_the_second_is_not_used() {
        let again = "source = 12\nvalue = 1\nwhy = \"x\"\nevidence = \"x\"\n[[correction]]\n";
        let (figure, problems) = correct(reported(12, "12"), &format!("{again}{RECEIVED}source = 12\nvalue = 2\n"));
        assert_eq!((figure.value(), problems), (Some(1.into()), vec![("correction-twice", Some(10))]));
    }

    #[test]
    fn a_figure_inferred_from_a_wrong_one_is_no_longer_known() {
        let sums = vec![SumRef { check: Check::RequestsApplicants, at: "requests/received".to_owned() }];
        let inferred = Figure::inferred(0.into(), Unit::Case, None, "", sums);
        let report = Arc::new(report("requests/received/business", inferred));
        let text = format!("[[correction]]\n{RECEIVED}source = 0\nvalue = 5\nwhy = \"x\"\nevidence = \"x\"\n");
        let (corrections, _) = parse("a", text);
        let (corrected, problems) = apply(&report, corrections.as_slice());
        let figure = corrected.figure(FigureKey::requests(Row::Received, Column::Business)).unwrap();
        assert_eq!((figure.state(), figure.value()), (State::Unreadable, None));
        assert_eq!(problems[0].code, "correction-withdraws");
    }
}
