//! Markdown (`.md`): text with pipe tables, and front matter between `---` lines (`key: value`) or `+++` lines (TOML).

use super::{Content, Document, Format, Hints, line, utf8};
use crate::diagnostic::{Diagnostic, Severity, Span};

/// The reader of Markdown.
pub struct Markdown;

impl Format for Markdown {
    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Document, Box<Diagnostic>> {
        let text = utf8(path, bytes)?;
        let mut lines = line::lines(text);
        let mut hints = Hints::default();
        let fence = lines.first().map(|first| first.text.trim_end().to_owned()).unwrap_or_default();
        if fence == "---" || fence == "+++" {
            let Some(end) = lines.iter().skip(1).position(|line| line.text.trim_end() == fence).map(|at| at + 1) else {
                return Err(Box::new(unclosed(path, &fence)));
            };
            let inner: Vec<&str> = lines[1..end].iter().map(|line| line.text.as_str()).collect();
            hints = parse(path, &fence, &inner)?;
            for line in &mut lines[..=end] {
                line.content = Content::Empty;
            }
        }
        Ok(Document { path: path.to_owned(), text: text.into(), lines, hints })
    }
}

/// Both spellings become TOML, so that one reader decides what a front matter may hold.
fn parse(path: &str, fence: &str, lines: &[&str]) -> Result<Hints, Box<Diagnostic>> {
    let as_toml: Vec<String> = lines
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
    toml::from_str(&as_toml.join("\n")).map_err(|error| {
        let before = error.span().map_or(0, |span| as_toml.join("\n")[..span.start].matches('\n').count());
        let text = lines.get(before).copied().unwrap_or_default();
        let span = Span { line: before as u32 + 2, column: 0, length: 0, text: text.to_owned() };
        Box::new(
            Diagnostic::new(Severity::Error, "front-matter", format!("content/{path}"))
                .at(span)
                .with("problem", error.message()),
        )
    })
}

fn unclosed(path: &str, fence: &str) -> Diagnostic {
    let span = Span { line: 1, column: 1, length: 3, text: fence.to_owned() };
    Diagnostic::new(Severity::Error, "front-matter-unclosed", format!("content/{path}")).at(span).with("fence", fence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_hints_and_is_no_prose() {
        for text in ["---\nbody: 样例市\nyear: 2023\n---\n正文", "+++\nbody = \"样例市\"\nyear = 2023\n+++\n正文"]
        {
            let document = Markdown.read("reports/a.md", text.as_bytes()).unwrap();
            assert_eq!(document.hints.body.as_deref(), Some("样例市"));
            assert_eq!(document.hints.year, Some(2023));
            let prose: Vec<u32> =
                document.lines.iter().filter(|l| l.content == Content::Prose).map(|l| l.number).collect();
            assert_eq!(prose, [5]);
        }
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_its_line() {
        let error = Markdown.read("reports/a.md", "---\nbody: 样例市\nyaer: 2023\n---\n".as_bytes()).unwrap_err();
        assert_eq!(error.code, "front-matter");
        assert_eq!(error.span.unwrap().line, 3);
    }

    #[test]
    fn front_matter_without_an_end_is_an_error() {
        assert_eq!(Markdown.read("a.md", b"---\nbody: x\n").unwrap_err().code, "front-matter-unclosed");
    }
}
