//! `gongkai check`: reads and checks everything, and makes no site.

use std::mem::ManuallyDrop;
use std::path::Path;

use super::Exit;
use super::console::Console;
use super::look;
use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Concern, Counts, github, human_diagnostic, human_finding, json};
use crate::error::Error;
use crate::load::cache::Cache;
use crate::load::load_with;
use crate::model::Portal;
use crate::render::template::Templates;
use crate::report::Severity;

/// The most problems of one file that people are shown: behind these stands one cause. `--format json` has all.
const SHOWN_OF_FILE: usize = 100;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How problems are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Read every file again, also those that have not changed since the last run
    #[arg(long)]
    fresh: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people, with the line itself
    Human,
    /// One JSON document with both lists
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

pub fn run(arguments: &Arguments, root: &Path, config: &SiteConfig, console: &mut Console) -> Result<Exit, Error> {
    let progress = console.progress("cli.progress.reading");
    let cache = if arguments.fresh { Cache::fresh(root) } else { Cache::open(root) };
    let loaded = load_with(root, config, &cache, &|total| progress.step(total));
    progress.finish();
    let mut loaded = loaded?;
    let used = cache.close();
    if console.verbose {
        for line in look::cache(&used, console) {
            console.say(&line);
        }
    }
    let (theme, problems) = look::read(root)?;
    loaded.diagnostics.extend(problems);
    if let Err(error) = Templates::new(&theme.templates) {
        loaded.diagnostics.push(look::template_problem(&error, &theme));
    }
    loaded.diagnostics.sort();
    let reports = loaded.reports.len();
    // The program is done when all is said: nothing is gained by taking a large portal apart piece by piece.
    let portal = ManuallyDrop::new(Portal::build(loaded.reports, &loaded.registry));
    let findings = concerns(&portal);
    match arguments.format {
        Format::Human => human(&loaded.diagnostics, &findings, loaded.files, reports, console)?,
        Format::Json => {
            let text = json(&loaded.diagnostics, &findings, loaded.files, reports, console.language);
            console.print_raw(text.as_bytes())?;
        }
        Format::Github => {
            let text = github(&loaded.diagnostics, &findings, console.language);
            console.print_raw(text.as_bytes())?;
        }
    }
    let errors = Counts::of(&loaded.diagnostics).errors;
    Ok(if errors > 0 { Exit::Problems } else { Exit::Done })
}

/// Every finding of the portal, by file and line.
fn concerns(portal: &Portal) -> Vec<Concern<'_>> {
    let years = portal.bodies().iter().flat_map(|body| body.years.iter());
    let mut concerns: Vec<Concern<'_>> =
        years.flat_map(|year| year.findings.iter().map(|finding| Concern { report: year.report(), finding })).collect();
    concerns.sort_by(|a, b| {
        let key = |concern: &Concern<'_>| (concern.file(), concern.first_place());
        key(a).cmp(&key(b))
    });
    concerns
}

fn human(
    diagnostics: &[Diagnostic],
    findings: &[Concern<'_>],
    files: usize,
    reports: usize,
    console: &mut Console,
) -> Result<(), Error> {
    let (language, style) = (console.language, console.style());
    let head = |console: &Console, list: &str, count: usize| match count {
        0 => console.words(&format!("cli.check.no-{list}")),
        _ => console.fill(&format!("cli.check.{list}"), &[("count", &count.to_string())]),
    };
    let title = head(console, "diagnostics", diagnostics.len());
    console.print(&title)?;
    for (file, of_file) in by_file(diagnostics, |one| one.file.clone()) {
        for one in of_file.iter().take(SHOWN_OF_FILE) {
            console.print_rendered(&format!("\n{}", human_diagnostic(one, language, style)))?;
        }
        left_out(&file, of_file.len(), console)?;
    }
    let title = head(console, "findings", findings.len());
    console.print(&format!("\n{title}"))?;
    for (file, of_file) in by_file(findings, Concern::file) {
        for one in of_file.iter().take(SHOWN_OF_FILE) {
            console.print_rendered(&format!("\n{}", human_finding(*one, language, style)))?;
        }
        left_out(&file, of_file.len(), console)?;
    }
    let counts = Counts::of(diagnostics);
    let conflicts = findings.iter().filter(|one| one.finding.severity == Severity::Conflict).count();
    let summary = console.fill(
        "cli.check.summary",
        &[
            ("files", &files.to_string()),
            ("reports", &reports.to_string()),
            ("errors", &counts.errors.to_string()),
            ("warnings", &counts.warnings.to_string()),
            ("notes", &counts.notes.to_string()),
            ("conflicts", &conflicts.to_string()),
            ("notices", &(findings.len() - conflicts).to_string()),
        ],
    );
    console.print(&format!("\n{summary}"))
}

/// Runs of neighbours that concern the same file, with its name.
fn by_file<T>(list: &[T], file: impl Fn(&T) -> String) -> Vec<(String, &[T])> {
    let runs = list.chunk_by(|a, b| file(a) == file(b));
    runs.filter_map(|run| Some((file(run.first()?), run))).collect()
}

fn left_out(file: &str, count: usize, console: &mut Console) -> Result<(), Error> {
    match count.checked_sub(SHOWN_OF_FILE) {
        None | Some(0) => Ok(()),
        Some(more) => {
            let text = console.fill("cli.check.more-of-file", &[("file", file), ("count", &more.to_string())]);
            console.print(&format!("\n{text}"))
        }
    }
}
