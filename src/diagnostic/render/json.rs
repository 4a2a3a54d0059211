//! One JSON document with both lists, for programs.

use serde::Serialize;

use super::{Concern, Counts};
use crate::diagnostic::Diagnostic;
use crate::report::Place;
use crate::text::Language;
use crate::text::finding::message;
use crate::text::place::{place_words, spot_words};

#[derive(Serialize)]
struct Whole<'a> {
    diagnostics: Vec<OneDiagnostic<'a>>,
    findings: Vec<OneFinding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct OneDiagnostic<'a> {
    file: &'a str,
    /// Counted from 1; absent where the whole file is meant.
    line: Option<u32>,
    /// In characters from 1; absent where the whole line is meant.
    column: Option<u32>,
    length: Option<u32>,
    text: Option<&'a str>,
    /// Where in the original, in words; lines and columns count in the text as read. Absent where the whole file is meant.
    place: Option<String>,
    /// Another place that it concerns.
    also: Option<OneAlso<'a>>,
    severity: &'static str,
    code: &'static str,
    message: String,
    expected: Option<String>,
    help: Option<String>,
}

#[derive(Serialize)]
struct OneAlso<'a> {
    file: &'a str,
    line: u32,
    text: &'a str,
    place: String,
}

#[derive(Serialize)]
struct OneFinding<'a> {
    file: String,
    body: &'a str,
    scope: &'static str,
    year: u16,
    check: &'static str,
    #[serde(rename = "where")]
    at: &'a str,
    severity: &'static str,
    /// Plain decimals as text, so that no reader rounds them.
    left: Option<String>,
    right: Option<String>,
    difference: Option<String>,
    quote: &'a str,
    places: Vec<OnePlace>,
    message: String,
}

#[derive(Serialize)]
struct OnePlace {
    line: u32,
    column: Option<u32>,
    length: Option<u32>,
    /// Where in the original, in words.
    place: String,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    reports: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: usize,
}

/// Both lists and a summary, with a line end. `files` and `reports` say how many there were and how many were read.
pub fn json(
    diagnostics: &[Diagnostic],
    findings: &[Concern<'_>],
    files: usize,
    reports: usize,
    language: Language,
) -> String {
    let counts = Counts::of(diagnostics);
    let whole = Whole {
        diagnostics: diagnostics.iter().map(|one| diagnostic(one, language)).collect(),
        findings: findings.iter().map(|one| finding(one, language)).collect(),
        summary: Summary {
            files,
            reports,
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            findings: findings.len(),
        },
    };
    let mut text = serde_json::to_string_pretty(&whole).expect("text, numbers and lists can always be written as JSON");
    text.push('\n');
    text
}

fn diagnostic(one: &Diagnostic, language: Language) -> OneDiagnostic<'_> {
    let span = one.span.as_ref();
    let cell = span.filter(|span| span.column > 0);
    OneDiagnostic {
        file: &one.file,
        line: span.map(|span| span.line),
        column: cell.map(|span| span.column),
        length: cell.map(|span| span.length),
        text: span.map(|span| span.text.as_str()),
        place: span.map(|span| spot_words(span.spot, span.line, language)),
        also: one.also.as_ref().map(|also| OneAlso {
            file: &also.file,
            line: also.span.line,
            text: &also.span.text,
            place: spot_words(also.span.spot, also.span.line, language),
        }),
        severity: one.severity.id(),
        code: one.code,
        message: one.message(language),
        expected: one.words("expected", language),
        help: one.words("help", language),
    }
}

fn finding<'a>(one: &Concern<'a>, language: Language) -> OneFinding<'a> {
    let finding = one.finding;
    OneFinding {
        file: one.file(),
        body: &one.report.body,
        scope: one.report.scope.id(),
        year: one.report.year,
        check: finding.check.id(),
        at: &finding.at,
        severity: finding.severity.id(),
        left: finding.left.as_ref().map(|side| side.value.to_string()),
        right: finding.right.as_ref().map(|side| side.value.to_string()),
        difference: finding.difference().map(|difference| difference.to_string()),
        quote: &finding.quote,
        places: finding.places().into_iter().map(|one| place(one, language)).collect(),
        message: message(finding, language),
    }
}

fn place(place: Place, language: Language) -> OnePlace {
    let cell = (place.column > 0).then_some(place);
    OnePlace {
        line: place.line,
        column: cell.map(|place| place.column),
        length: cell.map(|place| place.length),
        place: place_words(place, language),
    }
}
