//! A portal's own templates and static files for the commands: read, and template errors put so that a maintainer finds
//! the line. And what the commands say of the parse cache.

use std::path::Path;

use super::console::Console;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::Error;
use crate::load::cache::{Trouble, Used};
use crate::load::theme::{self, Theme};
use crate::picture;
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

/// What the parse cache was good for, line by line.
pub fn cache(used: &Used, console: &Console) -> Vec<String> {
    let [reused, read] = [used.reused, used.read].map(|count| count.to_string());
    let mut lines = vec![console.fill("cli.cache.used", &[("reused", &reused), ("read", &read)])];
    match &used.trouble {
        None => {}
        Some(Trouble::Busy) => lines.push(console.words("cli.cache.busy")),
        Some(Trouble::Failed(error)) => {
            lines.push(console.fill("cli.cache.failed", &[("reason", &error.message(console.language))]));
        }
    }
    lines
}

/// How many share pictures had to be drawn, in one line.
pub fn pictures(used: &picture::Used, console: &Console) -> String {
    let [reused, drawn] = [used.reused, used.drawn].map(|count| count.to_string());
    let line = console.fill("cli.pictures.used", &[("reused", &reused), ("drawn", &drawn)]);
    match &used.trouble {
        None => line,
        Some(error) => {
            let reason = error.message(console.language);
            format!("{line}\n{}", console.fill("cli.pictures.failed", &[("reason", &reason)]))
        }
    }
}
