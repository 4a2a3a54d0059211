//! Files become checked reports: `source` finds and reads them, `document` takes them apart, `extract` finds the
//! tables and reads their figures. That much is a function of one file, so it runs in parallel and can be remembered. Then
//! files are seen together: `scan` says whose report a picture is, `twice` chooses among several files of one report,
//! `corrections` puts in what an editor knows better, and the check of the crate adds up what must add up. What comes out
//! does not depend on the order in which files were made, listed or finished. `readings` keeps what each file said for a
//! run that goes on while files change.

pub mod beside;
pub mod cache;
mod corrections;
pub mod document;
pub mod extract;
pub mod facts;
pub mod fold;
pub(crate) mod hint;
mod misplaced;
mod namesakes;
pub mod pages;
mod readings;
pub mod registry;
mod scan;
pub mod source;
pub mod theme;
mod twice;

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::cache::Cache;
use self::corrections::Corrections;
use self::document::{Hints, Reading};
use self::source::{Bytes, Source};
use self::twice::Choice;
use crate::check::{self, check_corrected, check_with};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::Registry;
use crate::report::{CheckInstance, CheckedReport, Report, SourceFile, SourceKind, State};

pub use self::pages::MarkdownPage;
pub use self::readings::{Changed, Readings};

/// Everything that a portal's folder holds, as understood.
#[derive(Debug)]
pub struct Loaded {
    /// The reports, sorted by source path; one for each body, scope and year.
    pub reports: Vec<CheckedReport>,
    /// What `bodies.toml` says; nothing where it cannot be used.
    pub registry: Registry,
    /// Why what the maintainer says of bodies cannot be used, which is among the diagnostics. Without their names in addresses,
    /// levels and places all bodies would stand elsewhere on a site.
    pub wrong_registry: Vec<Diagnostic>,
    /// The maintainer's pages, in the order of the menu.
    pub pages: Vec<MarkdownPage>,
    /// What is wrong with the files or was not understood, sorted by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were read as reports or could not be.
    pub files: usize,
}

impl Loaded {
    /// The same, for what cannot be done without knowing the bodies.
    ///
    /// # Errors
    /// What the maintainer says of them cannot be used.
    pub fn with_bodies(self) -> Result<Loaded, Error> {
        if self.wrong_registry.is_empty() { Ok(self) } else { Err(Error::Settings(self.wrong_registry)) }
    }
}

/// Reads the portal in `root`.
///
/// # Errors
/// A file or folder cannot be read. What is wrong inside a file is a diagnostic, and the rest is still read.
pub fn load(root: &Path, config: &SiteConfig) -> Result<Loaded, Error> {
    load_with(root, config, &Cache::none(), &|_| ())
}

/// Reads the portal in `root`, but for files that `cache` knows, and says after each file of how many it was one.
///
/// # Errors
/// As [`load`].
pub fn load_with(
    root: &Path,
    config: &SiteConfig,
    cache: &Cache,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Loaded, Error> {
    let mut readings = Readings::default();
    let loaded = readings.load(root, config, &Changed::All, cache, progress);
    // Nobody need wait until what is of no more use is given back.
    rayon::spawn(move || drop(readings));
    loaded
}

/// What became of one file, or of all.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The reports, sorted by source path.
    pub reports: Vec<CheckedReport>,
    /// What is wrong with the files or was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the one file that the maintainer names, as the portal in `root` would. A file outside the portal's `content/` is
/// read all the same; diagnostics name it as it was given.
///
/// # Errors
/// The file cannot be read.
pub fn load_file(root: &Path, file: &Path) -> Result<Outcome, Error> {
    load_file_with(root, file, &Hints::default())
}

/// The same, with what the maintainer says of the file on the spot. It outranks what stands beside the file.
///
/// # Errors
/// The file cannot be read.
pub fn load_file_with(root: &Path, file: &Path, said: &Hints) -> Result<Outcome, Error> {
    let resolve = |path: &Path| path.canonicalize().map_err(|error| Error::io("read", path, error));
    let content = content_of(root);
    let (mut source, mut diagnostics) = source::single(&content, &resolve(file)?)?;
    source.hints.body = said.body.clone().or(source.hints.body);
    source.hints.year = said.year.or(source.hints.year);
    let unknown = diagnostics.iter().any(|one| one.code.starts_with("format-"));
    let mut outcome = match unknown {
        true => Outcome::default(),
        false => settle_alone(&content, &source)?,
    };
    diagnostics.append(&mut outcome.diagnostics);
    if !source.file.starts_with(&content) {
        let inside = [format!("content/{}", source.path), source.path.clone()];
        for one in diagnostics.iter_mut().filter(|one| inside.contains(&one.file)) {
            one.file = file.display().to_string();
            if one.code == "format-unknown" {
                // It is in nobody's way where it is.
                one.code = "format-unknown-file";
            }
        }
    }
    diagnostics.sort();
    diagnostics.dedup();
    Ok(Outcome { reports: outcome.reports, diagnostics })
}

/// Reads a file as the portal in `root` would if it stood at `path` below `content/`, with what is said of that place.
///
/// # Errors
/// A file cannot be read.
pub fn load_file_at(root: &Path, file: &Path, path: &Path) -> Result<Outcome, Error> {
    let content = content_of(root);
    let (source, _) = source::single(&content, &content.join(path))?;
    settle_alone(&content, &Source { file: file.to_owned(), ..source })
}

fn content_of(root: &Path) -> PathBuf {
    root.join("content").canonicalize().unwrap_or_else(|_| root.join("content"))
}

/// What becomes of one file where there is no other.
fn settle_alone(content: &Path, source: &Source) -> Result<Outcome, Error> {
    let extracted = Arc::new(read(source, &Cache::none())?);
    let registry = registry::read(content)?.registry;
    Ok(settle(std::slice::from_ref(source), &[extracted], &registry, &Settled::default())?.0)
}

/// The text of a file as it is read, with the places of its lines in the original; `None` where the file has none. The
/// diagnostics say why, or what is odd.
///
/// # Errors
/// The file cannot be read.
pub fn text_of(file: &Path) -> Result<(Option<SourceFile>, Vec<Diagnostic>), Error> {
    let shown = file.display().to_string();
    let bytes = match source::read(&shown, file)? {
        Ok(bytes) => bytes,
        Err(problem) => return Ok((None, vec![*problem])),
    };
    let Some(read) = guarded(|| document::read(&shown, &bytes.bytes)) else {
        return Ok((None, vec![Diagnostic::new(Severity::Error, "internal", &*shown)]));
    };
    let Some((_, reading)) = read else {
        let problem = source::unknown_kind(&shown, file, || file.is_file());
        return Ok((None, problem.into_iter().collect()));
    };
    let (text, mut problems) = match reading {
        Ok(Reading::Document(document)) => {
            let (kind, spots) = (SourceKind::Published, document.spots());
            let text = SourceFile { path: shown.clone(), sha256: bytes.sha256, kind, text: document.text, spots };
            (Some(text), document.diagnostics)
        }
        Ok(Reading::Collected(reports, problems)) => (reports.into_iter().next().map(|one| one.source), problems),
        Ok(Reading::Image(problem)) | Err(problem) => (None, vec![*problem]),
    };
    for one in &mut problems {
        one.file.clone_from(&shown);
    }
    Ok((text, problems))
}

/// What one file says: a function of its bytes, its path and what stands beside it in `report.toml`, and of nothing else.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Extracted {
    /// The report, if the file could be read as one; a table of collected figures may hold several.
    reports: Vec<Arc<Report>>,
    /// What the prose of each says of its tables, in the same order.
    prose: Vec<Arc<[CheckInstance]>>,
    /// What is wrong with the file or was not understood, sorted by line.
    diagnostics: Vec<Diagnostic>,
    /// The file is a picture of a report.
    image: Option<Image>,
}

/// A picture of a report: that it is one, and the diagnostic that says so.
#[derive(Debug, Serialize, Deserialize)]
struct Image {
    sha256: String,
    problem: Diagnostic,
}

fn read(source: &Source, cache: &Cache) -> Result<Extracted, Error> {
    let shown = format!("content/{}", source.path);
    let bytes = match source::read(&shown, &source.file)? {
        Ok(bytes) => bytes,
        Err(problem) => return Ok(Extracted { diagnostics: vec![*problem], ..Extracted::default() }),
    };
    Ok(understand_bytes(source, &bytes, cache).0)
}

/// What the bytes of a file say, and whether they would say it again: what went wrong in us may go right the next time.
fn understand_bytes(source: &Source, bytes: &Bytes, cache: &Cache) -> (Extracted, bool) {
    if let Some(known) = cache.recall(source, bytes) {
        return (known, true);
    }
    let Some(mut extracted) = guarded(|| understand(source, &bytes.bytes, bytes.sha256.clone())) else {
        let problem = Diagnostic::new(Severity::Error, "internal", format!("content/{}", source.path));
        return (Extracted { diagnostics: vec![problem], ..Extracted::default() }, false);
    };
    for report in &mut extracted.reports {
        Arc::make_mut(report).share_words();
    }
    cache.keep(source, bytes, &mut extracted);
    (extracted, true)
}

fn understand(source: &Source, bytes: &[u8], sha256: String) -> Extracted {
    let Some((format, reading)) = document::read(&source.path, bytes) else { return Extracted::default() };
    let shown = format!("content/{}", source.path);
    let mut beside = source.hints.clone();
    let mut diagnostics = hint::take_off_impossible_hints(&mut beside, &shown);
    let mut image = None;
    let mut reports: Vec<Report> = match reading {
        Ok(Reading::Document(mut document)) => {
            diagnostics.append(&mut document.diagnostics);
            if !format.holds_own_words() {
                document.hints.yield_to(&beside);
            }
            diagnostics.extend(hint::take_off_impossible_hints(&mut document.hints, &shown));
            if fold::document(&mut document) {
                diagnostics.push(Diagnostic::new(Severity::Note, "traditional", &*shown));
            }
            let (report, problems) = extract::extract(&document, sha256, &beside);
            match format.no_report(&document).filter(|_| report.is_none()) {
                Some(problem) => diagnostics.push(problem),
                None => diagnostics.extend(problems),
            }
            report.into_iter().collect()
        }
        Ok(Reading::Image(problem)) => {
            image = Some(Image { sha256, problem: *problem });
            Vec::new()
        }
        Ok(Reading::Collected(reports, mut problems)) => {
            diagnostics.append(&mut problems);
            reports
                .into_iter()
                .map(|report| Report { source: SourceFile { sha256: sha256.clone(), ..report.source }, ..report })
                .collect()
        }
        Err(problem) => {
            diagnostics.push(*problem);
            Vec::new()
        }
    };
    for report in &mut reports {
        diagnostics.extend(hint::take_off_unusable_hints(report));
    }
    diagnostics.sort();
    diagnostics.dedup();
    let prose = reports.iter().map(|report| check::prose(report).into()).collect();
    Extracted { reports: reports.into_iter().map(Arc::new).collect(), prose, diagnostics, image }
}

/// A fault of ours in one file must not take the rest of the site down.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// From what each file says to checked reports: pictures get their body and year, of several files of one report one is used,
/// corrections are put in, and everything is added up. What was settled `before` of the same files is not done again.
fn settle(
    sources: &[Source],
    extracted: &[Arc<Extracted>],
    registry: &Registry,
    before: &Settled,
) -> Result<(Outcome, Settled), Error> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut reports: Vec<Arc<Report>> = Vec::new();
    let mut images: Vec<(&Source, &Image)> = Vec::new();
    let mut several: Vec<&Source> = Vec::new();
    // By where the report lies in memory: it is the very report that the prose was compared with.
    let mut prose: HashMap<usize, &Arc<[CheckInstance]>> = HashMap::new();
    for (source, one) in sources.iter().zip(extracted) {
        if one.reports.len() > 1 && source.corrections.is_some() {
            several.push(source);
        }
        reports.extend(one.reports.iter().cloned());
        prose.extend(one.reports.iter().map(|report| Arc::as_ptr(report) as usize).zip(&one.prose));
        diagnostics.extend(one.diagnostics.iter().map(|problem| match (&source.body_at, problem.code) {
            (Some(at), "body-differs") => problem.clone().and_at(&at.0, at.1.clone()),
            _ => problem.clone(),
        }));
        images.extend(one.image.as_ref().map(|image| (source, image)));
    }
    diagnostics.extend(scan::place(images, &mut reports, registry));
    let (choices, problems) = twice::choose(reports);
    diagnostics.extend(problems);

    let mut files: BTreeMap<&str, Corrections> = BTreeMap::new();
    for source in sources {
        let Some(file) = &source.corrections else { continue };
        let shown = format!("content/{}", source::below_of(&source.path, file));
        if several.iter().any(|other| other.path == source.path) {
            diagnostics.push(Diagnostic::new(Severity::Error, "correction-for-several", shown));
            continue;
        }
        let (corrections, problems) = corrections::read(&shown, file)?;
        diagnostics.extend(problems);
        files.extend(corrections.map(|corrections| (source.path.as_str(), corrections)));
    }

    let of_choice = |choice: Choice| {
        let mut own: Vec<Corrections> = std::iter::once(&choice.used)
            .chain(&choice.others)
            .filter_map(|report| files.get(report.source.path.as_str()).cloned())
            .collect();
        own.sort_by(|a, b| a.shown.cmp(&b.shown));
        own.dedup_by(|a, b| a.shown == b.shown);
        let outcome = before.of(&choice, &own).unwrap_or_else(|| Arc::new(settle_one(&choice, &own, &prose)));
        (choice, own, outcome)
    };
    let settled: Vec<(Choice, Vec<Corrections>, Arc<Outcome>)> = choices.into_par_iter().map(of_choice).collect();
    let mut outcome = Outcome { reports: Vec::with_capacity(settled.len()), diagnostics };
    for (_, _, one) in &settled {
        outcome.reports.extend(one.reports.iter().cloned());
        outcome.diagnostics.extend(one.diagnostics.iter().cloned());
    }
    let settled = settled.into_iter().map(|(choice, own, one)| (Arc::as_ptr(&choice.used), (choice, own, one)));
    Ok((outcome, Settled(settled.map(|(used, rest)| (used as usize, rest)).collect())))
}

/// What became of each choice among files, found by where the report that is used lies in memory. It is kept here, so that
/// no other can lie there.
#[derive(Debug, Default)]
struct Settled(HashMap<usize, (Choice, Vec<Corrections>, Arc<Outcome>)>);

impl Settled {
    /// What became of the very same reports with the same corrections.
    fn of(&self, choice: &Choice, corrections: &[Corrections]) -> Option<Arc<Outcome>> {
        let (before, own, outcome) = self.0.get(&(Arc::as_ptr(&choice.used) as usize))?;
        let same = before.others.len() == choice.others.len()
            && before.others.iter().zip(&choice.others).all(|(one, other)| Arc::ptr_eq(one, other))
            && own == corrections;
        same.then(|| Arc::clone(outcome))
    }
}

fn settle_one(choice: &Choice, own: &[Corrections], prose: &HashMap<usize, &Arc<[CheckInstance]>>) -> Outcome {
    let shown = format!("content/{}", choice.used.source.path);
    guarded(|| {
        let (corrected, mut diagnostics) = corrections::apply(&choice.used, own);
        let is_settled = |key| corrected.figure(key).is_some_and(|figure| figure.state() == State::Corrected);
        diagnostics.extend(choice.disagreements(is_settled));
        let further = choice.further();
        let checked = match (prose.get(&(Arc::as_ptr(&corrected) as usize)), corrected.figures.count(State::Corrected))
        {
            (Some(&prose), _) => check_with(corrected, Arc::clone(prose)),
            (None, 0) => check::check(corrected),
            (None, _) => check_corrected(Arc::clone(&choice.used), corrected),
        };
        let checked = if further.is_empty() { checked } else { checked.with_further(further) };
        Outcome { reports: vec![checked], diagnostics }
    })
    .unwrap_or_else(|| Outcome {
        reports: Vec::new(),
        diagnostics: vec![Diagnostic::new(Severity::Error, "internal", shown)],
    })
}

/// All that a portal's folder holds, with what each of its report files says.
fn assemble(
    content: &Path,
    config: &SiteConfig,
    sources: &[Source],
    extracted: &[Arc<Extracted>],
    registry: registry::Read,
    mut diagnostics: Vec<Diagnostic>,
    before: &Settled,
) -> Result<(Loaded, Settled), Error> {
    let (outcome, settled) = settle(sources, extracted, &registry.registry, before)?;
    diagnostics.extend(outcome.diagnostics);
    diagnostics.extend(registry.problems(&outcome.reports));
    diagnostics.extend(namesakes::find(&outcome.reports, &registry.registry));
    let (pages, problems) = pages::load(content, config)?;
    diagnostics.extend(problems);
    diagnostics.extend(misplaced::find(content));
    diagnostics.sort();
    diagnostics.dedup();
    let (reports, files) = (outcome.reports, sources.len());
    let registry::Read { registry, wrong: wrong_registry, .. } = registry;
    Ok((Loaded { reports, registry, wrong_registry, pages, diagnostics, files }, settled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_one_file_is_not_the_end() {
        assert!(guarded(|| panic!("a fault made for this test")).is_none());
        assert_eq!(guarded(|| 1), Some(1));
    }
}
