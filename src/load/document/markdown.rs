//! Markdown (`.md`): text with pipe tables, and front matter between `---` lines (`key: value`) or `+++` lines (TOML).

use super::encoding::Decoded;
use super::{Content, Document, Format, Hints, MOST_LINES, Reading, line, plain};
use crate::diagnostic::{Diagnostic, Severity, Span};
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
                let value = value.trim().trim_matches(|c| c == '"' || c == '\'');
                match (key.trim(), value.parse::<u16>()) {
                    ("year", Ok(year)) => format!("year = {year}"),
                    (key, _) => format!("{key} = {}", toml::Value::String(value.to_owned())),
                }
            }
            _ => (*line).to_owned(),
        })
        .collect();
    // A line that cannot be used is said and left out; the others still hold.
    let mut problems = Vec::new();
    loop {
        let error = match toml::from_str(&as_toml.join("\n")) {
            Ok(hints) => return (hints, problems),
            Err(error) => error,
        };
        let before = error.span().map_or(0, |span| as_toml.join("\n")[..span.start].matches('\n').count());
        let text = lines.get(before).copied().unwrap_or_default();
        let span = Span { line: before as u32 + 2, column: 0, length: 0, text: text.to_owned(), spot: Spot::Line };
        let of_year = as_toml.get(before).and_then(|line| line.split_once('=')).filter(|(key, _)| key.trim() == "year");
        let file = format!("content/{path}");
        problems.push(match of_year {
            Some((_, year)) => Diagnostic::new(Severity::Error, "hint-year", file)
                .at(span)
                .with("found", year.trim().trim_matches(|c| c == '"' || c == '\'')),
            None => {
                Diagnostic::new(Severity::Error, "front-matter", file).at(span).with("problem", error.message().trim())
            }
        });
        match as_toml.get_mut(before) {
            Some(line) if !line.is_empty() => line.clear(),
            _ => return (Hints::default(), problems),
        }
    }
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
        for text in ["---\nbody: 样例市\nyear: 2023\n---\n正文", "+++\nbody = \"样例市\"\nyear = 2023\n+++\n正文"]
        {
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap().document().unwrap();
            assert_eq!(document.hints.body.as_deref(), Some("样例市"));
            assert_eq!(document.hints.year, Some(2023));
            let prose: Vec<u32> =
                document.lines.iter().filter(|l| l.content == Content::Prose).map(|l| l.number).collect();
            assert_eq!(prose, [5]);
        }
    }

    #[test]
    fn a_line_of_the_front_matter_that_cannot_be_used_is_said_and_the_rest_holds() {
        for (text, code) in [
            ("---\nbody: 样例市\nyaer: 2023\n---\n正文", "front-matter"),
            ("---\nbody: 样例市\nyear: 20233456\n---\n正文", "hint-year"),
            ("---\nbody: 样例市\nyear: 二〇二三\n---\n正文", "hint-year"),
            ("+++\nbody = \"样例市\"\nyear = \"2023\"\n+++\n正文", "hint-year"),
            ("+++\nbody = \"样例市\"\nyear = = 3\n+++\n正文", "hint-year"),
        ] {
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap().document().unwrap();
            assert_eq!(document.hints.body.as_deref(), Some("样例市"), "{text}");
            let problem = &document.diagnostics[0];
            assert_eq!((problem.code, problem.span.as_ref().unwrap().line), (code, 3), "{text}");
        }
    }

    #[test]
    fn front_matter_without_an_end_is_an_error() {
        assert_eq!(Markdown.read("a.md", b"---\nbody: x\n").unwrap_err().code, "front-matter-unclosed");
    }
}
