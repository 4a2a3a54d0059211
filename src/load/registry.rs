//! Reads `content/bodies.toml` into the model's registry and says what in it cannot be used, with the line.

use std::collections::BTreeSet;
use std::path::Path;

use super::source;
use crate::diagnostic::{Diagnostic, Severity, Span, read_settings};
use crate::error::Error;
use crate::model::{Registry, RegistryProblem};
use crate::report::CheckedReport;

const SHOWN: &str = "content/bodies.toml";

/// What the maintainer says of bodies; nothing where there is no such file, or where it is wrong.
///
/// # Errors
/// The file is there and cannot be read.
pub fn load(content: &Path, reports: &[CheckedReport]) -> Result<(Registry, Vec<Diagnostic>), Error> {
    let file = content.join("bodies.toml");
    if !file.exists() {
        return Ok((Registry::default(), Vec::new()));
    }
    let bytes = match source::read(SHOWN, &file)? {
        Ok(bytes) => bytes.bytes,
        Err(problem) if problem.code == "empty-file" => return Ok((Registry::default(), Vec::new())),
        Err(problem) => return Ok((Registry::default(), vec![*problem])),
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let registry: Registry = match read_settings(SHOWN, text) {
        Ok(registry) => registry,
        Err(problem) => return Ok((Registry::default(), vec![*problem])),
    };
    let names = reports.iter().map(|checked| checked.report().body.as_str()).collect();
    let diagnostics = problems(&registry, text, &names);
    Ok((registry, diagnostics))
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
