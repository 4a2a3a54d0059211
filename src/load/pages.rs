//! The maintainer's own pages: `content/pages/*.md`. Takes off the front matter; the Markdown itself is not looked at.

use std::path::Path;

use serde::Deserialize;

use super::source;
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Severity, Span, front_matter_as_toml, front_matter_problem};
use crate::error::Error;
use crate::text::Language;

/// Parts of the site's own addresses, which a page cannot take.
const TAKEN: [&str; 16] = [
    "404",
    "assets",
    "bodies",
    "charts",
    "compare",
    "coverage",
    "data",
    "en",
    "findings",
    "guide",
    "index",
    "indicators",
    "sources",
    "static",
    "years",
    "zh",
];

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownPage {
    /// Path below `content/`: `pages/about.en.md`.
    pub path: String,
    /// The page's name, which is its part of the address: `about`. Lower-case letters, digits and `-`.
    pub name: String,
    /// The language: named before the ending (`about.en.md`), else the main language of the site.
    pub language: Language,
    /// The title: front matter, else the first heading, else the name.
    pub title: String,
    /// One sentence on the page, where the front matter gives one.
    pub description: Option<String>,
    /// The place in the menu, smallest first; pages without one come last, by name.
    pub order: Option<i64>,
    /// The Markdown below the front matter, without a first heading that serves as title.
    pub body: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: Option<String>,
    description: Option<String>,
    order: Option<i64>,
}

/// All pages in the languages of the site, sorted by order, name and language.
///
/// # Errors
/// The folder or a file cannot be read.
pub fn load(content: &Path, config: &SiteConfig) -> Result<(Vec<MarkdownPage>, Vec<Diagnostic>), Error> {
    let folder = content.join("pages");
    let mut pages: Vec<MarkdownPage> = Vec::new();
    let mut diagnostics = Vec::new();
    if !folder.is_dir() {
        return Ok((pages, diagnostics));
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| Error::io("list", &folder, error))? {
        let path = entry.map_err(|error| Error::io("list", &folder, error))?.path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    files.sort();
    for file in files {
        let path = source::below(content, &file);
        let shown = format!("content/{path}");
        if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if file.is_symlink() && !source::stays_inside(content, &file) {
            diagnostics.push(Diagnostic::new(Severity::Warning, "symlink", shown));
            continue;
        }
        let text = match source::read_text(&shown, &file)? {
            Ok(text) => text,
            Err(problem) => {
                diagnostics.push(*problem);
                continue;
            }
        };
        match parse(path, &text, config.main_language()) {
            Ok(page) if !config.languages.contains(&page.language) => {}
            Ok(page) => match pages.iter().find(|one| (&one.name, one.language) == (&page.name, page.language)) {
                Some(first) => {
                    let first = format!("content/{}", first.path);
                    diagnostics.push(Diagnostic::new(Severity::Error, "page-twice", shown).with("first", first));
                }
                None => pages.push(page),
            },
            Err(problem) => diagnostics.push(*problem),
        }
    }
    pages.sort_by(|a, b| {
        let key = |page: &MarkdownPage| (page.order.unwrap_or(i64::MAX), page.name.clone(), page.language);
        key(a).cmp(&key(b))
    });
    Ok((pages, diagnostics))
}

fn parse(path: String, text: &str, main: Language) -> Result<MarkdownPage, Box<Diagnostic>> {
    let shown = format!("content/{path}");
    let stem = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    let (name, language) = Language::ALL
        .into_iter()
        .find_map(|language| Some((stem.strip_suffix(&format!(".{}", language.id()))?, language)))
        .unwrap_or((stem, main));
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain || name.is_empty() || TAKEN.contains(&name) {
        let code = if plain && !name.is_empty() { "page-name-taken" } else { "page-name" };
        return Err(Box::new(Diagnostic::new(Severity::Error, code, shown).with("found", name)));
    }
    let name = name.to_owned();
    let text = text.replace("\r\n", "\n");
    let (front, mut body) = front_matter(&shown, &text)?;
    let mut title = front.title;
    if title.is_none()
        && let Some((heading, rest)) = first_heading(body)
    {
        title = Some(heading.to_owned());
        body = rest;
    }
    let title = title.unwrap_or_else(|| name.clone());
    let body = body.trim_start_matches('\n').to_owned();
    Ok(MarkdownPage { path, name, language, title, description: front.description, order: front.order, body })
}

/// Splits off the front matter: `key: value` lines between `---`, or TOML between `+++`.
fn front_matter<'a>(shown: &str, text: &'a str) -> Result<(FrontMatter, &'a str), Box<Diagnostic>> {
    let Some((fence, rest)) = ["---", "+++"].into_iter().find_map(|fence| {
        let rest = text.strip_prefix(fence)?.trim_start_matches([' ', '\t']);
        Some((fence, rest.strip_prefix('\n')?))
    }) else {
        return Ok((FrontMatter::default(), text));
    };
    let mut as_toml = String::new();
    let mut at = text.len() - rest.len();
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_end();
        if line == fence {
            return match toml::from_str(&as_toml) {
                Ok(front) => Ok((front, &text[at..])),
                Err(error) => {
                    let before = error.span().map_or(0, |span| as_toml[..span.start].matches('\n').count());
                    let line = text.lines().nth(before + 1).unwrap_or_default();
                    let problem = front_matter_problem(shown, line, &error);
                    Err(Box::new(problem.at(Span::of_line(before as u32 + 2, line))))
                }
            };
        }
        match line.split_once(':') {
            Some((key, value)) if fence == "---" && !line.trim_start().starts_with('#') => {
                as_toml.push_str(&front_matter_as_toml(key, value, &["order"]));
                as_toml.push('\n');
            }
            _ => as_toml.push_str(&format!("{line}\n")),
        }
    }
    let span = Span::of_line(1, fence);
    Err(Box::new(Diagnostic::new(Severity::Error, "page-front-matter-open", shown).at(span).with("found", fence)))
}

/// The first heading, when nothing stands before it, and what follows it.
fn first_heading(body: &str) -> Option<(&str, &str)> {
    let body = body.trim_start_matches('\n');
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    let heading = line.strip_prefix("# ")?.trim();
    (!heading.is_empty()).then_some((heading, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str, text: &str) -> Result<MarkdownPage, Box<Diagnostic>> {
        parse(format!("pages/{name}"), text, Language::Zh)
    }

    #[test]
    fn front_matter_is_taken_off_in_both_spellings() {
        for text in
            ["---\ntitle: 关于: 本站\norder: 2\n---\n\n正文\n", "+++\ntitle = '关于: 本站'\norder = 2\n+++\n正文\n"]
        {
            let page = page("about.md", text).unwrap();
            assert_eq!((page.title.as_str(), page.order, page.body.as_str()), ("关于: 本站", Some(2), "正文\n"));
        }
    }

    #[test]
    fn a_first_heading_is_the_title_and_is_not_repeated() {
        let page = page("about.en.md", "# About\n\nText\n").unwrap();
        assert_eq!((page.title.as_str(), page.body.as_str(), page.language), ("About", "Text\n", Language::En));
    }

    #[test]
    fn a_page_cannot_take_an_address_of_the_site() {
        assert_eq!(page("data.md", "a").unwrap_err().code, "page-name-taken");
        assert_eq!(page("..en.md", "a").unwrap_err().code, "page-name");
        assert_eq!(page("关于.md", "a").unwrap_err().code, "page-name");
    }

    #[test]
    fn wrong_front_matter_names_its_line() {
        let problem = page("about.md", "---\ntitle: a\ntitel: b\n---\n").unwrap_err();
        assert_eq!((problem.code, problem.span.unwrap().line), ("settings-unknown-key", 3));
        for (line, code) in [
            ("title: [a, b]", "front-matter-kind"),
            ("order: first", "front-matter-kind"),
            ("order: 1.5", "front-matter-kind"),
            ("title", "front-matter"),
            ("  - a", "front-matter"),
        ] {
            let problem = page("about.md", &format!("---\ndescription: [1] a\n{line}\n---\n")).unwrap_err();
            let found = problem.arguments.iter().find(|(name, _)| *name == "found").unwrap();
            assert_eq!((problem.code, problem.span.unwrap().line, &*found.1), (code, 3, line.trim()));
        }
        assert_eq!(page("about.md", "---\ntitle: 2023\n---\n").unwrap().title, "2023");
        assert_eq!(page("about.md", "---\ntitle: a\n").unwrap_err().code, "page-front-matter-open");
    }
}
