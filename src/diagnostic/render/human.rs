//! For people at a terminal, in the manner of a compiler: the line itself, with carets under what it is about. The
//! carets count the width of characters on screen, so they point right under Chinese text.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Concern, harmless};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::report::{Place, Side, Spot};
use crate::text::finding::{message, side_words};
use crate::text::place::{place_words, spot_words};
use crate::text::{Language, fill, words};

/// The most lines of a report that one finding shows; the others are named by number.
const LINES_SHOWN: usize = 4;

/// The most places that are named without being shown.
const PLACES_NAMED: usize = 6;

/// The most characters of a line that carets stand under, and that are shown behind them.
const LONGEST: usize = 160;

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone, for files and pipes.
    Plain,
    /// Colours, for terminals.
    Coloured,
}

impl Style {
    fn renderer(self) -> Renderer {
        match self {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        }
    }
}

/// A diagnostic over several lines, without a line end at its end.
pub fn human_diagnostic(diagnostic: &Diagnostic, language: Language, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.with_name(diagnostic.severity.words(language)).primary_title(diagnostic.message(language));
    let title = title.id(diagnostic.code);
    let mut group = Group::with_title(title);
    group = match &diagnostic.span {
        Some(span) => pointed(group, &diagnostic.file, span, AnnotationKind::Primary, language),
        None => group.element(Origin::path(harmless(&diagnostic.file))),
    };
    if let Some(also) = &diagnostic.also {
        group = pointed(group, &also.file, &also.span, AnnotationKind::Context, language);
    }
    for (part, level, name) in
        [("expected", Level::NOTE, "cli.level.expected"), ("help", Level::HELP, "cli.level.help")]
    {
        if let Some(text) = diagnostic.words(part, language) {
            group = group.element(level.with_name(words(language, name)).message(harmless(&text).into_owned()));
        }
    }
    finished(style.renderer().render(&[group]))
}

/// What the renderer gives, without what it leaves of controls that command a terminal (it takes off those of one byte), and
/// without empty origins: a snippet under an origin of its own has none, for which it leaves a line with nothing but its mark.
fn finished(rendered: String) -> String {
    let rendered = rendered.replace(|c: char| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}");
    if !rendered.contains(":::") {
        return rendered;
    }
    let is_empty = |line: &&str| {
        let mut in_escape = false;
        let shown = line.chars().filter(|&c| {
            let hidden = in_escape || c == '\u{1b}';
            in_escape = hidden && !c.is_ascii_alphabetic();
            !hidden
        });
        shown.collect::<String>().trim() == ":::"
    };
    rendered.lines().filter(|line| !is_empty(line)).collect::<Vec<_>>().join("\n")
}

/// A line with carets. Where the original is no text, the line is one of the text as read: what it is called by is its place
/// in the original, never a line of the file.
fn pointed<'a>(group: Group<'a>, file: &str, span: &'a Span, kind: AnnotationKind, language: Language) -> Group<'a> {
    let (line, range) = match span.column {
        0 => (cut(&span.text), 0..cut(&span.text).trim_end().len()),
        column => {
            let range = characters(&span.text, column, span.length);
            let shown = range.start..range.start + cut(&span.text[range.clone()]).len();
            (&span.text[..shown.end + cut(&span.text[shown.end..]).len()], shown)
        }
    };
    if span.spot == Spot::Line {
        let snippet = Snippet::source(line).line_start(span.line as usize).path(harmless(file).into_owned());
        return group.element(snippet.annotation(kind.span(range)));
    }
    let header = format!("{} · {}", harmless(file), spot_words(span.spot, span.line, language));
    let snippet = Snippet::source(line).line_start(span.line as usize).annotation(kind.span(range));
    group.element(Origin::path(header)).element(snippet)
}

/// A finding over several lines, without a line end at its end.
pub fn human_finding(concern: Concern<'_>, language: Language, style: Style) -> String {
    let finding = concern.finding;
    let (level, name, help) = match finding.severity {
        crate::report::Severity::Conflict => (Level::WARNING, "cli.level.conflict", "cli.check.help-conflict"),
        crate::report::Severity::Notice => (Level::NOTE, "cli.level.notice", "cli.check.help-notice"),
    };
    let title = level.with_name(words(language, name)).primary_title(message(finding, language)).id(finding.check.id());
    let file = concern.file();
    let file = harmless(&file);
    let text = &*concern.report.source.text;
    let starts: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    let mut group = Group::with_title(title);
    let (shown, left_out) = lines_to_show(&concern);
    if let (Some(&first), Some(&last)) = (shown.first(), shown.last()) {
        let start = starts.get(first as usize - 1).copied().unwrap_or(text.len());
        let end = starts.get(last as usize).copied().unwrap_or(text.len());
        let is_text = concern.report.source.spots.is_empty();
        if !is_text {
            let place = concern.first_place().map(|place| place_words(place, language)).unwrap_or_default();
            group = group.element(Origin::path(format!("{file} · {place}")));
        }
        let snippet = Snippet::source(&text[start..end]).line_start(first as usize);
        let snippet = if is_text { snippet.path(&*file) } else { snippet };
        let mut annotations = Vec::new();
        for (side, kind, key) in [
            (&finding.left, AnnotationKind::Primary, "cli.check.left"),
            (&finding.right, AnnotationKind::Context, "cli.check.right"),
        ] {
            annotations.extend(annotate(&concern, side.as_ref(), kind, key, language, |place| {
                let line = starts.get(place.line as usize - 1)?;
                let line_text = text[*line..].lines().next().unwrap_or_default();
                let range = match place.column {
                    0 => 0..line_text.len(),
                    column => characters(line_text, column, place.length),
                };
                let range = range.start..range.start + cut(&line_text[range]).len();
                shown.contains(&place.line).then(|| line + range.start - start..line + range.end - start)
            }));
        }
        group = group.element(snippet.annotations(annotations));
    } else {
        group = group.element(Origin::path(&*file));
    }
    if !left_out.is_empty() {
        let source = &concern.report.source;
        let mut lines: Vec<String> =
            left_out.iter().take(PLACES_NAMED).map(|&line| place_words(source.place(line, 0, 0), language)).collect();
        if left_out.len() > PLACES_NAMED {
            let more = (left_out.len() - PLACES_NAMED).to_string();
            lines.push(fill(language, "cli.build.more", &[("count", &more)]));
        }
        let lines = lines.join(words(language, "cli.list-separator"));
        let message = fill(language, "cli.check.more-places", &[("places", &lines)]);
        group = group.element(Level::NOTE.with_name(words(language, "cli.level.note")).message(message));
    }
    let help = Level::HELP.with_name(words(language, "cli.level.help")).message(words(language, help));
    finished(style.renderer().render(&[group.element(help)]))
}

/// The lines that a finding concerns: some of each side to show, and the others.
fn lines_to_show(concern: &Concern<'_>) -> (Vec<u32>, Vec<u32>) {
    let lines = |side: Option<&Side>| {
        let mut lines: Vec<u32> =
            Concern::places(side).iter().map(|place| place.line).filter(|&line| line > 0).collect();
        lines.sort();
        lines.dedup();
        lines
    };
    let (left, right) = (lines(concern.finding.left.as_ref()), lines(concern.finding.right.as_ref()));
    let mut shown: Vec<u32> = left.iter().take(LINES_SHOWN / 2).copied().collect();
    for line in right.iter().chain(&left) {
        if shown.len() < LINES_SHOWN && !shown.contains(line) {
            shown.push(*line);
        }
    }
    shown.sort();
    let mut left_out: Vec<u32> = left.into_iter().chain(right).filter(|line| !shown.contains(line)).collect();
    left_out.sort();
    left_out.dedup();
    (shown, left_out)
}

/// Carets for the places of one side that are shown; the first of them says what the side comes to.
fn annotate<'a>(
    concern: &Concern<'_>,
    side: Option<&Side>,
    kind: AnnotationKind,
    key: &str,
    language: Language,
    range: impl Fn(&Place) -> Option<Range<usize>>,
) -> Vec<Annotation<'a>> {
    let Some(side) = side else { return Vec::new() };
    let value = side_words(concern.finding.check, side);
    let mut label = Some(fill(language, key, &[("value", &value)]));
    let ranges = side.places.iter().filter_map(range);
    ranges.map(|range| kind.span(range).label(label.take())).collect()
}

/// The start of a line, of a readable length.
fn cut(line: &str) -> &str {
    line.char_indices().nth(LONGEST).map_or(line, |(at, _)| &line[..at])
}

/// The bytes of `length` characters from the `column`th on, counted from 1.
fn characters(line: &str, column: u32, length: u32) -> Range<usize> {
    let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]).skip(column.saturating_sub(1) as usize);
    let start = ends.next().unwrap_or(line.len());
    let end = (0..length).zip(&mut ends).last().map_or(start, |(_, at)| at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn carets_stand_under_chinese_text() {
        let span = Span {
            line: 29,
            column: 9,
            length: 3,
            text: "（一）予以公开\t12x\t0".to_owned(),
            spot: crate::report::Spot::Line,
        };
        let problem = Diagnostic::new(Severity::Error, "settings-key-twice", "content/a.txt").at(span);
        let text = human_diagnostic(&problem, Language::Zh, Style::Plain);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("错误[settings-key-twice]"), "{text}");
        assert!(lines[1].contains("content/a.txt:29:9"), "{text}");
        let row = lines.iter().position(|line| line.contains("予以公开")).unwrap();
        let bar = lines[row].find('|').unwrap();
        // Seven characters of two cells each and a tab of four stand before the marked ones.
        assert_eq!(lines[row + 1][bar..], format!("| {}^^^", " ".repeat(18)), "{text}");
    }

    #[test]
    fn no_name_or_line_of_a_file_commands_the_terminal() {
        let evil = "a\u{1b}[31mb\u{9b}2J\u{7}.txt";
        let span = Span { line: 1, column: 0, length: 0, text: evil.to_owned(), spot: Spot::Line };
        for code in ["hints-for-no-file", "add-hints", "format-unknown"] {
            let problem = Diagnostic::new(Severity::Error, code, evil);
            let problem = ["found", "expected", "entry"].iter().fold(problem, |problem, name| problem.with(name, evil));
            let there = [problem.clone().at(span.clone()).and_at(evil, span.clone()), problem];
            for shown in there.map(|one| human_diagnostic(&one, Language::En, Style::Plain)) {
                assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
                assert!(shown.contains(".txt"), "{shown}");
            }
        }
    }

    #[test]
    fn an_original_that_is_no_text_has_a_place_and_no_line() {
        let spot = Spot::Page { page: 3, x: 62, y: 118 };
        let span = Span { line: 29, column: 3, length: 2, text: "甲\t12".to_owned(), spot };
        let text = |span: &Span| Span { spot: Spot::Line, ..span.clone() };
        let problem = Diagnostic::new(Severity::Error, "files-disagree", "content/a.pdf").at(span.clone());
        let shown = human_diagnostic(&problem.and_at("content/a.txt", text(&span)), Language::Zh, Style::Plain);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[1].ends_with("content/a.pdf · 第 3 页（距左 62 毫米、距上 118 毫米）"), "{shown}");
        assert!(!shown.contains("a.pdf:") && shown.contains("content/a.txt:29:3"), "{shown}");
        assert_eq!(shown.matches("甲").count(), 2, "{shown}");
        assert!(!shown.contains(":::\n") && !shown.contains("::: \n"), "{shown}");
        assert!(shown.contains("^^"), "{shown}");
    }

    #[test]
    fn a_line_of_any_length_is_shown_in_part() {
        let text = "甲\t".repeat(100_000);
        for (column, length) in [(0, 0), (3, u32::MAX), (150_000, 100)] {
            let span = Span { line: 1, column, length, text: text.clone(), spot: crate::report::Spot::Line };
            let problem = Diagnostic::new(Severity::Note, "row-unsure", "a").at(span).with("found", &text);
            let shown = human_diagnostic(&problem, Language::En, Style::Plain);
            assert!(shown.lines().all(|line| line.chars().count() < 2000), "{shown}");
            assert!(shown.contains('^'), "{shown}");
        }
    }

    #[test]
    fn a_span_that_does_not_fit_its_line_is_no_panic() {
        for (column, length) in [(0, 0), (1, 0), (9, 9), (2, u32::MAX), (u32::MAX, 1)] {
            let span = Span { line: 1, column, length, text: "甲乙".to_owned(), spot: crate::report::Spot::Line };
            let problem = Diagnostic::new(Severity::Note, "empty-file", "a").at(span);
            assert!(human_diagnostic(&problem, Language::En, Style::Plain).contains("甲乙"));
        }
    }
}
