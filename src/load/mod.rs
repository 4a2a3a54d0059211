//! Files become checked reports: `source` finds and reads them, `document` takes them apart, `extract` finds the
//! tables and reads their figures, and the check of the crate adds up what must add up. Pure per file, so it runs in
//! parallel; what comes out does not depend on the order in which files were made, listed or finished.

pub mod document;
pub mod extract;
pub mod pages;
pub mod registry;
pub mod source;
pub mod theme;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rayon::prelude::*;

use self::document::Hints;
use self::source::Source;
use crate::check::check;
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::Registry;
use crate::report::{CheckedReport, Report};

pub use self::pages::MarkdownPage;

/// Everything that a portal's folder holds, as understood.
#[derive(Debug)]
pub struct Loaded {
    /// The reports, sorted by source path; one for each body, scope and year.
    pub reports: Vec<CheckedReport>,
    /// What `bodies.toml` says.
    pub registry: Registry,
    /// The maintainer's pages, in the order of the menu.
    pub pages: Vec<MarkdownPage>,
    /// What is wrong with the files or was not understood, sorted by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were read as reports or could not be.
    pub files: usize,
}

/// Reads the portal in `root`.
///
/// # Errors
/// A file or folder cannot be read. What is wrong inside a file is a diagnostic, and the rest is still read.
pub fn load(root: &Path, config: &SiteConfig) -> Result<Loaded, Error> {
    load_with(root, config, &|_| ())
}

/// Reads the portal in `root`, and says after each file of how many it was one.
///
/// # Errors
/// As [`load`].
pub fn load_with(root: &Path, config: &SiteConfig, progress: &(dyn Fn(usize) + Sync)) -> Result<Loaded, Error> {
    let content = root.join("content");
    let (sources, mut diagnostics) = source::find(&content)?;
    let outcomes: Vec<Outcome> = sources
        .par_iter()
        .map(|source| {
            let outcome = read(source);
            progress(sources.len());
            outcome
        })
        .collect::<Result<_, Error>>()?;
    let mut reports = Vec::new();
    for outcome in outcomes {
        reports.extend(outcome.report);
        diagnostics.extend(outcome.diagnostics);
    }
    diagnostics.extend(keep_first(&mut reports));
    let (registry, problems) = registry::load(&content, &reports)?;
    diagnostics.extend(problems);
    let (pages, problems) = pages::load(&content, config)?;
    diagnostics.extend(problems);
    diagnostics.sort();
    diagnostics.dedup();
    Ok(Loaded { reports, registry, pages, diagnostics, files: sources.len() })
}

/// What became of one file.
#[derive(Debug)]
pub struct Outcome {
    /// The report, if it could be read as one.
    pub report: Option<CheckedReport>,
    /// What is wrong with the file or was not understood, sorted by line.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the one file that the maintainer names, as the portal in `root` would. A file outside the portal's `content/` is
/// read all the same; diagnostics name it as it was given.
///
/// # Errors
/// The file cannot be read.
pub fn load_file(root: &Path, file: &Path) -> Result<Outcome, Error> {
    let resolve = |path: &Path| path.canonicalize().map_err(|error| Error::io("read", path, error));
    let content = root.join("content").canonicalize().unwrap_or_else(|_| root.join("content"));
    let (source, mut diagnostics) = source::single(&content, &resolve(file)?)?;
    let unknown = diagnostics.iter().any(|one| one.code.starts_with("format-"));
    let mut outcome = match unknown {
        true => Outcome { report: None, diagnostics: Vec::new() },
        false => read(&source)?,
    };
    diagnostics.append(&mut outcome.diagnostics);
    if !source.file.starts_with(&content) {
        let inside = format!("content/{}", source.path);
        for one in diagnostics.iter_mut().filter(|one| one.file == inside) {
            one.file = file.display().to_string();
        }
    }
    diagnostics.sort();
    Ok(Outcome { report: outcome.report, diagnostics })
}

fn read(source: &Source) -> Result<Outcome, Error> {
    let shown = format!("content/{}", source.path);
    let bytes = match source::read(&shown, &source.file)? {
        Ok(bytes) => bytes,
        Err(problem) => return Ok(Outcome { report: None, diagnostics: vec![*problem] }),
    };
    Ok(guarded(&shown, || understand(source, &bytes.bytes, bytes.sha256)))
}

fn understand(source: &Source, bytes: &[u8], sha256: String) -> Outcome {
    let extension = source.path.rsplit('.').next().unwrap_or_default();
    let Some(format) = document::format_for(extension) else {
        return Outcome { report: None, diagnostics: Vec::new() };
    };
    let mut document = match format.read(&source.path, bytes) {
        Ok(document) => document,
        Err(problem) => return Outcome { report: None, diagnostics: vec![*problem] },
    };
    let shown = format!("content/{}", source.path);
    let mut beside = source.hints.clone();
    let mut problems = take_off_impossible_hints(&mut document.hints, &shown);
    problems.extend(take_off_impossible_hints(&mut beside, &shown));
    let (report, mut diagnostics) = extract::extract(&document, sha256, &beside);
    diagnostics.append(&mut problems);
    let report = report.map(|mut report| {
        diagnostics.extend(take_off_unusable_hints(&mut report));
        check(report)
    });
    Outcome { report, diagnostics }
}

/// A fault of ours in one file must not take the rest of the site down; it gives no report, and says so.
fn guarded(shown: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Outcome {
        report: None,
        diagnostics: vec![Diagnostic::new(Severity::Error, "internal", shown)],
    })
}

/// Years of which there can be a report: the law is in force since 2008.
const YEARS: RangeInclusive<u16> = 2008..=2100;
/// The longest name of a body, in characters.
const LONGEST_NAME: usize = 100;

/// A body or a year that a maintainer gives decides where a report stands, so it must be a possible one; without it the
/// text decides.
fn take_off_impossible_hints(hints: &mut Hints, file: &str) -> Vec<Diagnostic> {
    let problem = |code, found: String| Diagnostic::new(Severity::Error, code, file).with("found", found);
    let mut problems = Vec::new();
    if let Some(year) = hints.year.take_if(|year| !YEARS.contains(year)) {
        problems.push(problem("hint-year", year.to_string()));
    }
    if let Some(body) = hints.body.take_if(|body| !is_name(body)) {
        let shown: String = body.chars().filter(|&c| !is_invisible(c)).take(LONGEST_NAME).collect();
        problems.push(problem("hint-body", shown));
    }
    problems
}

fn is_name(text: &str) -> bool {
    let printable = |c: char| !is_invisible(c) && !matches!(c, '<' | '>');
    text.chars().any(char::is_alphabetic) && text.chars().count() <= LONGEST_NAME && text.chars().all(printable)
}

/// Controls, and marks that change the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A date or address that a maintainer gives is published as it is, so it must be one.
fn take_off_unusable_hints(report: &mut Report) -> Vec<Diagnostic> {
    let file = format!("content/{}", report.source.path);
    let problem = |code, found: &String| Diagnostic::new(Severity::Error, code, &*file).with("found", found);
    let mut problems = Vec::new();
    if let Some(found) = report.published.take_if(|published| !is_date(published)) {
        problems.push(problem("hint-published", &found));
    }
    if let Some(found) = report.url.take_if(|url| !is_web_address(url)) {
        problems.push(problem("hint-url", &found));
    }
    problems
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !is_invisible(c) && !"\"'<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| {
        let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u16>().ok() } else { None }
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Of several files for one body, scope and year the first by path stays; a diagnostic names both.
fn keep_first(reports: &mut Vec<CheckedReport>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut first: BTreeMap<(String, &'static str, u16), String> = BTreeMap::new();
    reports.sort_by(|a, b| a.report().source.path.cmp(&b.report().source.path));
    reports.retain(|checked| {
        let report = checked.report();
        let file = format!("content/{}", report.source.path);
        match first.get(&(report.body.clone(), report.scope.id(), report.year)) {
            Some(first) => {
                let problem = Diagnostic::new(Severity::Error, "report-twice", file).with("body", &report.body);
                diagnostics.push(problem.with("year", report.year).with("first", first));
                false
            }
            None => {
                first.insert((report.body.clone(), report.scope.id(), report.year), file);
                true
            }
        }
    });
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_one_file_is_a_diagnostic_and_not_the_end() {
        let outcome = guarded("content/reports/a.txt", || panic!("a fault made for this test"));
        assert!(outcome.report.is_none());
        assert_eq!((outcome.diagnostics[0].code, outcome.diagnostics[0].severity), ("internal", Severity::Error));
    }

    #[test]
    fn an_impossible_year_or_name_is_not_used() {
        let taken = |body: &str, year| {
            let mut hints = Hints { body: Some(body.to_owned()), year: Some(year), ..Hints::default() };
            let codes: Vec<_> = take_off_impossible_hints(&mut hints, "a").iter().map(|one| one.code).collect();
            assert_eq!(codes.len(), usize::from(hints.body.is_none()) + usize::from(hints.year.is_none()));
            codes
        };
        assert_eq!(taken("甲县", 2008), [""; 0]);
        assert_eq!(taken("甲/乙 (县)", 2100), [""; 0]);
        assert_eq!(taken(" ", 2007), ["hint-year", "hint-body"]);
        assert_eq!(taken("甲\n县", 9999), ["hint-year", "hint-body"]);
        assert_eq!(taken("甲\u{202e}县", 2023), ["hint-body"]);
        assert_eq!(taken("<b>甲县</b>", 2023), ["hint-body"]);
        assert_eq!(taken(&"甲".repeat(5000), 2023), ["hint-body"]);
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        for (text, holds) in [
            ("https://example.org/a?b=1&c=甲#d", true),
            ("http://example.org", true),
            ("https://", false),
            ("javascript:alert(1)", false),
            ("https://a.org/\"><script>", false),
            ("https://a.org/a b", false),
        ] {
            assert_eq!(is_web_address(text), holds, "{text}");
        }
    }

    #[test]
    fn a_date_is_one_of_the_calendar() {
        for (text, holds) in [
            ("2024-01-31", true),
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2024-1-31", false),
            ("2024-13-01", false),
            ("2024-01-00", false),
            ("31.01.2024", false),
            ("+024-01-01", false),
        ] {
            assert_eq!(is_date(text), holds, "{text}");
        }
    }
}
