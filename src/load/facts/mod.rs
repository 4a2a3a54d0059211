//! What one report file says, as one line of JSON: made wherever the file is ([`extract`]), and read again where a portal
//! is built from lines instead of files ([`load`]). A line holds all that the reading of a file gives, so that the portal is
//! the same; and it names figures as the published data do, so that other programs can use it as it is.
//!
//! Nothing in a line is trusted. It counts only whole (it ends with a checksum), from this very reader, for the hints that
//! stand beside its report now, and for the very bytes of a file that is at hand. What does not fit stops the run.

mod gather;
mod named;
mod report;
mod written;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use self::gather::{Gathered, Problems};
pub use self::named::Portal;
use super::cache::Cache;
use super::document::Hints;
use super::source::{self, Source};
use super::{Extracted, Loaded, Settled, assemble, guarded, registry, understand_bytes};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;

/// The name of the program that reads: it changes with everything that reading may depend on (see `build.rs`).
const READER: &str = env!("GONGKAI_READER");
/// The longest line, in bytes. That of a usual report has 60 KB.
const LONGEST: usize = 256 * 1024 * 1024;

/// The line, without its end, of the report that the maintainer names. There always is one: where nothing could be read it
/// says why.
pub fn extract(portal: &Portal, name: &[u8]) -> String {
    let source = match portal.find(name) {
        Ok(source) => source,
        Err(problem) => return not_found(portal, name, *problem),
    };
    guarded(|| line_of(&source)).unwrap_or_else(|| failure(&source, "internal", &[]))
}

/// The line of a report whose reading was cut off. `code` names the words of a diagnostic.
pub fn cut_off(portal: &Portal, name: &[u8], code: &'static str, arguments: &[(&'static str, String)]) -> String {
    match portal.find(name) {
        Ok(source) => failure(&source, code, arguments),
        Err(problem) => not_found(portal, name, *problem),
    }
}

fn not_found(portal: &Portal, name: &[u8], mut problem: Diagnostic) -> String {
    let path = portal.path_of(name);
    if path.starts_with("reports/") {
        problem.file = format!("content/{path}");
    }
    written::failure(&path, problem)
}

fn line_of(found: &(Source, Vec<Diagnostic>)) -> String {
    let (source, beside) = found;
    let shown = format!("content/{}", source.path);
    let mut extracted = match source::unknown_kind(&shown, &source.file, || source.file.is_file()) {
        Some(problem) => Extracted { diagnostics: vec![problem], ..Extracted::default() },
        None => Extracted::default(),
    };
    let bytes = match source::read(&shown, &source.file) {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(problem)) => {
            if extracted.diagnostics.is_empty() {
                extracted.diagnostics.push(*problem);
            }
            None
        }
        Err(error) => {
            let reason = match &error {
                Error::Io { source, .. } => source.to_string(),
                _ => String::new(),
            };
            return failure(found, "extract-unreadable", &[("found", reason)]);
        }
    };
    if let Some(bytes) = bytes.as_ref().filter(|_| extracted.diagnostics.is_empty()) {
        extracted = understand_bytes(source, bytes, &Cache::none()).0;
    }
    written::line(source, bytes.as_ref(), beside, &extracted)
        .filter(|line| line.len() <= LONGEST)
        .unwrap_or_else(|| failure(found, "extract-too-long", &[("limit", format!("{} MiB", LONGEST / 1024 / 1024))]))
}

fn failure(found: &(Source, Vec<Diagnostic>), code: &'static str, arguments: &[(&'static str, String)]) -> String {
    let path = &found.0.path;
    let problem = Diagnostic::new(Severity::Error, code, format!("content/{path}"));
    let problem = arguments.iter().fold(problem, |problem, (name, value)| problem.with(name, value));
    written::failure(path, problem)
}

/// Reads the portal in `root` from lines instead of its report files, and says after each line that it was one. Everything
/// else (settings, hints, corrections, pages) is read from the portal's folder. Files of reports need not be there.
///
/// # Errors
/// A file cannot be read, or the lines do not fit: one is damaged, from another program, for other hints or another file than
/// those at hand, two contradict each other, or a report file has none.
pub fn load(
    root: &Path,
    config: &SiteConfig,
    files: &[PathBuf],
    progress: &(dyn Fn() + Sync),
) -> Result<Loaded, Error> {
    let content = root.join("content");
    let Gathered { lines, said, mut problems, .. } = gather::gather(files, progress)?;
    let known: BTreeSet<&str> = lines.keys().map(String::as_str).collect();
    let (sources, mut diagnostics) = source::find_with(&content, &known)?;
    diagnostics.extend(said);
    let fitting = sources.par_iter().map(|source| {
        let Some(line) = lines.get(&source.path) else {
            let shown = format!("content/{}", source.path);
            return Ok(Err(Diagnostic::new(Severity::Error, "facts-no-line", shown)));
        };
        let misfit = match line.is_failure {
            true => None,
            false => misfit(source, line, config.originals)?,
        };
        Ok(match misfit {
            Some(problem) => {
                let (file, span) = gather::at(files, line);
                Err(problem.and_at(file, span))
            }
            None => Ok(Arc::clone(&line.extracted)),
        })
    });
    let fitting: Vec<Result<Arc<Extracted>, Diagnostic>> = fitting.collect::<Result<_, Error>>()?;
    let mut extracted = Vec::with_capacity(fitting.len());
    for one in fitting {
        match one {
            Ok(one) => extracted.push(one),
            Err(problem) => problems.add(problem),
        }
    }
    drop(lines);
    problems.none()?;
    let registry = registry::read(&content)?;
    let (loaded, _) = assemble(&content, config, &sources, &extracted, registry, diagnostics, &Settled::default())?;
    Ok(loaded)
}

/// Why a line does not fit what stands in the portal's folder.
fn misfit(source: &Source, line: &gather::Line, originals: bool) -> Result<Option<Diagnostic>, Error> {
    let shown = format!("content/{}", source.path);
    let problem = |code| Some(Diagnostic::new(Severity::Error, code, &*shown));
    if line.hints != source.hints {
        let said = |hints: &Hints| {
            let Hints { body, year, published, url, whole_year } = hints.clone();
            let whole_year = whole_year.map(|whole| format!("whole_year = {whole}"));
            let parts = [body, year.map(|year| year.to_string()), published, url, whole_year];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            if parts.is_empty() { "–".to_owned() } else { parts.join(", ") }
        };
        let problem = problem("facts-hints");
        return Ok(problem.map(|one| one.with("found", said(&line.hints)).with("expected", said(&source.hints))));
    }
    if source.file.exists() {
        let now = source::read(&shown, &source.file)?.ok().map(|bytes| (bytes.sha256, bytes.bytes.len()));
        return Ok(if now == line.bytes { None } else { problem("facts-other-file") });
    }
    let mut files = line.extracted.reports.iter().map(|report| &report.source);
    let is_lost = line.extracted.image.is_some()
        || files.next().is_some_and(|file| original_of(&file.text, &file.sha256).is_none());
    Ok(if originals && is_lost { problem("facts-no-original") } else { None })
}

/// The bytes of a report file that is not at hand, where they are those of its text. Its SHA-256 says so.
pub fn original_of(text: &str, sha256: &str) -> Option<Vec<u8>> {
    let with_mark = || format!("\u{feff}{text}").into_bytes();
    let is_it = |bytes: &Vec<u8>| source::sha256(bytes) == sha256;
    Some(text.as_bytes().to_vec()).filter(is_it).or_else(|| Some(with_mark()).filter(is_it))
}

impl Problems {
    /// Stops the run where there are any.
    fn none(self) -> Result<(), Error> {
        let (mut shown, more) = self.into_parts();
        if shown.is_empty() {
            return Ok(());
        }
        if more > 0 {
            let file = shown.last().map(|one: &Diagnostic| one.file.clone()).unwrap_or_default();
            shown.push(Diagnostic::new(Severity::Error, "facts-more", file).with("count", more));
        }
        Err(Error::Settings(shown))
    }
}
