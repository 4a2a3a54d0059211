//! Diagnostics and findings in the three forms in which the program prints them. The two stay two lists: what is wrong
//! with our files, and what disagrees in the reports' own numbers. It knows what they say, not where they are printed.

mod github;
mod human;
mod json;

pub use github::github;
pub use human::{Style, human_diagnostic, human_finding};
pub use json::json;

use std::borrow::Cow;
use std::path::Path;

use super::{Diagnostic, Severity};
use crate::report::{Finding, Place, Report, Side};
use crate::text::finding::message;
use crate::text::{Language, fill};

/// A finding with the report that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Concern<'a> {
    /// The report; for a finding between two years the later one.
    pub report: &'a Report,
    /// The finding.
    pub finding: &'a Finding,
}

impl Concern<'_> {
    /// The report's file, as a path below the portal's folder; whole for a file outside the portal.
    pub fn file(&self) -> String {
        let path = &self.report.source.path;
        if Path::new(path).is_absolute() { path.clone() } else { format!("content/{path}") }
    }

    /// The first place that it concerns.
    pub fn first_place(&self) -> Option<Place> {
        self.finding.places().first().copied()
    }

    /// Whose report, which year, and what disagrees, in one sentence.
    pub fn title(&self, language: Language) -> String {
        let year = self.report.year.to_string();
        let message = message(self.finding, language);
        let arguments = [("body", &*self.report.body), ("year", &*year), ("message", &*message)];
        fill(language, "cli.check.finding-title", &arguments)
    }

    fn places(side: Option<&Side>) -> &[Place] {
        side.map(|side| side.places.as_slice()).unwrap_or_default()
    }
}

/// How many diagnostics there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Something is not on the site.
    pub errors: usize,
    /// Something is odd.
    pub warnings: usize,
    /// Good to know.
    pub notes: usize,
}

impl Counts {
    /// Counts diagnostics.
    pub fn of(diagnostics: &[Diagnostic]) -> Counts {
        let count = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
        Counts { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
    }
}

/// A text without what would command a terminal, colours among it: names of files may hold anything. Line ends and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_command = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    match text.contains(is_command) {
        true => Cow::Owned(text.replace(is_command, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}
