//! Reads `content/bodies.toml` into the model's registry and says what in it cannot be used, with the line.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::source;
use crate::diagnostic::{Diagnostic, Lines, Severity, read_settings};
use crate::error::Error;
use crate::model::{BodyEntry, Registry, RegistryProblem, RegistryProblemKind};
use crate::report::CheckedReport;

const SHOWN: &str = "content/bodies.toml";

/// The registry with what in its file cannot be used.
#[derive(Debug, Default)]
pub struct Read {
    /// What the maintainer says of bodies; nothing where there is no such file, or where it cannot be used.
    pub registry: Registry,
    /// Why it cannot be used.
    pub wrong: Vec<Diagnostic>,
    /// What in it cannot be used, whatever reports there are.
    problems: Vec<Diagnostic>,
    /// Where the name of each entry stands, in bytes.
    names: Vec<Range<usize>>,
    text: String,
}

/// Where in the file what is said stands.
#[derive(Debug, Default, Deserialize)]
struct Spans {
    #[serde(default, rename = "body")]
    bodies: Vec<BodySpans>,
}

#[derive(Debug, Deserialize)]
struct BodySpans {
    name: Spanned<String>,
    slug: Option<Spanned<String>>,
    parent: Option<Spanned<String>>,
    #[serde(default)]
    population: Vec<PopulationSpans>,
}

#[derive(Debug, Deserialize)]
struct PopulationSpans {
    year: Spanned<u16>,
    value: Spanned<u64>,
    source: Spanned<String>,
}

/// Reads what the maintainer says of bodies.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read(content: &Path) -> Result<Read, Error> {
    let file = content.join("bodies.toml");
    let wrong = |wrong| Read { wrong, ..Read::default() };
    if file.is_symlink() && !source::stays_inside(content, &file) {
        return Ok(wrong(vec![Diagnostic::new(Severity::Error, "symlink", SHOWN)]));
    }
    if !file.exists() {
        return Ok(Read::default());
    }
    let text = match source::read_text(SHOWN, &file)? {
        Ok(text) => text,
        Err(problem) if problem.code == "empty-file" => return Ok(Read::default()),
        Err(problem) => return Ok(wrong(vec![*problem])),
    };
    Ok(parse(text).unwrap_or_else(wrong))
}

fn parse(text: String) -> Result<Read, Vec<Diagnostic>> {
    let mut registry: Registry = read_settings(SHOWN, &text)?;
    let spans: Spans = read_settings(SHOWN, &text)?;
    let (problems, lines) = (registry.problems(), Lines::of(&text));
    let problems = problems.iter().map(|problem| diagnostic(problem, &spans.bodies[problem.entry], &lines)).collect();
    registry.break_circles();
    let names = spans.bodies.iter().map(|body| body.name.span()).collect();
    Ok(Read { registry, wrong: Vec::new(), problems, names, text })
}

impl Read {
    /// What in it cannot be used, seen beside the reports that there are.
    pub fn problems(&self, reports: &[CheckedReport]) -> Vec<Diagnostic> {
        let names = reports.iter().map(|checked| checked.report().body.as_str()).collect();
        let all = self.wrong.iter().chain(&self.problems).cloned();
        all.chain(self.without_report(&names)).collect()
    }

    fn without_report(&self, names: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let bodies = &self.registry.bodies;
        let parents: BTreeSet<&str> = bodies.iter().filter_map(|entry| entry.parent.as_deref()).collect();
        let entries = bodies.iter().zip(&self.names);
        let without = entries.filter(|(entry, _)| !names.contains(&*entry.name) && !parents.contains(&*entry.name));
        let lines = Lines::of(&self.text);
        let problem = |(entry, name): (&BodyEntry, &Range<usize>)| {
            let problem = Diagnostic::new(Severity::Warning, "body-without-report", SHOWN).with("found", &entry.name);
            problem.at(lines.span(name.clone()))
        };
        without.map(problem).collect()
    }
}

/// What is wrong, at the very value of the very entry.
fn diagnostic(problem: &RegistryProblem, spans: &BodySpans, lines: &Lines<'_>) -> Diagnostic {
    let name = &problem.name;
    let error = |code| Diagnostic::new(Severity::Error, code, SHOWN);
    let of_year = |code, year: &u16| error(code).with("body", name).with("year", year);
    let (diagnostic, span) = match &problem.kind {
        RegistryProblemKind::NameTwice => (error("body-twice").with("found", name), Some(spans.name.span())),
        RegistryProblemKind::SlugTwice { slug, first } => {
            let problem = error("slug-twice").with("found", slug).with("first", first).with("second", name);
            (problem, spans.slug.as_ref().map(Spanned::span))
        }
        RegistryProblemKind::BadSlug { slug } => {
            let problem = error("slug-invalid").with("found", slug).with("body", name);
            (problem, spans.slug.as_ref().map(Spanned::span))
        }
        RegistryProblemKind::ParentBelow { parent } => {
            let problem = error("parent-below").with("found", parent).with("body", name);
            (problem, spans.parent.as_ref().map(Spanned::span))
        }
        RegistryProblemKind::PopulationTwice { at, year } => {
            (of_year("population-twice", year), Some(spans.population[*at].year.span()))
        }
        RegistryProblemKind::PopulationZero { at, year } => {
            (of_year("population-zero", year), Some(spans.population[*at].value.span()))
        }
        RegistryProblemKind::PopulationYear { at, year } => {
            (of_year("population-year", year), Some(spans.population[*at].year.span()))
        }
        RegistryProblemKind::PopulationSource { at, year } => {
            (of_year("population-source", year), Some(spans.population[*at].source.span()))
        }
    };
    match span {
        Some(span) => diagnostic.at(lines.span(span)),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, reports: &[&str]) -> Vec<(&'static str, u32)> {
        let read = parse(text.to_owned()).unwrap();
        let without = read.without_report(&reports.iter().copied().collect());
        let all = read.problems.iter().chain(&without);
        all.map(|problem| (problem.code, problem.span.as_ref().unwrap().line)).collect()
    }

    #[test]
    fn two_bodies_cannot_have_one_slug_and_an_entry_needs_a_report() {
        let text = "[[body]]\nname = \"甲县\"\nslug = \"jia\"\n[[body]]\nname = \"乙县\"\nslug = \"jia\"\n";
        assert_eq!(lines(text, &["甲县"]), [("slug-twice", 6), ("body-without-report", 5)]);
    }

    #[test]
    fn all_that_is_wrong_is_told_and_nothing_that_follows_from_it() {
        let text = r#"[[body]]
name = "甲市"
slugg = "jia"
level = "city"

[[body]]
slug = "yi"

[[body]]
name = 3
population = [{ year = 2022, value = "many", source = "s" }, { year = 2023, value = 6 }]
extra = { a = 1 }

[[bodies]]
name = "丙县"
"#;
        let problems = parse(text.to_owned()).unwrap_err();
        let found: Vec<_> = problems.iter().map(|one| (one.code, one.span.as_ref().unwrap().line)).collect();
        assert_eq!(
            found,
            [
                ("settings-unknown-key", 3),
                ("settings-unknown-value", 4),
                ("settings-missing-key", 6),
                ("settings-kind", 10),
                ("settings-kind", 11),
                ("settings-missing-key", 11),
                ("settings-unknown-key", 12),
                ("settings-unknown-key", 14),
            ]
        );
        let broken = parse("[[body]]\nname = \n[[body]\n".to_owned()).unwrap_err();
        assert_eq!(broken.len(), 1, "{broken:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_portal_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (content, outside) = (folder.path().join("content"), folder.path().join("bodies.toml"));
        std::fs::create_dir(&content).unwrap();
        for text in ["[[body]]\nname = \"甲市\"\n", ""] {
            std::fs::write(&outside, text).unwrap();
            let _ = std::os::unix::fs::symlink(&outside, content.join("bodies.toml"));
            let wrong = super::read(&content).unwrap().wrong;
            assert_eq!(wrong.iter().map(|one| one.code).collect::<Vec<_>>(), ["symlink"]);
        }
        std::fs::remove_file(&outside).unwrap();
        assert_eq!(super::read(&content).unwrap().wrong.len(), 1, "a link to nothing");
    }

    #[test]
    fn a_problem_is_shown_at_its_own_entry_where_the_name_stands_elsewhere_too() {
        let text = r#"[[body]]
name = "甲市"
slug = "jia"
population = [
    { year = 2022, value = 5, source = "s" },
    { year = 2022, value = 6, source = "s" },
    { year = 2023, value = 0, source = "s" },
]

[[body]]
name = "乙县"
parent = "甲市"
slug = "jia"

[[body]]
name = "甲市"

[[body]]
name = "丙县"
parent = "丙县"

[[body.population]]
year = 1900
value = 5
source = "s"

[[body.population]]
year = 2022
value = 5
source = ""

[[body]]
name = "丁县"
parent = "甲市"
slug = "甲市"
"#;
        let found = lines(text, &["甲市", "乙县", "丙县", "丁县"]);
        assert_eq!(
            found,
            [
                ("population-twice", 6),
                ("population-zero", 7),
                ("slug-twice", 13),
                ("body-twice", 16),
                ("parent-below", 20),
                ("population-year", 23),
                ("population-source", 30),
                ("slug-invalid", 35),
            ]
        );
    }
}
