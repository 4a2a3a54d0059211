//! `gongkai add`: report files into the portal, each to its place by body and year. Nothing that is there is overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::value_parser;

use super::Exit;
use super::console::Console;
use super::show::{counts, edition};
use crate::config::SiteConfig;
use crate::diagnostic::render::human_diagnostic;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::load::beside::{self, Beside};
use crate::load::document::Hints;
use crate::load::hint::YEARS;
use crate::load::source;
use crate::load::{Loaded, Outcome, load, load_file_at, load_file_with};
use crate::model::Portal;
use crate::report::{self, CheckedReport, Report, SourceKind};
use crate::text::finding::message;

/// The folder below `content/reports` for tables of figures that somebody collected.
const COLLECTED: &str = "collected";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The report files; a folder stands for the files in it
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Whose report it is, where the file does not say it
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// The year reported on, where the file does not say it
    #[arg(long, value_name = "YEAR", value_parser = value_parser!(u16).range(i64::from(*YEARS.start())..=i64::from(*YEARS.end())))]
    year: Option<u16>,
    /// Only say what was understood and where it would go
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: &Arguments, root: &Path, config: &SiteConfig, console: &mut Console) -> Result<Exit, Error> {
    let said = Hints { body: arguments.body.clone(), year: arguments.year, ..Hints::default() };
    let mut files = Vec::new();
    for file in &arguments.files {
        files.extend(files_of(file)?);
    }
    let mut read: Vec<(PathBuf, Outcome)> = Vec::new();
    for file in files {
        let outcome = load_file_with(root, &file, &said)?;
        read.push((file, outcome));
    }
    let Loaded { mut reports, registry, .. } = load(root, config)?.with_bodies()?;
    let there: Vec<Report> = reports.iter().map(|checked| checked.report().clone()).collect();
    reports.extend(read.iter().flat_map(|(_, outcome)| outcome.reports.iter().cloned()));
    let portal = Portal::build(reports, &registry);
    let mut adding =
        Adding { root, portal, there, placed: BTreeMap::new(), said: BTreeMap::new(), dry_run: arguments.dry_run };
    let mut exit = Exit::Done;
    for (file, outcome) in &read {
        if !adding.add(file, outcome, console)? {
            exit = Exit::Problems;
        }
    }
    Ok(exit)
}

/// A file, or the files below a folder that may be reports, by path; at least one.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.exists() {
        return Err(Error::refused("no-such-file").with("path", path.display()));
    }
    let mut all = Vec::new();
    let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
    let left_over = |entry: &walkdir::DirEntry| source::is_left_over(&entry.file_name().to_string_lossy());
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !left_over(entry)) {
        let entry = entry.map_err(|error| Error::walk(path, error))?;
        let name = entry.file_name().to_string_lossy();
        if entry.path().is_file() && (entry.depth() == 0 || !source::is_beside_reports(&name)) {
            all.push(entry.into_path());
        }
    }
    if all.is_empty() {
        return Err(Error::refused("add-nothing").with("path", path.display()));
    }
    Ok(all)
}

struct Adding<'a> {
    root: &'a Path,
    /// All reports, those to be added among them: it knows the name of each body in URLs.
    portal: Portal,
    /// The reports of the portal as it is.
    there: Vec<Report>,
    /// What this run puts where, so that a dry run sees two files for one place as well.
    placed: BTreeMap<PathBuf, Vec<u8>>,
    /// What this run says of the file at a place, beside it.
    said: BTreeMap<PathBuf, String>,
    dry_run: bool,
}

/// What became of putting a file somewhere.
enum Put {
    Done,
    /// The same bytes stand there already.
    Same,
    /// Something else stands there.
    Taken,
}

impl Adding<'_> {
    /// Adds one file and says what was understood; whether it is in the portal now.
    fn add(&mut self, file: &Path, outcome: &Outcome, console: &mut Console) -> Result<bool, Error> {
        console.print(&file.display().to_string())?;
        for checked in &outcome.reports {
            self.understood(checked, console)?;
        }
        let (language, style) = (console.language, console.style());
        for one in &outcome.diagnostics {
            let one = said_here(one);
            console.print_rendered(&format!("\n{}", human_diagnostic(&one, language, style)))?;
        }
        let Some(first) = outcome.reports.first().map(CheckedReport::report) else {
            let text = console.words("cli.add.not-read");
            console.print(&format!("  {text}\n"))?;
            return Ok(false);
        };
        let content = self.root.join("content");
        if let (Ok(inside), Ok(file)) = (content.join("reports").canonicalize(), file.canonicalize())
            && file.starts_with(inside)
        {
            let text = console.words("cli.add.inside");
            console.print(&format!("  {text}\n"))?;
            return Ok(true);
        }
        let place = self.place(first, file);
        let target = content.join("reports").join(&place);
        if let Some(code) = unfit(&content.join("reports"), &place) {
            self.say_why_not(code, file, &target, console)?;
            return Ok(false);
        }
        let bytes = fs::read(file).map_err(|error| Error::io("read", file, error))?;
        if self.standing(&target)?.is_some_and(|there| there != bytes) {
            self.say_why_not("add-exists", file, &target, console)?;
            return Ok(false);
        }
        // What is said of the file comes before it: without that it would be read as another body's.
        if first.source.kind != SourceKind::Collected && !self.keep_what_was_said(first, file, &target, console)? {
            return Ok(false);
        }
        if !self.put_and_say(file, &target, bytes, console)? {
            return Ok(false);
        }
        let mut done = true;
        let beside = source::corrections_of(file);
        if beside.is_file() {
            let bytes = fs::read(&beside).map_err(|error| Error::io("read", &beside, error))?;
            done = self.put_and_say(&beside, &source::corrections_of(&target), bytes, console)?;
        }
        self.other_files(first, &target, console)?;
        console.print("")?;
        Ok(done)
    }

    /// Whose report it is, how much of it was read, what disagrees in it.
    fn understood(&self, checked: &CheckedReport, console: &mut Console) -> Result<(), Error> {
        let report = checked.report();
        let scope = console.words(&format!("form.scope.{}.name", report.scope.id()));
        let edition = edition(report, console);
        let year = report.year.to_string();
        let arguments = [("body", &*report.body), ("scope", &*scope), ("year", &*year), ("edition", &*edition)];
        let text = console.fill("cli.add.understood", &arguments);
        console.print(&format!("  {text}"))?;
        let text = counts(report, console);
        console.print(&format!("  {text}"))?;
        for finding in checked.findings() {
            let name = match finding.severity {
                report::Severity::Conflict => "cli.level.conflict",
                report::Severity::Notice => "cli.level.notice",
            };
            let text = format!("{}: {}", console.words(name), message(finding, console.language));
            console.print(&format!("  {text}"))?;
        }
        Ok(())
    }

    /// Where a file belongs, below `content/reports`.
    fn place(&self, report: &Report, file: &Path) -> PathBuf {
        let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if report.source.kind == SourceKind::Collected {
            return Path::new(COLLECTED).join(file.file_name().unwrap_or_default());
        }
        let is_own = |body: &&crate::model::Body| body.name == report.body && body.scope == report.scope;
        let slug = self.portal.bodies().iter().find(is_own).map_or("", |body| &body.slug);
        Path::new(slug).join(format!("{}.{extension}", report.year))
    }

    /// Puts bytes where nothing stands; whether they stand there now.
    fn put_and_say(
        &mut self,
        file: &Path,
        target: &Path,
        bytes: Vec<u8>,
        console: &mut Console,
    ) -> Result<bool, Error> {
        let shown = self.shown(target);
        let (key, done) = match self.put(target, bytes)? {
            Put::Done => (if self.dry_run { "cli.add.would" } else { "cli.add.done" }, true),
            Put::Same => ("cli.add.same", true),
            Put::Taken => {
                self.say_why_not("add-exists", file, target, console)?;
                return Ok(false);
            }
        };
        let text = console.fill(key, &[("path", &shown)]);
        console.print(&format!("  {text}"))?;
        Ok(done)
    }

    fn say_why_not(&self, code: &'static str, file: &Path, target: &Path, console: &mut Console) -> Result<(), Error> {
        let problem = Diagnostic::new(Severity::Error, code, file.display().to_string());
        let problem = problem.with("found", self.shown(target));
        console.print_rendered(&human_diagnostic(&problem, console.language, console.style()))
    }

    /// A path as people read it: from the portal's folder.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).display().to_string()
    }

    /// The bytes that stand somewhere, or in a dry run would by now.
    fn standing(&self, target: &Path) -> Result<Option<Vec<u8>>, Error> {
        if let Some(placed) = self.placed.get(target).filter(|_| self.dry_run) {
            return Ok(Some(placed.clone()));
        }
        match fs::read(target) {
            Ok(there) => Ok(Some(there)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", target, error)),
        }
    }

    fn put(&mut self, target: &Path, bytes: Vec<u8>) -> Result<Put, Error> {
        if let Some(there) = self.standing(target)? {
            return Ok(if there == bytes { Put::Same } else { Put::Taken });
        }
        if !self.dry_run {
            write_new(target, &bytes)?;
        }
        self.placed.insert(target.to_owned(), bytes);
        Ok(Put::Done)
    }

    /// Names the files of the same report that were in the portal before.
    fn other_files(&self, report: &Report, target: &Path, console: &mut Console) -> Result<(), Error> {
        for other in &self.there {
            let path = Path::new("content").join(&other.source.path);
            if other.whose() == report.whose() && self.root.join(&path) != target {
                let text = console.fill("cli.add.further", &[("path", &path.display().to_string())]);
                console.print(&format!("  {text}"))?;
            }
        }
        Ok(())
    }

    /// In its new folder a file may no longer be known for what it is: the maintainer said whose it is on the command line,
    /// or its old folder did. That goes into the `report.toml` there, at its end; whether it stands there now, or need not. Where
    /// that file says something else already, it is said what to do and nothing is written.
    fn keep_what_was_said(
        &mut self,
        report: &Report,
        file: &Path,
        target: &Path,
        console: &mut Console,
    ) -> Result<bool, Error> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let Report { body, year, published, url, .. } = report;
        let meant = Hints {
            body: Some(body.clone()),
            year: Some(*year),
            published: published.clone(),
            url: url.clone(),
            whole_year: source::single(&self.root.join("content"), file)?.0.hints.whole_year,
        };
        let entry = entry(&name, &meant);
        let path = target.strip_prefix(self.root.join("content")).unwrap_or(target);
        let is_known = match self.said.get(target) {
            Some(said) => *said == entry,
            None => load_file_at(self.root, file, path)?.reports.first().is_some_and(|checked| {
                let now = checked.report();
                now.whose() == report.whose() && (&now.published, &now.url) == (&report.published, &report.url)
            }),
        };
        if is_known {
            return Ok(true);
        }
        let hints = target.with_file_name(beside::NAME);
        let shown = self.shown(&hints);
        let standing = self.standing(&hints)?;
        let there = standing.as_deref().unwrap_or_default();
        let addition = match Beside::addition(&shown, there, &name, &entry, &meant) {
            Ok(addition) => addition,
            Err(problems) => {
                for problem in problems {
                    console.print_rendered(&human_diagnostic(&problem, console.language, console.style()))?;
                }
                return Ok(false);
            }
        };
        match (self.dry_run, &standing) {
            (true, _) => {}
            (false, Some(_)) => append(&hints, addition.as_bytes())?,
            (false, None) => write_new(&hints, addition.as_bytes())?,
        }
        self.placed.insert(hints, [there, addition.as_bytes()].concat());
        self.said.insert(target.to_owned(), entry);
        let text = console.fill(if self.dry_run { "cli.add.would-say" } else { "cli.add.said" }, &[("path", &shown)]);
        console.print(&format!("  {text}"))?;
        Ok(true)
    }
}

/// What is not known of a file outside the portal is said on the command line, not in a `report.toml` beside it.
fn said_here(problem: &Diagnostic) -> Diagnostic {
    let (severity, file) = (problem.severity, problem.file.as_str());
    match problem.code {
        _ if file.starts_with("content/") => problem.clone(),
        "body-unknown" => Diagnostic::new(severity, "add-body-unknown", file),
        "year-unknown" => Diagnostic::new(severity, "add-year-unknown", file),
        _ => problem.clone(),
    }
}

/// What a `report.toml` has to say of the file of this name.
fn entry(name: &str, meant: &Hints) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut entry = format!("[files.{}]\n", quoted(name));
    let text = |value: &Option<String>| value.as_deref().map(quoted);
    let values = [
        ("body", text(&meant.body)),
        ("year", meant.year.map(|year| year.to_string())),
        ("published", text(&meant.published)),
        ("url", text(&meant.url)),
        ("whole_year", meant.whole_year.map(|whole| whole.to_string())),
    ];
    for (key, value) in values {
        if let Some(value) = value {
            entry.push_str(&format!("{key} = {value}\n"));
        }
    }
    entry
}

/// Why nothing can be put at a place below the reports' folder: no report is looked for there, or a link leads elsewhere.
fn unfit(reports: &Path, place: &Path) -> Option<&'static str> {
    let name = place.to_string_lossy();
    if !source::may_be_report(&name.replace('\\', "/")) || name.contains(char::is_control) {
        return Some("add-name");
    }
    let beside = [beside::NAME.into(), source::corrections_of(place).file_name().unwrap_or_default().to_owned()];
    let folders = place.ancestors().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned);
    let mut all = folders.chain(beside.into_iter().map(|name| place.with_file_name(name)));
    all.any(|path| reports.join(path).is_symlink()).then_some("add-link")
}

/// Writes at the end of a file, and leaves all that stands there.
fn append(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let opened = fs::OpenOptions::new().append(true).open(target);
    let written = opened.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| Error::io("write", target, error))
}

/// Writes a file that is not there yet; what is there by now stays.
fn write_new(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(target)
        .map_err(|error| Error::io("create", target, error))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a report would be read as a whole one the next time.
        let _ = fs::remove_file(target);
        Error::io("write", target, error)
    })
}
