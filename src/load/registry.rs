//! Reads `content/bodies.toml` into the model's registry and says what in it cannot be used, with the line.

use std::collections::BTreeSet;
use std::path::Path;

use super::source;
use crate::diagnostic::{Diagnostic, Severity, Span, read_settings};
use crate::error::Error;
use crate::model::{Registry, RegistryProblem};
use crate::report::CheckedReport;

const SHOWN: &str = "content/bodies.toml";

/// The registry with the text that it was read from.
#[derive(Debug, Default)]
pub struct Read {
    /// What the maintainer says of bodies; nothing where there is no such file, or where it cannot be used.
    pub registry: Registry,
    /// Why it cannot be used.
    pub wrong: Option<Diagnostic>,
    text: String,
}

/// Reads what the maintainer says of bodies.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read(content: &Path) -> Result<Read, Error> {
    let file = content.join("bodies.toml");
    if !file.exists() {
        return Ok(Read::default());
    }
    let wrong = |problem: Box<Diagnostic>| Read { wrong: Some(*problem), ..Read::default() };
    let text = match source::read_text(SHOWN, &file)? {
        Ok(text) => text,
        Err(problem) if problem.code == "empty-file" => return Ok(Read::default()),
        Err(problem) => return Ok(wrong(problem)),
    };
    Ok(match read_settings(SHOWN, &text) {
        Ok(registry) => Read { registry, text, wrong: None },
        Err(problem) => wrong(problem),
    })
}

impl Read {
    /// What in it cannot be used, seen beside the reports that there are.
    pub fn problems(&self, reports: &[CheckedReport]) -> Vec<Diagnostic> {
        let names = reports.iter().map(|checked| checked.report().body.as_str()).collect();
        self.wrong.iter().cloned().chain(problems(&self.registry, &self.text, &names)).collect()
    }
}

fn problems(registry: &Registry, text: &str, names: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = registry.problems().iter().map(|problem| diagnostic(problem, text)).collect();
    let parents: BTreeSet<&str> = registry.bodies.iter().filter_map(|entry| entry.parent.as_deref()).collect();
    for name in registry.bodies.iter().map(|entry| entry.name.as_str()) {
        if !names.contains(name) && !parents.contains(name) {
            let problem = Diagnostic::new(Severity::Warning, "body-without-report", SHOWN).with("found", name);
            problems.push(pointed(problem, text, name));
        }
    }
    problems
}

fn diagnostic(problem: &RegistryProblem, text: &str) -> Diagnostic {
    let error = |code| Diagnostic::new(Severity::Error, code, SHOWN);
    match problem {
        RegistryProblem::NameTwice { name } => pointed(error("body-twice").with("found", name), text, name),
        RegistryProblem::SlugTwice { slug, first, second } => {
            let problem = error("slug-twice").with("found", slug).with("first", first).with("second", second);
            pointed(problem, text, slug)
        }
        RegistryProblem::BadSlug { name, slug } => {
            pointed(error("slug-invalid").with("found", slug).with("body", name), text, slug)
        }
        RegistryProblem::PopulationTwice { name, year } => {
            pointed(error("population-twice").with("body", name).with("year", year), text, name)
        }
        RegistryProblem::PopulationZero { name, year } => {
            pointed(error("population-zero").with("body", name).with("year", year), text, name)
        }
    }
}

/// Points at the last place where the value stands between quotes: of two, the one that is not used.
fn pointed(problem: Diagnostic, text: &str, value: &str) -> Diagnostic {
    let quoted = ['"', '\''].map(|quote| format!("{quote}{value}{quote}"));
    match quoted.iter().filter_map(|quoted| text.rfind(quoted)).max() {
        Some(at) => problem.at(Span::of_bytes(text, at..at + value.len() + 2)),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bodies_cannot_have_one_slug_and_an_entry_needs_a_report() {
        let text = "[[body]]\nname = \"甲县\"\nslug = \"jia\"\n[[body]]\nname = \"乙县\"\nslug = \"jia\"\n";
        let registry: Registry = toml::from_str(text).unwrap();
        let found: Vec<_> = problems(&registry, text, &BTreeSet::from(["甲县"]))
            .iter()
            .map(|problem| (problem.code, problem.severity, problem.span.as_ref().unwrap().line))
            .collect();
        assert_eq!(found, [("slug-twice", Severity::Error, 6), ("body-without-report", Severity::Warning, 5)]);
    }
}
