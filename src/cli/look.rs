//! A portal's own templates and static files for the commands: read, and template errors put so that a maintainer finds
//! the line.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::Error;
use crate::load::theme::{self, Theme};
use crate::render::template::{BUILT_IN, TemplateError};

/// Reads the portal's own templates and static files.
pub fn read(root: &Path) -> Result<(Theme, Vec<Diagnostic>), Error> {
    let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    theme::read(root, &known)
}

/// Where a template is wrong, with the line itself, and why. A built-in template that does not fit the portal's own ones
/// is named as such.
pub fn template_problem(error: &TemplateError, theme: &Theme) -> Diagnostic {
    let fault = error.fault();
    let own = theme.templates.get(&fault.template);
    let built_in = || BUILT_IN.iter().find(|(name, _)| *name == fault.template).map(|(_, text)| *text);
    let text = own.map(String::as_str).or_else(built_in).unwrap_or_default();
    let file = if fault.template.is_empty() { "templates".to_owned() } else { format!("templates/{}", fault.template) };
    let problem = match own {
        Some(_) => Diagnostic::new(Severity::Error, "template", file),
        None => Diagnostic::new(Severity::Error, "template-built-in", file),
    };
    let problem = problem.with("found", &fault.message);
    match fault.place.and_then(|place| Some((place, text.lines().nth(place.line.checked_sub(1)?)?))) {
        Some((place, line)) => {
            let whole = Span::of_line(place.line as u32, line);
            problem.at(Span { column: place.column as u32, length: place.length as u32, ..whole })
        }
        None => problem,
    }
}
