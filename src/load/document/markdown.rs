//! Markdown (`.md`): text with pipe tables, and front matter between `---` lines (`key: value`) or `+++` lines (TOML).

use super::encoding::Decoded;
use super::{Content, Document, Format, Hints, MOST_LINES, Reading, line, plain};
use crate::diagnostic::{Diagnostic, Severity, Span, front_matter_as_toml, front_matter_problem};
use crate::load::hint::{self, YEARS};
use crate::report::Spot;

/// The reader of Markdown.
pub struct Markdown;

impl Format for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn holds_own_words(&self) -> bool {
        true
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let Decoded { text, mut diagnostics } = plain(path, bytes, MOST_LINES)?;
        let mut lines = line::lines(&text);
        let mut hints = Hints::default();
        let fence = lines.first().map(|first| first.text.trim_end().to_owned()).unwrap_or_default();
        if fence == "---" || fence == "+++" {
            let Some(end) = lines.iter().skip(1).position(|line| line.text.trim_end() == fence).map(|at| at + 1) else {
                return Err(Box::new(unclosed(path, &fence)));
            };
            let inner: Vec<&str> = lines[1..end].iter().map(|line| line.text.as_str()).collect();
            let (said, mut problems) = parse(path, &fence, &inner);
            hints = said;
            diagnostics.append(&mut problems);
            for line in &mut lines[..=end] {
                line.content = Content::Empty;
            }
        }
        Ok(Reading::Document(Document { path: path.to_owned(), text: text.into(), lines, hints, diagnostics }))
    }
}

/// Both spellings become TOML, so that one reader decides what a front matter may hold.
fn parse(path: &str, fence: &str, lines: &[&str]) -> (Hints, Vec<Diagnostic>) {
    let mut as_toml: Vec<String> = lines
        .iter()
        .map(|line| match line.split_once(':') {
            Some((key, value)) if fence == "---" && !line.trim_start().starts_with('#') => {
                front_matter_as_toml(key, value, &["year", "whole_year"])
            }
            _ => (*line).to_owned(),
        })
        .collect();
    // A line that cannot be used is said and left out; the others still hold.
    let mut problems = Vec::new();
    loop {
        let error = match toml::from_str::<Hints>(&as_toml.join("\n")) {
            Ok(hints) => return possible(path, hints, lines, problems),
            Err(error) => error,
        };
        let before = error.span().map_or(0, |span| as_toml.join("\n")[..span.start].matches('\n').count());
        let text = lines.get(before).copied().unwrap_or_default();
        let span = Span { line: before as u32 + 2, column: 0, length: 0, text: text.to_owned(), spot: Spot::Line };
        let file = format!("content/{path}");
        if error.message().starts_with("duplicate key") && as_toml.get(before).is_some_and(|line| !line.is_empty()) {
            problems.push(Diagnostic::new(Severity::Error, "settings-key-twice", file).at(span));
            leave_out_key(&mut as_toml, before);
            continue;
        }
        problems.push(match as_toml.get(before).and_then(|line| impossible_year(line)) {
            Some(year) => Diagnostic::new(Severity::Error, "hint-year", file).at(span).with("found", year),
            None => front_matter_problem(&file, text, &error).at(span),
        });
        match as_toml.get_mut(before) {
            Some(line) if !line.is_empty() => line.clear(),
            _ => return (Hints::default(), problems),
        }
    }
}

/// What can be of what is said; the rest is named at its line.
fn possible(path: &str, hints: Hints, lines: &[&str], mut problems: Vec<Diagnostic>) -> (Hints, Vec<Diagnostic>) {
    let mut used = |key: &str, code, value: Option<String>, is_possible: fn(&str) -> bool| {
        value.filter(|value| {
            is_possible(value) || {
                let names = |line: &&str| line.split([':', '=']).next().is_some_and(|name| name.trim() == key);
                let at = lines.iter().position(names).unwrap_or_default();
                let problem = Diagnostic::new(Severity::Error, code, format!("content/{path}"));
                let span = Span::of_line(at as u32 + 2, lines.get(at).copied().unwrap_or_default());
                problems.push(problem.with("found", hint::shown(value)).at(span));
                false
            }
        })
    };
    let body = used("body", "hint-body", hints.body, hint::is_name);
    let published = used("published", "hint-published", hints.published, hint::is_date);
    let url = used("url", "hint-url", hints.url, hint::is_web_address);
    (Hints { body, published, url, ..hints }, problems)
}

/// Leaves out what says again what the line `at` says; that line too, where not all say the same: which of them is right is
/// not known.
fn leave_out_key(as_toml: &mut [String], at: usize) {
    let key = |line: &str| line.split_once('=').map(|(key, _)| key.trim().to_owned());
    let said = as_toml[at].clone();
    let mut alike: Vec<&mut String> = as_toml.iter_mut().filter(|line| key(line) == key(&said)).collect();
    let kept = usize::from(alike.iter().all(|line| **line == said));
    alike.iter_mut().skip(kept).for_each(|line| line.clear());
    as_toml[at].clear();
}

/// What a line says that the year is, where that is no possible year.
fn impossible_year(line: &str) -> Option<String> {
    let (_, year) = line.split_once('=').filter(|(key, _)| key.trim() == "year")?;
    let year = year.trim().trim_matches(|c| c == '"' || c == '\'');
    // What is no value at all, or a year in quotes, is another fault.
    let is_value = toml::from_str::<toml::Table>(line).is_ok();
    (is_value && !year.starts_with(['[', '{']) && !year.parse().is_ok_and(|year| YEARS.contains(&year)))
        .then(|| year.to_owned())
}

fn unclosed(path: &str, fence: &str) -> Diagnostic {
    let span = Span { line: 1, column: 1, length: 3, text: fence.to_owned(), spot: Spot::Line };
    Diagnostic::new(Severity::Error, "front-matter-unclosed", format!("content/{path}")).at(span).with("fence", fence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_hints_and_is_no_prose() {
        for text in [
            "---\nbody: 样例市\nyear: 2023\nwhole_year: true\n---\n正文",
            "+++\nbody = \"样例市\"\nyear = 2023\nwhole_year = true\n+++\n正文",
        ] {
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap().document().unwrap();
            assert_eq!(document.hints.body.as_deref(), Some("样例市"));
            assert_eq!((document.hints.year, document.hints.whole_year), (Some(2023), Some(true)));
            let prose: Vec<u32> =
                document.lines.iter().filter(|l| l.content == Content::Prose).map(|l| l.number).collect();
            assert_eq!(prose, [6]);
        }
    }

    #[test]
    fn a_line_of_the_front_matter_that_cannot_be_used_is_said_and_the_rest_holds() {
        for (text, code) in [
            ("---\nbody: 样例市\nyaer: 2023\n---\n正文", "settings-unknown-key"),
            ("---\nbody: 样例市\nyear: [2023, 2024]\n---\n正文", "front-matter-kind"),
            ("---\nbody: 样例市\nwhole_year: yes\n---\n正文", "front-matter-kind"),
            ("---\nbody: 样例市\nurl: {a: b}\n---\n正文", "front-matter-kind"),
            ("---\nbody: 样例市\npublished: 2023\n---\n正文", "hint-published"),
            ("---\nbody: 样例市\nurl: www.example.org\n---\n正文", "hint-url"),
            ("---\nbody: 样例市\nyear: 20233456\n---\n正文", "hint-year"),
            ("---\nbody: 样例市\nyear: 二〇二三\n---\n正文", "hint-year"),
            ("+++\nbody = \"样例市\"\nyear = \"2023\"\n+++\n正文", "front-matter-kind"),
            ("+++\nbody = \"样例市\"\nyear = \"1923\"\n+++\n正文", "hint-year"),
            ("+++\nbody = \"样例市\"\nyear = = 3\n+++\n正文", "front-matter"),
        ] {
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap().document().unwrap();
            assert_eq!(document.hints.body.as_deref(), Some("样例市"), "{text}");
            let problem = &document.diagnostics[0];
            assert_eq!((problem.code, problem.span.as_ref().unwrap().line), (code, 3), "{text}");
        }
    }

    #[test]
    fn a_year_that_is_said_twice_is_none_of_the_two() {
        for (again, year) in [("2023", None), ("2022", Some(2022)), ("2023\nyear: 2022", None)] {
            let text = format!("---\nyear: 2022\nbody: 样例市\nyear: {again}\n---\n正文");
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap().document().unwrap();
            let problems: Vec<_> =
                document.diagnostics.iter().map(|one| (one.code, one.span.as_ref().unwrap().line)).collect();
            assert_eq!(problems, [("settings-key-twice", 4)]);
            assert_eq!((document.hints.year, document.hints.body.as_deref()), (year, Some("样例市")));
        }
    }

    #[test]
    fn front_matter_without_an_end_is_an_error() {
        assert_eq!(Markdown.read("a.md", b"---\nbody: x\n").unwrap_err().code, "front-matter-unclosed");
    }
}
