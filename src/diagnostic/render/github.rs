//! Workflow commands of GitHub Actions, one a line, so that problems show beside the changed lines of a pull request.
//! A place in a file that is no text is said in words: such a file has no line that could be marked. The format and its escapes: docs.github.com, "Workflow commands for GitHub Actions".

use super::Concern;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::report::{self, Spot};
use crate::text::Language;
use crate::text::place::{place_words, spot_words};

/// All diagnostics, then all findings, one line each, each with a line end.
pub fn github(diagnostics: &[Diagnostic], findings: &[Concern<'_>], language: Language) -> String {
    let mut out = String::new();
    for one in diagnostics {
        let command = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let is_text = |span: &&Span| span.spot == Spot::Line;
        let place = one.span.as_ref().filter(is_text).map(|span| (span.line, span.column, span.length));
        let elsewhere = one.span.as_ref().filter(|span| !is_text(span));
        let parts = [
            Some(one.message(language)),
            elsewhere.map(|span| spot_words(span.spot, span.line, language)),
            one.words("expected", language),
            one.words("help", language),
        ];
        let text: Vec<String> = parts.into_iter().flatten().collect();
        out.push_str(&line(command, &one.file, place, one.code, &text.join("\n")));
    }
    for one in findings {
        let command = match one.finding.severity {
            report::Severity::Conflict => "warning",
            report::Severity::Notice => "notice",
        };
        let first = one.first_place();
        let place = first.filter(|place| place.spot == Spot::Line);
        let place = place.map(|place| (place.line, place.column, place.length));
        let elsewhere = first.filter(|place| place.spot != Spot::Line).map(|place| place_words(place, language));
        let text = elsewhere.map_or(one.title(language), |place| format!("{}\n{place}", one.title(language)));
        out.push_str(&line(command, &one.file(), place, one.finding.check.id(), &text));
    }
    out
}

fn line(command: &str, file: &str, place: Option<(u32, u32, u32)>, title: &str, text: &str) -> String {
    let mut properties = format!("file={}", property(file));
    if let Some((line, column, length)) = place {
        properties.push_str(&format!(",line={line}"));
        if column > 0 {
            properties.push_str(&format!(",col={column},endColumn={}", column.saturating_add(length)));
        }
    }
    format!("::{command} {properties},title={}::{}\n", property(title), data(text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let span = Span { line: 3, column: 2, length: 4, text: String::new(), spot: crate::report::Spot::Line };
        let problem = Diagnostic::new(Severity::Error, "format-unknown", "a:b,c%.txt").at(span);
        let text = github(&[problem.with("found", "x\n::stop").with("expected", "100%")], &[], Language::En);
        assert_eq!(text.lines().count(), 1);
        assert!(
            text.starts_with("::error file=a%3Ab%2Cc%25.txt,line=3,col=2,endColumn=6,title=format-unknown::"),
            "{text}"
        );
        assert!(text.contains("x%0A::stop") && text.contains("100%25"), "{text}");
    }

    #[test]
    fn a_file_that_is_no_text_has_no_line_to_mark() {
        let spot = Spot::Page { page: 3, x: 62, y: 118 };
        let problem = Diagnostic::new(Severity::Error, "row-unsure", "a.pdf");
        let text = github(&[problem.at(Span { spot, ..Span::of_line(29, "甲") })], &[], Language::En);
        assert!(text.starts_with("::error file=a.pdf,title=row-unsure::") && text.contains("page 3"), "{text}");
    }
}
