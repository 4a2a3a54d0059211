//! A portal's own templates and static files for the commands: read, and template errors put so that a maintainer finds
//! the line. And what the commands say of the parse cache.

use std::path::Path;

use super::console::Console;
use crate::diagnostic::Diagnostic;
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

/// Where a template is wrong, with the line itself, and why.
pub fn template_problem(error: &TemplateError, theme: &Theme) -> Diagnostic {
    let fault = error.fault();
    let place = fault.place.map(|place| (place.line, place.column, place.length));
    theme.problem(&fault.template, place, &fault.message, BUILT_IN)
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
